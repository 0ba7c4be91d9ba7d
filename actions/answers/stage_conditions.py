"""What holds of the return in hand if something happens that has not: a check that fails, silence, another month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from actions.answers.asked_of_stage import AMEND, BEFORE_APPROVAL, SILENT, AskedOfStage
from actions.answers.counted_dates import how_counted, is_not_handed_in, own_deadline
from actions.answers.deadlines import send_not_yet
from actions.answers.return_fee import fee_told
from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.identity import records_of
from actions.dialogue.last_answer import last_answer
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import ActionContext
from actions.replies.due_phrases import show_due
from actions.replies.item_names import item_names
from actions.replies.item_windows import TO_PERSON, windows_of_return
from actions.replies.reply import Phrase, Reply, Utterance
from actions.services import Services
from core.stage_question import StageQuestion
from policy.calendars import customer_place, earliest, latest, local_date, logistics_place
from policy.deadlines import Deadline, DeadlineKind
from policy.fees import FeeKind, free_returns_counted, next_return_fee
from policy.model import Customer, Order
from policy.status import AT_WAREHOUSE, SENT, Status

_OF_FEES = ("utter_next_return_", "utter_free_returns_left", "utter_rule_ask_return_fee")


_REFUND = "refund.time"
#: Where no money is waited for.
_OVER = frozenset({Status.CANCELLED, Status.REJECTED, Status.INSPECTION_FAILED, Status.REFUND_SETTLED})
_REFUSED = frozenset({"inspection", "inspection.checks", "dispute"})


def _check_fails(asked: AskedOfStage) -> Reply | None:
    if asked.status is Status.INSPECTION_FAILED:
        return None
    rule = Utterance("utter_rule_ask_failed_inspection")
    return Reply((rule, *asked.lines(asked.standing(), asked.step.because).utterances), {"offer": OFFER_PERSON})


def _sent_back(asked: AskedOfStage) -> Reply | None:
    is_refused = asked.status is Status.INSPECTION_FAILED or bool(_REFUSED & set(asked.behind[:1]))
    return asked.lines([Phrase("rules_leave_open")], "inspection.checks", person=True) if is_refused else None


def _send_early(asked: AskedOfStage) -> Reply | None:
    if asked.status not in BEFORE_APPROVAL:
        return None
    return Reply((send_not_yet(asked.case, asked.step),), {"offer": None})


def _free_back(asked: AskedOfStage) -> Reply | None:
    if asked.status is Status.CANCELLED or not asked.case.found.is_free:
        return None
    return asked.lines([Phrase("rules_leave_open"), Phrase("reason_fee_next")], "fee.next", person=True)


def _same_label(asked: AskedOfStage) -> Reply | None:
    found = asked.case.found
    if found.is_free and asked.status is Status.CANCELLED:
        lines = [Phrase("rules_leave_open"), Phrase("reason_label_download")]
        return asked.lines(lines, "label.download", person=True)
    if not found.is_free or asked.status is Status.REJECTED:
        return None
    if asked.history.has(*SENT, *AT_WAREHOUSE):
        return asked.lines([Phrase("share_parcel_too_late"), Phrase("reason_fee_next")], "fee.next", person=True)
    kind = "with" if found.tracking_number else "without"
    told = Phrase(f"share_parcel_{kind}_tracking", {"tracking_number": found.tracking_number})
    return asked.lines([told, Phrase("reason_fee_next")], "fee.next")


def own_cost(
    turn: ActionContext, behind: Sequence[str], customer: Customer, order: Order, services: Services
) -> Reply | None:
    """That the rules leave open who pays where the next return is not free, behind what it costs where that was not
    told."""
    returns = records_of(turn, services).returns()
    fee = next_return_fee(returns, order, turn.now, services.facts, customer.timezone)
    if fee.kind is FeeKind.FREE:
        return None
    told = () if any(each.startswith("fee") for each in behind) else (fee_told(fee, order, customer, turn.now),)
    paid = services.facts.by_id.get("fee.paid_return")
    if paid is not None and paid.is_stated:
        return Reply(told or (Utterance("utter_rule_ask_paid_return"),))
    lines = {"lines": [Phrase("reason_fee_paid_return")]}
    left_open = Utterance("utter_what_next", lines, "fee.paid_return", (TO_PERSON,))
    return Reply((*told, left_open), {"offer": OFFER_PERSON})


def which_used(turn: ActionContext, behind: Sequence[str], customer: Customer, services: Services) -> Reply | None:
    """The returns that were counted as free ones, with what is in each, behind an answer about fees."""
    before = [each.response for each in last_answer(turn.events)]
    if not any(each.startswith(_OF_FEES) for each in before):
        return None
    counted = free_returns_counted(records_of(turn, services).returns(), turn.now, customer.timezone)
    told = tuple(
        Utterance("utter_return_items", {"return_number": each.number, "items": item_names(each.items, each.order)})
        for each in counted
    )
    because = "fee.next" if "fee.next" in behind else "fee.monthly_limit"
    reason = Phrase(f"reason_{because.replace('.', '_')}")
    return Reply((*told, Utterance("utter_why", {"lines": [reason]}, because))) if told else None


def _apply_again(asked: AskedOfStage) -> Reply | None:
    return asked.topic(AMEND)


def _month(asked: AskedOfStage) -> Reply | None:
    is_here = is_not_handed_in(asked.case, asked.services.facts) or asked.status is Status.CANCELLED
    windows = windows_of_return(asked.case, asked.services.facts)
    return asked.lines([Phrase("reason_ship_within"), *windows], "ship.within") if is_here else None


def _silence(asked: AskedOfStage) -> Reply | None:
    if own_deadline(["seller.silence"], asked.case, asked.services.facts) is not None:
        return None if asked.turn.intent == SILENT else asked.topic(SILENT)
    waits = asked.status in BEFORE_APPROVAL
    return asked.lines([Phrase("reason_seller_silence"), *asked.standing()], "seller.silence") if waits else None


def _confirmed(asked: AskedOfStage) -> Reply | None:
    """Until when the money comes if the warehouse confirms the parcel on a day, counted from the end of its check."""
    day = _day_asked(asked)
    waits = asked.status not in _OVER and own_deadline([_REFUND], asked.case, asked.services.facts) is None
    if day is None or not waits:
        return None
    facts, customer = asked.services.facts, asked.case.customer
    fact, place = facts[_REFUND], customer_place(customer)
    if facts["inspection"].is_stated:
        day = latest(day, facts["inspection"], logistics_place(asked.case.found.order, customer))
    supposed = Deadline(DeadlineKind.REFUND, day, earliest(day, fact, place), latest(day, fact, place), fact.id, place)
    counted = how_counted(supposed, customer, asked.case.now, facts)
    return asked.lines([Phrase("reason_refund_time"), *counted], fact.id)


def _no_money(asked: AskedOfStage) -> Reply | None:
    """Until when the money comes, and what then where a message asks of a later day on which it is not there."""
    day = _day_asked(asked)
    deadline = own_deadline([_REFUND], asked.case, asked.services.facts)
    if day is None or deadline is None or deadline.overdue(asked.case.now):
        return None
    zone = asked.case.customer.timezone
    comes = Phrase("money_comes_by", {"due": show_due(deadline, asked.case.customer, asked.case.now)})
    if local_date(day, zone) > deadline.due_on(zone):
        return asked.lines([comes, Phrase("without_money")], _REFUND, person=True)
    return asked.lines([comes], _REFUND)


def _day_asked(asked: AskedOfStage) -> datetime | None:
    return meant_day(asked.turn.asked_day, asked.case.customer) if asked.turn.asked_day else None


#: What answers each question for what is not so yet.
CONDITIONS: Mapping[StageQuestion, Callable[[AskedOfStage], Reply | None]] = MappingProxyType(
    {
        StageQuestion.CONFIRMED: _confirmed,
        StageQuestion.NO_MONEY: _no_money,
        StageQuestion.CHECK_FAILS: _check_fails,
        StageQuestion.SENT_BACK: _sent_back,
        StageQuestion.SEND_EARLY: _send_early,
        StageQuestion.FREE_BACK: _free_back,
        StageQuestion.SAME_LABEL: _same_label,
        StageQuestion.APPLY_AGAIN: _apply_again,
        StageQuestion.MONTH: _month,
        StageQuestion.SILENCE: _silence,
    }
)
