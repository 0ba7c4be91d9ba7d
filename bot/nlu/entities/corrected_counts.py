"""A number that is put in the place of the one before it: "95 days ago, sorry, 59", "not 95 days but 59"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from spacy.tokens import Doc

from bot.nlu.entities.number_words import HYPHENS, NumberWords
from bot.nlu.entities.stances import words

CORRECTS = words("no nope not sorry mean meant rather actually wait correction instead oops")
FILLS = words(", . ; - – — ( … ... ! on the i it was or that is 's hold of to be exact last well")
#: What makes a pause before another number, beside what corrects a day as well.
_PAUSES = words("er erm uh uhm um hm hmm make typo ago back days ’s about")
#: In words: what may stand between a number and the one that corrects it.
_LONGEST = 9
#: Behind a bare number these say no more of it.
_BEHIND = words("ago back sorry i mean meant can could is am do does so and still ok okay then it")


def is_corrected(between: Sequence[str], denied: bool = False) -> bool:
    """Whether the words between two numbers put the second in the place of the first.

    Args:
        between: The words and signs, in small letters.
        denied: Whether the first is denied: "not 95 days but 59".
    """
    said = set(between)
    if not between or len(between) > _LONGEST or between[-1] == "not":
        return False
    if denied and "but" in said:
        return said <= FILLS | _PAUSES | {"but"}
    return bool(said & (CORRECTS | {"er", "erm", "uh", "make", "typo"})) and said <= CORRECTS | FILLS | _PAUSES


def bare_correction(doc: Doc, end: int, numbers: NumberWords, denied: bool = False) -> Optional[int]:
    """The number without a unit that corrects the one before it; None where none does.

    Args:
        doc: The message.
        end: Where the unit of the number before ends.
        numbers: Reads numbers in words.
        denied: Whether that number is denied.
    """
    at = next((each for each in range(end, min(len(doc), end + _LONGEST + 1)) if doc[each].like_num), None)
    if at is None:
        return None
    between = [token.lower_ for token in doc[end:at]]
    if not is_corrected(between, denied):
        return None
    last = at + 1
    while last < len(doc) and last - at < _LONGEST and (doc[last].like_num or _joins(doc, last)):
        last += 1
    behind = doc[last].lower_ if last < len(doc) else ""
    # "Sorry, 2 items" and "sorry, 59 days" are told in words of their own.
    return numbers.value(doc[at:last]) if not behind.isalpha() or behind in _BEHIND else None


def _joins(doc: Doc, place: int) -> bool:
    return doc[place].text in HYPHENS and place + 1 < len(doc) and doc[place + 1].like_num
