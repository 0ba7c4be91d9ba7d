"""Russian and Ukrainian words in Latin letters: what every way of spelling one has in common, and back again.

Nobody keeps to a standard in a chat: я is "ya", "ja" or "ia", х is "kh", "h" or "x", the soft sign an apostrophe or
nothing. So words are compared by a key in which these are alike, and a word whose key nobody knows is spelled letter by
letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

RUSSIAN: Final = "ru"
UKRAINIAN: Final = "uk"
#: How each letter is written where there are no others; the soft and the hard sign are left out.
_ROMAN: Final = MappingProxyType(
    {
        **dict(zip("абвгґдезиіклмнопрстуфыэё", "abvggdeziiklmnoprstufyee", strict=True)),
        **{"є": "ye", "ж": "zh", "ї": "yi", "й": "y", "х": "kh", "ц": "ts"},
        **{"ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"},
    }
)
#: Letters that some write in another way which no key evens out.
_OTHERWISE: Final = (("zh", "j"), ("sh", "w"))
#: The same sound, however it is spelled; the longest spelling counts.
_SOUNDS: Final = MappingProxyType(
    {
        **dict.fromkeys(("shch", "sch", "sh"), "S"),
        **{"zh": "Z", "kh": "h", "x": "h", "ch": "C", "4": "C", "ck": "k", "q": "k", "w": "v"},
        **dict.fromkeys(("ts", "tz"), "c"),
        **dict.fromkeys(("ya", "ja", "ia"), "A"),
        **dict.fromkeys(("yu", "ju", "iu"), "U"),
        **dict.fromkeys(("yo", "jo", "io"), "o"),
        **dict.fromkeys(("ye", "je", "ie"), "e"),
        **dict.fromkeys(("yi", "ji", "y", "j"), "i"),
    }
)
_SOUND: Final = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_REPEATED: Final = re.compile(r"(.)\1+")
_I_BEFORE_VOWEL: Final = re.compile("i(?=[AUeo])")
_UNHEARD: Final = re.compile("['’`]")
#: Back again, where a word is not known. Russian first, then what is Ukrainian's own.
_LETTERS: Final = MappingProxyType(
    {
        **{"shch": "щ", "sch": "щ", "sh": "ш", "zh": "ж", "kh": "х", "ch": "ч", "4": "ч", "ts": "ц", "tz": "ц"},
        **{"ya": "я", "ja": "я", "ia": "ия", "yu": "ю", "ju": "ю", "yo": "е", "jo": "е", "ye": "е", "je": "е"},
        **dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопкрстуввхыз", strict=True)),
    }
)
_OF_UKRAINIAN: Final = MappingProxyType(
    {"yi": "ї", "ji": "ї", "ye": "є", "je": "є", "ie": "є", "ia": "я", "iu": "ю", "h": "г", "i": "і", "y": "и"}
)
_SPELLING: Final = MappingProxyType({RUSSIAN: dict(_LETTERS), UKRAINIAN: {**_LETTERS, **_OF_UKRAINIAN}})
_SPELLED: Final = MappingProxyType(
    {tag: re.compile("|".join(sorted(letters, key=len, reverse=True))) for tag, letters in _SPELLING.items()}
)
#: "y" behind a vowel and before none is short: "moy".
_SHORT: Final = re.compile("(?<=[aeiouy])[yj](?![aeiou])")
_SIGN: Final = MappingProxyType({RUSSIAN: "ь", UKRAINIAN: ""})


def key(word: str, tag: str) -> str:
    """What all spellings of a word in Latin letters have in common.

    Args:
        word: In small Latin letters.
        tag: "ru" or "uk"; Ukrainians write г as "h" or "g".
    """
    sounds = _SOUND.sub(lambda found: _SOUNDS[found.group()], _UNHEARD.sub("", word))
    if tag == UKRAINIAN:
        sounds = sounds.replace("g", "h")
    return _REPEATED.sub(r"\1", _I_BEFORE_VOWEL.sub("", sounds))


def keys_of(word: str, tag: str) -> Iterator[str]:
    """The keys under which a word in small Cyrillic letters is found."""
    roman = "".join(_ROMAN.get(letter, "") for letter in word)
    yield key(roman, tag)
    for usual, other in _OTHERWISE:
        if usual in roman:
            yield key(roman.replace(usual, other), tag)


def spelled(word: str, tag: str) -> str:
    """A word that nobody knows, letter by letter in Cyrillic."""
    letters = _SHORT.sub("й", _UNHEARD.sub(_SIGN[tag], word))
    return _SPELLED[tag].sub(lambda found: _SPELLING[tag][found.group()], letters)
