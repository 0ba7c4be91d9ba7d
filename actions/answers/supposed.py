"""What holds of the return or order in hand if something is so that is not so yet, and until when it can be sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.answers.cancel_or_change import ABOUT_A_RETURN
from actions.answers.counted_dates import is_not_handed_in
from actions.dialogue.base_actions import OFFER_PERSON, ReplyAction
from actions.dialogue.last_answer import last_answer
from actions.dialogue.turn import ActionContext
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case
from core.what_ifs import BARE, asks_how_long_left, supposes_month, supposes_sent
from policy.facts import Facts
from policy.model import Customer
from policy.status import Status, return_state

_SHIP_BY, _WINDOW, _FEE = "ask_ship_by", "ask_return_window", "ask_return_fee"
#: Rules behind which "until when?" asks how long a parcel can be sent.
_OF_SENDING = frozenset(
    {"ship.within", "ship.label", "ship.points", "label.download", "request.amend", "request.cancel"}
)
_OF_FEES = ("utter_next_return_", "utter_free_returns_left", "utter_rule_ask_return_fee")


def supposed(
    turn: ActionContext,
    behind: Sequence[str],
    customer: Customer | None,
    case: Case | None,
    facts: Facts,
    resume: ReplyAction,
) -> Reply | None:
    """The answer to a question for what is not so yet; None where a message asks none, or nothing fits it.

    Args:
        turn: The turn.
        behind: The rules of the answer before, the deciding one first.
        customer: Who asks, where that is known.
        case: The return in hand.
        facts: The rules.
        resume: Answers a question for what is in hand.
    """
    before = tuple(each.response for each in last_answer(turn.events))
    is_here = case is not None and is_not_handed_in(case, facts)
    if supposes_sent(turn.said):
        if any(each.startswith(ABOUT_A_RETURN) for each in before):
            lines = {"lines": [Phrase("after_request_cancel")]}
            said = Utterance("utter_what_next", lines, "request.cancel", (TO_PERSON,))
            return Reply((said,), {"offer": OFFER_PERSON})
        if is_here:
            return Reply((Utterance("utter_what_next", {"lines": [Phrase("after_ship_within")]}, "ship.within"),))
    if supposes_month(turn.said) and any(each.startswith(_OF_FEES) for each in before):
        return resume.respond(replace(turn, intent=_FEE, topic=_FEE))
    is_bare = len(turn.said.split()) <= BARE and _OF_SENDING.isdisjoint(behind[:1])
    if not supposes_month(turn.said) and (is_bare or not asks_how_long_left(turn.said)):
        return None
    # What was cancelled can be asked for again, and its windows are told in the same way.
    is_cancelled = case is not None and return_state(case.found.events, case.now).status is Status.CANCELLED
    if case is not None and (is_here or is_cancelled):
        return resume.respond(replace(turn, intent=_SHIP_BY, topic=_SHIP_BY, number=case.found.number))
    is_of_order = customer is not None and (turn.number or "").isdigit()
    return resume.respond(replace(turn, intent=_WINDOW, topic=_WINDOW)) if is_of_order else None
