"""Messages that drop one thing and ask another: "forget the reminder, but when does the page change?"."""

from __future__ import annotations

import re
from typing import Final, Optional

#: In characters: what of a message is read.
_LONGEST: Final = 300
_DROPS: Final = re.compile(
    r"\W*(?:(?:ok|okay|well|no|oh|actually|please|then)\W+){0,3}"
    r"(?:forget(?: about)?|never ?mind|skip|leave|drop|scrap|ignore|don['’]?t bother (?:with|about)|no need (?:for|of))"
    r"\s(?:(?:the|that|my|this|about|those|these)\b[^,.;!?]{0,60}|it(?: then)?)[,.;!–—-]\s*"
    r"(?:but\s|just\s|and\s|rather\s|only\s){0,3}(?:tell me\s)?"
    r"(?=(?:when|how|where|what|which|who|why|is|are|can|could|does|do|will)\b)",
    re.IGNORECASE,
)


def asked_instead(said: str) -> Optional[str]:
    """The question that stands behind what a message drops; None where it drops nothing, or asks nothing.

    Args:
        said: What the customer wrote.
    """
    dropped = _DROPS.match(said[:_LONGEST])
    return said[dropped.end() :] if dropped else None
