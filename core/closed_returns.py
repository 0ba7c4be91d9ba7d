"""Whether a message tells that its return is no longer open: closed, expired or cancelled by others than its writer."""

from __future__ import annotations

from typing import Final

from core.short_messages import pieces, words

#: In words: what is longer tells several things.
_LONGEST: Final = 60
#: So near a return stands what became of it.
_NEAR: Final = 5
_RETURNS: Final = words("return returns request rma retrun")
#: Behind "return" these have an end of their own.
_OF_ITS_OWN: Final = words("window period deadline label code policy time page link postage fee")
_ENDED: Final = words("expired lapsed closed timed void voided")
_IS: Final = words("is was has had been got gets being says said as it's's have")
#: With these nothing has ended yet, or it is asked whether it may.
_NOT_YET: Final = words("not never isn't hasn't wasn't if when until unless before will would could can may might does")


def tells_of_closed_return(text: str) -> bool:
    """Whether a message says that its return has ended by itself: "it tells me that the return has timed out"."""
    said = pieces(text.replace("'", " ") if "'" in text else text)
    if len(said) > _LONGEST:
        return False
    for place, word in enumerate(said):
        if word not in _RETURNS or (said[place + 1 : place + 2] and said[place + 1] in _OF_ITS_OWN):
            continue
        behind = said[place + 1 : place + 1 + _NEAR]
        ended = next((near for near, each in enumerate(behind) if each in _ENDED), None)
        if ended is None:
            continue
        between = behind[:ended]
        if set(between) <= _IS | {"just", "now", "already", "suddenly"} and _NOT_YET.isdisjoint(said[:place]):
            return True
    return False
