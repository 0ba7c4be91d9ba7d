"""Answers two or three questions that came in one message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from actions.dialogue.base_actions import ReplyAction, TopicAction
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply, Utterance
from actions.services import Services

#: Said once, after everything, however many of the questions offer it: the first one's, whose topic waits for a yes.
OFFERS = frozenset({"utter_offer_look_up", "utter_offer_look_up_order"})
#: What is wrong with the details or with the store, said once behind the answers.
PROBLEMS = ("utter_identity_", "utter_number_", "utter_email_", "utter_store_down", "utter_write_me_directly")


class ActionSeveralQuestions(ReplyAction):
    """Gives each question the answer it would have got alone, and makes one offer at the end."""

    name_ = "action_several_questions"

    def __init__(self, services: Services, by_intent: Mapping[str, ReplyAction]) -> None:
        super().__init__(services)
        self._by_intent = by_intent

    def respond(self, turn: ActionContext) -> Reply:
        """The answers, in the order of the questions; a client that sends the bare intent is told what can be asked."""
        if not turn.questions:
            return Reply((Utterance("utter_help"),))
        replies: list[Reply] = []
        for question in turn.questions:
            replies.append(self._answer(question, turn, any(map(has_problem, replies))))
        return joined(replies)

    def _answer(self, question: str, turn: ActionContext, problem: bool) -> Reply:
        action = self._by_intent.get(question)
        if action is None:
            return Reply((Utterance(f"utter_rule_{question}"),))
        if problem and isinstance(action, TopicAction):
            # One message is one try: details that were refused for one question are not tried again for the next.
            return Reply(action.rule(question, replace(turn, intent=question)))
        return action.respond(replace(turn, intent=question, topic=question))


def joined(replies: Sequence[Reply]) -> Reply:
    """Several replies as one: each message once, problems and the offer last, the first question as what waits."""
    answers: list[Utterance] = []
    problems: list[Utterance] = []
    offers: list[Utterance] = []
    for utterance in (utterance for reply in replies for utterance in reply.utterances):
        said = offers if utterance.response in OFFERS else problems if is_problem(utterance) else answers
        if utterance not in said:
            said.append(utterance)
    form = next((reply.form for reply in replies if reply.form), None)
    slots: dict[str, Any] = {}
    for reply in reversed(replies):
        slots.update(reply.slots)
    return Reply((*answers, *problems, *(() if form or problems else offers[:1])), slots, form)


def has_problem(reply: Reply) -> bool:
    """Whether a reply could not look, because something is wrong with the details or with the store."""
    return any(map(is_problem, reply.utterances))


def is_problem(utterance: Utterance) -> bool:
    """Whether a message says what is wrong with the details or with the store."""
    return utterance.response.startswith(PROBLEMS)
