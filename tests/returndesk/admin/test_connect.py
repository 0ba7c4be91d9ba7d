"""`returndesk connect`: takes in what the shop has changed, explains an order, and says what is wrong."""

from __future__ import annotations

import medusa_stand_in as medusa
import pytest
import shopify_stand_in
from pydantic import SecretStr
from woocommerce_stand_in import KEY, RULES, SECRET, Shop, served

from actions.connect.patience import Patience
from actions.connect.settings import shop_watch_from, write_back_from
from actions.store.import_export.exchange import export_document
from actions.store.written_returns import WrittenReturns
from core.clock import SystemClock
from core.database.engine import open_engine
from core.settings import SettingsError, load_settings
from returndesk.admin.connect import explain_order, sync_shop
from returndesk.doctor.check import Verdict
from returndesk.doctor.state_checks import _shop
from returndesk.failure import Failure


@pytest.fixture
def shop():
    with served(Shop()) as running:
        yield running


@pytest.fixture
def connected(shop, tmp_path, new_database):
    """A function that gives settings of a desk that the shop is connected to."""
    path = tmp_path / "rules.yml"
    path.write_text(RULES, encoding="utf-8")
    address = new_database("connected.db")

    def settings(**other):
        given = {"connect_url": shop.url, "connect_key": KEY, "connect_secret": SECRET, "connect_rules": path}
        return load_settings(connect="woocommerce", database_url=address, **{**given, **other})

    return settings


def said(progress):
    return progress.console.file.getvalue()


def test_sync_brings_all_first_and_then_what_has_changed(shop, connected, progress):
    key = shop.place((11, 2, "20.00"), customer=7)
    sync_shop(connected(), progress, everything=True)
    assert "1 orders of the shop; records: 2 added" in said(progress)
    shop.complete(key)
    sync_shop(connected(), progress, since="2026-10-01T00:00:00Z")
    assert "records: 1 unchanged, 1 updated" in said(progress)
    (order,) = export_document(open_engine(connected().database_url))["orders"]
    assert order["received_at"] is not None


def test_what_is_refused_is_named(shop, connected, progress):
    shop.place((11, 1, "5.00"), currency="Gold")
    sync_shop(connected(), progress, everything=True)
    assert "order 1001: items[0].currency: is not a currency's code such as EUR" in said(progress)


def test_where_no_order_at_all_has_an_address_it_is_asked_whether_they_may_be_read(shop, connected, progress):
    shop.place((11, 1, "5.00"), email="")
    sync_shop(connected(), progress, everything=True)
    assert "no order has an e-mail address; may the app or key read them?" in said(progress)
    shop.place((11, 1, "5.00"))
    before = len(said(progress))
    sync_shop(connected(), progress, everything=True)
    assert "may the app or key" not in said(progress)[before:]


def test_an_order_is_explained_by_its_rules_and_nothing_is_written(shop, connected, progress):
    key = shop.place((11, 2, "20.00"), (12, 1, "3.00"), customer=7, meta_data=[{"key": "_warehouse", "value": "CN"}])
    shop.refund(key, "3.00")
    explain_order(connected(), str(key), progress)
    for line in (
        "Order 1001, as of 2026-10-01T09:07:00Z: not yet in the store",
        "customer shop-7 (the account), es, Europe/Madrid (by ES)",
        "from CN (field _warehouse) to ES",
        "arrived nobody knows when (received: when it was completed)",
        "2 × Thing 11: 15 days, free returns (items[0], category Electronics)",
        "1 × Thing 12: 7 days, no free returns (items[1], category Stickers)",
        "refund 9000 of 3.00 EUR, 2026-10-01T09:06:00Z: no return waits for it",
    ):
        assert line in said(progress)
    with pytest.raises(Failure, match="the shop has no order 7777"):
        explain_order(connected(), "7777", progress)


def test_a_shop_that_does_not_answer_is_told_with_what_to_do(shop, connected, progress):
    shop.trouble = [(503, {})]
    with pytest.raises(Failure, match="answered 503; what was taken in stays, run this again later"):
        sync_shop(connected(), progress, patience=Patience())
    with pytest.raises(Failure, match="RETURNDESK_CONNECT_KEY may read"):
        sync_shop(connected(connect_key="ck:wrong"), progress, patience=Patience())


