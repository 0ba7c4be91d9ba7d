"""The answer to what a message likely means behind the answer before, where its own words left that open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from actions.dialogue.base_actions import OFFER_PERSON, ReplyAction, TopicAction
from actions.dialogue.turn import ActionContext
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Reply, Utterance
from core.intents import FOLLOW_UPS, RULES_ALONE, is_offered
from core.parse_data import BEHIND_ANSWER, NOT_STATED

#: So likely a meaning must be to be answered, and so likely to be offered beside others.
SURE: Final = 0.5
OFFERED: Final = 0.08


def likely_behind(message: Mapping[str, Any]) -> Mapping[str, float]:
    """What a message may mean behind the answer before, with how likely that is, the likeliest first.

    Args:
        message: The conversation's latest message, as Rasa keeps it.
    """
    return {str(each["name"]): float(each["confidence"]) for each in message.get(BEHIND_ANSWER) or ()}


def answer_behind(
    turn: ActionContext, message: Mapping[str, Any], by_intent: Mapping[str, TopicAction], follow_up: ReplyAction
) -> Reply | None:
    """The answer to what a message surely means behind the answer before; None where nothing is sure.

    Args:
        turn: The turn.
        message: The conversation's latest message.
        by_intent: The actions that answer topics.
        follow_up: Says more of the answer before.
    """
    name, likely = next(iter(likely_behind(message).items()), ("", 0.0))
    if likely < SURE or turn.loop is not None or turn.is_press:
        return None
    if name == NOT_STATED:
        return Reply((Utterance("utter_rules_leave_open", choices=(TO_PERSON,)),), {"offer": OFFER_PERSON})
    if name in RULES_ALONE:
        return Reply((Utterance(f"utter_rule_{name}"),), {"offer": None})
    if name in by_intent:
        return by_intent[name].respond(replace(turn, intent=name, topic=name))
    return follow_up.respond(replace(turn, intent=name)) if name in FOLLOW_UPS else None


def offered_behind(message: Mapping[str, Any]) -> tuple[str, ...]:
    """The questions that a message may ask behind the answer before, the likeliest first."""
    return tuple(name for name, likely in likely_behind(message).items() if likely >= OFFERED and is_offered(name))
