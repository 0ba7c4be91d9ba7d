"""Yes or no to what is supposed of the window of an order's items: "so I have until the 18th?"."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from actions.dialogue.base_actions import windows_of
from actions.dialogue.belongings import named_items
from actions.dialogue.identity import records_of
from actions.dialogue.last_answer import last_answer
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import LATELY, ActionContext, earlier_messages
from actions.replies.reply import Reply, Utterance
from actions.services import Services
from core.detail_questions import asks_days_left
from core.fact_checks import Check
from core.short_messages import pieces, words
from core.supposed_facts import Supposed
from policy.calendars import local_date
from policy.model import Customer, Order
from policy.returnable import items_standing
from policy.window import WindowKind

#: Words by which all items of an order are meant.
_ALL = words("everything all both whole entire")


def windows_checked(
    check: Check, turn: ActionContext, customer: Customer, order: Order, services: Services
) -> Reply | None:
    """Yes or no where it is the same for all items that are meant, and their windows; None where nothing is supposed.

    Args:
        check: What is put up for a yes or no.
        turn: The turn.
        customer: Whose order it is.
        order: The order in hand.
        services: The store and the rules.
    """
    if Supposed.AT_WAREHOUSE in check.supposed and not records_of(turn, services).returns_of_order(order.number):
        # Nothing of it goes back, so it is the order that has arrived or not.
        told = windows_of(turn, customer, order, {each.id for each in order.items}, services)
        is_right = (order.received_at is not None) != check.denies
        return Reply(
            (Utterance("utter_check_right" if is_right else "utter_check_wrong"), *told.utterances), told.slots
        )
    supposed = next((each for each in check.supposed if each in (Supposed.WINDOW_CLOSED, Supposed.WINDOW_OPEN)), None)
    if supposed is None:
        return None
    returns = records_of(turn, services).returns_of_order(order.number)
    named = named_items(turn, order) or items_before(turn, order)
    standing = items_standing(order, returns, turn.now, services.facts, customer.timezone)
    if not _ALL.isdisjoint(pieces(check.statement)):
        named = frozenset()
    meant = [each for each in standing if each.item.id in named] or list(standing)
    day = meant_day(turn.asked_day, customer) if turn.asked_day else None
    verdicts = set()
    for each in meant:
        if day is not None and each.window.ends_on is not None:
            verdicts.add((each.window.ends_on == local_date(day, customer.timezone)) != check.denies)
        elif each.window.kind in (WindowKind.OPEN, WindowKind.CLOSED):
            is_closed = each.window.kind is WindowKind.CLOSED
            # "Can't be returned any more" denies in words that are read as closed already.
            verdicts.add(is_closed if supposed is Supposed.WINDOW_CLOSED else is_closed == check.denies)
    told = windows_of(turn, customer, order, {each.item.id for each in meant}, services)
    if len(verdicts) != 1 and (not verdicts or named):
        return told
    # What is said of all items is wrong where one is different.
    verdict = Utterance("utter_check_right" if all(verdicts) else "utter_check_wrong")
    return Reply((verdict, *told.utterances), told.slots)


def items_before(turn: ActionContext, order: Order) -> frozenset[str]:
    """The ids of the items of an order that the customer named last, in the messages shortly before this one."""
    for said, entities in islice(earlier_messages(turn.events), LATELY):
        # A reference to a thing is kept as the choice that it makes.
        chosen = next((str(each.get("value")) for each in entities if each.get("entity") == "choice"), said)
        named = named_items(replace(turn, said=chosen), order)
        if named:
            return named
    return frozenset()


def days_left_again(turn: ActionContext, customer: Customer | None, services: Services) -> Reply | None:
    """The windows once more of the items that were named last, to who asks behind them how many days are left."""
    before = last_answer(turn.events)
    if customer is None or turn.is_press or not any(each.response == "utter_item_windows" for each in before):
        return None
    order = records_of(turn, services).order(turn.number or "")
    if order is None or not asks_days_left(turn.said):
        return None
    named = named_items(turn, order) or items_before(turn, order)
    return windows_of(turn, customer, order, named or {each.id for each in order.items}, services)
