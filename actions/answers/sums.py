"""How much some items come to: of the order or return in view, as far as nothing was refunded for them yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from actions.answers.hand_over import case_of
from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.belongings import with_named
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.last_answer import last_answer
from actions.dialogue.read_first import Reader
from actions.dialogue.turn import ActionContext, written_lately
from actions.forms.draft import CANCEL_FORM
from actions.replies.formatting import show_money
from actions.replies.item_names import item_name
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from core.amount_questions import (
    adds_to_chosen,
    asks_altogether,
    asks_sum,
    means_what_can_go,
    points_at,
    supposes_selection,
)
from core.database.errors import StoreUnavailable
from core.item_choice import items_meant
from core.item_mentions import Offered
from policy.model import Customer, Item, Order
from policy.refund import RefundKind, refund_outlook
from policy.refund_doubts import items_total
from policy.returnable import items_standing

AMOUNT: Final = "ask_refund_amount"
#: Where no money has moved yet, so that another choice of items would come to another sum.
_UNPAID: Final = frozenset({RefundKind.NOT_DUE_YET, RefundKind.NONE})
#: In words: a longer message asks more than this.
_MOST_WORDS: Final = 18


def sum_reader(services: Services, resume: ReplyAction) -> Reader:
    """Reads how much some items come to, whatever it was understood as.

    Args:
        services: Store and rules.
        resume: Answers a question for what is in hand.
    """
    return lambda turn, answer: sum_told(turn, services, resume)


def sum_told(turn: ActionContext, services: Services, resume: ReplyAction) -> Reply | None:
    """The sum and the items that it is of; None where no sum is asked for, or that of all that a return is for.

    Args:
        turn: The turn.
        services: Store and rules.
        resume: Answers a question for what is in hand.
    """
    elsewhere = turn.is_press or turn.group or turn.loop not in (None, CANCEL_FORM) or "email" in turn.told_now
    asks = asks_sum(turn.said) or supposes_selection(turn.said)
    if elsewhere or not asks or len(turn.said.split()) > _MOST_WORDS:
        return None
    try:
        customer = known_customer(turn, services)
        if customer is None:
            return None
        named = with_named(turn, services)
        order = _order(turn, named, customer, services)
        if order is None:
            return None
        case = case_of(replace(turn, number=_number_in(turn, order, services)), customer, services)
        items = _items(turn, order, case, customer, services)
    except StoreUnavailable:
        return None
    whole = case is not None and {each.id for each in items} in (set(), {each.id for each in case.found.items})
    if case is not None and whole:
        return _of_return(turn, case, resume)
    if not items or (case is not None and not _is_unpaid(case, services)):
        return None
    said = sum_of(items, order, customer)
    return Reply((said,), {"offer": turn.offer}) if said else None


def sum_of(items: Sequence[Item], order: Order, customer: Customer) -> Utterance | None:
    """What items cost together, with a line each; None where they were paid in several currencies.

    Args:
        items: The items, at least one.
        order: Their order.
        customer: Whose it is.
    """
    amount = items_total(tuple(items))
    if amount is None:
        return None
    lines = [
        Phrase("line_price", {"title": item_name(each, order), "amount": show_money(each.total, customer)})
        for each in items
    ]
    return Utterance("utter_draft_amount", {"amount": show_money(amount, customer), "lines": lines})


def _order(turn: ActionContext, named: ActionContext, customer: Customer, services: Services) -> Order | None:
    """The one order that a message is about: that of what it names, or that in view."""
    records = records_of(turn, services)
    numbers = named.numbers or ((named.number,) if named.number else ())
    found: dict[str, Order] = {}
    for number in numbers:
        request = records.return_request(number)
        order = request.order if request else records.order(number)
        if order is not None:
            found[order.number] = order
    return next(iter(found.values())) if len(found) == 1 else None


def _number_in(turn: ActionContext, order: Order, services: Services) -> str:
    """The number in view where it is of this order, or else the order's."""
    request = records_of(turn, services).return_request(turn.number) if turn.number else None
    return request.number if request and request.order.number == order.number else order.number


def _items(
    turn: ActionContext, order: Order, case: Case | None, customer: Customer, services: Services
) -> tuple[Item, ...]:
    """The items that a message means; none where it means all that is in view."""
    returns = records_of(turn, services).returns_of_order(order.number)
    standing = items_standing(order, returns, turn.now, services.facts, customer.timezone)
    free = tuple(each.item for each in standing if each.is_free)
    if means_what_can_go(turn.said) and free:
        return items_selected(turn.said, free) or free
    named = items_selected(turn.said, order.items)
    if named and case is not None and adds_to_chosen(turn.said):
        meant = {each.id for each in (*named, *case.found.items)}
        return tuple(each for each in order.items if each.id in meant)
    if named and (len(named) < len(order.items) or case is None):
        return named
    count = points_at(turn.said)
    told = pointed_at(turn, order)
    if told:
        return told
    # "That altogether" points at no single thing.
    is_of_all = not named and count in (None, 1) and asks_altogether(turn.said)
    spoken_of = _spoken_of(turn, order) if is_of_all else ()
    if spoken_of:
        return spoken_of
    held = case.found.items if case else ()
    for said in written_lately(turn.events):
        before = items_selected(said, held or order.items)
        if before and (count is not None or "then" in turn.said.lower().split()):
            return before
        break
    if count is not None and not held and count == len(free):
        return free
    return named if case is None else ()


def _spoken_of(turn: ActionContext, order: Order) -> tuple[Item, ...]:
    """The several items that the message before was about: "all three in one go"; none where it was about no more."""
    said = next(iter(written_lately(turn.events)), "")
    count = points_at(said)
    if count is not None and 1 < count == len(order.items):
        return order.items
    before = items_selected(said, order.items)
    return before if len(before) > 1 else ()


def items_selected(said: str, items: Sequence[Item]) -> tuple[Item, ...]:
    """The items that words select; none where they leave open which.

    Args:
        said: What the customer wrote: "cup and mould, not the mask".
        items: Those to choose from.
    """
    meant = items_meant(said, [Offered(each.title, each.quantity) for each in items], listed=False)
    if meant is None or meant.unclear:
        return ()
    return tuple(replace(items[place], quantity=count) for place, count in meant.pieces.items())


def pointed_at(turn: ActionContext, order: Order) -> tuple[Item, ...]:
    """The items that a message points at among those which the answer before told of by title.

    Args:
        turn: The turn.
        order: Their order.

    Returns:
        None of them where it points at another number of items.
    """
    count = points_at(turn.said)
    told = _told_last(turn, order) if count is not None else ()
    if told and count in (0, len(told)):
        return told
    return order.items if count is not None and 1 < count == len(order.items) else ()


def _told_last(turn: ActionContext, order: Order) -> tuple[Item, ...]:
    told = " ".join(each.text for each in last_answer(turn.events)).casefold()
    return tuple(each for each in order.items if f" {each.title.casefold()}" in f" {told}")


def _is_unpaid(case: Case, services: Services) -> bool:
    outlook = refund_outlook(case.found, case.customer, case.now, services.facts)
    return outlook.kind in _UNPAID and not outlook.doubts


def _of_return(turn: ActionContext, case: Case, resume: ReplyAction) -> Reply | None:
    """The refund of a whole return, where the message was understood as another question."""
    if turn.intent == AMOUNT or not asks_sum(turn.said):
        return None
    told = turn.told_now | {"customer_number"}
    return resume.respond(
        replace(turn, intent="give_details", topic=AMOUNT, number=case.found.number, numbers=(), told_now=told)
    )
