"""Which returns the connected shop knows, what it is still to be told of, and how far it was read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Optional

from sqlalchemy import case, insert, null, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from actions.store.leases import pause_after
from actions.store.return_numbers import next_return_number
from actions.store.tables.operations import ReturnReasonRow
from actions.store.tables.shop import EventRow, OrderRow, ReturnItemRow, ReturnRow
from actions.store.tables.shop_returns import LONGEST_REFUSAL, ShopLookRow, ShopReturnRow
from core.database.sessions import snapshot, writing, writing_connection
from core.identifiers import number_key
from policy.model import EventType

#: A process that died with something to tell leaves it to others after this.
_LEASE: Final = timedelta(minutes=2)
_FIRST_PAUSE: Final = timedelta(seconds=5)
_LONGEST_PAUSE: Final = timedelta(hours=1)
#: About three days of trying.
_MOST_TRIES: Final = 80
#: So many are begun at a time.
_MOST_AT_ONCE: Final = 50
_RETURNS, _LOOKS = ShopReturnRow.__table__, ShopLookRow.__table__


@dataclass(frozen=True)
class ToTell:
    """A return that the shop is to be told of: asked for where it has no `shop_id`, otherwise cancelled.

    Args:
        number: Its number.
        order_number: That of its order.
        items: How many pieces of each item it sends back.
        reason: Why, as the store keeps it; empty where that is not there any more.
        description: The same in the customer's words.
        shop_id: What the shop calls it.
        tries: How often it was told before.
    """

    number: str
    order_number: str
    items: Mapping[str, int]
    reason: str
    description: str
    shop_id: Optional[str]
    tries: int


@dataclass(frozen=True)
class KnownReturn:
    """A return that the shop knows by `shop_id`, None until it was told, and why it would not take it."""

    number: str
    shop_id: Optional[str]
    refused: Optional[str]


class ShopReturns:
    """The returns of the connected shop. Every method raises `StoreUnavailable` when the database is away.

    Args:
        engine: A migrated database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def may_look(self, shop: str, now: datetime, every: timedelta, began: datetime) -> bool:
        """Whether it is time to look at a shop; of several processes one looks.

        Args:
            shop: Its kind.
            now: The current instant by the machine's clock, aware.
            every: After how long it is looked at again.
            began: Now by the shop's clock: returns asked for earlier are none of a shop that was not connected then.
        """
        mine = _LOOKS.c.shop == shop
        try:
            with writing_connection(self._engine) as connection:
                found = connection.execute(select(_LOOKS.c.looked_at).where(mine)).first()
                if found is None:
                    connection.execute(insert(_LOOKS).values(shop=shop, begun_at=began, looked_at=now))
                    return True
                # A clock that ran ahead must not end all looks.
                if now - every < found.looked_at <= now:
                    return False
                this = mine & (_LOOKS.c.looked_at == found.looked_at)
                return bool(connection.execute(update(_LOOKS).where(this).values(looked_at=now)).rowcount)
        except IntegrityError:
            return False

    def read_to(self, shop: str) -> Optional[datetime]:
        """Up to which of its changes a shop was read, None where it was not."""
        with snapshot(self._engine) as connection:
            return connection.execute(select(_LOOKS.c.read_to).where(_LOOKS.c.shop == shop)).scalar()

    def has_read(self, shop: str, to: datetime) -> None:
        """Note up to which change a shop was read."""
        with writing_connection(self._engine) as connection:
            connection.execute(update(_LOOKS).where(_LOOKS.c.shop == shop).values(read_to=to))

    def known(self, shop_ids: Collection[str]) -> dict[str, str]:
        """The numbers of returns by what the shop calls them."""
        asked = select(_RETURNS.c.shop_id, _RETURNS.c.number).where(_RETURNS.c.shop_id.in_(list(shop_ids)))
        with snapshot(self._engine) as connection:
            return {row.shop_id: row.number for row in connection.execute(asked)} if shop_ids else {}

    def of(self, numbers: Collection[str]) -> dict[str, KnownReturn]:
        """What is known of returns, by their numbers."""
        asked = select(_RETURNS).where(_RETURNS.c.return_key.in_([number_key(each) for each in numbers]))
        with snapshot(self._engine) as connection:
            rows = connection.execute(asked).all() if numbers else []
        return {row.number: KnownReturn(row.number, row.shop_id, row.refused) for row in rows}

    def refused(self, most: int) -> list[str]:
        """The numbers of returns of which the shop would not take what it was told last, so many at most."""
        asked = select(_RETURNS.c.number).where(_RETURNS.c.refused.is_not(None)).order_by(_RETURNS.c.return_key)
        with snapshot(self._engine) as connection:
            return list(connection.execute(asked.limit(most)).scalars())

    def number_for(self, shop_id: str, shop_order: str, now: datetime) -> str:
        """A number for a return that began in the shop, the same however often it is asked for."""
        try:
            with writing(self._engine) as session:
                found = session.execute(select(_RETURNS.c.number).where(_RETURNS.c.shop_id == shop_id)).scalar()
                if found is not None:
                    return str(found)
                number = next_return_number(session)
                new = _row(number, shop_id, shop_order, now)
                session.execute(insert(_RETURNS).values(**new))
                return number
        except IntegrityError:
            # Another process has met it in the same moment.
            return self.known([shop_id])[shop_id]

    def link(self, number: str, shop_id: str, shop_order: str, now: datetime) -> None:
        """Note what the shop calls a return, and its order."""
        # What was cancelled while the shop was asked for it is to be cancelled there too.
        again: Any = case((_RETURNS.c.cancelled, now), else_=null())
        told = {"shop_id": shop_id, "shop_order": shop_order, "due_at": again, "tries": 0, "refused": None}
        with writing_connection(self._engine) as connection:
            this = _RETURNS.c.return_key == number_key(number)
            if not connection.execute(update(_RETURNS).where(this).values(**told)).rowcount:
                connection.execute(insert(_RETURNS).values(**_row(number, shop_id, shop_order, now)))

    def close(self, numbers: Collection[str]) -> None:
        """Note that returns are over: nobody waits for anything of them."""
        these = _RETURNS.c.return_key.in_([number_key(each) for each in numbers])
        with writing_connection(self._engine) as connection:
            connection.execute(update(_RETURNS).where(these, _RETURNS.c.is_open).values(is_open=False))

    def open_orders(self, most: int, now: datetime) -> list[str]:
        """The shop's orders with returns that are not over, those first that were looked at longest ago.

        They count as looked at from now on.
        """
        mine = (_RETURNS.c.is_open, _RETURNS.c.shop_order.is_not(None))
        asked = select(_RETURNS.c.return_key, _RETURNS.c.shop_order).where(*mine).order_by(_RETURNS.c.looked_at)
        with writing_connection(self._engine) as connection:
            rows = connection.execute(asked.limit(most)).all()
            these = _RETURNS.c.return_key.in_([row.return_key for row in rows])
            connection.execute(update(_RETURNS).where(these).values(looked_at=now))
        return list(dict.fromkeys(row.shop_order for row in rows))

    def to_tell(self, shop: str, now: datetime) -> Optional[ToTell]:
        """What the shop is to be told next, None where nothing; nobody else gets it for a while.

        Args:
            shop: Its kind.
            now: The current instant by the machine's clock, aware.
        """
        with writing_connection(self._engine) as connection:
            self._begin_asked_for(connection, shop, now)
            self._begin_cancelled(connection, now)
            waiting = select(_RETURNS).where(_RETURNS.c.due_at <= now).order_by(_RETURNS.c.due_at).limit(1)
            row = connection.execute(waiting).mappings().first()
            if row is None:
                return None
            held = {"due_at": now + _LEASE, "tries": row["tries"] + 1}
            this = (_RETURNS.c.return_key == row["return_key"]) & (_RETURNS.c.due_at == row["due_at"])
            if not connection.execute(update(_RETURNS).where(this).values(**held)).rowcount:
                return None
            return _to_tell(connection, row)

    def told_cancelled(self, number: str) -> None:
        """Note that the shop knows that a return was cancelled, or need not know."""
        this = _RETURNS.c.return_key == number_key(number)
        over = {"due_at": None, "is_open": False, "cancelled": True, "refused": None}
        with writing_connection(self._engine) as connection:
            connection.execute(update(_RETURNS).where(this).values(**over))

    def failed(self, wanted: ToTell, reason: str, now: datetime, pause: Optional[timedelta], refused: bool) -> None:
        """Put back what the shop did not take; after days of refusals it is left for people to see.

        Args:
            wanted: What it was to be told.
            reason: Why not; it names no customer.
            now: The current instant by the machine's clock, aware.
            pause: How long the shop asked to be left alone.
            refused: Whether it said no, rather than nothing.
        """
        again = now + pause_after(wanted.tries + 1, _FIRST_PAUSE, _LONGEST_PAUSE, pause)
        values: dict[str, Any] = {"due_at": again}
        if refused:
            ended = {"due_at": None, "cancelled": wanted.shop_id is not None} if wanted.tries >= _MOST_TRIES else {}
            values |= {"refused": reason[:LONGEST_REFUSAL], **ended}
        this = _RETURNS.c.return_key == number_key(wanted.number)
        with writing_connection(self._engine) as connection:
            connection.execute(update(_RETURNS).where(this).values(**values))

    def _begin_asked_for(self, connection: Connection, shop: str, now: datetime) -> None:
        """Have the shop told of what was asked for in the chat since it was connected."""
        reasons, returns = ReturnReasonRow.__table__, ReturnRow.__table__
        begun = select(_LOOKS.c.begun_at).where(_LOOKS.c.shop == shop).scalar_subquery()
        is_known = select(_RETURNS.c.return_key).where(_RETURNS.c.return_key == reasons.c.return_key).exists()
        is_over = _cancelled(reasons.c.return_key)
        new = (
            select(reasons.c.return_key, returns.c.number)
            .join(returns, returns.c.key == reasons.c.return_key)
            .where(reasons.c.at >= begun, ~is_known, ~is_over)
            .order_by(reasons.c.at.desc())
            .limit(_MOST_AT_ONCE)
        )
        rows = [{**_row(row.number, None, None, now), "due_at": now} for row in connection.execute(new)]
        if rows:
            connection.execute(insert(_RETURNS), rows)

    def _begin_cancelled(self, connection: Connection, now: datetime) -> None:
        """Have it told of what was cancelled meanwhile; what it never knew of is over."""
        these = (_RETURNS.c.is_open, ~_RETURNS.c.cancelled, _cancelled(_RETURNS.c.return_key))
        known = (*these, _RETURNS.c.shop_id.is_not(None))
        connection.execute(update(_RETURNS).where(*known).values(due_at=now, tries=0, is_open=False))
        never = (*these, _RETURNS.c.shop_id.is_(None))
        connection.execute(update(_RETURNS).where(*never).values(due_at=None, is_open=False, cancelled=True))


