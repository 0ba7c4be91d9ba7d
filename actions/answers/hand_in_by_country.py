"""When the page changes after a hand-in in a country that is named in words, with that country's public holidays."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.hand_ins_reckoned import hand_in_reckoned
from actions.dialogue.last_answer import answers_before, last_answer
from actions.dialogue.lateness import ANYBODY
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.relative_dates import is_span, meant_day
from actions.dialogue.towns import Town, country_of, place_named, place_told, region_of, town_named
from actions.dialogue.turn import AHEAD, PAST, SUPPOSED, ActionContext, SaidDate, place_lately, written_lately
from actions.replies.formatting import show_country, show_instant
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from actions.replies.return_case import Case
from core.what_ifs import supposes_no_change
from policy.calendars import MAIN_TIMEZONES, Place, country_code, latest
from policy.facts import Facts
from policy.model import Customer

COUNTED, WHICH_COUNTRY = "utter_hand_in_counted", "utter_which_country"
#: The question that a button with a country answers again.
HAND_IN = "report_not_marked_returned"
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


def hand_in_counted(turn: ActionContext, facts: Facts, homes: Sequence[str] = ()) -> Utterance | None:
    """The day by which the page should change, or should have, counted where the customer says that it was handed in.

    A message that names only a country, "and my sister in England?", goes on with the day that was named before; one
    that names only a day, "if it's still like that on Thursday?", with the country. Of a town that several countries
    have the country is asked for. None where either is not known.

    Args:
        turn: The turn.
        facts: The rules.
        homes: The countries that the customer and their parcel are known to be in; a town of one of them is meant.
    """
    homes = (*homes, *_country_of_page(turn))
    named, place = _places(turn, homes)
    town = None if turn.country else town_named(turn.said)
    is_open = town is not None and named is None
    if not is_open and (place is None or len(country_of(place)) != _ISO or (turn.is_press and named is None)):
        return None
    if any(map(_ELSEWHERE.search, (turn.said, *(() if named else written_lately(turn.events))))):
        return None
    told = turn.date if turn.date is not None and turn.date.said_at == turn.now else None
    waits = waits_until(turn)
    if waits or (told is None and (named is not None or is_open)):
        told = hand_in_reckoned(turn)
    if told is None or told.sense not in _DAYS or not told.phrase or is_span(told) or "/" in told.phrase:
        return None
    if town is not None and is_open:
        return _which_country(town)
    return _counted(told, place or "", turn, waits, facts)


def hand_in_elsewhere(turn: ActionContext, case: Case, facts: Facts) -> Utterance | None:
    """The same for a plan in another country than that of the return in hand: it is somebody else's parcel.

    A day alone goes on with it. None where the message is about the return in hand.
    """
    if "customer_number" in turn.told_now or turn.date is None or turn.date.said_at != turn.now:
        return None
    homes = (case.found.order.ship_to, case.customer.country)
    named, _ = _places(turn, homes)
    speaks_of_own = not _OWN.isdisjoint(turn.said.lower().split())
    goes_on = (
        named is None
        and not speaks_of_own
        and any(each.response.startswith(COUNTED) for each in last_answer(turn.events))
    )
    is_other = named is not None and country_code(country_of(named)) not in homes
    return hand_in_counted(turn, facts, homes) if goes_on or is_other else None


def anybody_there(turn: ActionContext) -> tuple[Customer, Place] | None:
    """Somebody in the country that an answer for everybody was counted for, and whose days count there."""
    if not _asked_on(turn):
        return None
    where = place_lately(turn.events, _country_of_page(turn))
    return there(where) if where and len(country_of(where)) == _ISO else None


def country_reader(parcel: ReplyAction) -> Reader:
    """Reads the country that a message names behind the question in which one a town is.

    Args:
        parcel: Tells when the page changes.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        is_asked = any(each.response == WHICH_COUNTRY for each in last_answer(turn.events))
        if not is_asked or not turn.country or turn.is_press or "customer_number" in turn.told_now:
            return None
        return parcel.respond(replace(turn, intent=HAND_IN))

    return read


def _places(turn: ActionContext, homes: Sequence[str]) -> tuple[str | None, str | None]:
    """Where the message says that something is, and the same or what the messages before it say.

    A country that is named, or pressed, tells which of its namesakes the town before it is.
    """
    if turn.country:
        code = country_code(turn.country)
        here = place_told(code, turn.said)
        before = here if here != code else place_lately(turn.events, (code,))
        is_in_it = before is not None and country_of(before) == code
        place = before if is_in_it else turn.country
        return place, place
    named = place_named(turn.said, homes)
    return named, named or place_lately(turn.events, homes)


def _country_of_page(turn: ActionContext) -> tuple[str, ...]:
    """The country of the page that the customer writes on, where its language names one: "pt-BR"."""
    country = turn.spoken.partition("-")[2]
    return (country,) if len(country) == _ISO else ()


def _which_country(town: Town) -> Utterance:
    """The question in which country a town is, with a button for each."""
    countries = dict.fromkeys(country_of(each) for each in town.namesakes)
    choices = tuple(
        Choice(Phrase("choice_country", {"country": show_country(each)}), f"/{HAND_IN}{json.dumps({'country': each})}")
        for each in countries
    )
    return Utterance(WHICH_COUNTRY, {"town": town.name}, choices=choices)


def waits_until(turn: ActionContext) -> bool:
    """Whether a message asks what holds if nothing has changed by a day that it names."""
    return supposes_no_change(turn.said) and turn.asked_day is not None


def _counted(told: SaidDate, where: str, turn: ActionContext, waits: bool, facts: Facts) -> Utterance | None:
    customer, place = there(where)
    country = place.country
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


def there(where: str) -> tuple[Customer, Place]:
    """Somebody in a country, perhaps in a region of it (as `Town` has it), and whose days count there."""
    country = country_code(country_of(where))
    place = Place(country, MAIN_TIMEZONES.get(country, ANYBODY.timezone), region_of(where))
    return replace(ANYBODY, country=country, timezone=place.timezone), place


def _asked_on(turn: ActionContext) -> bool:
    """Whether the answers since were the reasons of such a date."""
    for said in answers_before(turn.events):
        if any(each.response.startswith(COUNTED) for each in said):
            return True
        if all(each.facts[:1] != (_UPDATE,) for each in said):
            return False
    return False
