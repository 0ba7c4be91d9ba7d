"""What does not fit together in the records of a refund, so that a person should look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, Optional

from policy.model import EventType, Item, Money, ReturnRequest, Word
from policy.status import INSPECTED, RECEIVED, REFUNDED, History


class RefundDoubt(Word):
    """Something about a refund that the rules have no answer to."""

    CANCELLED = "cancelled"
    """The return was cancelled, and the warehouse has its parcel or the refund was issued all the same."""
    TWICE = "twice"
    """It was issued more than once."""
    NOTHING = "nothing"
    """The amount is zero."""
    EXCHANGE = "exchange"
    """Not money but an exchange, which the sources say nothing about."""
    LESS = "less"
    """The amount is below the items' prices."""
    MORE = "more"
    OTHER_CURRENCY = "other_currency"
    UNCONFIRMED = "unconfirmed"
    """It was issued, and nobody recorded the warehouse's confirmation that its days count from."""


UNDATED: Final = frozenset({RefundDoubt.CANCELLED, RefundDoubt.TWICE, RefundDoubt.NOTHING, RefundDoubt.EXCHANGE})
"""What leaves no date to promise. For a smaller or larger amount the rule holds as for any other."""

EXCHANGE: Final = "exchange"


def refund_doubts(ret: ReturnRequest, history: History) -> tuple[RefundDoubt, ...]:
    """What does not fit together in a refund.

    Args:
        ret: The return.
        history: What has happened to it.
    """
    return (*_in_the_way(history), *_in_the_amount(ret))


def items_total(items: Iterable[Item]) -> Optional[Money]:
    """The sum of the items' prices; None where they are in several currencies."""
    prices = [item.total for item in items]
    currencies = {price.currency for price in prices}
    return Money(sum((price.amount for price in prices), Decimal()), *currencies) if len(currencies) == 1 else None


def _in_the_way(history: History) -> Iterator[RefundDoubt]:
    if history.has(EventType.CANCELLED) and history.has(*RECEIVED, *INSPECTED, *REFUNDED):
        yield RefundDoubt.CANCELLED
    if len(history.all(EventType.REFUND_ISSUED)) > 1:
        yield RefundDoubt.TWICE


def _in_the_amount(ret: ReturnRequest) -> Iterator[RefundDoubt]:
    refund, price = ret.refund.total, items_total(ret.items)
    if ret.refund.method.strip().lower() == EXCHANGE:
        yield RefundDoubt.EXCHANGE
    elif not refund.amount:
        yield RefundDoubt.NOTHING
    elif price is None or price.currency != refund.currency:
        yield RefundDoubt.OTHER_CURRENCY
    elif price.amount != refund.amount:
        yield RefundDoubt.LESS if refund.amount < price.amount else RefundDoubt.MORE
