"""Which customers want to be reminded, in which conversation and about which of their returns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Optional

from sqlalchemy import and_, bindparam, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, contains_eager, selectinload
from sqlalchemy.sql import Select

from actions.store.changes import DropOffClaim
from actions.store.tables.privacy import ConversationLinkRow
from actions.store.tables.reminders import ReminderRow, ReminderWishRow
from actions.store.tables.shop import CustomerRow, OrderRow, ReturnRow
from actions.store.told_hand_ins import told_hand_ins
from actions.store.values import customer_value, return_value
from core.clock import Clock, SystemClock
from core.database.compiled_reads import CompiledRead
from core.database.sessions import reading, reading_plainly, writing
from core.identifiers import number_key, session_key
from policy.model import Customer, ReturnRequest
from policy.reminders import Wish

#: A return that is still not over by then is not reminded of any more; the longest window and a refund fit in.
LONGEST_WISH = timedelta(days=120)
_PAGE = 200
_ONE_ON: Final = CompiledRead(
    select(ReminderWishRow.seq).where(
        ReminderWishRow.conversation_key == bindparam("conversation"),
        ReminderWishRow.return_key == bindparam("number"),
        ReminderWishRow.closed_at.is_(None),
    )
)


@dataclass(frozen=True)
class Waiting:
    """A wish with all that is needed to see what is due.

    Args:
        id: The wish's.
        conversation: Where to remind, Rasa's sender id.
        customer: Whose wish it is.
        found: The return that it is about.
        wish: Since when, and what they know.
        told: The keys of what was sent in the conversation.
    """

    id: int
    conversation: str
    customer: Customer
    found: ReturnRequest
    wish: Wish
    told: frozenset[str]


class ReminderWishes:
    """The wishes of a store. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database, from `open_engine`.
        wall: A clock that runs, also where the shop's is frozen; tells when a wish was over.
    """

    def __init__(self, engine: Engine, wall: Optional[Clock] = None) -> None:
        self._engine = engine
        self._wall = wall or SystemClock()

    def turn_on(self, conversation: str, customer_id: str, numbers: Iterable[tuple[str, str]], now: datetime) -> None:
        """Note that the customer wants reminders from now on.

        Args:
            conversation: Rasa's sender id, in which the customer has just proven who they are.
            customer_id: Who it is.
            numbers: The numbers of returns that are theirs, each with the status that they know, a `status_mark`.
            now: The current instant by the shop's clock, aware.
        """
        insert = (postgresql if self._engine.dialect.name == "postgresql" else sqlite).insert
        key = session_key(conversation)
        with writing(self._engine) as session:
            for number, mark in numbers:
                wish = {
                    "customer_id": customer_id,
                    "since": now,
                    "until": now + LONGEST_WISH,
                    "mark": mark,
                    "closed_at": None,
                }
                values = {"conversation": conversation, "conversation_key": key, "return_key": number_key(number)}
                statement = insert(ReminderWishRow).values(**values, **wish)
                session.execute(
                    statement.on_conflict_do_update(
                        index_elements=["conversation_key", "return_key"],
                        set_=wish,
                        # Who asks twice has asked since the first time.
                        where=ReminderWishRow.closed_at.is_not(None) | (ReminderWishRow.customer_id != customer_id),
                    )
                )

    def turn_off(self, conversation: str) -> int:
        """End all wishes of a conversation, whoever had them; return how many there were."""
        with writing(self._engine) as session:
            return end_wishes(session, conversation, self._wall.now())

    def are_on(self, conversation: str, number: str) -> bool:
        """Whether a conversation gets reminders about the return with this number."""
        with reading_plainly(self._engine) as connection:
            found = _ONE_ON.rows(connection, conversation=session_key(conversation), number=number_key(number))
        return bool(found)

    def any_on(self, conversation: str) -> bool:
        """Whether a conversation gets any reminders."""
        statement = select(ReminderWishRow.seq).where(
            ReminderWishRow.conversation_key == session_key(conversation), ReminderWishRow.closed_at.is_(None)
        )
        with reading(self._engine) as session:
            return session.execute(statement.limit(1)).first() is not None

    def end(self, wish_id: int) -> None:
        """End one wish, because nothing is left to remind of or nobody to remind."""
        with writing(self._engine) as session:
            session.execute(
                update(ReminderWishRow)
                .where(ReminderWishRow.seq == wish_id, ReminderWishRow.closed_at.is_(None))
                .values(closed_at=self._wall.now())
            )

    def end_outdated(self, now: datetime) -> None:
        """End the wishes that lasted long enough, and those of conversations that are somebody else's by now.

        Args:
            now: The current instant by the shop's clock, aware.
        """
        over = (ReminderWishRow.closed_at.is_(None), or_(ReminderWishRow.until <= now, _taken_over()))
        with reading(self._engine) as session:
            found = session.execute(select(ReminderWishRow.seq).where(*over)).scalars().all()
        for seq in found:
            self.end(seq)

    def waiting(self) -> Iterator[Waiting]:
        """All wishes, in the order in which they were first made, read some hundred at a time."""
        last = 0
        while True:
            with reading(self._engine) as session:
                page = session.execute(_page(last)).unique().all()
                told = _told(session, {wish.conversation_key for wish, *_ in page})
                handed_in = told_hand_ins(session, {request.key for _, request, _ in page})
                found = [_value(wish, request, customer, told, handed_in) for wish, request, customer in page]
            yield from found
            if len(page) < _PAGE:
                return
            last = found[-1].id


def end_wishes(session: Session, conversation: str, at: datetime) -> int:
    """End all wishes of a conversation within the caller's transaction; return how many there were.

    Args:
        session: One that `writing` opened.
        conversation: Rasa's sender id.
        at: An instant of a clock that runs, aware.
    """
    statement = update(ReminderWishRow).where(
        ReminderWishRow.conversation_key == session_key(conversation), ReminderWishRow.closed_at.is_(None)
    )
    return int(session.connection().execute(statement.values(closed_at=at)).rowcount)


def _taken_over() -> Any:
    """Whether somebody else has proven in the conversation who they are, since the wish was made."""
    return exists().where(
        and_(
            ConversationLinkRow.session_key == ReminderWishRow.conversation_key,
            ConversationLinkRow.customer_id != ReminderWishRow.customer_id,
            ConversationLinkRow.last_proven_at >= ReminderWishRow.since,
        )
    )


def _page(last: int) -> Select:
    """Select wishes behind `last`, each with its return, as long as that is still the customer's."""
    loaded: Any = contains_eager(ReturnRow.order)
    return (
        select(ReminderWishRow, ReturnRow, CustomerRow)
        .join(ReturnRow, ReturnRow.key == ReminderWishRow.return_key)
        .join(ReturnRow.order)
        .join(CustomerRow, CustomerRow.id == OrderRow.customer_id)
        .where(ReminderWishRow.closed_at.is_(None), ReminderWishRow.seq > last, ~_taken_over())
        .where(OrderRow.customer_id == ReminderWishRow.customer_id)
        .options(loaded.selectinload(OrderRow.items), selectinload(ReturnRow.item_links))
        .options(selectinload(ReturnRow.events))
        .order_by(ReminderWishRow.seq)
        .limit(_PAGE)
    )


def _told(session: Session, keys: Iterable[str]) -> dict[str, set[str]]:
    """What was sent, by conversation."""
    statement = select(ReminderRow.conversation_key, ReminderRow.key).where(
        ReminderRow.conversation_key.in_(list(keys)), ReminderRow.told_at.is_not(None)
    )
    told: dict[str, set[str]] = {}
    for conversation, key in session.execute(statement):
        told.setdefault(conversation, set()).add(key)
    return told


def _value(
    wish: ReminderWishRow,
    request: ReturnRow,
    customer: CustomerRow,
    told: dict[str, set[str]],
    handed_in: dict[str, DropOffClaim],
) -> Waiting:
    claim = handed_in.get(request.key)
    return Waiting(
        id=wish.seq,
        conversation=wish.conversation,
        customer=customer_value(customer),
        found=return_value(request, claim.dropped_off_at if claim else None),
        wish=Wish(wish.since, wish.mark),
        told=frozenset(told.get(wish.conversation_key, ())),
    )
