"""The demo shop: what its pages show of the store, and to whom it says who is signed in."""

from __future__ import annotations

from datetime import timedelta

import jwt
import pytest
from aiohttp.test_utils import TestClient, TestServer
from demo_shop_stand import BOT_PORT, NOW, SECRET, Elements, a_demo_shop

from actions.demo.demo_data import demo_document
from actions.sign_in.customer_token import CustomerTokens, SharedSecret
from actions.store.import_export.exchange import import_document
from core.clock import FrozenClock
from core.database.engine import open_engine
from core.settings import load_settings
from returndesk.demo_shop.demo_shop import TOKEN_LIFE, DemoShop, demo_shop
from returndesk.demo_shop.server import create_app
from returndesk.demo_shop.signed_by import AUDIENCE, ISSUER

ORIGIN = "http://shop.example:8080"


@pytest.fixture
def shop(new_database):
    return a_demo_shop(new_database(), ORIGIN)


@pytest.fixture
async def client(shop):
    async with TestClient(TestServer(create_app(bot_port=BOT_PORT, shop=shop))) as client:
        yield client


async def words_of(client, path):
    response = await client.get(path)
    assert response.status == 200
    return Elements(await response.text()).words()


async def token(client, customer="ana", **headers):
    return await client.get("/token", params={"customer": customer}, headers={"Host": "shop.example:8080", **headers})


@pytest.mark.parametrize(("key", "number"), [("ana", "demo-ana"), ("ben", "demo-ben")])
async def test_the_orders_page_shows_what_the_store_holds_of_that_customer_and_of_no_other(client, key, number):
    words = await words_of(client, f"/{key}")
    for order in demo_document(NOW)["orders"]:
        own = order["customer"] == number
        assert (order["number"] in words) == own
        if own:
            assert all(item["title"] in words and item["price"] in words for item in order["items"])


async def test_every_link_of_the_shop_leads_to_a_page(client):
    seen, waiting = set(), {"/"}
    while waiting:
        path = waiting.pop()
        seen.add(path)
        response = await client.get(path)
        assert response.status == 200, path
        links = {element[1]["href"] for element in Elements(await response.text()).named("a")}
        waiting |= {link for link in links if link.startswith("/") and "theme=" not in link} - seen
    assert {"/ana/returns/R1001", "/ben/returns/R2001", "/ana/orders/8120034500012345"} <= seen


@pytest.mark.parametrize("path", ["/ana/returns/R1001", "/ben/returns/R2001", "/ana/returns/R1003"])
async def test_a_parcel_that_was_handed_in_but_not_scanned_shows_as_not_returned(client, path):
    words = await words_of(client, path)
    assert "Return status: Not returned" in words
    assert "Returned Not yet" in words


async def test_a_refunded_return_shows_its_whole_way_with_days(client):
    response = await client.get("/ana/returns/R1002")
    steps = [
        attributes["class"] for _, attributes, _ in Elements(await response.text()).named("li") if "class" in attributes
    ]
    assert steps == ["done"] * 6
    assert "Return status: Refunded" in await words_of(client, "/ana/returns/R1002")
    assert "Refunded 10 Oct" in await words_of(client, "/ana/returns/R1002")


async def test_a_return_that_was_not_sent_can_be_cancelled_on_its_page(client):
    unsent, over = await words_of(client, "/ana/returns/R1001"), await words_of(client, "/ana/returns/R1002")
    assert "Cancel request" in unsent and "Add photos" in unsent
    assert "Cancel request" not in over and "Add photos" not in over


async def test_what_happens_to_a_return_shows_on_its_page(shop, client):
    with open_engine(shop.database_url).begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO return_events (return_key, type, at) "
            "SELECT key, 'carrier_scan', '2026-10-13 09:00:00' FROM returns WHERE number = 'R1001'"
        )
    assert "Return status: On its way back" in await words_of(client, "/ana/returns/R1001")


async def test_the_clock_is_named_where_it_stands(client):
    assert "13 October 2026, 10:00 UTC" in await words_of(client, "/")


@pytest.mark.parametrize(
    "path", ["/chloe", "/ana/returns/R2001", "/ana/returns/R9999", "/ben/orders/8120034500012345", "/ana/returns/"]
)
async def test_what_is_not_this_customers_is_not_there(client, path):
    assert (await client.get(path)).status == 404


