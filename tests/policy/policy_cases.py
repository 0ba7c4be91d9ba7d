"""Small builders for the tests of the rules: customers, orders and returns that say only what a test is about."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from policy.model import Customer, EventType, Item, Money, Order, RefundTerms, ReturnEvent, ReturnRequest, Shipping

SERVED = ["FR", "US", "ES", "BR", "NL", "IL", "GB", "DE", "IT", "CA", "AU", "BE", "PT", "MX", "CL", "UA", "RU"]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.utc)


def madrid(*parts: int) -> datetime:
    return local("Europe/Madrid", *parts)


def local(zone: str, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone))


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def days(count: float) -> timedelta:
    return timedelta(days=count)


PLACED_AT = utc(2026, 10, 1, 9)


#: Where these customers live, unless a test is about another place: no holiday of its own in October or November.
CATALONIA = "ES-CT"


def a_customer(country: str = "ES", timezone: str = "Europe/Madrid", region: str | None = CATALONIA) -> Customer:
    return Customer("C1", "ana@example.com", country, timezone, "en", region)


def an_item(free_returns: bool = True, return_window_days: int | None = None, item_id: str = "I1") -> Item:
    price = Money(Decimal("12.50"), "EUR")
    return Item(item_id, "Desk lamp", "Home & Garden", price, free_returns, return_window_days)


def an_order(
    *items: Item,
    number: str = "8120034500012345",
    placed_at: datetime = PLACED_AT,
    received_at: datetime | None = None,
    ship_to: str = "ES",
    ship_to_region: str | None = CATALONIA,
) -> Order:
    return Order(number, "C1", placed_at, received_at, "CN", ship_to, items or (an_item(),), ship_to_region)


def events(**happened: datetime) -> tuple[ReturnEvent, ...]:
    return tuple(ReturnEvent(EventType(name), at) for name, at in happened.items())


def a_return(
    *more: ReturnEvent,
    number: str = "R1001",
    order: Order | None = None,
    shipping: Shipping = Shipping.FREE_LABEL,
    tracking_number: str | None = "LP00123",
    **happened: datetime,
) -> ReturnRequest:
    order = order or an_order()
    refund = RefundTerms(Money(Decimal("12.50"), "EUR"), "card")
    all_events = (*events(**happened), *more)
    return ReturnRequest(number, order, order.items, shipping, tracking_number, "Correos", refund, all_events)
