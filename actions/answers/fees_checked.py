"""Yes or no to what is supposed of the free returns of a month, with those that count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from actions.dialogue.identity import records_of
from actions.dialogue.last_answer import last_answer
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import ActionContext
from actions.replies.formatting import show_day
from actions.replies.item_names import item_names
from actions.replies.reply import Phrase, Reply, Utterance
from actions.services import Services
from core.detail_questions import days_confirmed
from core.fact_checks import Check
from core.supposed_facts import Supposed
from policy.calendars import local_date
from policy.fees import free_returns_counted
from policy.model import Customer, ReturnRequest

RIGHT, WRONG = "utter_check_right", "utter_check_wrong"
_OF_FEES = ("utter_next_return_", "utter_free_returns_left", "utter_rule_ask_return_fee", "utter_return_items")
_LIMIT = "fee.monthly_limit"


def fees_checked(
    check: Check | None, turn: ActionContext, behind: Sequence[str], customer: Customer, services: Services
) -> Reply | None:
    """Yes or no, how many are left, and which were counted; None behind an answer about something else.

    Args:
        check: What is put up for a yes or no; None where a message objects to the number that was told.
        turn: The turn.
        behind: The rules of the answer before.
        customer: Whose returns they are.
        services: The store and the rules.
    """
    before = [each.response for each in last_answer(turn.events)]
    is_of_fees = any(each.startswith(_OF_FEES) for each in before) or any(each.startswith("fee.") for each in behind)
    names_them = check is not None and "free" in check.statement.split()
    if not is_of_fees and not names_them:
        return None
    counted = free_returns_counted(records_of(turn, services).returns(), turn.now, customer.timezone)
    limit = services.facts[_LIMIT].longest
    verdict = None if check is None else _verdict(check, turn, customer, len(counted), limit)
    if check is not None and verdict is None:
        return None
    next_month = show_day(_next_month(turn, customer), customer, turn.now)
    response = "utter_free_returns_left" if len(counted) < limit else "utter_next_return_month_used"
    left = Utterance(response, {"used": len(counted), "next_month": next_month}, because=_LIMIT)
    of_day = check is not None and Supposed.FREE_AGAIN in check.supposed and turn.asked_day is not None
    listed = () if of_day or not counted else _listed(counted)
    said = () if verdict is None else (Utterance(RIGHT if verdict else WRONG),)
    return Reply((*said, *listed, left))


def _listed(counted: Sequence[ReturnRequest]) -> tuple[Utterance, ...]:
    """The returns that were counted, with what is in each."""
    numbers = ", ".join(each.number for each in counted)
    told = Utterance(
        "utter_why", {"lines": [Phrase("fee_used", {"used": len(counted), "returns": numbers})]}, because=_LIMIT
    )
    items = tuple(
        Utterance("utter_return_items", {"return_number": each.number, "items": item_names(each.items, each.order)})
        for each in counted
    )
    return (told, *items)


def _verdict(check: Check, turn: ActionContext, customer: Customer, used: int, limit: int) -> bool | None:
    """Whether what is supposed is so; None where nothing of the free returns is supposed."""
    number = days_confirmed(check.statement)
    holds: bool | None = None
    if Supposed.FREE_AGAIN in check.supposed and turn.asked_day is not None:
        day = meant_day(turn.asked_day, customer)
        holds = None if day is None else local_date(day, customer.timezone) == _next_month(turn, customer)
    elif Supposed.FREE_AGAIN in check.supposed and "next month" in check.statement:
        holds = True
    elif Supposed.NONE_LEFT in check.supposed:
        # "None left" denies by itself.
        return used >= limit
    elif Supposed.LEFT in check.supposed and number is not None:
        holds = number == max(0, limit - used)
    elif Supposed.USED in check.supposed:
        holds = used >= limit if number is None else number == used
    return None if holds is None else holds != check.denies


def _next_month(turn: ActionContext, customer: Customer) -> date:
    first = turn.now.astimezone(ZoneInfo(customer.timezone)).date().replace(day=1)
    return (first + timedelta(days=32)).replace(day=1)
