"""A customer who is signed in on the shop's page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from widget_chat import FREE, Chat

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")

ANA = ("demo-ana", "Ana")
CHLOE = ("demo-chloe", "Chloe")

#: What a guest who says it is asked for an address or a number with one.
ASKED_FOR_AN_ADDRESS = (
    "Where is my return?",
    "Where is my refund?",
    "Show me all my returns",
    "R1001",
    "R9999",
    "8120034500020001",
    "I want to send something back",
    "Cancel my return",
    "I handed in my parcel yesterday and it still says not returned",
    "Where can I download my label?",
    "Remind me of the deadline",
    "Until when can I send it back?",
    "Look at my order",
)


@pytest.fixture
def account(context, shop):
    """Ana is on her account's page; the chat is closed."""
    shop.sign_in(*ANA)
    page = context.new_page()
    page.goto(shop.account)
    return Chat(page)


def test_a_customer_is_greeted_by_first_name_with_the_open_returns(account):
    account.open()
    expect(account.log).to_contain_text("Ana")
    expect(account.window).to_contain_text("Signed in as Ana")
    expect(account.picker.get_by_role("button", name=re.compile("R1001"))).to_be_visible()


def test_a_picked_return_is_shown_without_asking_who_it_is(account):
    account.open()
    account.picker.get_by_role("button", name=re.compile("R1001")).click()
    expect(account.timeline.get_by_role("heading")).to_have_text("Return R1001")


def test_a_date_within_two_days_stands_at_the_launcher(account):
    notice = account.page.locator("return-desk .notice")
    # Which of Ana's it is depends on what she has asked for in other tests.
    expect(notice).to_contain_text(re.compile(r"R\d{4}: "))
    expect(account.page.locator("return-desk .badge")).to_be_visible()
    notice.get_by_role("button").first.click()
    expect(account.window).to_be_visible()
    expect(account.deadlines).to_be_visible()


def test_a_date_that_was_put_away_stays_away(account):
    expect(account.page.locator("return-desk .notice")).to_be_visible()
    account.page.get_by_role("button", name="Hide this note").click()
    expect(account.page.locator("return-desk .notice")).to_have_count(0)
    account.page.reload()
    expect(account.page.locator("return-desk .badge")).to_be_visible()
    expect(account.page.locator("return-desk .notice")).to_have_count(0)


def test_a_date_that_was_seen_is_shown_once(account):
    expect(account.page.locator("return-desk .notice")).to_be_visible()
    account.open()
    account.page.keyboard.press("Escape")
    expect(account.launcher).to_be_visible()
    expect(account.page.locator("return-desk .notice")).to_have_count(0)
    account.page.reload()
    expect(account.launcher).to_be_visible()
    expect(account.page.locator("return-desk .notice")).to_have_count(0)


@pytest.mark.parametrize("said", ASKED_FOR_AN_ADDRESS)
def test_nobody_who_is_signed_in_is_asked_for_an_address(account, said):
    account.open()
    account.ask(said)
    expect(account.page.locator("return-desk .typing")).to_have_count(0)
    expect(account.window).to_contain_text("Signed in as Ana")
    assert not re.search("e-mail address", account.answers.last.inner_text())


def test_a_sign_in_that_is_not_renewed_ends_in_the_header_too(context, shop):
    shop.token_seconds = 6
    shop.attributes = 'data-sign-in-url="/login"'
    shop.sign_in(*ANA)
    page = context.new_page()
    page.goto(shop.account)
    account = Chat(page).open()
    expect(account.window).to_contain_text("Signed in as Ana")
    context.route(re.compile("/token"), lambda route: route.abort())
    expect(account.window).not_to_contain_text("Signed in as Ana")
    expect(account.window).to_contain_text("You are no longer signed in.")
    expect(account.window.get_by_role("link", name="Sign in")).to_be_visible()
    context.unroute(re.compile("/token"))


def test_the_token_is_renewed_before_it_expires(context, shop):
    shop.token_seconds = 4
    shop.sign_in(*ANA)
    page = context.new_page()
    page.goto(shop.account)
    chat = Chat(page).open()
    with page.expect_response("**/token", timeout=30_000):
        expect(chat.window).to_contain_text("Signed in as Ana")
    assert shop.tokens_given >= 2


def test_the_greeting_is_said_once_however_often_the_page_is_loaded(account):
    account.open()
    expect(account.picker).to_be_visible()
    before = account.answers.count()
    account.page.reload()
    expect(account.picker).to_be_visible()
    expect(account.page.locator("return-desk .head")).to_contain_text("Signed in as Ana")
    expect(account.answers).to_have_count(before)


def test_whoever_signs_in_next_does_not_read_what_was_said_before(account, shop):
    account.open()
    account.ask("Where is my return R1001?")
    shop.sign_in(*CHLOE)
    account.page.reload()
    expect(account.window).to_contain_text("Signed in as Chloe")
    expect(account.log).not_to_contain_text("R1001")


def test_a_browser_that_lost_track_of_who_was_signed_in_shows_the_next_one_nothing(account, shop):
    account.open()
    expect(account.window).to_contain_text("Signed in as Ana")
    account.page.evaluate(
        """() => { const key = Object.keys(localStorage).find((name) => name.endsWith(" session"));
        localStorage.setItem(key, JSON.stringify({...JSON.parse(localStorage.getItem(key)), subject: null})); }"""
    )
    shop.sign_in(*CHLOE)
    account.page.reload()
    expect(account.window).to_contain_text("Signed in as Chloe")
    expect(account.log).not_to_contain_text("R1001")


def test_after_signing_out_nothing_of_the_customer_is_left(account, shop):
    account.open()
    expect(account.window).to_contain_text("Signed in as Ana")
    shop.customer = None
    account.page.reload()
    expect(account.page.locator("return-desk .head")).to_be_visible()
    expect(account.log).not_to_contain_text("Ana")
    expect(account.window).not_to_contain_text("Signed in")


def test_a_token_that_the_server_refuses_leaves_a_guest_who_can_ask(context, shop):
    shop.sign_in(*ANA)
    good, shop.secret = shop.secret, "not-the-secret-that-the-desk-knows-of"
    try:
        page = context.new_page()
        page.goto(shop.account)
        chat = Chat(page).open()
        chat.ask("Is my first return free?")
        chat.answered(FREE)
        expect(chat.window).not_to_contain_text("Signed in")
    finally:
        shop.secret = good
