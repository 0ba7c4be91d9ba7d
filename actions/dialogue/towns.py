"""Where a town is, or a carrier that only one country has, where a message says that something is there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from core.languages import without_accents
from core.short_messages import words

TABLE = Path(__file__).with_name("towns.tsv")
#: Before a town in any case; before one with its capital only.
_IN = frozenset(["in", "at", "near", "around"])
_LEADS = frozenset(["from", "about", "and", "or", "for", "to", "if", "not", "but"]) | _IN
#: In words: "Rio de Janeiro", "Castellon de la Plana".
_LONGEST = 4
#: Around a town that is all that a message says.
_AROUND = words(
    "i m im we re live am are it s its is sorry ok okay hi well so and here btw my town city the near oh then based"
)
#: Towns whose names are words that somebody says alone, in one of the languages that are read.
_WORDS = words(
    "spoken para part como sale reading hago esse wedding nice gent mobile roles gente kilo luck perto vista mins "
    "largo brick natal feira basic orange gold bath bend pueblo retiro surprise mesa centro angers hull bury sparks "
    "rugby tours enterprise delta independence split cork deal hove same best normal male provo"
)
#: In words: a longer message says more than where somebody is.
_MOST = 6
_BETWEEN = re.compile(r"[,;/.()!]")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
#: The carriers of one country among those that are served. Not those whose names are words elsewhere: "nos correios" is
#: said in Portugal, "à la poste" in Belgium, "o estafeta" is any courier.
CARRIERS: Mapping[str, str] = MappingProxyType(
    {
        **{"colissimo": "FR", "chronopost": "FR", "royal mail": "GB", "evri": "GB", "parcelforce": "GB"},
        **{"canada post": "CA", "purolator": "CA", "australia post": "AU", "auspost": "AU", "israel post": "IL"},
        **{"usps": "US", "us postal service": "US", "jadlog": "BR", "poste italiane": "IT"},
        **{"nova poshta": "UA", "ukrposhta": "UA", "russian post": "RU", "pochta rossii": "RU", "bpost": "BE"},
        **{"deutsche post": "DE", "chilexpress": "CL", "correoschile": "CL"},
    }
)


def plain(name: str) -> str:
    """A name in lower case, without accents, its parts apart."""
    bare = without_accents(name.replace("\u2019", "'"))
    return " ".join(bare.lower().replace("-", " ").replace("'", " ").split())


@dataclass(frozen=True)
class Town:
    """A town of a message, as it is written there, and where it may be.

    Places are countries, `FR`, with their region where that is known: `ES-VC`; `FR-` has the national holidays alone.
    `meant` is the one that is many times as large as its namesakes; None where none is.
    """

    name: str
    meant: str | None
    namesakes: tuple[str, ...] = ()

    def place(self, homes: Sequence[str] = ()) -> str | None:
        """Where it is: in the first of some countries in which one of the name is, else the one that is meant."""
        known = [*([self.meant] if self.meant else []), *self.namesakes]
        at_home = (each for home in homes for each in known if country_of(each) == home)
        return next(at_home, self.meant)


def country_of(place: str) -> str:
    """The ISO code of the country of a place."""
    return place.partition("-")[0]


def region_of(place: str) -> str | None:
    """The region of a place, empty where it has the national holidays alone; None where it is not known."""
    _, is_known, region = place.partition("-")
    return region if is_known else None


def town_named(text: str) -> Town | None:
    """The town or carrier that a message says something is at; None where it names none plainly."""
    found = list(_WORD.finditer(text))
    spoken = [plain(word.group()) for word in found]
    for length in range(3, 0, -1):
        for start in range(len(spoken) - length + 1):
            carrier = CARRIERS.get(" ".join(spoken[start : start + length]))
            if carrier is not None:
                return Town(carrier, carrier)
    for place in range(1, len(spoken)):
        before, capital = spoken[place - 1], found[place].group()[0].isupper()
        if before not in _LEADS or not (capital or before in _IN):
            continue
        for length in range(min(_LONGEST, len(spoken) - place), 0, -1):
            meant, *namesakes = towns().get(" ".join(spoken[place : place + length]), ("",))
            # "In reading it": without its capital a word is a town only where one alone has the name.
            if meant or (namesakes and capital):
                written = text[found[place].start() : found[place + length - 1].end()]
                return Town(written, meant or None, tuple(namesakes))
    return _town_alone(text) if len(found) <= _MOST and "?" not in text else None


def _town_alone(text: str) -> Town | None:
    """The town that is all of a message or of what stands between its commas, or all behind "we live" or "it's":
    "Leeds", "Munich, sorry", "I live in Brazil, sao paulo"."""
    for part in _BETWEEN.split(text):
        found = [each for each in _WORD.finditer(part) if not _AROUND.issuperset(plain(each.group()).split())]
        name = plain(part[found[0].start() : found[-1].end()]) if found else ""
        meant, *namesakes = towns().get(name, ("",)) if name not in _WORDS else ("",)
        if meant or (namesakes and found[0].group()[0].isupper()):
            return Town(part[found[0].start() : found[-1].end()], meant or None, tuple(namesakes))
    return None


def place_named(text: str, homes: Sequence[str] = ()) -> str | None:
    """Where the town or carrier of a message is; see `Town.place`."""
    town = town_named(text)
    return town.place(homes) if town else None


def place_told(country: str | None, text: str) -> str | None:
    """The country that a message names, with the region of a town in it beside it: "Brazil, São Paulo"; else the town.

    Args:
        country: The ISO code that the message names.
        text: The message.
    """
    place = place_named(text, (country,) if country else ())
    return place if place is not None and country in (None, country_of(place)) else country


@lru_cache(maxsize=1)
def towns() -> Mapping[str, tuple[str, ...]]:
    """For each town of the table by its plain name: the place that is meant, empty where none is, and its namesakes."""
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return MappingProxyType({name: (meant, *" ".join(others).split()) for name, meant, *others in rows})
