"""What holds of every connector: whatever happens on the way, the store equals the shop's in the end."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta, timezone

import pytest
from moving_clock import MovingClock
from shops_under_test import SHOPS, in_store

from actions.carrier.inbox import NotReadable
from actions.connect.inbox import ShopInbox
from actions.connect.patience import Patience
from actions.help_desk.webhook_signature import BadSignature
from actions.privacy.forgetting import forget, held_about
from actions.store.import_export.document import records_in
from actions.store.import_export.exchange import export_document, update_records
from core.conversations.conversations import open_conversations
from core.http_client import ServiceUnavailable

NOW = datetime(2026, 10, 20, 12, tzinfo=timezone.utc)
LATEST = NOW + timedelta(days=1)

pytestmark = pytest.mark.parametrize("kind", list(SHOPS), indirect=True)


def tell(inbox, kind, webhook):
    return inbox.receive(kind.name, *webhook)


def a_return(order, item, quantity=1, number="R1"):
    """A return that the assistant has taken down."""
    return {
        "number": number,
        "order": order,
        "items": [{"id": item, "quantity": quantity}],
        "shipping": "free_label",
        "tracking_number": None,
        "carrier": None,
        "refund": {"amount": "10.00", "currency": "EUR", "method": "original"},
        "events": [{"type": "requested", "at": "2026-10-01T09:02:00Z"}],
    }


def with_returns(engine, *returns):
    update_records(engine, records_in({"returns": list(returns)}), datetime(2026, 10, 1, 9, 2, tzinfo=timezone.utc))


def sent_back(engine):
    """The refunds in the store: of which return, when and how much."""
    return {
        each["number"]: (
            each["refund"]["amount"],
            [event["at"] for event in each["events"] if event["type"] == "refund_issued"],
        )
        for each in export_document(engine)["returns"]
    }


def test_all_orders_are_taken_in(shop, connector, intake, engine):
    first = shop.place((11, 2, "20.00"), (12, 1, "3.00"), customer=7)
    shop.place((13, 1, "5.00"), email="guest@b.example")
    shop.cancel(shop.place((11, 1, "5.00")))
    shop.complete(first)

    taken = intake.take(connector.changed_since(None), LATEST)

    assert (taken.orders, dict(taken.results), taken.refused) == (2, {"added": 4}, [])
    assert in_store(engine) == shop.held()
    stored = {each["number"]: each for each in export_document(engine)["orders"]}
    one, other = stored[shop.number(first)], stored[shop.number(first + 1)]
    sticker = one["items"][1]
    assert (one["customer"], sticker["category"], sticker["return_window_days"]) == ("shop-7", "Stickers", 7)
    assert [each["category"] for each in other["items"]] == ["General"]
    assert {each["locale"] for each in export_document(engine)["customers"]} == {"es"}


def test_a_shop_of_many_pages_is_read_whole_while_it_changes(shop, connector, intake, engine):
    keys = [shop.place((11, 1, "5.00"), email=f"c{number}@b.example") for number in range(120)]
    orders = connector.changed_since(None)
    some = [next(orders) for _ in range(5)]
    # Orders on the page that was read already, and on one that was not.
    shop.complete(keys[3])
    shop.complete(keys[110])
    since = datetime(2026, 10, 1, 9, tzinfo=timezone.utc) + timedelta(minutes=120)
    intake.take([*some, *orders], LATEST)
    intake.take(connector.changed_since(since), LATEST)
    assert in_store(engine) == shop.held()
    assert len(in_store(engine)) == 120


def test_one_order_is_found_by_its_number(shop, connector):
    key = shop.place((11, 1, "5.00"))
    nobodys = shop.place((11, 1, "5.00"))
    shop.cancel(nobodys)
    assert connector.order(str(key)).number == shop.number(key)
    assert "nobody has bought" in connector.order(str(nobodys)).reason
    assert connector.order("7777") is None


@pytest.mark.parametrize("seed", range(6))
def test_webhooks_twice_late_lost_and_out_of_order_come_to_the_same(kind, shop, inbox, connector, intake, engine, seed):
    chance = random.Random(seed)  # noqa: S311  # the order of webhooks is no secret
    sent = []
    keys = [shop.place((11, 2, "20.00"), (12, 1, "3.00"), customer=number % 3) for number in range(6)]
    sent += [shop.webhook(key) for key in keys]
    for turn in range(20):
        key = chance.choice(keys)
        if turn % 3 == 0:
            shop.complete(key)
        elif turn % 3 == 1:
            shop.reprice(key, f"{turn + 1}.00")
        else:
            shop.move(key, f"new{turn}@b.example")
        sent.append(shop.webhook(key))
    lost = chance.sample(range(len(sent)), 5)
    arrived = [each for index, each in enumerate(sent) if index not in lost]
    arrived += chance.sample(arrived, 8)
    chance.shuffle(arrived)
    for each in arrived:
        assert "refused" not in tell(inbox, kind, each)
    intake.take(connector.changed_since(NOW - timedelta(days=30)), LATEST)

    # A customer with an account has one address, the latest; of guests each has their own.
    stored, told = in_store(engine), shop.held()
    assert {number: each[1:] for number, each in stored.items()} == {number: each[1:] for number, each in told.items()}
    again = intake.take(connector.changed_since(None), LATEST)
    assert in_store(engine).keys() == told.keys()
    assert set(again.results) <= {"unchanged", "updated"}


def test_fields_that_nobody_knows_change_nothing(kind, shop, inbox, engine):
    _, body = shop.webhook(shop.place((11, 2, "20.00"), (12, 1, "3.00"), customer=7))
    told = {**json.loads(body), "of_a_later_version": {"nobody": ["knows", None, 1.5, {"deep": [[]]}]}, "9": ""}
    assert "refused" not in tell(inbox, kind, shop.signed(json.dumps(told).encode()))
    assert in_store(engine) == shop.held() != {}


def test_nothing_changes_with_a_wrong_signature(kind, shop, inbox, connector, engine):
    key = shop.place((11, 1, "5.00"))
    headers, body = shop.webhook(key)
    name = connector.signed_by[0]
    for wrong in (
        {},
        {**headers, name: ""},
        {**headers, name: "é not base64"},
        shop.webhook(key, "another secret")[0],
        {**headers, name: headers[name].swapcase()},
    ):
        with pytest.raises(BadSignature):
            inbox.receive(kind.name, wrong, body)
    with pytest.raises(BadSignature):
        inbox.receive(kind.name, headers, body + b" ")
    assert in_store(engine) == {}


def test_without_a_secret_and_for_another_shop_nobody_gets_in(kind, shop, intake):
    clock = MovingClock(NOW)
    webhook = shop.webhook(shop.place((11, 1, "5.00")), "")
    without = ShopInbox(kind.connect(shop.url, None, Patience()), intake, clock, clock)
    with pytest.raises(BadSignature):
        tell(without, kind, webhook)
    with pytest.raises(LookupError, match="no shop of the kind other"):
        without.receive("other", *webhook)
    with pytest.raises(LookupError, match="RETURNDESK_CONNECT"):
        ShopInbox(None, None, clock, clock).receive(kind.name, *webhook)


def test_what_tells_of_no_order_changes_nothing(kind, shop, inbox, engine):
    nobodys = shop.place((11, 1, "5.00"))
    shop.cancel(nobodys)
    for webhook in (*map(shop.signed, (b'{"id": 1001}', b"[]", b'"x"')), shop.webhook(nobodys)):
        assert tell(inbox, kind, webhook) == {}
    with pytest.raises(NotReadable):
        tell(inbox, kind, shop.signed(b"<html>"))
    assert in_store(engine) == {}


def test_an_order_that_breaks_the_contract_is_refused_by_itself_and_without_its_values(shop, connector, intake, engine):
    good = shop.place((11, 1, "5.00"))
    shop.place((11, 1, "5.00"), email="secret address")
    shop.break_off(shop.place((11, 1, "5.00")))
    shop.place((11, 1, "5.00"), email="c@b.example")
    taken = intake.take(connector.changed_since(None), LATEST)
    assert list(in_store(engine)) == [shop.number(good), shop.number(good + 3)]
    assert "secret address" not in str(taken.refused)
    assert any(each.startswith(f"order {shop.number(good + 2)}: ") for each in taken.refused)


def test_a_shop_that_is_down_for_an_hour_is_caught_up_with(kind, shop, inbox, connector, intake, engine, slept):
    keys = [shop.place((11, 1, "5.00"), email=f"c{number}@b.example") for number in range(3)]
    for key in keys:
        shop.trouble = [(503, {})]
        # Shops give up on webhooks that fail, so this one is taken and its order brought by the next sync.
        assert tell(inbox, kind, shop.webhook(key)) in ({"later": 1}, {"added": 2})
    shop.trouble = [(503, {})] * 4
    with pytest.raises(ServiceUnavailable):
        intake.take(connector.changed_since(None), LATEST)
    assert slept == [2, 4, 8]
    shop.trouble = [(502, {})] * 2
    intake.take(connector.changed_since(None), LATEST)
    assert in_store(engine) == shop.held()


def test_a_shop_that_throttles_is_left_alone_as_long_as_it_says(shop, connector, intake, engine, slept):
    shop.place((11, 1, "5.00"))
    shop.trouble = [(429, {"Retry-After": "11"}), (429, {"Retry-After": "12"})]
    intake.take(connector.changed_since(None), LATEST)
    assert slept == [11, 12]
    assert in_store(engine) == shop.held()
    shop.trouble = [(429, {"Retry-After": "900"})]
    with pytest.raises(ServiceUnavailable):
        intake.take(connector.changed_since(None), LATEST)
    assert slept == [11, 12]


def test_a_refund_is_that_of_the_return_of_the_same_items(kind, shop, connector, intake, engine):
    if not kind.names_items:
        pytest.skip(f"refunds of {kind.name} are for no items in particular")
    key = shop.place((11, 2, "20.00"), (12, 1, "3.00"))
    intake.take(connector.changed_since(None), LATEST)
    first, second = shop.item(key, 0), shop.item(key, 1)
    with_returns(engine, a_return(shop.number(key), first, 2), a_return(shop.number(key), second, number="R2"))
    shop.refund(key, "18.50", **{f"line_{first}": 2})
    for _ in range(2):
        intake.take(connector.changed_since(None), LATEST)
        assert sent_back(engine) == {"R1": ("18.50", [shop.refunded_at(key)]), "R2": ("10.00", [])}


def test_a_refund_by_webhook_is_told_as_well(kind, shop, inbox, engine):
    key = shop.place((11, 1, "20.00"))
    tell(inbox, kind, shop.webhook(key))
    with_returns(engine, a_return(shop.number(key), shop.item(key, 0)))
    shop.refund(key, "20.00")
    assert tell(inbox, kind, shop.webhook(key))["updated"] == 1
    assert sent_back(engine)["R1"][0] == "20.00"


def test_a_refund_that_may_be_of_several_returns_or_of_none_is_nobodys(shop, connector, intake, engine):
    key = shop.place((11, 2, "20.00"), (12, 1, "3.00"))
    intake.take(connector.changed_since(None), LATEST)
    first, second = shop.item(key, 0), shop.item(key, 1)
    with_returns(engine, a_return(shop.number(key), first), a_return(shop.number(key), second, number="R2"))
    shop.refund(key, "5.00")
    shop.refund(key, "5.00", **{f"line_{first}": 2})
    intake.take(connector.changed_since(None), LATEST)
    assert sent_back(engine) == {"R1": ("10.00", []), "R2": ("10.00", [])}


def test_an_order_stays_its_customers_when_a_guest_opens_an_account(shop, connector, intake, engine):
    key = shop.place((11, 1, "5.00"))
    intake.take(connector.changed_since(None), LATEST)
    shop.open_account(key, 7)
    shop.move(key, "right@b.example")
    taken = intake.take(connector.changed_since(None), LATEST)
    assert taken.refused == []
    assert in_store(engine) == shop.held()
    assert len(export_document(engine)["customers"]) == 1


def test_sales_without_an_address_are_left_out_without_trouble(kind, shop, connector, intake, inbox, engine):
    if kind.name == "medusa":
        pytest.skip("an order of medusa has an address")
    key = shop.place((11, 1, "5.00"), email="")
    shop.place((11, 1, "5.00"), email="a@b.example")
    taken = intake.take(connector.changed_since(None), LATEST)
    assert (dict(taken.results), taken.refused) == ({"left out": 1, "added": 2}, [])
    assert tell(inbox, kind, shop.webhook(key)) == {"left out": 1}
    assert "it has no e-mail address" in connector.order(shop.number(key)).reason


def test_a_guest_with_several_orders_keeps_their_address_and_one_with_a_single_order_gets_the_new_one(
    shop, connector, intake, engine
):
    """Whoever has the other address may be somebody else, and would see what the guest has ordered besides."""
    first, second = (shop.place((11, 1, "5.00"), email="a@b.example") for _ in range(2))
    alone = shop.place((11, 1, "5.00"), email="alone@b.example")
    intake.take(connector.changed_since(None), LATEST)
    shop.move(second, "other@b.example")
    shop.move(alone, "moved@b.example")
    for _ in range(2):
        assert intake.take(connector.changed_since(None), LATEST).refused == []
        held = export_document(engine)
        of = {each["id"]: each["email"] for each in held["customers"]}
        assert {each["number"]: of[each["customer"]] for each in held["orders"]} == {
            shop.number(first): "a@b.example",
            shop.number(second): "a@b.example",
            shop.number(alone): "moved@b.example",
        }


def test_whoever_was_forgotten_stays_so(shop, connector, intake, engine, new_database):
    key = shop.place((11, 1, "5.00"), customer=7)
    intake.take(connector.changed_since(None), LATEST)
    conversations = open_conversations(new_database("conversations.db"))
    conversations.create()
    forget(engine, conversations, held_about(engine, conversations, "shop-7"))
    before = export_document(engine)
    shop.complete(key)
    assert dict(intake.take(connector.changed_since(None), LATEST).results) == {"forgotten": 1}
    assert export_document(engine) == before
