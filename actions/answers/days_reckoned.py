"""What follows from a day on which a customer says or supposes that something happens to a return, and from there on.

"Say they book it in on Friday, when is it checked?", "no, make that Monday", "and the money then?": each answer keeps
the day that it was reckoned from (actions/dialogue/days_reckoned.py), and the next one goes on from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from actions.answers.hand_in_by_country import HAND_IN, hand_in_counted, there
from actions.answers.hand_over import case_of
from actions.answers.refund_began import refund_began, refund_days
from actions.answers.windows_by_day import OF_DAYS, by_arrival
from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.days_reckoned import KEPT_AS, Reckoned, in_place_of, last_reckoned, named_day, named_days
from actions.dialogue.hand_ins_reckoned import hand_in_reckoned
from actions.dialogue.identity import known_customer
from actions.dialogue.last_answer import last_answer
from actions.dialogue.lateness import ANYBODY, ANYWHERE
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.towns import country_of, place_named
from actions.dialogue.turn import AHEAD, IDENTITY_FORM, PAST, ActionContext, SaidDate, messages, place_lately
from actions.replies.formatting import show_day, show_instant, show_list, show_moment
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.day_events import (
    DayOf,
    asks_what_follows,
    event_of_day,
    hour_told,
    is_supposed,
    tells_day_of_request,
    tells_of_silence,
)
from core.day_follow_ups import (
    asks_behind_date,
    asks_for_money_next,
    asks_if_sure,
    asks_what_is_next,
    goes_on_with_day,
    names_only_day,
    puts_day_right,
    weekday_after,
)
from core.days_put_up import asks_when_shown, supposes_going, where_supposed
from core.money_questions import MONEY
from core.refunds_begun import tells_only_place
from core.short_messages import pieces
from policy.calendars import customer_place, holidays_left_out, local_date, logistics_place
from policy.chain import BEGUN_BY, Happening, Places, Span, next_after, spans_after
from policy.coverage import is_served
from policy.fact import Unit
from policy.facts import Facts
from policy.model import Customer
from policy.status import AT_WAREHOUSE, SENT, History, Status, return_state

RECKONED = "utter_day_reckoned"
#: Of a day of the year that is so far ahead nobody supposes anything.
_LONG = timedelta(days=200)
_OF_REQUESTS = frozenset({"seller.silence", "request.processing"})
#: How answers begin that are reckoned from a hand-in.
_OF_HAND_IN = ("utter_hand_in_", "utter_rule_hand_in_", "utter_drop_off_", "utter_late_update_dropoff", "utter_lost_on")
#: A parcel that is planned behind these is that of another return.
_OVER = frozenset({Status.CANCELLED, Status.REJECTED})
#: After these the money comes next.
_BEFORE_MONEY = frozenset({Happening.AT_WAREHOUSE, Happening.HANDED_IN})


@dataclass(frozen=True)
class _Asked:
    """Who asks of a day, about which return where one is known, and whose days count."""

    turn: ActionContext
    case: Case | None
    customer: Customer
    places: Places
    facts: Facts


def days_reader(services: Services, parcel: ReplyAction) -> Reader:
    """Reads what follows from a day that a message names, or that the answer before was reckoned from.

    Args:
        services: Store and rules.
        parcel: Answers what follows from a hand-in.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        return day_reckoned(turn, services, parcel)

    return read


def day_reckoned(turn: ActionContext, services: Services, parcel: ReplyAction) -> Reply | None:
    """The answer reckoned from a day; None where a message asks nothing of one.

    Args:
        turn: The turn.
        services: Store and rules.
        parcel: Answers what follows from a hand-in.
    """
    if turn.is_press or turn.group or turn.loop not in (None, IDENTITY_FORM) or "email" in turn.told_now:
        return None
    try:
        asked = _asked(turn, services)
        began = refund_began(turn, asked.facts) if asked.case is None else None
        of_day = began or _of_own_day(asked) or _in_its_place(asked, parcel) or _from_there(asked)
        return of_day or _there(asked, parcel) or _supposed_hand_in(asked, parcel)
    except StoreUnavailable:
        return None


