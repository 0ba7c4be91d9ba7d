"""The labels in the store, for whoever opens one by a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from sqlalchemy import select
from sqlalchemy.engine import Engine

from actions.store.tables.shop import LabelRow, OrderRow, ReturnRow
from core.database.sessions import reading


@dataclass(frozen=True)
class StoredLabel:
    """A label with all that is held of it, and whose return it belongs to."""

    customer_id: str
    file: Optional[str]
    address: Optional[str]
    qr: Optional[str]
    expires_at: Optional[datetime]


@dataclass(frozen=True)
class ReturnLabel:
    """What there is of a return's label.

    Args:
        return_key: The return.
        has_file: Whether there is something to print.
        has_code: Whether there is a QR code to show.
        expires_at: Until when it is good, None where nobody said.
    """

    return_key: str
    has_file: bool
    has_code: bool
    expires_at: Optional[datetime]


class StoredLabels:
    """Labels by their return. Who may see one is for the caller to know: what a customer asks for goes through
    `CustomerRecords`.

    Args:
        engine: A migrated database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, return_key: str) -> Optional[StoredLabel]:
        """The label of a return, None where it has none.

        Raises:
            StoreUnavailable: The database did not answer.
        """
        statement = (
            select(OrderRow.customer_id, LabelRow.file, LabelRow.address, LabelRow.qr, LabelRow.expires_at)
            .join(ReturnRow, ReturnRow.key == LabelRow.return_key)
            .join(OrderRow, OrderRow.key == ReturnRow.order_key)
            .where(LabelRow.return_key == return_key)
        )
        with reading(self._engine) as session:
            row = session.execute(statement).first()
            return None if row is None else StoredLabel(*row)
