"""What a connector does, and a shop's order as all connectors tell of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Optional, Union


@dataclass(frozen=True)
class ShopItem:
    """A line of an order; `price` is what the customer paid for one piece."""

    id: str
    title: str
    categories: tuple[str, ...]
    quantity: int
    price: Decimal


@dataclass(frozen=True)
class ShopRefund:
    """Money that the shop has sent back, for pieces of these items by id, or for none in particular."""

    id: str
    at: datetime
    amount: Decimal
    items: Mapping[str, int]


@dataclass(frozen=True)
class ShopReturn:
    """A return as the shop has it, of so many pieces of items by id; instants are aware.

    `number` is that of the store where the shop was told of it from there. `arrived_at` is when all of it had come.
    """

    id: str
    number: Optional[str]
    items: Mapping[str, int]
    requested_at: datetime
    changed_at: datetime
    arrived_at: Optional[datetime] = None
    cancelled_at: Optional[datetime] = None
    label_at: Optional[datetime] = None
    tracking_number: Optional[str] = None


@dataclass(frozen=True)
class ShopOrder:
    """An order as the shop has it; `fields` are the shop's own further fields, which rules may refer to.

    `account` is the shop's id of the customer, None for a guest. Instants are aware. `id` is the shop's own where that
    is no number, `returns` those that the shop itself keeps.
    """

    number: str
    account: Optional[str]
    email: str
    country: str
    placed_at: datetime
    changed_at: datetime
    completed_at: Optional[datetime]
    ship_to: str
    currency: str
    items: Sequence[ShopItem]
    refunds: Sequence[ShopRefund]
    fields: Mapping[str, str]
    id: str = ""
    returns: Sequence[ShopReturn] = ()


@dataclass(frozen=True)
class NoOrder:
    """What can't be read as an order, and why; the reason repeats no value."""

    number: Optional[str]
    reason: str


class NotToldOf(Exception):
    """A webhook tells of nothing that the store keeps, and is no mistake."""


class Connector(ABC):
    """One kind of shop. Blocks: call it from a worker thread."""

    name: ClassVar[str]
    #: The headers that prove a webhook, in lower case.
    signed_by: ClassVar[tuple[str, ...]]

    @abstractmethod
    def authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether a webhook bears the proof that only the shop can give, compared in constant time.

        Args:
            headers: By lower-case name.
            body: As it was sent.
        """

    @abstractmethod
    def is_greeting(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether a request only asks whether somebody is there; it isn't signed, and is answered without more."""

    @abstractmethod
    def told(self, body: Any) -> Union[ShopOrder, NoOrder]:
        """The order that a webhook tells of, with what has to be asked of the shop besides.

        Args:
            body: What its JSON gave.

        Raises:
            NotToldOf: It tells of something else.
            ServiceUnavailable: The shop does not answer.
            ServiceRefused: The shop does not let us ask.
        """

    @abstractmethod
    def changed_since(self, since: Optional[datetime]) -> Iterator[Union[ShopOrder, NoOrder]]:
        """All orders that the shop has changed since an aware instant, or all that it has, in no certain order.

        Raises:
            ServiceUnavailable: The shop does not answer.
            ServiceRefused: The shop does not let us ask.
        """

    @abstractmethod
    def order(self, number: str) -> Union[ShopOrder, NoOrder, None]:
        """The order of a number, None where the shop has none.

        Raises:
            ServiceUnavailable: The shop does not answer.
            ServiceRefused: The shop does not let us ask.
        """

    @abstractmethod
    def health(self) -> str:
        """What the shop says of itself, such as its version.

        Raises:
            ServiceUnavailable: The shop does not answer.
            ServiceRefused: The shop does not let us ask, or speaks another version.
        """
