"""Who is asking: whether this session is verified, and what is missing where it is not.

A customer proves who they are with an order or return number and the e-mail address on the order, checked together.
The result is kept in the store under the session, never in a slot, which a client could set. Refusals are uniform:
they do not tell whether the number, the address or the pair was wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from actions.services import Services
from actions.turn import Turn
from policy.model import Customer, Order, ReturnRequest

#: After this many refusals in one session the bot stops asking and offers a person.
REFUSALS_BEFORE_PERSON = 3

Problem = Literal[
    "nothing_given",
    "email_missing",
    "number_missing",
    "not_among_yours",
    "refused",
    "refused_often",
    "in_group",
]


@dataclass(frozen=True)
class Standing:
    """A verified customer and the return or order that their number names, or why there is none."""

    customer: Customer | None = None
    subject: ReturnRequest | Order | None = None
    problem: Problem | None = None


def standing(turn: Turn, services: Services) -> Standing:
    """Where the customer of this turn stands.

    Raises:
        StoreUnavailable: the store can't be asked.
    """
    if turn.group:
        return Standing(problem="in_group")
    if turn.number and turn.email:
        return _verify(turn, turn.number, turn.email, services)
    customer = known_customer(turn, services)
    if customer is None:
        if turn.number:
            return Standing(problem="email_missing")
        return Standing(problem="number_missing" if turn.email else "nothing_given")
    if turn.number is None:
        return Standing(customer)
    subject = _subject(customer, turn.number, services)
    return Standing(customer, subject) if subject else Standing(problem="not_among_yours")


def _verify(turn: Turn, number: str, email: str, services: Services) -> Standing:
    if services.verifications.failures(turn.session, turn.now) >= REFUSALS_BEFORE_PERSON:
        return Standing(problem="refused_often")
    customer_id = services.verifications.verify(turn.session, number, email, turn.now)
    customer = services.store.customer(customer_id) if customer_id else None
    if customer is None:
        often = services.verifications.failures(turn.session, turn.now) >= REFUSALS_BEFORE_PERSON
        return Standing(problem="refused_often" if often else "refused")
    return Standing(customer, _subject(customer, number, services))


def known_customer(turn: Turn, services: Services) -> Customer | None:
    """Who this session has proven to be, None where it has not. Where others read along it is nobody.

    Raises:
        StoreUnavailable: the store can't be asked.
    """
    if turn.group:
        return None
    customer_id = services.verifications.customer_id(turn.session, turn.now)
    return services.store.customer(customer_id) if customer_id else None


def _subject(customer: Customer, number: str, services: Services) -> ReturnRequest | Order | None:
    return services.store.return_request(customer.id, number) or services.store.order(customer.id, number)
