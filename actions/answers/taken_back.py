"""A hand-in that is taken back, whatever else the message was understood as: a refusal, a pick-up, a question."""

from __future__ import annotations

from dataclasses import replace

from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.hand_ins_reckoned import hand_in_told
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import NOT, ActionContext
from actions.replies.joined import joined
from actions.replies.reply import Reply, Utterance
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.intents import RULES_ALONE
from policy.status import SENT, History

#: "He can't take it, the label is torn" asks for something as well, and so does whatever is wished beside it.
_BESIDE = frozenset(
    {"ask_label_problem", "ask_label_missing", "ask_cancel_return", "ask_amend_return", "ask_reminders"}
)
_HAND_IN = "report_not_marked_returned"
#: What "I still have it" is taken for where it asks for nothing.
_NO_QUESTION = frozenset({"express_frustration", "deny", "stop"})


def taken_back_reader(services: Services, parcel: ReplyAction) -> Reader:
    """Reads that nothing was handed in, where a hand-in of the return in hand was told: "no sorry, I still have it".

    Args:
        services: Where what was noted is found.
        parcel: Takes a hand-in back.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        denies = turn.date is not None and turn.date.sense == NOT and turn.date.said_at == turn.now
        rule = _rule_taken_for(turn)
        if not denies or turn.loop is not None or turn.is_press or (turn.intent == _HAND_IN and rule is None):
            return None
        if turn.number is None:
            return rule
        if hand_in_told(turn, turn.number) is None and not _is_noted(turn, services):
            # Of a refusal or a complaint nothing else is known than that the records may say otherwise.
            is_recorded = rule is None and turn.intent in _NO_QUESTION and _is_recorded(turn, services)
            return parcel.respond(replace(turn, intent=_HAND_IN, topic=_HAND_IN)) if is_recorded else rule
        taken_back = parcel.respond(replace(turn, intent=_HAND_IN, topic=_HAND_IN))
        if turn.intent not in _BESIDE and "?" not in turn.said:
            return taken_back
        return joined([taken_back, rule or answer(_with(taken_back, turn))])

    return read


def _with(said: Reply, turn: ActionContext) -> ActionContext:
    """A turn before which this was said: what is answered besides counts no hand-in that was just taken back."""
    bot = [
        {"event": "bot", "metadata": {"utter_action": each.response, "return_number": each.values.get("return_number")}}
        for each in said.utterances
    ]
    at = max((place for place, event in enumerate(turn.events) if event.get("event") == "user"), default=0)
    return replace(turn, events=(*turn.events[:at], *bot, *turn.events[at:]))


def _rule_taken_for(turn: ActionContext) -> Reply | None:
    """The rule that a message was taken for which says that nothing was handed in; None where it was for none."""
    parsed = (event.get("parse_data") for event in reversed(turn.events) if event.get("event") == "user")
    ranking = (next(parsed, None) or {}).get("intent_ranking") or ()
    first = next(iter((*turn.questions, *(str(each.get("name")) for each in ranking))), "")
    return Reply((Utterance(f"utter_rule_{first}"),)) if turn.intent == _HAND_IN and first in RULES_ALONE else None


def _is_recorded(turn: ActionContext, services: Services) -> bool:
    try:
        found = records_of(turn, services).return_request(turn.number or "")
    except StoreUnavailable:
        return False
    return found is not None and History.until(found.events, turn.now).has(*SENT)


def _is_noted(turn: ActionContext, services: Services) -> bool:
    try:
        is_known = known_customer(turn, services) is not None
        return is_known and records_of(turn, services).drop_off_claim(turn.number or "") is not None
    except StoreUnavailable:
        return False
