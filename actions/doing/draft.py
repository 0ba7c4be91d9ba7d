"""What is being prepared for a customer: what it is about, and the key of the question that they confirm."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.store.changes import Deed
from actions.turn import Turn

#: The slot that says what is being prepared.
DOING = "doing"
#: The slot that every form ends with: the key that was confirmed, or `REFUSED`.
CONFIRMED = "confirmed"
#: The slot with the key of the question that was asked last.
ASKED = "asked_offer"
REFUSED = "no"

START_FORM = "start_return_form"
CANCEL_FORM = "cancel_return_form"
AMEND_FORM = "amend_return_form"
DROP_OFF_FORM = "drop_off_form"
ITEMS, REASON, AMOUNT, SERVICE = "return_items", "return_reason", "return_amount", "return_service"
DESCRIPTION = "return_description"
#: The slots of all forms: a new form begins with none of them.
SLOTS = (
    *(ITEMS, REASON, AMOUNT, SERVICE, DESCRIPTION),
    *("drop_off_day", "drop_off_tracking", ASKED, CONFIRMED),
)


@dataclass(frozen=True)
class Draft:
    """What is being prepared.

    Args:
        form: By which form.
        about: The number of the return or order.
        begun: What tells this wish from the same wish at another time.
    """

    form: str
    about: str
    begun: str

    @classmethod
    def of(cls, turn: Turn) -> Draft | None:
        """What the slots hold, None where nothing is being prepared or somebody else wrote into them."""
        held = turn.slots.get(DOING)
        if not isinstance(held, Mapping):
            return None
        form, about, began = held.get("form"), held.get("about"), held.get("begun")
        if not isinstance(form, str) or not isinstance(about, str) or not isinstance(began, str):
            return None
        return cls(form, about, began)

    def key(self, deed: Deed, *content: Any) -> str:
        """The key of the question whether to do this: another one as soon as anything about it is different.

        Args:
            deed: What would be done.
            content: All that the customer is told would happen, as JSON can hold it.
        """
        whole = json.dumps([deed.value, self.about, self.begun, *content])
        return hashlib.sha256(whole.encode()).hexdigest()[:32]


def begun(turn: Turn, form: str, about: str, **told: Any) -> dict[str, Any]:
    """The slots with which a form begins: what it is about, and what the customer has told already.

    Args:
        turn: The turn in which it begins.
        form: Its name.
        about: The number of the return or order.
        told: Values of the form's slots.
    """
    nothing = dict.fromkeys(SLOTS)
    doing = {"form": form, "about": about, "begun": f"{turn.now.isoformat()} {turn.message_id}"}
    return {**nothing, DOING: doing, **told}
