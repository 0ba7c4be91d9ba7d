"""A guest on a page that is not ours: from the launcher to the end of the conversation."""

from __future__ import annotations

import re

import pytest
import requests
from playwright.sync_api import expect
from widget_chat import FREE, WAIT, Chat

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")

MY_RETURN = "Where is my return R1001? My e-mail is ana@example.com"


def test_a_page_of_another_origin_has_the_assistant_by_one_tag(chat, shop, desk):
    assert not desk.server.startswith(shop.origin)
    chat.ask("How long do I have to wait for the refund?")
    chat.answered(WAIT)
    expect(chat.answers.filter(has_text=WAIT).locator(".source")).to_be_visible()


def test_a_guest_is_greeted_and_offered_what_to_ask(chat):
    expect(chat.answers.first).not_to_be_empty()
    expect(chat.page.locator("return-desk .choice").first).to_be_visible()


def test_a_quick_reply_is_shown_as_what_the_customer_said(chat):
    choice = chat.page.locator("return-desk .choice").first
    title = choice.inner_text()
    choice.click()
    expect(chat.questions.last).to_have_text(re.compile(re.escape(title)))
    expect(chat.answers.nth(1)).to_be_visible()
    assert "/" not in chat.questions.last.inner_text()


def test_number_and_address_show_where_the_return_stands_step_by_step(chat):
    chat.ask(MY_RETURN)
    expect(chat.timeline).to_be_visible()
    expect(chat.timeline.get_by_role("heading")).to_have_text("Return R1001")
    expect(chat.timeline.locator(".step.done").first).to_be_visible()
    expect(chat.timeline.locator(".step.now")).to_have_count(1)
    expect(chat.timeline.locator(".step.now")).to_have_attribute("aria-current", "step")
    expect(chat.timeline.locator(".step.next").first).to_be_visible()
    expect(chat.timeline.locator(".step.done .when").first).to_contain_text("October")


def test_dates_come_with_the_days_that_are_left(chat):
    chat.ask(MY_RETURN)
    chat.ask("What are the deadlines for my return R1003?")
    expect(chat.deadlines).to_be_visible()
    expect(chat.deadlines.locator(".left").first).not_to_be_empty()
    expect(chat.deadlines.locator(".when").first).to_contain_text("October")


def test_one_of_several_returns_is_picked_by_a_press(chat):
    chat.ask(MY_RETURN)
    chat.ask("Show me all my returns")
    expect(chat.picker).to_be_visible()
    choice = chat.picker.get_by_role("button", name=re.compile("R1002"))
    choice.click()
    expect(chat.questions.last).to_contain_text("R1002")
    expect(chat.timeline.last.get_by_role("heading")).to_have_text("Return R1002")
    expect(chat.picker.get_by_role("button").first).to_be_disabled()


def test_a_thumb_is_kept_and_shown_again_after_a_reload(chat):
    chat.ask("Is my first return free?")
    chat.page.get_by_role("button", name="This helped").click()
    expect(chat.window).to_contain_text("Thank you, that was noted.")
    chat.page.reload()
    expect(chat.page.get_by_role("button", name="This helped")).to_have_attribute("aria-pressed", "true")
    expect(chat.page.get_by_role("button", name="This did not help")).to_have_attribute("aria-pressed", "false")


def test_the_conversation_can_be_copied_as_text(context, chat):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.ask("How long do I have to wait for the refund?")
    chat.page.get_by_role("button", name="Copy the conversation").click()
    expect(chat.window).to_contain_text("Copied.")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert "You: How long do I have to wait for the refund?" in copied
    assert "Assistant: " in copied
    assert "**" not in copied


def test_ending_deletes_the_conversation_here_and_on_the_server(chat, desk):
    chat.ask("How long do I have to wait for the refund?")
    session = chat.page.evaluate("Object.entries(localStorage).find(([key]) => key.endsWith(' session'))[1]")
    token = re.search(r'"token":"([^"]+)"', session).group(1)
    chat.page.get_by_role("button", name="End and delete the conversation").click()
    chat.page.get_by_role("button", name="End and delete", exact=True).click()
    expect(chat.window).to_contain_text("The conversation is over and was deleted.")
    assert chat.page.evaluate("Object.keys(localStorage)") == []
    history = requests.get(
        f"{desk.server}/webhooks/rest/history", headers={"Authorization": f"Bearer {token}"}, timeout=10
    )
    assert history.status_code == 401


def test_keeping_the_conversation_keeps_it(chat):
    chat.ask("How long do I have to wait for the refund?")
    chat.page.get_by_role("button", name="End and delete the conversation").click()
    chat.page.get_by_role("button", name="Keep it").click()
    expect(chat.questions).to_have_count(1)


def test_after_the_end_another_conversation_can_begin(chat):
    chat.ask("How long do I have to wait for the refund?")
    chat.page.get_by_role("button", name="End and delete the conversation").click()
    chat.page.get_by_role("button", name="End and delete", exact=True).click()
    chat.page.get_by_role("button", name="Start a new conversation").click()
    expect(chat.questions).to_have_count(0)
    expect(chat.answers.first).to_be_visible()
    chat.ask("Is my first return free?")
    chat.answered(FREE)


def test_what_comes_while_the_window_is_closed_is_counted_at_the_launcher(context, chat, shop):
    other = context.new_page()
    other.goto(shop.guest)
    waiting = Chat(other)
    chat.ask("Is my first return free?")
    # The other tab has the window closed, and so has nothing seen but what the first has.
    chat.page.get_by_role("button", name="Close the returns assistant").click()
    chat.page.close()
    expect(waiting.launcher).to_be_visible()
    waiting.open()
    expect(waiting.questions).to_have_count(1)
    expect(other.locator("return-desk .badge")).to_have_count(0)
