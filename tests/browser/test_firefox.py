"""The widget in Debian's Firefox, on a desktop and on a phone's screen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import axe_playwright_python
import pytest
from firefox import ENTER, ESCAPE, ROOT, WINDOW, Firefox, firefox
from widget_chat import WAIT

from actions.help_desk.agent_tickets import AgentTickets
from core.database.engine import open_engine

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")

DESKTOP, PHONE = (1200, 800), (390, 700)
FOUND = "We have found your parcel."
NAME = "<img src=x> Ana from the shop"
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
FIELD = f"{ROOT}.querySelector('textarea')"
ANSWERS = f"{ROOT}.querySelectorAll('.message.desk').length"


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Firefox]:
    with firefox(tmp_path_factory.mktemp("firefox")) as browser:
        browser.begin()
        yield browser


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def chat(request, running, shop) -> Firefox:
    """A guest who was never here has opened the chat by its launcher."""
    running.go(shop.guest, *request.param)
    running.js("localStorage.clear(), sessionStorage.clear()")
    running.reload()
    running.until("document.querySelector('return-desk')?.shadowRoot.querySelector('.launcher')")
    running.click(f"{ROOT}.querySelector('.launcher')")
    running.until(f"{WINDOW} && {ANSWERS}")
    return running


def test_a_question_is_typed_and_answered(chat):
    chat.until(f"{ROOT}.activeElement === {FIELD}")
    chat.type(f"How long do I have to wait for the refund?{ENTER}")
    chat.until(f"{WINDOW}.innerText.includes({json.dumps(WAIT)})")
    assert chat.js(f"{FIELD}.value") == ""


def test_what_was_said_is_there_after_a_reload(chat, running):
    chat.type(f"How long do I have to wait for the refund?{ENTER}")
    chat.until(f"{WINDOW}.innerText.includes({json.dumps(WAIT)})")
    chat.reload()
    chat.until("document.querySelector('return-desk')?.shadowRoot.querySelector('.launcher, dialog[open]')")
    chat.js("document.querySelector('return-desk').open()")
    chat.until(f"{WINDOW}?.innerText.includes({json.dumps(WAIT)})")


def test_a_window_that_is_there_again_after_a_reload_leaves_the_focus_where_it_is(chat):
    if chat.js("innerWidth") != DESKTOP[0]:
        return
    chat.reload()
    chat.until(f"{WINDOW} && {ANSWERS}")
    assert chat.js("document.activeElement === document.body")


def test_escape_closes_it_and_the_focus_goes_to_the_launcher(chat):
    chat.type(ESCAPE)
    chat.until(f"!{WINDOW}")
    chat.until(f"{ROOT}.activeElement?.classList.contains('launcher')")


def test_a_phone_has_it_on_the_whole_screen_and_back_closes_it(running, shop, chat):
    if chat.js("innerWidth") == DESKTOP[0]:
        assert chat.js(f"{WINDOW}.offsetWidth < innerWidth / 2")
        return
    assert chat.js(f"{WINDOW}.offsetWidth === innerWidth && {WINDOW}.offsetHeight === innerHeight")
    chat.back()
    chat.until(f"!{WINDOW}")
    assert chat.js("location.href") == shop.guest


def test_axe_finds_nothing(chat):
    assert violations(chat) == []
    chat.type(f"R1001, ana@example.com{ENTER}")
    chat.until(f"{ROOT}.querySelector('.timeline')")
    chat.type(f"How long do I have to wait for the refund?{ENTER}")
    chat.until(f"{WINDOW}.innerText.includes({json.dumps(WAIT)})")
    chat.until(f"!{ROOT}.querySelector('.typing')")
    assert violations(chat) == []


def test_a_line_says_why_an_answer_did_not_help(chat):
    chat.type(f"How long do I have to wait for the refund?{ENTER}")
    chat.until(f"{WINDOW}.innerText.includes({json.dumps(WAIT)})")
    chat.click(f"{ROOT}.querySelectorAll('.message:last-child .thumb')[1]")
    chat.until(f"{ROOT}.querySelector('.why input')")
    chat.js(f"{ROOT}.querySelector('.why .choice').click(), {ROOT}.querySelector('.why input').focus()")
    assert violations(chat) == []
    chat.type(f"It took five weeks{ENTER}")
    chat.until(f"!{ROOT}.querySelector('.why')")
    chat.until(f"{ROOT}.activeElement === {FIELD}")


def test_who_answers_is_named_in_the_head(chat, desk):
    chat.type(f"I want to talk to a person{ENTER}")
    chat.until(f"{ROOT}.querySelector('.choice')")
    asked = chat.js(ANSWERS)
    chat.type(f"yes{ENTER}")
    chat.until(f"{ANSWERS} > {asked}")
    number = chat.js(f"[...{ROOT}.querySelectorAll('.message.desk')].at(-1).querySelector('strong').textContent")
    engine = open_engine(desk.store)
    tickets, now = AgentTickets(engine), datetime.now(timezone.utc)
    tickets.claim(number, "ben", now)
    tickets.answer(number, "ben", number, FOUND, now, NAME)
    engine.dispose()
    chat.until(f"{WINDOW}.innerText.includes({json.dumps(FOUND)})")
    chat.until(f"{ROOT}.querySelector('.who p').textContent.trim() === {json.dumps(NAME + ' answers you')}")
    assert chat.js(f"{ROOT}.querySelector('.who img')") is None
    assert violations(chat) == []


def violations(chat: Firefox) -> list[str]:
    """What axe finds wrong with the page."""
    chat.js(AXE.read_text(encoding="utf-8") + "; null")
    found = chat.js("axe.run().then(({ violations }) => JSON.stringify(violations.map(({ id }) => id)))")
    return [str(each) for each in json.loads(found)]
