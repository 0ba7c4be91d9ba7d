"""Days that a message names only to say that nobody worked on them: "and Monday was Columbus Day", "closed today".

Nothing was handed in on such a day, and it takes no other day's place.
"""

from __future__ import annotations

import re
from typing import Final

from core.calendar_questions import holiday_named
from core.hand_in_words import names_hand_in
from core.short_messages import pieces

_CLAUSE_ENDS: Final = re.compile(r"[.,;:!?()\n]|\b(?:and|but|because|since|though|although)\b", re.IGNORECASE)
#: "Monday was a bank holiday", "today is All Saints", "on the 12th everything is shut".
_IS: Final = re.compile(r"\b(?:was|is|were|are|being|isn['\u2019]?t|wasn['\u2019]?t)\b|['\u2019]s\b", re.IGNORECASE)
_OFF: Final = re.compile(
    r"\b(?:holidays?|bank hol\w*|public hol\w*|feast day|national day|saints?|day off|days off|non-?working day|"
    r"feiertag|festivo|feriado|closed|shut|strike|weekend)\b",
    re.IGNORECASE,
)
#: In characters: what around a day is read, as a message may name many.
_NEAR: Final = 120


def is_day_off(said: str, start: int, end: int) -> bool:
    """Whether the day at a place of a message is told as one on which nobody works, and as nothing else.

    Args:
        said: What the customer wrote.
        start: Where the day's words begin.
        end: Where they end.
    """
    clause = _clause(said, start, end)
    if _OFF.search(clause) is None and holiday_named(clause) is None:
        return False
    return (_IS.search(clause) is not None or len(pieces(clause)) <= 3) and not names_hand_in(clause)


def _clause(said: str, start: int, end: int) -> str:
    first, last = max(0, start - _NEAR), min(len(said), end + _NEAR)
    begins = max((found.end() for found in _CLAUSE_ENDS.finditer(said, first, start)), default=first)
    ends = next((found.start() for found in _CLAUSE_ENDS.finditer(said, end, last)), last)
    return said[begins:ends]
