"""Which returns of the chat the shop's own system has to hear of: each is asked for once, and cancelled once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Optional

from sqlalchemy import exists, insert, or_, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from actions.store.changes import ChangeKind
from actions.store.leases import due, free, pause_after
from actions.store.tables.operations import OperationRow, ReturnReasonRow
from actions.store.tables.shop import EventRow, OrderRow, ReturnItemRow, ReturnRow
from actions.store.tables.written_returns import WrittenReturnRow
from core.database.sessions import snapshot, writing_connection
from core.identifiers import number_key
from policy.model import EventType

#: What was asked for longer ago is not written: whoever connects a shop that has it all by hand finds it once.
OLDEST: Final = timedelta(days=7)
#: What was written longer ago is not cancelled any more: by then it went back, or will not.
_CANCELLABLE: Final = timedelta(days=180)
_LEASE: Final = timedelta(minutes=2)
#: How long what the shop does not take for now rests, doubled with each try.
FIRST_PAUSE: Final = timedelta(seconds=15)
LONGEST_PAUSE: Final = timedelta(minutes=15)
_LONGEST_TROUBLE: Final = 300
_NO_TROUBLE: Final[Mapping[str, Any]] = {"trouble": None, "tries": 0, "due_at": None}
_MOST: Final = 50
_MOST_LOOKED_AT: Final = 200
_WRITTEN = WrittenReturnRow.__table__
#: After these nobody waits for money.
_OVER: Final = tuple(each.value for each in (EventType.CANCELLED, EventType.REFUND_ISSUED, EventType.REFUND_SETTLED))
_ASKED_FOR: Final = (ChangeKind.START.value, ChangeKind.AMEND.value)


@dataclass(frozen=True)
class WantedReturn:
    """A return that was asked for in the chat, for the shop to keep: pieces of items by id.

    `reason` is one of the store's words for reasons, `description` the customer's own, masked.
    """

    number: str
    order: str
    items: Mapping[str, int]
    reason: str
    description: str


class WrittenReturns:
    """What the shop was told of returns. Every method raises `StoreUnavailable` when the database does not answer.

    Args:
        engine: A migrated database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def wanted(self, now: datetime) -> Sequence[WantedReturn]:
        """The returns that the shop has not taken and nobody tells it of just now, oldest first, some at a time.

        One whose order has another return that is to be cancelled there waits for that: they may be of the same items.

        Args:
            now: The current instant, aware.
        """
        operation, row = OperationRow, WrittenReturnRow
        # The numbers that the store gives itself have no separators, and are keys as they are.
        new = (
            select(operation.return_number)
            .join(ReturnRow, ReturnRow.key == operation.return_number)
            .outerjoin(row, row.return_key == ReturnRow.key)
            .where(operation.kind.in_(_ASKED_FOR), operation.at > now - OLDEST, row.return_key.is_(None))
            .where(~_cancelled(ReturnRow), ~_makes_room(now))
            .order_by(operation.at)
            .limit(_MOST)
        )
        # However long ago these were asked for: each try is noted, and while there are some none of them gets old.
        again = (
            select(ReturnRow.number)
            .join(row, row.return_key == ReturnRow.key)
            .where(row.at > now - OLDEST, row.shop_id.is_(None), row.refused.is_(None), free(row, now), _rested(now))
            .where(~_cancelled(ReturnRow), ~_makes_room(now))
            .order_by(row.at)
            .limit(_MOST)
        )
        with snapshot(self._engine) as connection:
            numbers = [number for asked in (new, again) for number in connection.execute(asked).scalars().all()]
            return [_read(connection, number) for number in numbers]

    def to_cancel(self, now: datetime) -> Mapping[str, str]:
        """The shop's ids of returns that were cancelled here and not there, by the return's number.

        Args:
            now: The current instant, aware.
        """
        row = WrittenReturnRow
        asked = (
            select(ReturnRow.number, row.shop_id)
            .join(row, row.return_key == ReturnRow.key)
            .where(row.shop_id.is_not(None), row.cancelled_at.is_(None), row.refused.is_(None), free(row, now))
            .where(row.at > now - _CANCELLABLE, _cancelled(ReturnRow), _rested(now))
            .order_by(row.at)
            .limit(_MOST)
        )
        with snapshot(self._engine) as connection:
            return dict(map(tuple, connection.execute(asked)))

    def begin(self, number: str, now: datetime) -> bool:
        """Whether the caller may tell the shop of a return now; of several that ask at the same time one may.

        Args:
            number: The return's.
            now: The current instant, aware.
        """
        held = {"leased_until": now + _LEASE, "at": now}
        try:
            with writing_connection(self._engine) as connection:
                mine = (_WRITTEN.c.return_key == number_key(number)) & free(WrittenReturnRow, now) & _rested(now)
                if connection.execute(update(_WRITTEN).where(mine).values(**held)).rowcount:
                    return True
                connection.execute(insert(_WRITTEN).values(return_key=number_key(number), **held))
                return True
        except IntegrityError:
            return False

    def end(
        self,
        number: str,
        *,
        shop_id: Optional[str] = None,
        cancelled_at: Optional[datetime] = None,
        refused: Optional[str] = None,
    ) -> None:
        """Note what the shop said, and let others tell it more of that return.

        Args:
            number: The return's.
            shop_id: The shop's id of it.
            cancelled_at: When the shop took its cancellation, aware.
            refused: Why the shop does not take it.
        """
        said = {"shop_id": shop_id, "cancelled_at": cancelled_at, "refused": refused}
        told: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
        row = _WRITTEN.c.return_key == number_key(number)
        with writing_connection(self._engine) as connection:
            connection.execute(update(_WRITTEN).where(row).values(leased_until=None, **_NO_TROUBLE, **told))

    def failed(self, number: str, trouble: str, now: datetime, pause: Optional[timedelta] = None) -> None:
        """Note that the shop does not take something for now, and when to tell it again.

        Args:
            number: The return's.
            trouble: What went wrong, for whoever looks after the desk; it names no customer.
            now: The current instant, aware.
            pause: How long to wait at least; by default it grows with each try.
        """
        row = _WRITTEN.c
        with writing_connection(self._engine) as connection:
            mine = row.return_key == number_key(number)
            tries = connection.execute(select(row.tries).where(mine)).scalar_one() + 1
            rests = now + pause_after(tries, FIRST_PAUSE, LONGEST_PAUSE, pause)
            noted = {"trouble": trouble[:_LONGEST_TROUBLE], "tries": tries, "due_at": rests}
            connection.execute(update(_WRITTEN).where(mine).values(leased_until=None, **noted))

    def link(self, ids: Mapping[str, str], over: Collection[str], now: datetime) -> None:
        """Note which returns are the shop's, also those that nobody asked for in the chat.

        Args:
            ids: The shop's ids of returns that are in the store, by the number that the store has them under.
            over: The numbers of those that the shop has cancelled itself.
            now: The current instant, aware.
        """
        keys = {number_key(number): (shop_id, number in over) for number, shop_id in ids.items()}
        try:
            self._link(keys, now)
        except IntegrityError:
            # A webhook came to another process meanwhile; now it is there.
            self._link(keys, now)

    def _link(self, keys: Mapping[str, tuple[str, bool]], now: datetime) -> None:
        row = _WRITTEN.c
        with writing_connection(self._engine) as connection:
            found = connection.execute(select(_WRITTEN).where(row.return_key.in_(keys))).all()
            there = {each.return_key: each for each in found}
            for key, (shop_id, is_over) in keys.items():
                ended = {"cancelled_at": now} if is_over else {}
                known = there.get(key)
                if known is None:
                    connection.execute(insert(_WRITTEN).values(return_key=key, shop_id=shop_id, at=now, **ended))
                elif known.shop_id is None or (is_over and known.cancelled_at is None):
                    changed = update(_WRITTEN).where(row.return_key == key)
                    connection.execute(changed.values(shop_id=known.shop_id or shop_id, **ended, **_NO_TROUBLE))

    def waiting(self, after: str) -> tuple[Sequence[str], str]:
        """The shop's ids of returns that are there and wait for their money, some at a time, all of them in turn.

        Args:
            after: What was given with those before, empty at first.

        Returns:
            Their ids, and what to ask with for the next ones.
        """
        row, event = _WRITTEN.c, EventRow
        looked_at = select(row.return_key, row.shop_id).where(row.return_key > after).order_by(row.return_key)
        with snapshot(self._engine) as connection:
            found = connection.execute(looked_at.limit(_MOST_LOOKED_AT)).all()
            keys = [each.return_key for each in found]
            over = select(event.return_key).where(event.return_key.in_(keys), event.type.in_(_OVER))
            ended = set(connection.execute(over).scalars()) if keys else set()
        waiting = [each.shop_id for each in found if each.shop_id and each.return_key not in ended]
        return waiting, keys[-1] if len(keys) == _MOST_LOOKED_AT else ""

    def refused(self, since: datetime) -> Mapping[str, str]:
        """Why the shop did not take something of a return, by the return's number, since an aware instant."""
        return self._said(WrittenReturnRow.refused, since)

    def troubled(self, since: datetime) -> Mapping[str, str]:
        """Why the shop has not taken something of a return yet, by the return's number, since an aware instant."""
        return self._said(WrittenReturnRow.trouble, since)

    def _said(self, why: Any, since: datetime) -> Mapping[str, str]:
        row = WrittenReturnRow
        asked = select(ReturnRow.number, why).join(row, row.return_key == ReturnRow.key)
        some = asked.where(why.is_not(None), row.at > since).order_by(row.at.desc()).limit(_MOST)
        with snapshot(self._engine) as connection:
            return dict(map(tuple, connection.execute(some)))


