"""Words that customers have for the same kind of thing, by which one is found whose title says another."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

#: In the singular; the first is the name of the group.
_GROUPS: Final = (
    "shoe, trainer, sneaker, running shoe, tennis shoe, plimsoll, footwear",
    "jumper, sweater, pullover, sweatshirt",
    "trousers, trouser, pants, slacks",
    "jacket, coat, anorak, raincoat, mac, windbreaker, parka",
    "dress, gown, frock",
    "sofa, couch, settee",
    "fridge, refrigerator",
    "television, tv, telly",
    "headphone, earphone, headset, earbud",
    "backpack, rucksack",
    "vacuum cleaner, vacuum, hoover",
    "watch, smartwatch, wristwatch, timepiece",
    "bicycle, bike, cycle",
    "speaker, loudspeaker",
    "cup, mug",
    "kettle, teapot",
    "rug, carpet",
    "linen, bedding, sheet, bed sheet, duvet cover",
    "laptop, notebook",
    "cooker, stove, hob",
    "duvet, quilt, comforter",
    "torch, flashlight",
    "lamp, lampshade",
    "grinder, mill",
    "hose, hosepipe",
    "scarf, shawl",
    "clock, timepiece",
)
_BY_WORD: Final = {
    word.strip(): group.partition(",")[0] for group in _GROUPS for word in group.split(",") if word.strip()
}


def kind_of(words: Sequence[str]) -> str | None:
    """The kind of thing that the last words of a title name, None where it has no other names.

    Args:
        words: The words of the title in lower case and the singular.
    """
    return _BY_WORD.get(" ".join(words[-2:])) or _BY_WORD.get(" ".join(words[-1:]))


def kinds_in(heard: Sequence[str]) -> frozenset[str]:
    """The kinds of things that a message names.

    Args:
        heard: Its words in lower case and the singular.
    """
    pairs = (f"{first} {second}" for first, second in itertools.pairwise(heard))
    return frozenset(_BY_WORD[each] for each in (*heard, *pairs) if each in _BY_WORD)
