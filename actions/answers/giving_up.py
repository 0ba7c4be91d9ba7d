"""Answers somebody who gives up a return in words of their own, be one in hand, or none begun."""

from __future__ import annotations

from dataclasses import replace

from actions.answers.cancel_or_change import ActionCancelOrChange
from actions.answers.reminders import ActionStop, sends_something
from actions.dialogue.base_actions import BEGINNINGS, ReplyAction
from actions.dialogue.belongings import with_named
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.turn import ActionContext
from actions.forms.draft import is_plain_question
from actions.replies.reply import Reply, Utterance
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.giving_up import keeps_goods, leaves_it, only_gives_up
from policy.status import Status, return_state

_CANCEL = "ask_cancel_return"
_GIVEN_UP = frozenset({Status.CANCELLED, Status.REJECTED})


class StopInOwnWords(ReplyAction):
    """The action of a "stop", but for who keeps the goods: their return is to be cancelled, if there is one.

    Args:
        stop: The action, whose name this one has.
        cancelling: Tells whether a return can still be cancelled.
    """

    def __init__(self, stop: ActionStop, cancelling: ActionCancelOrChange) -> None:
        super().__init__(stop.services)
        self._stop = stop
        self._cancelling = cancelling

    def name(self) -> str:
        return self._stop.name()

    def respond(self, turn: ActionContext) -> Reply:
        """That nothing was asked for or sent; the offer to cancel what was."""
        if turn.is_press or sends_something(turn.offer) or not only_gives_up(turn.said):
            return self._stop.respond(turn)
        left = {"offer": None, **({"topic": None} if turn.topic in BEGINNINGS else {})}
        if leaves_it(turn.said) or not keeps_goods(turn.said):
            return Reply((Utterance("utter_nothing_sent"),), left)
        if _could_be_cancelled(turn, self.services):
            return self._cancelling.respond(replace(turn, intent=_CANCEL))
        return Reply((Utterance("utter_nothing_begun"),), left)


class NothingToCancel(ReplyAction):
    """The action that cancels, but for who wants that where nothing was asked for: that is what they are told.

    Args:
        cancelling: The action, whose name this one has.
    """

    def __init__(self, cancelling: ActionCancelOrChange) -> None:
        super().__init__(cancelling.services)
        self._cancelling = cancelling

    def name(self) -> str:
        return self._cancelling.name()

    def respond(self, turn: ActionContext) -> Reply:
        """A question how it is done is answered in any case."""
        wants = turn.intent == _CANCEL and not (turn.is_press or is_plain_question(turn.said) or turn.email)
        if wants and _has_nothing(turn, self.services):
            return Reply((Utterance("utter_nothing_begun"),), {"offer": None})
        return self._cancelling.respond(turn)


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
