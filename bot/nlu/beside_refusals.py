"""What a message asks beside its refusal of a person: "no agent please. how about the toaster?"."""

from __future__ import annotations

import re
from typing import Final, Optional

from bot.nlu.questions import is_question
from core.intents import FALLBACK, WHAT_NEXT

#: In characters: what of a message is read.
_LONGEST: Final = 300
_CLAUSES: Final = re.compile(r"[.;!?\n]+|,|\s[-–—]\s|\b(?:but|and)\b")
_OF_PERSON: Final = re.compile(
    r"\b(?:agents?|persons?|humans?|people|somebody|someone|anybody|anyone|colleagues?|staff|representative|operator|"
    r"hand me over|connect me)\b",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"\W*(?:(?:and|but|so|just|now|then|ok|okay|please|only) ){0,3}(?:how about|what about|tell me|show me|i (?:just )?"
    r"(?:want|need|would like|wanted) to know|the other (?:one|return)|my other)\b",
    re.IGNORECASE,
)
_TO_DO: Final = re.compile(
    r"\b(?:anything|something|what)(?: else| more)? (?:that )?(?:do )?(?:i|we) (?:have|need|must|should|ought|can|do)\b"
    r".{0,20}\bdo\b",
    re.IGNORECASE,
)


def asked_beside(text: str) -> Optional[str]:
    """The intent of what is asked beside the refusal of a person; None where nothing is.

    Args:
        text: The message.
    """
    clauses = [each.strip() for each in _CLAUSES.split(text[:_LONGEST]) if each.strip()]
    rest = [each for each in clauses if not _OF_PERSON.search(each)]
    if len(rest) == len(clauses) or not any(is_question(each) or _ABOUT.match(each) for each in rest):
        return None
    return WHAT_NEXT if any(_TO_DO.search(each) for each in rest) else FALLBACK
