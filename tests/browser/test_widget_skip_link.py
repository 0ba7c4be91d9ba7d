"""The way into the chat by keyboard, from the beginning of a page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from widget_chat import Chat, settled, violations

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")


@pytest.fixture
def visit(context, shop):
    """Opens a page of the shop with attributes on the tag."""

    def open_page(attributes=""):
        shop.attributes = attributes
        page = context.new_page()
        page.goto(shop.guest)
        chat = Chat(page)
        chat.skip = page.locator("return-desk-skip a")
        return chat

    return open_page


def test_the_first_tab_of_a_page_reaches_a_link_that_opens_the_chat(visit, shop):
    chat = visit()
    expect(chat.launcher).to_be_visible()
    chat.page.keyboard.press("Tab")
    expect(chat.skip).to_be_focused()
    expect(chat.skip).to_have_text("Open the returns assistant")
    settled(chat.page)
    assert violations(chat.page) == []
    chat.page.keyboard.press("Enter")
    expect(chat.field).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(chat.launcher).to_be_focused()
    assert chat.page.url == shop.guest


def test_it_takes_no_room(visit):
    chat = visit()
    expect(chat.launcher).to_be_visible()
    top = "document.querySelector('main').getBoundingClientRect().top"
    before = chat.page.evaluate(top)
    chat.page.evaluate("document.querySelector('return-desk-skip').remove()")
    assert chat.page.evaluate(top) == before


def test_it_speaks_the_visitors_language(visit):
    chat = visit('data-locale="he"')
    expect(chat.skip).to_have_attribute("lang", "he")
    expect(chat.skip).to_have_attribute("dir", "rtl")


@pytest.mark.parametrize("attributes", ['data-skip-link="off"', 'data-launcher="hidden"'])
def test_a_page_may_have_its_own(visit, attributes):
    chat = visit(attributes)
    expect(chat.page.locator("return-desk")).to_be_attached()
    expect(chat.skip).to_have_count(0)
