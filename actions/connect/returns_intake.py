"""A shop's own returns as records of the store's contract, each with the number that the store gives it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Optional

from actions.connect.connector import ShopOrder, ShopReturn
from actions.connect.records import Record
from actions.connect.rules import ShopRules
from actions.store.shop_returns import ShopReturns
from core.clock import format_instant
from policy.model import EventType, Shipping

_ISSUED: Final = EventType.REFUND_ISSUED.value
#: Money goes back the way it came; a shop's return does not say which.
_METHOD: Final = "original"


class ReturnsIntake:
    """What becomes of the returns of a shop's orders.

    Args:
        known: Which return of the shop is which of the store.
    """

    def __init__(self, known: ShopReturns) -> None:
        self._known = known

    def records(
        self, order: ShopOrder, stored: Sequence[Record], rules: ShopRules, now: datetime
    ) -> Iterator[tuple[ShopReturn, Record]]:
        """The returns of an order of which the shop tells something new.

        Args:
            order: The order, which is in the store.
            stored: Its returns there, in the contract's format.
            rules: The shop's.
            now: The current instant, aware.
        """
        known = self._known.known([each.id for each in order.returns])
        by_number = {each["number"]: each for each in stored}
        for each in order.returns:
            number = known.get(each.id)
            if number is None and each.number is not None and each.number in by_number:
                number = each.number
                self._known.link(number, each.id, order.id, now)
            if number is None and each.cancelled_at is None:
                number = self._known.number_for(each.id, order.id, now)
            if number is None:
                # Over before anybody here has heard of it.
                continue
            record = _told(by_number.get(number) or _begun(number, each, order, rules), each)
            if record != by_number.get(number):
                yield each, record

    def explained(self, order: ShopOrder, stored: Sequence[Record]) -> Iterator[str]:
        """A line for each return that shop or store has, with what the shop says of it.

        Args:
            order: As the shop has it.
            stored: Its returns in the store.
        """
        known = self._known.known([each.id for each in order.returns])
        for each in order.returns:
            happened = (("arrived", each.arrived_at), ("cancelled", each.cancelled_at))
            said = [f"{what} {format_instant(at)}" for what, at in happened if at is not None]
            what = ", ".join((f"requested {format_instant(each.requested_at)}", *said))
            yield f"  return {known.get(each.id) or 'not yet in the store'}, in the shop {each.id}: {what}"
        for number, told in self._known.of([each["number"] for each in stored]).items():
            if told.refused:
                yield f"  return {number}: {told.refused}"

    def settle(self, order: ShopOrder, stored: Sequence[Record]) -> None:
        """Note which returns of an order nobody waits for any more.

        Args:
            order: As the shop has it.
            stored: Its returns in the store, after all was taken in.
        """
        paid = {each["number"] for each in stored if any(event["type"] == _ISSUED for event in each["events"])}
        numbers = self._known.known([each.id for each in order.returns])
        # One that was cancelled in the chat is over when the shop knows it.
        ended = {numbers[each.id] for each in order.returns if each.cancelled_at and each.id in numbers}
        over = (paid & set(numbers.values())) | ended
        if over:
            self._known.close(over)


def _begun(number: str, told: ShopReturn, order: ShopOrder, rules: ShopRules) -> Record:
    """A return that began in the shop, before anything happened to it."""
    origin = rules.origin(order).value
    lines = [item for item in order.items if item.id in told.items]
    free = all(rules.of_item(item, origin)[0].free_returns for item in lines)
    amount = sum((item.price * told.items[item.id] for item in lines), Decimal(0))
    return {
        "number": number,
        "order": order.number,
        "items": [{"id": item, "quantity": pieces} for item, pieces in told.items.items()],
        "shipping": (Shipping.FREE_LABEL if free else Shipping.PAID).value,
        "tracking_number": None,
        "carrier": None,
        "refund": {"amount": f"{amount:f}", "currency": order.currency, "method": _METHOD},
        "events": [],
    }


def _told(record: Record, told: ShopReturn) -> Record:
    """A return with what the shop tells of it; what the store knows already stays as it is."""
    had = {event["type"] for event in record["events"]}
    happened: Sequence[tuple[EventType, Optional[datetime]]] = (
        (EventType.REQUESTED, told.requested_at),
        (EventType.LABEL_ISSUED, told.label_at),
        (EventType.WAREHOUSE_RECEIVED, told.arrived_at),
        (EventType.CANCELLED, told.cancelled_at),
    )
    new: list[dict[str, Any]] = [
        {"type": kind.value, "at": format_instant(at)}
        for kind, at in happened
        if at is not None and kind.value not in had
    ]
    return {
        **record,
        "tracking_number": record["tracking_number"] or told.tracking_number,
        "events": [*record["events"], *new],
    }
