"""Answers two or three questions that came in one message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from actions.reply import Reply, Utterance
from actions.services import Services
from actions.topic_action import ReplyAction
from actions.turn import Turn

#: Said once, after everything, however many of the questions offer it: the first one's, whose topic waits for a yes.
OFFERS = frozenset({"utter_offer_look_up", "utter_offer_look_up_order"})


class ActionAnswerQuestions(ReplyAction):
    """Gives each question the answer it would have got alone, and makes one offer at the end."""

    name_ = "action_answer_questions"

    def __init__(self, services: Services, by_intent: Mapping[str, ReplyAction]) -> None:
        super().__init__(services)
        self._by_intent = by_intent

    def respond(self, turn: Turn) -> Reply:
        """The answers, in the order of the questions."""
        return joined([self._answer(question, turn) for question in turn.questions])

    def _answer(self, question: str, turn: Turn) -> Reply:
        action = self._by_intent.get(question)
        if action is None:
            return Reply((Utterance(f"utter_rule_{question}"),))
        return action.respond(replace(turn, intent=question, topic=question))


def joined(replies: Sequence[Reply]) -> Reply:
    """Several replies as one: each message once, the offer last, the first question as the one that waits."""
    answers: list[Utterance] = []
    offers: list[Utterance] = []
    for utterance in (utterance for reply in replies for utterance in reply.utterances):
        said = offers if utterance.response in OFFERS else answers
        if utterance not in said:
            said.append(utterance)
    form = next((reply.form for reply in replies if reply.form), None)
    slots: dict[str, Any] = {}
    for reply in reversed(replies):
        slots.update(reply.slots)
    return Reply((*answers, *(() if form else offers[:1])), slots, form)
