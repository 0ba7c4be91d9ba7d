"""How long a decision or a check takes, and that a last day stays where it falls, whatever was told before."""

from __future__ import annotations

from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.last_answer import rules_behind
from actions.dialogue.turn import ActionContext
from actions.replies.deadlines_card import deadlines_heading
from actions.replies.item_windows import TO_PERSON, windows_of_return
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case
from core.short_messages import pieces
from core.span_questions import asks_how_long_check, asks_how_long_platform, asks_if_end_moves
from policy.facts import Facts

_CHECK, _WINDOW = "inspection", "window.receipt"
#: Behind these the last day is that of a hand-in or an answer.
_OTHER_DAYS = frozenset({"update.dropoff", "parcel.lost", "seller.silence", "request.processing", "refund.time"})


def span_asked(turn: ActionContext, case: Case | None, facts: Facts) -> Reply | None:
    """The answer to such a question; None where a message asks none.

    Args:
        turn: The turn.
        case: The return in hand.
        facts: The rules.
    """
    if asks_how_long_platform(turn.said):
        return Reply((Utterance("utter_dispute_untimed", choices=(TO_PERSON,)),), {"offer": OFFER_PERSON})
    if case is None and facts[_CHECK].is_stated and asks_how_long_check(turn.said):
        return Reply((Utterance("utter_rule_ask_inspection_time", because=_CHECK),), {"offer": None})
    is_of_others = "window" not in pieces(turn.said) and not _OTHER_DAYS.isdisjoint(rules_behind(turn.events)[:1])
    if not asks_if_end_moves(turn.said) or is_of_others or not facts[_WINDOW].is_stated:
        return None
    told = [Utterance("utter_how_long", {"lines": [Phrase("counts_days")]}, _WINDOW)]
    if case is not None:
        values = {"heading": deadlines_heading(case), "lines": windows_of_return(case, facts)}
        told.append(Utterance("utter_deadlines", values, _WINDOW))
    return Reply(tuple(told), {"offer": None, "said_date": None})
