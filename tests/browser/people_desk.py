"""The application for people as somebody uses it with a keyboard, and the customers whom they answer."""

from __future__ import annotations

from datetime import datetime, timezone

from playwright.sync_api import Page, expect
from served_desk import Desk
from sqlalchemy import insert
from sqlalchemy.engine import Engine
from widget_chat import Chat

from core.conversations.conversations import Conversations
from core.conversations.tables import listed_turns
from core.database.engine import open_engine
from core.database.sessions import writing_connection
from returndesk.people.accounts import Accounts
from returndesk.people.label_trials import LabelTrials, Tried, Understood, Worth
from returndesk.people.learning_inbox import LearningInbox
from returndesk.people.roles import Role
from returndesk.people.training_patch import Part

PASSWORD = "a password that is long enough"
#: Within what somebody sees what the other wrote, in milliseconds.
SOON_MS = 2_000
_MOST_STOPS = 40
#: A conversation that is in the list of messages alone, and its message's event, beyond those that there are.
LABELLED = "web:labelled"
_EVENT = 900_000_000
#: True once the first photo of a ticket is in view and loaded.
PHOTO_SHOWN = """() => {
    const image = document.querySelector(".photos img");
    image?.scrollIntoView();
    return image?.naturalWidth > 0;
}"""

#: How many pixels a page is wider than what shows it.
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def make_accounts(desk: Desk) -> None:
    """Makes an account for each role and one agent more, where they are not there yet."""
    engine = open_engine(desk.store)
    accounts = Accounts(engine)
    there = {each.person.name for each in accounts.listed()}
    for name, role in (("mia", Role.AGENT), ("ben", Role.AGENT), ("lea", Role.LEAD), ("aud", Role.AUDITOR)):
        if name not in there:
            accounts.add(name, role, PASSWORD, datetime.now(timezone.utc))
    engine.dispose()


def shown_as(desk: Desk, name: str, shown: str) -> None:
    """Has customers read another name for somebody from now on, or none."""
    engine = open_engine(desk.store)
    Accounts(engine).show_as(name, shown)
    engine.dispose()


def read_in(desk: Desk, name: str, tag: str) -> None:
    """Has somebody's pages be in a language from now on, or in that of their browser."""
    engine = open_engine(desk.store)
    Accounts(engine).read_in(name, tag)
    engine.dispose()


def label_message(engine: Engine, words: str) -> None:
    """Has a message of the conversation `LABELLED` be labelled, and both models asked about it.

    Args:
        engine: The conversations' database.
        words: What was written.
    """
    conversations, now = Conversations(engine), datetime.now(timezone.utc)
    conversations.create()
    row = {"event": _EVENT, "sender_id": LABELLED, "session_key": "k", "message_id": "m", "at": now.timestamp()}
    told = {"topic": "nlu_fallback", "confidence": 0.31, "channel": "web", "language": "en", "outcome": "unclear"}
    with writing_connection(engine) as connection:
        connection.execute(insert(listed_turns).values(**row, **told, words=words))
    LearningInbox(engine, engine).label([_EVENT], "ask_refund_time", "lea", now)
    scores = Understood("greet", 0.31, Worth.DECLINED), Understood("ask_refund_time", 0.97, Worth.RIGHT)
    LabelTrials(engine).keep([Tried(_EVENT, "ask_refund_time", Part.CASE, *scores)], now)


def sign_in(page: Page, desk: Desk, name: str) -> None:
    """Signs somebody in by keyboard."""
    page.goto(f"{desk.web}/people/")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who waits for a person")


def go_to(page: Page, words: str) -> None:
    """Presses Tab until what has the focus begins with these words; AssertionError where nothing does."""
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        name: str = page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim().replace(/\\s+/g, ' ')"
        )
        if name.startswith(words):
            return
    raise AssertionError(f"no stop of the Tab key is called {words}")


def ask_for_a_person(chat: Chat) -> str:
    """Has a customer ask for a person and say yes to what would be passed on.

    Returns:
        The ticket's number.
    """
    chat.ask("I want to talk to a person")
    chat.ask("yes")
    number: str = chat.answers.last.locator("strong").first.inner_text()
    return number
