"""Looks whether what customers had done for them was done, and once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.sql import Select

from actions.store.tables.shop import EventRow
from core.database.engine import open_engine
from core.database.sessions import reading
from core.identifiers import number_key
from lab.load.customers import Customer
from lab.load.ledger import Message
from lab.load.scripts import Kind
from policy.model import EventType


@dataclass
class Deeds:
    """Returns that customers asked to cancel.

    Args:
        confirmed: Those of which the desk said that it is done.
        done: Those that stand cancelled in the store.
        twice: Those that were cancelled more than once.
        only_said: Those of which the desk said so, and that do not stand cancelled.
    """

    confirmed: int = 0
    done: int = 0
    twice: int = 0
    only_said: int = 0

    @property
    def kept(self) -> bool:
        """Whether what was said is what was done, once."""
        return not (self.twice or self.only_said)


def count_deeds(messages: Sequence[Message], database_url: str) -> Deeds:
    """Hold the confirmed cancellations of a run against the return store.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    deeds = Deeds()
    engine = open_engine(database_url)
    try:
        answers: dict[Customer, list[str]] = {}
        for message in messages:
            if message.line.kind is Kind.DEED:
                answers.setdefault(message.who, []).append(message.text)
        for who, texts in answers.items():
            with reading(engine) as session:
                times = session.execute(_cancellations(who)).scalar_one()
            said = any("is cancelled" in text for text in texts)
            deeds.confirmed += said
            deeds.done += times > 0
            deeds.twice += times > 1
            deeds.only_said += said and not times
    finally:
        engine.dispose()
    return deeds


def _cancellations(who: Customer) -> Select:
    of_this = (EventRow.return_key == number_key(who.return_number), EventRow.type == EventType.CANCELLED.value)
    return select(func.count()).select_from(EventRow).where(*of_this)
