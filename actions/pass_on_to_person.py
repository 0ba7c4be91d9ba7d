"""While a person has the conversation: passes on what the customer says, and says nothing itself."""

from __future__ import annotations

from actions.help_desk.tickets import PassedOn
from actions.help_desk.transcript import LONGEST_LINE, readable
from actions.reply import Reply, Utterance
from actions.store.errors import StoreUnavailable
from actions.talk_to_person import WITH_PERSON
from actions.topic_action import ReplyAction
from actions.turn import Turn

#: What an agent reads where a message had no words, such as a picture.
_NO_WORDS = "[a message without words]"


class ActionPassOnToPerson(ReplyAction):
    """Runs instead of an answer while the slot says that a person has the conversation.

    The store is what counts. Where it knows of no such ticket, the slot was forged or is old: it is taken back and the
    message answered as any other.
    """

    name_ = "action_pass_on_to_person"

    def respond(self, turn: Turn) -> Reply:
        """Nothing but a short note: the first time, and where a button was pressed, which a person can't answer."""
        try:
            passed_on = self._press(turn) if turn.is_press else self._words(turn)
        except StoreUnavailable:
            return Reply((Utterance("utter_not_passed_on"),))
        if passed_on is None:
            return Reply(slots={WITH_PERSON: None}, undone=True)
        if not passed_on.is_first:
            return Reply()
        said = "utter_with_person" if turn.is_press else "utter_passed_on"
        return Reply((Utterance(said, {"ticket": passed_on.ticket.number}),))

    def _words(self, turn: Turn) -> PassedOn | None:
        # A verified customer's address stands in the ticket anyway; anybody else may well want to be written to.
        words = readable(turn.said, verified=True)[:LONGEST_LINE] or _NO_WORDS
        key = turn.message_id or turn.now.isoformat()
        return self.services.hand_over.tickets.pass_on(turn.session, key, words, turn.now)

    def _press(self, turn: Turn) -> PassedOn | None:
        """A button of an earlier answer is no message to a person; that a person has the case is said each time."""
        ticket = self.services.hand_over.tickets.open_of(turn.session)
        return PassedOn(ticket, is_first=True) if ticket is not None and ticket.listening else None
