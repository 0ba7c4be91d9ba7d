"""What a clause without a hand-in says of its day: a plan, a condition, a complaint, or what was wrongly believed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Optional

from bot.nlu.entities.stances import (
    IFS,
    ME,
    OF_THE_SHOP,
    PLACES,
    SOMEBODY,
    TIMES,
    UNCHANGED,
    WANTED,
    Stance,
    is_a_day,
    words,
)
from core.hand_in_words import HANDED

#: Of these a clause can speak without a day of its own.
_NO_DAYS = words("later soon now next week month morning afternoon evening day days")
#: "In case it is", "should it not be", "on the off chance that": what follows is supposed.
_CASES = (("in", "case"), ("off", "chance"))
_SUPPOSED = words("it nothing the that this my there they nobody no")
#: "I'm aiming for Friday", "my plan is Saturday".
_PLANNING = words(
    "planning plan aiming aim thinking considering hoping hope shooting looking pencilled penciled fixing intending "
    "leaving list diary calendar eyeing trying wondering"
)
#: These tell of a plan that still holds in the past tense too: "was thinking of Saturday".
_STILL_PLANNING = words("thinking hoping wondering looking")
_OF = words("of about for on")
#: What somebody can do on a day: "I could do Friday", "going to sort it on Friday".
_ABLE = words("can could would will might may should going able am are trying")
_DOING = words("do sort manage make get try swing")
_FITS = words("works suits fits earliest soonest")
#: Of these nobody hands in a parcel: "on Friday I complain", "they only open on Thursday".
_ELSE = words(
    "complain complaining complained complaint ring ringing rang phone phoning phoned call calling contact contacting "
    "chase chasing chased escalate escalating escalated dispute disputing disputed report reporting touch open opens "
    "reopens closed shut closes"
)
#: With these a clause tells of a day that has passed, or what somebody knows of it.
_PASSED = HANDED | words(
    "was were had did got been since waiting waited still already see read remember say saying tell telling talking "
    "think guess swear confirm sure certain positive mean meant"
)
_BARE_CONDITION = IFS | words("and so or but what how about then it is on the of for day only instead in i we")
_BELIEVED = words("thought believed assumed figured reckoned")
_SURE = (("was", "sure"), ("was", "certain"), ("was", "convinced"), ("was", "positive"), ("have", "sworn"))
_FIRST = words("i we")
#: What somebody was not able to do on a day: "couldn't make it Wednesday", "didn't manage Friday". "Won't" is a plan.
_MANAGED = words("make made manage managed do able go went come came")
#: "Couldn't get there", "didn't get round to it"; "didn't get it" tells of something else.
_GOT_TO = words("there to round around away out near")
_NO_PLAN = words("could can did was were am are been")
#: "Missed the slot today", "no time on Monday", "too ill yesterday".
_MISSED = words("missed overslept")
_LACKED = frozenset(itertools.product(("no", "not"), ("time", "chance", "enough")))
_TOO = words("busy ill sick tired unwell")
#: What else than a way to the counter is missed.
_NOT_MISSED = words("delivery call calls email mail message refund page courier driver appointment order")
_DENIED = words("not never")
#: "It won't work today", "Friday doesn't suit me"; "it didn't work" may be said of a lamp.
_FAILING = words("work happen suit fit")
_AROUND_FAILING = _FAILING | words(
    "it that this will would does do not for me us out after all sadly sorry now going to"
)
_YESTERDAY = "yesterday"
#: "Can't do it until Wednesday" names the day on which it can be done.
_UNTIL = words("until till til before")
_OTHERS = OF_THE_SHOP | (SOMEBODY - _FIRST) | words("you courier driver carrier van seller it")


def read_condition(words: Sequence[str]) -> Sequence[str]:
    """The words of a clause, "in case" and a leading "should it" as "if": they suppose as it does."""
    for first, second in itertools.pairwise(words):
        if (first, second) in _CASES:
            return ["if", *words[words.index(second) + 1 :]]
    lead = next((place for place, word in enumerate(words) if word not in ("and", "so", "or", "but")), 0)
    is_supposed = words[lead : lead + 1] == ["should"] and words[lead + 1 : lead + 2] != []
    return ["if", *words[lead + 1 :]] if is_supposed and words[lead + 1] in _SUPPOSED else words


def is_belief(words: Sequence[str]) -> bool:
    """Whether a clause tells what its writer believed of a hand-in, and so no longer does: "I thought I posted it"."""
    deed = next((place for place, word in enumerate(words) if word in HANDED), len(words))
    before = words[:deed]
    pairs = itertools.pairwise(before)
    believed = not _BELIEVED.isdisjoint(before[:3]) and before[:1] != ["is"]
    return believed or any(pair in _SURE for pair in pairs)


def misses_day(words: Sequence[str]) -> bool:
    """Whether a clause tells that its writer could not do it on a day: "couldn't make it Wednesday"."""
    is_of_day = any(_names_day(word) or word == _YESTERDAY for word in words) and _UNTIL.isdisjoint(words)
    if not is_of_day or not HANDED.isdisjoint(words):
        return False
    if _fails(words):
        return True
    denied = [place for place, word in enumerate(words) if word in _DENIED and _is_no_plan(words[:place])]
    # "Never made it" is no word of what somebody else made.
    if not _OTHERS.isdisjoint(words[: min([3, *denied])]):
        return False
    return "unable" in words or _lacks(words) or any(_is_able(words[place + 1 : place + 4]) for place in denied)


def _fails(words: Sequence[str]) -> bool:
    """Whether a clause says of a day alone that it is no good: "it won't work today", "Friday doesn't suit me"."""
    is_bare = all(word in _AROUND_FAILING or _names_day(word) for word in words)
    leads = not {"will", "would"}.isdisjoint(words) or _names_day(words[0])
    return is_bare and leads and "not" in words and not _FAILING.isdisjoint(words)


def _is_able(behind: Sequence[str]) -> bool:
    """Whether the words behind "could not" are of a way to somewhere: "make it", "get there"."""
    gets = not {"get", "got"}.isdisjoint(behind[:2]) and not _GOT_TO.isdisjoint(behind)
    return gets or not _MANAGED.isdisjoint(behind[:2])


def _lacks(words: Sequence[str]) -> bool:
    """Whether a clause tells what kept its writer from it, and asks nothing: "missed the slot", "had no time"."""
    if not _NOT_MISSED.isdisjoint(words):
        return False
    pairs = [*itertools.pairwise(words)]
    return (
        not _MISSED.isdisjoint(words)
        or any(pair in _LACKED for pair in pairs)
        or any(first == "too" and second in _TOO for first, second in pairs)
    )


def _is_no_plan(before: Sequence[str]) -> bool:
    return not before or before[-1] in _NO_PLAN or before[-1] in _FIRST


def planned(words: Sequence[str]) -> Optional[Stance]:
    """What a clause says of its day that has no word for what is done with a parcel; None where it may be the day of
    a hand-in.

    Args:
        words: Its words, in lower case, contractions in full.
    """
    is_mine = not ME.isdisjoint(words)
    is_when = words[:1] == ["when"] and words[1:2] != [] and words[1] in ME and not PLACES.isdisjoint(words)
    if not HANDED.isdisjoint(words):
        return None
    names_day = any(map(_names_day, words))
    if not _ELSE.isdisjoint(words) and (names_day or is_mine):
        return Stance.OTHER
    if not names_day and not is_when:
        return None
    does = not _DOING.isdisjoint(words)
    if not IFS.isdisjoint(words):
        said = [word for word in words if word not in _BARE_CONDITION and not _names_day(word)]
        supposed = words[max(place for place, word in enumerate(words) if word in IFS) + 1 :]
        if not UNCHANGED.isdisjoint(supposed) and ME.isdisjoint(supposed):
            # "What would I do if it is still the same on Saturday?"
            return Stance.OTHER
        if is_mine and does:
            return Stance.AHEAD
        return Stance.OTHER if said else None
    if _still_plans(words):
        return Stance.AHEAD
    if is_mine and not (WANTED - _PASSED).isdisjoint(words):
        return Stance.NOT
    if not _PASSED.isdisjoint(words):
        return None
    is_others = not (OF_THE_SHOP | {"page", "site", "status", "you"} | (SOMEBODY - _FIRST)).isdisjoint(words)
    if not (_PLANNING | _FITS).isdisjoint(words):
        return Stance.OTHER if is_others else Stance.AHEAD
    if not is_mine and words[:1] != ["going"]:
        return None
    if _ABLE.isdisjoint(words) or is_others:
        return Stance.OTHER if not _ABLE.isdisjoint(words) else None
    return Stance.AHEAD if does or is_when else Stance.OTHER


def _still_plans(words: Sequence[str]) -> bool:
    """Whether a clause names a plan, in whatever tense, with no more than its day: "was thinking of Saturday"."""
    plans = (place for place, word in enumerate(words) if word in _STILL_PLANNING)
    behind = next((words[place + 1 : place + 4] for place in plans if words[place + 1 : place + 2]), [])
    return behind[:1] != [] and behind[0] in _OF and any(map(_names_day, behind))


def _names_day(word: str) -> bool:
    return (word in TIMES and word not in _NO_DAYS) or is_a_day(word)
