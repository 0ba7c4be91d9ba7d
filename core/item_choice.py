"""Which of several items a message selects: "lamp and mug", "everything except the lamp", "both lamps", "1-3".

What is excluded is never selected. What the words leave open is not guessed: it comes back as what may be meant.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Optional

from core.self_corrections import takes_back

#: In words; a longer message is read up to here.
MOST_WORDS: Final = 200
_TOKEN: Final = re.compile(r"[^\W_]+|[,;.)–-]")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SPELLED: Final = "one two three four five six seven eight nine ten"
_CARDINALS: Final = {
    **{str(number): number for number in range(100)},
    **{word: number for number, word in enumerate(_SPELLED.split(), start=1)},
}
_ORDINAL_WORDS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth",
    "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th 13th 14th 15th 16th 17th 18th 19th 20th",
)
_ORDINALS: Final = {word: place for words in _ORDINAL_WORDS for place, word in enumerate(words.split())}
_ALL: Final = _set(
    "all everything both each every whole entire lot todo todos todas ambos tout tous toutes alles alle beide tutto "
    "tutti tutte entrambi הכול הכל усе всі все всё оба"
)
_OTHERS: Final = _set("other others rest remaining")
_NOT: Final = _set("not dont wont never no keep keeping kept")
_EXCEPT: Final = _set("except excluding without minus besides apart aside bar")
_ONLY: Final = _set("only just rather instead")
_RANGE: Final = _set("- – to through thru till until")
#: What may stand between a number or "all" and what is counted.
_BETWEEN: Final = _set("of the my our these those them x piece pieces pc pcs unit units")
_THINGS: Final = _set("item items thing things product products article articles them these those")
_NUMBERED: Final = _set("item items number numbers no nr option options position positions")
#: "The other one" counts nothing.
_BEFORE_ONE: Final = _set("other that this which any") | _ORDINALS.keys()
#: Words of a title that alone name nothing.
_STOP: Final = _set(
    "a an and as at but by for from in is it my no not of off on one or per set size the this to two up with x"
) | (_ALL | _OTHERS | _NOT | _EXCEPT | _ONLY | _BETWEEN | _THINGS)
_LEAST_LETTERS: Final = 3
#: Words that stand in any wish: where nothing was listed yet, they alone name no item.
_DESK: Final = _set(
    "case label box card order return refund parcel page code light game gift kit post time new old big small free "
    "open start help good first phone mobile mail app web chat bank account money home day week today wrong right back"
)
_MORE: Final = _set("also too plus add adding including")
#: What else may stand in a message that only says which items go back.
_CHOOSING: Final = (
    _set(
        "yes yeah yep nah nope oh ah ok okay well hm hmm um uh oops whoops hang hold wait actually sorry please pls "
        "then now second thought thoughts mistake i id ill im ive we can could would will you like want wanna to need "
        "have has make that it its should be meant mean think guess lets let us me and or from go goes going back "
        "send sending sent give return returning take put include list instead both out so do lets alright thanks "
        "thank hey pick choose select prefer"
    )
    | _STOP
    | _MORE
) - _set("for in off on up with by at size set per")
#: So long a message is read for the words below.
_LONGEST_CHOICE: Final = 240
_OUT: Final = "leave leaving drop remove removing skip exclude omit delete forget scrap scratch lose cancel cut"
_LEAVE: Final = f"(?:{'|'.join(_OUT.split())})"
_IT: Final = r"(?:it|this|the (?:return|list|request|order|parcel|box))\b"
#: "Hang on to the mug" keeps it; "hang on" alone says nothing.
_HOLDING_ON: Final = re.compile(r"\b(?:hang|hold)(?:s|ing)? on ?to\b", re.IGNORECASE)
#: The other orders of words in which customers leave something out, put into the one that is read.
_REWRITTEN: Final = tuple(
    (re.compile(words), put)
    for words, put in (
        (r"\b(?:on (?:second thoughts?|reflection)|hang on|hold on|after all|in the end|come to think of it)\b", " "),
        (r"^\W*(?:(?:oh|ok|okay|yes|sorry|please|hm+|um|uh|wait|actually)\W+){0,4}and\b|\bas well\b", "also"),
        (r"\bwhile (?:youre|you are|were|we are|im) at it\b", "also"),
        (r"\b(?:i |ive )?changed my mind (?:about|on)\b", "not"),
        (
            r"((?:[\w-]+ ){0,6}[\w-]+), (?:please )?(?:leave|take|keep) (?:it|that one|that|them) (?:out|off|away)\b",
            r"not \1",
        ),
        (rf"\b(?:do not|dont|never) {_LEAVE}\b", "also"),
        (rf"\b(?:out of|off|from) {_IT}", "out"),
        (rf"\b(?:to|in|into) {_IT}", " "),
        (r"\b(?:instead of|rather than|in place of)\b", "not"),
        (r"\b(?:swap|replace|switch|exchange|change|trade)\b([^,.;]{1,80}?)\b(?:for|with|to|by)\b", r"not \1,"),
        (rf"\b(?:{_LEAVE}|take|taking|keep|put)\b([^,.;]{{1,80}}?)\b(?:out|off|away|aside)\b", r"not \1,"),
        (rf"\b(?:{_LEAVE})\b", "not"),
        # "The mug I keep", "the mug stays".
        (
            r"(^|[,.;]|\bbut|\band)\s*(?!i |we )((?:[\w-]+ ){1,6})(?:not|no|(?:can |will |should )?stays?(?: here)?|"
            r"(?:i |we )(?:ll |will |am |m |want to )?keep(?:ing)?)(?= *(?:$|[,.;]|please|sorry|but))",
            r"\1 not \2",
        ),
    )
)
#: What is about all that is being prepared: "forget the return", "that's all".
_OF_THE_WHOLE: Final = re.compile(r"\b(?:(?:the|that|this|my|whole) return|thats all|that is all)\b")


@dataclass(frozen=True)
class Offered:
    """An item to choose: its title, and how many pieces of it there are."""

    title: str
    pieces: int = 1


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


@dataclass(frozen=True)
class _Mention:
    """Some words of a message: the items that they may mean, how many of these, and where the words end."""

    places: tuple[int, ...]
    end: int
    count: Optional[int] = None
    all_of_them: bool = False


class _NotOffered(Exception):
    """The message names a position that is not in the list."""


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
    try:
        return _Reader(said, offered, ticked, listed=listed, positions=listed).read()
    except _NotOffered:
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
    plain = _HOLDING_ON.sub("keep", said).casefold().replace("'", "").replace("’", "")
    if len(said) > _LONGEST_CHOICE:
        return None
    for words, put in _REWRITTEN:
        plain = words.sub(put, plain)
    reader = _Reader(plain, offered, ticked, listed=True, positions=False)
    if _OF_THE_WHOLE.search(plain) or not reader.only_chooses:
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
        self._raw = _tokens(_HOLDING_ON.sub("keep", said))[:MOST_WORDS]
        self._words = [_singular(word) for word in self._raw]
        self._offered = offered
        self._everything = tuple(range(len(offered)))
        pieces = ticked if isinstance(ticked, Mapping) else {place: offered[place].pieces for place in ticked}
        self._ticked: dict[int, int] = dict(sorted(pieces.items()))
        self._listed = listed
        self._with_positions = positions
        self._quotes = [[_singular(word) for word in _tokens(each.title)] for each in offered]
        self._titles = [[_singular(word) for word in _words_of(each.title)] for each in offered]
        self._names = [_names(words) for words in self._titles]

    @property
    def only_chooses(self) -> bool:
        """Whether the message names items and says nothing more than which ones, each denial before what it denies."""
        at, named, denied = 0, False, False
        while at < len(self._words):
            word, mention = self._words[at], self._mention(at)
            if mention is not None:
                at, named, denied = mention.end, True, False
                continue
            if word in (",", ";", "."):
                if denied and named:
                    return False
            elif word not in _CHOOSING:
                return False
            denied = denied or (word in _NOT and word != "no")
            at += 1
        return named and not denied

    def read(self) -> Optional[ItemsMeant]:
        """What the message selects."""
        chosen: dict[int, int] = {}
        left_out: set[int] = set()
        unclear: set[int] = set()
        at, leaving_out, to_the_end, named_all, after_all = 0, False, False, False, False
        rest = left_open = False
        last: Optional[_Mention] = None
        while at < len(self._words):
            word = self._words[at]
            if word in (",", ";", "."):
                leaving_out = leaving_out and to_the_end and word == ","
            elif word in _ONLY:
                leaving_out = False
            elif word == "but":
                leaving_out, to_the_end = (False, False) if leaving_out else (after_all, True)
            elif word in _EXCEPT or (word == "other" and self._word(at + 1) == "than"):
                leaving_out, to_the_end, at = True, True, at + (word == "other")
            elif word in _NOT and (word != "no" or self._title(at + 1)):
                leaving_out, to_the_end = True, named_all
            elif word in _OTHERS and (other := self._title(at + 1)) is not None:
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
            elif word in _OTHERS:
                rest, after_all = rest or not leaving_out, False
            elif (mention := self._mention(at)) is not None:
                if last is not None and self._puts_right(last, at, mention):
                    # "The lamp, no sorry, the mug": the lamp was a slip.
                    leaving_out, unclear = False, unclear.difference(last.places)
                    chosen = {place: count for place, count in chosen.items() if place not in last.places}
                last = mention
                after_all = mention.places == self._everything and mention.all_of_them
                named_all = named_all or (after_all and not leaving_out)
                if not named_all and (leaving_out or not _ONLY.isdisjoint(self._words)):
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

    def _puts_right(self, last: _Mention, at: int, mention: _Mention) -> bool:
        """Whether the words between two mentions put the second in the place of the first."""
        if self._word(at - 1) == "no":
            # "The lamp, no mug": none of those.
            return False
        between = [word for word in self._raw[last.end : at] if word.isalnum()]
        return takes_back(between, [word for word in self._raw[mention.end :] if word.isalnum()])

    def _among_ticked(self, mention: _Mention) -> _Mention:
        """Of several things of a name the one that was selected: "only the lamp"."""
        held = tuple(place for place in mention.places if place in self._ticked)
        return replace(mention, places=held) if len(held) == 1 and not mention.all_of_them else mention

    def _goes_on_from_ticked(self, chosen: Collection[int], left_out: Collection[int]) -> bool:
        """Whether what is named comes to what was selected, "the mug too", or for some of it: "no lamp, the mug"."""
        if not _ONLY.isdisjoint(self._words) and "instead" not in self._words:
            return False
        if not _MORE.isdisjoint(self._words):
            return self.only_chooses
        return not self._ticked.keys().isdisjoint(left_out) and self._ticked.keys().isdisjoint(chosen)

    def _resolved(self, mention: _Mention) -> tuple[tuple[int, ...], tuple[int, ...]]:
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

    def _mention(self, at: int) -> Optional[_Mention]:
        word = self._words[at]
        title = self._title(at)
        if title is not None and (word not in _CARDINALS or title.end > at + 1):
            return title
        if word in _ALL:
            return self._all(at)
        if word in _CARDINALS and not (word == "one" and self._word(at - 1) in _BEFORE_ONE):
            return self._numbered(at)
        if self._with_positions and (word in _ORDINALS or word == "last"):
            return self._ordinal(at)
        return None

    def _all(self, at: int) -> _Mention:
        """ "All", "both lamps", "all three of them"; "both" before two names says nothing of its own."""
        count = 2 if self._words[at] == "both" else None
        end = at + 1
        while self._word(end) in _BETWEEN or self._word(end) in _CARDINALS:
            count = _CARDINALS.get(self._word(end), count)
            end += 1
        title = self._title(end)
        if title is not None:
            several = sum(self._offered[place].pieces for place in title.places) > 1
            return _Mention(title.places, title.end, count if several else None, all_of_them=True)
        whole = count in (None, len(self._everything), sum(each.pieces for each in self._offered))
        return _Mention(self._everything, end, None if whole else count, all_of_them=True)

    def _numbered(self, at: int) -> Optional[_Mention]:
        """A number: of pieces ("2 mugs", "two of the three"), or else a position, or a range of them."""
        number, end = _CARDINALS[self._words[at]], at + 1
        while self._word(end) in _BETWEEN or (end > at + 1 and self._word(end) in _CARDINALS):
            end += 1
        title = self._title(end)
        counts = self._words[at - 1] not in _NUMBERED if at else True
        if title is not None and counts:
            held = [self._offered[place].pieces for place in title.places]
            if len(held) == 1 and number > held[0] and title.places == (number - 1,):
                return _Mention(title.places, title.end, None, title.all_of_them)
            return _Mention(title.places, title.end, number)
        if counts and (self._word(end) in _THINGS or end > at + 1):
            return _Mention(self._everything, end + (self._word(end) in _THINGS), number)
        if not self._with_positions:
            return None
        spelled = not self._words[at].isdigit()
        if spelled and counts and number == 1 and not self._between_numbers(at):
            return _Mention(self._everything, end, 1)
        return self._positions(at, number - 1)

    def _between_numbers(self, at: int) -> bool:
        """Whether a spelled number stands in a list of numbers, or alone: "one and three"."""
        return len(self._words) == 1 or any(self._word(near) in _CARDINALS for near in (at - 2, at + 2))

    def _ordinal(self, at: int) -> _Mention:
        """ "The first two", "the last one", "second to last", "the third"."""
        last, count = len(self._everything) - 1, _CARDINALS.get(self._word(at + 1), 1)
        if self._words[at] == "last":
            if not 1 <= count <= last + 1:
                raise _NotOffered
            return _Mention(self._everything[last + 1 - count :], at + 2, None, all_of_them=True)
        place = _ORDINALS[self._words[at]]
        if place == 0 and count > 1:
            if count > last + 1:
                raise _NotOffered
            return _Mention(self._everything[:count], at + 2, None, all_of_them=True)
        behind = at + 1 + (self._word(at + 1) == "to")
        if place and self._word(behind) == "last" and self._word(at - 2) != "from":
            if place > last:
                raise _NotOffered
            return _Mention((last - place,), behind + 1, None, all_of_them=True)
        return self._positions(at, place)

    def _positions(self, at: int, first: int) -> _Mention:
        end, last = at + 1, first
        to = end + 1 + (self._word(end + 1) == "the")
        if self._word(end) in _RANGE and (final := self._position(to)) is not None:
            last, end = final, to + 1
        first, last = sorted((first, last))
        if not 0 <= first <= last < len(self._everything):
            raise _NotOffered
        end += self._word(end) == "one"
        # "1. Desk lamp" quotes a line of the list.
        quoted = self._title(end + (self._word(end) in (".", ")")))
        if quoted is not None and first == last and first in quoted.places:
            end = quoted.end
        return _Mention(tuple(range(first, last + 1)), end, None, all_of_them=True)

    def _position(self, at: int) -> Optional[int]:
        word = self._word(at)
        if word == "last":
            return len(self._everything) - 1
        number = _CARDINALS.get(word)
        return number - 1 if number is not None else _ORDINALS.get(word)

    def _title(self, at: int) -> Optional[_Mention]:
        """The items that words name by their titles, a whole one with its signs, or as many words as fit."""
        fitting_quotes = (each for each in self._quotes if "," in each and self._words[at : at + len(each)] == each)
        if quote := max(fitting_quotes, key=len, default=None):
            quoted = tuple(place for place in self._everything if self._quotes[place] == quote)
            end = at + len(quote)
            return _Mention(quoted, end, None, all_of_them=self._is_plural(at, end, quoted))
        places = [place for place in self._everything if self._begins(place, at)]
        if not places:
            return None
        end = at + 1
        while fitting := [place for place in places if self._goes_on(place, end)]:
            places, end = fitting, end + 1
        while end > at + 1 and self._words[end - 1] in _STOP:
            end -= 1
        said = set(self._words[at:end])
        if not self._listed and len(said) == 1 and said <= _DESK:
            return None
        whole = [place for place in places if self._names[place] <= said]
        if len(whole) == 1:
            places = whole
        return _Mention(tuple(places), end, None, all_of_them=self._is_plural(at, end, places))

    def _begins(self, place: int, at: int) -> bool:
        word = self._word(at)
        if word in self._names[place] and not word.isdigit():
            return True
        # A number is part of a title where the words behind it are the title's too.
        return word.isdigit() and self._follows(place, at + 1)

    def _goes_on(self, place: int, at: int) -> bool:
        word = self._word(at)
        return (word in self._names[place] and not word.isdigit()) or self._follows(place, at)

    def _follows(self, place: int, at: int) -> bool:
        """Whether a word and the one before it stand in the title one behind the other."""
        pair = (self._word(at - 1), self._word(at))
        words = self._titles[place]
        return bool(pair[1]) and pair in itertools.pairwise(words)

    def _is_plural(self, at: int, end: int, places: Sequence[int]) -> bool:
        """Whether the words name several by a plural that is not the titles' own; the title's own says all of it."""
        own = {word for place in places for word in _words_of(self._offered[place].title)}
        plural = any(self._raw[each] != self._words[each] for each in range(at, end))
        alone = len(places) == 1 and plural and own.issuperset(self._raw[at:end])
        return alone or (plural and not own.issuperset(self._raw[at:end]))

    def _word(self, at: int) -> str:
        return self._words[at] if 0 <= at < len(self._words) else ""


def _names(words: Sequence[str]) -> frozenset[str]:
    """The words of a title that name it."""
    telling = [word for word in words if word not in _STOP]
    return frozenset([word for word in telling if len(word) >= _LEAST_LETTERS] or telling or words)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.casefold().replace("'", "").replace("’", ""))


def _words_of(title: str) -> Iterator[str]:
    return (token for token in _tokens(title) if token.isalnum())


def _singular(word: str) -> str:
    if word in _STOP or len(word) < 4 or word.endswith("ss"):
        return word
    return word[:-1] if word.endswith("s") else word
