"""What a clause says of a parcel that is still with the customer, or was another one than they told of."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.entities.stances import (
    AT_HOME,
    AUX,
    GET,
    IS,
    KEPT,
    ME,
    NEAR,
    NOTS,
    OF_THE_SHOP,
    PARCELS,
    PLACES,
    REPORTS,
    STOWED,
    words,
)
from core.own_people import OWN_PEOPLE

_WHOSE = words("my our the his her their")
_HOLDS = words("have has got")
_AT = words("in on under at behind inside")
_OUT = words("out outside past")
_BE = IS | words("is are was were")
_OTHER_THING = words("something another different else")
_IT = words("that it this")
#: With these a message takes back what was said before.
CORRECTING = words("no nope not sorry oops oh wait scratch scrap hang hold actually mistake mixed wrong ignore forget")


def is_kept(clause: Sequence[str]) -> bool:
    """Whether a clause says that the parcel is still with the customer, or never left them.

    Args:
        clause: Its words, in lower case, contractions in full.
    """
    if not clause or not REPORTS.isdisjoint(clause):
        return False
    return _is_still_here(clause) or _is_stowed(clause) or _never_got_there(clause) or _was_forgotten(clause)


def was_another(clause: Sequence[str]) -> bool:
    """Whether a clause says that what was handed in was another parcel: "that was my brother's"; it is one that takes
    back only where the message corrects something."""
    if "wrong" in clause and not PARCELS.isdisjoint(clause[clause.index("wrong") :]):
        return "you" not in clause and "got" not in clause and "received" not in clause
    was = next((place for place, word in enumerate(clause) if word in ("was", "were")), 0)
    if not was or clause[was - 1] not in _IT:
        return False
    behind = clause[was + 1 : was + 1 + NEAR]
    whose = next((place for place, word in enumerate(behind) if word in OWN_PEOPLE), None)
    is_anothers = whose is not None and behind[whose + 1 : whose + 2] in (["'s"], ["\u2019s"], ["s"])
    is_theirs = is_anothers and (len(behind) <= (whose or 0) + 2 or not PARCELS.union(["one"]).isdisjoint(behind))
    is_other = not _OTHER_THING.isdisjoint(behind[:2]) and (
        not (PARCELS | {"else"}).isdisjoint(behind) or len(behind) == 1
    )
    return is_theirs or is_other or behind[:2] == ["not", "mine"]


def _is_still_here(clause: Sequence[str]) -> bool:
    if "still" not in clause or (clause[0] in AUX and clause[1:2] != ["still"]):
        return False
    behind = [place for place, word in enumerate(clause) if word in _HOLDS]
    if behind and not (ME | {"he", "she"}).isdisjoint(clause):
        held = clause[behind[-1] + 1 : behind[-1] + 4]
        return not KEPT.isdisjoint(held) or held[:2] in (["that", "one"], ["this", "one"])
    where = [place for place, word in enumerate(clause) if word in AT_HOME]
    kept = not KEPT.isdisjoint(clause[: clause.index("still")]) and PLACES.isdisjoint(clause)
    near = _WHOSE if kept else {"my"}
    return any(clause[place] in ("me", "here", "home") or near & set(clause[place - 3 : place]) for place in where)


def _is_stowed(clause: Sequence[str]) -> bool:
    """ "Mine is on my desk", "I just found it in the boot"."""
    if clause[0] in AUX or "you" in clause or not PLACES.isdisjoint(clause):
        return False
    is_at = next((place for place, word in enumerate(clause) if word in _BE), len(clause))
    found = "found" in clause and (not ME.isdisjoint(clause) or clause[0] in ("found", "just"))
    if not found and (is_at == len(clause) or KEPT.isdisjoint(clause[:is_at])):
        return False
    behind = clause[clause.index("found") if found else is_at :]
    if found and KEPT.isdisjoint(behind):
        return False
    if not found and behind[1:3] in (["right", "here"], ["here", "with"], ["with", "me"]) and NOTS.isdisjoint(clause):
        return True
    return not STOWED.isdisjoint(behind) and not _AT.isdisjoint(behind) and NOTS.isdisjoint(clause)


def _never_got_there(clause: Sequence[str]) -> bool:
    """ "The bag never made it to the counter", "it didn't even get out of the door"; not "to you"."""
    denied = next((place for place, word in enumerate(clause) if word in ("never", "not")), None)
    if denied is None or clause[0] in AUX or not (OF_THE_SHOP | {"you", "warehouse"}).isdisjoint(clause):
        return False
    behind = clause[denied + 1 :]
    went = any(word in GET | {"made", "got", "left"} for word in behind[:3])
    home = not AT_HOME.isdisjoint(behind)
    return went and not KEPT.isdisjoint(clause[:denied]) and (home or not (PLACES | _OUT).isdisjoint(behind))


def _was_forgotten(clause: Sequence[str]) -> bool:
    """ "Hubby forgot": nothing is named that was forgotten but the parcel."""
    if "forgot" not in clause or OWN_PEOPLE.union(["he", "she"]).isdisjoint(clause):
        return False
    behind = clause[clause.index("forgot") + 1 :]
    return not behind or behind[0] in KEPT
