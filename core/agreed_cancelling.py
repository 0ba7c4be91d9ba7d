"""Messages that agree to cancelling a return, wish for it or take that back, and questions what it costs."""

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
#: In characters: a longer message says more than that.
_LONGEST: Final = 240
_RETURN: Final = (
    r"(?:(?:it|that|this|them)(?: one)?\b|(?:the|my|that|this|our) (?:[\w'’-]{1,20} ){0,4}?(?:return|request|one)\b|"
    r"(?:return )?r-?\d{3,8}\b|return\b|(?:the whole (?:thing|lot)|everything|all of (?:it|that)|it all|the lot|mine)\b"
    r"(?! (?:except|but|apart|besides|other than)))"
)
_WISH: Final = (
    r"(?:^|[.,;:!?\n]\s{0,3}|\b(?:and|so|then|but|right|ok|okay|yes|yeah|well|now|actually|please|pls|plz|kindly|just|"
    r"hi|hello)\W{1,3})"
    r"(?:(?:i|we)(?: now| really)?(?: want|['’]?d like| would like| need| wish)(?: you)? to |"
    r"i wanna |(?:can|could|will|would) (?:you|u) (?:please |pls |just |kindly )?|let['’]?s |"
    r"(?:please|pls|just|do) ){0,2}"
)
_WISHES: Final = re.compile(
    rf"{_WISH}(?:(?:cancel|withdraw|revoke|annul|call off|pull) {_RETURN}|(?:call|take) {_RETURN} (?:off|back)\b)",
    re.IGNORECASE,
)
#: With these a message asks, supposes, or wants something else as well.
_NO_WISH: Final = re.compile(
    r"\b(?:if|whether|how|when|where|why|what|which|until|order|orders|purchase|reminders?|possible|still|without|"
    r"before|after|instead|don['’]?t|do not|not|never|keep (?:the|my)|money|refund|label|button|again|new|add|change|"
    r"swap|items?|supposed|should|must|have to)\b",
    re.IGNORECASE,
)
_KEEPS_RETURN: Final = re.compile(
    r"(?:^|[.,;:!?\n]\s{0,3}|\b(?:so|then|but|please|just|no|and|actually|rather)\W{1,3})"
    r"(?:(?:i|we) ?(?:['’]ll|will|want to|would rather|['’]d rather) )?(?:keep|leave)(?: it all)? "
    r"(?:(?:the|my|that|this) (?:[\w'’-]{1,20} )?(?:return|request)|(?:return )?r-?\d{3,8})\b"
    r"(?: (?:open|running|going|as (?:it )?is|alone|on|in place|alive|be|then|please|after all|there|standing))*"
    r"\W*$",
    re.IGNORECASE,
)


def wants_cancelling(said: str) -> bool:
    """Whether a message wishes that a return is cancelled, and asks nothing: "please call the return off".

    Args:
        said: What the customer wrote.
    """
    if len(said) > _LONGEST or (said.rstrip().endswith("?") and _POLITE.search(said) is None):
        return False
    return _NO_WISH.search(said) is None and _WISHES.search(said) is not None


#: A polite wish ends like a question: "could you cancel it for me?"
_POLITE: Final = re.compile(r"\b(?:can|could|will|would) (?:you|u)\b", re.IGNORECASE)


def keeps_return(said: str) -> bool:
    """Whether a message ends by saying that a return stays: "hold on, I want it gone, keep the return".

    Args:
        said: What the customer wrote.
    """
    return "?" not in said and len(said) <= _LONGEST and _KEEPS_RETURN.search(said) is not None


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
