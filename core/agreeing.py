"""Whether a message says yes to beginning something, whatever it tells besides: "yes, start it. The lid is cracked"."""

from __future__ import annotations

import re
from typing import Final

#: In characters: what of a message is read.
LONGEST: Final = 500
_AGREES: Final = re.compile(
    r"\W*(?:yes|yeah|yep|yup|sure|ok|okay|alright)\b\W+(?:(?:please|then|let['’]?s|do|so|i do|i will)\W+){0,3}"
    r"(?:(?:start|begin|open|file|raise|set up|request|apply for) "
    r"(?:it|that|this|one|another(?: one)?|a new one|(?:a|the|that|this|my) (?:new )?(?:return|request))|"
    r"apply again|ask again)\b",
    re.IGNORECASE,
)


def agrees_to_begin(said: str) -> bool:
    """Whether a message agrees to begin a return, and asks nothing.

    Args:
        said: What the customer wrote.
    """
    return "?" not in said and _AGREES.match(said[:LONGEST]) is not None
