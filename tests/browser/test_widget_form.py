"""The form before the chat: what it asks for, what the assistant does with it, and that it locks nobody out."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from widget_chat import Chat, settled, violations

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")

EMAIL, ORDER = "E-mail address of the order", "Order or return number"


@pytest.fixture
def visit(context, shop):
    """Opens a page of the shop whose tag asks for a form."""

    def open_page(attributes, address=None):
        shop.attributes = attributes
        page = context.new_page()
        page.goto(address or shop.guest)
        return Chat(page)

    return open_page


def test_what_was_filled_in_is_not_asked_for_again(visit):
    chat = visit('data-form="name email* order"')
    chat.launcher.click()
    chat.page.get_by_label("Your name (optional)").fill("Ana")
    chat.page.get_by_label(EMAIL).fill("ana@example.com")
    chat.page.get_by_label(ORDER).fill("R1001")
    chat.page.get_by_role("button", name="Start the chat").click()
    expect(chat.answers.first).to_be_visible()
    expect(chat.field).to_be_focused()
    chat.ask("Where is my return?")
    expect(chat.timeline).to_be_visible()
    chat.page.reload()
    expect(chat.field).to_be_visible()


def test_an_address_alone_proves_nothing(visit):
    chat = visit('data-form="email order"')
    chat.launcher.click()
    chat.page.get_by_label(ORDER).fill("R1001")
    chat.page.get_by_role("button", name="Start the chat").click()
    expect(chat.answers.first).to_be_visible()
    chat.ask("Where is my return?")
    expect(chat.answers.last).to_contain_text("e-mail address")
    expect(chat.timeline).to_have_count(0)


def test_it_goes_by_keyboard_alone_and_says_what_is_missing(visit):
    chat = visit('data-form="name email* order" data-consent="We keep this chat for 30 days."')
    chat.launcher.press("Enter")
    expect(chat.page.get_by_label("Your name (optional)")).to_be_focused()
    settled(chat.page)
    assert violations(chat.page) == []
    keys = chat.page.keyboard
    keys.press("Tab")
    keys.type("no address")
    keys.press("Enter")
    expect(chat.page.get_by_label(EMAIL)).to_be_focused()
    assert chat.page.get_by_label(EMAIL).evaluate("field => field.validity.typeMismatch")
    keys.press("ControlOrMeta+a")
    keys.type("ana@example.com")
    keys.press("Enter")
    expect(chat.page.get_by_label("We keep this chat for 30 days.")).to_be_focused()
    keys.press("Space")
    keys.press("Tab")
    keys.press("Enter")
    expect(chat.answers.first).to_be_visible()
    expect(chat.field).to_be_focused()


def test_nothing_is_asked_of_the_assistant_before_it_was_filled_in_and_agreed_to(visit):
    chat = visit('data-form="name" data-consent="We keep this chat for 30 days."')
    asked = []
    chat.page.on("request", lambda request: asked.append(request.url))
    chat.launcher.click()
    expect(chat.page.get_by_label("Your name (optional)")).to_be_visible()
    assert [url for url in asked if "/webhooks/" in url] == []


def test_what_needs_not_be_filled_in_can_be_passed_over(visit):
    chat = visit('data-form="name email"')
    chat.launcher.click()
    chat.page.get_by_role("button", name="Skip").click()
    expect(chat.answers.first).to_be_visible()


def test_who_is_signed_in_is_asked_for_nothing(visit, shop):
    shop.sign_in("demo-ana", "Ana")
    chat = visit('data-form="name* email*"', shop.account).open()
    expect(chat.window).to_contain_text("Signed in as Ana")
    expect(chat.field).to_be_visible()


def test_it_speaks_the_visitors_language(visit):
    chat = visit('data-form="email*" data-locale="he"')
    chat.launcher.click()
    expect(chat.page.get_by_label("כתובת הדוא״ל של ההזמנה")).to_be_visible()
    settled(chat.page)
    assert violations(chat.page) == []


def test_a_form_that_does_not_load_keeps_nobody_from_the_chat(visit, context):
    context.route("**/returndesk-later.js*", lambda route: route.abort())
    chat = visit('data-form="email*"')
    with chat.page.expect_console_message(lambda message: message.text.startswith("returndesk: src: ")):
        chat.launcher.click()
    expect(chat.answers.first).to_be_visible()


def test_a_second_script_that_was_changed_on_its_way_does_not_run(visit, browser, shop):
    shop.attributes = 'data-form="email*"'
    with browser.new_context() as context:
        page = context.new_page()

        def change(route):
            response = route.fetch()
            route.fulfill(response=response, body=response.text() + "\nwindow.changed = true;")

        page.route("**/returndesk-later.js*", change)
        page.goto(shop.guest)
        chat = Chat(page)
        with page.expect_console_message(lambda message: message.text.startswith("returndesk: src: ")):
            chat.launcher.click()
        expect(chat.answers.first).to_be_visible()
        assert page.evaluate("window.changed") is None
