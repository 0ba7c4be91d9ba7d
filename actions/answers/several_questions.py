"""Answers two or three questions that came in one message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from actions.dialogue.base_actions import ReplyAction, TopicAction
from actions.dialogue.turn import ActionContext
from actions.replies.joined import has_problem, joined
from actions.replies.reply import Reply, Utterance
from actions.services import Services


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
