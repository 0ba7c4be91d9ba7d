"""What the connector of a shop does besides that keeps returns itself."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Union

from actions.connect.connector import Connector, NoOrder, ShopOrder


@dataclass(frozen=True)
class WantedReturn:
    """A return that a customer has asked for: of so many pieces of items by id, and why."""

    number: str
    order_number: str
    items: Mapping[str, int]
    reason: str
    description: str


class ReturnsConnector(Connector):
    """A kind of shop that keeps returns: it is told of those that customers ask for, and tells what becomes of them."""

    @abstractmethod
    def orders(self, ids: Sequence[str]) -> Iterator[Union[ShopOrder, NoOrder]]:
        """The orders of these ids of the shop's, as they are now; none of one that is gone.

        Raises:
            ServiceUnavailable: The shop does not answer.
            ServiceRefused: The shop does not let us ask.
        """

    @abstractmethod
    def ask_for(self, wanted: WantedReturn) -> tuple[str, str]:
        """Have the shop take down a return, once however often it is asked.

        Returns:
            What the shop calls the return and its order.

        Raises:
            ServiceUnavailable: The shop does not answer.
            ServiceRefused: It does not take it, or has no such order.
        """

    @abstractmethod
    def cancel(self, shop_id: str) -> None:
        """Have the shop cancel a return; one that is cancelled already is no error.

        Raises:
            ServiceUnavailable: The shop does not answer.
            ServiceRefused: It can't be cancelled any more.
        """
