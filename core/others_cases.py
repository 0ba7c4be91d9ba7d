"""Whether a message tells of somebody else's return or order: "my sister sent hers back", "asking for my dad"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from core.own_people import OWN_PEOPLE
from core.short_messages import pieces, words

#: In words: what of a message is read.
_LONGEST: Final = 80
_OUR: Final = words("my our a")
_SPEAKERS: Final = words("i i'm im i've ive i'll ill i'd we we're we've we'll")
#: "Asking for my dad", "question on behalf of a friend".
_ASKING: Final = words("asking ask question query writing wondering enquiring checking behalf this it's its")
_FOR: Final = words("for of")
#: "Her parcel", "his": what is not the writer's.
_THEIRS: Final = words("her his their")
_OWNED: Final = words(
    "parcel parcels package packet box return returns order orders refund money account item items label case thing"
)
_THAT: Final = words("that it this those these they")
_WAS: Final = words("was were")
_ALONE: Final = words("hers theirs his")
_BOUGHT: Final = words("ordered bought purchased")
#: With these it is the writer's own thing, or one that was given.
_OWN: Final = words("mine gave gift present")
_MY_OWN: Final = _OWNED | words("lamp coat shoes dress jacket shirt kettle phone")


def tells_of_anothers(said: str) -> bool:
    """Whether a message is about the return or order of somebody whom its writer knows.

    Args:
        said: What the customer wrote, in English.
    """
    spoken = pieces(said)[:_LONGEST]
    at = next((place for place in range(1, len(spoken)) if _is_somebody(spoken, place)), None)
    if at is None or not _OWN.isdisjoint(spoken):
        return False
    if any(word in ("my", "our") and behind in _MY_OWN for word, behind in pairwise(spoken)):
        return False
    before, behind = spoken[:at], spoken[at + 1 :]
    if spoken[at].endswith("'s"):
        # "That was my neighbour's parcel" takes back what was said of one's own.
        if len(before) > 2 and before[-3] in _THAT and before[-2] in _WAS:
            return False
        return not _OWNED.isdisjoint(behind[:2])
    if before[-2:-1] and before[-2] in _FOR and not _ASKING.isdisjoint(before):
        return True
    is_theirs = any(word in _THEIRS and follows in _OWNED for word, follows in pairwise(behind))
    return is_theirs or not _ALONE.isdisjoint(behind) or not _BOUGHT.isdisjoint(behind[:2])


def _is_somebody(spoken: Sequence[str], place: int) -> bool:
    """Whether a word is somebody of the writer's: "my sister", "a friend's"."""
    return spoken[place - 1] in _OUR and spoken[place].removesuffix("'s") in OWN_PEOPLE


def names_somebody(said: str) -> bool:
    """Whether a message names somebody whom its writer knows: "and my cousin in Israel?"."""
    spoken = pieces(said)[:_LONGEST]
    return any(_is_somebody(spoken, place) for place in range(1, len(spoken)))


def says_i(said: str) -> bool:
    """Whether a message says what its writer does, and names nobody else."""
    return not _SPEAKERS.isdisjoint(pieces(said)[:_LONGEST]) and not names_somebody(said)


def tells_of_getting(said: str) -> bool:
    """Whether a message tells that something was ordered or came."""
    return not (_BOUGHT | words("got received arrived came delivered")).isdisjoint(pieces(said))
