"""Turns as the bot stores them, for the pages that show conversations."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

from core.conversations.conversations import Conversations
from core.conversations.turn_records import NewEvent

NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
SCRIPTS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% include 'log.html' %}",
    "javascript:alert(1)",
    "</textarea><svg/onload=alert(1)>",
    "\u202e<b>gnol</b>\u0000",
]
ANSWERED = ("ask_refund_time", "utter_rule_ask_refund_time")
DECLINED = ("out_of_scope", "utter_out_of_scope")
UNCLEAR = ("nlu_fallback", "utter_not_understood")
GREETED = ("greet", "utter_greet")


def say(
    conversations: Conversations,
    conversation: str,
    words: str,
    at: datetime,
    outcome: tuple[str, str] = ANSWERED,
    **more: Any,
) -> None:
    """A message and its answer.

    Args:
        conversations: Where they go.
        conversation: Its name.
        words: What is written.
        at: When.
        outcome: The intent and the response.
        more: `answer`, `facts`, `message_id`, `language`, `ranking`, and `ends`, False for a turn under way.
    """
    intent, response = outcome
    stamp = at.timestamp()
    ranking = more.get("ranking", [{"name": intent, "confidence": 0.9}])
    parse = {"intent": ranking[0], "intent_ranking": ranking, "language": more.get("language", "en")}
    said = {"text": words, "message_id": more.get("message_id", f"m{stamp}"), "parse_data": parse, "metadata": {}}
    told = {
        "text": more.get("answer", "It takes a while."),
        "metadata": {"utter_action": response, "facts": more.get("facts", [])},
    }
    rows = [("user", intent, None, said), ("action", None, response, {"name": response}), ("bot", None, None, told)]
    if more.get("ends", True):
        rows.append(("action", None, "action_listen", {"name": "action_listen"}))
    events = [
        NewEvent(kind, stamp, meant, done, json.dumps({"event": kind, "timestamp": stamp, **data}))
        for kind, meant, done, data in rows
    ]
    conversations.append(conversation, events, stamp)
