"""Which of several items a message selects: "lamp and mug", "everything except the lamp", "both lamps", "1-3".

What is excluded is never selected. What the words leave open is not guessed: it comes back as what may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Optional

from core.count_choice import count_corrected
from core.item_mentions import Mention, Mentions, NotOffered, Offered
from core.item_rewriting import HOLDING_ON, LONGEST_CHOICE, OF_THE_WHOLE, REWRITTEN, stays_first
from core.item_words import CHOOSING, EXCEPT, MORE, NOT, ONLY, OTHERS
from core.self_corrections import takes_back


@dataclass(frozen=True)
class ItemsMeant:
    """What a message selects.

    Args:
        pieces: How many pieces, by the item's place from 0.
        unclear: The places among which the message leaves open what it means.
    """

    pieces: dict[int, int] = field(default_factory=dict)
    unclear: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is selected or may be."""
        return bool(self.pieces or self.unclear)


def items_meant(
    said: str, offered: Sequence[Offered], ticked: Collection[int] = (), *, listed: bool = True
) -> Optional[ItemsMeant]:
    """What a message selects of the items that are offered.

    Args:
        said: What the customer wrote.
        offered: The items, in the order in which they were listed.
        ticked: The places of those that were selected before.
        listed: Whether the customer has seen the list, so that numbers mean positions.

    Returns:
        None where the message names no item, or one that is not in the list.
    """
    plain = stays_first(HOLDING_ON.sub("keep", said).casefold().replace("'", "").replace("’", ""))
    try:
        return _Reader(plain, offered, ticked, listed=listed, positions=listed).read()
    except NotOffered:
        return None


def items_corrected(said: str, offered: Sequence[Offered], ticked: Mapping[int, int]) -> Optional[ItemsMeant]:
    """What is selected after a message that says which items go back and nothing else; positions say nothing here.

    Args:
        said: What the customer wrote, whatever was asked: "not the ceiling lamp, the towels instead".
        offered: The items.
        ticked: How many pieces were selected before, by the item's place.

    Returns:
        None where the message says more or names no item, "the lamp flickers" say; nothing selected where it leaves
        nothing.
    """
    plain = HOLDING_ON.sub("keep", said).casefold().replace("'", "").replace("’", "")
    if len(said) > LONGEST_CHOICE:
        return None
    for words, put in REWRITTEN:
        plain = words.sub(put, plain)
    plain = stays_first(plain)
    reader = _Reader(plain, offered, ticked, listed=True, positions=False)
    counted = None if reader.only_chooses else count_corrected(said, offered, ticked)
    if counted is not None:
        return ItemsMeant(counted)
    if OF_THE_WHOLE.search(plain) or not reader.only_chooses:
        return None
    return reader.read() or ItemsMeant()


#: A wish with one of these says what takes the place of what was wished before, or what comes off it.
_REPLACES: Final = re.compile(r"\b(?:only|instead|rather|keep|without|except|leave|drop|swap|replace)\b", re.IGNORECASE)
#: The same where it says nothing else: "not the lamp".
_DENIES: Final = re.compile(r"\b(?:just|not|no)\b|n['’]?t\b", re.IGNORECASE)


def items_wished(said: str, offered: Sequence[Offered], before: ItemsMeant) -> Optional[ItemsMeant]:
    """What is to go back after one more wish, before any list was shown: what it names comes to what was named.

    Args:
        said: What the customer wrote: "and I'd like to return the mug".
        offered: The items.
        before: What was wished before.

    Returns:
        None where the message names no item.
    """
    corrected = items_corrected(said, offered, before.pieces) if before.pieces else None
    replaces = _REPLACES.search(said) is not None
    if corrected is not None and (replaces or _DENIES.search(said)):
        return corrected
    named = items_meant(said, offered, listed=False)
    if named is None or not before or replaces:
        return named
    pieces = dict(sorted({**before.pieces, **named.pieces}.items()))
    return ItemsMeant(pieces, tuple(place for place in named.unclear if place not in pieces))


