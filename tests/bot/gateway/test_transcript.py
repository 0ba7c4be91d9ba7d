"""What a client gets of a message of the desk."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import BotUttered

from bot.gateway.transcript import HAPPENED, DeskMessage, transcript_of

AT = "2026-10-13T10:00:00.000Z"


def shown(response: str | None) -> dict[str, object]:
    return DeskMessage("m1.0", {"text": "…"}, AT, response).as_dict()


@pytest.mark.parametrize(("response", "happened"), sorted(HAPPENED.items()))
def test_what_a_page_may_act_on_comes_with_the_message_that_tells_of_it(response, happened):
    assert shown(response)["happened"] == happened


@pytest.mark.parametrize("response", ["utter_greet", None])
def test_other_messages_hold_nothing_of_their_response(response):
    assert shown(response) == {"id": "m1.0", "text": "…", "buttons": [], "custom": None, "at": AT}


def told_by(response: str, **metadata: object) -> object:
    (said,) = transcript_of([BotUttered("…", metadata={"utter_action": response, **metadata})])
    return said.as_dict().get("by")


def test_a_persons_words_come_with_the_name_that_they_have_chosen():
    assert told_by("utter_named_agent_says", name="Ana from the shop", words="…") == "Ana from the shop"
    assert told_by("utter_named_agent_says", name="Ana " * 50, words="…") == "Ana " * 19 + "Ana…"
    assert told_by("utter_named_person_took", name="Ana from the shop", ticket="T1001") == "Ana from the shop"
    assert told_by("utter_agent_says", words="…") is None


def test_a_name_in_what_the_assistant_says_is_nobody_who_answers():
    assert told_by("utter_greet", name="Chloe") is None
