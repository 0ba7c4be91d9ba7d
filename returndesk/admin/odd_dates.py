"""Says which imported orders have dates that can't be right, as where day and month are taken for each other."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from actions.store.import_export.document import OrderRecord
from actions.store.import_export.exchange import Records
from returndesk.progress import Progress

_A_DAY: Final = timedelta(days=1)


class OddDates:
    """Looks at records on their way into the store.

    Args:
        now: The current instant, aware.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._arrived_before: list[str] = []
        self._to_come: list[str] = []

    def watched(self, records: Records) -> Records:
        """The same records, one after the other."""
        for section, place, record in records:
            if isinstance(record, OrderRecord):
                # Dates without a time are noon, so that what is fetched on the day may seem to have come before.
                if record.received_at is not None and record.placed_at - record.received_at >= _A_DAY:
                    self._arrived_before.append(record.number)
                if record.placed_at > self._now:
                    self._to_come.append(record.number)
            yield section, place, record

    def warn(self, progress: Progress) -> None:
        """Name how many there were, and one of them."""
        for numbers, what in (
            (self._arrived_before, "arrived before they were placed"),
            (self._to_come, "are placed in the future"),
        ):
            if numbers:
                progress.warn(
                    f"orders that {what}: {len(numbers):,}, such as {numbers[0]}; are day and month taken for each "
                    "other? dates in the mapping says how they are written"
                )
