"""What some messages say in so many words whose other words have them taken for a topic that is near."""

from __future__ import annotations

import re
from typing import Final

#: In characters: what of a message is read.
LONGEST: Final = 1_000

_MONEY = re.compile(
    r"\b(?:refund\w*|money|cash|paid|pay|credit(?:ed)?|reimburs\w*|account|bank|card|paypal|zero|a (?:cent|penny))\b"
    r"|[€$£]",
    re.IGNORECASE,
)
#: That the warehouse is done with a parcel: what comes then is the refund.
_ACCEPTED = re.compile(
    r"\b(?:warehouse|you|they|you guys|inspection|inspectors?|return (?:was|is|has been|got|been)|"
    r"it (?:was|got|has been)|"
    r"item (?:was|is|has been)|\w+ (?:was|were|has been|has|have|got)) (?:\w+ ){0,2}?"
    r"(?:accept(?:ed|s)|approved|passed|cleared|okayed|checked it|inspected it|confirmed (?:it|my|the))\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:if|once|when|until|unless|before|after) (?:\w+ ){0,4}?(?:accept|approv|pass)\w*", re.IGNORECASE
)
_NO_EXCHANGE = re.compile(
    r"\b(?:rather than|instead of|not|no|don['’]?t (?:want|need|send)(?: me)?|over|without) "
    r"(?:an? |the |any |another |to (?:get |have )?(?:an? )?)?"
    r"(?:replacements?|exchange|swap|substitute|new one|another one|other one)\b",
    re.IGNORECASE,
)
_CHEAPER = re.compile(
    r"\b(?:price(?:s)? (?:\w+ ){0,3}?(?:drop\w*|fell|went down|lower\w*|cut|reduced)|drop(?:ped)? (?:the|its|in) price|"
    r"(?:now|today|is|costs?|sells?|selling|listing|listed)\b[^.?!]{0,30}"
    r"\b(?:cheaper|less than i paid|half (?:the )?price)|"
    r"cheaper now|(?:the|price) difference|price (?:match|adjust\w*|protect\w*))",
    re.IGNORECASE,
)
_BOUGHT = re.compile(r"\b(?:bought|paid|ordered|purchase\w*|got it)\b", re.IGNORECASE)
_OF_A_RETURN = re.compile(
    r"\b(?:return(?:ed|ing|s)?|sent (?:\w+ ){0,3}?back|deduct\w*|label|warehouse)\b", re.IGNORECASE
)
_CHANGED_MIND = re.compile(
    r"\bchanged (?:my|our) minds? (?:about|on|with|over) (?:an?|the|my|this|that|these|those|it)\b", re.IGNORECASE
)
_CAN_RETURN = re.compile(
    r"\b(?:can|could|may|how (?:do|can)|able to|want to|like to|need to) (?:i |we )?(?:still |just |please )?"
    r"(?:return|send|give|bring|get rid)",
    re.IGNORECASE,
)
_REMIND = re.compile(
    r"\bremind (?:me|us) (?:\w+ ){0,2}?(?:to|about|of|that|when) (?P<what>[^.?!]{1,80})", re.IGNORECASE
)
_REMINDED_OF = re.compile(
    r"\b(?:return\w*|send|sent|hand|drop|ship|post|mail|pack|print|bring|take|label|refund\w*|money|parcel|package|box|"
    r"warehouse|deadline|date|day|window|last|due|it|this|that|them|cancel|r\d{3,}|\d{4,}|courier|pick)\b",
    re.IGNORECASE,
)
_CLAIMED = re.compile(
    r"\b(?:warehouse|inspection|inspectors?|checkers?|they|you|you people|your (?:\w+ )?(?:people|staff|team|guys))"
    r" (?:\w+ ){0,2}?(?:claims?|claimed|says?|said|say|insists?|wrote|writes|reckons?|told me|found|think|thinks)\b"
    r"[^.?!]{0,60}\b(?:broken|damaged|used|worn|dirty|incomplete|stained|scratch\w*|torn|opened|missing|signs of)\b",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"\b(?:got there|arrived there|when it (?:came|got|arrived|reached)|sent|left here|packed|returned)\b", re.I
)


def is_accepted_but_unpaid(said: str) -> bool:
    """Whether a message says that a return was accepted and no money came: "they passed it last week, still no cash".

    Args:
        said: What the customer wrote, in English.
    """
    text = said[:LONGEST]
    return _ACCEPTED.search(text) is not None and _MONEY.search(text) is not None and _NOT_YET.search(text) is None


def wants_no_exchange(said: str) -> bool:
    """Whether money is wanted and no other thing: "a refund rather than a replacement"."""
    text = said[:LONGEST]
    return _NO_EXCHANGE.search(text) is not None and _MONEY.search(text) is not None


def asks_price_difference(said: str) -> bool:
    """Whether the difference to a lower price is asked of what stays: "it is cheaper now, pay me the rest"."""
    text = said[:LONGEST]
    return _CHEAPER.search(text) is not None and _BOUGHT.search(text) is not None and _OF_A_RETURN.search(text) is None


def changes_mind_of_thing(said: str) -> bool:
    """Whether somebody no longer wants a thing, and no return: "changed my mind about the lamp, can I send it back"."""
    text = said[:LONGEST]
    return _CHANGED_MIND.search(text) is not None and _CAN_RETURN.search(text) is not None


def wants_other_reminder(said: str) -> bool:
    """Whether somebody wants to be reminded of what is no matter of a return: "remind me to call my aunt"."""
    found = _REMIND.search(said[:LONGEST])
    return found is not None and _REMINDED_OF.search(found["what"]) is None


def tells_of_claimed_damage(said: str) -> bool:
    """Whether the warehouse is said to have found a fault in what came back: "they claim it was worn, it was not"."""
    text = said[:LONGEST]
    return _CLAIMED.search(text) is not None and _SENT.search(text) is not None
