"""The apology for a message that no turn has answered, and the language that it is in."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.incoming import Incoming
from bot.channels.mailbox import Waiting
from bot.channels.telegram import Telegram
from bot.channels.turns import TurnRunner
from bot.responses.nlg import FactsResponseGenerator
from core.database.errors import StoreUnavailable

SENDER = "telegram:4711"
RESPONSES = {
    name: [{"text": text}]
    for name, text in {
        "utter_default": "Sorry.",
        "utter_reply_with_number": "Reply with the number.",
        "utter_choose_from_list": "Choose",
    }.items()
}


class Failures:
    """Counts the messages that could not be answered."""

    def failed(self, channel: str) -> None:
        """Nothing to note here."""


async def apology(kept: DialogueStateTracker | Exception | None, locale: str | None = None) -> str:
    """What is said when a message is given up.

    Args:
        kept: The stored conversation, or what reading it raises.
        locale: That of the person's app.
    """

    async def retrieve(sender: str) -> DialogueStateTracker | None:
        assert sender == SENDER
        if isinstance(kept, Exception):
            raise kept
        return kept

    agent = SimpleNamespace(
        is_ready=lambda: True,
        processor=SimpleNamespace(nlg=FactsResponseGenerator(domain=Domain.from_dict({"responses": RESPONSES}))),
        tracker_store=SimpleNamespace(retrieve=retrieve),
    )
    app: Any = SimpleNamespace(ctx=SimpleNamespace(agent=agent, gateway=SimpleNamespace(report=Failures())))
    waiting = Waiting(1, Incoming("1", "4711", "R1001", locale=locale), tries=4)
    (call,) = await TurnRunner(Telegram("1:t", "s"), app).answer(waiting, give_up=True)
    return str(call.body["text"])


def conversation(*, spoken: str | None, locale: str | None) -> DialogueStateTracker:
    said = UserUttered("R1001", {"name": "give_details"}, metadata={"locale": locale})
    slots = [TextSlot("language", mappings=[])]
    return DialogueStateTracker.from_events(SENDER, [said, SlotSet("language", spoken)], slots)


@pytest.mark.parametrize(
    ("kept", "locale", "begins"),
    [
        (conversation(spoken="de", locale="he"), "he", "Entschuldigung"),
        (conversation(spoken=None, locale="de-AT"), "de-AT", "Entschuldigung"),
        (conversation(spoken=None, locale=None), None, "Sorry."),
        (None, "de", "Entschuldigung"),
        (None, None, "Sorry."),
        (StoreUnavailable("locked"), "de", "Entschuldigung"),
        (ValueError("a conversation that nobody can read"), None, "Sorry."),
    ],
    ids=["written", "page", "english", "first", "unknown", "store-down", "unreadable"],
)
async def test_an_apology_is_in_the_language_of_the_conversation_or_else_of_the_app(
    kept: DialogueStateTracker | Exception | None, locale: str | None, begins: str
) -> None:
    assert (await apology(kept, locale)).startswith(begins)
