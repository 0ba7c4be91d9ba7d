"""What a customer has, by number and title, so that "the shoes" can be told from a topic before anybody looks it up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.dialogue.identity import records_of
from actions.dialogue.turn import ActionContext
from actions.services import Services
from core.references import place_named
from policy.model import Customer

#: The slot; what is in it is looked up again before anything is told of it.
BELONGINGS = "belongings"
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
    returns = records.returns()
    sent = {(found.order.number, item.id) for found in returns for item in found.items}
    things = [{"number": found.number, "title": item.title} for found in returns for item in found.items]
    things += [
        {"number": order.number, "title": item.title}
        for order in records.orders()
        for item in order.items
        if (order.number, item.id) not in sent
    ]
    return {BELONGINGS: {"of": customer.id, "things": things[:MOST_THINGS]}}


def number_named(turn: ActionContext) -> str | None:
    """The number of the one thing that a sentence names by its title, None where there is none or a number as well."""
    held = turn.slots.get(BELONGINGS)
    if turn.is_press or "customer_number" in turn.told_now or not isinstance(held, Mapping):
        return None
    things = held.get("things") or []
    place = place_named(turn.said, [str(each["title"]) for each in things])
    return None if place is None else str(things[place]["number"])
