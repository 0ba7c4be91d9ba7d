"""Returns of the chat in the shop: each is asked for once and cancelled once, whatever gets lost on the way."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from moving_clock import MovingClock
from signed_in import records_of

from actions.connect.write_back import ShopWriteBack
from actions.store.changes import Change, ChangeKind, NewReturn
from actions.store.import_export.exchange import export_document
from actions.store.return_store import ReturnStore
from actions.store.written_returns import FIRST_PAUSE, OLDEST, WrittenReturns
from policy.model import Money, RefundTerms, Shipping

KIND = "shopify"
CUSTOMER = "shop-7"
NOW = datetime(2026, 10, 3, 12, tzinfo=timezone.utc)
LATEST = datetime(2026, 10, 21, 12, tzinfo=timezone.utc)


@pytest.fixture
def key(shop, connector, intake, engine):
    """An order of two lamps and a sticker that has arrived and is in the store; its customer has signed in."""
    key = shop.place((11, 2, "20.00"), (12, 1, "3.00"), customer=7)
    shop.complete(key)
    intake.take(connector.changed_since(None), LATEST)
    records_of(engine, CUSTOMER, NOW)
    return key


@pytest.fixture
def clock():
    return MovingClock(NOW)


@pytest.fixture
def back(connector, engine, clock):
    return ShopWriteBack(connector, WrittenReturns(engine), clock)


@pytest.fixture
def chat(engine, key):
    """What the customer confirms in the chat: the number of the return that comes of it."""
    offers = iter(range(100))

    def confirm(deed, **what):
        doing = ReturnStore(engine).doing_of_session(CUSTOMER, NOW)
        return doing.perform(f"offer-{next(offers)}", lambda held: Change(deed, **what)).return_number

    return confirm


def wish(key, *places, reason="damaged", description="it is broken", **pieces):
    items = tuple(f"{key}{place}" for place in places)
    refund = RefundTerms(Money(Decimal("10.00"), "EUR"), "original")
    return NewReturn(
        f"#{key}",
        items,
        Shipping.FREE_LABEL,
        refund,
        reason,
        description,
        {f"{key}{at[1:]}": n for at, n in pieces.items()},
    )


def in_shop(shop, key):
    return [(each["status"], each["returnLineItems"][0]["customerNote"]) for each in shop.orders[key]["returns"]]


def returns(engine):
    return {each["number"]: each for each in export_document(engine)["returns"]}


def test_a_return_of_the_chat_is_asked_for_in_the_shop_once(shop, key, chat, back):
    number = chat(ChangeKind.START, ask_for=wish(key, 0, 1, _0=2))
    assert (back.write(), back.write()) == (1, 0)
    assert in_shop(shop, key) == [("REQUESTED", f"{number}: it is broken")]
    (there,) = shop.orders[key]["returns"]
    assert [each["quantity"] for each in there["returnLineItems"]] == [2, 1]
    assert there["reasons"] == ["DEFECTIVE", "DEFECTIVE"]


def test_what_the_shop_does_with_it_is_told_of_the_same_return(shop, key, chat, back, connector, intake, engine):
    number = chat(ChangeKind.START, ask_for=wish(key, 0))
    back.write()
    shop.approve(shop.orders[key]["returns"][0])
    shop.refund(key, "11.00", of_return=shop.orders[key]["returns"][0])
    assert intake.take(connector.changed_since(None), LATEST).refused == []
    (only,) = returns(engine).values()
    assert (only["number"], only["shipping"]) == (number, "free_label")
    assert [event["type"] for event in only["events"]] == ["requested", "approved", "refund_issued"]


def test_the_shops_webhook_may_come_before_its_answer_is_noted(shop, key, chat, back, inbox, engine):
    number = chat(ChangeKind.START, ask_for=wish(key, 0))
    shop.request(key, {f"{key}0": 1}, f"{number}: it is broken")
    inbox.receive(KIND, *shop.webhook(key))
    assert list(returns(engine)) == [number]
    assert back.write() == 0
    assert len(in_shop(shop, key)) == 1


def test_an_answer_that_got_lost_asks_for_no_second_return(shop, key, chat, back, clock):
    chat(ChangeKind.START, ask_for=wish(key, 0))

    def lose_that(query, variables, answer=shop.api.answer):
        shop.loses_answers = int("returnRequest(" in query)
        return answer(query, variables)

    shop.api.answer = lose_that
    assert (back.write(), len(in_shop(shop, key))) == (0, 1)
    clock.forward(FIRST_PAUSE)
    assert (back.write(), len(in_shop(shop, key))) == (1, 1)


def test_a_shop_that_is_down_is_told_later(shop, key, chat, back, clock):
    chat(ChangeKind.START, ask_for=wish(key, 0))
    shop.trouble = [(503, {})] * 4
    assert back.write() == 0
    assert in_shop(shop, key) == []
    clock.forward(FIRST_PAUSE)
    assert back.write() == 1


def test_what_is_cancelled_in_the_chat_is_cancelled_in_the_shop_once(shop, key, chat, back):
    number = chat(ChangeKind.START, ask_for=wish(key, 0))
    back.write()
    chat(ChangeKind.CANCEL, cancel=number)
    assert (back.write(), back.write()) == (1, 0)
    assert [status for status, _ in in_shop(shop, key)] == ["CANCELED"]


def test_what_is_cancelled_before_the_shop_heard_of_it_is_never_told(shop, key, chat, back):
    chat(ChangeKind.CANCEL, cancel=chat(ChangeKind.START, ask_for=wish(key, 0)))
    assert back.write() == 0
    assert in_shop(shop, key) == []


def test_a_changed_return_takes_the_place_of_the_one_before(shop, key, chat, back):
    first = chat(ChangeKind.START, ask_for=wish(key, 1))
    back.write()
    second = chat(ChangeKind.AMEND, cancel=first, ask_for=wish(key, 1, reason="other", description="too small"))
    assert back.write() == 2
    assert in_shop(shop, key) == [("CANCELED", f"{first}: it is broken"), ("REQUESTED", f"{second}: too small")]


def test_a_return_of_the_shop_can_be_cancelled_in_the_chat(shop, key, chat, back, connector, intake, engine):
    shop.request(key, {f"{key}0": 1}, status="OPEN")
    intake.take(connector.changed_since(None), LATEST)
    chat(ChangeKind.CANCEL, cancel=f"#{key}-R1")
    assert back.write() == 1
    assert [status for status, _ in in_shop(shop, key)] == ["CANCELED"]


def test_what_the_shop_has_cancelled_itself_is_not_cancelled_again(shop, key, back, connector, intake):
    found = shop.request(key, {f"{key}0": 1}, status="OPEN")
    intake.take(connector.changed_since(None), LATEST)
    shop.update(found, status="CANCELED")
    intake.take(connector.changed_since(None), LATEST)
    asked = len(shop.asked)
    assert back.write() == 0
    assert len(shop.asked) == asked


def test_what_the_shop_refuses_is_noted_without_its_words_and_not_tried_again(shop, key, chat, back, engine):
    number = chat(ChangeKind.START, ask_for=wish(key, 0))
    shop.request(key, {f"{key}0": 2})
    asked = [back.write(), len(shop.asked), back.write(), len(shop.asked)]
    assert asked[0] == asked[2] == 0
    assert asked[1] == asked[3]
    assert WrittenReturns(engine).refused(NOW - OLDEST) == {
        number: "the shop has not sent all of these pieces, or they are in another return there"
    }


def test_a_return_that_has_arrived_can_not_be_cancelled_any_more(shop, key, chat, back, engine):
    number = chat(ChangeKind.START, ask_for=wish(key, 0))
    back.write()
    shop.approve(shop.orders[key]["returns"][0])
    shop.receive(shop.orders[key]["returns"][0])
    chat(ChangeKind.CANCEL, cancel=number)
    assert (back.write(), back.write()) == (0, 0)
    assert WrittenReturns(engine).refused(NOW - OLDEST) == {number: "the shop does not take it: INVALID_STATE id"}


def test_what_was_asked_for_long_ago_is_not_told(shop, key, chat, engine, connector):
    chat(ChangeKind.START, ask_for=wish(key, 0))
    late = ShopWriteBack(connector, WrittenReturns(engine), MovingClock(NOW + OLDEST + timedelta(minutes=1)))
    assert late.write() == 0


def test_of_two_that_would_tell_the_shop_one_does(key, chat, engine):
    number = chat(ChangeKind.START, ask_for=wish(key, 0))
    written = WrittenReturns(engine)
    assert [each.number for each in written.wanted(NOW)] == [number]
    assert (written.begin(number, NOW), written.begin(number, NOW)) == (True, False)
    assert written.wanted(NOW) == []
    # Whoever held it has died.
    assert written.begin(number, NOW + timedelta(minutes=3))


def test_a_note_is_no_longer_than_shopify_takes(shop, key, chat, back):
    chat(ChangeKind.START, ask_for=wish(key, 0, description="long " * 200))
    assert back.write() == 1
    ((_, note),) = in_shop(shop, key)
    assert len(note) <= 300


def test_the_worker_tells_the_shop_until_it_is_stopped(shop, key, chat, connector, engine, clock):
    back = ShopWriteBack(connector, WrittenReturns(engine), clock, every=0.01)

    async def work():
        running = asyncio.create_task(back.run())
        # The first look finds the shop down, a later one the return.
        shop.trouble = [(503, {})] * 4
        chat(ChangeKind.START, ask_for=wish(key, 0))
        while not in_shop(shop, key):
            await asyncio.sleep(0.01)
            clock.forward(FIRST_PAUSE)
        back.stop()
        await running

    asyncio.run(asyncio.wait_for(work(), 30))
    assert len(in_shop(shop, key)) == 1