def _cancelled(of: Any) -> Any:
    """The condition that a return was cancelled here."""
    of_it = (EventRow.return_key == of.key) & (EventRow.type == EventType.CANCELLED.value)
    return exists().where(of_it)


def _rested(now: datetime) -> Any:
    """The condition that a return may be told again."""
    return or_(WrittenReturnRow.due_at.is_(None), due(WrittenReturnRow, now))


def _makes_room(now: datetime) -> Any:
    """The condition that another return of the same order is still to be cancelled in the shop."""
    other, row = aliased(ReturnRow), aliased(WrittenReturnRow)
    there = row.shop_id.is_not(None) & row.cancelled_at.is_(None) & row.refused.is_(None)
    same = (other.order_key == ReturnRow.order_key) & (row.return_key == other.key) & (row.at > now - _CANCELLABLE)
    return exists().where(same & there & _cancelled(other)).correlate(ReturnRow)


def _read(connection: Connection, number: str) -> WantedReturn:
    key = number_key(number)
    order = select(OrderRow.number).join(ReturnRow, ReturnRow.order_key == OrderRow.key).where(ReturnRow.key == key)
    items = select(ReturnItemRow.item_id, ReturnItemRow.quantity).where(ReturnItemRow.return_key == key)
    why = select(ReturnReasonRow.reason, ReturnReasonRow.description).where(ReturnReasonRow.return_key == key)
    reason = connection.execute(why).first()
    return WantedReturn(
        number=number,
        order=connection.execute(order).scalar_one(),
        items=dict(map(tuple, connection.execute(items.order_by(ReturnItemRow.position)))),
        reason=reason.reason if reason else "other",
        description=reason.description if reason else "",
    )