@pytest.mark.parametrize(
    ("other", "verdict", "found"),
    [
        ({}, Verdict.OK, "its orders and products can be read"),
        ({"connect_secret": None}, Verdict.WARN, "its webhooks are refused"),
        ({"connect_key": "ck:wrong"}, Verdict.FAIL, "401"),
        ({"connect_key": "ck"}, Verdict.FAIL, "RETURNDESK_CONNECT_KEY"),
        ({"connect_url": "http://127.0.0.1:1"}, Verdict.WARN, "did not answer"),
        ({"connect_rules": "none.yml"}, Verdict.FAIL, "RETURNDESK_CONNECT_RULES: none.yml: can't be read"),
    ],
)
def test_doctor_says_whether_the_shop_can_be_asked(connected, other, verdict, found):
    (check,) = _shop(connected(**other))
    assert (check.verdict, found in check.found) == (verdict, True)


def test_without_a_shop_there_is_nothing_to_check_and_nothing_to_sync(progress, new_database):
    settings = load_settings(database_url=new_database("none.db"))
    assert list(_shop(settings)) == []
    with pytest.raises(Failure, match="no shop is connected"):
        sync_shop(settings, progress)
    with pytest.raises(SettingsError, match="RETURNDESK_CONNECT_URL"):
        sync_shop(load_settings(connect="woocommerce", database_url=new_database("some.db")), progress)


@pytest.fixture
def shopify(tmp_path, new_database):
    """A shop on Shopify, and a function that gives settings of a desk that it is connected to."""
    path = tmp_path / "rules.yml"
    path.write_text(shopify_stand_in.RULES, encoding="utf-8")
    address = new_database("shopify.db")
    with shopify_stand_in.served(shopify_stand_in.Shop()) as running:

        def settings(**other):
            key, secret = shopify_stand_in.KEY, shopify_stand_in.SECRET
            given = {"connect_url": running.url, "connect_key": key, "connect_secret": secret, "connect_rules": path}
            return load_settings(connect="shopify", database_url=address, **{**given, **other})

        yield running, settings


def test_returns_of_the_shop_are_explained_with_their_number_and_money(shopify, progress):
    shop, settings = shopify
    key = shop.place((11, 2, "20.00"), (12, 1, "3.00"), customer=7)
    found = shop.request(key, {f"{key}0": 1})
    shop.approve(found)
    shop.refund(key, "9.00", of_return=found)
    explain_order(settings(), str(key), progress)
    told = " ".join(said(progress).split())
    for part in (
        "Order #1001, as of 2026-10-01T09:09:00Z: not yet in the store",
        "return #1001-R1: #1001-R1, the shop's own, free_qr; requested 2026-10-01T09:01:00Z, approved 2026-10-01T09:02",
        "refund 504 of 9.00 EUR, 2026-10-01T09:08:00Z: return #1001-R1 is the one that the shop names",
    ):
        assert part in told


def test_sync_says_how_many_came_and_goes_on_where_it_was_left(shopify, progress):
    shop, settings = shopify
    shop.place((11, 2, "20.00"), customer=7)
    sync_shop(settings(), progress, everything=True)
    assert "1 orders of the shop; records: 2 added" in said(progress)
    sync_shop(settings(), progress, since="2026-10-01T00:00:00Z")
    assert "records: 2 unchanged" in said(progress)


def test_doctor_says_that_shopify_fell_forward_and_which_scopes_are_missing(shopify):
    shop, settings = shopify
    (good,) = _shop(settings())
    assert (good.verdict, "API 2026-10" in good.found) == (Verdict.OK, True)
    (keyless,) = _shop(settings(connect_key=None))
    assert (keyless.verdict, "RETURNDESK_CONNECT_KEY" in keyless.found) == (Verdict.FAIL, True)
    shop.scopes = ["read_orders"]
    (less,) = _shop(settings())
    assert (less.verdict, "give it read_returns" in less.found) == (Verdict.FAIL, True)
    shop.version = "2027-01"
    (forward,) = _shop(settings())
    assert (forward.verdict, "2027-01" in forward.found) == (Verdict.FAIL, True)


