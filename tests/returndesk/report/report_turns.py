"""Turns as the bot stores them, made without a bot."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from core.conversations.conversations import Conversations, NewEvent

ANSWERED = ("ask_refund_time", "utter_rule_ask_refund_time", "utter_rule_ask_refund_time")
DECLINED = ("out_of_scope", "utter_out_of_scope", "utter_out_of_scope")
UNCLEAR = ("nlu_fallback", "action_clarify", "utter_not_understood")
HANDED_OVER = ("talk_to_person", "action_talk_to_person", "utter_ticket_opened")
GREETED = ("greet", "utter_greet", "utter_greet")


@dataclass(frozen=True)
class Teller:
    """Puts turns into a database.

    Args:
        conversations: Where they go.
    """

    conversations: Conversations

    def say(self, conversation: str, text: str, at: datetime, outcome: tuple[str, str, str]) -> None:
        """A message of a conversation, understood as an intent and answered by an action with a response."""
        intent, action, response = outcome
        stamp = at.timestamp()
        told = (
            ("user", stamp, intent, None, {"text": text, "parse_data": {"intent": {"name": intent}}, "metadata": {}}),
            ("action", stamp + 0.01, None, action, {"name": action}),
            ("bot", stamp + 0.02, None, None, {"text": "…", "metadata": {"utter_action": response}}),
            ("action", stamp + 0.03, None, "action_listen", {"name": "action_listen"}),
        )
        events = [
            NewEvent(kind, when, meant, done, json.dumps({"event": kind, "timestamp": when, **data}))
            for kind, when, meant, done, data in told
        ]
        self.conversations.append(conversation, events, stamp)
