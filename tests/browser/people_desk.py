"""The application for people as somebody uses it with a keyboard, and the customers whom they answer."""

from __future__ import annotations

from datetime import datetime, timezone

from playwright.sync_api import Page, expect
from served_desk import Desk
from widget_chat import Chat

from core.database.engine import open_engine
from returndesk.people.accounts import Accounts
from returndesk.people.roles import Role

PASSWORD = "a password that is long enough"
#: Within what somebody sees what the other wrote, in milliseconds.
SOON_MS = 2_000
_MOST_STOPS = 40
#: True once the first photo of a ticket is in view and loaded.
PHOTO_SHOWN = """() => {
    const image = document.querySelector(".photos img");
    image?.scrollIntoView();
    return image?.naturalWidth > 0;
}"""


def make_accounts(desk: Desk) -> None:
    """Makes an account for each role and one agent more, where they are not there yet."""
    engine = open_engine(desk.store)
    accounts = Accounts(engine)
    there = {each.person.name for each in accounts.listed()}
    for name, role in (("mia", Role.AGENT), ("ben", Role.AGENT), ("lea", Role.LEAD), ("aud", Role.AUDITOR)):
        if name not in there:
            accounts.add(name, role, PASSWORD, datetime.now(timezone.utc))
    engine.dispose()


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
