"""While a person has a conversation: what both say is passed on, and the assistant comes back when they are done."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.turn import ActionContext
from actions.help_desk.ticket_queue import OVERDUE
from actions.help_desk.tickets import PassedOn
from actions.help_desk.transcript import LONGEST_LINE, readable, with_meaning
from actions.help_desk.wording import WENT_BACK
from actions.replies.formatting import show_wait
from actions.replies.reply import Reply, Utterance
from core.database.errors import StoreUnavailable

#: Holds the number of the ticket while a person has the conversation and the assistant is quiet.
WITH_PERSON = "with_person"


class ActionAgentReplied(ReplyAction):
    """Says what a person wrote, or that one has taken the ticket.

    The turn only names the message; the store knows for which conversation it is, and who has it.
    """

    name_ = "action_agent_replied"

    def respond(self, turn: ActionContext) -> Reply:
        """The person's words, or nothing where there is no such message for this conversation."""
        if turn.agent_message is None:
            return self._taken(turn)
        message = self.services.hand_over.tickets.message_for(turn.session, turn.agent_message)
        if message is None:
            return Reply()
        if message.signed:
            return Reply((Utterance("utter_named_agent_says", {"name": message.signed, "words": message.words}),))
        return Reply((Utterance("utter_agent_says", {"words": message.words}),))

    def _taken(self, turn: ActionContext) -> Reply:
        """That somebody has the ticket, unless they have given it away meanwhile."""
        ticket = self.services.hand_over.tickets.open_of(turn.session)
        if ticket is None or not ticket.listening or ticket.claimed_by is None or ticket.taken_as is None:
            return Reply()
        if ticket.taken_as:
            return Reply((Utterance("utter_named_person_took", {"name": ticket.taken_as, "ticket": ticket.number}),))
        return Reply((Utterance("utter_person_took", {"ticket": ticket.number}),))


class ActionTicketClosed(ReplyAction):
    """Says that the person has closed the ticket or given it back, and lets the assistant speak again."""

    name_ = "action_ticket_closed"

    def respond(self, turn: ActionContext) -> Reply:
        """Nothing where the store knows better: a ticket that a person listens to stays with them."""
        ticket = self.services.hand_over.tickets.latest_of(turn.session)
        if ticket is None or (ticket.is_open and ticket.listening):
            return Reply()
        said = "utter_back_with_ticket" if ticket.is_open else "utter_ticket_closed"
        return Reply((Utterance(said, {"ticket": ticket.number}),), {WITH_PERSON: None})


#: What an agent reads where a message had no words, such as a picture.
_NO_WORDS = "[a message without words]"
#: After so many messages without a word the customer is told again who has the case, and how to come back.
_QUIET_MESSAGES = 5


def unanswered(events: Sequence[Mapping[str, Any]]) -> int:
    """How many messages of the customer came since anything was last said, this one included."""
    since = itertools.takewhile(lambda event: event.get("event") != "bot", reversed(events))
    return sum(event.get("event") == "user" for event in since)


class ActionPassOnToPerson(ReplyAction):
    """Runs instead of an answer while the slot says that a person has the conversation.

    The store is what counts. Where it knows of no such ticket, the slot was forged or is old: it is taken back and the
    message answered as any other.
    """

    name_ = "action_pass_on_to_person"

    def respond(self, turn: ActionContext) -> Reply:
        """That it was passed on, as long as nobody has answered; then nothing but a note now and then.

        Whoever waits long for a further answer is told once more that it was passed on, until that has come.

        A button is told each time that a person has the case, who can't answer it.
        """
        try:
            passed_on = self._press(turn) if turn.is_press else self._words(turn)
        except StoreUnavailable:
            return Reply((Utterance("utter_not_passed_on"),))
        if passed_on is None:
            return Reply(slots={WITH_PERSON: None}, undone=True)
        if passed_on.waits_since is not None:
            return Reply((self._waiting(passed_on, passed_on.waits_since, turn.now),))
        if not passed_on.is_first and self._waits_long(passed_on):
            return Reply((Utterance("utter_passed_on_too"),))
        quiet = unanswered(turn.events)
        if not passed_on.is_first and (not quiet or quiet % _QUIET_MESSAGES):
            return Reply()
        said = "utter_with_person" if turn.is_press or not passed_on.is_first else "utter_passed_on"
        return Reply((Utterance(said, {"ticket": passed_on.ticket.number}),))

    def _waits_long(self, passed_on: PassedOn) -> bool:
        """Whether this message is the first with which a customer has waited too long for a further answer."""
        after = self.services.hand_over.answers_within or OVERDUE
        return passed_on.further is not None and passed_on.further.is_first_after(after)

    def _waiting(self, passed_on: PassedOn, since: datetime, now: datetime) -> Utterance:
        """What a customer is told whom nobody has answered yet: within which time, where the shop has said so."""
        within = self.services.hand_over.answers_within
        if within is None:
            first = Utterance("utter_passed_on", {"ticket": passed_on.ticket.number})
            return first if passed_on.is_first else Utterance("utter_passed_on_too")
        left = since + within - now
        if left <= timedelta():
            return Utterance("utter_passed_on_late", {"time": show_wait(within)})
        return Utterance("utter_passed_on_within", {"time": show_wait(left)})

    def _words(self, turn: ActionContext) -> PassedOn | None:
        # A verified customer's address stands in the ticket anyway; anybody else may well want to be written to.
        words = readable(turn.said, verified=True)[:LONGEST_LINE]
        told = with_meaning(words, turn.questions or (turn.intent,), turn.language) if words else _NO_WORDS
        key = turn.message_id or turn.now.isoformat()
        return self.services.hand_over.tickets.pass_on(turn.session, key, told, turn.now)

    def _press(self, turn: ActionContext) -> PassedOn | None:
        """A button of an earlier answer is no message to a person; that a person has the case is said each time."""
        ticket = self.services.hand_over.tickets.open_of(turn.session)
        return PassedOn(ticket, is_first=True) if ticket is not None and ticket.listening else None


class ActionReturnToBot(ReplyAction):
    """Lets the assistant speak again. The ticket stays open: whoever asked for a person still gets their answer."""

    name_ = "action_return_to_bot"

    def respond(self, turn: ActionContext) -> Reply:
        """That the assistant is there, and that the ticket still is."""
        try:
            ticket = self.services.hand_over.tickets.go_back(turn.session, WENT_BACK, turn.now)
        except StoreUnavailable:
            ticket = None
        if ticket is None:
            return Reply((Utterance("utter_back"),), {WITH_PERSON: None})
        return Reply((Utterance("utter_back_with_ticket", {"ticket": ticket.number}),), {WITH_PERSON: None})
