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
_MINE: Final = words("my our")
_LOST: Final = words("lost stuck vanished disappeared missing misplaced")
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
#: What has not come, said of an order and of no return.
_NONE_CAME: Final = re.compile(
    r"\b(?:no|zero) (?:sign of (?:the |my |a )?)?(?:package|parcel|delivery|item|goods)\b"
    r"|\b(?:never|not|n't|nothing|hasn't|haven't|didn't|hasnt|havent|didnt|still) (?:\w+ ){0,2}"
    r"(?:came|come|arrived?|received?|showed up|turned up|shown up|been delivered)\b",
    re.IGNORECASE,
)
#: That something was sent back, or is to be, whatever else came or did not.
_SENT: Final = re.compile(
    r"\b(?:returns?|returned|returning|sen[dt] (?:it|them|this|that|\w+ \w+|\w+)? ?back|labels?|handed|dropped|posted|"
    r"warehouse|collected|picked|inspection|bank|card|paypal|account|code|courier|"
    r"refund (?:\w+ ){0,3}(?:received|arrived?|come|came|shown? up)|"
    r"(?:money|refund|credit|cash|it) (?:\w+ ){0,3}(?:came|come|arrived?|received?|showed up|turned up|shown up))\b"
    r"|\bR\d{4}",
    re.IGNORECASE,
)
#: Places that only what is on its way to its customer passes; what goes back stays in the country.
_ABROAD: Final = re.compile(
    r"\b(?:customs|transit country|country of origin|origin (?:country|airport)|airport|airline|line-?haul|"
    r"(?:left|leave|leaving|departed) (?:the )?(?:china|hong kong|turkey|origin))\b",
    re.IGNORECASE,
)
_TO_SENDER: Final = re.compile(r"\breturn(?:ed|ing|s)? to (?:the )?(?:sender|seller|shipper)\b", re.IGNORECASE)
_CANCELS: Final = re.compile(
    r"\b(?:want|like|wish|need|please|pls|rather|how (?:do|can) i|can i|could i|may i)\b[^.?!]{0,40}"
    r"\b(?:cancel|call (?:\w+ ){0,3}off)\b",
    re.IGNORECASE,
)
_GOES_BACK_ITSELF: Final = re.compile(r"\b(?:my|the|this|a) returns?\b|\bR\d{4}", re.IGNORECASE)


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
    """Whether a message says that an order was lost or is held up on its way to its writer: "they've lost my order"."""
    said = pieces(text)
    if _LOST.isdisjoint(said) or not _is_of_an_order(text, said):
        return False
    if any(second == "lost" and first in _SPEAKER for first, second in pairwise(said)):
        return False
    is_mine = any(first in _MINE and second.removesuffix("'s") in _MY_ORDER for first, second in pairwise(said))
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


def tells_of_stuck_tracking(text: str) -> bool:
    """Whether a message speaks of where only what comes from abroad is: "stuck at customs for a week"."""
    return _ABROAD.search(text) is not None and _is_of_an_order(text, pieces(text))


def wants_money_for_none(text: str) -> bool:
    """Whether a message wants its money for what has never come: "six weeks and no parcel, I want a refund"."""
    return len(pieces(text)) <= _LONGEST and _NONE_CAME.search(text) is not None and _SENT.search(text) is None


def was_returned_to_sender(text: str) -> bool:
    """Whether a message tells of an order that went back before it came: its customer sent nothing."""
    return _TO_SENDER.search(text) is not None and _SENT.search(_TO_SENDER.sub(" ", text)) is None


def wishes_to_cancel(text: str) -> bool:
    """Whether a message about an order on its way also wishes to cancel it."""
    return _CANCELS.search(text) is not None and _GOES_BACK_ITSELF.search(text) is None


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
