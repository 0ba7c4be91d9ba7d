"""What a short message asks of days behind an answer: whether one counts or is over, which one it is, another month.

It is read before any action answers, since few words are understood for many things.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from actions.answers.after_absence import after_absence
from actions.answers.counted_dates import deadline_reckoned, is_not_handed_in, own_deadline, time_until
from actions.answers.days_missed import advice_missed, days_from_label, plan_in_time, restart_told
from actions.answers.days_reckoned import RECKONED
from actions.answers.days_that_count import days_that_count
from actions.answers.event_days import days_so_far
from actions.answers.hand_in_by_country import anybody_there
from actions.answers.hand_over import case_of
from actions.answers.in_time import in_time
from actions.answers.reasons import days_of
from actions.answers.spans_asked import span_asked
from actions.dialogue.base_actions import TopicAction
from actions.dialogue.days_reckoned import KEPT_AS, Reckoned, last_reckoned, named_day, named_days
from actions.dialogue.hand_ins_reckoned import hand_in_reckoned
from actions.dialogue.identity import known_customer
from actions.dialogue.last_answer import last_answer, rules_behind
from actions.dialogue.lateness import ANYBODY, ANYWHERE
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import AHEAD, IDENTITY_FORM, PAST, ActionContext
from actions.replies.due_phrases import show_due
from actions.replies.formatting import show_country, show_day, show_days, show_instant
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.day_follow_ups import names_only_day, puts_day_right
from core.day_questions import (
    asks_before_arrival,
    asks_how_late,
    asks_if_date_moves,
    asks_if_late,
    asks_if_workday,
    asks_of_going,
    asks_of_month,
    asks_to_wait,
    asks_which_of_two,
    days_asked_over,
    nth_day_asked,
    tells_of_further_return,
    tells_of_no_delivery,
    tells_of_two_parcels,
    tells_only_of_arrival,
)
from core.money_questions import names_money
from core.own_cost import sends_at_own_cost
from core.short_messages import MOST_WORDS, pieces
from core.spoken_wishes import asks_if_to_act
from policy.calendars import Place, latest, local_date, logistics_place
from policy.chain import Happening
from policy.coverage import is_served
from policy.facts import Facts
from policy.model import Customer
from policy.status import SENT, History

_CALENDAR, _LOST, _MONTHLY, _WINDOW = "utter_calendar", "parcel.lost", "fee.monthly_limit", "ask_return_window"
#: How answers begin that name a country of the list, or miss one in it.
_OF_COUNTRIES = "utter_country_"
#: What is late or not by the day that was told.
_IN_TIME = frozenset({"update.dropoff", "request.processing", "seller.silence", "inspection", "refund.time"})
_OF_FEES = ("utter_next_return_", "utter_free_returns_left", "utter_rule_ask_return_fee")
#: What is understood of a message that tells of an arrival or a further order.
_OF_AN_ORDER = frozenset({"report_order_not_arrived", "nlu_fallback", "out_of_scope", "give_details"})


@dataclass(frozen=True)
class _Asked:
    """A message, who wrote it, and the return in hand."""

    turn: ActionContext
    customer: Customer | None
    case: Case | None
    facts: Facts
    topics: Mapping[str, TopicAction]


def day_questions_reader(services: Services, topics: Mapping[str, TopicAction]) -> Reader:
    """Reads short questions about days.

    Args:
        services: Store and rules.
        topics: The actions that answer questions, by their intents.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        return day_asked_about(turn, services, topics)

    return read


def day_asked_about(turn: ActionContext, services: Services, topics: Mapping[str, TopicAction]) -> Reply | None:
    """The answer to a short question about days; None where a message asks none.

    Args:
        turn: The turn.
        services: Store and rules.
        topics: The actions that answer questions, by their intents.
    """
    if turn.is_press or turn.group or turn.loop not in (None, IDENTITY_FORM) or turn.told_now:
        return None
    try:
        customer = known_customer(turn, services)
        case = case_of(turn, customer, services) if customer else None
    except StoreUnavailable:
        return None
    missed = restart_told(turn, services) or after_absence(turn, case, services.facts)
    missed = missed or days_from_label(turn, case, services)
    missed = missed or advice_missed(turn, case, services) or plan_in_time(turn, case, services)
    missed = missed or span_asked(turn, case, services.facts)
    if missed is not None:
        return missed
    asked = _Asked(turn, customer, case, services.facts, topics)
    return next(filter(None, (each(asked) for each in _ANSWERS)), None)


