"""What follows where a customer says that a parcel was not handed in: planned, supposed, denied or taken back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from actions.answers.cancel_or_change import still_here
from actions.answers.in_time import in_time, is_too_late
from actions.answers.parcel_outlook import ParcelNews, parcel_news
from actions.answers.return_status import next_step_phrase
from actions.dialogue.identity import records_of
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import AHEAD, NOT, ActionContext, SaidDate
from actions.replies.formatting import show_country, show_instant
from actions.replies.reply import Utterance
from actions.replies.return_case import Case
from actions.services import Services
from actions.store.changes import Change, ChangeKind, DropOffClaim
from core.planned_days import asks_if_day_does
from policy.calendars import country_code
from policy.drop_off import DropOffKind, drop_off_outlook
from policy.next_step import next_step
from policy.status import History


def not_handed_in(
    turn: ActionContext, said: SaidDate, case: Case, services: Services, asks_of_loss: bool = False
) -> tuple[Utterance, ...]:
    """What to say where the customer has handed in nothing so far; nothing where the outlook alone is the answer.

    Args:
        turn: The turn.
        said: Which day they speak of, and that it lies ahead, is supposed or denied.
        case: The return.
        services: Store, carrier and rules.
        asks_of_loss: Whether they ask when the parcel would count as lost.
    """
    claim = records_of(turn, services).drop_off_claim(case.found.number)
    recorded = replace(case, found=case.found.as_recorded())
    news = parcel_news(recorded, services, tracking_number=claim.tracking_number if claim else None)
    if news.outlook.kind is not DropOffKind.NO_DROP_OFF:
        return _recorded_otherwise(said, case, news)
    told = History.until(case.found.events, case.now).told
    if said.sense == NOT and told is not None:
        return (withdrawn(turn, case, told, services),)
    answer = (*_held_against(turn, said, recorded, services), *_to_come(said, recorded, services, asks_of_loss))
    if told is None:
        return answer
    values = {"on": show_instant(told, case.customer, case.now)}
    return *answer, Utterance("utter_hand_in_told_before", values, choices=(still_here(case),))


def _held_against(turn: ActionContext, said: SaidDate, case: Case, services: Services) -> tuple[Utterance, ...]:
    """The day that is asked about, or planned and too late, against the advised day and the windows; else nothing."""
    day = meant_day(said, case.customer) if said.sense == AHEAD else None
    # Whoever plans it and asks when the page changes is told of a window that is over by then, and of no advice.
    if day is None or not (
        asks_if_day_does(turn.said) or is_too_late(day, case, services.facts, for_window="?" in turn.said)
    ):
        return ()
    judged = in_time(day, case, services.facts)
    return (judged,) if judged else ()


def withdrawn(turn: ActionContext, case: Case, told: datetime, services: Services) -> Utterance:
    """That a hand-in which was told of counts no more; what was noted of it is taken back.

    Args:
        turn: The turn.
        case: The return that was not handed in.
        told: When it was handed in by what was told before.
        services: Store and rules.
    """
    claim = records_of(turn, services).drop_off_claim(case.found.number)
    if claim is not None:
        _withdraw(turn, case, claim, services)
    return _taken_back(case, told, services)


def _to_come(said: SaidDate, case: Case, services: Services, asks_of_loss: bool) -> tuple[Utterance, ...]:
    """When the page should change if it is handed in on that day, and when it would be lost, or that nothing counts."""
    day = meant_day(said, case.customer)
    on_that_day = max(day, case.now) if day and said.sense == AHEAD else case.now
    outlook = drop_off_outlook(case.found, case.customer, (), on_that_day, services.facts, day)
    values: dict[str, Any] = {"return_number": case.found.number}
    if outlook.dropped_off_at is None or outlook.due is None:
        return (Utterance("utter_nothing_handed_in", values, "update.dropoff"),)
    for name, instant in (("day", outlook.dropped_off_at), ("due", outlook.due)):
        values[name] = show_instant(instant, case.customer, case.now)
    page = Utterance(f"utter_hand_in_{said.sense}", values, "update.dropoff")
    if outlook.due < case.now:
        # What should have been is told so.
        values["country"] = show_country(country_code(case.found.order.ship_to))
        page = replace(page, response="utter_hand_in_counted_late")
    if not asks_of_loss or outlook.lost_refund_on is None:
        return (page,)
    lost_on = show_instant(outlook.lost_refund_on, case.customer, case.now)
    return Utterance("utter_lost_on", {"lost_on": lost_on, "handed_in": values["day"]}, "parcel.lost"), page


def _recorded_otherwise(said: SaidDate, case: Case, news: ParcelNews) -> tuple[Utterance, ...]:
    """That the records or the carrier say otherwise; a plan contradicts nobody."""
    if said.sense != NOT or news.outlook.kind is DropOffKind.CLOSED:
        return ()
    who = "carrier" if news.outlook.last_scan is not None else "records"
    doubt = Utterance(f"utter_hand_in_seen_by_{who}", {"return_number": case.found.number})
    return doubt, news.said


def _withdraw(turn: ActionContext, case: Case, claim: DropOffClaim, services: Services) -> None:
    """Note that what the customer had noted of the hand-in was wrong."""
    number = case.found.number
    # The same message that comes twice takes back once.
    whole = json.dumps([ChangeKind.WITHDRAW_DROP_OFF.value, number, turn.now.isoformat(), turn.message_id])
    key = hashlib.sha256(whole.encode()).hexdigest()[:32]
    doing = services.store.doing_of_session(turn.session, turn.now)
    doing.perform(key, lambda held: Change(ChangeKind.WITHDRAW_DROP_OFF, claim=claim, about=number))


def _taken_back(case: Case, told: datetime, services: Services) -> Utterance:
    """That the hand-in counts no more, and what counts now."""
    recorded = replace(case, found=case.found.as_recorded())
    step = next_step(recorded.found, case.customer, case.now, services.facts)
    values = {
        "return_number": case.found.number,
        "on": show_instant(told, case.customer, case.now),
        "next_step": next_step_phrase(step, recorded),
    }
    return Utterance("utter_hand_in_taken_back", values, because=step.because)
