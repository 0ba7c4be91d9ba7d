"""What the assistant could not answer, in the words of those who asked: like ones together, and nobody's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from core.identifiers import session_key
from core.masking import mask

#: How many different wordings are in memory at a time. Beyond that, those of one conversation go first.
_MOST_WORDINGS: Final = 50_000
#: How many of the most frequent are compared with each other.
_COMPARED: Final = 400
#: The part of all words that like wordings share.
ALIKE: Final = 0.75
#: A longer message is a letter, which nobody else writes in the same words.
_LONGEST: Final = 200
#: What is longer is not even read: no address or number makes so much of a message.
_LONGEST_READ: Final = 2_000
#: How many conversations of a wording are named.
LINKED: Final = 5

# From the beginning of a word on and nowhere else: otherwise a long one is read again from each of its letters.
_EMAIL: Final = re.compile(r"(?<![^\s@])[^\s@]+@[^\s@]+")
WEB_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# Numbers of orders, returns and parcels, amounts, dates: whatever holds a digit.
_NUMBER: Final = re.compile(r"(?<![\w#€$£.,:/-])[\w#€$£.,:/-]*\d[\w#€$£.,:/-]*")
_WORD: Final = re.compile(r"\[[a-z -]+\]|[^\W\d_]+(?:['’][^\W\d_]+)?")
#: Words that a question has for its grammar.
_FILLERS: Final = frozenset(
    {
        *("a", "an", "the", "i", "me", "my", "mine", "you", "your", "it", "its", "this", "that", "these", "those"),
        *("is", "are", "am", "was", "were", "be", "been", "do", "does", "did", "have", "has", "had", "get", "got"),
        *("can", "could", "will", "would", "shall", "should", "may", "might", "want", "need", "like", "know", "tell"),
        *("to", "of", "in", "on", "at", "for", "from", "with", "by", "and", "or", "but", "so", "if", "there", "here"),
        *("please", "hi", "hello", "hey", "ok", "okay", "just", "also", "still", "any", "some"),
    }
)
_ENDINGS: Final = ("ing", "ed", "es", "s")
_SHORTEST_STEM: Final = 4


@dataclass(frozen=True)
class Wording:
    """A wording that nobody answered.

    Args:
        text: The way in which it was put most often, without what could tell who said it.
        kind: Whether it was declined or unclear.
        times: How often it was said, also in other words.
        conversations: In how many conversations.
        keys: The digests of the first of these, by which they are looked at.
    """

    text: str
    kind: str
    times: int
    conversations: int
    keys: Sequence[str]


@dataclass
class _Group:
    texts: Counter[str] = field(default_factory=Counter)
    conversations: set[int] = field(default_factory=set)
    first: list[str] = field(default_factory=list)
    times: int = 0

    def hear(self, text: str, conversation: str) -> None:
        self.texts[text] += 1
        self.conversations.add(hash(conversation))
        self.times += 1
        self._name([conversation])

    def add(self, other: _Group) -> None:
        """Add how often another was said, but not its words: few may have said them."""
        self.conversations |= other.conversations
        self.times += other.times
        self._name(other.first)

    def _name(self, conversations: Sequence[str]) -> None:
        """Keep the names of the first conversations alone."""
        new = [each for each in conversations if each not in self.first]
        self.first += new[: LINKED - len(self.first)]


_Key = tuple[str, frozenset[str]]


class Wordings:
    """Gathers what was not answered.

    Args:
        without_person: Takes out of a message whatever else tells who wrote it.
    """

    def __init__(self, without_person: Callable[[str], str] = str) -> None:
        self._without_person = without_person
        self._groups: dict[_Key, _Group] = {}

    def hear(self, text: str, kind: str, conversation: str) -> None:
        """Add a message.

        Args:
            text: What was written.
            kind: Whether it was declined or unclear.
            conversation: Where.
        """
        if len(text) > _LONGEST_READ:
            return
        shown = without_details(self._without_person(text))
        words = content_words(shown)
        if not words or len(shown) > _LONGEST:
            return
        group = self._groups.setdefault((kind, words), _Group())
        group.hear(shown, conversation)
        if len(self._groups) > _MOST_WORDINGS:
            self._groups = {key: each for key, each in self._groups.items() if len(each.conversations) > 1}

    def most_common(self, count: int, least: int) -> Sequence[Wording]:
        """The wordings of most conversations, the most frequent first.

        Args:
            count: How many at most.
            least: In how many conversations one must have been said. What only one or two people say in these words
                may be about them, so a page that leaves the desk asks for more.
        """
        merged = sorted(self._merged(least), key=_by_size)
        return [
            Wording(
                group.texts.most_common(1)[0][0],
                kind,
                group.times,
                len(group.conversations),
                [session_key(each) for each in group.first],
            )
            for (kind, _), group in merged[:count]
        ]

    def _merged(self, least: int) -> list[tuple[_Key, _Group]]:
        """The most frequent groups; those that nearly say the same are added to one that is said often enough."""
        merged: list[tuple[_Key, _Group]] = []
        for (kind, words), group in sorted(self._groups.items(), key=_by_size)[:_COMPARED]:
            alike = (
                other
                for (other_kind, other_words), other in merged
                if kind == other_kind and len(words & other_words) / len(words | other_words) >= ALIKE
            )
            head = next(alike, None)
            if head is not None:
                head.add(group)
            elif len(group.conversations) >= least:
                merged.append(
                    ((kind, words), _Group(group.texts, group.conversations.copy(), group.first.copy(), group.times))
                )
        return merged


def without_details(text: str) -> str:
    """A message without case, numbers, addresses and whatever else could tell who wrote it."""
    text = WEB_ADDRESS.sub("[link]", _EMAIL.sub("[e-mail]", mask(text)))
    text = _NUMBER.sub("[number]", text)
    return " ".join(text.casefold().split()).strip(" .!?")


def content_words(text: str) -> frozenset[str]:
    """What a message is about: its words less their endings and those that every question has."""
    words = _WORD.findall(text)
    return frozenset(_stem(word) for word in words if word not in _FILLERS) or frozenset(words)


def _stem(word: str) -> str:
    word = word.replace("’", "'").partition("'")[0]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _by_size(item: tuple[_Key, _Group]) -> tuple[int, int, list[str]]:
    (_, words), group = item
    return -len(group.conversations), -group.times, sorted(words)
