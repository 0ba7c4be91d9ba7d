"""What one clause says of a hand-in, by its verb and what stands before it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Optional

from bot.nlu.entities.departures import departure, leads_on
from bot.nlu.entities.kept import is_kept
from bot.nlu.entities.plans import is_belief, planned, read_condition
from bot.nlu.entities.requests import tells_of_request
from bot.nlu.entities.stances import (
    ASKS,
    AT_HOME,
    AUX,
    BEFORE_SAY,
    BEHIND_SAYING,
    BEING,
    BETWEEN,
    DESIRES,
    EFFORTS,
    GET,
    GOES,
    GOING,
    HAS,
    HAVING,
    IFS,
    IS,
    KEPT,
    KNOWN_THINGS,
    LEAVING,
    LEFT_OVER,
    ME,
    NEAR,
    NO_SOONER,
    NOTS,
    OF_A_PARCEL,
    OF_A_THING,
    OF_A_WISH,
    OF_THE_SHOP,
    OTHERS,
    PARCELS,
    PLACES,
    PLANS,
    REPORTS,
    SAID_OF,
    SAYING,
    SOMEBODY,
    SOON,
    THINGS,
    TIMES,
    WANTED,
    WAS,
    WERE,
    WILLS,
    Stance,
    is_a_day,
    of_a_day,
    was_planned,
    was_to_be,
)
from core.hand_in_words import CLEARLY_HANDED, HAND, HANDED, HANDING, HANDS
from core.own_people import OWN_PEOPLE

_DID_IT = frozenset(itertools.product(("did", "done"), ("it", "that", "so")))
_DOERS = ME | frozenset(["just", "he", "she", "have", "has", "already", "finally"])
_WHEN = frozenset(["just", "right", "on", "this", "last", "the", "yesterday", "ago", "minutes", "an", "a", "hour"])
# In words: so far before what they say stands who says it.
CLOSE = 3
# Where a parcel leaves on its way to the customer.
_DEPOTS = frozenset(["warehouse", "depot", "facility", "hub", "country", "sorting", "dispatch", "centre", "center"])
_JUDGING = frozenset(["is", "would", "will", "does"])
#: "May he hand it in?" asks as "may I" does.
_SOMEBODY_ELSE = SOMEBODY | frozenset(["someone", "somebody", "anyone", "anybody", "else"])


def stance_of(words: Sequence[str], complains: bool) -> Optional[Stance]:
    """What a clause says of a hand-in, None where nothing.

    Args:
        words: Its words, in lower case, contractions in full.
        complains: Whether the message complains of something that was done.
    """
    words = read_condition(_supposing(_heard_at_home(words)))
    if tells_of_request(words) or is_belief(words):
        return Stance.OTHER
    if _puts_up_day(words):
        return Stance.ASKED
    deed = _deed(words)
    if deed is None:
        return departure(words) or _without_deed(words) or planned(words)
    return _of_a_deed(words, deed, complains) or departure(words) or planned(words)


def _puts_up_day(words: Sequence[str]) -> bool:
    """Whether a clause asks if a day is one for a hand-in: "is Monday too late to bring it"."""
    if words[:1] == [] or words[0] not in _JUDGING or not any(map(of_a_day, words[1:CLOSE])):
        return False
    to = next((place for place, word in enumerate(words) if word in ("to", "if")), len(words))
    return not (HAND - {"return"}).isdisjoint(words[to : to + CLOSE + 1])


def _of_a_deed(words: Sequence[str], deed: int, complains: bool) -> Optional[Stance]:
    before = words[max(0, deed - 2 * NEAR) : deed]
    if not REPORTS.isdisjoint(words[:deed]) or "you" in before:
        return None
    if before[-1:] and before[-1] in ("i", "we") and before[-2:-1] and before[-2] in THINGS:
        return Stance.DONE
    if words[deed] in HANDED and _is_to_come(before, words):
        return Stance.AHEAD
    if not IFS.isdisjoint(before):
        if words[deed] in HANDED and "would" not in before:
            return Stance.SUPPOSED
        return Stance.AHEAD if _is_of_a_parcel(words, deed) else None
    mine = not ME.isdisjoint(before)
    if _denies(before):
        if words[deed] == "left" and not AT_HOME.isdisjoint(words[deed + 1 : deed + 4]):
            # "It never left the house."
            return Stance.NOT
        if words[deed] == "left" and not _DEPOTS.isdisjoint(words[deed + 1 : deed + 4]):
            # "The parcel hasn't left your warehouse": the shop's, on its way to the customer.
            return None
        if not mine and words[deed] == "dispatched":
            # "It's not been dispatched" says a page of an order.
            return None
        return Stance.NOT if mine or _speaks_for_itself(before, words[deed]) else None
    if words[deed] in HANDED:
        is_planned = was_to_be(before) and before[-1] in ("be", "been", "have")
        return was_planned(words) if is_planned else _of_a_past_form(before)
    if before[-1:] == ["did"]:
        return Stance.DONE
    if (mine or not _SOMEBODY_ELSE.isdisjoint(before)) and _asks(before):
        return Stance.ASKED
    if was_to_be(before) and (mine or before[0] in WANTED | WERE or not PLANS.isdisjoint(before)):
        return was_planned(words)
    if _is_a_wish(words, deed):
        return Stance.OTHER
    if not _is_of_a_parcel(words, deed):
        return None
    if "when" in before or not WILLS.isdisjoint(before[-NEAR:]):
        return Stance.AHEAD if mine or before[0] in WILLS or not PLANS.isdisjoint(before) else None
    if words[deed] in HANDING | GOING:
        led_by = {"am", "are", "be"} | (IS if mine else frozenset())
        return Stance.AHEAD if not before or not led_by.isdisjoint(before[-3:]) else None
    if words[deed] in HANDS or not {"i", "we"}.isdisjoint(before[-2:]):
        return Stance.DONE if complains else Stance.AHEAD
    return None


def _heard_at_home(words: Sequence[str]) -> Sequence[str]:
    """What somebody of the customer's own says, without who says it: "my wife just told me that it is still here"."""
    said = next((place for place, word in enumerate(words) if word in SAYING), 0)
    if (OWN_PEOPLE | {"he", "she"}).isdisjoint(words[max(0, said - CLOSE) : said]):
        return words
    behind = next((place for place in range(said + 1, len(words)) if words[place] not in BEHIND_SAYING), len(words))
    told = words[behind:] or words
    # "They are still in his van" is of things.
    is_of_people = told[0] in SOMEBODY and not (told[0] == "they" and "still" in told)
    return ["we", *told[1:]] if is_of_people else told


