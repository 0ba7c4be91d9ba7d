"""What a person answers, and that they have closed the ticket: turns that the desk sets off itself."""

from __future__ import annotations

from actions.reply import Reply, Utterance
from actions.talk_to_person import WITH_PERSON
from actions.topic_action import ReplyAction
from actions.turn import Turn


class ActionAgentReplied(ReplyAction):
    """Says what a person wrote. The turn only names the message; the store knows for which conversation it is."""

    name_ = "action_agent_replied"

    def respond(self, turn: Turn) -> Reply:
        """The person's words, or nothing where there is no such message for this conversation."""
        if turn.agent_message is None:
            return Reply()
        message = self.services.hand_over.tickets.message_for(turn.session, turn.agent_message)
        return Reply((Utterance("utter_agent_says", {"words": message.words}),)) if message else Reply()


class ActionTicketClosed(ReplyAction):
    """Says that the person has closed the ticket, and lets the assistant speak again."""

    name_ = "action_ticket_closed"

    def respond(self, turn: Turn) -> Reply:
        """Nothing where the store knows better: a ticket that is open stays with its person."""
        ticket = self.services.hand_over.tickets.latest_of(turn.session)
        if ticket is None or ticket.is_open:
            return Reply()
        return Reply((Utterance("utter_ticket_closed", {"ticket": ticket.number}),), {WITH_PERSON: None})
