"""What a message asks beside the numbers and addresses that it tells, and the words that name those.

"My order number is 1001 and my email is ana@example.com. Where is my return?" asks what "where is my return?" does.
Left in, the words for a number and an address make it look like a question for these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from bot.nlu.entities.detail import Detail, Kind
from bot.nlu.entities.naming import NamingWords, naming_words, plain
from core.languages import ENGLISH

#: In characters: what is longer tells a story.
_LONGEST: Final = 500
#: In words, beside those that stand anywhere: what is left says at least as much.
_LEAST: Final = 2
#: A number and an address: with both a message leaves nothing to be asked for.
_BOTH: Final = 2
#: In words: so many stand between the word for a number and the number, and before that word.
_MOST_BETWEEN: Final = 3
_MOST_BEFORE: Final = 2
_TOLD: Final = frozenset({Kind.CUSTOMER_NUMBER, Kind.TRACKING_NUMBER, Kind.EMAIL})
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019\"-][^\W_]+)*[\u00ba\u00b0]?|[.?!;,:\n()#\u2116]")
_ENDS: Final = frozenset(".?!;,:\n()")
_NUMBER_SIGNS: Final = frozenset({"#", "\u2116"})
#: A clause that begins with one of these and has other words as well is a question.
_ASKING: Final = frozenset(["is", "was", "ist", "war", "es", "est", "e"])
#: A dot behind one of these ends no sentence: "order no. 1001".
_SHORT: Final = frozenset({"no", "nr", "num", "n", "ref", "bestell-nr"})


class _Piece(NamedTuple):
    """A word, a sign or a detail, by its place."""

    start: int
    end: int
    word: str
    is_detail: bool


def left_out(text: str, details: Sequence[Detail], language: str | None) -> list[tuple[int, int]]:
    """The parts of a message that only name a number or an address, by their places, without these themselves.

    Args:
        text: The message.
        details: What it tells.
        language: Its language.
    """
    told = [detail for detail in details if detail.kind in _TOLD]
    if not told or len(text) > _LONGEST:
        return []
    names = naming_words(language)
    pieces = list(_pieces(text, told))
    if not names.whole.isdisjoint(each.word for each in pieces):
        return []
    named: set[int] = set()
    for clause in _clauses(pieces):
        named.update(_named_at_once(pieces, clause, names))
    beside = named.union(
        *(_named_beside(pieces, place, names, language) for place, each in enumerate(pieces) if each.is_detail)
    )
    for places in (beside, named):
        if _asks(pieces, places, names):
            return [(pieces[place].start, pieces[place].end) for place in sorted(places) if not pieces[place].is_detail]
    return []


def bare_question(text: str, details: Sequence[Detail], language: str | None) -> str:
    """A message without those parts, the numbers and the addresses beside a question; where it has none as it is."""
    places = left_out(text, details, language)
    # Elsewhere the encoder leaves them out (`plain_words`).
    is_english = language in (None, ENGLISH)
    told = [(detail.start, detail.end) for detail in details if detail.kind in _TOLD]
    if not places and (not is_english or len(told) < _BOTH or len(text) > _LONGEST):
        return text
    left, position = [], 0
    for start, end in sorted([*places, *told]):
        left.append(text[position:start])
        position = max(position, end)
    bare = _tidied("".join([*left, text[position:]]))
    return bare if places or _asks_by_itself(bare) else text


def _tidied(text: str) -> str:
    """A text without the signs that stood between what was left out."""
    words = [word for word in text.split() if not _ENDS.issuperset(word) or word in "?!"]
    return " ".join(words)


def _pieces(text: str, told: Sequence[Detail]) -> Iterator[_Piece]:
    position = 0
    for detail in sorted(told, key=lambda each: each.start):
        yield from _words(text, position, detail.start)
        yield _Piece(detail.start, detail.end, "", True)
        position = max(position, detail.end)
    yield from _words(text, position, len(text))


def _words(text: str, start: int, end: int) -> Iterator[_Piece]:
    for found in _WORD.finditer(text, start, end):
        yield _Piece(found.start(), found.end(), plain(found.group()), False)


def _clauses(pieces: Sequence[_Piece]) -> Iterator[range]:
    """What stands between two signs that end something."""
    begin = 0
    for place, piece in enumerate(pieces):
        if piece.word in _ENDS and not _is_short(pieces, place):
            yield range(begin, place)
            begin = place + 1
    yield range(begin, len(pieces))


def _named_at_once(pieces: Sequence[_Piece], clause: range, names: NamingWords) -> range:
    """A clause up to its last detail, where all before that names details; the whole where nothing stands behind."""
    is_named, end = False, clause.start
    for place in clause:
        word = pieces[place].word
        if pieces[place].is_detail:
            end = place + 1
        elif word in names.orders or word in names.mails:
            is_named = True
        elif word in names.named or word in _NUMBER_SIGNS:
            continue
        elif word not in names.between and word != ".":
            # "Is order 1001 refunded" asks, and does not tell.
            return range(clause.start, end if is_named and pieces[clause.start].word not in _ASKING else clause.start)
    # "It's for my order:", behind which the number follows, and the number alone.
    return clause if is_named else range(0)


def _named_beside(pieces: Sequence[_Piece], place: int, names: NamingWords, language: str | None) -> range:
    """What stands right before a detail and names it: "zur Bestellung", "for my order number"."""
    nearest = place - 1
    while nearest >= 0 and place - nearest <= _MOST_BETWEEN and _is_between(pieces[nearest], names):
        nearest -= 1
    begin = nearest + 1
    while begin and (pieces[begin - 1].word in names.named or _is_short(pieces, begin - 1)):
        begin -= 1
        # "El número de pedido".
        joined = begin > 1 and pieces[begin - 1].word in names.between and pieces[begin - 2].word in names.named
        begin -= joined
    if begin > nearest:
        return range(0)
    named = begin
    while begin and named - begin < _MOST_BEFORE and pieces[begin - 1].word in names.between - names.behind:
        begin -= 1
    if begin == named and language in (None, ENGLISH):
        # "Order 1001 never came" tells of the order. Elsewhere the case of the word says what stands before it here.
        return range(0)
    return range(begin, place)


def _is_short(pieces: Sequence[_Piece], place: int) -> bool:
    """Whether a dot stands behind a shortened word."""
    return pieces[place].word == "." and place > 0 and pieces[place - 1].word in _SHORT


def _is_between(piece: _Piece, names: NamingWords) -> bool:
    return piece.word in names.between or piece.word in _NUMBER_SIGNS or piece.word in (":", ".")


def _asks(pieces: Sequence[_Piece], without: set[int], names: NamingWords) -> bool:
    """Whether what is left says something of a return, its parcel or its money."""
    rest = [each.word for place, each in enumerate(pieces) if place not in without and each.word[:1].isalnum()]
    telling = [word for word in rest if word not in names.between and word not in names.named]
    return len(telling) >= _LEAST and any(map(names.is_subject, telling))


def _asks_by_itself(text: str) -> bool:
    """The same of an English message without its number and address."""
    return _asks(list(_words(text, 0, len(text))), set(), naming_words(ENGLISH))
