"""Which of a customer's returns something is true of: "which of mine have a label already?"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from actions.answers.cancel_or_change import refused
from actions.answers.return_facts import KNOWN, is_so
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.several_meant import meant_at_once
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import MOST_CHOICES, Case, return_choices
from actions.replies.return_picker_card import return_picker
from actions.services import Services
from core.both_returns import Several
from core.database.errors import StoreUnavailable
from core.fact_checks import Check
from core.supposed_facts import Supposed
from core.which_returns import asked_of_several, means_some
from policy.eligibility import can_cancel
from policy.model import Customer, ReturnRequest

#: What may be asked of several, and of how many it is told why it is not so.
_KNOWN = KNOWN | {Supposed.CANCELLABLE}
_MOST_REFUSED = 3


def which_returns(turn: ActionContext, services: Services) -> Reply | None:
    """The returns of which it is true, or all where it is true of none; None where a message asks nothing of them.

    Args:
        turn: The turn.
        services: Store, carrier and rules.
    """
    check = asked_of_several(turn.said)
    if check is None or turn.is_press or turn.group or turn.loop is not None or turn.told_now:
        return None
    supposed = next((each for each in check.supposed if each in _KNOWN), None)
    try:
        customer = known_customer(turn, services)
        returns = records_of(turn, services).returns() if customer is not None else ()
        if means_some(turn.said):
            pair = meant_at_once(Several.BOTH, turn, returns)
            returns = tuple(each for each in returns if each.number in pair) or returns
        if customer is None or supposed is None or not returns:
            return None
        cases = [Case(each, customer, turn.now) for each in returns]
        if supposed is Supposed.CANCELLABLE and not check.denies:
            return _cancellable(cases, services)
        fitting = tuple(each.found for each in cases if is_so(supposed, each, services) != check.denies)
    except StoreUnavailable:
        return None
    shown = fitting or returns
    said = "utter_returns_fitting" if fitting else "utter_returns_fitting_none"
    return Reply((Utterance(said, {"lines": _lines(shown, turn.now)}, choices=return_choices(shown)),), {"offer": None})


def _cancellable(cases: Sequence[Case], services: Services) -> Reply:
    """Which returns can still be cancelled, and of the others why not."""
    verdicts = [(each, can_cancel(each.found, each.now, services.facts)) for each in cases]
    fitting = tuple(each.found for each, verdict in verdicts if verdict.allowed)
    others = [refused(verdict, each, amends=False) for each, verdict in verdicts if not verdict.allowed]
    told = others if not fitting or len(others) <= _MOST_REFUSED else []
    if not fitting:
        return Reply(tuple(told[:MOST_CHOICES]), {"offer": None})
    lines = _lines(fitting, cases[0].now)
    said = Utterance("utter_returns_fitting", {"lines": lines}, choices=return_choices(fitting))
    return Reply((said, *told), {"offer": None})


def holds_of_all(check: Check, turn: ActionContext, customer: Customer | None, services: Services) -> Reply | None:
    """Whether something is true of all the returns that a message names: "so the clock and the mat have labels?".

    Args:
        check: What is put up for a yes or no.
        turn: The turn, with the numbers of what it names.
        customer: Whose returns they are.
        services: Store, carrier and rules.

    Raises:
        StoreUnavailable: The store can't be asked.
    """
    supposed = next((each for each in check.supposed if each in KNOWN), None)
    if customer is None or supposed is None or len(turn.numbers) <= 1:
        return None
    records = records_of(turn, services)
    named = tuple(found for each in turn.numbers if (found := records.return_request(each)) is not None)
    if len(named) < len(turn.numbers):
        return None
    is_right = all(is_so(supposed, Case(each, customer, turn.now), services) != check.denies for each in named)
    verdict = Utterance("utter_check_right" if is_right else "utter_check_wrong")
    heading = {"lines": _lines(named, turn.now), "count": len(named)}
    return Reply((verdict, Utterance("utter_my_returns", heading, choices=return_choices(named))), {"offer": None})


def _lines(shown: Sequence[ReturnRequest], now: datetime) -> list[Phrase]:
    """The returns, a line each."""
    heading = Phrase("card_my_returns", {"count": len(shown)})
    pages = (shown[start : start + MOST_CHOICES] for start in range(0, len(shown), MOST_CHOICES))
    return [each.as_line() for page in pages for each in return_picker(heading, page, now).returns]
