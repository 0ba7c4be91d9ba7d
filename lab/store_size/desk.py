"""Everything that asks the stores, over one engine, and somebody who is talked with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from sqlalchemy.engine import Engine

from actions.help_desk.outbox import Outbox
from actions.help_desk.ticket import Priority, Ticket, TicketContent
from actions.help_desk.tickets import Tickets
from actions.help_desk.writing_signs import WritingSigns
from actions.store.customer_records import CustomerRecords
from actions.store.daily_figures import DailyFigures
from actions.store.feedback import Feedback
from actions.store.held_photos import HeldPhotos
from actions.store.labels import StoredLabels
from actions.store.operations import Operations
from actions.store.photos import StoredPhotos
from actions.store.proof.guess_limits import STRICT
from actions.store.proof.mail_links import MailLinks
from actions.store.proof.verifications import Verifications
from actions.store.reminder_wishes import ReminderWishes, Waiting
from actions.store.reminders import Reminders, Taken
from actions.store.return_store import ReturnStore
from actions.store.tracked_parcels import TrackedParcels
from actions.store.updates.deliveries import Deliveries
from bot.channels.incoming import Incoming
from bot.channels.mail.correspondence import Correspondence, Thread
from bot.channels.mailbox import Mailbox
from bot.channels.outgoing import Call
from core.clock import FrozenClock
from core.conversations.conversations import Conversations
from core.conversations.event_feed import EventFeed
from core.conversations.turn_records import TurnStatements
from core.conversations.turns import Turns
from core.mail_told import address_digest
from core.signed_tokens import SignedTokens
from lab.store_size.shop import NOW
from policy.reminders import Reminder, ReminderKind, Wish


@dataclass(frozen=True)
class Case:
    """Somebody who has proven who they are and talks about one of their returns.

    Args:
        number: Another one for each case, so that what must be new is.
        conversation: Theirs, Rasa's sender id.
        customer: By id.
        email: Theirs.
        order: The order's number.
        return_: The return's number.
    """

    number: int
    conversation: str
    customer: str
    email: str
    order: str
    return_: str


_LINKS_LAST: Final = timedelta(minutes=30)


def mails_of(case: Case) -> str:
    """The conversation that a customer has by mail."""
    return f"email:size-{case.number}"


class Desk:
    """The ways into the stores that actions, channels and workers have.

    Args:
        engine: Where all of it is.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.store = ReturnStore(engine)
        self.deliveries = Deliveries(engine)
        self.labels = StoredLabels(engine)
        self.photos = StoredPhotos(engine)
        self.held = HeldPhotos(engine, _LINKS_LAST)
        self.parcels = TrackedParcels(engine)
        self.verifications = Verifications(engine)
        wall = FrozenClock(NOW)
        tokens = SignedTokens("of nobody but this measurement", "links", wall)
        self.links = MailLinks(engine, self.verifications, tokens, "https://desk.example", _LINKS_LAST, STRICT, wall)
        self.feedback = Feedback(engine)
        self.wishes = ReminderWishes(engine)
        self.reminders = Reminders(engine)
        self.tickets = Tickets(engine, "zendesk")
        self.outbox = Outbox(engine)
        self.signs = WritingSigns(engine)
        self.conversations = Conversations(engine)
        self.turn = TurnStatements(engine.dialect.name)
        self.turns = Turns(engine)
        self.figures = DailyFigures(engine)
        self.feed = EventFeed(engine, "size", "size")
        self.mailbox = Mailbox(engine, "telegram", "size", lambda: NOW.timestamp())
        self.correspondence = Correspondence(engine, "email", lambda: NOW.timestamp())

    def records(self, case: Case) -> CustomerRecords:
        """What the customer may see."""
        return self.store.of_session(case.conversation, NOW)

    def doing(self, case: Case) -> Operations:
        """What may be done for them."""
        return self.store.doing_of_session(case.conversation, NOW)

    def waiting(self, case: Case) -> Waiting:
        """Their wish to be reminded, made where there is none."""
        found, customer = self.records(case).return_request(case.return_), self.records(case).customer()
        if found is None or customer is None:
            raise LookupError(f"{case.customer} has not proven who they are, or has no return {case.return_}")
        self.wishes.turn_on(case.conversation, customer.id, [(case.return_, "known")], NOW)
        return Waiting(1, case.conversation, customer, found, Wish(NOW, "known"), frozenset())

    def taken(self, case: Case, kind: str) -> tuple[Taken, Waiting]:
        """A reminder to them that is being sent; `kind` tells those of one customer apart."""
        waiting = self.waiting(case)
        taken = self.reminders.take(waiting, Reminder(ReminderKind.STATUS, NOW, f"{kind}-{case.number}"))
        if taken is None:
            raise LookupError(f"the reminder {kind}-{case.number} was taken before")
        return taken, waiting

    def link(self, case: Case) -> str:
        """What the link in an answer to a mail of theirs holds."""
        link = self.links.offer(mails_of(case), case.return_, address_digest(case.email))
        if link is None:
            raise LookupError(f"{case.return_} is not of {case.email}")
        return link.partition("?t=")[2]

    def ticket(self, case: Case) -> Ticket:
        """Their open ticket."""
        content = TicketContent(customer_id=case.customer, email=case.email, return_number=case.return_)
        return self.tickets.open(case.conversation, _priority(case), content, "again", NOW).ticket

    def message(self, case: Case) -> Incoming:
        """A message of theirs over a channel."""
        return Incoming(f"size-{case.number}", f"person-{case.number}", "Where is my return?")

    def mail(self, case: Case) -> Incoming:
        """A mail of theirs that answers one of ours."""
        thread = Thread(case.email, "Re: My return", f"<size-{case.number}>", tokens=(f"person-{case.number}",))
        return replace(self.message(case), thread=thread.as_text())


def call(case: Case) -> Call:
    """An answer to them over a channel."""
    return Call("/sendMessage", {"chat_id": case.number, "text": "On its way."})


def _priority(case: Case) -> Priority:
    return Priority.HIGH if case.number % 6 == 0 else Priority.NORMAL
