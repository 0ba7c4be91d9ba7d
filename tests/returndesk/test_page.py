"""The demo page as a browser gets it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from aiohttp.test_utils import TestClient, TestServer

from returndesk.page.server import create_app


@pytest.fixture
async def client():
    async with TestClient(TestServer(create_app(bot_port=15005, demo=True))) as client:
        yield client


class Elements(HTMLParser):
    """Every element of a page with its attributes and what it encloses."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes), []))

    def handle_data(self, data):
        if self.found and data.strip():
            self.found[-1][2].append(data)

    def named(self, tag):
        return [element for element in self.found if element[0] == tag]


async def policy_of(client, path="/", **headers):
    response = await client.get(path, headers=headers)
    return dict(rule.split(" ", 1) for rule in response.headers["Content-Security-Policy"].split("; "))


async def test_the_page_is_served(client):
    response = await client.get("/")
    assert (response.status, response.content_type) == (200, "text/html")
    assert "Return Desk" in await response.text()


async def test_everything_the_page_names_is_served_with_its_type(client):
    elements = Elements(await (await client.get("/")).text())
    named = {
        element[1].get("src") or element[1].get("href")
        for tag in ("script", "link", "img")
        for element in elements.named(tag)
    }
    types = {path: (await client.get(f"/{path}")).content_type for path in named}
    assert types == {
        "static/icon.svg": "image/svg+xml",
        "static/page.css": "text/css",
        "static/page.js": types["static/page.js"],
    }
    # A browser runs a module only under one of these.
    assert types["static/page.js"] in ("text/javascript", "application/javascript")


@pytest.mark.parametrize("path", ["/", "/settings.json", "/static/page.js", "/health"])
async def test_no_script_or_style_but_the_pages_own_files_may_run(client, path):
    policy = await policy_of(client, path)
    assert (policy["default-src"], policy["script-src"], policy["style-src"]) == ("'none'", "'self'", "'self'")
    assert policy["frame-ancestors"] == "'none'"


async def test_the_page_has_no_inline_script_style_or_handler(client):
    elements = Elements(await (await client.get("/")).text())
    assert elements.named("style") == []
    assert [content for _, _, content in elements.named("script")] == [[]]
    attributes = {name for _, attributes, _ in elements.found for name in attributes}
    assert not {name for name in attributes if name == "style" or name.startswith("on")}


async def test_the_page_never_makes_html_of_a_message(client):
    for name in ("page", "transcript", "rich_text", "bot"):
        script = await (await client.get(f"/static/{name}.js")).text()
        assert not any(
            way in script for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
        )


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "desk.example", "[::1]:8080"])
async def test_the_page_talks_to_the_bot_under_the_name_it_was_reached_by(client, host):
    settings = await (await client.get("/settings.json", headers={"Host": host})).json()
    name = host.removesuffix(":8080")
    assert settings["webhook"] == f"http://{name}:15005/webhooks/rest/webhook"
    assert (await policy_of(client, Host=host))["connect-src"] == f"'self' http://{name}:15005"


async def test_what_is_no_host_name_reaches_no_header(client):
    policy = await policy_of(client, Host="a.example;script-src *")
    assert policy["connect-src"] == "'self' http://127.0.0.1:15005"
    assert policy["script-src"] == "'self'"


async def test_the_demo_customers_are_offered_with_their_returns(client):
    customers = (await (await client.get("/settings.json")).json())["customers"]
    ana = next(customer for customer in customers if customer["email"] == "ana@example.com")
    assert (ana["name"], ana["country"]) == ("Ana", "ES")
    assert {"number": "R1001", "last_event": "dropped off"} in ana["returns"]


async def test_without_the_demo_shop_no_customer_is_offered():
    async with TestClient(TestServer(create_app(bot_port=15005, demo=False))) as client:
        assert (await (await client.get("/settings.json")).json())["customers"] == []


async def test_the_page_has_a_language_a_label_for_its_field_and_a_live_conversation(client):
    elements = Elements(await (await client.get("/")).text())
    assert elements.named("html")[0][1]["lang"] == "en"
    labelled = {label[1]["for"] for label in elements.named("label")}
    assert {field[1]["id"] for field in elements.named("textarea")} == labelled
    assert [element[1]["aria-live"] for element in elements.found if element[1].get("role") == "log"] == ["polite"]


async def test_nothing_outside_the_pages_folder_is_served(client):
    for path in ("/static/../server.py", "/static/..%2fserver.py", "/static/"):
        assert (await client.get(path)).status in (403, 404)
