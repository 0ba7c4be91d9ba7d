"""The widget by keyboard, with a screen reader, in the dark, on a phone, without motion."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from widget_chat import WAIT, Chat, violations

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")

DESKTOP, PHONE = {"width": 1200, "height": 800}, {"width": 390, "height": 700}
QUESTION = "How long do I have to wait for the refund?"
MY_RETURN = "Where is my return R1001? My e-mail is ana@example.com"


def focused(page):
    """What has the focus: its label or its text."""
    return page.evaluate(
        """() => { let one = document.activeElement;
        while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
        return one.getAttribute('aria-label') || one.placeholder || one.textContent.trim(); }"""
    )


def test_everything_goes_by_keyboard(context, shop, desk):
    page = context.new_page()
    page.goto(shop.guest)
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    # The link into the chat, then what is the page's own, then the launcher.
    for name in ("Open the returns assistant", "A link of the shop", "Open the returns assistant"):
        page.keyboard.press("Tab")
        assert focused(page) == name
    expect(chat.launcher).to_be_focused()
    page.keyboard.press("Enter")
    expect(chat.answers.first).to_be_visible()
    expect(chat.field).to_be_focused()
    assert focused(page) == "Write a message"
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    chat.answered(WAIT)
    page.keyboard.press("Escape")
    expect(chat.window).to_be_hidden()
    expect(chat.launcher).to_be_focused()
    assert focused(page).startswith("Open the returns assistant")


def test_tab_stays_within_the_window_and_reaches_everything_in_it(chat):
    page = chat.page
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(focused(page))
        if seen[-1] == "Write a message":
            break
    assert "A link of the shop" not in seen
    for name in ("Send", "Copy the conversation", "End and delete the conversation", "Close the returns assistant"):
        assert name in seen
    page.keyboard.press("Shift+Tab")
    assert focused(page) != "Write a message"
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        assert focused(page) != "A link of the shop"


def test_a_window_that_opens_by_itself_leaves_the_focus_where_it_is(context, shop, desk):
    shop.body = '<label>Search <input id="search" autofocus></label><div id="help"></div>'
    page = context.new_page()
    page.goto(shop.guest)
    search = page.get_by_label("Search")
    Chat(page).open()
    # After a reload, and as a part of the page.
    for attributes in ("", 'data-inline="#help"'):
        shop.attributes = attributes
        page.reload()
        expect(Chat(page).window).to_be_visible()
        expect(Chat(page).answers.first).to_be_visible()
        expect(search).to_be_focused()


def test_the_focus_stays_in_the_field_where_the_window_becomes_the_whole_screen(chat):
    for size in (PHONE, DESKTOP):
        chat.page.set_viewport_size(size)
        expect(chat.window).to_have_class("full" if size == PHONE else "")
        expect(chat.field).to_be_focused()


def test_over_all_of_the_page_the_focus_is_in_the_field_after_a_reload_too(context, shop, desk):
    shop.attributes = 'data-layout="full"'
    page = context.new_page()
    page.goto(shop.guest)
    Chat(page).open()
    page.reload()
    expect(Chat(page).field).to_be_focused()


def test_shift_and_enter_begin_a_new_line(chat):
    chat.field.fill("one")
    chat.field.press("Shift+Enter")
    chat.field.press_sequentially("two")
    expect(chat.field).to_have_value("one\ntwo")
    expect(chat.questions).to_have_count(0)


@pytest.mark.parametrize("told", [{"isComposing": True}, {"keyCode": 229}])
def test_the_enter_that_ends_an_input_methods_word_sends_nothing(chat, told):
    chat.field.fill("返品")
    press = "(field, told) => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, ...told}))"
    chat.field.evaluate(press, told)
    expect(chat.field).to_have_value("返品")
    expect(chat.questions).to_have_count(0)
    chat.field.evaluate(press, {"keyCode": 13})
    expect(chat.questions).to_have_count(1)


def test_answers_are_told_to_screen_readers_in_words(chat):
    chat.ask(MY_RETURN)
    expect(chat.spoken()).to_contain_text(re.compile(r"Assistant: .*R1001"))
    expect(chat.spoken()).not_to_contain_text("**")


def test_what_was_said_before_is_not_read_out_again_after_a_reload(chat):
    chat.ask(QUESTION)
    chat.page.reload()
    expect(chat.questions).to_have_count(1)
    expect(chat.spoken()).not_to_contain_text("business days")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(new_context, shop, desk, scheme, viewport):
    page = new_context(color_scheme=scheme, viewport=viewport).new_page()
    page.goto(shop.guest)
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    assert violations(page) == []
    chat.open()
    assert violations(page) == []
    chat.ask(QUESTION)
    chat.ask(MY_RETURN)
    expect(chat.timeline).to_be_visible()
    assert violations(page) == []
    chat.ask("What are the deadlines for my return R1003?")
    expect(chat.deadlines).to_be_visible()
    chat.ask("Show me all my returns")
    expect(chat.picker).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="End and delete the conversation").click()
    expect(page.get_by_role("button", name="End and delete", exact=True)).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_where_the_server_is_down_and_a_date_is_near(new_context, shop, desk, scheme):
    shop.sign_in("demo-ana", "Ana")
    context = new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(shop.account)
    expect(page.locator("return-desk .notice")).to_be_visible()
    assert violations(page) == []
    Chat(page).open()
    context.set_offline(True)
    expect(page.locator("return-desk .banner")).to_be_visible()
    Chat(page).say(QUESTION)
    expect(Chat(page).questions).to_contain_text(QUESTION)
    assert violations(page) == []


@pytest.mark.parametrize(("theme", "lighter"), [("light", "ground"), ("dark", "text")])
def test_a_page_may_choose_light_or_dark_itself(new_context, shop, desk, theme, lighter):
    shop.attributes = f'data-theme="{theme}"'
    page = new_context(color_scheme="dark" if theme == "light" else "light").new_page()
    page.goto(shop.guest)
    chat = Chat(page).open()
    ground, text = chat.log.evaluate(
        "log => [getComputedStyle(log).backgroundColor, getComputedStyle(log).color].map(brightness);"
        "function brightness(color) { return color.match(/[0-9.]+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0); }"
    )
    assert (ground > text) == (lighter == "ground")


def test_a_shop_gives_it_its_own_colours(chat):
    chat.page.evaluate("document.documentElement.style.setProperty('--returndesk-accent', 'rgb(120, 0, 90)')")
    expect(chat.page.locator("return-desk .send")).to_have_css("background-color", "rgb(120, 0, 90)")


def test_on_a_phone_the_window_is_the_whole_screen(new_context, shop, desk):
    page = new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True).new_page()
    page.goto(shop.guest)
    chat = Chat(page).open()
    assert chat.window.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    # Nothing of the page can be reached behind it.
    for _ in range(30):
        page.keyboard.press("Tab")
        assert focused(page) != "A link of the shop"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []
    page.get_by_role("button", name="Close the returns assistant").click()
    expect(chat.launcher).to_be_visible()


def test_nothing_is_looked_at_before_the_window_has_come(new_context, shop, desk):
    page = new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True).new_page()
    # As on a machine that has other things to do.
    slow = page.context.new_cdp_session(page)
    slow.send("Animation.enable")
    slow.send("Animation.setPlaybackRate", {"playbackRate": 0.1})
    page.goto(shop.guest)
    chat = Chat(page).open()
    assert chat.window.evaluate("window => getComputedStyle(window).opacity") == "1"
    assert chat.window.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}


def test_nothing_moves_for_those_who_ask_for_that(new_context, shop, desk):
    page = new_context(reduced_motion="reduce").new_page()
    page.goto(shop.guest)
    chat = Chat(page).open()
    assert chat.window.evaluate("window => getComputedStyle(window).animationName") == "none"
