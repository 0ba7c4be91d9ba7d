"""Messages that want the rule alone, without giving a number or an address: "no e-mail from me, just the rule"."""

from __future__ import annotations

import re
from typing import Final

#: In characters: a longer message says more than that.
_LONGEST: Final = 160
_GIVES_NOTHING: Final = re.compile(
    r"(?:\b(?:not|wont|dont|never|no|without|refuse|rather)\b|n['’]t\b)[^.;!?]{0,40}"
    r"\b(?:e-?mail|mail|address|number|details|data|e-?mails|info|information)\b",
    re.IGNORECASE,
)
_RULE: Final = re.compile(
    r"\b(?:just|only|simply)\b[^.;!?]{0,25}\b(?:rules?|policy|general)\b|"
    r"\b(?:rules?|policy|in general)\b[^.;!?]{0,15}\b(?:only|alone|will do|is enough|please|pls|do)\b|"
    r"\b(?:tell|give|say)\b[^.;!?]{0,25}\b(?:general )?(?:rules?|policy)\b",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"\W*(?:(?:and|so|ok|okay|but|hi|then|well|btw|what about|how about|what if|what of|also)\W{1,3}){0,3}"
    r"(?:(?:(?:i|we)(?: am|['’]?m| are|['’]?re)?(?: living| based| located| staying)?|i live|we live)|"
    r"(?:for )?(?:my|our|a) (?!(?:parcel|package|return|order|item|label|money|refund|warehouse)\b)"
    r"(?:[\w'’-]{1,20} ){0,3}?[\w'’-]{1,20}?(?:['’]s| is| are| lives?| living| who lives?)?)"
    r" (?:in|from|over in|down in) (?:the )?[\w'’-]{2,20}(?: [\w'’-]{2,20}){0,2}?"
    r"(?: (?:then|too|now|though|tho|by the way))?\W*",
    re.IGNORECASE,
)


def wants_rule_only(said: str) -> bool:
    """Whether a message gives no details and wants no more than the rule.

    Args:
        said: What the customer wrote.
    """
    if len(said) > _LONGEST or "@" in said:
        return False
    return _GIVES_NOTHING.search(said) is not None and _RULE.search(said) is not None


def tells_only_place(said: str) -> bool:
    """Whether a message says no more than where somebody lives: "and my sister in Portugal?".

    Args:
        said: What the customer wrote, with a country in it.
    """
    return len(said) <= _LONGEST and _PLACE.fullmatch(said) is not None
