"""What a message asks one aspect of."""

from __future__ import annotations

from dataclasses import dataclass

from actions.answers.asked_of_stage import AskedOfStage
from actions.dialogue.turn import ActionContext
from actions.services import Services
from policy.model import Customer, Order


@dataclass(frozen=True)
class InView:
    """What a message asks an aspect of: the return in view, if one is, and the order with the items that it names."""

    turn: ActionContext
    customer: Customer
    order: Order
    items: frozenset[str]
    asked: AskedOfStage | None
    services: Services
