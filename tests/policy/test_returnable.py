"""Which items are in a return already."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from policy.facts import load_facts
from policy.model import EventType, Item, Money, Order, RefundTerms, ReturnEvent, ReturnRequest, Shipping
from policy.returnable import holding_return, items_standing

NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
PRICE = Money(Decimal("9.90"), "EUR")
LAMP = Item("I1", "Lamp", "Home & Garden", PRICE, True, 15)
CABLE = Item("I2", "Cable", "Home & Garden", PRICE, True, 15)
ORDER = Order("8120034500010001", "C1", NOW - timedelta(days=20), NOW - timedelta(days=9), "CN", "ES", (LAMP, CABLE))
LAMP_RETURN = ReturnRequest(
    "R1", ORDER, (LAMP,), Shipping.FREE_LABEL, None, None, RefundTerms(PRICE, "card"),
    (ReturnEvent(EventType.REQUESTED, NOW - timedelta(days=2)),),
)  # fmt: skip


def test_an_item_is_held_by_the_return_it_was_asked_for_in() -> None:
    assert holding_return(LAMP, [LAMP_RETURN], NOW) is LAMP_RETURN


def test_the_other_items_of_the_order_are_free() -> None:
    assert holding_return(CABLE, [LAMP_RETURN], NOW) is None


def test_a_cancelled_or_rejected_return_gives_its_items_up() -> None:
    for end in (EventType.CANCELLED, EventType.REJECTED):
        ended = replace(LAMP_RETURN, events=(*LAMP_RETURN.events, ReturnEvent(end, NOW - timedelta(days=1))))
        assert holding_return(LAMP, [ended], NOW) is None


def test_a_cancellation_that_lies_ahead_has_not_happened() -> None:
    ahead = ReturnEvent(EventType.CANCELLED, NOW + timedelta(days=1))
    request = replace(LAMP_RETURN, events=(*LAMP_RETURN.events, ahead))
    assert holding_return(LAMP, [request], NOW) is request


def test_pieces_that_are_in_no_return_can_still_be_sent_back() -> None:
    mugs = replace(LAMP, quantity=3)
    order = replace(ORDER, items=(mugs, CABLE))
    one, two = (replace(LAMP_RETURN, order=order, items=(replace(mugs, quantity=pieces),)) for pieces in (1, 2))

    def standing(*returns: ReturnRequest) -> tuple[int, ReturnRequest | None]:
        first = items_standing(order, returns, NOW, load_facts(), "Europe/Madrid")[0]
        return first.item.quantity, first.held

    assert standing() == (3, None)
    assert standing(one) == (2, None)
    assert standing(one, two) == (3, one)