def _workday(asked: _Asked) -> Reply | None:
    """Whether a weekday is a working day; behind such an answer also of another one."""
    turn = asked.turn
    goes_on = names_only_day(turn.said) and _before(turn, _CALENDAR)
    if not asks_if_workday(turn.said) and not goes_on:
        return None
    behind = [each for each in rules_behind(turn.events) if each in asked.facts]
    return Reply((days_that_count(turn, behind, asked.customer, asked.case, asked.facts),))


def _country(asked: _Asked) -> Reply | None:
    """Another country, behind an answer about one."""
    turn = asked.turn
    few = len(pieces(turn.said)) <= MOST_WORDS // 2 + 1
    if turn.country is None or not few or named_day(turn) is not None or not asked.facts["countries"].is_stated:
        return None
    if is_served(turn.country, asked.facts):
        served = Utterance("utter_country_served", {"country": show_country(turn.country)})
        return Reply((served,)) if _before(turn, _OF_COUNTRIES) else None
    if not _before(turn, _OF_COUNTRIES, "utter_hand_in_counted"):
        return None
    return Reply((Utterance("utter_country_not_listed", {"country": show_country(turn.country)}),))


def _same_day(asked: _Asked) -> Reply | None:
    """Whether a weekday and a date are one day: "Friday was the 9th?"."""
    turn, days = asked.turn, named_days(asked.turn)
    if len(days) != 2 or "?" not in turn.said or not names_only_day(turn.said) or puts_day_right(turn.said):
        return None
    customer = asked.customer or ANYBODY
    found = [meant_day(replace(each, sense=PAST), customer) for each in days]
    if found[0] is None or found[1] is None:
        return None
    is_one = found[0].date() == found[1].date()
    shown = {"due": show_instant(found[0], customer, turn.now)}
    line = Phrase("day_confirmed" if is_one else "day_denied", shown)
    behind = [each for each in rules_behind(turn.events) if each in asked.facts][:1]
    if behind:
        # What was told goes on being spoken of.
        return Reply((Utterance("utter_how_long", {"lines": [line]}, behind[0]),))
    return Reply((Utterance(_CALENDAR, {"lines": [line]}),))


def _late(asked: _Asked) -> Reply | None:
    """Whether what was told last is late, and by how much."""
    turn = asked.turn
    is_how = asks_how_late(turn.said)
    behind = [each for each in rules_behind(turn.events) if each in asked.facts][:1]
    if not (is_how or asks_if_late(turn.said)) or not _IN_TIME.issuperset(behind) or named_day(turn) is not None:
        return None
    deadline = own_deadline(behind, asked.case, asked.facts)
    if deadline is None and behind:
        deadline = deadline_reckoned(turn, behind[0], asked.case, asked.facts)
    if deadline is None:
        return None
    customer = asked.customer or ANYBODY
    is_late = deadline.overdue(turn.now)
    shown = {"due": show_due(deadline, customer, turn.now)}
    told = [] if is_how and is_late else [Phrase("late_since" if is_late else "late_not_until", shown)]
    lines = [*told, *([time_until(deadline, customer, turn.now)] if is_late else [])]
    choices = (TO_PERSON,) if is_late else ()
    said = Utterance("utter_how_long", {"lines": lines}, deadline.because, choices)
    return Reply((said,), {"offer": "person" if is_late else None})


def _date_stays(asked: _Asked) -> Reply | None:
    """That what happens on the way moves no date, with how the date was counted."""
    turn = asked.turn
    behind = [each for each in rules_behind(turn.events) if each in (_LOST, "update.dropoff")]
    handed_in = _hand_in(asked)
    if not asks_if_date_moves(turn.said) or not behind or handed_in is None or not _is_free(asked):
        return None
    customer = asked.customer or ANYBODY
    where = logistics_place(asked.case.found.order, customer) if asked.case else _anywhere(turn)
    due = latest(handed_in, asked.facts[behind[0]], where)
    values = {"due": show_instant(due, customer, turn.now), "on": show_instant(handed_in, customer, turn.now)}
    return Reply(
        (Utterance("utter_how_long", {"lines": [Phrase("date_stays", values)]}, behind[0]),), {"said_date": None}
    )


