"""What a clause says of a parcel that leaves by itself: "it goes off tonight", "the courier picks it up on Friday"."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Optional

from bot.nlu.entities.stances import (
    ASKS,
    AUX,
    BEING,
    HAVING,
    IFS,
    IS,
    KNOWN_THINGS,
    ME,
    NEAR,
    NO_SOONER,
    NOTS,
    ONCE,
    PARCELS,
    PLACES,
    REPORTS,
    WAS,
    WILLS,
    Stance,
    of_a_day,
    was_planned,
    was_to_be,
    words,
)

_GO = words("go goes going")
_LEAVE = words("leave leaves leaving")
_WENT = frozenset(["went"])
#: "It goes off", "it went out"; "it goes back" only with a day: it may be the rule that is asked for.
_AWAY = words("off out away")
_FETCHED = words("picked collected fetched")
_FETCH = words("pick picks picking collect collects collecting fetch fetches fetching")
_FETCHERS = words("courier carrier driver postman they somebody someone dhl ups dpd hermes evri fedex gls")
_HANDLERS = _FETCHERS | PLACES | words("mail postie")
_AT = words("with at in on")
_TELLING = _GO | _LEAVE | _WENT | _FETCHED | _FETCH | _AT | _AWAY | {"gone"}
_BEFORE_HANDLERS = words("the a an my your their")
_BE = BEING | {"be"}
_BEEN = WAS | {"been"}
#: What leads to a day.
_TO_A_DAY = words("on by this next the at early late later first")
#: "It leaves here", "it leaves my house"; "it leaves a mark" is no departure.
_FROM = words("here home us me my our with")
#: Who goes and leaves without a parcel, and what the shop sends, and not the customer.
_NOBODYS_PARCEL = (
    ME
    | REPORTS
    | words(
        "you he she who refund money cash payment label code order alarm offer price sale delivery replacement voucher "
        "warehouse customs seller window request light lights"
    )
) - {"mail"}
_AGO = "ago"
#: "I need it picked up on Friday" asks for something.
_ASKED_FOR = words("want wants need needs like please can could")


def departure(clause: Sequence[str]) -> Optional[Stance]:
    """What a clause says of a parcel that is to leave; None where of none, and of one that has left.

    Args:
        clause: Its words, in lower case, contractions in full.
    """
    place = next((each for each in range(len(clause)) if _departs(clause, each)), None)
    if place is None:
        return None
    before = clause[max(0, place - 2 * NEAR) : place]
    is_led, is_past = leads_on(before), _is_past(clause[place], before)
    if is_led and ("been" in before or _BEEN.isdisjoint(before)) and not is_past:
        return Stance.AHEAD if IFS.isdisjoint(before) or "been" not in before else Stance.SUPPOSED
    if is_past or not _BEEN.isdisjoint(before):
        return None if clause[0] in ASKS | AUX else _of_the_past(before, clause[place:], is_led)
    if clause[0] in ASKS | AUX or clause[0] == "when" or not _ASKED_FOR.isdisjoint(before):
        return Stance.ASKED
    if not (WILLS - frozenset(["going"])).isdisjoint(before) or any(map(of_a_day, clause[place:])):
        is_denied = not NOTS.isdisjoint(before) and NO_SOONER.isdisjoint(clause)
        return Stance.NOT if is_denied else Stance.AHEAD
    return None


def _is_past(verb: str, before: Sequence[str]) -> bool:
    """Whether a verb is one of the past by itself: "it went", "they collected it"."""
    return verb in _WENT or (verb in _FETCHED and (_BE | HAVING | _ASKED_FOR | {"been"}).isdisjoint(before[-3:]))


def _of_the_past(before: Sequence[str], told: Sequence[str], is_led: bool) -> Optional[Stance]:
    if is_led:
        return Stance.SUPPOSED if told[0] in _WENT | _FETCHED and not IFS.isdisjoint(before) else None
    if "did" in before and not NOTS.isdisjoint(before):
        return Stance.NOT
    if was_to_be(before):
        return was_planned(told)
    return Stance.DONE if told[0] in _FETCHED and NOTS.isdisjoint(before) else None


def leads_on(before: Sequence[str]) -> bool:
    """Whether words suppose what follows, or wait for it: "if", "once", "as soon as"; "when did it" asks."""
    if not IFS.isdisjoint(before) or ("soon" in before and "as" in before):
        return True
    pairs = itertools.zip_longest(before, before[1:], fillvalue="")
    return any(word in ONCE and (word != "when" or behind not in ASKS | AUX) for word, behind in pairs)


def _departs(clause: Sequence[str], place: int) -> bool:
    word = clause[place]
    if word not in _TELLING:
        return False
    before, behind = clause[max(0, place - 2 * NEAR) : place], clause[place + 1 : place + 1 + NEAR]
    if not _NOBODYS_PARCEL.isdisjoint(before) and word not in _FETCHED | _FETCH:
        return False
    if word in _GO | _WENT:
        return _goes(word, before, behind)
    if word in _LEAVE:
        return _is_a_verb(word, before) and (not behind or behind[0] in _FROM | _TO_A_DAY or of_a_day(behind[0]))
    if word in _FETCHED:
        return _is_fetched(word, before, behind)
    if word in _FETCH:
        is_theirs = not _FETCHERS.isdisjoint(before) and "you" not in before
        return is_theirs and not (KNOWN_THINGS | PARCELS).isdisjoint(behind)
    if not leads_on(before) and "will" not in before:
        return False
    if before[-1] not in IS | {"be"}:
        return False
    if word in _AT:
        whom = next((each for each in behind if each not in _BEFORE_HANDLERS), "")
        return whom in _HANDLERS or behind[:2] in (["its", "way"], ["the", "way"])
    return word in _AWAY | {"gone"} and (not behind or of_a_day(behind[0]))


def _goes(word: str, before: Sequence[str], behind: Sequence[str]) -> bool:
    if not behind or not _is_a_verb(word, before):
        return False
    if behind[0] in _AWAY or of_a_day(next((each for each in behind if each not in _TO_A_DAY), "")):
        return True
    to_a_place = behind[0] in _AT | {"to"} and not PLACES.union(["mail"]).isdisjoint(behind[1:3])
    return to_a_place or (behind[0] == "back" and any(map(of_a_day, behind)))


def _is_a_verb(word: str, before: Sequence[str]) -> bool:
    """Whether "go" and "leave" have what they need before them: "it will go", "is going", "to leave"."""
    if word in ("goes", "leaves", "went"):
        # "The leaves".
        return before[-1:] not in (["the"], ["my"], ["its"])
    if word in ("going", "leaving"):
        return not before or not IS.union(["be", "am"]).isdisjoint(before[-2:])
    return not (WILLS | words("to did does not")).isdisjoint(before[-2:]) or not IFS.isdisjoint(before)


def _is_fetched(word: str, before: Sequence[str], behind: Sequence[str]) -> bool:
    """Whether a parcel "is being picked up", or somebody "is having it collected"."""
    if word == "picked" and "up" not in behind[:4]:
        return False
    if before[-2:-1] == ["had"] and before[-1] in KNOWN_THINGS:
        return True
    if before[-2:-1] and before[-2] in HAVING | _ASKED_FOR and before[-1] in KNOWN_THINGS:
        return not (WILLS | _ASKED_FOR | {"having", "getting"}).isdisjoint(before)
    if not (IFS.isdisjoint(before) or _FETCHERS.isdisjoint(before)):
        return True
    if not _NOBODYS_PARCEL.isdisjoint([*before, *behind] if _FETCHERS.isdisjoint(before) else behind):
        return False
    is_active = not _FETCHERS.isdisjoint(before) and bool(behind) and "phone" not in behind
    # "Collected three weeks ago."
    is_bare = not before and _AGO in behind
    return is_active or is_bare or (bool(before) and not (_BE | _BEEN).isdisjoint(before[-3:]))
