"""The country of a town, or of a carrier that only one country has, where a message says that something is there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from core.languages import without_accents

TABLE = Path(__file__).with_name("towns.tsv")
#: Before a town in any case; before one with its capital only.
_IN = frozenset(["in", "at", "near", "around"])
_LEADS = frozenset(["from", "about", "and", "or", "for", "to", "if", "not", "but"]) | _IN
#: In words: "Rio de Janeiro", "Castellon de la Plana".
_LONGEST = 4
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


def country_of_place(text: str) -> str | None:
    """The ISO code of the country in which a town or carrier of a message is; None where it names none plainly."""
    found = list(_WORD.finditer(text))
    spoken = [plain(word.group()) for word in found]
    for length in range(3, 0, -1):
        for start in range(len(spoken) - length + 1):
            carrier = CARRIERS.get(" ".join(spoken[start : start + length]))
            if carrier is not None:
                return carrier
    for place in range(1, len(spoken)):
        before, capital = spoken[place - 1], found[place].group()[0].isupper()
        if before not in _LEADS or not (capital or before in _IN):
            continue
        names = (" ".join(spoken[place : place + length]) for length in range(_LONGEST, 0, -1))
        country = next((towns()[name] for name in names if name in towns()), None)
        if country is not None:
            return country
    return None


@lru_cache(maxsize=1)
def towns() -> Mapping[str, str]:
    """The country of each town of the table, by its plain name."""
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return MappingProxyType({name: country for name, country in rows if name})