def _asked(turn: ActionContext, services: Services) -> _Asked:
    customer = known_customer(turn, services)
    case = case_of(turn, customer, services) if customer else None
    if customer is not None and case is not None:
        places = Places(customer_place(customer), logistics_place(case.found.order, customer))
        return _Asked(turn, case, customer, places, services.facts)
    if customer is not None:
        return _Asked(turn, None, customer, Places(*[customer_place(customer)] * 2), services.facts)
    named = turn.country or place_lately(turn.events)
    somebody, place = there(named) if named else (ANYBODY, ANYWHERE)
    return _Asked(turn, None, somebody, Places(place, place), services.facts)


def _of_own_day(asked: _Asked) -> Reply | None:
    """What follows from what the message itself says to happen on a day."""
    turn = asked.turn
    event = event_of_day(turn.said)
    if event is None and tells_day_of_request(turn.said) and _tells_of_requests(turn):
        return _reckon(asked, Happening.REQUESTED, _told_day(asked))
    if event is None:
        return None
    happening = Happening(event.value)
    if asked.case is not None and (not is_supposed(turn.said) or _has_happened(happening, asked.case)):
        # What the records have of it is told by their own answers.
        return None
    is_waiting = event is DayOf.REQUESTED and tells_of_silence(turn.said)
    if asked.case is None and event is not DayOf.LABELLED and not (is_waiting or asks_what_follows(turn.said)):
        return None
    return _reckon(asked, happening, _told_day(asked))


def _tells_of_requests(turn: ActionContext) -> bool:
    first = (each.facts[:1] for each in last_answer(turn.events))
    return any(fact in _OF_REQUESTS for facts in first for fact in facts)


def _has_happened(event: Happening, case: Case) -> bool:
    history = History.until(case.found.events, case.now)
    if event is Happening.AT_WAREHOUSE:
        return history.has(*AT_WAREHOUSE)
    return event is Happening.REQUESTED


def _told_day(asked: _Asked) -> Reckoned | None:
    """The day of the message: one to come where it is supposed, the last one where it is told."""
    turn, said = asked.turn, named_day(asked.turn)
    if said is None:
        return None
    ahead = meant_day(replace(said, sense=AHEAD), asked.customer)
    past = meant_day(replace(said, sense=PAST), asked.customer)
    day = ahead if ahead is not None and is_supposed(turn.said) and ahead - turn.now < _LONG else past or ahead
    return _at_hour(day, asked) if day else None


def _at_hour(day: datetime, asked: _Asked) -> Reckoned:
    """A day with the hour that the message tells, where it tells one; the event is put in by who knows it."""
    hour = hour_told(asked.turn.said)
    if hour is None:
        return Reckoned(Happening.REQUESTED, day)
    zone = ZoneInfo(asked.customer.timezone)
    return Reckoned(Happening.REQUESTED, datetime.combine(local_date(day, zone.key), hour, zone), has_hour=True)


def _in_its_place(asked: _Asked, parcel: ReplyAction) -> Reply | None:
    """The same reckoned from another day, where a message says no more than that day."""
    turn = asked.turn
    after = weekday_after(turn.said)
    named = named_day(turn)
    is_one = len(named_days(turn)) == 1 or puts_day_right(turn.said)
    if named is None or not is_one or not names_only_day(turn.said):
        return None
    if not (puts_day_right(turn.said) or goes_on_with_day(turn.said) or after is not None):
        return None
    before = last_reckoned(turn.events)
    told = last_answer(turn.events)
    if before is not None and any(each.response == RECKONED for each in told):
        day = _weekday_behind(before.at, after, asked) if after is not None else None
        said = in_place_of(turn, before.at)
        meant = day or (meant_day(said, asked.customer) if said else None)
        if meant is None:
            return None
        kept = _at_hour(meant, asked)
        if not kept.has_hour and before.has_hour:
            zone = ZoneInfo(asked.customer.timezone)
            kept = replace(kept, at=_on_day(meant, before.at.astimezone(zone).time(), zone), has_hour=True)
        return _reckon(asked, before.event, kept)
    if after is not None and any(each.response.startswith(OF_DAYS) for each in told):
        arrived = _arrived(turn)
        day = _weekday_behind(arrived, after, asked) if arrived else None
        return Reply((by_arrival(day, replace(turn, asked_day=None), asked.facts),)) if day else None
    return _other_hand_in(asked, named, after, parcel)


