"""What becomes of a count or a day: whether it begins again, what holds behind it, whether a plan keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.answers.counted_dates import is_not_handed_in
from actions.answers.in_time import has_advised_day, in_time
from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.days_reckoned import named_day
from actions.dialogue.identity import records_of
from actions.dialogue.last_answer import answers_before, rules_behind
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import AHEAD, ActionContext
from actions.replies.deadlines_card import deadlines_heading
from actions.replies.item_windows import TO_PERSON, windows_of_return
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from core.advised_days import asks_days_once_there
from core.count_restarts import (
    Count,
    asks_behind_advice,
    asks_if_going_is_in_time,
    asks_if_missed_costs,
    count_restarted,
    means_all,
    names_free_returns,
)
from policy.next_step import StepKind, next_step

_ADVICE, _LIMIT, _SELLER = "ship.within", "fee.monthly_limit", "seller.silence"
_NO_LABEL_YET = frozenset(
    {StepKind.WAIT_FOR_PROCESSING, StepKind.WAIT_FOR_SELLER, StepKind.WAIT_FOR_DECISION, StepKind.DOWNLOAD_LABEL}
)
#: How the facts of fees begin.
_OF_FEES = "fee."


def restart_told(turn: ActionContext, services: Services) -> Reply | None:
    """That the rules don't say when a count begins again, with what they say of it; None where nobody asks.

    Args:
        turn: The turn.
        services: The rules.
    """
    count = count_restarted(turn.said)
    if count is None:
        return None
    fact, reason = (_LIMIT, "reason_fee_monthly_limit") if count is Count.MONTH else (_SELLER, "reason_seller_silence")
    lately = [each for said in answers_before(turn.events) for one in said for each in one.facts]
    is_named = names_free_returns(turn.said)
    is_told = count is Count.SELLER or any(each.startswith(_OF_FEES) for each in lately) or is_named
    if not services.facts[fact].is_stated or not is_told:
        return None
    lines = {"lines": [Phrase("rules_leave_open"), Phrase(reason)]}
    return Reply((Utterance("utter_what_next", lines, fact, (TO_PERSON,)),), {"offer": OFFER_PERSON, "said_date": None})


def advice_missed(turn: ActionContext, case: Case | None, services: Services) -> Reply | None:
    """That the advised days are no limit, and until when the window runs; None where nobody asks what is behind them.

    Args:
        turn: The turn.
        case: The return in hand.
        services: The rules.
    """
    facts = services.facts
    is_waiting = case is not None and is_not_handed_in(case, facts)
    is_behind = _ADVICE in rules_behind(turn.events) or is_waiting
    if not facts[_ADVICE].is_stated:
        return None
    if not asks_behind_advice(turn.said) and not (is_behind and asks_if_missed_costs(turn.said)):
        return None
    lines = {"lines": [Phrase("reason_ship_within"), Phrase("reason_window_receipt"), Phrase("reason_window_order")]}
    if case is None or not is_waiting:
        return Reply((Utterance("utter_what_next", lines, _ADVICE),), {"offer": None})
    advised = Utterance("utter_what_next", {"lines": [Phrase("reason_ship_within")]}, _ADVICE)
    values = {"heading": deadlines_heading(case), "lines": windows_of_return(case, facts)}
    return Reply((advised, Utterance("utter_deadlines", values, "window.receipt")), {"offer": None, "said_date": None})


def days_from_label(turn: ActionContext, case: Case | None, services: Services) -> Reply | None:
    """The advised days, which run from a label that is not there yet, and until when the windows are open.

    Args:
        turn: The turn.
        case: The return in hand.
        services: The rules.

    Returns:
        None where nobody asks, or the label is there: then its own day is told.
    """
    if case is None or not services.facts[_ADVICE].is_stated or not asks_days_once_there(turn.said):
        return None
    if next_step(case.found, case.customer, case.now, services.facts).kind not in _NO_LABEL_YET:
        return None
    values = {"heading": deadlines_heading(case), "lines": windows_of_return(case, services.facts)}
    windows = Utterance("utter_deadlines", values, "window.receipt")
    return Reply((Utterance("utter_rule_ask_ship_by", because=_ADVICE), windows), {"offer": None, "said_date": None})


def plan_in_time(turn: ActionContext, case: Case | None, services: Services) -> Reply | None:
    """Whether a planned day is in time for the return in hand, or for all that wait; None where nobody plans one.

    Args:
        turn: The turn.
        case: The return in hand.
        services: The store and the rules.
    """
    own = named_day(turn, AHEAD)
    if case is None or own is None or not asks_if_going_is_in_time(turn.said):
        return None
    day = meant_day(own, case.customer)
    if day is None:
        return None
    waiting = _waiting(turn, case, services)
    told = [said for each in waiting if (said := in_time(day, each, services.facts)) is not None]
    if len(waiting) > 1:
        # Which return each of them is about.
        told = [
            replace(said, response="utter_deadlines", values={**said.values, "heading": deadlines_heading(each)})
            for said, each in zip(told, waiting, strict=False)
        ]
    return Reply(tuple(told), {"said_date": None}) if told else None


def _waiting(turn: ActionContext, case: Case, services: Services) -> Sequence[Case]:
    """The return in hand, or each of its customer's that has yet to be handed in."""
    if not means_all(turn.said):
        return (case,)
    found = [Case(each, case.customer, turn.now) for each in records_of(turn, services).returns()]
    ready = [each for each in found if has_advised_day(each, services.facts)]
    return [each for each in ready if in_time(turn.now, each, services.facts) is not None] or (case,)
