"""What a customer has, by number and title, so that "the shoes" can be told from a topic and from other things."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.several_meant import meant_at_once, several_listed
from actions.dialogue.turn import ActionContext
from actions.services import Services
from core.both_returns import several_meant
from core.database.errors import StoreUnavailable
from core.described_things import places_ordered, places_priced
from core.item_choice import items_meant
from core.item_mentions import Offered
from core.numbers_by_digits import numbers_by_digits
from core.references import place_in_sentence, things_named
from policy.calendars import local_date
from policy.model import Customer, Order, ReturnRequest

#: The slot; what is in it is looked up again before anything is told of it.
BELONGINGS = "belongings"
#: "All but the sleeves" names the others.
_ALL_BUT = re.compile(
    r"\b(?:all|everything|both|the (?:rest|lot|whole))\b(?! right)"
    r"(?: (?:but|bar)\b|[^.,;!?]{0,40}\b(?:except|excluding|apart from|besides|without|minus)\b)",
    re.IGNORECASE,
)
#: The newest of them: whoever has more types a number.
MOST_THINGS = 60


def noted(turn: ActionContext, customer: Customer, services: Services) -> dict[str, Any]:
    """The slot with what the customer has, empty where it is noted already.

    Raises:
        StoreUnavailable: The store can't be asked.
    """
    held = turn.slots.get(BELONGINGS)
    if isinstance(held, Mapping) and held.get("of") == customer.id:
        return {}
    records = records_of(turn, services)
    return {BELONGINGS: {"of": customer.id, "things": _things(records.orders(), records.returns())}}


def _things(orders: Sequence[Order], returns: Sequence[ReturnRequest]) -> list[dict[str, str]]:
    sent = {(found.order.number, item.id) for found in returns for item in found.items}
    things = [{"number": found.number, "title": item.title} for found in returns for item in found.items]
    things += [
        {"number": order.number, "title": item.title}
        for order in orders
        for item in order.items
        if (order.number, item.id) not in sent
    ]
    return things[:MOST_THINGS]


def named_numbers(turn: ActionContext, services: Services) -> list[tuple[str, ...]]:
    """The numbers of the things that a message names, each as those among which it leaves open which.

    It names them by their titles, or one by its place among what was told or listed last: "I haven't sent the second
    one". A message that tells a number means that one, and whoever has proven nothing has nothing to name.

    Raises:
        StoreUnavailable: The store can't be asked.
    """
    if turn.is_press or turn.group or "customer_number" in turn.told_now or not turn.said.strip():
        return []
    customer = known_customer(turn, services)
    if customer is None:
        return []
    listed = several_listed(turn.events)
    at = place_in_sentence(turn.said, len(listed))
    if at is not None:
        return [(listed[at],)]
    records = records_of(turn, services)
    # Read once: most messages name nothing, and this is what they cost.
    orders, returns = records.orders(), records.returns()
    typed = numbers_by_digits(turn.said, [found.number for found in returns])
    if typed:
        return [(each,) for each in typed]
    described = _described(turn.said, customer, orders, returns)
    if described:
        return [described]
    things = _things(orders, returns)
    named = things_named(turn.said, [each["title"] for each in things])
    several = several_meant(turn.said) if not named and turn.loop is None else None
    if several is not None:
        return [(each,) for each in meant_at_once(several, turn, returns)]
    return list(dict.fromkeys(tuple(dict.fromkeys(things[place]["number"] for place in each)) for each in named))


def _described(
    said: str, customer: Customer, orders: Sequence[Order], returns: Sequence[ReturnRequest]
) -> tuple[str, ...]:
    """The numbers of what a message names by its price or by when it was ordered."""
    sent = {(found.order.number, item.id): found.number for found in returns for item in found.items}
    lines = [(order.number, item) for order in orders for item in order.items]
    priced = places_priced(said, [item.price.amount for _, item in lines])
    if priced:
        numbers = (sent.get((lines[at][0], lines[at][1].id), lines[at][0]) for at in priced)
        return tuple(dict.fromkeys(numbers))
    placed = [local_date(order.placed_at, customer.timezone) for order in orders]
    return tuple(orders[at].number for at in places_ordered(said, placed))


def with_named(turn: ActionContext, services: Services) -> ActionContext:
    """The turn with the numbers of the things that it names as if it told them.

    Where a name leaves open which one is meant, `among` holds those that may be. A store that can't be asked names
    nothing.
    """
    try:
        named = named_numbers(turn, services)
    except StoreUnavailable:
        return turn
    meant = [(turn.number,) if turn.number in each else each for each in named]
    numbers = tuple(dict.fromkeys(number for each in meant for number in each if number))
    if any(len(each) > 1 for each in meant):
        return replace(turn, number=None, numbers=(), among=numbers)
    if not numbers:
        return turn
    told = turn.told_now | {"customer_number"}
    return replace(turn, number=numbers[-1], numbers=numbers if len(numbers) > 1 else (), told_now=told)


def named_items(turn: ActionContext, order: Order) -> frozenset[str]:
    """The ids of those of an order's items that a message names, or that somebody's choice among their things names."""
    said = (turn.choice or "") if turn.is_press else turn.said
    if not turn.is_press and _ALL_BUT.search(said):
        meant = items_meant(said, [Offered(item.title, item.quantity) for item in order.items], listed=False)
        if meant is not None and meant.pieces:
            return frozenset(order.items[place].id for place in meant.pieces)
    priced = places_priced(said, [item.price.amount for item in order.items])
    named = [priced] if priced else things_named(said, [item.title for item in order.items])
    return frozenset(order.items[place].id for each in named for place in each)