def _cancelled(return_key: Any) -> Any:
    events = EventRow.__table__
    these = (events.c.return_key == return_key) & (events.c.type == EventType.CANCELLED.value)
    return select(events.c.seq).where(these).exists()


def _row(number: str, shop_id: Optional[str], shop_order: Optional[str], now: datetime) -> dict[str, Any]:
    ids = {"return_key": number_key(number), "number": number, "shop_id": shop_id, "shop_order": shop_order}
    return {**ids, "is_open": True, "cancelled": False, "looked_at": now, "tries": 0}


def _to_tell(connection: Connection, row: Mapping[str, Any]) -> ToTell:
    returns, items, reasons = ReturnRow.__table__, ReturnItemRow.__table__, ReturnReasonRow.__table__
    key = row["return_key"]
    orders = OrderRow.__table__
    of = select(orders.c.number).join(returns, returns.c.order_key == orders.c.key).where(returns.c.key == key)
    order = connection.execute(of).scalar_one()
    asked = select(items.c.item_id, items.c.quantity).where(items.c.return_key == key).order_by(items.c.position)
    pieces: Sequence[Any] = connection.execute(asked).all()
    why = connection.execute(select(reasons).where(reasons.c.return_key == key)).mappings().first()
    return ToTell(
        row["number"],
        order,
        {each.item_id: each.quantity for each in pieces},
        why["reason"] if why else "",
        why["description"] if why else "",
        row["shop_id"],
        row["tries"],
    )
