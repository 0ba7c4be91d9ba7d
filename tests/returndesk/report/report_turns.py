"""Turns as the bot stores them, made without a bot."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Optional

from core.conversations.conversations import Conversations
from core.conversations.turn_records import NewEvent

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

    def say(
        self,
        conversation: str,
        text: str,
        at: datetime,
        outcome: tuple[str, str, str],
        *,
        message_id: str = "",
        ranking: Mapping[str, float] = MappingProxyType({}),
        title: Optional[str] = None,
        language: Optional[str] = None,
        page: Optional[str] = None,
    ) -> None:
        """A message of a conversation, understood as an intent and answered by an action with a response.

        Args:
            conversation: Where it is said.
            text: What is written.
            at: When.
            outcome: The intent, the action and the response.
            message_id: The message's own name.
            ranking: How likely each intent was.
            title: The button that was pressed.
            language: That of the message; None as versions before have it.
            page: The locale of the page, if any.
        """
        intent, action, response = outcome
        stamp = at.timestamp()
        likely = [{"name": name, "confidence": confidence} for name, confidence in ranking.items()]
        parse = {"intent": {"name": intent, "confidence": ranking.get(intent, 1.0)}, "intent_ranking": likely}
        said = {
            **{"text": text, "message_id": message_id, "parse_data": parse},
            "metadata": {name: value for name, value in (("title", title), ("locale", page)) if value is not None},
        }
        if language is not None:
            parse["language"] = language
        told = (
            ("user", stamp, intent, None, said),
            ("action", stamp + 0.01, None, action, {"name": action}),
            ("bot", stamp + 0.02, None, None, {"text": "…", "metadata": {"utter_action": response}}),
            ("action", stamp + 0.03, None, "action_listen", {"name": "action_listen"}),
        )
        events = [
            NewEvent(kind, when, meant, done, json.dumps({"event": kind, "timestamp": when, **data}))
            for kind, when, meant, done, data in told
        ]
        self.conversations.append(conversation, events, stamp)
