"""Few digits that the words or the address beside them make the number of an order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Final

from bot.nlu.entities.detail import Detail
from bot.nlu.entities.naming import plain, words_of_mails, words_of_orders

#: As many digits as those that are no number by themselves have, without a sign of an amount, a day or a phone.
_FEW: Final = re.compile(
    r"(?<![\w.,:/+@$\u20ac\u00a3-])(?<![$\u20ac\u00a3] )[0-9]{4,7}"
    r"(?![\w@%/\u20ac]|[.,:-][0-9]| ?(?:[$\u20ac\u00a3]|eur|usd|gbp|chf|kg\b))",
    re.I,
)
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019\"-][^\W_]+)*[\u00ba\u00b0]?")
#: In characters: so far before digits their name is looked for, and so far from them an address stands.
_NEAR: Final = 60
_BESIDE: Final = 40
#: In words: so many stand between the word for an order and its number.
_MOST_BETWEEN: Final = 3
#: Nobody has more.
_MOST_EMAILS: Final = 10
#: Where a sentence ends; "order no. 1001" goes on.
_ENDS: Final = re.compile(r"[?!;\n]|(?<!\bn)(?<!nr)(?<!no)(?<!num)\.\s", re.I)
#: What stands between "order" and how much of something it has.
_COUNTING: Final = frozenset(
    ["from", "of", "to", "and", "with", "in", "on", "for", "as", "i", "used", "mit", "von", "aus", "um"]
)
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")


def few_digits_named(text: str, emails: Collection[Detail]) -> Iterator[re.Match[str]]:
    """The digits of a message that stand behind a word for an order, in any language, or beside an address.

    Args:
        text: The message, `folded`.
        emails: Its addresses.
    """
    few = list(islice(emails, _MOST_EMAILS))
    for found in _FEW.finditer(text):
        if _behind_order(text, found) or any(_are_beside(text, found, email) for email in few):
            yield found


def _behind_order(text: str, found: re.Match[str]) -> bool:
    orders, between = words_of_orders()
    before = _ENDS.split(text[max(0, found.start() - _NEAR) : found.start()])[-1]
    words = [plain(word) for word in _WORD.findall(before)]
    for place, word in enumerate(reversed(words)):
        if word in orders:
            return place == 0 or _YEAR.fullmatch(found.group()) is None
        if place >= _MOST_BETWEEN or word not in between or word in _COUNTING:
            return False
    return False


def _are_beside(text: str, found: re.Match[str], email: Detail) -> bool:
    """Whether nothing but words that name them stands between digits and an address."""
    start, end = min(found.end(), email.end), max(found.start(), email.start)
    if end - start > _BESIDE:
        return False
    orders, between = words_of_orders()
    known = orders | between | words_of_mails()
    return all(plain(word) in known for word in _WORD.findall(text[start:end]))
