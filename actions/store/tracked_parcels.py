"""What tracking services have told of parcels, for all processes: so that one is asked for once in a while only."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Optional

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from actions.store.tables.parcels import TrackedParcelRow
from core.database.sessions import snapshot, writing_connection

#: Something that was told: an instant in UTC as text, a status in the service's words, a place.
Told = tuple[str, str, str]

#: Of so much that is told of one parcel the latest is kept.
_MOST: Final = 200
_PARCELS = TrackedParcelRow.__table__


@dataclass(frozen=True)
class TrackedParcel:
    """What is known of a parcel.

    Args:
        told: All that was told of it, oldest first.
        answered: Whether the service answered when it was asked last.
    """

    told: tuple[Told, ...]
    answered: bool


class TrackedParcels:
    """The parcels that a service was asked for. Every method raises `StoreUnavailable` when the database is away.

    Args:
        engine: A migrated database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def known(self, number: str) -> Optional[TrackedParcel]:
        """What is known of a parcel, None where nobody has asked for it."""
        with snapshot(self._engine) as connection:
            row = _row(connection, number)
        return None if row is None else TrackedParcel(_read(row["answer"]), row["answered"])

    def may_ask(self, number: str, now: datetime, every: timedelta) -> bool:
        """Whether a service may be asked for a parcel now. Of several that ask at the same time one may.

        Args:
            number: The parcel.
            now: The current instant, aware.
            every: After how long it may be asked again, whether it has answered or not.
        """
        begun = {"asked_at": now, "at": now, "answered": False}
        try:
            with writing_connection(self._engine) as connection:
                row = _row(connection, number)
                if row is None:
                    connection.execute(insert(_PARCELS).values(number=number, answer="[]", **begun))
                    return True
                # A clock that ran ahead must not silence it until then.
                if now - every < row["asked_at"] <= now:
                    return False
                mine = (_PARCELS.c.number == number) & (_PARCELS.c.asked_at == row["asked_at"])
                return bool(connection.execute(update(_PARCELS).where(mine).values(**begun)).rowcount)
        except IntegrityError:
            return False

    def tell(self, number: str, told: Collection[Told], now: datetime, *, asked: bool = False) -> bool:
        """Note what a service tells of a parcel, in whatever order and however often it does.

        Args:
            number: The parcel.
            told: What it tells.
            now: The current instant, aware.
            asked: Whether that is its answer; otherwise it is a webhook.

        Returns:
            Whether anybody has asked for such a parcel; of others nothing is noted.
        """
        with writing_connection(self._engine) as connection:
            row = _row(connection, number)
            if row is None:
                return False
            all_of_it = sorted({*_read(row["answer"]), *told})[-_MOST:]
            values: dict[str, Any] = {"answer": json.dumps(all_of_it, ensure_ascii=False), "at": now}
            values |= {"answered": True} if asked else {}
            connection.execute(update(_PARCELS).where(_PARCELS.c.number == number).values(**values))
        return True


def _row(connection: Connection, number: str) -> Optional[Any]:
    return connection.execute(select(_PARCELS).where(_PARCELS.c.number == number)).mappings().first()


def _read(answer: str) -> tuple[Told, ...]:
    return tuple((at, status, place) for at, status, place in json.loads(answer))
