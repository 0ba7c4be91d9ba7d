"""What a ticket is: what a person needs to take a case over, what is said afterwards, and the rows that hold it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any, Optional

from actions.store.tables.help_desk import TicketMessageRow, TicketRow
from core.languages import ENGLISH

#: Ticket numbers begin here, so that the first customer of a shop is not told "T1".
FIRST_NUMBER = 1000


class Author(str, Enum):
    """Who said something in a ticket. A note is the assistant's own and for the agent alone."""

    CUSTOMER = "customer"
    AGENT = "agent"
    NOTE = "note"


class Priority(str, Enum):
    """How soon a person should look: high where a date that was promised has passed."""

    NORMAL = "normal"
    HIGH = "high"


@dataclass(frozen=True)
class Line:
    """A line of a conversation or of a timeline; `at` is an instant in ISO 8601, empty where none is known."""

    at: str
    who: str
    words: str


#: What has a column of its own, so that processes of the version before can read the rest.
_COLUMNS = frozenset({"language", "topic"})


@dataclass(frozen=True)
class TicketContent:
    """The case as it was when the ticket was opened.

    `email` only where the customer is verified. `rules` are the ids of the facts that the assistant spoke about, or the
    names of its rule answers. `events` and `deadlines` are those of the return; times are in UTC. `language` is the tag
    of the language that the customer is answered in, `topic` what they asked last, in English.
    """

    customer_id: Optional[str] = None
    email: Optional[str] = None
    return_number: Optional[str] = None
    order_number: Optional[str] = None
    items: tuple[str, ...] = ()
    status: Optional[str] = None
    events: tuple[Line, ...] = ()
    deadlines: tuple[Line, ...] = ()
    rules: tuple[str, ...] = ()
    transcript: tuple[Line, ...] = ()
    language: str = ENGLISH
    topic: Optional[str] = None

    def as_text(self) -> str:
        """The form in which a row holds it, but for what has a column of its own."""
        held = {name: value for name, value in asdict(self).items() if name not in _COLUMNS}
        return json.dumps(held, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> TicketContent:
        """The content that a row holds."""
        held: Mapping[str, Any] = json.loads(text)
        lines = {name: tuple(Line(**line) for line in held[name]) for name in ("events", "deadlines", "transcript")}
        lists = {name: tuple(held[name]) for name in ("items", "rules")}
        return cls(**{**held, **lists, **lines})


@dataclass(frozen=True)
class Ticket:
    """A ticket as it stands.

    `conversation` is Rasa's sender id. `token` names the ticket to the outside and can't be guessed. `reference` is the
    help desk's own id once it has one. While `listening`, the assistant is quiet and passes on what the customer says.
    `claimed_by` is the name of the person who answers it, where tickets are answered here; `seen` the last message that
    they have seen; `customer_writes_at` when the customer last was writing what they have not sent. `taken_as` is the
    name under which the customer is told that somebody has taken it, None where they are not. Instants are aware.
    """

    number: str
    token: str
    conversation: str
    desk: str
    reference: Optional[str]
    priority: Priority
    content: TicketContent
    opened_at: datetime
    closed_at: Optional[datetime]
    listening: bool
    claimed_by: Optional[str] = None
    seen: int = 0
    customer_writes_at: Optional[datetime] = None
    taken_as: Optional[str] = None

    @property
    def is_open(self) -> bool:
        """Whether a person still has it."""
        return self.closed_at is None


@dataclass(frozen=True)
class TicketMessage:
    """Something that was said in a ticket.

    `at` is an aware instant, `person` the agent's name where one is known, `signed` the name that their customer reads.
    """

    id: int
    author: Author
    words: str
    at: datetime
    person: Optional[str] = None
    signed: Optional[str] = None


def ticket_number(seq: int) -> str:
    """The number by which people know the ticket of this row."""
    return f"T{FIRST_NUMBER + seq}"


def ticket_row(number: str) -> Optional[int]:
    """The row of the ticket that people know by this number; None where it can't be one."""
    digits = number.strip().upper().removeprefix("T")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        return None
    seq = int(digits) - FIRST_NUMBER
    return seq if seq >= 0 else None


def ticket_value(row: TicketRow) -> Ticket:
    """A ticket's row as a value."""
    return Ticket(
        number=ticket_number(row.seq),
        token=row.token,
        conversation=row.conversation,
        desk=row.desk,
        reference=row.reference,
        priority=Priority(row.priority),
        content=replace(TicketContent.from_text(row.content), language=row.language, topic=row.topic),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        listening=row.listening,
        claimed_by=row.claimed_by,
        seen=row.seen_seq or 0,
        customer_writes_at=row.customer_writes_at,
        taken_as=row.taken_as,
    )


def message_value(row: TicketMessageRow) -> TicketMessage:
    """A message's row as a value."""
    author = Author(row.author)
    return TicketMessage(row.seq, author, row.words, row.at, person=row.person, signed=row.signed)