def _there(asked: _Asked, parcel: ReplyAction) -> Reply | None:
    """The hand-in that was planned or told, counted where a message says that it is."""
    turn = asked.turn
    place = turn.country or place_named(turn.said)
    if asked.case is not None or place is None or not tells_only_place(turn.said) or named_day(turn) is not None:
        return None
    is_of_hand_in = any(each.response.startswith(_OF_HAND_IN) for each in last_answer(turn.events))
    if not is_of_hand_in or hand_in_reckoned(turn) is None or not is_served(country_of(place), asked.facts):
        return None
    return parcel.respond(replace(turn, intent=HAND_IN, topic=HAND_IN))


def _supposed_hand_in(asked: _Asked, parcel: ReplyAction) -> Reply | None:
    """When the page shows a parcel that somebody would hand in on a day, whatever was told before."""
    turn = asked.turn
    if not (supposes_going(turn.said) and asks_when_shown(turn.said)) or turn.date is None or turn.date.sense != AHEAD:
        return None
    turn = replace(turn, date=_day_supposed(turn) or turn.date)
    if asked.case is not None and return_state(asked.case.found.events, turn.now).status in _OVER:
        # What is planned is the parcel of a new return.
        there_now = replace(turn, country=asked.case.found.order.ship_to)
        counted = hand_in_counted(there_now, asked.facts)
        return Reply((counted,), {"offer": None}) if counted else None
    return parcel.respond(replace(turn, intent=HAND_IN, topic=HAND_IN))


def _day_supposed(turn: ActionContext) -> SaidDate | None:
    """The day behind the "if" of a message, or else the last one before it."""
    _, entities = next(messages(turn.events), ("", ()))
    dates = [each for each in entities if each.get("entity") == "date" and each.get("value")]
    dates.sort(key=lambda each: int(each.get("start") or 0))
    at = where_supposed(turn.said)
    behind = [each for each in dates if int(each.get("start") or 0) > at]
    meant = next(iter(behind or dates[-1:]), None)
    return SaidDate(str(meant["value"]), turn.now, AHEAD) if meant else None


def _arrived(turn: ActionContext) -> datetime | None:
    """The day of arrival that the last windows were counted from, as their answer shows it."""
    for event in reversed(turn.events):
        shown = (event.get("metadata") or {}).get("arrived") if event.get("event") == "bot" else None
        if isinstance(shown, Mapping):
            return datetime.combine(date.fromisoformat(str(shown.get("value"))), time(12), timezone.utc)
    return None


def _other_hand_in(asked: _Asked, named: SaidDate, after: int | None, parcel: ReplyAction) -> Reply | None:
    """The hand-in that was planned or told, on another day."""
    turn = asked.turn
    if not any(each.response.startswith(_OF_HAND_IN) for each in last_answer(turn.events)):
        return None
    before = hand_in_reckoned(turn)
    if before is None or (before.sense == PAST and turn.loop is None and not goes_on_with_day(turn.said)):
        return None
    began = meant_day(before, asked.customer)
    # "And if it was yesterday?" supposes a day gone by as well.
    is_past = before.sense == PAST or began is None or began.date() < turn.now.date()
    sense = PAST if is_past else AHEAD
    said = replace(named, sense=sense)
    if after is not None:
        day = _weekday_behind(began, after, asked) if began else None
        said = SaidDate(day.date().isoformat(), turn.now, AHEAD if day > turn.now else PAST) if day else said
    return parcel.respond(replace(turn, intent=HAND_IN, topic=HAND_IN, date=said, loop=None, in_form=False))


def _weekday_behind(before: datetime, weekday: int, asked: _Asked) -> datetime:
    """Noon of the next such weekday behind a day."""
    zone = ZoneInfo(asked.customer.timezone)
    day = before.astimezone(zone).date()
    return datetime.combine(day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1), time(12), zone)


def _on_day(day: datetime, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day.astimezone(zone).date(), at.replace(tzinfo=None), zone)


