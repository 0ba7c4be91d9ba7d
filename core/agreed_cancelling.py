"""Messages that agree to cancelling a return, "yes, cancel it", and questions what that costs."""

from __future__ import annotations

import re
from typing import Final

from core.short_messages import MOST_WORDS, pieces, words
from core.word_sets import WordSets, phrases

_YES: Final = words("yes yeah yep yup sure ok okay alright please fine right")
_CANCEL: Final = words("cancel")
_AROUND: Final = words("it that this one the return request then now for me just do go ahead and thanks pls so well")
_RETURN_NUMBER: Final = re.compile(r"r-?\d{3,8}", re.IGNORECASE)
_OF_THE_COST: Final = WordSets(
    needed=(
        phrases("cancel, cancelling, canceling, cancellation, withdraw, withdrawing, call it off, calling it off"),
        phrases("free, how much, cost, costs, fee, fees, charge, charged, pay, penalty, price, for nothing"),
        phrases("is, does, do, will, are, would, what, how much, any"),
    ),
    barred=phrases(
        "order, free return, free returns, label, refund, refunded, money, another, next, again, new, shipping, "
        "postage, five, count, counts, used, month, if i cancel, when i cancel, after"
    ),
    most=MOST_WORDS,
)


def agrees_to_cancel(said: str) -> bool:
    """Whether a message says no more than yes to cancelling: "ok, cancel it then", "yes please cancel R2040"."""
    spoken = pieces(said)
    rest = [word for word in spoken if _RETURN_NUMBER.fullmatch(word) is None]
    if "?" in said or not 1 < len(spoken) <= MOST_WORDS or rest[:1] == [] or rest[0] not in _YES:
        return False
    return not _CANCEL.isdisjoint(rest) and (_YES | _CANCEL | _AROUND).issuperset(rest)


def asks_cost_of_cancelling(said: str) -> bool:
    """Whether a message asks what cancelling a return costs: "is there a charge for calling it off?"."""
    return _OF_THE_COST.fits(said)
