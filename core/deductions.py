"""Whether a message asks what is taken off a refund, and not what sending something back costs."""

from __future__ import annotations

import re
from typing import Final

#: In characters: what is longer tells several things.
_LONGEST: Final = 400
_DEDUCTED: Final = re.compile(
    r"\b(?:deduct\w*|withh[eo]ld\w*|retain\w*|commissions?|penalt(?:y|ies)|(?:off|from) the (?:price|refund|money)|"
    r"keep (?:a )?(?:part|bit|cut|share|percentage)|"
    r"(?:lose|loose|losing|forfeit) (?:the |my |any )?(?:shipping|postage|delivery)(?: costs?| fees?| money)?)\b",
    re.IGNORECASE,
)
#: What the postage of the way back is paid by.
_OF_POSTAGE: Final = re.compile(
    r"\b(?:labels?|qr|courier|parcel|pick[- ]?up|second return|next return)\b", re.IGNORECASE
)


def asks_what_is_deducted(said: str) -> bool:
    """Whether a message asks if something is kept of the money: "is there a penalty", "do I lose the shipping"."""
    return len(said) <= _LONGEST and _DEDUCTED.search(said) is not None and _OF_POSTAGE.search(said) is None
