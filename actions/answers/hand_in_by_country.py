"""When the page changes after a hand-in in a country that is named in words, with that country's public holidays."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.dialogue.hand_ins_reckoned import hand_in_reckoned
from actions.dialogue.last_answer import last_answer
from actions.dialogue.lateness import ANYBODY
from actions.dialogue.relative_dates import is_span, meant_day
from actions.dialogue.towns import country_of_place
from actions.dialogue.turn import AHEAD, PAST, SUPPOSED, ActionContext, SaidDate, country_lately, written_lately
from actions.replies.formatting import show_country, show_instant
from actions.replies.reply import Utterance
from actions.replies.return_case import Case
from core.what_ifs import supposes_no_change
from policy.calendars import MAIN_TIMEZONES, Place, country_code, latest, local_date
from policy.drop_off import DropOffOutlook
from policy.facts import Facts

COUNTED = "utter_hand_in_counted"
_UPDATE = "update.dropoff"
#: Where the shop is, or the thing came from, nothing was handed in; of a parcel at one's own cost nothing is promised.
_ELSEWHERE = re.compile(
    r"\b(?:seller|shop|store|warehouse|ordered|bought|shipped|goes|sent) (?:\w+ ){0,3}(?:from|in|to)\b|\bpaid\b|"
    r"\bown (?:cost|costs|expense|postage)\b",
    re.IGNORECASE,
)
_ISO = 2
_OWN = frozenset(["i", "i've", "we", "we've", "my", "mine", "our"])
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


def hand_in_elsewhere(turn: ActionContext, case: Case, facts: Facts) -> Utterance | None:
    """The same for a plan in another country than that of the return in hand: it is somebody else's parcel.

    A day alone goes on with it. None where the message is about the return in hand.
    """
    if "customer_number" in turn.told_now or turn.date is None or turn.date.said_at != turn.now:
        return None
    named = turn.country or country_of_place(turn.said)
    speaks_of_own = not _OWN.isdisjoint(turn.said.lower().split())
    goes_on = (
        named is None
        and not speaks_of_own
        and any(each.response.startswith(COUNTED) for each in last_answer(turn.events))
    )
    is_other = named is not None and country_code(named) not in (case.found.order.ship_to, case.customer.country)
    return hand_in_counted(turn, facts) if goes_on or is_other else None


def unchanged_until(turn: ActionContext, case: Case, outlook: DropOffOutlook) -> Utterance | None:
    """Whether the return in hand is late if nothing has changed by a day; None where nothing is promised for it."""
    asked = meant_day(replace(turn.asked_day, sense=AHEAD), case.customer) if turn.asked_day else None
    if not waits_until(turn) or asked is None or outlook.dropped_off_at is None or outlook.due is None:
        return None
    shown = {"day": outlook.dropped_off_at, "due": outlook.due, "asked": asked}
    values = {name: show_instant(each, case.customer, case.now) for name, each in shown.items()}
    values["country"] = show_country(country_code(case.found.order.ship_to))
    is_late = local_date(asked, case.customer.timezone) > local_date(outlook.due, case.customer.timezone)
    return Utterance(f"{COUNTED}_then" if is_late else COUNTED, values, because=_UPDATE)


def waits_until(turn: ActionContext) -> bool:
    """Whether a message asks what holds if nothing has changed by a day that it names."""
    return supposes_no_change(turn.said) and turn.asked_day is not None


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
