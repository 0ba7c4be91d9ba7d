"""What holds if the page of a return has not changed by a day that is supposed: "say it's Sunday and still nothing"."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from actions.answers.hand_in_by_country import COUNTED, waits_until
from actions.answers.parcel_outlook import parcel_news
from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.days_reckoned import named_days
from actions.dialogue.hand_ins_reckoned import hand_in_reckoned
from actions.dialogue.lateness import ANYBODY, is_over, told_late
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import AHEAD, ActionContext, SaidDate, Waited
from actions.replies.formatting import show_country, show_instant
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Reply, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from core.hand_in_words import plans_hand_in
from policy.calendars import country_code, local_date
from policy.drop_off import DropOffKind, DropOffOutlook, drop_off_outlook
from policy.facts import Facts
from policy.model import Customer

_UPDATE, _LOST = "update.dropoff", "parcel.lost"
_ON_ITS_WAY = frozenset({DropOffKind.WAIT, DropOffKind.LATE})
_DELIVERED = frozenset({DropOffKind.DELIVERED, DropOffKind.DELIVERED_LATE})


def unchanged_by_then(turn: ActionContext, case: Case, services: Services) -> Reply | None:
    """Whether the return in hand is late if nothing has changed by a day, and what then.

    Past the limit a person is offered; past the last day for a delivery, the refund starts by itself.

    Args:
        turn: The turn.
        case: The return in hand.
        services: Carrier and rules.

    Returns:
        None where a message supposes no such day, or nothing is promised for the return.
    """
    asked = _asked(turn, case.customer)
    if asked is None:
        return None
    planned = named_days(turn)[0] if plans_both(turn) else None
    outlook = _outlook(turn, case, services, planned)
    handed_in, due = outlook.dropped_off_at, outlook.due
    if outlook.kind not in _ON_ITS_WAY | _DELIVERED or handed_in is None or due is None:
        return None
    zone = case.customer.timezone
    then = local_date(asked, zone)
    if outlook.lost_refund_on is not None and then > local_date(outlook.lost_refund_on, zone):
        days = (("lost_on", outlook.lost_refund_on), ("handed_in", handed_in))
        shown = {name: show_instant(each, case.customer, case.now) for name, each in days}
        return _late(Utterance("utter_lost_on", shown, because=_LOST, choices=(TO_PERSON,)))
    is_late = then > local_date(due, zone)
    if outlook.kind in _DELIVERED:
        # By when the page changes was counted from the delivery, and is told with that.
        waited = Waited((then - local_date(handed_in, zone)).days)
        late = by_waiting(waited, asked, services.facts) if is_late else None
        return _late(late) if late else None
    dates = (("day", handed_in), ("due", due), ("asked", asked))
    values = {name: show_instant(each, case.customer, case.now) for name, each in dates}
    values["country"] = show_country(country_code(case.found.order.ship_to))
    if is_late:
        return _late(Utterance(f"{COUNTED}_then", values, because=_UPDATE, choices=(TO_PERSON,)))
    return Reply((Utterance("utter_hand_in_not_late_then", values, because=_UPDATE),), {"said_date": None})


def unchanged_in_general(turn: ActionContext, facts: Facts) -> Utterance | None:
    """The same for a parcel of which only its sender has told, counted from the day that they named before."""
    asked, said = _asked(turn, ANYBODY), hand_in_reckoned(turn)
    handed_in = meant_day(said, ANYBODY) if said is not None and "/" not in said.phrase else None
    if asked is None or handed_in is None:
        return None
    return by_waiting(Waited((asked.date() - handed_in.date()).days), asked, facts)


def by_waiting(waited: Waited, then: datetime, facts: Facts) -> Utterance | None:
    """That a time since a hand-in is too long on some day, by the longest of the limits that it is over."""
    over = next((each for each in (_LOST, _UPDATE) if is_over(facts[each], waited, then)), None)
    return told_late(over, waited, then, facts) if over else None


def _asked(turn: ActionContext, customer: Customer) -> datetime | None:
    if turn.asked_day is None or not waits_until(turn):
        return None
    # "If I bring it Thursday and it's unchanged on the 19th" names the day that is asked about last.
    said = named_days(turn)[-1] if plans_both(turn) else turn.asked_day
    return meant_day(replace(said, sense=AHEAD), customer)


def plans_both(turn: ActionContext) -> bool:
    """Whether a message supposes a hand-in on one day, and no change by another."""
    return len(named_days(turn)) > 1 and plans_hand_in(turn.said)


def _outlook(turn: ActionContext, case: Case, services: Services, planned: SaidDate | None) -> DropOffOutlook:
    """What is known of the parcel; where nothing is, what follows from the hand-in that was told or planned before."""
    known = parcel_news(case, services).outlook
    said = (planned or hand_in_reckoned(turn)) if known.kind is DropOffKind.NO_DROP_OFF else None
    day = meant_day(replace(said, sense=AHEAD) if planned and said else said, case.customer) if said else None
    if day is None:
        return known
    return drop_off_outlook(case.found, case.customer, (), max(day, case.now), services.facts, day)


def _late(said: Utterance) -> Reply:
    return Reply((said,), {"offer": OFFER_PERSON, "said_date": None})