def _from_there(asked: _Asked) -> Reply | None:
    """What follows the day from which the answer before was reckoned: the money behind the check, and how sure it
    is."""
    turn = asked.turn
    before = last_reckoned(turn.events)
    is_reckoned = any(each.response == RECKONED for each in last_answer(turn.events))
    if before is not None and is_reckoned and asks_if_sure(turn.said):
        because = BEGUN_BY[before.event][-1]
        return Reply((Utterance(RECKONED, {"lines": [Phrase("reckoned_usual")], KEPT_AS: before.as_value()}, because),))
    goes_on = asks_for_money_next(turn.said) or asks_what_is_next(turn.said)
    if before is not None and is_reckoned and goes_on:
        step = next_after(before.event, before.at, asked.places, asked.facts)
        begins = Reckoned(*step) if step else before if asks_for_money_next(turn.said) else None
        return _reckon(asked, begins.event, begins) if begins else None
    is_lost_told = any("parcel.lost" in each.facts for each in last_answer(turn.events)) or _names_lost_day(turn)
    of_money = not (MONEY | {"paypal", "card", "account", "bank"}).isdisjoint(pieces(turn.said))
    if is_lost_told and of_money and asks_behind_date(turn.said):
        return _after_lost(asked)
    return None


def _names_lost_day(turn: ActionContext) -> bool:
    """Whether the answer before has the day from which the refund starts by itself."""
    return any(each.response in ("utter_drop_off_late", "utter_drop_off_lost") for each in last_answer(turn.events))


def _after_lost(asked: _Asked) -> Reply | None:
    """The money of a parcel that does not come within its days."""
    handed_in = History.until(asked.case.found.events, asked.case.now).first(*SENT) if asked.case else None
    if handed_in is None:
        said = hand_in_reckoned(asked.turn)
        handed_in = meant_day(said, asked.customer) if said else None
    if handed_in is None or (asked.case is not None and not asked.case.found.is_free):
        return None
    step = next_after(Happening.HANDED_IN, handed_in, asked.places, asked.facts)
    return _reckon(asked, step[0], Reckoned(*step)) if step else None


def _reckon(asked: _Asked, event: Happening, day: Reckoned | None) -> Reply | None:
    """The spans that an event begins on a day; where the money is asked for, on to it."""
    if day is None:
        return None
    day = replace(day, event=event)
    spans = spans_after(event, day.at, asked.places, asked.facts)
    if not spans or (event is Happening.ISSUED and spans[-1].place == ANYWHERE):
        return None
    lines = _lines(spans, day, asked)
    wants_money = not MONEY.isdisjoint(pieces(asked.turn.said))
    step = next_after(event, day.at, asked.places, asked.facts) if wants_money and event in _BEFORE_MONEY else None
    if step is not None:
        day = Reckoned(*step)
        spans = spans_after(day.event, day.at, asked.places, asked.facts)
        lines = [*lines, *_lines(spans, day, asked)]
    said = Utterance(RECKONED, {"lines": lines, KEPT_AS: day.as_value()}, spans[-1].because)
    return Reply((said,), {"offer": None})


def _lines(spans: Sequence[Span], day: Reckoned, asked: _Asked) -> list[Phrase]:
    last = spans[-1]
    if day.event is Happening.ISSUED:
        return refund_days(day.at, asked.customer, last.place, asked.facts[last.because], asked.turn.now)
    exact = day.has_hour and asked.facts[last.because].unit is Unit.HOURS
    show = show_moment if exact else show_instant
    values = {
        "day": show(day.at, asked.customer, asked.turn.now),
        "due": show(last.due, asked.customer, asked.turn.now),
        "earliest": show_instant(last.earliest, asked.customer, asked.turn.now) if last.earliest else None,
        "processed": show(spans[0].due, asked.customer, asked.turn.now),
    }
    shown = {name: value for name, value in values.items() if value is not None}
    hours = [Phrase("counts_hours")] if asked.facts[last.because].unit is Unit.HOURS else []
    return [Phrase(f"reckoned_{day.event}", shown), *hours, *_holidays(last, asked)]


def _holidays(span: Span, asked: _Asked) -> list[Phrase]:
    """The public holidays that a span leaves out, where the country is known."""
    fact, place = asked.facts[span.because], span.place
    if fact.unit is not Unit.WORKING_DAYS or place == ANYWHERE:
        return []
    left_out = holidays_left_out(local_date(span.starts, place.timezone), fact.longest, place)
    days = [show_day(each, asked.customer, asked.turn.now) for each in left_out]
    return [Phrase("counted_holidays", {"days": show_list(days)})] if days else []
