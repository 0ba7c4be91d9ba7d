"""Whether a message says that less was paid back than what went back is worth."""

from __future__ import annotations

import re
from typing import Final

#: In characters: what is longer tells several things.
_LONGEST: Final = 500
_WENT_BACK: Final = re.compile(
    r"\b(?:returned|sent (?:\w+ ){0,4}back|gave (?:\w+ ){0,4}back|posted back|sent in|items? received)\b", re.IGNORECASE
)
#: What was paid of it: some, where all went back.
_IN_PART: Final = re.compile(
    r"\bonly (?:one|two|three|1|2|3|half|part|some|a part|\w+ of (?:them|those|it|the))\b[^.?!]{0,30}"
    r"\b(?:refund|credit|paid|money)"
    r"|\bonly (?:got )?(?:refunded|credited|paid)\b"
    r"|\b(?:refund|credit|paid|money)\w*\b[^.?!]{0,30}\b(?:only|just) (?:for )?(?:one|two|three|1|2|3|half|part|some)\b"
    r"|\b(?:refund|credit|payment) of (?:only |just )?[\u20ac$\u00a3]?\d",
    re.IGNORECASE,
)
#: That it is too little: an amount alone is none.
_SHORT: Final = re.compile(
    r"\b(?:only|just|less|short|missing|instead|rest|other|why|explanation|wrong|half)\b", re.IGNORECASE
)


def tells_of_part_refund(said: str) -> bool:
    """Whether a message says so: "I returned three shirts and was only refunded for two"."""
    if len(said) > _LONGEST or _WENT_BACK.search(said) is None:
        return False
    return _IN_PART.search(said) is not None and _SHORT.search(said) is not None
