"""Whether a message is about something that was used: the rules say nothing of that, and a window sounds like a yes."""

from __future__ import annotations

import re
from typing import Final

#: In characters: what of a message is read.
LONGEST: Final = 2_000
#: What is done with a thing that is kept, by its writer.
_USED: Final = re.compile(
    r"\b(?:i|we|i['’]ve|we['’]ve|have|had)(?: \w+){0,3} (?:wore|worn|used|washed|assembled|installed|tried|cut|"
    r"opened|unwrapped|unsealed|signed in|logged in|set it up|put it together|switched it on|plugged it in|painted)\b",
    re.IGNORECASE,
)
#: With these a message asks for a number of days, or for the last of them.
_OF_TIME: Final = re.compile(
    r"\b(?:how (?:long|many)|until when|till when|by when|what date|last day|days?|weeks?|months?)\b", re.IGNORECASE
)


def tells_of_use(said: str) -> bool:
    """Whether a message tells that a thing was used, and asks for no time."""
    read = said[:LONGEST]
    return _USED.search(read) is not None and _OF_TIME.search(read) is None
