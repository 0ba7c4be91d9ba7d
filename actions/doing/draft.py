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

CANCEL_FORM = "cancel_return_form"
DROP_OFF_FORM = "drop_off_form"
FORMS = frozenset({CANCEL_FORM, DROP_OFF_FORM})
#: The slots of all forms: a new form begins with none of them.
SLOTS = ("drop_off_day", "drop_off_tracking", ASKED, CONFIRMED)


@dataclass(frozen=True)
class Draft:
    """What is being prepared.

    Args:
        about: The number of the return or order.
        begun: What tells this wish from the same wish at another time.
    """

    about: str
    begun: str

    @classmethod
    def of(cls, turn: Turn) -> Draft | None:
        """What the slots hold, None where nothing is being prepared or somebody else wrote into them."""
        held = turn.slots.get(DOING)
        if not isinstance(held, Mapping):
            return None
        about, begun = held.get("about"), held.get("begun")
        return cls(about, begun) if isinstance(about, str) and isinstance(begun, str) else None

    def key(self, deed: Deed, *content: Any) -> str:
        """The key of the question whether to do this: another one as soon as anything about it is different.

        Args:
            deed: What would be done.
            content: All that the customer is told would happen, as JSON can hold it.
        """
        whole = json.dumps([deed.value, self.about, self.begun, *content])
        return hashlib.sha256(whole.encode()).hexdigest()[:32]


def begun(turn: Turn, about: str, **told: Any) -> dict[str, Any]:
    """The slots with which a form begins: what it is about, and what the customer has told already.

    Args:
        turn: The turn in which it begins.
        about: The number of the return or order.
        told: Values of the form's slots.
    """
    nothing = dict.fromkeys(SLOTS)
    return {**nothing, DOING: {"about": about, "begun": f"{turn.now.isoformat()} {turn.message_id}"}, **told}
