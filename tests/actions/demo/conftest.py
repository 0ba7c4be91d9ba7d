"""The demo shop's store with a conversation store beside it, and everything that somebody may leave in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy.engine import Engine

from actions.demo.demo_data import demo_document
from actions.help_desk.ticket import Priority, TicketContent
from actions.help_desk.tickets import Tickets
from actions.store.changes import Change, ChangeKind, DropOffClaim, NewReturn
from actions.store.feedback import Feedback, Rating
from actions.store.operations import Operations
from actions.store.proof.verifications import Verifications
from actions.store.return_store import ReturnStore
from core.conversations.conversations import Conversations, open_conversations
from core.conversations.turn_records import NewEvent
from core.database.engine import open_engine
from policy.model import EventType, Money, RefundTerms, ReturnEvent, Shipping

SENDER = "web:ana"
ORDER = "8120034500012349"


@pytest.fixture
def conversations(new_database: Callable[..., str]) -> Conversations:
    """A conversation store in which nothing was said yet."""
    found = open_conversations(new_database("conversations.db"))
    found.create()
    return found


class Visitor:
    """Somebody who uses the demo shop as Ana."""

    def __init__(self, engine: Engine, conversations: Conversations, now: datetime) -> None:
        self._engine = engine
        self._conversations = conversations
        self._now = now

    def says(self) -> None:
        """Says something."""
        self._conversations.append(SENDER, [NewEvent("user", self._now.timestamp(), None, None, "{}")], 0)

    def proves(self) -> None:
        """Proves to be Ana."""
        address = demo_document(self._now)["customers"][0]["email"]
        Verifications(self._engine).prove(SENDER, "R1001", address, self._now)

    def is_refused(self) -> None:
        """Proves nothing."""
        Verifications(self._engine).prove(SENDER, "R1001", "nobody@example.com", self._now)

    def notes_a_hand_in(self) -> None:
        """Tells that the parcel of R1003 was handed in."""
        self.proves()
        claim = DropOffClaim(self._now, None)
        self._operations.perform("o1", lambda _: Change(ChangeKind.REPORT_DROP_OFF, claim=claim, about="R1003"))

    def starts_a_return(self) -> str:
        """Asks for a return; its number."""
        self.proves()
        refund = RefundTerms(Money(Decimal("7.40"), "EUR"), "original")
        new = NewReturn(ORDER, ("I1",), Shipping.FREE_LABEL, refund, "changed_mind", "")
        return self._operations.perform("o2", lambda _: Change(ChangeKind.START, ask_for=new)).return_number

    def opens_a_ticket(self) -> str:
        """Asks for a person; the ticket's number."""
        return Tickets(self._engine).open(SENDER, Priority.NORMAL, TicketContent(), "", self._now).ticket.number

    def rates(self) -> None:
        """Likes an answer."""
        Feedback(self._engine).keep(Rating(SENDER, "m1.0", "up", "utter_greet", (), self._now))

    def is_reported_on(self) -> None:
        """Has a parcel that the carrier has scanned."""
        ReturnStore(self._engine).append_event("R1001", ReturnEvent(EventType.CARRIER_SCAN, self._now))

    @property
    def _operations(self) -> Operations:
        return ReturnStore(self._engine).doing_of_session(SENDER, self._now)


@pytest.fixture
def visitor(loaded_engine: Engine, conversations: Conversations, now: datetime) -> Visitor:
    """Somebody who has done nothing yet."""
    return Visitor(loaded_engine, conversations, now)


@pytest.fixture
def used(loaded_engine: Engine, visitor: Visitor) -> Engine:
    """The demo shop with one of everything in it."""
    visitor.says()
    visitor.is_refused()
    visitor.notes_a_hand_in()
    visitor.starts_a_return()
    visitor.opens_a_ticket()
    visitor.rates()
    visitor.is_reported_on()
    return loaded_engine


@pytest.fixture
def new_store(new_database: Callable[..., str]) -> Iterator[Engine]:
    """A store that was never migrated, in a folder that is not there yet should it be a file."""
    engine = open_engine(new_database("new/store.db"))
    yield engine
    engine.dispose()
