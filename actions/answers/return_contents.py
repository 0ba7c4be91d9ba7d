"""Whether a thing that is named goes back or stays, told by what the returns of its order are for."""

from __future__ import annotations

import re

from actions.dialogue.belongings import named_items
from actions.dialogue.identity import records_of
from actions.dialogue.turn import ActionContext
from actions.replies.item_names import item_names
from actions.replies.reply import Reply, Utterance
from actions.services import Services
from core.contents_questions import asks_what_return_is_for
from policy.model import Order, ReturnRequest

#: "The cap stays here, doesn't it?", "is the cap in there as well?"
_STAYS = re.compile(r"\b(?:stays?|staying|(?:keep|keeping)(?! \w+ing\b)|remains?)\b", re.IGNORECASE)
_INSIDE = re.compile(
    r"\b(?:in|inside) (?:there|it|(?:that|this|the|my|the same) (?:return|parcel|package|box|one))\b|\bincluded\b",
    re.IGNORECASE,
)
_UNTIL_WHEN = re.compile(r"\b(?:until|till|when|how|long|days?|dates?|can|could|may|where|why)\b", re.IGNORECASE)


def return_contents(turn: ActionContext, subject: ReturnRequest | Order | None, services: Services) -> Reply | None:
    """What the returns of an order are for; None where a message names nothing of it, or asks something else.

    Args:
        turn: The turn.
        subject: The return or order in hand.
        services: Store and rules.
    """
    if isinstance(subject, ReturnRequest) and not turn.is_press and asks_what_return_is_for(turn.said):
        return Reply((_listed(subject),), {"offer": None})
    order = subject.order if isinstance(subject, ReturnRequest) else subject
    asked = (_STAYS.search(turn.said) or _INSIDE.search(turn.said)) and not _UNTIL_WHEN.search(turn.said)
    if order is None or turn.is_press or not asked:
        return None
    named = named_items(turn, order)
    returns = records_of(turn, services).returns_of_order(order.number) if named else ()
    if not returns:
        return None
    held = {item.id for each in returns for item in each.items}
    unsent = [item for item in order.items if item.id in named - held]
    none = [Utterance("utter_no_return_for_items", {"titles": item_names(unsent, order)})] if unsent else []
    return Reply((*none, *map(_listed, returns)))


def _listed(found: ReturnRequest) -> Utterance:
    """What a return is for."""
    values = {"return_number": found.number, "items": item_names(found.items, found.order)}
    return Utterance("utter_return_items", values)
