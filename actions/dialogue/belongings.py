"""What a customer has, by number and title, so that "the shoes" can be told from a topic and from other things."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.turn import ActionContext
from actions.services import Services
from core.both_returns import means_both
from core.database.errors import StoreUnavailable
from core.described_things import places_ordered, places_priced
from core.references import place_in_sentence, things_named
from policy.calendars import local_date
from policy.model import Customer, Order, ReturnRequest

#: The slot; what is in it is looked up again before anything is told of it.
BELONGINGS = "belongings"
#: The newest of them: whoever has more types a number.
MOST_THINGS = 60
#: For how many of the customer's messages a list stays the one that "the second one" is about.
TURNS_LISTED = 5
_PAIR = 2
_LOOK = "/give_details{"


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
    several = _several(turn.events)
    at = place_in_sentence(turn.said, len(several))
    if at is not None:
        return [(several[at],)]
    records = records_of(turn, services)
    # Read once: most messages name nothing, and this is what they cost.
    orders, returns = records.orders(), records.returns()
    described = _described(turn.said, customer, orders, returns)
    if described:
        return [described]
    things = _things(orders, returns)
    named = things_named(turn.said, [each["title"] for each in things])
    if not named and turn.loop is None and means_both(turn.said):
        return [(each,) for each in _both(turn, returns)]
    return list(dict.fromkeys(tuple(dict.fromkeys(things[place]["number"] for place in each)) for each in named))


def _both(turn: ActionContext, returns: Sequence[ReturnRequest]) -> tuple[str, ...]:
    """The two returns that were spoken of last, by number, else the only two that there are; none where "both" may be
    the things of one return or of one order."""
    own = {found.number: found for found in returns}
    spoken = list(dict.fromkeys(each for each in _spoken_of(turn.events) if each in own))
    if len(spoken) >= _PAIR:
        return tuple(sorted(spoken[:_PAIR]))
    in_hand = own.get(turn.number or "")
    if in_hand is None or len(own) != _PAIR or len(in_hand.items) > 1:
        return ()
    held = {(each.order.number, item.id) for each in returns for item in each.items}
    is_of_returns = all((in_hand.order.number, item.id) in held for item in in_hand.order.items)
    return tuple(sorted(own)) if is_of_returns else ()


def _spoken_of(events: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The numbers that were spoken of lately, the newest first: those typed, pressed or found for a thing."""
    turns = 0
    for event in reversed(events):
        turns += event.get("event") == "user"
        if turns > TURNS_LISTED:
            break
        if event.get("event") == "slot" and event.get("name") == "customer_number":
            held = event.get("value")
            yield from reversed([str(each) for each in held] if isinstance(held, list) else [str(held)])


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
    priced = places_priced(said, [item.price.amount for item in order.items])
    named = [priced] if priced else things_named(said, [item.title for item in order.items])
    return frozenset(order.items[place].id for each in named for place in each)


def _several(events: Sequence[Mapping[str, Any]]) -> list[str]:
    """The numbers of the newest message that named several, or those that the newest list of buttons looks into."""
    turns = 0
    for event in reversed(events):
        if event.get("event") == "user":
            entities = (event.get("parse_data") or {}).get("entities") or ()
            told = (each.get("value") for each in entities if each.get("entity") == "customer_number")
            found = list(dict.fromkeys(str(each) for each in told if each))
            turns += 1
        elif event.get("event") == "bot":
            found = [_number_of(str(each.get("payload"))) for each in (event.get("data") or {}).get("buttons") or ()]
        else:
            continue
        if len(found) > 1 and all(found):
            return found
        if turns > TURNS_LISTED:
            break
    return []


def _number_of(payload: str) -> str:
    """The number that a button looks into; empty where it does something else."""
    if not payload.startswith(_LOOK):
        return ""
    return str(json.loads(payload[_LOOK.index("{") :]).get("customer_number") or "")
