"""Which of the things that were shown a customer means: "the second one", "2", "the other one", "and the shoes?".

Titles are compared word by word, without case and plural. A message that says more than which thing it means is no
reference: "I lost the second one" is left to be understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Optional

from core.same_things import kind_of, kinds_in

#: In characters and in words: a longer message says more than which one.
LONGEST_REFERENCE: Final = 120
MOST_WORDS: Final = 12

_WORD: Final = re.compile(r"\w+")
#: What stands around a reference without meaning anything by itself.
_AROUND_WORDS: Final = (
    "the my a an and n nd or but so ok okay what whats how about for of in with please pls i mean meant is it its was "
    "no yes then now also too instead rather um oh sorry well that this which one ones order return item thing take "
    "choose pick option number nr want would like again me hm hmm"
)
_AROUND: Final = frozenset(_AROUND_WORDS.split())
_POLITE: Final = frozenset(("yes", "please", "ok", "okay"))
_ORDINALS: Final = {
    **{str(place): place for place in range(1, 21)},
    **{
        word: place
        for place, words in enumerate(
            (
                *("first 1st top", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th"),
                *("seventh 7th", "eighth 8th", "ninth 9th"),
            ),
            start=1,
        )
        for word in words.split()
    },
}
_COUNTED: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
#: "Number two" counts, "these two" does not.
_BEFORE_A_COUNT: Final = frozenset(("number", "option", "nr", "no"))
_LAST: Final = frozenset(("last", "bottom"))
_LATTER: Final = frozenset(("latter", "former"))
_FEWEST_DIGITS: Final = 3
_MOST_DIGITS: Final = 8
#: "Try 347", "the one that ends in 347".
_BEFORE_AN_ENDING: Final = frozenset(("try", "ending", "end", "in", "to", "check", "see", "do"))
_OTHER: Final = frozenset(("other", "others"))
_SAME: Final = frozenset(("that", "this", "it", "same", "those", "these", "its", "thats"))
_ELSEWHERE: Final = frozenset(("not", "wrong", "other", "others", "another", "different"))
#: The desk's own words: alone they name a topic rather than somebody's thing.
_DESK_WORDS: Final = (
    "refund money label code parcel package status page date deadline fee cost window seller carrier warehouse person "
    "case set card time day box pack piece kit post mail light game gift"
)
_DESK: Final = frozenset(_DESK_WORDS.split())
#: Words that name somebody's thing only behind one of the others: "where does it stand", "the stand".
_ORDINARY_WORDS: Final = (
    "light game gift kit stand ring book cover print charge match watch iron rest can will may must"
)
_ORDINARY: Final = frozenset(_ORDINARY_WORDS.split())
#: The desk's words that name a thing where a message says nothing but that: "and the case?".
_THINGS_TOO_WORDS: Final = "case set card box pack piece kit post mail light game gift"
_THINGS_TOO: Final = frozenset(_THINGS_TOO_WORDS.split())
_POINTING_WORDS: Final = "the my our both a another new"
_POINTING: Final = frozenset(_POINTING_WORDS.split())
#: "The towel set" is named by its towels.
_BUNDLES: Final = frozenset(("set", "pack", "bundle", "pair"))
#: "Which ones have I got on the go?" asks for all of somebody's returns.
_ASKING_WHICH: Final = frozenset(("which", "what", "list", "show", "many"))
_OWN: Final = frozenset(("i", "ive", "my", "mine", "me"))
_GOING: Final = frozenset(("go", "going", "running", "open", "underway", "outstanding", "pending", "active"))
_AROUND_GOING_WORDS: Final = (
    "ones one how all of them those the that a so and but ok hey sorry by way have had has got do did are is am be on "
    "in at right now still currently actually anyway again there here with you your desk moment just please then under "
    "return thing today already"
)
_AROUND_GOING: Final = frozenset(_AROUND_GOING_WORDS.split())
_DENIED: Final = re.compile(r"\bnot (?:the|my|about|for)\b[^,.;!?]*?(?=\bbut\b|[,.;!?]|$)", re.IGNORECASE)
#: Where a title goes on to tell more of the thing than what it is: "Charger 2-in-1", "Headphones with microphone".
_BEHIND_HEAD: Final = re.compile(
    r"[^\w\s'’&-]|\s[-–—]\s|\s(?=\S*\d)|\s(?:for|with|without|from|in|of)\s", re.IGNORECASE
)


def same_words(text: str) -> str:
    """A text as titles are compared: its words alone, in lower case."""
    return " ".join(_words(text))


def without_yes(words: str) -> str:
    """Words without the yes or please around them; all of them where nothing else is left."""
    rest = [word for word in words.split() if word not in _POLITE]
    return " ".join(rest) or words


def place_meant(said: str, titles: Sequence[str]) -> Optional[int]:
    """The place, from 0, of the one thing that a message means and says nothing more of.

    Args:
        said: What the customer wrote.
        titles: The things, in the order in which they were listed.
    """
    rest = _rest(said)
    if rest is not None and len(rest) == 1 and (place := _ORDINALS.get(rest[0])) is not None:
        return place - 1 if place <= len(titles) else None
    if rest is not None and len(rest) == 1 and rest[0] in _LAST:
        return len(titles) - 1 if titles else None
    return place_titled(said, titles)


def place_titled(said: str, titles: Sequence[str]) -> Optional[int]:
    """As `place_meant`, by words of its title alone: for things that the customer has not seen as a list."""
    rest = _rest(said)
    return _only(place for place, title in enumerate(titles) if rest and set(rest) <= set(_words(title)))


#: "And the first, how is that paid?": an ordinal that begins a message and belongs to no other word.
_ORDINAL_FIRST: Final = re.compile(
    r"\W{0,3}(?:(?:and|so|ok|okay|for|what about|how about|about|now)\W{1,3}){0,3}(?:the|my) "
    r"(first|second|third|fourth|fifth|last|former|latter)(?=\s{0,2}(?:[,:;?!]|[-\u2013\u2014]\s|$))",
    re.IGNORECASE,
)


def place_in_sentence(said: str, count: int) -> Optional[int]:
    """The place, from 0, of the one thing that a sentence points at: "I haven't sent the second one yet".

    Args:
        said: What the customer wrote.
        count: How many things were told or listed.
    """
    words = _words(said[: LONGEST_REFERENCE * MOST_WORDS])
    before_one = {words[at - 1] for at, word in enumerate(words) if at and word == "one"}
    ends = {"former": 1, "latter": count} if count == len(_LATTER) else {}
    places = [
        count if word in _LAST else ends.get(word, _ORDINALS.get(word, 0))
        for word in before_one | _LATTER.intersection(words)
    ]
    first = _ORDINAL_FIRST.match(said)
    if not places and first:
        word = first[1].lower()
        places = [count if word in _LAST else ends.get(word, _ORDINALS.get(word, 0))]
    found = {place for place in places if place > 0}
    return next(iter(found)) - 1 if len(found) == 1 and max(found) <= count else None


def ending_meant(said: str) -> Optional[str]:
    """The last digits of a number where a message says nothing else: "ok then 347"."""
    rest = [word for word in _rest(said) or () if word not in _BEFORE_AN_ENDING]
    return rest[0] if len(rest) == 1 and rest[0].isdecimal() and _is_an_ending(rest[0]) else None


def _is_an_ending(digits: str) -> bool:
    return digits.isascii() and _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS


def asks_for_all(said: str) -> bool:
    """Whether a message asks only which returns somebody has that still go on."""
    words = _words(said[:LONGEST_REFERENCE])
    heard = set(words)
    if len(words) > MOST_WORDS or not heard <= _ASKING_WHICH | _OWN | _GOING | _AROUND_GOING:
        return False
    return all(not heard.isdisjoint(needed) for needed in (_ASKING_WHICH, _OWN, _GOING))


def means_the_other(said: str) -> bool:
    """Whether a message means the other one and says nothing more."""
    rest = _rest(said)
    return rest is not None and len(rest) == 1 and rest[0] in _OTHER


def means_the_same(said: str) -> bool:
    """Whether a message points at what was talked about: "that one", "it"."""
    words = set(_words(said[:LONGEST_REFERENCE]))
    return not _SAME.isdisjoint(words) and _ELSEWHERE.isdisjoint(words)


def things_named(said: str, titles: Sequence[str]) -> list[tuple[int, ...]]:
    """The things that a sentence names, in its order, each as the places, from 0, among which it leaves open which one.

    A thing is named by its whole title, by what stands before the first comma, number or "with" of it, or by the last
    word of that. Who names the desk lamp means no other lamp. Where none is named so, another word for its kind will
    do: "the trainers" for running shoes.

    Args:
        said: What the customer wrote: a question about the things, say.
        titles: The things.
    """
    heard = _words(_DENIED.sub(" ", said[: LONGEST_REFERENCE * MOST_WORDS]))
    named = [_named(heard, title) for title in titles]
    if not any(named) and (alone := _thing_alone(said)):
        named = [alone if alone <= set(_words(title)) else frozenset() for title in titles]
    if not any(named) and (kinds := kinds_in(heard)):
        heads = (kind_of(_words(_BEHIND_HEAD.split(title, maxsplit=1)[0])) for title in titles)
        named = [frozenset([kind]) if kind in kinds else frozenset() for kind in heads]
    return [
        tuple(place for place, words in enumerate(named) if words == each)
        for each in sorted(dict.fromkeys(named), key=lambda words: _first_heard(heard, words))
        if each and not any(each < other for other in named)
    ]


def _first_heard(heard: Sequence[str], words: frozenset[str]) -> int:
    """The place of the first of some words in a message; behind all where it has none of them."""
    return next((at for at, word in enumerate(heard) if word in words), len(heard))


def without_titles(said: str, titles: Sequence[str]) -> str:
    """A message without the titles in it: "torn" in "Torn jeans" is a part of a name.

    Args:
        said: What the customer wrote.
        titles: The things that are known, in the order in which they are looked for.
    """
    found = list(_WORD.finditer(said))
    heard = [singular(each[0].casefold()) for each in found]
    cut: list[tuple[int, int]] = []
    for title in titles:
        for named in (_words(title), _words(_BEHIND_HEAD.split(title, maxsplit=1)[0])):
            for at in range(len(heard) - len(named) + 1 if named else 0):
                if heard[at : at + len(named)] == named:
                    cut.append((found[at].start(), found[at + len(named) - 1].end()))
    return "".join(char for at, char in enumerate(said) if not any(start <= at < end for start, end in cut))


def _thing_alone(said: str) -> frozenset[str]:
    """The word of a message that points at a thing and says nothing else, where the word is one of the desk's too."""
    words = _words(said) if len(said) <= LONGEST_REFERENCE else []
    rest = frozenset(word for word in words if word not in _AROUND)
    points = not {"the", "my", "our"}.isdisjoint(words)
    return rest if points and len(words) <= MOST_WORDS and len(rest) == 1 and rest <= _THINGS_TOO else frozenset()