def _supposing(words: Sequence[str]) -> Sequence[str]:
    """The words of a clause, "say" as "suppose" where it leads: "let's say I post it on Friday"."""
    lead = next((place for place, word in enumerate(words) if word not in BEFORE_SAY), 0)
    supposes = words[lead : lead + 1] == ["say"] and words[lead + 1 : lead + 2] and words[lead + 1] in SAID_OF
    return ["suppose", *words[lead + 1 :]] if supposes else words


def _is_to_come(before: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a participle tells of what has not come about: "if it gets posted", "once I've handed it in"."""
    if "already" in words or not before or not (OF_THE_SHOP | NOTS).isdisjoint(before):
        return False
    if before[-2:-1] and before[-2] in HAVING and before[-1] in KNOWN_THINGS:
        return "having" in before or "getting" in before or not WILLS.isdisjoint(before[:-2])
    is_passive = before[-1] in BEING
    if not leads_on(before):
        is_dated = any(map(of_a_day, words)) and before[0] not in ASKS | AUX
        return is_dated and is_passive and before[-1] not in IS and before[-2:-1] not in (["i"], ["we"])
    waits = IFS.isdisjoint(before)
    has = waits and not HAS.isdisjoint(before) and WAS.isdisjoint(before)
    return is_passive or has or (waits and len(before) == 1)


def _is_a_wish(words: Sequence[str], deed: int) -> bool:
    """Whether a clause wishes for a return, and plans no hand-in: "let me send the coat back today"."""
    around = [*words[:deed], *words[deed + 1 :]]
    returns = words[deed] in ("return", "returning") or "back" in words[deed + 1 : deed + NEAR]
    elsewhen = any(map(is_a_day, around)) or not (TIMES - SOON).isdisjoint(around)
    return returns and not elsewhen and not OF_A_WISH.isdisjoint(words[:deed]) and (PLACES | PARCELS).isdisjoint(around)


def _asks(before: Sequence[str]) -> bool:
    return before[0] in ASKS or (before[0] == "when" and len(before) > 1 and before[1] in ASKS | AUX)


def _deed(words: Sequence[str]) -> Optional[int]:
    """Where the hand-in stands, one that is told as past before any other."""
    deeds = [place for place in range(len(words)) if _is_deed(words, place)]
    return next((place for place in deeds if words[place] in HANDED), deeds[0] if deeds else None)


def _is_deed(words: Sequence[str], place: int) -> bool:
    word, before = words[place], words[place - 1] if place else ""
    if words[place + 1 : place + 2] in (["you"], ["me"], ["us"]):
        return False
    if word in ("went", "gone") and words[place + 1 : place + 2] == ["back"]:
        # "It went back on Sunday", and not "I went back".
        return before not in SOMEBODY
    if word in ("take", "taking", "took", "taken") and "out" in words[place + 1 : place + NEAR]:
        return not PLACES.isdisjoint(words)
    if word == "left" and (place + 1 == len(words) or words[place + 1] in LEAVING):
        return False
    if word == "gone":
        return False
    if word == "off" and before not in ("am", "are"):
        return False
    if word in GOES:
        # "To the post", and not "going to post it".
        behind = words[place + 1 : place + NEAR]
        return any(
            each in PLACES and each_before != "to" for each_before, each in zip(["", *behind], behind, strict=False)
        )
    if word in HANDED:
        return before not in (LEFT_OVER if word == "left" else OF_A_THING)
    if word in HANDS:
        # "My brother in Lyon takes it there."
        return before not in OF_A_THING and not ME.isdisjoint(words[max(0, place - NEAR) : place])
    is_a_thing = before in OF_A_THING and not (word in HANDING and before == "of")
    return word in HAND | HANDING and not is_a_thing and words[place + 1 : place + 2] != ["office"]


def _is_of_a_parcel(words: Sequence[str], deed: int) -> bool:
    """Whether what lies ahead is a hand-in, and not the wish to send something back."""
    if not (PLACES | PARCELS | TIMES).isdisjoint(words) or words[deed] in OF_A_PARCEL or any(map(is_a_day, words)):
        return True
    return not KNOWN_THINGS.isdisjoint(words[deed:]) and DESIRES.isdisjoint(words[:deed])


def _speaks_for_itself(before: Sequence[str], deed: str) -> bool:
    """Whether a denial without a subject is the customer's: "haven't dropped it off yet", not "still not returned"."""
    first = before[1] if before[0] == "still" and len(before) > 1 else before[0]
    is_of_it = not KEPT.isdisjoint(before[:3]) and not (IS | WAS).isdisjoint(before)
    return first in AUX or (deed in CLEARLY_HANDED and (before[0] in NOTS or "been" in before or is_of_it))


def _denies(before: Sequence[str]) -> bool:
    for word in reversed(before[-NEAR:]):
        if word in NOTS:
            return True
        if word not in BETWEEN:
            return False
    return False


def _of_a_past_form(before: Sequence[str]) -> Stance:
    near = before[-4:]
    if {"be"} & set(near) and not WILLS.isdisjoint(near):
        return Stance.AHEAD
    if near[-1:] == ["have"] and not {"would", "could", "should", "might"}.isdisjoint(near):
        return Stance.NOT
    if near[-2:] == ["will", "have"]:
        return Stance.AHEAD
    return Stance.DONE


def _gets_there(words: Sequence[str]) -> bool:
    """Whether a clause supposes a day for what it does not name: "and if I only make it on Thursday"."""
    supposes = not IFS.isdisjoint(words) and not {"i", "we"}.isdisjoint(words)
    there = {"make", "it"} <= set(words) or {"get", "there"} <= set(words) or "manage" in words
    return supposes and there and any(map(of_a_day, words))


def _is_an_errand(words: Sequence[str]) -> bool:
    """ "He'll do it on Friday" is said of a parcel that somebody else carries."""
    does = ("do", "it") in itertools.pairwise(words) and "will" in words and "not" not in words
    return does and not OWN_PEOPLE.union(["he", "she"]).isdisjoint(words) and any(map(of_a_day, words))


def _did_it(words: Sequence[str]) -> bool:
    """ "Did it just now", "we did that this morning": nothing but the time stands behind."""
    place = next((place for place, pair in enumerate(itertools.pairwise(words)) if pair in _DID_IT), None)
    if place is None or not NOTS.isdisjoint(words) or not (place == 0 or words[place - 1] in _DOERS):
        return False
    behind = words[place + 2 :]
    return bool(behind) and all(word in _WHEN or of_a_day(word) for word in behind)


def _without_deed(words: Sequence[str]) -> Optional[Stance]:
    """What a clause says that names no hand-in: "so I couldn't", "we didn't get to the post office", "I ordered it"."""
    if (words[-1:] == ["did"] and words[:-1] in ([], ["i"], ["we"])) or _did_it(words):
        return Stance.DONE
    # "Then don't" declines.
    declines = list(words[:2]) == ["do", "not"] and ME.isdisjoint(words)
    denied = "not" in words and not declines and (not ME.isdisjoint(words) or words[0] in AUX)
    if denied and words[-1] in ("not", "yet") and "not" in words[-2:] and not AUX.isdisjoint(words[-4:]):
        return Stance.NOT
    if denied and not GET.isdisjoint(words) and not PLACES.isdisjoint(words):
        return Stance.NOT
    if is_kept(words):
        return Stance.NOT
    if "you" not in words and len(words) <= 2 * NEAR and not WILLS.isdisjoint(words):
        no_sooner = "not" in words and not NO_SOONER.isdisjoint(words)
        if not EFFORTS.isdisjoint(words) or (no_sooner and not {"make", "get", "do"}.isdisjoint(words)):
            return Stance.AHEAD if no_sooner or "not" not in words else Stance.NOT
    if _gets_there(words) or _is_an_errand(words):
        return Stance.AHEAD
    if not OTHERS.isdisjoint(words):
        return Stance.OTHER
    return Stance.OTHER if not {"will", "shall"}.isdisjoint(words) else None
