"""Says of imported items that their return window counts for nothing, since they have no free returns."""

from __future__ import annotations

from actions.store.import_export.document import OrderRecord
from actions.store.import_export.exchange import Records
from returndesk.progress import Progress


class UncountedWindows:
    """Looks at records on their way into the store. The rules know windows of items with free returns alone."""

    def __init__(self) -> None:
        self._count = 0
        self._first = ""

    def watched(self, records: Records) -> Records:
        """The same records, one after the other."""
        for section, place, record in records:
            if isinstance(record, OrderRecord):
                for item in record.items:
                    if item.return_window_days is not None and not item.free_returns:
                        self._count += 1
                        self._first = self._first or f"{item.id} of order {record.number}"
            yield section, place, record

    def warn(self, progress: Progress) -> None:
        """Name how many there were, and one of them."""
        if self._count:
            progress.warn(
                f"{self._count:,} items, such as {self._first}, have return_window_days and free_returns: false: their "
                "window counts for nothing, and customers are told of none; say free_returns: true where they can be "
                "sent back within it; who pays the postage is said elsewhere (docs/store.md)"
            )
