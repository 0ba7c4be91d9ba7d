"""The words of a short message, by which alone `core` tells what it goes on about.

What is told so is sure only of messages all of whose words are known, or that have few words beside those that tell.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

#: In words: what says more goes on about nothing.
MOST_WORDS: Final = 14
_SIGNS: Final = '.,!?;:()*"\u2026\u2013\u2014\u201c\u201d-'


def words(listed: str) -> frozenset[str]:
    """The words of a list that is written as a text."""
    return frozenset(listed.split())


#: What may stand before a question without being a part of it.
BEFORE_ASKING: Final = words("and n but so ok okay hi hey hello also hm hmm wait well oh ah")


def pieces(said: str) -> list[str]:
    """The words of a message in lower case, without the signs around them."""
    return list(heard(said))


# A hundred rules read the same message one after the other, which takes long where it is a long one.
@lru_cache(maxsize=4)
def heard(said: str) -> tuple[str, ...]:
    """The same for whoever only looks at them."""
    stripped = (word.strip(_SIGNS) for word in said.lower().replace("\u2019", "'").split())
    return tuple(word for word in stripped if word)


def asked_pieces(said: str) -> list[str]:
    """The same from the first word on that may be a part of a question."""
    return list(itertools.dropwhile(BEFORE_ASKING.__contains__, pieces(said)))


def without_details(spoken: Sequence[str]) -> list[str]:
    """The words without numbers and addresses; a day in digits such as "12th" stays."""
    return [
        word for word in spoken if "@" not in word and not (len(word) > len("12th") and any(map(str.isdigit, word)))
    ]