def _one_or_other(asked: _Asked) -> Reply | None:
    """The day of what happened last to the return in hand, which somebody has forgotten."""
    turn = asked.turn
    if asked.case is None or len(named_days(turn)) < 2 or not asks_which_of_two(turn.said):
        return None
    told = days_so_far(asked.case)
    return Reply((told,)) if told else None


def _nth_day(asked: _Asked) -> Reply | None:
    """The day of a span that was told which a message asks for by its number."""
    turn, nth = asked.turn, nth_day_asked(asked.turn.said)
    behind = [each for each in rules_behind(turn.events) if each in asked.facts]
    if nth is None or not behind:
        return None
    deadline = own_deadline(behind, asked.case, asked.facts) or deadline_reckoned(
        turn, behind[0], asked.case, asked.facts
    )
    days = days_of(deadline, asked.facts[deadline.because]) if deadline else []
    if deadline is None or not days or nth > len(days):
        return None
    customer = asked.customer or ANYBODY
    place = nth or len(days)
    values = {"day": show_day(days[place - 1], customer, turn.now), "place": place, "longest": len(days)}
    return Reply((Utterance("utter_how_long", {"lines": [Phrase("why_day_counted", values)]}, deadline.because),))


def _lost_days(asked: _Asked) -> Reply | None:
    """Whether the days are over after which the refund of a parcel that did not arrive starts by itself."""
    turn, lost = asked.turn, asked.facts[_LOST]
    if not lost.is_stated:
        return None
    is_told = any(each.response == RECKONED and _LOST in each.facts for each in last_answer(turn.events))
    own, day = named_day(turn, PAST), None
    if days_asked_over(turn.said) == lost.longest:
        day = _hand_in(asked)
    elif own is not None and asked.case is None:
        if (is_told and puts_day_right(turn.said)) or (tells_of_no_delivery(turn.said) and _is_hand_in(turn)):
            day = meant_day(own, asked.customer or ANYBODY)
    elif is_told and (asks_if_to_act(turn.said) or "ask" in pieces(turn.said)):
        lines = {"lines": [Phrase("after_parcel_lost")]}
        return Reply((Utterance("utter_what_next", lines, _LOST, (TO_PERSON,)),), {"offer": "person"})
    return _lost_told(day, asked) if day is not None and _is_free(asked) else None


def _of_each(asked: _Asked) -> Reply | None:
    """The same for two parcels whose hand-ins one message tells of: "one went on the 24th, the other on the 1st"."""
    turn, days = asked.turn, named_days(asked.turn)
    if asked.case is not None or len(days) != 2 or not asked.facts[_LOST].is_stated or sends_at_own_cost(turn.said):
        return None
    is_missing = tells_of_no_delivery(turn.said) or "neither" in pieces(turn.said)
    if not is_missing or not tells_of_two_parcels(turn.said):
        return None
    meant = [meant_day(replace(each, sense=PAST), asked.customer or ANYBODY) for each in days]
    told = [_lost_told(day, asked) for day in meant if day is not None]
    if len(told) != len(days):
        return None
    lines = [line for each in told for line in each.utterances[0].values["lines"]]
    is_over = any(each.slots.get("offer") for each in told)
    said = Utterance("utter_how_long", {"lines": lines}, _LOST, (TO_PERSON,) if is_over else ())
    return Reply((said,), {"offer": "person" if is_over else None, "said_date": None})


def _is_free(asked: _Asked) -> bool:
    return asked.case is None or asked.case.found.is_free


def _is_hand_in(turn: ActionContext) -> bool:
    return turn.date is not None and turn.date.said_at == turn.now and turn.date.sense == PAST


def _hand_in(asked: _Asked) -> datetime | None:
    """When the parcel was handed in by the records, or by what the customer has told."""
    if asked.case is not None:
        recorded = History.until(asked.case.found.events, asked.case.now).first(*SENT)
        if recorded is not None:
            return recorded
    kept = last_reckoned(asked.turn.events)
    if kept is not None and kept.event is Happening.HANDED_IN:
        return kept.at
    said = hand_in_reckoned(asked.turn)
    return meant_day(said, asked.customer or ANYBODY) if said is not None and said.sense == PAST else None


