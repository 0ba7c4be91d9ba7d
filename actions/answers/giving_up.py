"""Answers somebody who gives up a return in words of their own, be one in hand, or none begun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from actions.answers.cancel_or_change import ActionCancelOrChange
from actions.answers.reminders import sends_something
from actions.dialogue.base_actions import BEGINNINGS, TopicAction
from actions.dialogue.belongings import with_named
from actions.dialogue.deeds import deeds_told
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import ActionContext
from actions.forms.draft import is_plain_question
from actions.replies.reply import Reply, Utterance
from actions.services import Services
from core.agreed_cancelling import keeps_return
from core.database.errors import StoreUnavailable
from core.giving_up import keeps_goods, leaves_it, only_gives_up
from core.rule_only import wants_rule_only
from policy.status import Status, return_state

_CANCEL = "ask_cancel_return"
_GIVEN_UP = frozenset({Status.CANCELLED, Status.REJECTED})


def giving_up_reader(cancelling: ActionCancelOrChange) -> Reader:
    """Reads a "stop" in words of one's own: that nothing was asked for or sent; the offer to cancel what was.

    Args:
        cancelling: Tells whether a return can still be cancelled.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        keeps = keeps_return(turn.said)
        if turn.is_press or sends_something(turn.offer) or not (keeps or only_gives_up(turn.said)):
            return None
        left = {"offer": None, **({"topic": None} if turn.topic in BEGINNINGS else {})}
        if keeps or leaves_it(turn.said) or not keeps_goods(turn.said):
            if deeds_told(turn.events):
                # Something was done in this chat before.
                return Reply((Utterance("utter_left_alone"),), left)
            return Reply((Utterance("utter_nothing_sent"),), left)
        if _could_be_cancelled(turn, cancelling.services):
            return cancelling.respond(replace(turn, intent=_CANCEL))
        return Reply((Utterance("utter_nothing_begun"),), left)

    return read


def rule_only_reader(by_intent: Mapping[str, TopicAction]) -> Reader:
    """Reads that somebody gives no details: the rule for their question then, and nothing is asked for.

    Args:
        by_intent: The actions that answer topics.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        asked = by_intent.get(turn.topic or "")
        if turn.is_press or asked is None or not wants_rule_only(turn.said):
            return None
        said = asked.rule(turn.topic or "", replace(turn, intent=turn.topic or ""))
        return Reply(said, {"offer": None}) if said else None

    return read


def nothing_reader(services: Services) -> Reader:
    """Reads the wish to cancel where nothing was asked for, or that a return stays; a question how it is done is
    answered in any case."""

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        if not turn.is_press and keeps_return(turn.said):
            said = "utter_left_alone" if deeds_told(turn.events) else "utter_nothing_sent"
            return Reply((Utterance(said),), {"offer": None})
        wants = turn.intent == _CANCEL and not (turn.is_press or is_plain_question(turn.said) or turn.email)
        if not (wants and _has_nothing(turn, services)):
            return None
        return Reply((Utterance("utter_nothing_begun"),), {"offer": None})

    return read


def _could_be_cancelled(turn: ActionContext, services: Services) -> bool:
    """Whether a known customer has a return that a message of keeping something may be about."""
    try:
        return known_customer(turn, services) is not None and not _has_nothing(turn, services)
    except StoreUnavailable:
        return False


def _has_nothing(turn: ActionContext, services: Services) -> bool:
    """Whether a known customer has no return of what is in hand, or none at all where nothing is."""
    turn = with_named(turn, services)
    try:
        if turn.numbers or turn.among or known_customer(turn, services) is None:
            return False
        records = records_of(turn, services)
        if turn.number is None:
            returns = records.returns()
        elif records.order(turn.number) is None:
            return False
        else:
            returns = records.returns_of_order(turn.number)
    except StoreUnavailable:
        return False
    return all(return_state(each.events, turn.now).status in _GIVEN_UP for each in returns)
