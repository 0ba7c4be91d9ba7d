"""Numbers of days in a message that are no age and no wait: how long somebody is away, or what a rule may count.

"I'm abroad from Friday for ten days", "on the 1st or 30 days after the first one?".
"""

from __future__ import annotations

import re
from typing import Final

from core.short_messages import pieces, words

_AWAY: Final = words("away gone abroad travelling traveling holiday holidays vacation leave off hospital trip")
_FOR: Final = re.compile(r"\bfor (?:about |around |the |another )?$", re.IGNORECASE)
_OR: Final = re.compile(r"\bor (?:is it |maybe |rather |only )?$", re.IGNORECASE)
_BEHIND: Final = re.compile(r"\s(?:after|from|later)\b", re.IGNORECASE)
#: In characters: what of the words before a number is read.
_NEAR: Final = 20


def is_span_away(said: str, start: int, end: int) -> bool:
    """Whether the number of days at a place of a message is the time that its writer is away: "away for two weeks".

    Args:
        said: What the customer wrote.
        start: Where the number begins.
        end: Where its unit ends.
    """
    return _FOR.search(said[max(0, start - _NEAR) : start]) is not None and not _AWAY.isdisjoint(pieces(said))


def is_span_put_up(said: str, start: int, end: int) -> bool:
    """Whether the number of days is put up as what a rule may count: "... or 30 days after that?"."""
    is_other = _OR.search(said[max(0, start - _NEAR) : start]) is not None
    return is_other and _BEHIND.match(said, end) is not None
