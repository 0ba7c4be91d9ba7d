"""Which reason for a return a customer's own words give."""

from __future__ import annotations

import re

#: The first that fits is meant: "the wrong size" is about the size.
_SAID = (
    ("wrong_size", r"\b(?:size|fit|fits|too (?:small|big|large|tight|long|short|wide|narrow))\b"),
    ("missing_parts", r"\b(?:missing|incomplete|parts? (?:is|are) not)\b"),
    ("wrong_item", r"\b(?:wrong|different (?:item|thing|product|colou?r)|not what i ordered)\b"),
    ("damaged", r"\b(?:broken|broke|damaged?|crack(?:ed)?|smashed|scratch(?:ed)?|shattered|torn|ripped|dented)\b"),
    ("faulty", r"\b(?:faulty|defect(?:ive)?|(?:does|do|did|is)(?:n'?t| not) (?:work|turn|switch|charge)|dead|leaks?)"),
    ("not_as_described", r"\b(?:describ|descri|picture|photo|quality|fake|advertis)"),
    ("not_wanted", r"\b(?:changed my mind|(?:don'?t|do not) (?:want|like|need)|no longer|unwanted|gift)\b"),
    ("other", r"\b(?:other|something else|another reason)\b"),
)
_READ = tuple((reason, re.compile(words, re.IGNORECASE)) for reason, words in _SAID)


def reason_meant(said: str) -> str | None:
    """The reason's code, None where the words give none."""
    return next((reason for reason, words in _READ if words.search(said)), None)
