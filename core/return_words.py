"""Whether a message speaks of a parcel on its way back, or may as well mean an order on its way to the customer."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

#: In characters: what of a message is read.
LONGEST: Final = 2_000

_WORD: Final = re.compile(r"\w+")
#: Words of a return, with what hurried fingers make of it.
_RETURN: Final = re.compile(
    r"\b(?:return\w*|retr?u?r?n\w*|reutrn\w*|back|warehouse\w*|label\w*|qr|drop(?:ped)? ?off|hand(?:ed)? ?in)\b"
    r"|\bR\d{4}",
    re.IGNORECASE,
)
#: "No, not a return, the thing I bought".
_OF_AN_ORDER: Final = re.compile(
    r"\b(?:not|no|isn['’]?t|aint|ain['’]?t) (?:a|my|the|any) (?:return|refund)\b.{0,40}\b(?:bought|ordered|order|"
    r"purchased?|waiting for)\b",
    re.IGNORECASE,
)
#: Words of what becomes of a return.
_STAGE: Final = re.compile(
    r"\b(?:inspect\w*|check(?:ed)?|examin\w*|refund\w*|return(?:ed|s)?|parcel|warehouse|approved)\b", re.IGNORECASE
)
#: Words of a parcel's way.
_WAY: Final = re.compile(
    r"\b(?:lost|missing|gone|where\w*|arriv\w*|deliver\w*|parcel\w*|packages?|box|sen[dt]|post\w*|mailed|ship\w*|"
    r"carrier\w*|courier\w*|hand(?:ed|ing)?|drop\w*|brought|bring|took|track\w*|scan\w*|not (?:returned|marked)|"
    r"(?:get|got) there|on (?:its|the) way)\b",
    re.IGNORECASE,
)
_DEED_WORDS: Final = (
    "sent posted mailed shipped gave handed dropped took brought send post ship sending posting shipping"
)
_DEEDS: Final = frozenset(_DEED_WORDS.split())
#: Behind one of these, a deed is somebody else's, and its object the customer's order: "you sent", "it was posted".
_OTHER_WORDS: Final = (
    "you u seller sellers they he she it was were been be is being are got gets get the that who store shop carrier "
    "courier driver postman post t not never hasnt isnt wasnt"
)
_OTHERS: Final = frozenset(_OTHER_WORDS.split())


def speaks_of_return(text: str) -> bool:
    """Whether a message has a word of a return, or tells of something that its writer sent or handed in."""
    read = text[:LONGEST]
    if _RETURN.search(read) is not None:
        return True
    words = ["", *(word.lower() for word in _WORD.findall(read))]
    return any(word in _DEEDS and before not in _OTHERS for before, word in pairwise(words))


def asks_of_way(text: str) -> bool:
    """Whether a message has a word of a parcel's way: sent, handed in, delivered, lost.

    Args:
        text: What the customer wrote.
    """
    return _WAY.search(text[:LONGEST]) is not None


def asks_of_stage(text: str) -> bool:
    """Whether a question has a word of what becomes of a return: checked, approved, refunded.

    Args:
        text: What the customer wrote.
    """
    read = text[:LONGEST]
    return "?" in read and _STAGE.search(read) is not None


def means_an_order(text: str) -> bool:
    """Whether a message says that it is about what was bought, and no return.

    Args:
        text: What the customer wrote.
    """
    return _OF_AN_ORDER.search(text[:LONGEST]) is not None
