"""Answers the question that waited for the customer's details."""

from __future__ import annotations

from collections.abc import Sequence

from actions.reply import Reply
from actions.services import Services
from actions.topic_action import ReplyAction, TopicAction
from actions.turn import Turn


class ActionResumeTopic(ReplyAction):
    """Hands the turn to the action of the waiting topic; a number without a question asks where the return stands."""

    name_ = "action_resume_topic"

    def __init__(self, services: Services, topic_actions: Sequence[TopicAction]) -> None:
        super().__init__(services)
        self._default = topic_actions[0]
        self._by_topic = {topic: action for action in topic_actions for topic in action.topics}

    def respond(self, turn: Turn) -> Reply:
        """The reply of the topic's own action."""
        return self._by_topic.get(turn.topic or "", self._default).respond(turn)
