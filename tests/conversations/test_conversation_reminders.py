"""Reminders in a session of the website: asked for, held back at night, said once, with what happened meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jwt
import pytest
import requests
from conversation_product import Product
from due_reminders import remind
from silence import let_an_hour_pass

from actions.store.return_store import ReturnStore
from core.clock import parse_instant
from core.database.engine import open_engine
from policy.model import EventType, ReturnEvent

pytestmark = pytest.mark.served

SECONDS = 60
#: In Madrid, where handing in is advised until Friday at 09:31.
THURSDAY_AT_TEN_IN_THE_EVENING = "2026-10-15T20:00:00Z"
FRIDAY_AT_EIGHT = "2026-10-16T06:00:00Z"
FRIDAY_AT_NOON = "2026-10-16T10:00:00Z"


class Visitor:
    """Somebody with a session of the website."""

    def __init__(self, product: Product) -> None:
        self._rest = f"{product.bot}/webhooks/rest"
        session = requests.post(f"{self._rest}/session", json={}, timeout=SECONDS).json()["session"]
        self._proof = {"Authorization": f"Bearer {session}"}

    def conversation(self) -> str:
        session = self._proof["Authorization"].removeprefix("Bearer ")
        return str(jwt.decode(session, options={"verify_signature": False})["sub"])

    def open(self, **page: str) -> str:
        greeting = requests.post(f"{self._rest}/open", json=page, headers=self._proof, timeout=SECONDS).json()
        return "\n".join(each["text"] for each in greeting)

    def say(self, message: str) -> str:
        body = {"message": message}
        answer = requests.post(f"{self._rest}/webhook", json=body, headers=self._proof, timeout=SECONDS)
        assert answer.status_code == requests.codes.ok, answer.text
        return "\n".join(each.get("text", "") for each in answer.json())

    def history(self) -> list[dict[str, Any]]:
        answer = requests.get(f"{self._rest}/history", headers=self._proof, timeout=SECONDS)
        messages: list[dict[str, Any]] = answer.json()["messages"]
        return messages

    def leave(self) -> None:
        assert requests.delete(f"{self._rest}/session", headers=self._proof, timeout=SECONDS).json() == {"ended": True}


@pytest.fixture
def rita(running_product: Product) -> Visitor:
    """Rita, who has asked for reminders."""
    visitor = Visitor(running_product)
    visitor.say("Which dates do I have to keep for R7101? My address is rita@example.com")
    assert "I'll remind you about **R7101**" in visitor.say('/ask_reminders{"customer_number": "R7101"}')
    return visitor


def reminders(visitor: Visitor) -> list[str]:
    return [each["text"] for each in visitor.history() if "To end reminders, write" in each["text"]]


def test_a_reminder_waits_for_the_morning_and_is_said_once(running_product: Product, rita: Visitor) -> None:
    remind(running_product, THURSDAY_AT_TEN_IN_THE_EVENING)
    assert reminders(rita) == []
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda now: remind(running_product, now), [FRIDAY_AT_EIGHT] * 2))
    remind(running_product, FRIDAY_AT_EIGHT)

    assert [text.splitlines()[0] for text in reminders(rita)] == [
        "A reminder for your return **R7101**: please hand in the parcel, best by **Friday 16 October**. This is "
        "advice, not a limit."
    ]
    buttons = [button["title"] for button in rita.history()[-1]["buttons"]]
    assert buttons == ["Look at my return", "Stop reminders"]
    assert "won't send you reminders" in rita.say('/ask_reminders{"reminder_wish": "off"}')


def test_nothing_is_said_to_who_stopped_it_or_left(running_product: Product, rita: Visitor) -> None:
    assert "won't send you reminders" in rita.say("Stop the reminders for me, would you?")
    remind(running_product, FRIDAY_AT_EIGHT)
    assert reminders(rita) == []

    other = Visitor(running_product)
    other.say("Which dates do I have to keep for R7101? My address is rita@example.com")
    other.say('/ask_reminders{"customer_number": "R7101"}')
    other.leave()
    remind(running_product, FRIDAY_AT_EIGHT)


@pytest.mark.parametrize(
    ("said", "wanted", "page", "reminder", "greeting"),
    [
        (
            "Bis wann muss das Paket zu R7101 abgegeben sein? Ich bin rita@example.com",
            "Ja, erinnern Sie mich bitte daran",
            {},
            "Eine Erinnerung an Ihre Rücksendung **R7101**: Bitte geben Sie das Paket ab, am besten bis **Freitag, "
            "16. Oktober**.",
            "Rücksendung",
        ),
        (
            "עד מתי צריך למסור את החבילה של R7101? אני rita@example.com",
            "אפשר להזכיר לי את זה בזמן?",
            {"locale": "en-GB"},
            "תזכורת לגבי ההחזרה שלך **\u2068R7101\u2069**: נא למסור את החבילה, רצוי עד **\u2068יום שישי, "
            "16 באוקטובר\u2069**.",
            "ההחזרה",
        ),
        # Nothing that is in a language: the page told it, and the desk knows no page.
        (
            "R7101, rita@example.com",
            "herinner me",
            {"locale": "nl"},
            "Een herinnering voor je retour **R7101**: lever het pakket in, het liefst uiterlijk **vrijdag "
            "16 oktober**.",
            "retour",
        ),
    ],
    ids=["de", "he", "page"],
)
def test_a_reminder_and_a_greeting_an_hour_later_are_in_the_language_of_the_conversation(
    running_product: Product, said: str, wanted: str, page: dict[str, str], reminder: str, greeting: str
) -> None:
    visitor = Visitor(running_product)
    # Opening the chat alone tells the page's language here.
    visitor.open(**page)
    visitor.say(said)
    visitor.say(wanted)
    let_an_hour_pass(running_product, visitor.conversation())
    remind(running_product, FRIDAY_AT_EIGHT)

    assert [each["text"] for each in visitor.history()][-1].startswith(reminder)
    visitor.say("STOP")
    let_an_hour_pass(running_product, visitor.conversation())
    assert greeting in visitor.open()


def test_a_new_status_is_told_without_saying_which(running_product: Product, rita: Visitor) -> None:
    engine = open_engine(running_product.database)
    handed_in = ReturnEvent(EventType.DROPPED_OFF, parse_instant("2026-10-16T08:00:00Z"))
    ReturnStore(engine).append_event("R7101", handed_in)
    engine.dispose()
    for _ in range(2):
        remind(running_product, FRIDAY_AT_NOON)

    assert len(reminders(rita)) == 1, reminders(rita)
    (told,) = reminders(rita)
    assert told.splitlines()[0] == (
        "There is news about your return **R7101**: its status has changed on **Friday 16 October**."
    )
    rita.say("Stop the reminders for me, would you?")
