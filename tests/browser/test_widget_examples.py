"""The example pages of examples/widget, with this machine's addresses in the place of the example's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from widget_chat import FREE, WAIT, Chat, settled

from returndesk.demo_shop.widget_script import ATTRIBUTES

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "widget"
EXAMPLE = "https://desk.shop.example"
OF_EVERY_TAG = {"server", "token-url", "locale", "theme", "returndesk-open", "returndesk-ask"}


@pytest.fixture
def visit(context, shop):
    """Opens an example at an address of the shop."""

    def open_page(name, before="", after="", **others):
        html = before + (EXAMPLES / name).read_text(encoding="utf-8") + after
        here = {f"{EXAMPLE}/returndesk.js": f"{shop.web}/returndesk.js", EXAMPLE: shop.server, **others}
        for written, served in here.items():
            html = html.replace(written, served)
        shop.example = html
        page = context.new_page()
        page.goto(f"{shop.origin}/example")
        return Chat(page)

    return open_page


def test_one_tag_is_enough(visit):
    chat = visit("plain.html").open()
    chat.ask("How long do I have to wait for the refund?")
    chat.answered(WAIT)


def test_who_is_signed_in_is_greeted(visit, shop):
    shop.sign_in("demo-ana", "Ana")
    expect(visit("signed-in.html").open().window).to_contain_text("Signed in as Ana")


def test_it_is_a_part_of_a_help_page(visit):
    chat = visit("inline.html")
    expect(chat.page.locator("#help-chat return-desk dialog")).to_be_visible()
    expect(chat.launcher).to_have_count(0)


def test_the_page_opens_it(visit):
    chat = visit("own-launcher.html")
    expect(chat.launcher).to_have_count(0)
    chat.page.get_by_role("button", name="How long does a refund take?").click()
    chat.answered(WAIT)


def test_the_shop_has_its_own_words(visit):
    chat = visit("own-words.html").open()
    expect(chat.window.get_by_role("heading")).to_have_text("Help with returns")
    chat.page.get_by_role("button", name="How long does a refund take?").click()
    chat.answered(WAIT)


def test_it_looks_like_the_shop(visit, shop):
    chat = visit("look.html", **{"/logo.svg": "/lamp.svg"})
    expect(chat.launcher).to_have_accessible_name("Returns?")
    assert chat.launcher.locator("img").evaluate("image => image.naturalWidth") == 32
    # The shop greets in the assistant's place.
    chat.launcher.click()
    for words in ("Help with returns", "Every day until eight", "Good to see you."):
        expect(chat.window).to_contain_text(words)
    chat.page.get_by_role("button", name="Is my first return free?").click()
    chat.answered(FREE)


def test_it_stands_at_the_left_clear_of_what_is_there(visit):
    chat = visit("place.html")
    size = chat.page.viewport_size
    for seen in (lambda: chat.launcher, lambda: chat.open().window):
        shown = seen()
        settled(chat.page)
        box = shown.bounding_box()
        assert (box["x"], box["y"] + box["height"]) == (32, size["height"] - 96)
        assert box["y"] >= 20


def test_it_is_over_all_of_the_page_by_a_link(visit):
    chat = visit("full.html")
    chat.page.get_by_role("link", name="Ask about a return").click()
    expect(chat.field).to_be_focused()
    size = chat.page.viewport_size
    settled(chat.page)
    assert chat.window.bounding_box() == {"x": 0, "y": 0, **size}


def test_a_return_is_offered_to_ask_about(visit):
    expect(visit("return.html").open().page.get_by_role("button", name="Is it about return R1001?")).to_be_visible()


def test_a_bell_is_there_for_what_comes(visit):
    expect(visit("alerts.html").open().page.get_by_role("button", name="Tell me of new messages")).to_be_visible()


def test_an_order_is_offered_to_ask_about(visit):
    chat = visit("order.html").open()
    expect(chat.page.get_by_role("button", name="Is it about order 8120034500010001?")).to_be_visible()
    expect(chat.page.get_by_role("button", name="Until when can I return “Bluetooth speaker”?")).to_be_visible()
    expect(chat.page.get_by_role("button", name="Is it about “How refunds work”?")).to_be_visible()


def test_an_invitation_is_taken_up(visit):
    chat = visit("invitation.html")
    chat.page.locator("return-desk .invitation .words").click()
    chat.answered(WAIT)


def test_guests_fill_in_a_form_first(visit):
    chat = visit("form.html")
    chat.launcher.click()
    chat.page.get_by_label("E-mail address of the order").fill("ana@example.com")
    chat.page.get_by_label("This chat is kept for 30 days.").check()
    chat.page.get_by_role("button", name="Start the chat").click()
    expect(chat.answers.first).to_be_visible()


def test_consent_comes_first(visit):
    chat = visit("consent.html")
    chat.launcher.click()
    expect(chat.window).to_contain_text("This chat is kept for 30 days.")
    expect(chat.field).to_have_count(0)


def test_the_page_hears_what_happens(visit):
    chat = visit("events.html").open()
    chat.ask("How long do I have to wait for the refund?")
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator("#heard li").last).to_have_text("closed")
    assert "message-sent" in chat.page.locator("#heard li").all_inner_texts()


def test_the_recipe_for_the_tag_manager_makes_the_tag(visit, shop):
    shop.sign_in("demo-ana", "Ana")
    chat = visit(
        "tag-manager.html", "<!doctype html><html lang='en'><title>A shop</title><body><main></main>", "</body>"
    )
    expect(chat.open().window).to_contain_text("Signed in as Ana")


def test_every_attribute_of_the_examples_is_one_that_the_widget_reads():
    files = [path for path in EXAMPLES.rglob("*") if path.suffix in (".html", ".liquid", ".php")]
    named = {name for path in files for name in re.findall(r"\bdata-([a-z-]+)\b(?=[\"'=> ])", path.read_text("utf-8"))}
    assert len(files) > 10
    assert named - {"data-"} <= ATTRIBUTES | OF_EVERY_TAG
    # Every attribute has an example, but for one that needs a second website.
    assert ATTRIBUTES - named <= {"token-credentials"}