def test_doctor_names_what_the_shop_did_not_take(shopify, progress):
    shop, settings = shopify
    key = shop.place((11, 1, "20.00"))
    shop.request(key, {f"{key}0": 1})
    asked = settings(connect_writes=True)
    sync_shop(asked, progress, everything=True)
    assert [each.verdict for each in _shop(asked)] == [Verdict.OK]
    WrittenReturns(open_engine(asked.database_url)).end("#1001-R1", refused="INVALID_STATE id")
    *_, check = _shop(asked)
    assert (check.verdict, check.found) == (
        Verdict.WARN,
        "the shop did not take 1 of the chat: #1001-R1: INVALID_STATE id",
    )


def test_doctor_names_what_the_shop_has_not_taken_yet_also_while_it_is_down(shopify, progress):
    shop, settings = shopify
    shop.request(shop.place((11, 1, "20.00")), {"10010": 1})
    asked = settings(connect_writes=True)
    sync_shop(asked, progress, everything=True)
    written = WrittenReturns(open_engine(asked.database_url))
    written.failed("#1001-R1", "the shop answered 503", SystemClock().now())
    shop.trouble = [(503, {})]
    down, check = _shop(asked)
    assert [down.verdict, check.verdict] == [Verdict.WARN, Verdict.WARN]
    assert check.found == "the shop has not taken 1 of the chat yet: #1001-R1: the shop answered 503"


def test_nothing_is_written_to_a_shop_that_keeps_no_returns(connected):
    settings = connected(connect_writes=True)
    assert [each.verdict for each in _shop(settings)] == [Verdict.OK, Verdict.FAIL]
    with pytest.raises(SettingsError, match="RETURNDESK_CONNECT_WRITES"):
        write_back_from(settings, open_engine(settings.database_url))
    assert write_back_from(connected(), open_engine(settings.database_url)) is None


def test_the_shop_is_told_only_where_that_is_wanted(shopify):
    _, settings = shopify
    engine = open_engine(settings().database_url)
    assert write_back_from(settings(), engine) is None
    assert write_back_from(settings(connect_writes=True), engine) is not None


@pytest.fixture
def connected_medusa(tmp_path, new_database):
    """A Medusa shop, and the settings of a desk that it is connected to."""
    path = tmp_path / "medusa.yml"
    path.write_text(medusa.RULES, encoding="utf-8")
    with medusa.served(medusa.Shop()) as shop:
        given = {"connect_url": shop.url, "connect_key": medusa.KEY, "connect_rules": path}
        yield shop, load_settings(connect="medusa", database_url=new_database("medusa.db"), **given)


def test_returns_that_began_in_the_shop_have_a_number_made_of_its_own(connected_medusa, progress):
    shop, settings = connected_medusa
    key = shop.place((11, 2, "40.00"))
    shop.complete(key)
    return_id = shop.ask_for_return(key)
    for _ in range(2):
        explain_order(settings, "1001", progress)
        assert "return RET-0001: RET-0001, the shop's own, free_label; requested 2026-10-01T09:04:00Z" in said(progress)
        sync_shop(settings, progress, everything=True)
    shop.receive(return_id)
    explain_order(settings, "#1001", progress)
    assert "requested 2026-10-01T09:04:00Z, warehouse_received 2026-10-01T09:05:00Z" in said(progress)


def test_doctor_asks_for_no_events_of_a_shop_that_is_looked_at(connected_medusa):
    _, settings = connected_medusa
    (check,) = _shop(settings)
    assert (check.verdict, check.found) == (Verdict.OK, "its orders and returns can be read")


def test_a_key_of_another_kind_is_named(connected_medusa):
    _, settings = connected_medusa
    (check,) = _shop(settings.copy(update={"connect_key": SecretStr("pk_public")}))
    assert (check.verdict, "RETURNDESK_CONNECT_KEY" in check.found) == (Verdict.FAIL, True)


def test_a_shop_is_looked_at_only_where_it_does_not_tell_of_all(connected_medusa, connected):
    _, settings = connected_medusa
    engine = open_engine(settings.database_url)
    assert shop_watch_from(settings, engine, SystemClock()) is not None
    assert shop_watch_from(connected(), engine, SystemClock()) is None
    assert shop_watch_from(settings.copy(update={"connect": None}), engine, SystemClock()) is None