def _named(heard: Sequence[str], title: str) -> frozenset[str]:
    """Those words of a title by which a sentence names it, the most telling ones; none where it does not."""
    whole, head = _words(title), _words(_BEHIND_HEAD.split(title, maxsplit=1)[0])
    for words in (whole, head):
        if len(words) > 1 and f" {' '.join(words)} " in f" {' '.join(heard)} ":
            return frozenset(words)
    last = [word for word in head or whole if word not in _BUNDLES][-1:]
    pairs = zip(("", *heard), heard, strict=False)
    return frozenset(last if any(_names(before, word) for before, word in pairs if [word] == last) else ())


def _names(before: str, word: str) -> bool:
    """Whether a word names a thing by itself, or behind "the" or "my"."""
    return word not in _DESK | _ORDINARY or (word in _ORDINARY and before in _POINTING)


def _only(places: Iterator[int]) -> Optional[int]:
    """The only one of the places, None where there are several or none."""
    found = next(places, None)
    return found if next(places, None) is None else None


def _rest(said: str) -> Optional[list[str]]:
    """The words of a message that tell which one it means; None where it is too long to tell only that."""
    if len(said) > LONGEST_REFERENCE:
        return None
    words = _words(said)
    if not words or len(words) > MOST_WORDS or "not" in words:
        return None
    counted = [
        str(_COUNTED[word]) if word in _COUNTED and at and words[at - 1] in _BEFORE_A_COUNT else word
        for at, word in enumerate(words)
    ]
    rest = [word for word in counted if word not in _AROUND]
    return rest if not set(rest) <= _DESK else []


def _words(text: str) -> list[str]:
    return [singular(word) for word in _WORD.findall(text.casefold().replace("'", "").replace("’", ""))]


def singular(word: str) -> str:
    """A word without the s of its plural; short words and "glass" keep theirs."""
    if word in _AROUND or word in _SAME:
        return word
    if len(word) > len("boxes") and word.endswith(("ches", "shes", "sses", "xes", "ies")):
        return f"{word[:-3]}y" if word.endswith("ies") else word[:-2]
    return word[:-1] if len(word) > len("its") and word.endswith("s") and not word.endswith("ss") else word
