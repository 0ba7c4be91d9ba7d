"""Messages that would have other items in a return that was asked for: one added, one left out, one left for later."""

from __future__ import annotations

import re
from typing import Final

from core.short_messages import pieces

#: In words: a longer message tells a story.
_MOST_WORDS: Final = 45
_RETURN: Final = r"(?:return|request|one)\b(?! (?:policy|window|label|address|reason|code|period|time|date|rules?))"
#: "What did I put in that box" adds nothing to a return.
_THAT: Final = r"(?:it|this|that)\b(?! (?:box|parcel|package|carton|bag|envelope)\b)"
_INTO: Final = (
    rf"(?:\b(?:to|into|in|with|on) (?:{_THAT}|(?:the|my|that|this|the same|that same) "
    rf"(?:\w+ )?{_RETURN}|(?:return )?r-?\d{{3,8}}\b)|\bsame {_RETURN})"
)
_ADDS: Final = re.compile(rf"\b(?:add|adding|include|put|pop|throw|fit|squeeze|tick)\b.{{0,60}}?{_INTO}", re.IGNORECASE)
_SAME: Final = re.compile(rf"\bsame (?=return|request){_RETURN}", re.IGNORECASE)
_ALSO: Final = re.compile(r"\b(?:too|also|as well|another|add|together|both|one more)\b", re.IGNORECASE)
_MUST_GO: Final = re.compile(
    r"\b(?:must|has to|have to|needs? to|should|wants? to|can|could|may) (?:go|come|be (?:in|sent|returned))\b"
    r".{0,20}\b(?:too|also|as well)\b",
    re.IGNORECASE,
)
_KEEPS: Final = re.compile(
    r"\b(?:keep|keeping|hang on to|hold on to)\b(?! (?:the|my|that|this) (?:return|request))", re.I
)
_ONLY: Final = re.compile(
    r"\b(?:only|just) (?:(?:return|send back|send) )?(?:the|my|one|that) (?:\w+ ){0,3}?"
    r"(?:(?:should|shall|will|must|needs? to|has to|can|is to|would) (?:go|be|come|stay in)|goes|back)\b"
    r"|\bthe rest (?:can|should|will|may|still)\b|\b(?:return|send(?: back)?) (?:only|just) the\b",
    re.IGNORECASE,
)
_TAKES_OUT: Final = re.compile(
    r"\b(?:take|remove|drop|delete|strike|leave|get)\b(?: \S+){1,5}? (?:out of|out from|off|from) "
    rf"(?:(?:the|my|that|this) )?(?:{_RETURN}|(?:return )?r-?\d{{3,8}}\b)",
    re.IGNORECASE,
)
_OF_ELSE: Final = re.compile(
    r"\b(?:photos?|pictures?|videos?|tracking|notes?|labels?|e-?mails?|address|comments?|reasons?|description|"
    r"reminders?|refund|money)\b",
    re.IGNORECASE,
)


def adds_to_return(said: str) -> bool:
    """Whether a message would have another item in a return that was asked for: "can the lid go into that return?".

    Args:
        said: What the customer wrote.
    """
    if not 2 < len(pieces(said)) <= _MOST_WORDS or _OF_ELSE.search(said):
        return False
    if _ADDS.search(said):
        return True
    return _SAME.search(said) is not None and (_ALSO.search(said) or _MUST_GO.search(said)) is not None


def leaves_out_of_return(said: str) -> bool:
    """Whether a message would have one item of several stay: "I'd rather keep the lid, only the pot should go back".

    Args:
        said: What the customer wrote.
    """
    if not 2 < len(pieces(said)) <= _MOST_WORDS or _OF_ELSE.search(said):
        return False
    if _TAKES_OUT.search(said):
        return True
    return _KEEPS.search(said) is not None and _ONLY.search(said) is not None
