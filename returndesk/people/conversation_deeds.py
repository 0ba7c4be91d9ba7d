"""Reads one conversation with what the store knows of it, and forgets it, or its customer with it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from actions.help_desk.ticket import ticket_number
from actions.privacy.forgetting import Held, forget, held_about
from actions.privacy.holdings import Whose
from actions.store.tables.feedback import FeedbackRow
from actions.store.tables.help_desk import TicketRow
from actions.store.tables.privacy import ConversationLinkRow
from core.database.sessions import reading
from returndesk.people.services import PeopleServices
from returndesk.people.transcript import Spoken, Thumb, spoken


class NoConversation(LookupError):
    """There is no conversation of that digest."""


class ConversationDeeds:
    """What is done with a conversation, by its digest. Raises `StoreUnavailable` when a database does not answer.

    Args:
        services: Where conversations and the return store are.
    """

    def __init__(self, services: PeopleServices) -> None:
        self._conversations = services.conversations
        self._engine = services.engine

    def lines(self, key: str) -> list[Spoken]:
        """What was said.

        Raises:
            NoConversation: There is none.
        """
        return spoken(self._conversations.all_events(self._name(key)), self._thumbs(key))

    def tickets(self, key: str) -> Sequence[str]:
        """The numbers of the tickets that came of it."""
        query = select(TicketRow.seq).where(TicketRow.conversation_key == key).order_by(TicketRow.seq)
        with reading(self._engine) as session:
            return [ticket_number(seq) for seq in session.execute(query).scalars()]

    def customers(self, key: str) -> Sequence[str]:
        """The ids of the customers who have proven there who they are."""
        query = select(ConversationLinkRow.customer_id).where(ConversationLinkRow.session_key == key)
        with reading(self._engine) as session:
            return sorted(session.execute(query).scalars())

    def forget(self, key: str) -> None:
        """Delete what was said in it, and what the store keeps of it."""
        forget(self._engine, self._conversations, _only(Whose(None, [self._name(key)], [key])))

    def forget_customer(self, key: str) -> None:
        """The same with all that is held of the customers who have proven there who they are, as `forget` does it."""
        customers = self.customers(key)
        self.forget(key)
        for customer in customers:
            forget(self._engine, self._conversations, held_about(self._engine, self._conversations, customer))

    def _name(self, key: str) -> str:
        found = self._conversations.known_by([key])
        if not found:
            raise NoConversation(key)
        return found[0]

    def _thumbs(self, key: str) -> dict[str, Thumb]:
        columns = (FeedbackRow.message_id, FeedbackRow.value, FeedbackRow.reason, FeedbackRow.words)
        query = select(*columns).where(FeedbackRow.session_key == key)
        with reading(self._engine) as session:
            return {
                answer.rpartition(".")[0]: Thumb(value, reason or "", words or "")
                for answer, value, reason, words in session.execute(query)
            }


def _only(whose: Whose) -> Held:
    return Held(known=True, whose=whose, typed=(), conversations=1, rows={}, orders=0, returns=0)
