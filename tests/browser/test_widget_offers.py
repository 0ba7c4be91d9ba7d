"""What a page offers by itself: a question about what it shows, invitations, alerts; and what it asks for first."""

from __future__ import annotations

import json
import re
from html import escape

import pytest
from playwright.sync_api import expect
from widget_chat import WAIT, Chat, violations

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")

REFUND = {"text": "Waiting for a refund?", "ask": "How long do I have to wait for the refund?"}


@pytest.fixture
def visit(context, shop):
    """Opens a page of the shop with attributes on the tag."""

    def open_page(attributes, address=None):
        shop.attributes = attributes
        page = context.new_page()
        page.goto(address or shop.guest)
        return Chat(page)

    return open_page


def invitations(*given):
    return f'data-invitations="{escape(json.dumps(given))}"'


@pytest.mark.parametrize(
    ("attribute", "question"),
    [
        ('data-order="8120034500010001"', "Is it about order 8120034500010001?"),
        ('data-return="R1001"', "Is it about return R1001?"),
    ],
)
def test_what_the_page_is_about_is_suggested_and_asked_when_taken_up(visit, attribute, question):
    chat = visit(attribute).open()
    before = chat.answers.count()
    chat.page.get_by_role("button", name=question).click()
    expect(chat.answers.nth(before)).to_be_visible()
    expect(chat.questions).to_contain_text(question)
    expect(chat.page.get_by_role("button", name=question)).to_have_count(0)


def test_an_item_is_offered_with_a_question_that_is_answered_of_it(visit, shop):
    shop.sign_in("demo-ana", "Ana")
    question = "Until when can I return “Bluetooth speaker”?"
    chat = visit('data-item="Bluetooth speaker"', shop.account).open()
    before = chat.answers.count()
    chat.page.get_by_role("button", name=question).click()
    expect(chat.questions).to_contain_text(question)
    expect(chat.answers.nth(before)).to_contain_text("Sunday 18 October")


def test_a_page_is_offered_by_its_subject_beside_an_order(visit):
    chat = visit('data-order="8120034500010001" data-page="How refunds work"').open()
    expect(chat.page.get_by_role("button", name="Is it about order 8120034500010001?")).to_be_visible()
    chat.page.get_by_role("button", name="Is it about “How refunds work”?").click()
    chat.answered(WAIT)


def test_what_the_page_is_about_identifies_nobody(visit):
    chat = visit('data-return="R1001"').open()
    before = chat.answers.count()
    chat.page.get_by_role("button", name="Is it about return R1001?").click()
    expect(chat.answers.nth(before)).to_be_visible()
    expect(chat.timeline).to_have_count(0)
    expect(chat.window).not_to_contain_text("Signed in")


def test_an_invitation_is_shown_once_and_asks_when_taken_up(visit):
    chat = visit(invitations(REFUND))
    note = chat.page.locator("return-desk .invitation")
    expect(note).to_contain_text("Waiting for a refund?")
    assert violations(chat.page) == []
    note.get_by_role("button").first.click()
    expect(chat.questions).to_contain_text(REFUND["ask"])
    other = visit(invitations(REFUND))
    expect(other.launcher.or_(other.window)).to_be_visible()
    expect(other.page.locator("return-desk .invitation")).to_have_count(0)


def test_who_puts_an_invitation_away_sees_none_any_more(visit):
    chat = visit(invitations(REFUND))
    chat.page.get_by_role("button", name="Hide this note").click()
    expect(chat.launcher).to_be_focused()
    other = visit(invitations({"text": "Another one"}))
    expect(other.launcher).to_be_visible()
    expect(other.page.locator("return-desk .invitation")).to_have_count(0)


def test_an_invitation_belongs_to_its_pages(visit, shop):
    given = invitations({**REFUND, "page": "/elsewhere"})
    chat = visit(given)
    expect(chat.launcher).to_be_visible()
    expect(chat.page.locator("return-desk .invitation")).to_have_count(0)
    elsewhere = visit(given, f"{shop.origin}/elsewhere")
    expect(elsewhere.page.locator("return-desk .invitation")).to_be_visible()


def test_an_invitation_waits_for_its_time(visit):
    chat = visit(invitations({**REFUND, "after": 2}))
    expect(chat.launcher).to_be_visible()
    expect(chat.page.locator("return-desk .invitation")).to_be_visible()


def test_an_invitation_can_wait_until_the_pointer_leaves(visit):
    chat = visit(invitations({**REFUND, "exit": True}))
    expect(chat.launcher).to_be_visible()
    expect(chat.page.locator("return-desk .invitation")).to_have_count(0)
    chat.page.evaluate("document.dispatchEvent(new MouseEvent('mouseout', { clientY: -1, relatedTarget: null }))")
    expect(chat.page.locator("return-desk .invitation")).to_be_visible()


def test_nothing_is_asked_of_the_assistant_before_it_was_agreed_to(visit):
    chat = visit('data-consent="We keep this chat for 30 days."')
    asked = []
    chat.page.on("request", lambda request: asked.append(request.url))
    chat.launcher.click()
    expect(chat.window).to_contain_text("We keep this chat for 30 days.")
    expect(chat.field).to_have_count(0)
    assert violations(chat.page) == []
    assert [url for url in asked if "/webhooks/" in url] == []
    chat.page.get_by_role("button", name="Agree and continue").click()
    expect(chat.answers.first).to_be_visible()
    expect(chat.field).to_be_focused()
    chat.page.reload()
    expect(chat.field).to_be_visible()


def test_a_notification_tells_of_what_comes_while_nobody_looks(context, visit, shop):
    context.grant_permissions(["notifications"], origin=shop.origin)
    context.add_init_script(
        """window.seen = "visible"; Object.defineProperty(document, "visibilityState", { get: () => seen });
        window.shown = []; const Real = Notification;
        window.Notification = class extends Real {
            constructor(...given) { super(...given); shown.push(given[1].body); }
        };
        window.rung = 0; const Sound = AudioContext;
        window.AudioContext = class extends Sound { constructor() { super(); rung++; } };"""
    )
    chat = visit('data-alerts="offer"').open()
    bell = chat.page.get_by_role("button", name="Tell me of new messages")
    expect(bell).to_have_attribute("aria-pressed", "false")
    bell.click()
    expect(bell).to_have_attribute("aria-pressed", "true")
    chat.page.evaluate("seen = 'hidden'")
    chat.say(REFUND["ask"])
    chat.page.wait_for_function("() => shown.length > 0")
    assert re.search("business days", chat.page.evaluate("shown.join(' ')"))
    chat.page.wait_for_function("() => rung > 0")


def test_an_expired_sign_in_offers_to_sign_in_again(visit, shop):
    shop.sign_in("demo-ana", "Ana")
    chat = visit('data-sign-in-url="/login"', shop.account).open()
    expect(chat.window).to_contain_text("Signed in as Ana")
    shop.customer = None
    chat.page.evaluate("document.querySelector('return-desk').refreshCustomer()")
    expect(chat.window.get_by_role("link", name="Sign in")).to_have_attribute("href", f"{shop.origin}/login")
