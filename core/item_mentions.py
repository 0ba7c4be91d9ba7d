"""What some words of a message name: an item by its title, several by a number, a place in the list."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Optional

from core.item_rewriting import HOLDING_ON
from core.item_words import (
    ALL,
    BEFORE_ONE,
    BETWEEN,
    CARDINALS,
    DESK,
    NUMBERED,
    ORDINALS,
    RANGE,
    STOP,
    THINGS,
    singular,
    telling_words,
    tokens,
    words_of,
)

#: In words; a longer message is read up to here.
MOST_WORDS: Final = 200


@dataclass(frozen=True)
class Offered:
    """An item to choose: its title, and how many pieces of it there are."""

    title: str
    pieces: int = 1


@dataclass(frozen=True)
class Mention:
    """Some words of a message: the items that they may mean, how many of these, and where the words end."""

    places: tuple[int, ...]
    end: int
    count: Optional[int] = None
    all_of_them: bool = False


class NotOffered(Exception):
    """The message names a position that is not in the list."""


class Mentions:
    """Finds what a message names, by title, number or place in the list.

    Args:
        said: What the customer wrote.
        offered: The items.
        listed: Whether the customer has seen the list.
        positions: Whether numbers mean positions in it.
    """

    def __init__(self, said: str, offered: Sequence[Offered], *, listed: bool, positions: bool) -> None:
        self.raw = tokens(HOLDING_ON.sub("keep", said))[:MOST_WORDS]
        self.words = [singular(word) for word in self.raw]
        self.everything = tuple(range(len(offered)))
        self._offered = offered
        self._listed = listed
        self._with_positions = positions
        self._quotes = [[singular(word) for word in tokens(each.title)] for each in offered]
        self._titles = [[singular(word) for word in words_of(each.title)] for each in offered]
        self._names = [telling_words(title) for title in self._titles]

    def at(self, at: int) -> Optional[Mention]:
        """The items that the words from a place on mean, None where they mean none."""
        word = self.words[at]
        title = self.title(at)
        if title is not None and (word not in CARDINALS or title.end > at + 1):
            return title
        if word in ALL:
            return self._all(at)
        if word in CARDINALS and not (word == "one" and self.word(at - 1) in BEFORE_ONE):
            return self._numbered(at)
        if self._with_positions and (word in ORDINALS or word == "last"):
            return self._ordinal(at)
        return None

    def _all(self, at: int) -> Mention:
        """ "All", "both lamps", "all three of them"; "both" before two names says nothing of its own."""
        count = 2 if self.words[at] == "both" else None
        end = at + 1
        while self.word(end) in BETWEEN or self.word(end) in CARDINALS:
            count = CARDINALS.get(self.word(end), count)
            end += 1
        title = self.title(end)
        if title is not None:
            several = sum(self._offered[place].pieces for place in title.places) > 1
            return Mention(title.places, title.end, count if several else None, all_of_them=True)
        whole = count in (None, len(self.everything), sum(each.pieces for each in self._offered))
        return Mention(self.everything, end, None if whole else count, all_of_them=True)

    def _numbered(self, at: int) -> Optional[Mention]:
        """A number: of pieces ("2 mugs", "two of the three"), or else a position, or a range of them."""
        number, end = CARDINALS[self.words[at]], at + 1
        while self.word(end) in BETWEEN or (end > at + 1 and self.word(end) in CARDINALS):
            end += 1
        title = self.title(end)
        counts = self.words[at - 1] not in NUMBERED if at else True
        if title is not None and counts:
            held = [self._offered[place].pieces for place in title.places]
            if len(held) == 1 and number > held[0] and title.places == (number - 1,):
                return Mention(title.places, title.end, None, title.all_of_them)
            return Mention(title.places, title.end, number)
        if counts and (self.word(end) in THINGS or end > at + 1):
            return Mention(self.everything, end + (self.word(end) in THINGS), number)
        if not self._with_positions:
            return None
        spelled = not self.words[at].isdigit()
        if spelled and counts and number == 1 and not self._between_numbers(at):
            return Mention(self.everything, end, 1)
        return self._positions(at, number - 1)

    def _between_numbers(self, at: int) -> bool:
        """Whether a spelled number stands in a list of numbers, or alone: "one and three"."""
        return len(self.words) == 1 or any(self.word(near) in CARDINALS for near in (at - 2, at + 2))

    def _ordinal(self, at: int) -> Mention:
        """ "The first two", "the last one", "second to last", "the third"."""
        last, count = len(self.everything) - 1, CARDINALS.get(self.word(at + 1), 1)
        if self.words[at] == "last":
            if not 1 <= count <= last + 1:
                raise NotOffered
            return Mention(self.everything[last + 1 - count :], at + 2, None, all_of_them=True)
        place = ORDINALS[self.words[at]]
        if place == 0 and count > 1:
            if count > last + 1:
                raise NotOffered
            return Mention(self.everything[:count], at + 2, None, all_of_them=True)
        behind = at + 1 + (self.word(at + 1) == "to")
        if place and self.word(behind) == "last" and self.word(at - 2) != "from":
            if place > last:
                raise NotOffered
            return Mention((last - place,), behind + 1, None, all_of_them=True)
        return self._positions(at, place)

    def _positions(self, at: int, first: int) -> Mention:
        end, last = at + 1, first
        to = end + 1 + (self.word(end + 1) == "the")
        if self.word(end) in RANGE and (final := self._position(to)) is not None:
            last, end = final, to + 1
        first, last = sorted((first, last))
        if not 0 <= first <= last < len(self.everything):
            raise NotOffered
        end += self.word(end) == "one"
        # "1. Desk lamp" quotes a line of the list.
        quoted = self.title(end + (self.word(end) in (".", ")")))
        if quoted is not None and first == last and first in quoted.places:
            end = quoted.end
        return Mention(tuple(range(first, last + 1)), end, None, all_of_them=True)

    def _position(self, at: int) -> Optional[int]:
        word = self.word(at)
        if word == "last":
            return len(self.everything) - 1
        number = CARDINALS.get(word)
        return number - 1 if number is not None else ORDINALS.get(word)

    def title(self, at: int) -> Optional[Mention]:
        """The items that words name by their titles, a whole one with its signs, or as many words as fit."""
        fitting_quotes = (each for each in self._quotes if "," in each and self.words[at : at + len(each)] == each)
        if quote := max(fitting_quotes, key=len, default=None):
            quoted = tuple(place for place in self.everything if self._quotes[place] == quote)
            end = at + len(quote)
            return Mention(quoted, end, None, all_of_them=self._is_plural(at, end, quoted))
        places = [place for place in self.everything if self._begins(place, at)]
        if not places:
            return None
        end = at + 1
        while fitting := [place for place in places if self._goes_on(place, end)]:
            places, end = fitting, end + 1
        while end > at + 1 and self.words[end - 1] in STOP:
            end -= 1
        said = set(self.words[at:end])
        if not self._listed and len(said) == 1 and said <= DESK:
            return None
        whole = [place for place in places if self._names[place] <= said]
        if len(whole) == 1:
            places = whole
        return Mention(tuple(places), end, None, all_of_them=self._is_plural(at, end, places))

    def _begins(self, place: int, at: int) -> bool:
        word = self.word(at)
        if word in self._names[place] and not word.isdigit():
            return True
        # A number is part of a title where the words behind it are the title's too.
        return word.isdigit() and self._follows(place, at + 1)

    def _goes_on(self, place: int, at: int) -> bool:
        word = self.word(at)
        return (word in self._names[place] and not word.isdigit()) or self._follows(place, at)

    def _follows(self, place: int, at: int) -> bool:
        """Whether a word and the one before it stand in the title one behind the other."""
        pair = (self.word(at - 1), self.word(at))
        words = self._titles[place]
        return bool(pair[1]) and pair in itertools.pairwise(words)

    def _is_plural(self, at: int, end: int, places: Sequence[int]) -> bool:
        """Whether the words name several by a plural that is not the titles' own; the title's own says all of it."""
        own = {word for place in places for word in words_of(self._offered[place].title)}
        plural = any(self.raw[each] != self.words[each] for each in range(at, end))
        alone = len(places) == 1 and plural and own.issuperset(self.raw[at:end])
        return alone or (plural and not own.issuperset(self.raw[at:end]))

    def word(self, at: int) -> str:
        """The word at a place, empty beside the message."""
        return self.words[at] if 0 <= at < len(self.words) else ""
