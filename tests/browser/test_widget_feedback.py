"""What customers say of answers, and of the chat when they end it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from widget_chat import WAIT, Chat, violations

from actions.store.feedback import WHOLE_CHAT, Feedback
from core.database.engine import open_engine

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")

QUESTION = "How long do I have to wait for the refund?"


@pytest.fixture
def opinions(desk):
    """What is stored of a response: thumbs up and down, and the reasons, added up over all tests before."""
    engine = open_engine(desk.store)

    def read(response):
        found = [each for each in Feedback(engine).opinions() if each.response == response]
        return (found[0].up, found[0].down, dict(found[0].reasons)) if found else (0, 0, {})

    yield read
    engine.dispose()


def rated(desk):
    engine = open_engine(desk.store)
    reasons = sum(sum(each.reasons.values()) for each in Feedback(engine).opinions())
    engine.dispose()
    return reasons


def test_a_thumb_down_asks_why_and_one_tap_answers(chat, desk):
    before = rated(desk)
    chat.ask(QUESTION)
    chat.answered(WAIT)
    chat.page.get_by_role("button", name="This did not help").click()
    why = chat.page.get_by_role("group", name="What was wrong?")
    expect(why.locator(".choice")).to_have_text(["It isn't right", "Hard to understand", "Not what I asked"])
    assert violations(chat.page) == []
    unclear = why.get_by_role("button", name="Hard to understand")
    unclear.click()
    expect(unclear).to_have_attribute("aria-pressed", "true")
    expect(unclear).to_be_focused()
    assert rated(desk) == before + 1
    assert violations(chat.page) == []
    chat.ask("Is it free?")
    expect(why).to_have_count(0)


def test_a_line_of_ones_own_may_say_more(chat, desk):
    before = rated(desk)
    chat.ask(QUESTION)
    chat.answered(WAIT)
    chat.page.get_by_role("button", name="This did not help").click()
    why = chat.page.get_by_role("group", name="What was wrong?")
    why.get_by_role("button", name="It isn't right").click()
    chat.page.keyboard.press("Tab")
    chat.page.keyboard.press("Tab")
    chat.page.keyboard.press("Tab")
    expect(why.get_by_label("In your own words, if you like")).to_be_focused()
    chat.page.keyboard.type("It took five weeks. Call me: +34 612 345 678")
    chat.page.keyboard.press("Enter")
    expect(why).to_have_count(0)
    expect(chat.field).to_be_focused()
    engine = open_engine(desk.store)
    newest = Feedback(engine).remarks(1)[0]
    engine.dispose()
    assert (newest.words, newest.reason) == ("It took five weeks. Call me: [phone number]", "wrong")
    assert rated(desk) == before + 1


def test_a_thumb_up_asks_nothing(chat):
    chat.ask(QUESTION)
    chat.answered(WAIT)
    chat.page.get_by_role("button", name="This helped").click()
    expect(chat.window).to_contain_text("Thank you, that was noted.")
    expect(chat.page.get_by_role("group", name="What was wrong?")).to_have_count(0)


def test_there_are_no_thumbs_under_a_question(chat):
    chat.ask("I want to talk to a person")
    expect(chat.page.get_by_role("button", name="Yes, pass it on")).to_be_visible()
    expect(chat.page.locator("return-desk .thumb")).to_have_count(0)


def test_the_chat_is_rated_where_it_ends(chat, opinions):
    up, down, _ = opinions(WHOLE_CHAT)
    chat.ask(QUESTION)
    chat.answered(WAIT)
    chat.page.get_by_role("button", name="End and delete the conversation").click()
    chat.page.get_by_role("group", name="Did this chat help?").get_by_role("button", name="This helped").click()
    expect(chat.window).to_contain_text("Thank you, that was noted.")
    assert opinions(WHOLE_CHAT)[:2] == (up + 1, down)
    chat.page.get_by_role("button", name="End and delete", exact=True).click()
    expect(chat.window).to_contain_text("was deleted")


def test_a_chat_in_which_nothing_was_asked_is_not_rated(chat):
    chat.page.get_by_role("button", name="End and delete the conversation").click()
    expect(chat.page.get_by_role("group", name="Did this chat help?")).to_have_count(0)


def test_more_below_is_said_where_something_lies_out_of_view(context, shop):
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 560})
    page.goto(shop.guest)
    chat = Chat(page).open()
    for _ in range(3):
        chat.ask(QUESTION)
    chat.log.evaluate("log => { log.scrollTop = 0; }")
    below = page.get_by_role("button", name="More below")
    below.click()
    expect(below).to_have_count(0)
    expect(chat.answers.last).to_be_in_viewport()
