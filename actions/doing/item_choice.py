"""Which items of a numbered list a customer means: "1 and 3", "the lamp", "all but the second", "the other one"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_NUMBERS = {
    **{str(number): number for number in range(1, 100)},
    **{
        word: number
        for number, words in enumerate(
            (
                ("one", "first", "1st"),
                ("two", "second", "2nd"),
                ("three", "third", "3rd"),
                ("four", "fourth", "4th"),
                ("five", "fifth", "5th"),
                ("six", "sixth", "6th"),
                ("seven", "seventh", "7th"),
                ("eight", "eighth", "8th"),
                ("nine", "ninth", "9th"),
            ),
            start=1,
        )
        for word in words
    },
}
_WORD = re.compile(r"\w+")
_ALL = re.compile(r"\b(?:all|everything|every one|both|the lot|whole order)\b", re.IGNORECASE)
_BUT = re.compile(r"\b(?:but|except|without|not)\b", re.IGNORECASE)
_OTHER = re.compile(r"\bother\s*(?:one|item|thing|product)?\b", re.IGNORECASE)
#: "The other one" and "the first one" hold the word without meaning the number.
_ONE = re.compile(r"\b(other|this|that|first|second|third|which|last)\s+one\b", re.IGNORECASE)
#: Shorter words stand in many titles and messages.
_LEAST_LETTERS = 3


def items_meant(said: str, titles: Sequence[str], ticked: Collection[int] = ()) -> tuple[int, ...] | None:
    """The places, from 0, of the items that a message names, in the order of the list.

    Args:
        said: What the customer wrote.
        titles: The items, as they were listed.
        ticked: Those that were named before.

    Returns:
        None where the message names none, or one that is not in the list.
    """
    if _ALL.search(said):
        return _all_but(said, titles, ticked)
    if _OTHER.search(said) and ticked:
        others = tuple(place for place in range(len(titles)) if place not in ticked)
        return others or None
    words = [word.lower() for word in _WORD.findall(_ONE.sub(r"\1", said))]
    numbers = [_NUMBERS[word] for word in words if word in _NUMBERS]
    if numbers:
        fits = all(1 <= number <= len(titles) for number in numbers)
        return tuple(sorted({number - 1 for number in numbers})) if fits else None
    return _titled(words, titles)


def _all_but(said: str, titles: Sequence[str], ticked: Collection[int]) -> tuple[int, ...] | None:
    everything = tuple(range(len(titles)))
    but = _BUT.search(said)
    if but is None:
        return everything
    rest = said[but.end() :]
    # "All but all" names nothing, however often it is said again.
    left_out = None if _ALL.search(rest) else items_meant(rest, titles, ticked)
    return tuple(place for place in everything if place not in left_out) or None if left_out else None


def _titled(words: Collection[str], titles: Sequence[str]) -> tuple[int, ...] | None:
    """The items of whose titles the message has a word that no other title has, or else all words."""
    title_words = [{word.lower() for word in _WORD.findall(title) if len(word) >= _LEAST_LETTERS} for title in titles]
    said = set(words)
    found = [
        place
        for place, own in enumerate(title_words)
        if any(
            word in said and not any(word in other for at, other in enumerate(title_words) if at != place)
            for word in own
        )
        or (own and own <= said)
    ]
    return tuple(found) or None
