"""What a customer has the assistant do, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Optional

from policy.model import Customer, Order, RefundTerms, ReturnRequest, Shipping


class ChangeKind(str, Enum):
    """What can be done."""

    START = "start"
    CANCEL = "cancel"
    AMEND = "amend"
    REPORT_DROP_OFF = "report_drop_off"
    WITHDRAW_DROP_OFF = "withdraw_drop_off"


@dataclass(frozen=True)
class DropOffClaim:
    """A customer's word that a parcel was handed in, at an aware instant of that day."""

    dropped_off_at: datetime
    tracking_number: Optional[str]


@dataclass(frozen=True)
class NewReturn:
    """A return to ask for; items by their ids, all of one order. `pieces` says how many of an item where not one."""

    order_number: str
    item_ids: tuple[str, ...]
    shipping: Shipping
    refund: RefundTerms
    reason: str
    description: str
    pieces: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What is to be written at once.

    Args:
        deed: What it is to the customer.
        cancel: The number of a return to cancel.
        ask_for: A return to ask for.
        claim: What is told of a hand-in, or taken back where `deed` says so; `about` is its return.
        about: The number of a return.
    """

    deed: ChangeKind
    cancel: Optional[str] = None
    ask_for: Optional[NewReturn] = None
    claim: Optional[DropOffClaim] = None
    about: Optional[str] = None


@dataclass(frozen=True)
class Done:
    """What was done, and the return that it brought about or was done to; `earlier` where it had been done before."""

    deed: ChangeKind
    return_number: str
    earlier: bool = False


@dataclass(frozen=True)
class CustomerState:
    """All of a customer's orders and returns at the moment of a change."""

    customer: Customer
    orders: tuple[Order, ...]
    returns: tuple[ReturnRequest, ...]

    def order(self, number: str) -> Optional[Order]:
        """The order with this number, None where the customer has no such order."""
        return next((order for order in self.orders if order.number == number), None)

    def return_request(self, number: str) -> Optional[ReturnRequest]:
        """The return with this number, None where the customer has no such return."""
        return next((each for each in self.returns if each.number == number), None)
