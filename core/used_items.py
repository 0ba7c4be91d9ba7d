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
#: What is done with a thing to try it, and no fault that was found thereby.
_TRIED: Final = re.compile(
    r"\b(?:(?:turned|switched|powered)\b(?: [\w'-]{1,20}){0,4} on|plugged\b(?: [\w'-]{1,20}){0,4} in)\b|"
    r"\b(?:wore|worn|slept|tried|tested|used|washed|charged|assembled|unwrapped|unboxed|unsealed|opened)\b"
    r"(?: [\w'-]{1,20}){0,6} (?:once|twice|briefly|minutes?|hours?|evening|night|afternoon)\b|"
    r"\bto (?:see|check|test|find out) (?:if|whether|that|how) (?:it|they) "
    r"(?:works?|worked|fits?|fitted|runs?|turns? on|suits?|powers? up)\b|"
    r"\b(?:took|taken|cut|pulled|snipped|removed|peeled)\b(?: [\w'-]{1,20}){0,4} "
    r"(?:tags?|stickers?|seals?|film|wrapper|wrapping)\b",
    re.IGNORECASE,
)
_FAULT: Final = re.compile(
    r"n['\u2019]?t\b|\b(?:not|no|nothing|never|broken?|breaks|dead|faulty|fail\w*|stop\w*|smok\w*|spark\w*|crack\w*|"
    r"torn?|ripped|shr[aiu]nk|smell\w*|nois\w*|leak\w*|error|hole|stain\w*|missing|wrong)\b",
    re.IGNORECASE,
)
#: What else is opened, tried and used.
_OF_A_RETURN: Final = re.compile(
    r"\b(?:request|returns? page|dispute|ticket|page|app|site|website|link|button|code|label|refund|courier|"
    r"post office|account|chat)\b",
    re.IGNORECASE,
)


def tells_of_trial(said: str) -> bool:
    """Whether a message tells that a thing was tried, and of no fault: "plugged it in to see if it works".

    Args:
        said: What the customer wrote, in English.
    """
    read = said[:LONGEST]
    return _TRIED.search(read) is not None and not (_FAULT.search(read) or _OF_A_RETURN.search(read))


def tells_of_use(said: str) -> bool:
    """Whether a message tells that a thing was used, and asks for no time."""
    read = said[:LONGEST]
    return _USED.search(read) is not None and _OF_TIME.search(read) is None
