"""A yes that asks for a person."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from custom_desk import Desk

from actions.answers.person_wanted import names_person
from actions.dialogue.last_answer import SaidMessage
from returndesk.project import this_project

ACTION = "action_accept_offer"
LOCALES = sorted((this_project().root / "bot" / "locales").iterdir())


def yes(second: str = "deny", confidence: float = 0.2) -> dict[str, Any]:
    """A yes, and what else it may be."""
    ranking = [{"name": "affirm", "confidence": 0.8}, {"name": second, "confidence": confidence}]
    return {"event": "user", "parse_data": {"intent": ranking[0], "intent_ranking": ranking}}


def conversation(text: str, answer: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    return ({"event": "user"}, {"event": "bot", "text": text, "metadata": {"utter_action": "utter_a"}}, answer)


NAMED = "The rules don't say. Customer service can tell you."


@pytest.mark.parametrize("offer", [None, "look_up", "person", "button_start_return"])
def test_a_yes_that_may_ask_for_a_person_gets_one_whatever_was_offered(desk: Desk, offer: str | None) -> None:
    events = conversation("Shall I look?", yes("talk_to_person"))
    reply = desk.reply(ACTION, "affirm", offer=offer, said="sure, join us up", events=events)

    assert desk.say(reply)[0].startswith("I can pass this on to a person")
    assert reply.slots == {"offer": "ticket"}


def test_a_yes_takes_the_person_whom_the_answer_names(desk: Desk) -> None:
    reply = desk.reply(ACTION, "affirm", said="yes, do that", events=conversation(NAMED, yes()))

    assert desk.say(reply)[0].startswith("I can pass this on to a person")


@pytest.mark.parametrize(
    ("text", "said"), [(NAMED, "ok"), (NAMED, "alright then"), ("The page shows it.", "yes, do that")]
)
def test_what_takes_note_or_follows_on_nobody_takes_no_person(desk: Desk, text: str, said: str) -> None:
    reply = desk.reply(ACTION, "affirm", said=said, events=conversation(text, yes()))

    assert desk.say(reply) == ["Good. What would you like to know about your return?"]


def test_a_yes_to_what_would_be_passed_on_opens_the_ticket(desk: Desk) -> None:
    events = conversation("Shall I?", yes("talk_to_person"))
    assert desk.ask(ACTION, "affirm", offer="ticket", said="yes, connect us", events=events).startswith(
        "I'm passing this on to a person"
    )


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("ok then put me through", "I'm passing this on to a person"),
        ("does somebody read this?", "I can pass this on to a person"),
        ("/talk_to_person", "I can pass this on to a person"),
    ],
)
def test_the_wish_once_more_is_a_yes_unless_it_asks_or_is_a_second_tap(desk: Desk, said: str, begins: str) -> None:
    assert desk.ask("action_talk_to_person", "talk_to_person", offer="ticket", said=said).startswith(begins)


@pytest.mark.parametrize("folder", LOCALES, ids=lambda folder: folder.name)
def test_a_person_is_known_in_every_language(folder: Any) -> None:
    told = {}
    for file in sorted(folder.glob("*.yml")):
        told.update(yaml.safe_load(file.read_text(encoding="utf-8")).get("responses") or {})
    names = ("utter_own_cost_unstated", "utter_rule_ask_paid_return", "utter_rules_leave_open", "utter_nothing_further")
    texts = {name: told[name][0]["text"] for name in names if name in told}

    assert texts or folder.name == "pt_PT"
    assert [name for name, text in texts.items() if not names_person(SaidMessage("", text, (), (), False))] == []
