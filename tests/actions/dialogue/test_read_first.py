"""Which of several readers answers before an action does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from custom_desk import Desk

from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.read_first import Answer, Reader, ReadFirst
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply, Utterance


class Action(ReplyAction):
    name_ = "action_of_the_test"

    def respond(self, turn: ActionContext) -> Reply:
        return Reply((Utterance("utter_of_action"),))


def says(name: str) -> Reader:
    return lambda turn, answer: Reply((Utterance(name),)) if name.endswith(turn.said) else None


def doubles(turn: ActionContext, answer: Answer) -> Reply:
    behind = answer(turn)
    return Reply((*behind.utterances, *behind.utterances))


@pytest.fixture
def heard(desk: Desk) -> Callable[..., list[str]]:
    def hear(said: str, *readers: Any) -> list[str]:
        reply = ReadFirst(Action(desk.services), readers).respond(desk.turn("any", said=said))
        return [each.response for each in reply.utterances]

    return hear


def test_the_first_reader_that_answers_is_heard(heard: Callable[..., list[str]]):
    readers = (says("utter_a"), says("utter_ba"), says("utter_c"))

    assert heard("a", *readers) == ["utter_a"]
    assert heard("ba", *readers) == ["utter_ba"]


def test_what_no_reader_answers_the_action_does(heard: Callable[..., list[str]]):
    assert heard("z", says("utter_a")) == ["utter_of_action"]
    assert heard("z") == ["utter_of_action"]


def test_a_reader_may_change_what_those_behind_it_say(heard: Callable[..., list[str]]):
    assert heard("b", says("utter_a"), doubles, says("utter_b")) == ["utter_b", "utter_b"]
    assert heard("a", says("utter_a"), doubles) == ["utter_a"]


def test_it_has_the_name_of_the_action(desk: Desk):
    assert ReadFirst(Action(desk.services), ()).name() == "action_of_the_test"
