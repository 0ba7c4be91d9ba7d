"""Returns of the chat in every shop that keeps some: what it does not take now it takes later, and none gets lost."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest
from shops_under_test import SHOPS

from actions.connect.patience import Patience
from actions.connect.write_back import ShopWriteBack
from actions.store.written_returns import LONGEST_PAUSE, OLDEST, WrittenReturns

LATEST = datetime(2026, 10, 21, 12, tzinfo=timezone.utc)
SECOND, LONG_AGO = timedelta(seconds=1), datetime(2026, 1, 1, tzinfo=timezone.utc)

pytestmark = pytest.mark.parametrize(
    "kind", [name for name, each in SHOPS.items() if each.keeps_returns], indirect=True
)


@pytest.fixture
def written(engine):
    return WrittenReturns(engine)


@pytest.fixture
def back(kind, shop, written, clock):
    return ShopWriteBack(kind.connect(shop.url, kind.secret, Patience()), written, clock)


@pytest.fixture
def bought(shop, connector, intake):
    """What buys two lamps and a sticker, which arrive and are in the store: the order's key."""

    def buy(**of):
        key = shop.place((11, 2, "20.00"), (12, 1, "3.00"), **of)
        shop.complete(key)
        intake.take(connector.changed_since(None), LATEST)
        return key

    return buy


def ask(chat, shop, key, place=0, pieces=1):
    return chat.ask(shop.number(key), shop.item(key, place), pieces)


def test_what_a_shop_does_not_take_now_is_tried_again_with_pauses_that_grow(shop, bought, chat, back, written, clock):
    key = bought()
    number = ask(chat, shop, key)
    shop.busy = {key}
    begin, tried = clock.now(), []
    while len(tried) < 9:
        asked = len(shop.asked)
        assert back.write() == 0
        if len(shop.asked) > asked:
            tried.append((clock.now() - begin).total_seconds())
        clock.forward(15 * SECOND)
    pauses = [later - earlier for earlier, later in pairwise(tried)]
    assert pauses == [15, 30, 60, 120, 240, 480, 900, 900]
    assert (list(written.troubled(LONG_AGO)), written.refused(LONG_AGO)) == ([number], {})

    shop.busy = set()
    clock.forward(LONGEST_PAUSE)
    assert (back.write(), back.write()) == (1, 0)
    assert shop.standing(key) == ["requested"]
    assert written.troubled(LONG_AGO) == {}


def test_what_waits_for_the_shop_is_told_however_long_that_takes(shop, bought, chat, back, clock):
    key = bought()
    ask(chat, shop, key)
    shop.busy = {key}
    for _ in range(3):
        back.write()
        clock.forward(OLDEST - SECOND)
    shop.busy = set()
    assert back.write() == 1


def test_a_return_that_fails_holds_up_no_other(shop, bought, chat, back, clock):
    first, second = bought(), bought(email="b@b.example")
    ask(chat, shop, first)
    clock.forward(SECOND)
    ask(chat, shop, second)
    shop.busy = {first}
    assert back.write() == 1
    assert (shop.standing(first), shop.standing(second)) == ([], ["requested"])


def test_an_answer_that_nobody_understands_is_asked_for_again(shop, bought, chat, back, written, clock, monkeypatch):
    key = bought()
    number = ask(chat, shop, key)
    with monkeypatch.context() as strange:
        strange.setattr(back._connector, "request_return", lambda _: {}["return"])
        assert back.write() == 0
    assert written.troubled(LONG_AGO) == {number: "the shop's answer was not understood: KeyError"}
    clock.forward(LONGEST_PAUSE)
    assert back.write() == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_does_not_hold_for_a_while_loses_no_return(shop, bought, chat, back, written, clock, status):
    key = bought()
    number = ask(chat, shop, key)
    shop.trouble = [(status, {})] * 4
    while shop.trouble:
        assert back.write() == 0
        clock.forward(LONGEST_PAUSE)
    assert str(status) in written.troubled(LONG_AGO)[number] or "token" in written.troubled(LONG_AGO)[number]
    back.write()
    assert shop.standing(key) == ["requested"]


def test_a_shop_that_is_down_is_asked_for_a_few_returns_only(shop, bought, chat, back, clock):
    keys = [bought(email=f"c{number}@b.example") for number in range(6)]
    for key in keys:
        ask(chat, shop, key)
        clock.forward(SECOND)
    shop.trouble = [(503, {})] * 20
    assert back.write() == 0
    assert len(shop.trouble) == 17
    shop.trouble = []
    clock.forward(LONGEST_PAUSE)
    assert back.write() == 6


def test_a_shop_that_wants_to_be_left_alone_is(shop, bought, chat, back, clock):
    key = bought()
    ask(chat, shop, key)
    shop.trouble = [(429, {"Retry-After": "1800"})]
    assert back.write() == 0
    other = bought(email="b@b.example")
    asked = len(shop.asked)
    ask(chat, shop, other)
    clock.forward(1799 * SECOND)
    assert (back.write(), len(shop.asked)) == (0, asked)
    clock.forward(SECOND)
    assert back.write() == 2


def test_what_is_refused_for_good_is_named_and_left(shop, bought, chat, back, written, clock):
    key = bought()
    number = ask(chat, shop, key)
    del shop.orders[key]
    assert back.write() == 0
    asked = len(shop.asked)
    clock.forward(LONGEST_PAUSE)
    assert (back.write(), len(shop.asked)) == (0, asked)
    assert written.refused(LONG_AGO) == {number: "the shop has no such order"}
    assert written.troubled(LONG_AGO) == {}


def test_what_takes_a_returns_place_waits_until_that_one_is_cancelled(shop, bought, chat, back, written, clock):
    key = bought()
    first = ask(chat, shop, key, place=1)
    assert back.write() == 1
    chat.amend(shop.number(key), first, shop.item(key, 1))
    shop.trouble = [(503, {})]
    assert back.write() == 0
    assert shop.standing(key) == ["requested"]
    assert (list(written.troubled(LONG_AGO)), written.refused(LONG_AGO)) == ([first], {})
    clock.forward(LONGEST_PAUSE)
    assert back.write() == 2
    assert shop.standing(key) in (["canceled", "requested"], ["cancelled", "requested"])


def test_what_the_shop_tells_of_meanwhile_waits_no_more(shop, bought, chat, back, written, clock):
    key = bought()
    number = ask(chat, shop, key)
    shop.busy = {key}
    back.write()
    written.link({number: "the shop's id"}, (), clock.now())
    assert written.troubled(LONG_AGO) == {}
    clock.forward(LONGEST_PAUSE)
    assert back.write() == 0
