"""The money for an order that has not come, behind the answer about it: the rules are about returns."""

from __future__ import annotations

from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.last_answer import last_answer
from actions.dialogue.read_first import Answer
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply, Utterance
from core.intents import FALLBACK
from core.money_questions import names_money
from core.return_words import speaks_of_return

_OF_AN_ORDER = frozenset({"utter_rule_report_order_not_arrived", "utter_order_money_unstated"})
_OF_MONEY = frozenset({"ask_get_refund", "ask_refund_time", "ask_track_refund", "ask_faster_refund"})


def order_money_reader(turn: ActionContext, answer: Answer) -> Reply | None:
    """That the rules don't say how the money of such an order comes back; None where something else is asked about."""
    is_of_money = turn.intent in _OF_MONEY or (turn.intent == FALLBACK and names_money(turn.said))
    asks = is_of_money and not (turn.is_press or turn.told_now or turn.loop or turn.number)
    if not asks or speaks_of_return(turn.said.replace("back", "")):
        return None
    if not any(each.response in _OF_AN_ORDER for each in last_answer(turn.events)):
        return None
    return Reply((Utterance("utter_order_money_unstated"),), {"offer": OFFER_PERSON})
