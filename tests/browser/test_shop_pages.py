"""The demo shop as a visitor tries it: as a guest, signed in, by keyboard, in the dark, on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from widget_chat import Chat, violations

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")


@pytest.fixture
def shop_page(context, shop, desk):
    """Opens a page of the demo shop."""

    def visit(path="/"):
        page = context.new_page()
        page.goto(f"{desk.web}{path}")
        return page

    return visit


def ask(page, words):
    page.get_by_role("button", name=words).first.click()


def test_a_guest_proves_who_they_are_with_what_the_page_names(shop_page):
    page = shop_page()
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    ask(page, "I dropped my parcel off yesterday and it still says not returned")
    expect(chat.questions).to_have_count(1)
    named = page.locator("aside small b").all_inner_texts()
    assert named == ["R1001", "ana@example.com"]
    expect(chat.answers.last).to_contain_text(re.compile("number"))
    chat.ask(f"{named[0]} {named[1]}")
    expect(chat.log).to_contain_text("Wednesday 14 October")


def test_whoever_signs_in_is_greeted_by_first_name(shop_page):
    page = shop_page()
    page.get_by_role("navigation", name="Who you are").get_by_role("link", name="Ana").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your orders, Ana")
    chat = Chat(page).open()
    expect(chat.window).to_contain_text("Signed in as Ana")
    expect(chat.log).to_contain_text("Ana")
    expect(chat.picker.get_by_role("button", name=re.compile("R1001"))).to_be_visible()


def test_from_the_page_that_still_says_not_returned_the_assistant_explains_it(shop_page):
    page = shop_page("/ana")
    page.get_by_role("link", name="Return R1001").first.click()
    expect(page.get_by_text("Return status: Not returned")).to_be_visible()
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    ask(page, "I handed in R1001 and it still says not returned")
    expect(chat.questions).to_have_count(1)
    expect(chat.log).to_contain_text("Wednesday 14 October")


def test_the_page_has_the_buttons_of_which_the_assistant_speaks(shop_page):
    page = shop_page("/ana/returns/R1003")
    expect(page.get_by_role("button", name="Add photos")).to_be_visible()
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    page.get_by_role("button", name="Cancel request").click()
    expect(chat.questions.first).to_contain_text("Cancel my return R1003")
    expect(chat.answers.filter(has_text=re.compile("cancel.*R1003", re.IGNORECASE | re.DOTALL)).last).to_be_visible()


def test_a_guest_reads_nothing_of_who_was_signed_in_before(shop_page):
    page = shop_page("/ana")
    chat = Chat(page).open()
    expect(chat.window).to_contain_text("Signed in as Ana")
    page.get_by_role("navigation", name="Who you are").get_by_role("link", name="Guest").click()
    page.wait_for_url("**/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("easy returns")
    chat = Chat(page)
    expect(page.locator("return-desk .head")).to_be_visible()
    expect(chat.window).not_to_contain_text("Signed in")
    expect(chat.log).not_to_contain_text("Ana")


def test_the_next_customer_reads_nothing_of_the_one_before(shop_page):
    page = shop_page("/ana")
    chat = Chat(page).open()
    chat.ask("Where is my return R1001?")
    page.get_by_role("navigation", name="Who you are").get_by_role("link", name="Ben").click()
    expect(chat.window).to_contain_text("Signed in as Ben")
    expect(chat.log).not_to_contain_text("R1001")


def test_a_date_within_two_days_stands_at_the_launcher(shop_page):
    expect(shop_page("/ana").locator("return-desk .notice")).to_contain_text(re.compile(r"R100\d"))


def test_the_page_makes_room_for_the_chat(shop_page):
    page = shop_page("/ana")
    chat = Chat(page).open()
    aside = page.get_by_role("complementary").bounding_box()
    assert aside["x"] + aside["width"] <= chat.window.bounding_box()["x"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_colour_is_that_of_page_and_chat(shop_page, theme):
    page = shop_page()
    page.get_by_role("navigation", name="Colours").get_by_role("link", name=theme.title()).click()
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    page.get_by_role("navigation", name="Who you are").get_by_role("link", name="Ana").click()
    chat = Chat(page).open()
    for element in (page.locator("body"), chat.log):
        ground = element.evaluate("one => getComputedStyle(one).backgroundColor.match(/[0-9.]+/g).map(Number)")
        assert (sum(ground[:3]) > 380) == (theme == "light")


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 844}}])
def test_axe_finds_nothing_wrong_on_any_page(new_context, shop, desk, options):
    page = new_context(**options).new_page()
    for path in ("/", "/ana", "/ana/orders/8120034500012345", "/ana/returns/R1001", "/ben/returns/R2001"):
        page.goto(f"{desk.web}{path}")
        expect(Chat(page).launcher).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_first_tab_leads_into_the_chat_and_the_second_past_the_header(shop_page):
    page = shop_page("/ana")
    expect(Chat(page).launcher).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("return-desk-skip a")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
