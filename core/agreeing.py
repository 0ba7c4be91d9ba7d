"""Whether a message says yes to beginning something, whatever it tells besides: "yes, start it. The lid is cracked".

And whether it asks for what was cancelled or refused once more: "can I apply for those again?".
"""

from __future__ import annotations

import re
from typing import Final

from core.short_messages import MOST_WORDS, pieces, words

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


_SENDING: Final = words("send submit file lodge ahead")
_AROUND_SENDING: Final = words(
    "yes yeah yep yup sure ok okay alright right fine good great please pls just now go and then so all it that this "
    "them the request return everything off away in through already do lets let's thanks"
)


def agrees_to_send(said: str) -> bool:
    """Whether a message says only that what is being prepared is to be sent: "ok, go ahead and submit it"."""
    heard = set(pieces(said))
    if "?" in said or len(pieces(said)) > MOST_WORDS:
        return False
    return not heard.isdisjoint(_SENDING) and heard <= _SENDING | _AROUND_SENDING


#: In characters: a longer message asks more than that.
_LONGEST_QUESTION: Final = 120
_ONCE_MORE: Final = re.compile(
    r"(?:^|[,.;:!]\s?|\b(?:and|but|so)\s)(?:\w+\s){0,2}?"
    r"(?:can|could|may|might|am i|are we|is it|is there|would it|how (?:do|can|could))\b[^?.;!]{0,30}?\b"
    r"(?:apply|ask|request|return|send|file|start|open|begin|try|put in|submit|raise)\b[^?.;!]{0,50}?\b"
    r"(?:again|once more|anew|afresh|a second time|another time|one more time|after all(?=\W*$)|"
    r"(?:a new|another|a second|a fresh) (?:return|request|one))\b",
    re.IGNORECASE,
)
_OF_THINGS: Final = re.compile(r"\b(?:it|them|those|these|this|that|same|the \w+)\b", re.IGNORECASE)
_OF_ELSE: Final = re.compile(
    r"\b(?:if|label|code|qr|link|e?-?mail|message|mails?|money|refund|parcel|package|question|you|say|answer|order|"
    r"driver|courier|receipt|free|closed)\b",
    re.IGNORECASE,
)


def asks_once_more(said: str) -> bool:
    """Whether a message asks to return things that a return was asked for before: "may I request it again?".

    Args:
        said: What the customer wrote.
    """
    if len(said) > _LONGEST_QUESTION or _OF_ELSE.search(said):
        return False
    return _ONCE_MORE.search(said) is not None and _OF_THINGS.search(said) is not None
