"""Says of imported orders and returns which numbers no customer can name, since they look like none of the shop's."""

from __future__ import annotations

from collections import Counter

from actions.store.import_export.document import CustomerRecord, OrderRecord
from actions.store.import_export.exchange import Records
from core.identifiers import Number, NumberShapes, ShapeKind, parse
from returndesk.progress import Progress


class UnnamedNumbers:
    """Looks at records on their way into the store.

    Args:
        shapes: What the numbers of the shop look like.
    """

    def __init__(self, shapes: NumberShapes) -> None:
        self._shapes = shapes
        self._counts: Counter[ShapeKind] = Counter()
        self._first: dict[ShapeKind, str] = {}

    def watched(self, records: Records) -> Records:
        """The same records, one after the other."""
        for section, place, record in records:
            if not isinstance(record, CustomerRecord):
                kind: ShapeKind = "order" if isinstance(record, OrderRecord) else "return"
                read = parse(record.number, self._shapes)
                if not (isinstance(read, Number) and read.kind == kind):
                    self._counts[kind] += 1
                    self._first.setdefault(kind, record.number)
            yield section, place, record

    def warn(self, progress: Progress) -> None:
        """Name how many there were of each kind, and one of them."""
        examples = {"order": self._shapes.order_example, "return": self._shapes.return_example}
        for kind, count in self._counts.items():
            progress.warn(
                f"{count:,} {kind} numbers, such as {self._first[kind]}, don't look like {examples[kind]}: customers "
                "can't name them; say what they look like with RETURNDESK_NUMBERS (docs/own-rules.md)"
            )