class _Reader:
    """Reads one message from left to right."""

    def __init__(
        self, said: str, offered: Sequence[Offered], ticked: Collection[int], *, listed: bool, positions: bool
    ) -> None:
        self._mentions = Mentions(said, offered, listed=listed, positions=positions)
        self._words, self._everything = self._mentions.words, self._mentions.everything
        self._offered = offered
        pieces = ticked if isinstance(ticked, Mapping) else {place: offered[place].pieces for place in ticked}
        self._ticked: dict[int, int] = dict(sorted(pieces.items()))

    @property
    def only_chooses(self) -> bool:
        """Whether the message names items and says nothing more than which ones, each denial before what it denies."""
        at, named, denied = 0, False, False
        while at < len(self._words):
            word, mention = self._words[at], self._mentions.at(at)
            if mention is not None:
                at, named, denied = mention.end, True, False
                continue
            if word in (",", ";", "."):
                if denied and named:
                    return False
            elif word not in CHOOSING:
                return False
            denied = denied or (word in NOT and word != "no")
            at += 1
        return named and not denied

    def read(self) -> Optional[ItemsMeant]:
        """What the message selects."""
        chosen: dict[int, int] = {}
        left_out: set[int] = set()
        unclear: set[int] = set()
        at, leaving_out, to_the_end, named_all, after_all = 0, False, False, False, False
        rest = left_open = False
        last: Optional[Mention] = None
        while at < len(self._words):
            word = self._words[at]
            if word in (",", ";", "."):
                leaving_out = leaving_out and to_the_end and word == ","
            elif word in ONLY:
                leaving_out = False
            elif word == "but":
                leaving_out, to_the_end = (False, False) if leaving_out else (after_all, True)
            elif word in EXCEPT or (word == "other" and self._mentions.word(at + 1) == "than"):
                leaving_out, to_the_end, at = True, True, at + (word == "other")
            elif word in NOT and (word != "no" or self._mentions.title(at + 1)):
                leaving_out, to_the_end = True, named_all
            elif word in OTHERS and (other := self._mentions.title(at + 1)) is not None:
                # "The other lamp" is none of those that are selected, which it takes the place of.
                selected = self._ticked.keys() | (() if leaving_out else chosen.keys())
                held = selected & set(other.places)
                places = tuple(place for place in other.places if place not in held)
                if leaving_out:
                    left_out.update(places if len(places) == 1 else ())
                    left_open = left_open or len(places) != 1
                elif len(places) == 1:
                    chosen[places[0]] = self._offered[places[0]].pieces
                    left_out.update(held - chosen.keys())
                else:
                    unclear.update(places or other.places)
                at = other.end - 1
            elif word in OTHERS:
                rest, after_all = rest or not leaving_out, False
            elif (mention := self._mentions.at(at)) is not None:
                if last is not None and self._puts_right(last, at, mention):
                    # "The lamp, no sorry, the mug": the lamp was a slip.
                    leaving_out, unclear = False, unclear.difference(last.places)
                    chosen = {place: count for place, count in chosen.items() if place not in last.places}
                last = mention
                after_all = mention.places == self._everything and mention.all_of_them
                named_all = named_all or (after_all and not leaving_out)
                if not named_all and (leaving_out or not ONLY.isdisjoint(self._words)):
                    mention = self._among_ticked(mention)
                places, pieces = self._resolved(mention)
                if leaving_out:
                    # "Not the mug" is all of its pieces.
                    places = mention.places if mention.count is None and len(mention.places) == 1 else places
                    left_out.update(places)
                    left_open = left_open or not places
                else:
                    chosen.update(zip(places, pieces, strict=True))
                    unclear.update(() if places else mention.places)
                at = mention.end - 1
            at += 1
        if left_open:
            left = tuple(place for place in self._ticked or self._everything if place not in left_out)
            return ItemsMeant(unclear=left) if left else None
        return self._selected(chosen, left_out, unclear, rest=rest)

    def _selected(
        self, chosen: dict[int, int], left_out: set[int], unclear: set[int], *, rest: bool
    ) -> Optional[ItemsMeant]:
        before = self._ticked or frozenset(chosen)
        if rest and before:
            chosen = {place: self._offered[place].pieces for place in self._everything if place not in before} | chosen
        if left_out and not chosen and not unclear:
            left = tuple(place for place in self._ticked or self._everything if place not in left_out)
            if not self._ticked and len(left) > 1:
                return ItemsMeant(unclear=left)
            chosen = {place: self._ticked.get(place, self._offered[place].pieces) for place in left}
        elif chosen and self._goes_on_from_ticked(chosen, left_out):
            chosen = self._ticked | chosen
        pieces = {place: chosen[place] for place in sorted(chosen) if place not in left_out}
        left = tuple(sorted(unclear - left_out - pieces.keys()))
        return ItemsMeant(pieces, left) if pieces or left else None

    def _puts_right(self, last: Mention, at: int, mention: Mention) -> bool:
        """Whether the words between two mentions put the second in the place of the first."""
        if self._mentions.word(at - 1) == "no":
            # "The lamp, no mug": none of those.
            return False
        between = [word for word in self._mentions.raw[last.end : at] if word.isalnum()]
        return takes_back(between, [word for word in self._mentions.raw[mention.end :] if word.isalnum()])

    def _among_ticked(self, mention: Mention) -> Mention:
        """Of several things of a name the one that was selected: "only the lamp"."""
        held = tuple(place for place in mention.places if place in self._ticked)
        return replace(mention, places=held) if len(held) == 1 and not mention.all_of_them else mention

    def _goes_on_from_ticked(self, chosen: Collection[int], left_out: Collection[int]) -> bool:
        """Whether what is named comes to what was selected, "the mug too", or for some of it: "no lamp, the mug"."""
        if not ONLY.isdisjoint(self._words) and "instead" not in self._words:
            return False
        if not MORE.isdisjoint(self._words):
            return self.only_chooses
        return not self._ticked.keys().isdisjoint(left_out) and self._ticked.keys().isdisjoint(chosen)

    def _resolved(self, mention: Mention) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The places that a mention selects and the pieces of each; none where it leaves open what it means."""
        places, count = mention.places, mention.count
        held = tuple(self._offered[place].pieces for place in places)
        if len(places) == 1 and count is not None:
            return (places, (count,)) if 0 < count <= held[0] else ((), ())
        if count is not None:
            return (places, held) if count in (len(places), sum(held)) else ((), ())
        if mention.all_of_them:
            return places, held
        return (places, held) if held == (1,) else ((), ())
