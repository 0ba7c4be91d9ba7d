"""What a connector does, and a shop's order as all connectors tell of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Final, Optional, Union

from actions.store.written_returns import WantedReturn
from core.http_client import ServiceRefused


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
    """Money that the shop has sent back, for pieces of these items by id, or for none in particular.

    `of_return` is the shop's id of the return that it is for, None where the shop does not say.
    """

    id: str
    at: datetime
    amount: Decimal
    items: Mapping[str, int]
    of_return: Optional[str] = None


@dataclass(frozen=True)
class ShopReturn:
    """A return that the shop itself keeps; pieces of items by id.

    Args:
        id: The shop's.
        number: What people call it by.
        items: What it sends back.
        happened: What happened to it by `EventType`, with the aware instant; None where the shop doesn't say when.
        paid: Whether the customer pays for the way.
        parcels: What it travels in: tracking numbers, each with its carrier where that is known.
        label: Where its label lies, None where there is none.
        ours: The number that the store gave it, None where nobody asked for it in the chat.
    """

    id: str
    number: str
    items: Mapping[str, int]
    happened: Mapping[str, Optional[datetime]]
    paid: bool
    parcels: Sequence[tuple[str, Optional[str]]]
    label: Optional[str]
    ours: Optional[str]


@dataclass(frozen=True)
class ShopOrder:
    """An order as the shop has it; `fields` are the shop's own further fields, which rules may refer to.

    `account` is the shop's id of the customer, None for a guest. Instants are aware.
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
    returns: Sequence[ShopReturn] = ()


@dataclass(frozen=True)
class NoOrder:
    """What can't be read as an order, and why; the reason repeats no value.

    `is_usual` is for what a shop has every day, and nobody has to put right.
    """

    number: Optional[str]
    reason: str
    is_usual: bool = False


#: What nobody could ask for: a customer names it with its address.
WITHOUT_ADDRESS: Final = "it has no e-mail address, as sales at a counter have none"


class ReturnNotTaken(ServiceRefused):
    """The shop does not take a return, or its cancellation, and will not later either."""


class ToBeForgotten(Exception):
    """A webhook asks for a customer to be forgotten: by the shop's id of their account, and by their address.

    Args:
        account: None where the shop names none.
        email: None where it names none.
    """

    def __init__(self, account: Optional[str], email: Optional[str]) -> None:
        super().__init__("a customer is to be forgotten")
        self.account = account
        self.email = email


class NotToldOf(Exception):
    """A webhook tells of nothing that the store keeps, and is no mistake."""


class Connector(ABC):
    """One kind of shop. Blocks: call it from a worker thread."""

    name: ClassVar[str]
    #: The headers that prove a webhook, or tell it from others, in lower case.
    signed_by: ClassVar[tuple[str, ...]]
    #: Whether the shop keeps returns, so that those of the chat can be written to it.
    keeps_returns: ClassVar[bool] = False
    #: Whether it is looked at every few seconds, as it does not tell of all that happens by itself.
    is_watched: ClassVar[bool] = False

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
            ToBeForgotten: It asks for a customer to be forgotten.
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

    def delivery(self, headers: Mapping[str, str]) -> Optional[str]:
        """What tells a webhook from all others, the same at every try; None where the shop sends nothing of the kind.

        Args:
            headers: By lower-case name.
        """
        del headers
        return None

    def orders_of(self, returns: Sequence[str]) -> Iterator[Union[ShopOrder, NoOrder]]:
        """The orders that some of the shop's returns belong to, as they are now; none of one that is gone.

        Args:
            returns: The shop's ids of them.

        Raises:
            ServiceUnavailable: The shop does not answer.
            ServiceRefused: The shop does not let us ask.
        """
        del returns
        return iter(())

    def request_return(self, wanted: WantedReturn) -> str:
        """Ask the shop for a return, unless it has that one already; its id there.

        Raises:
            ServiceUnavailable: The shop does not answer, or does not take the return just now.
            ServiceRefused: It does not let us write, whatever the return is.
            ReturnNotTaken: It does not take this return.
        """
        raise ServiceRefused(f"no returns are written to {self.name} (order {wanted.order})")

    def cancel_return(self, shop_id: str) -> None:
        """Cancel a return in the shop, unless it is over there.

        Raises:
            ServiceUnavailable: The shop does not answer, or does not cancel the return just now.
            ServiceRefused: It does not let us write, whatever the return is.
            ReturnNotTaken: It does not let this return be cancelled.
        """
        raise ServiceRefused(f"no returns are written to {self.name} ({shop_id})")
