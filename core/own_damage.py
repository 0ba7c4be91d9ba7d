"""Questions about a thing that came to harm at home: its writer dropped it, the dog chewed it, it fell down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from core.money_questions import PARCELS
from core.own_people import OWN_PEOPLE
from core.short_messages import pieces, words
from core.word_sets import WordSets, phrases

#: In words: a longer message tells a story.
_MOST_WORDS: Final = 40
_CLAUSE: Final = re.compile(r"[,;.!?:\n]|\band\b|\bbut\b|\bso\b")
_SPEAKERS: Final = words("i we i've we've ive")
#: Who else is at home.
_HOUSEHOLD: Final = OWN_PEOPLE | words("cat dog puppy kitten toddler baby kids children son's child")
#: What may stand between who did it and what was done.
_BETWEEN: Final = words(
    "have has had just accidentally then went and managed to must may might already only kind of sort stupidly "
    "clumsily sadly by accident got"
)
_HARMED: Final = words(
    "broke broken break cracked crack chipped chip scratched scratch dented dent smashed smash shattered spilled spilt "
    "tore torn ripped bent snapped stained damaged ruined burnt burned scorched chewed melted soaked"
)
_DROPPED: Final = words("dropped knocked drop knock")
_OBJECTS: Final = words("it them this that the my one")
#: Behind these what was dropped is a parcel that leaves.
_LEAVES: Final = words("off at in into by to with yesterday today monday tuesday wednesday thursday friday saturday")
_GROUND: Final = words(
    "floor floors tiles tile ground stairs concrete pavement kitchen bathroom carpet toilet sink foot"
)
_FELL: Final = words("fell slipped tipped toppled rolled")
_FROM: Final = words("off from down over out onto on")
_AT_HOME: Final = _GROUND | words(
    "table shelf desk counter bed wall hand hands sofa windowsill sill balcony cupboard worktop bench chair pocket lap"
)
_ASKING: Final = WordSets(
    needed=(
        phrases(
            "can it, can i, could i, can that, could it, can they, may i, am i, do i, does that, does it, will you, "
            "will they, would you, would they, is it, is that, are they, still go back, still return, returnable, "
            "accepted, matter, allowed, what now, what happens, possible, take it back, should i, is there"
        ),
    ),
    barred=phrases(
        "arrived broken, came broken, arrived damaged, came damaged, arrived cracked, came cracked, on arrival, "
        "courier, driver, postman, delivery, transit, seller, warehouse, lorry, van, truck, post office, locker, "
        "the label, my label, qr, receipt, dropped it off, dropped off, the page, out of the box, seal, seals, "
        "the packaging"
    ),
    most=_MOST_WORDS,
)


def asks_of_own_damage(said: str) -> bool:
    """Whether a message asks what holds of a thing that came to harm after it came: "I dropped it, can it go back?".

    Args:
        said: What the customer wrote, in English.
    """
    if not _ASKING.fits(said):
        return False
    clauses = [spoken for part in _CLAUSE.split(said.lower()) if (spoken := pieces(part))]
    return any(_is_own_doing(clause) or _fell_at_home(clause) for clause in clauses)


def _is_own_doing(spoken: Sequence[str]) -> bool:
    """Whether a clause tells that somebody at home broke or dropped something."""
    for at, word in enumerate(spoken):
        is_somebody = word in _SPEAKERS or (word in _HOUSEHOLD and spoken[at - 1 : at] in (["my"], ["our"], ["the"]))
        if not is_somebody:
            continue
        behind = [each for each in spoken[at + 1 :] if each not in _BETWEEN]
        if behind[:1] and behind[0] in _HARMED:
            return not _OBJECTS.isdisjoint(behind[1:3]) or word not in _SPEAKERS
        if behind[:1] and behind[0] in _DROPPED and not _OBJECTS.isdisjoint(behind[1:2]):
            return not _GROUND.isdisjoint(behind) or (_LEAVES | PARCELS).isdisjoint(behind)
    return False


def _fell_at_home(spoken: Sequence[str]) -> bool:
    """ "It fell off the table", "the cup slipped out of my hands"."""
    at = next((place for place, word in enumerate(spoken) if word in _FELL), None)
    if at is None:
        return False
    return not _FROM.isdisjoint(spoken[at + 1 : at + 3]) and not _AT_HOME.isdisjoint(spoken[at + 1 :])
