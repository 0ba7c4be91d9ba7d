"""Whether a message tells that its return is no longer open: closed, expired or cancelled by others than its writer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.short_messages import pieces, words

#: In words: what is longer tells several things.
_LONGEST: Final = 60
#: So near a return stands what became of it.
_NEAR: Final = 5
_RETURNS: Final = words("return returns request rma retrun")
_ENDED: Final = words("expired lapsed closed timed void voided")
#: All that may stand between: of "the return window has expired" another thing has ended.
_BETWEEN: Final = words("is was has had been got gets being says said as it's's have just now already suddenly")
#: With these nothing has ended yet, or it is asked whether it may.
_NOT_YET: Final = words("not never isn't hasn't wasn't if when until unless before will would could can may might does")


def tells_of_closed_return(text: str) -> bool:
    """Whether a message says that its return has ended by itself: "it tells me that the return has timed out"."""
    # Quoted words stand between marks that are no part of them, unlike that of "isn't".
    said = [word.strip("'") for word in pieces(text)]
    if len(said) > _LONGEST:
        return False
    return any(
        word in _RETURNS and _NOT_YET.isdisjoint(said[:place]) and _has_ended(said[place + 1 : place + 1 + _NEAR])
        for place, word in enumerate(said)
    )


def _has_ended(behind: Sequence[str]) -> bool:
    """Whether the words behind "return" say that it has ended, and of nothing else that it has."""
    ended = next((near for near, word in enumerate(behind) if word in _ENDED), None)
    return ended is not None and _BETWEEN.issuperset(behind[:ended])
