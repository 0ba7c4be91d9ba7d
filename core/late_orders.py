"""Whether a message tells of an order that is late or lost on its way to its customer, and not of what goes back."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from core.short_messages import pieces, words

#: In words: what is longer tells several things.
_LONGEST: Final = 60
_BOUGHT: Final = words("ordered bought purchased")
_ORDERED: Final = _BOUGHT | words("order orders preordered preorder")
_MY_ORDER: Final = words("order orders oder ordr purchase delivery")
_SPEAKER: Final = words("i we i've we've ive weve")
_DELIVERY: Final = words("delivery deliver delivered dispatch dispatched shipping shipped shipment arrive arrival eta")
_LATE: Final = words("late overdue delayed")
#: Before "late" it is said of a time, and not of the order: "is it too late", "sorry for the late reply".
_OF_A_TIME: Final = words("too the a how so as my that not very never")
_EXPECTED: Final = words("estimated expected promised due scheduled supposed meant eta")
_DENIED: Final = words(
    "not never isn't hasn't hadn't wasn't didn't haven't isnt hasnt wasnt didnt havent nothing still"
)
_COMES: Final = words("reach reached arrive arrived come came receive received")
_LEFT: Final = words("left shipped dispatched moved departed sent")
_OURS: Final = words("your seller's sellers their shop's")
_DEPOTS: Final = words("warehouse depot hub facility")
#: With one of these something goes back, or is to.
_GOES_BACK: Final = re.compile(
    r"\b(?:re?turn\w*|refund\w*|reimburse\w*|back|label|cancel\w*|exchange\w*|drop(?:ped)?|posted|handed|"
    r"i sent|we sent|(?:pick|collect)\w*)\b"
    r"|\bR\d{4}",
    re.IGNORECASE,
)


def tells_of_late_order(text: str) -> bool:
    """Whether a message says that an order is late: "the rug I bought is nine days late now"."""
    said = pieces(text)
    if not _is_of_an_order(text, said):
        return False
    spoken = set(said)
    if _never_left_yours(said):
        return True
    is_order = not spoken.isdisjoint(_ORDERED | _DELIVERY)
    return is_order and (_is_late(said) or _waits_in_depot(said) or _was_expected(spoken))


def tells_of_lost_order(text: str) -> bool:
    """Whether a message says that an order was lost on its way to its writer: "they've lost my order"."""
    said = pieces(text)
    if "lost" not in said or not _is_of_an_order(text, said):
        return False
    if any(second == "lost" and first in _SPEAKER for first, second in pairwise(said)):
        return False
    is_mine = any(first == "my" and second in _MY_ORDER for first, second in pairwise(said))
    comes_here = any((first, second) == ("to", "me") for first, second in pairwise(said))
    return is_mine or comes_here or not _BOUGHT.isdisjoint(said)


def tells_that_none_came(text: str) -> bool:
    """Whether a message says that an order has not come: "my order did not reach me yet"."""
    said = pieces(text)
    if not _is_of_an_order(text, said):
        return False
    came = [place for place, word in enumerate(said) if word in _COMES]
    is_denied = any(not _DENIED.isdisjoint(said[max(0, place - 3) : place]) for place in came)
    return is_denied and any(word in ("order", "orders") for word in said)


def _is_of_an_order(text: str, said: list[str]) -> bool:
    """Whether a message is short enough to tell one thing, and has no word of what goes back."""
    return len(said) <= _LONGEST and _GOES_BACK.search(text) is None


def _is_late(said: list[str]) -> bool:
    return any(word in _LATE and before not in _OF_A_TIME for before, word in pairwise(said))


def _waits_in_depot(said: list[str]) -> bool:
    """ "It hasn't left the warehouse"."""
    left = next((place for place, word in enumerate(said) if word in _LEFT), None)
    if left is None or _DENIED.isdisjoint(said[max(0, left - 3) : left]):
        return False
    return not _DEPOTS.isdisjoint(said[left + 1 : left + 5])


def _never_left_yours(said: list[str]) -> bool:
    """ "It never left your warehouse": nothing that goes back leaves there."""
    depots = (place for place, word in enumerate(said) if word in _DEPOTS and place > 1)
    ours = (place for place in depots if not _OURS.isdisjoint(said[place - 2 : place]))
    return any(said[place - 2] in _LEFT or said[place - 3] in _LEFT for place in ours) and _waits_in_depot(said)


def _was_expected(spoken: set[str]) -> bool:
    """ "The estimated delivery was Thursday and there is nothing"."""
    return not (
        spoken.isdisjoint(_EXPECTED) or spoken.isdisjoint(_DELIVERY) or spoken.isdisjoint(_DENIED)
    ) and not spoken.isdisjoint(words("was were passed past gone"))
