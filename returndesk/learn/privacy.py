"""Messages without whatever tells who wrote them, as a person labels them and as training may hold them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from core.log_privacy import without_addresses_and_numbers
from core.masking import Masker
from returndesk.report.wordings import WEB_ADDRESS

#: What stands in training in the place of a label: what the bot reads there is such a thing, not a word for it.
_EXAMPLES: Final = {
    **{"[number]": "R1001", "[e-mail]": "ana@example.com"},
    **{"[link]": "https://shop.example", "[name]": "Alex"},
}
#: How people say and sign their names. Two words of a name are looked for; nobody can tell every name from a word.
_NAME: Final = re.compile(
    r"(?i:\b(my name is|my name's|name:|regards,?|sincerely,?))( [^\W\d_a-z][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)?)"
)
#: Control characters, invisible and direction-changing ones, halves of characters, private ones. The bot reads none.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
_NO_CHARACTERS: Final = "\ufffe\uffff"


def one_line(text: str) -> str:
    """A text in one line, less the characters that nobody sees."""
    if text.isprintable():
        # No character of those is printable, nor is white space but the blank.
        return " ".join(text.split())
    seen = (" " if each.isspace() else "" if _is_unseen(each) else each for each in text)
    return " ".join("".join(seen).split())


def without_person(text: str, masker: Masker) -> str:
    """A text in one line with labels in place of links, addresses, numbers and names that are said to be such.

    Doing it again changes nothing.
    """
    text = WEB_ADDRESS.sub("[link]", one_line(text))
    return _NAME.sub(lambda found: f"{found[1]} [name]", without_addresses_and_numbers(text, masker))


def without_labels(text: str) -> str:
    """A masked text less the labels that every message may hold."""
    for label in _EXAMPLES:
        text = text.replace(label, " ")
    return text


def as_example(text: str) -> str:
    """A masked message as training holds it, which Rasa reads as these words and nothing else.

    What Rasa would take for an entity (`[box](item)`) or an escape gets a blank; understanding passes over it.
    """
    text = one_line(text.replace("\\", " "))
    for label, example in _EXAMPLES.items():
        text = text.replace(label, example)
    for closed in ("](", "]{", "]["):
        text = text.replace(closed, f"] {closed[1]}")
    return text


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN or character in _NO_CHARACTERS