async def test_words_of_the_store_are_text_and_no_markup(new_database):
    document = demo_document(NOW)
    document["orders"][0]["items"][0]["title"] = "<img src=x onerror=alert(1)>"
    database = new_database()
    import_document(open_engine(database), document)
    hostile = DemoShop(database, SECRET, FrozenClock(NOW), frozenset({ORIGIN}))
    async with TestClient(TestServer(create_app(bot_port=BOT_PORT, shop=hostile))) as client:
        for path in ("/ana", "/ana/returns/R1001", "/ana/orders/8120034500012345"):
            text = await (await client.get(path)).text()
            assert "<img src=x" not in text
            assert "&lt;img src=x" in text


async def test_a_customer_who_was_forgotten_has_an_empty_page(new_database):
    database = new_database()
    import_document(open_engine(database), {"customers": [], "orders": [], "returns": []})
    empty = DemoShop(database, SECRET, FrozenClock(NOW), frozenset({ORIGIN}))
    async with TestClient(TestServer(create_app(bot_port=BOT_PORT, shop=empty))) as client:
        assert "No orders yet." in await words_of(client, "/ana")
        assert (await client.get("/")).status == 200


async def test_a_store_that_is_down_is_said():
    down = DemoShop("sqlite:////dev/null/store.db", SECRET, FrozenClock(NOW), frozenset({ORIGIN}))
    async with TestClient(TestServer(create_app(bot_port=BOT_PORT, shop=down))) as client:
        response = await client.get("/ana")
        assert (response.status, "Try again" in await response.text()) == (503, True)


@pytest.mark.parametrize(("key", "number", "name"), [("ana", "demo-ana", "Ana"), ("ben", "demo-ben", "Ben")])
async def test_a_token_says_who_is_signed_in_as_the_desk_reads_it(client, key, number, name):
    response = await token(client, key)
    assert (response.status, response.headers["Cache-Control"]) == (200, "no-store")
    reader = CustomerTokens(SharedSecret(SECRET), ISSUER, AUDIENCE, FrozenClock(NOW))
    claims = reader.read((await response.json())["token"])
    assert (claims.customer_id, claims.given_name) == (number, name)
    assert claims.expires_at <= NOW + TOKEN_LIFE + timedelta(minutes=1)


async def test_a_token_is_good_for_one_desk_and_one_shop_alone(client):
    claims = jwt.decode((await (await token(client)).json())["token"], options={"verify_signature": False})
    assert (claims["iss"], claims["aud"]) == (ISSUER, AUDIENCE)
    assert claims["exp"] - claims["iat"] == TOKEN_LIFE.total_seconds()


async def test_of_a_guest_the_shop_says_nothing(client):
    response = await client.get("/token", headers={"Host": "shop.example:8080"})
    assert (response.status, await response.read()) == (204, b"")


@pytest.mark.parametrize("customer", ["", "chloe", "demo-ana", "ANA", "ana\0", "x" * 5000])
async def test_nobody_else_can_be_signed_in(client, customer):
    response = await token(client, customer)
    assert response.status == 401
    assert (await response.json()).keys() == {"error"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example:8080"},
        {"Host": "not a host"},
    ],
)
async def test_no_other_site_gets_a_token(client, headers):
    response = await token(client, **headers)
    assert response.status == 403
    assert "token" not in await response.json()
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
async def test_a_token_is_only_ever_read(client, method):
    response = await client.request(method, "/token?customer=ana")
    assert response.status == 405
    assert "Access-Control-Allow-Origin" not in response.headers


def settings(**values):
    return load_settings(
        **{"customer_secret": SECRET, "customer_issuer": ISSUER, "database_url": "sqlite:///a.db", **values}
    )


def test_the_shop_is_there_in_development_with_a_secret_of_its_own():
    assert demo_shop(settings(allowed_origins=f"{ORIGIN} http://localhost:8080")).origins == {
        ORIGIN,
        "http://localhost:8080",
    }


@pytest.mark.parametrize(
    "values",
    [
        {"env": "production"},
        {"customer_secret": None},
        {"customer_issuer": "https://shop.example"},
        {"customer_issuer": ""},
    ],
)
def test_the_shop_is_never_there_in_production_or_beside_a_real_one(values):
    assert demo_shop(settings(**values)) is None
