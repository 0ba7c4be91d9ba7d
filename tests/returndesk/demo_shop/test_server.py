"""The web port as a browser gets it: its headers, its pages' markup, and the page of a desk without the demo shop."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestClient, TestServer
from demo_shop_stand import BOT_PORT, Elements, a_demo_shop

from returndesk.demo_shop.server import create_app
from returndesk.demo_shop.widget_script import load_script

SHOP_PATHS = ["/", "/ana", "/ana/orders/8120034500012345", "/ana/returns/R1001"]


@pytest.fixture
async def client(new_database):
    app = create_app(bot_port=BOT_PORT, shop=a_demo_shop(new_database(), "http://127.0.0.1"))
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.fixture
async def plain():
    async with TestClient(TestServer(create_app(bot_port=BOT_PORT))) as client:
        yield client


async def elements_of(client, path="/", **headers):
    return Elements(await (await client.get(path, headers=headers)).text())


async def policy_of(client, path="/", **headers):
    response = await client.get(path, headers=headers)
    return dict(rule.split(" ", 1) for rule in response.headers["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("path", [*SHOP_PATHS, "/static/shop.css", "/healthz", "/nowhere/at/all"])
@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "identity, gzip", "GZIP"])
async def test_a_compressed_body_is_refused_unread(client, path, coding):
    response = await client.post(path, data=b"no more than a start", headers={"Content-Encoding": coding})
    assert response.status == 415
    assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_body_that_says_it_comes_as_it_is_is_nothing_special(client):
    assert (await client.get("/", data=b"plain", headers={"Content-Encoding": "identity"})).status == 200


@pytest.mark.parametrize("path", SHOP_PATHS)
async def test_everything_a_page_names_is_served_with_its_type(client, path):
    elements = await elements_of(client, path)
    named = {
        (element[1].get("src") or element[1]["href"]).partition("#")[0]
        for tag in ("script", "link", "img", "use")
        for element in elements.named(tag)
    }
    types = {name.partition("?")[0]: (await client.get(name)).content_type for name in named}
    expected = {
        "/returndesk.js": "text/javascript",
        "/static/shop.js": types["/static/shop.js"],
        "/static/icon.svg": "image/svg+xml",
        "/static/shop.css": "text/css",
        "/static/goods.svg": "image/svg+xml",
    }
    assert types == {name: kind for name, kind in expected.items() if name in types}
    assert types.keys() >= {"/returndesk.js", "/static/shop.css"}
    # A browser runs a module only under one of these.
    assert types["/static/shop.js"] in ("text/javascript", "application/javascript")


@pytest.mark.parametrize(
    "path", [*SHOP_PATHS, "/token", "/static/shop.css", "/returndesk.js", "/healthz", "/nowhere/at/all"]
)
async def test_no_script_or_style_but_the_web_ports_own_may_run(client, path):
    policy = await policy_of(client, path)
    assert (policy["default-src"], policy["script-src"], policy["style-src"]) == ("'none'", "'self'", "'self'")
    assert (policy["frame-ancestors"], policy["form-action"]) == ("'none'", "'none'")
    assert policy["require-trusted-types-for"] == "'script'"


@pytest.mark.parametrize("path", ["/", "/ana", "/nobody", "/healthz"])
async def test_browsers_neither_guess_types_nor_tell_where_a_visitor_came_from(client, path):
    headers = (await client.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("path", SHOP_PATHS)
async def test_no_page_has_an_inline_script_style_or_handler_or_sets_a_cookie(client, path):
    response = await client.get(path)
    assert "Set-Cookie" not in response.headers
    elements = Elements(await response.text())
    assert elements.named("style") == []
    assert all(attributes.get("src") for _, attributes, _ in elements.named("script"))
    attributes = {name for _, attributes, _ in elements.found for name in attributes}
    assert not {name for name in attributes if name == "style" or name.startswith("on")}


@pytest.mark.parametrize("path", SHOP_PATHS)
async def test_every_page_carries_the_widget_by_its_one_tag_with_its_hash(client, path):
    (tag,) = [
        attributes
        for _, attributes, _ in (await elements_of(client, path)).named("script")
        if "data-server" in attributes
    ]
    script = load_script()
    assert tag["integrity"] == script.integrity
    assert tag["src"] == f"/returndesk.js?v={script.version}"


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "desk.example", "[::1]:8080"])
async def test_a_page_talks_to_the_bot_under_the_name_it_was_reached_by(client, host):
    name = host.removesuffix(":8080")
    assert f'data-server="http://{name}:{BOT_PORT}"' in await (await client.get("/", headers={"Host": host})).text()
    assert (await policy_of(client, Host=host))["connect-src"] == (
        f"'self' http://{name}:{BOT_PORT} ws://{name}:{BOT_PORT}"
    )


async def test_what_is_no_host_name_reaches_neither_header_nor_page(client):
    hostile = 'a.example;script-src *"><script>'
    policy = await policy_of(client, Host=hostile)
    assert policy["connect-src"] == f"'self' http://127.0.0.1:{BOT_PORT} ws://127.0.0.1:{BOT_PORT}"
    assert policy["script-src"] == "'self'"
    assert "a.example" not in await (await client.get("/", headers={"Host": hostile})).text()


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_chosen_colour_holds_for_page_and_widget_and_every_link_within(client, theme):
    elements = await elements_of(client, f"/ana?theme={theme}")
    assert elements.named("html")[0][1]["data-theme"] == theme
    assert any(attributes.get("data-theme") == theme for _, attributes, _ in elements.named("script"))
    within = [attributes["href"] for _, attributes, _ in elements.named("a") if "/returns/" in attributes["href"]]
    assert within
    assert all(href.endswith(f"?theme={theme}") for href in within)


async def test_a_language_of_the_chat_holds_for_every_link_beside_the_colour(client):
    elements = await elements_of(client, "/ana?lang=pt-PT&theme=dark")
    assert any(attributes.get("data-locale") == "pt-PT" for _, attributes, _ in elements.named("script"))
    links = {attributes["href"] for _, attributes, _ in elements.named("a")} - {"#main"}
    assert {href.partition("?")[2] for href in links} == {
        f"{theme}lang=pt-PT" for theme in ("", "theme=light&", "theme=dark&")
    }


async def test_another_language_is_none(client):
    text = await (await client.get("/ana", params={"lang": '"><script>'})).text()
    assert "data-locale" not in text
    assert "%3Cscript" not in text


async def test_another_colour_is_none(client):
    text = await (await client.get("/ana", params={"theme": '"><script>'})).text()
    assert "data-theme" not in text
    assert "%3Cscript" not in text


async def test_without_the_demo_shop_the_page_has_the_widget_and_the_tag_to_copy(plain):
    response = await plain.get("/", headers={"Host": "desk.example:8080"})
    elements = Elements(await response.text())
    assert len([tag for tag in elements.named("script") if "data-server" in tag[1]]) == 1
    (shown,) = [contents for tag, _, contents in elements.found if tag == "code" and "<script" in " ".join(contents)]
    assert f'src="http://desk.example:8080/returndesk.js?v={load_script().version}"' in " ".join(shown)
    assert f'data-server="http://desk.example:{BOT_PORT}"' in " ".join(shown)


@pytest.mark.parametrize("path", ["/ana", "/token?customer=ana", "/ana/returns/R1001"])
async def test_without_the_demo_shop_there_is_nobody_to_be(plain, path):
    assert (await plain.get(path)).status == 404


async def test_who_comes_through_a_proxy_is_not_told_what_is_ready(plain):
    assert (await plain.get("/readyz")).status in (200, 503)
    assert (await plain.get("/readyz", headers={"X-Forwarded-For": "203.0.113.7"})).status == 404
    assert (await plain.get("/healthz", headers={"X-Forwarded-For": "203.0.113.7"})).status == 200


@pytest.mark.parametrize("path", ["/return-desk.js", "/widget/returndesk.js"])
async def test_a_page_with_a_wrong_script_name_may_read_that_nothing_is_there(client, plain, path):
    for server in (client, plain):
        answer = await server.get(path, headers={"Origin": "https://shop.example"})
        assert answer.status == 404
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("path", ["/nobody", "/ana", "/healthz"])
async def test_no_other_answer_is_for_pages_of_other_websites(client, path):
    answer = await client.get(path, headers={"Origin": "https://shop.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_nothing_outside_the_static_folder_is_served(client):
    for path in ("/static/../server.py", "/static/..%2fserver.py", "/static/"):
        assert (await client.get(path)).status in (403, 404)