def _lost_told(handed_in: datetime, asked: _Asked) -> Reply:
    turn, customer = asked.turn, asked.customer or ANYBODY
    where = logistics_place(asked.case.found.order, customer) if asked.case else _anywhere(turn)
    due = latest(handed_in, asked.facts[_LOST], where)
    zone = where.timezone
    since = (local_date(turn.now, zone) - local_date(handed_in, zone)).days
    is_over = local_date(turn.now, zone) > local_date(due, zone)
    values = {
        "days": show_days(since),
        "handed_in": show_instant(handed_in, customer, turn.now),
        "due": show_instant(due, customer, turn.now),
    }
    kept = Reckoned(Happening.HANDED_IN, handed_in).as_value()
    line = Phrase("lost_days_over" if is_over else "lost_days_open", values)
    choices = (TO_PERSON,) if is_over else ()
    said = Utterance(RECKONED, {"lines": [line], KEPT_AS: kept}, _LOST, choices)
    return Reply((said,), {"offer": "person" if is_over else None, "said_date": None})


def _anywhere(turn: ActionContext) -> Place:
    there = anybody_there(turn)
    return there[1] if there else ANYWHERE


def _further_return(asked: _Asked) -> Reply | None:
    """That the free returns of this month are used up, or that another month has new ones, behind an answer about
    them."""
    turn = asked.turn
    is_of_fees = any(each.response.startswith(_OF_FEES) for each in last_answer(turn.events))
    if not is_of_fees or not asked.facts[_MONTHLY].is_stated:
        return None
    if not tells_of_further_return(turn.said) and not (asks_of_month(turn.said) and asked.customer is None):
        return None
    values = {"next_month": show_day(_next_month(turn.now, asked.customer or ANYBODY), ANYBODY, turn.now)}
    return Reply((Utterance("utter_next_return_month_used", values, because=_MONTHLY),), {"offer": None})


def _next_month(now: datetime, customer: Customer) -> date:
    today = local_date(now, customer.timezone)
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)


def _arrival(asked: _Asked) -> Reply | None:
    """The windows from the day on which an order came, of which a message tells and nothing else; that nothing can be
    returned before it has come."""
    turn = asked.turn
    if asks_before_arrival(turn.said) and asked.case is None:
        return Reply((Utterance("utter_not_before_arrival", because="request.steps"),), {"offer": None})
    own = named_day(turn, PAST)
    if own is None or turn.intent not in _OF_AN_ORDER or not tells_only_of_arrival(turn.said):
        return None
    if turn.arrived_day is None:
        turn = replace(turn, arrived_day=own)
    return asked.topics[_WINDOW].respond(replace(turn, intent=_WINDOW, topic=_WINDOW, asked_day=None))


def _going(asked: _Asked) -> Reply | None:
    """A day on which somebody would hand in the parcel of the return in hand, held against what is advised."""
    turn, own = asked.turn, named_day(asked.turn, AHEAD)
    if asked.case is None or own is None or not asks_of_going(turn.said) or names_money(turn.said):
        return None
    if not is_not_handed_in(asked.case, asked.facts):
        return None
    day = meant_day(own, asked.case.customer)
    said = in_time(day, asked.case, asked.facts) if day is not None else None
    return Reply((said,), {"said_date": None}) if said else None


def _waits(asked: _Asked) -> Reply | None:
    """A day until which somebody would wait with asking for a return, held against the windows of the order in hand."""
    turn, own = asked.turn, named_day(asked.turn, AHEAD)
    if own is None or not asks_to_wait(turn.said) or asked.customer is None or not (turn.number or "").isdigit():
        return None
    return asked.topics[_WINDOW].respond(replace(turn, intent=_WINDOW, topic=_WINDOW, date=own, asked_day=own))


def _before(turn: ActionContext, *prefixes: str) -> bool:
    return any(each.response.startswith(prefixes) for each in last_answer(turn.events))


_ANSWERS: Sequence[Callable[[_Asked], Reply | None]] = (
    _workday,
    _country,
    _same_day,
    _late,
    _one_or_other,
    _date_stays,
    _nth_day,
    _of_each,
    _lost_days,
    _further_return,
    _arrival,
    _waits,
    _going,
)
