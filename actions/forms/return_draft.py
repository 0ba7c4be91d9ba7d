"""The return that is being prepared: which items can be in it, what it costs, and what has been told so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.turn import ActionContext
from actions.forms.draft import AMEND_FORM, AMOUNT, DESCRIPTION, ITEMS, OPEN_ITEMS, PIECES, REASON, SERVICE, Draft
from actions.services import Services
from actions.store.changes import ChangeKind, CustomerState
from policy.facts import Facts
from policy.fees import FeeKind, NextFee, next_return_fee
from policy.model import Customer, Item, Money, Order, ReturnRequest, Shipping
from policy.refund_doubts import items_total
from policy.returnable import ItemStanding, items_standing

#: Why something is sent back: the code that is kept, in the order of the buttons.
REASONS = (
    *("damaged", "faulty", "wrong_item", "wrong_size"),
    *("not_as_described", "missing_parts", "not_wanted", "other"),
)
FREE = (Shipping.FREE_LABEL, Shipping.FREE_QR)


@dataclass(frozen=True)
class AskedReturn:
    """What a new return of an order can be.

    Args:
        order: The order.
        customer: Whose it is.
        replaced: The return that it takes the place of, None where it takes none's.
        items: How each item of the order stands, the replaced return left out.
        fee: What it costs.
    """

    order: Order
    customer: Customer
    replaced: ReturnRequest | None
    items: tuple[ItemStanding, ...]
    fee: NextFee

    @property
    def choices(self) -> tuple[Item, ...]:
        """The items that it can be asked for."""
        return tuple(each.item for each in self.items if each.is_free)

    @property
    def services(self) -> tuple[Shipping, ...]:
        """How it can be sent."""
        return FREE if self.fee.kind is FeeKind.FREE else (Shipping.PAID,)

    def lost_by_replacing(self) -> tuple[ItemStanding, ...]:
        """Items of the replaced return that could not be asked for again."""
        held = {item.id for item in self.replaced.items} if self.replaced else set()
        return tuple(each for each in self.items if each.item.id in held and not each.is_free)

    def left_open(self, slots: Any) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
        """What a message has selected for sure, and the items among which it left open what it means."""
        held = slots.get(OPEN_ITEMS)
        sure, possible = (held.get("sure"), held.get("possible")) if isinstance(held, Mapping) else (None, None)
        if not isinstance(sure, Mapping) or not isinstance(possible, list):
            return (), ()
        return (
            tuple(_pieces_of(item, sure[item.id]) for item in self.choices if item.id in sure),
            tuple(item for item in self.choices if item.id in possible),
        )

    def chosen(self, slots: Any) -> tuple[Item, ...]:
        """The items that a form's slots name, with the pieces of each; none that is no choice of the order."""
        named, pieces = slots.get(ITEMS), slots.get(PIECES)
        if not isinstance(named, list):
            return ()
        some = pieces if isinstance(pieces, Mapping) else {}
        return tuple(_pieces_of(item, some.get(item.id)) for item in self.choices if item.id in named)


def _pieces_of(item: Item, pieces: Any) -> Item:
    """So many pieces of an item; all of it where none or no possible number is told."""
    fits = isinstance(pieces, int) and not isinstance(pieces, bool) and 1 <= pieces < item.quantity
    return replace(item, quantity=pieces) if fits else item


@dataclass(frozen=True)
class FormAnswers:
    """All that a form has asked for, checked against what is possible."""

    items: tuple[Item, ...]
    reason: str
    amount: Money
    service: Shipping
    description: str

    def key(self, draft: Draft, asked: AskedReturn) -> str:
        """The key of the question whether to ask for this return."""
        deed = ChangeKind.AMEND if asked.replaced else ChangeKind.START
        content = (
            [[item.id, item.quantity] for item in self.items],
            self.reason,
            str(self.amount.amount),
            self.amount.currency,
        )
        return draft.key(deed, asked.order.number, *content, self.service.value, self.description)


def asked_return(held: CustomerState, draft: Draft, now: datetime, facts: Facts) -> AskedReturn | None:
    """What the return can be that a draft is about, None where the customer has no such order or return.

    Args:
        held: What the customer has.
        draft: What is being prepared.
        now: An aware instant.
        facts: The rules.
    """
    replaced = held.return_request(draft.about) if draft.form == AMEND_FORM else None
    order = replaced.order if replaced else held.order(draft.about)
    if order is None:
        return None
    return possible_return(order, replaced, held.returns, held.customer, now, facts)


def possible_return(
    order: Order,
    replaced: ReturnRequest | None,
    returns: Sequence[ReturnRequest],
    customer: Customer,
    now: datetime,
    facts: Facts,
) -> AskedReturn:
    """What a new return of an order can be; see `AskedReturn`."""
    others = tuple(each for each in returns if replaced is None or each.number != replaced.number)
    items = items_standing(order, others, now, facts, customer.timezone)
    fee = next_return_fee(others, order, now, facts, customer.timezone)
    return AskedReturn(order, customer, replaced, items, fee)


def prepared(turn: ActionContext, draft: Draft, services: Services) -> AskedReturn | None:
    """What the return can be that is being prepared in this conversation.

    Raises:
        StoreUnavailable: The store can't be asked.
    """
    customer = known_customer(turn, services)
    if customer is None:
        return None
    records = records_of(turn, services)
    held = CustomerState(customer, records.orders(), records.returns())
    return asked_return(held, draft, turn.now, services.facts)


def total(items: Sequence[Item]) -> Money | None:
    """What the items cost together, None where there are none or they were paid in several currencies."""
    return items_total(items) if items else None


def amount_slot(money: Money) -> str:
    """How a slot holds the amount that the customer has checked."""
    return f"{money.amount} {money.currency}"


def told(slots: Any, asked: AskedReturn) -> FormAnswers | None:
    """What a form's slots say, None where something is missing or does not fit what is possible any more."""
    items, reason, description = asked.chosen(slots), slots.get(REASON), slots.get(DESCRIPTION)
    amount = total(items)
    service = next((each for each in asked.services if each.value == slots.get(SERVICE)), None)
    if amount is None or service is None or reason not in REASONS or not isinstance(description, str):
        return None
    if len(items) != len(slots[ITEMS]) or slots.get(AMOUNT) != amount_slot(amount):
        return None
    return FormAnswers(items, reason, amount, service, description)
