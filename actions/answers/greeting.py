"""Greets whoever opens the chat: a customer by name, with their open returns and what is due soon."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import structlog

from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.identity import records_of, who
from actions.dialogue.turn import ActionContext
from actions.replies.deadlines_card import due_soon
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case, return_choices
from actions.replies.return_picker_card import return_picker
from actions.store.proof.proofs import Verified
from core.database.errors import StoreUnavailable
from policy.deadlines import Deadline, is_open, near_deadlines
from policy.model import Customer, ReturnRequest
from policy.status import return_state

logger = structlog.get_logger(__name__)

#: More dates than these would no longer be a notice.
MOST_DATES = 3
GUEST = "guest"

NearDates = Sequence[tuple[ReturnRequest, Deadline]]


class ActionGreeting(ReplyAction):
    """The greeting of a chat that was opened. It is not repeated in a session, unless it would tell something new."""

    name_ = "action_greeting"

    def respond(self, turn: ActionContext) -> Reply:
        """What is due soon, then the open returns; the usual greeting for whoever is not known."""
        try:
            known = who(turn, self.services)
            if known is None:
                return _once(turn, GUEST, Reply((Utterance("utter_greet"),)))
            returns = [each for each in records_of(turn, self.services).returns() if is_open(each, turn.now)]
        except StoreUnavailable:
            logger.warning("store.unavailable", action=self.name_)
            return Reply((Utterance("utter_greet"),))
        near = near_deadlines(returns, known.customer, turn.now, self.services.facts)[:MOST_DATES]
        return _once(turn, _digest(known, returns, near, turn), _welcome(turn, known, returns, near))


def _welcome(turn: ActionContext, known: Verified, returns: list[ReturnRequest], near: NearDates) -> Reply:
    hello = Phrase("hello_named", {"given_name": known.given_name}) if known.given_name else Phrase("hello")
    if not returns:
        return Reply((Utterance("utter_welcome_no_return", {"hello": hello}),))
    dates = [_dates(turn, known.customer, near, hello)] if near else []
    slots = {"topic": "ask_return_status", "customer_number": None}
    return Reply((*dates, _open_returns(turn, returns, None if dates else hello)), slots)


def _dates(turn: ActionContext, customer: Customer, near: NearDates, hello: Phrase) -> Utterance:
    """What is due soon, for the launcher too."""
    dates = [(deadline, Case(found, customer, turn.now)) for found, deadline in near]
    card = due_soon(Phrase("card_welcome_dates", {"hello": hello}), dates)
    values = {"hello": hello, "lines": card.lines()}
    return Utterance("utter_welcome_dates", values, near[0][1].because, card=card if turn.rich else None)


def _open_returns(turn: ActionContext, returns: list[ReturnRequest], hello: Phrase | None) -> Utterance:
    """The returns to choose from, with a greeting where none came before."""
    opening = Phrase("welcome_one_open" if len(returns) == 1 else "welcome_open")
    above = Phrase("card_welcome_returns", {"hello": hello, "opening": opening}) if hello else opening
    card = return_picker(above, returns, turn.now)
    values = {"opening": above, "lines": card.lines()}
    return Utterance("utter_welcome_returns", values, choices=return_choices(returns), card=card if turn.rich else None)


def _once(turn: ActionContext, told: str, reply: Reply) -> Reply:
    """The reply, unless the session has had the same before."""
    if turn.welcomed == told:
        return Reply()
    return Reply(reply.utterances, {**reply.slots, "welcomed": told})


def _digest(known: Verified, returns: Sequence[ReturnRequest], near: NearDates, turn: ActionContext) -> str:
    """What a greeting tells, as a text that tells nobody anything."""
    told = [
        known.customer.id,
        known.given_name,
        [(each.number, return_state(each.events, turn.now).status) for each in returns],
        [(found.number, deadline.kind, deadline.due.isoformat()) for found, deadline in near],
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
