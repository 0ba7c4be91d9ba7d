"""Answers about somebody else's return or order: the rule, counted from what was told, and whose the records are."""

from __future__ import annotations

from collections.abc import Mapping

from actions.answers.hand_in_by_country import HAND_IN
from actions.dialogue.base_actions import TopicAction
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply, Utterance
from core.languages import ENGLISH
from core.money_questions import MONEY
from core.others_cases import tells_of_anothers
from core.short_messages import pieces

OF_OWNER = "utter_account_of_owner"


def others_case_reader(topics: Mapping[str, TopicAction]) -> Reader:
    """Reads what a message tells of a return or an order that is not its writer's; nobody's records are looked up.

    Args:
        topics: The actions that answer questions, by their intents.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        if turn.is_press or turn.told_now or turn.loop is not None or turn.group or turn.language != ENGLISH:
            return None
        action = topics.get(turn.intent)
        if action is None or not tells_of_anothers(turn.said):
            return None
        rule = action.rule(turn.intent, turn)
        if not rule:
            return None
        if turn.intent == HAND_IN and not MONEY.isdisjoint(pieces(turn.said)):
            rule = (*rule, Utterance("utter_rule_ask_refund_time"))
        said_date = turn.date.as_slot() if turn.date else None
        owner = Utterance(OF_OWNER)
        return Reply((*rule, owner), {"topic": turn.intent, "offer": None, "said_date": said_date})

    return read
