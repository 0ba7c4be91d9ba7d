"""Which of a customer's returns something is true of: "which of mine have a label already?"."""

from __future__ import annotations

from collections.abc import Sequence

from actions.answers.return_facts import KNOWN, is_so
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import MOST_CHOICES, Case, return_choices
from actions.replies.return_picker_card import return_picker
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.fact_checks import Check
from core.which_returns import asked_of_several
from policy.model import Customer, ReturnRequest


def which_returns(turn: ActionContext, services: Services) -> Reply | None:
    """The returns of which it is true, or all where it is true of none; None where a message asks nothing of them.

    Args:
        turn: The turn.
        services: Store, carrier and rules.
    """
    check = asked_of_several(turn.said)
    if check is None or turn.is_press or turn.group or turn.loop is not None or turn.told_now:
        return None
    supposed = next((each for each in check.supposed if each in KNOWN), None)
    try:
        customer = known_customer(turn, services)
        returns = records_of(turn, services).returns() if customer is not None else ()
        if customer is None or supposed is None or not returns:
            return None
        cases = [Case(each, customer, turn.now) for each in returns]
        fitting = tuple(each.found for each in cases if is_so(supposed, each, services) != check.denies)
    except StoreUnavailable:
        return None
    shown = fitting or returns
    said = "utter_returns_fitting" if fitting else "utter_returns_fitting_none"
    return Reply((Utterance(said, {"lines": _lines(shown, turn)}, choices=return_choices(shown)),), {"offer": None})


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
    heading = {"lines": _lines(named, turn), "count": len(named)}
    return Reply((verdict, Utterance("utter_my_returns", heading, choices=return_choices(named))), {"offer": None})


def _lines(shown: Sequence[ReturnRequest], turn: ActionContext) -> list[Phrase]:
    """The returns, a line each."""
    heading = Phrase("card_my_returns", {"count": len(shown)})
    pages = (shown[start : start + MOST_CHOICES] for start in range(0, len(shown), MOST_CHOICES))
    return [each.as_line() for page in pages for each in return_picker(heading, page, turn.now).returns]
