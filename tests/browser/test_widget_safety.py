"""Nothing that anybody writes runs on the shop's page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from widget_chat import Chat
from widget_shop import HOSTILE_TITLE

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")

ATTACKS = (
    "<img src=x onerror=hacked()>",
    "<script>hacked()</script>",
    '"><svg onload=hacked()>',
    "[click](javascript:hacked())",
    "**<b onmouseover=hacked()>bold</b>**",
    "${hacked()} {{hacked()}}",
)


@pytest.fixture
def watched(new_context, shop):
    """A context whose pages tell when an attack has run."""
    context = new_context()
    context.add_init_script("window.hacks = 0; window.hacked = () => { window.hacks += 1; };")
    page = context.new_page()
    page.goto(shop.guest)
    return Chat(page)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_customer_writes_stays_text(watched, attack):
    watched.open().ask(attack)
    expect(watched.questions.first).to_contain_text(attack)
    watched.page.reload()
    expect(watched.questions.first).to_contain_text(attack)
    assert watched.page.evaluate("window.hacks") == 0
    assert watched.page.locator("return-desk .log").locator("img, script, b, a").count() == 0


def test_a_product_whose_name_is_an_attack_is_shown_as_it_is_written(watched):
    watched.open().ask("Where is my return R3001? My e-mail is chloe@example.com")
    expect(watched.log).to_contain_text(HOSTILE_TITLE)
    assert watched.page.evaluate("window.hacks") == 0
    assert watched.page.locator("return-desk .log img").count() == 0


@pytest.fixture
def told(new_context, shop):
    """Opens the chat of a guest to whom the assistant says the given words, as a stolen server might."""

    def tell(words):
        context = new_context()
        body = {"messages": [{"from": "desk", "id": "x.0", "text": words, "buttons": [], "custom": None, "at": ""}]}
        context.route("**/socket.io/**", lambda route: route.abort())
        context.route_web_socket(lambda url: "socket.io" in url, lambda socket: socket.close())
        context.route(
            "**/webhooks/rest/history",
            lambda route: (
                route.fulfill(json=body, headers={"Access-Control-Allow-Origin": shop.origin})
                if route.request.method == "GET"
                else route.continue_()
            ),
        )
        page = context.new_page()
        page.goto(shop.guest)
        return Chat(page).open()

    return tell


def test_links_lead_only_where_the_page_allows(told, shop):
    shop.attributes = 'data-link-hosts="help.shop.example"'
    chat = told(
        "[help](https://help.shop.example/a) [evil](https://evil.example/) [script](javascript:hacked()) "
        "[lookalike](https://help.shop.example.evil.example/) [plain](http://help.shop.example/b) "
        "[user](https://help.shop.example@evil.example/)"
    )
    links = chat.log.locator("a")
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("href", "https://help.shop.example/a")
    expect(links).to_have_attribute("rel", "noopener noreferrer")
    expect(chat.log).to_contain_text("evil (https://evil.example/)")


def test_without_a_list_no_link_can_be_followed(told):
    chat = told("See https://help.shop.example/a and [there](https://shop.example/)")
    expect(chat.log).to_contain_text("https://help.shop.example/a")
    assert chat.log.locator("a").count() == 0


def test_the_widget_adds_neither_style_nor_script_to_the_page(watched):
    watched.open().ask("Is my first return free?")
    assert watched.page.evaluate("document.querySelectorAll('style, [style]').length") == 0
    inside = "document.querySelector('return-desk').shadowRoot.querySelectorAll('style, [style], link, script').length"
    assert watched.page.evaluate(inside) == 0
    assert watched.page.evaluate("document.scripts.length") == 1


@pytest.fixture
def bare_page(browser):
    """A page that may complain."""
    with browser.new_context() as context:
        yield context.new_page()


def test_a_script_that_was_changed_on_its_way_does_not_run(bare_page, shop):
    page = bare_page
    page.route("**/returndesk.js*", lambda route: change(route))
    with page.expect_console_message(lambda message: "integrity" in message.text):
        page.goto(shop.guest)
    assert page.locator("return-desk").count() == 0


def change(route):
    response = route.fetch()
    route.fulfill(response=response, body=response.text() + "\n/* changed */")


def test_an_address_that_is_not_named_right_is_said_in_the_console(bare_page, shop):
    shop.attributes = 'data-token-url="ftp://shop.example/token"'
    errors = []
    bare_page.on("pageerror", lambda error: errors.append(str(error)))
    with bare_page.expect_event("pageerror"):
        bare_page.goto(shop.guest)
    assert errors == [
        'returndesk: data-token-url="ftp://shop.example/token" is not an address such as https://desk.shop.example'
    ]
