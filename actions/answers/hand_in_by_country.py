"""When the page changes after a hand-in in a country that is named in words, with that country's public holidays."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.dialogue.hand_ins_reckoned import hand_in_reckoned
from actions.dialogue.lateness import ANYBODY
from actions.dialogue.relative_dates import is_span, meant_day
from actions.dialogue.towns import country_of_place
from actions.dialogue.turn import AHEAD, PAST, SUPPOSED, ActionContext, SaidDate, country_lately, written_lately
from actions.replies.formatting import show_country, show_instant
from actions.replies.reply import Utterance
from policy.calendars import MAIN_TIMEZONES, Place, country_code, latest
from policy.facts import Facts

COUNTED = "utter_hand_in_counted"
_UPDATE = "update.dropoff"
#: Where the shop is, or the thing came from, nothing was handed in; of a parcel at one's own cost nothing is promised.
_ELSEWHERE = re.compile(
    r"\b(?:seller|shop|store|warehouse|ordered|bought|shipped|goes|sent) (?:\w+ ){0,3}(?:from|in|to)\b|\bpaid\b|"
    r"\bown (?:cost|costs|expense|postage)\b",
    re.IGNORECASE,
)
#: "If it's still like that on Thursday", "if nothing has moved by Monday".
_UNCHANGED = re.compile(
    r"\bif\b.{0,60}\b(?:still|same|not|nothing|unchanged|no (?:change|update|news)|like that|"
    r"(?:hasn|isn)['\u2019]?t)\b",
    re.IGNORECASE,
)
_ISO = 2
#: Senses of a day from which is counted: of somebody's plan as well.
_DAYS = frozenset({PAST, AHEAD, SUPPOSED})


def hand_in_counted(turn: ActionContext, facts: Facts) -> Utterance | None:
    """The day by which the page should change, or should have, counted in the country that the customer named.

    A message that names only a country, "and my sister in England?", goes on with the day that was named before; one
    that names only a day, "if it's still like that on Thursday?", with the country. None where either is not known.
    """
    named = turn.country or country_of_place(turn.said)
    country = named or country_lately(turn.events)
    if turn.is_press or country is None or len(country) != _ISO:
        return None
    if any(map(_ELSEWHERE.search, (turn.said, *(() if named else written_lately(turn.events))))):
        return None
    told = turn.date if turn.date is not None and turn.date.said_at == turn.now else None
    waits = waits_until(turn)
    if waits or (told is None and named is not None):
        told = hand_in_reckoned(turn)
    if told is None or told.sense not in _DAYS or not told.phrase or is_span(told) or "/" in told.phrase:
        return None
    return _counted(told, country_code(country), turn, waits, facts)


def waits_until(turn: ActionContext) -> bool:
    """Whether a message asks what holds if nothing has changed by a day that it names."""
    return _UNCHANGED.search(turn.said) is not None and turn.asked_day is not None


def _counted(told: SaidDate, country: str, turn: ActionContext, waits: bool, facts: Facts) -> Utterance | None:
    place = Place(country, MAIN_TIMEZONES.get(country, ANYBODY.timezone))
    customer = replace(ANYBODY, country=country, timezone=place.timezone)
    day = meant_day(told, customer)
    if day is None:
        return None
    due = latest(day, facts[_UPDATE], place)
    asked = meant_day(replace(turn.asked_day, sense=AHEAD), customer) if waits and turn.asked_day else None
    values = {
        "country": show_country(country),
        "day": show_instant(day, customer, turn.now),
        "due": show_instant(due, customer, turn.now),
    }
    if asked is not None and asked > due:
        values["asked"] = show_instant(asked, customer, turn.now)
        return Utterance(f"{COUNTED}_then", values, because=_UPDATE)
    return Utterance(f"{COUNTED}_late" if turn.now > due else COUNTED, values, because=_UPDATE)
