"""Makes the store's records out of a spreadsheet's rows; several rows may be one order or one return."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, Optional

from pydantic import ValidationError

from actions.store.import_export.document import SECTIONS, AnyRecord, first_problem, parsed
from actions.store.import_export.rows import repeated_item
from core.identifiers import email_key, number_key
from returndesk.spreadsheet.cells import BadCell, Cells
from returndesk.spreadsheet.mapping import ColumnMapping, Rule, Table, folded
from returndesk.spreadsheet.sheets import Row, rows_of

#: What may be null in the contract; of all else, what is empty is missing.
_NULLABLE: Final = frozenset({"received_at", "tracking_number", "carrier", "return_window_days"})
_AMOUNTS: Final = ("price", "amount")
#: What a row of a further item may leave out.
_SAID_ONCE: Final = ("category", "currency", "free_returns", "return_window_days")


#: The remedy where a return doesn't say what goes back.
_NAME_ITEMS: Final = (
    'write the id of an item of its order, "1" for the first where the order names none, or say with '
    "default what stands for an empty cell"
)


class Refused(NamedTuple):
    """A row that is not taken, and why; the sheet's name is empty where there is but one."""

    sheet: str
    row: int
    reason: str

    @property
    def where(self) -> str:
        """Where it is, for a person."""
        return _where(self.sheet, self.row)


class Found(NamedTuple):
    """A record, as the contract has it, and the row that it begins in."""

    sheet: str
    row: int
    record: Mapping[str, Any]
    checked: AnyRecord

    @property
    def where(self) -> str:
        """Where it is, for a person."""
        return _where(self.sheet, self.row)


def _where(sheet: str, row: int) -> str:
    return f"{sheet}, row {row}" if sheet else f"row {row}"


@dataclass
class Spreadsheet:
    """What a spreadsheet holds.

    Args:
        found: The records of each section.
        refused: The rows that are not taken.
        left_out: How many records the mapping leaves out.
    """

    found: dict[str, list[Found]] = field(default_factory=lambda: {section: [] for section in SECTIONS})
    refused: list[Refused] = field(default_factory=list)
    left_out: int = 0

    def records(self) -> Iterator[tuple[str, int, AnyRecord]]:
        """The records, each with its section and its place there."""
        for section, records in self.found.items():
            for index, each in enumerate(records):
                yield section, index, each.checked


def read_spreadsheet(path: Path, mapping: ColumnMapping) -> Spreadsheet:
    """Read a spreadsheet's orders, returns and customers.

    Raises:
        Failure: The file can't be read, is too large, or lacks what the mapping names.
    """
    read = Spreadsheet()
    customers: dict[str, tuple[str, Found]] = {}
    for table in mapping.tables:
        reader = _TableReader(table, Cells(mapping), read)
        for rows in reader.groups(rows_of(path, table, mapping)):
            if reader.leaves_out(rows[0]):
                read.left_out += 1
                continue
            if "order" in table.parts or "customer" in table.parts:
                reader.take_order(rows, customers)
            if "return" in table.parts:
                reader.take_return(rows)
    read.found["customers"] = [found for _, found in customers.values()]
    read.refused.sort()
    return read


def made_id(email: str) -> str:
    """The id of a customer who is known by an address alone: the same for it in every file, and no address."""
    return f"c-{hashlib.sha256(email_key(email).encode()).hexdigest()[:20]}"


class _Broken(Exception):
    """A row makes its record impossible."""

    def __init__(self, row: int, reason: str) -> None:
        super().__init__(reason)
        self.row = row


class _TableReader:
    """Reads the rows of one table."""

    def __init__(self, table: Table, cells: Cells, read: Spreadsheet) -> None:
        self._table = table
        self._cells = cells
        self._read = read
        self._sheet = table.sheet or ""

    def groups(self, rows: Iterator[Row]) -> list[list[Row]]:
        """The rows, those of one record together."""
        part = next(name for name in ("order", "return", "customer") if name in self._table.parts)
        name = self._table.parts[part].get("email" if part == "customer" else "number")
        groups: dict[str, list[Row]] = {}
        # By a digest of its cells, as a file of a hundred thousand rows has tens of millions of them.
        seen: dict[tuple[str, int], int] = {}
        last = ""
        for row in rows:
            try:
                said = self._cells.read(row.cells, name, "number") if name is not None else None
            except BadCell as error:
                self._read.refused.append(Refused(self._sheet, row.number, str(error)))
                continue
            if said is None and self.leaves_out(row):
                # Totals and notes below a list have no number, and are no record.
                self._read.left_out += 1
                continue
            if said is None and not (self._table.continued_rows and last):
                named = f'column "{name.column}"' if name is not None else "its number"
                self._read.refused.append(Refused(self._sheet, row.number, f"{named} is empty"))
                continue
            before, last = last, last if said is None else number_key(str(said)) or str(said)
            again = seen.setdefault((last, hash(tuple(row.cells.values()))), row.number)
            if again != row.number and last != before:
                # Side by side, two rows of an item are two pieces of it; apart, somebody has pasted one twice.
                reason = f"it is row {again} again, with others between; take it out, or put the two side by side"
                self._read.refused.append(Refused(self._sheet, row.number, reason))
                continue
            groups.setdefault(last, []).append(row)
        return list(groups.values())

    def leaves_out(self, row: Row) -> bool:
        """Whether the record that begins in a row is none of ours."""
        return any(
            folded("" if (cell := row.cells.get(str(rule.column))) is None else cell) in cells
            for rule, cells in self._table.leave_out
        )

    def take_order(self, rows: list[Row], customers: dict[str, tuple[str, Found]]) -> None:
        """Take an order with its items, and the customer beside it."""
        try:
            customer = self._customer(rows)
            order: Optional[Found] = None
            if "order" in self._table.parts:
                record = self._fields(rows, "order")
                record.setdefault("customer", customer.record["id"] if customer else None)
                if record["customer"] is None:
                    record["customer"] = customer.record["id"] if customer else None
                record["items"] = self._items(rows)
                order = self._checked(rows[0].number, "orders", record)
        except _Broken as broken:
            self._read.refused.append(Refused(self._sheet, broken.row, str(broken)))
            return
        if order is not None:
            self._read.found["orders"].append(order)
        if customer is not None:
            # Of a customer with several orders, what stands beside the latest of them is known last.
            placed = str(order.record["placed_at"]) if order else ""
            known = customers.get(str(customer.record["id"]))
            if known is None or known[0] <= placed:
                customers[str(customer.record["id"])] = (placed, customer)

    def take_return(self, rows: list[Row]) -> None:
        """Take a return with what it sends back and what happened to it."""
        try:
            record = self._fields(rows, "return", without=("items", "quantity", "tracking_number", "carrier"))
            record["items"] = self._sent_back(rows)
            record |= self._parcels(rows)
            label = self._fields(rows, "label") if "label" in self._table.parts else {}
            if label.get("address") or label.get("qr"):
                record["label"] = label
            record["refund"] = self._fields(rows, "refund")
            record["events"] = self._events(rows)
            self._read.found["returns"].append(self._checked(rows[0].number, "returns", record))
        except _Broken as broken:
            self._read.refused.append(Refused(self._sheet, broken.row, str(broken)))

    def _customer(self, rows: list[Row]) -> Optional[Found]:
        if "customer" not in self._table.parts:
            return None
        rules = self._table.parts["customer"]
        record = self._fields(rows, "customer")
        address = rules.get("email")
        if record.get("email") is None and "id" not in rules and address is not None:
            raise _Broken(rows[0].number, f'column "{address.column}" is empty')
        if record.get("id") is None and record.get("email") is not None:
            record["id"] = made_id(str(record["email"]))
        return self._checked(rows[0].number, "customers", record)

    def _items(self, rows: list[Row]) -> list[dict[str, Any]]:
        items: dict[str, dict[str, Any]] = {}
        for row in rows:
            item = self._fields([row], "item")
            if item.get("title") is None and item.get("id") is None:
                continue
            if items:
                # Exports say only once what holds for all items of an order.
                first = next(iter(items.values()))
                item.update({f: first.get(f) for f in _SAID_ONCE if item.get(f) is None})
            name = str(item.setdefault("id", str(len(items) + 1)))
            known = items.setdefault(name, item)
            if known is item:
                continue
            quantity = int(known.get("quantity") or 1) + int(item.get("quantity") or 1)
            if {**known, "quantity": 0} != {**item, "quantity": 0}:
                raise _Broken(row.number, f"item {name} stands twice in its order, and not the same; give each an id")
            known["quantity"] = quantity
        return list(items.values())

    def _sent_back(self, rows: list[Row]) -> list[Any]:
        rules = self._table.parts["return"]
        items: list[Any] = []
        for row in rows:
            cell = self._value(row, rules["items"], "items")
            quantity = self._value(row, rules["quantity"], "quantity") if "quantity" in rules else None
            if cell is None:
                continue
            names = self._split(cell)
            if quantity not in (None, 1) and len(names) > 1:
                raise _Broken(row.number, "quantity is said of several items; write each in a row of its own")
            items += names if quantity in (None, 1) else [{"id": names[0], "quantity": quantity}]
        if not items:
            raise _Broken(rows[0].number, f'column "{rules["items"].column}" is empty; {_NAME_ITEMS}')
        return items

    def _parcels(self, rows: list[Row]) -> dict[str, Any]:
        """The parcels of a return: one a row, or several in a cell with what separates them."""
        rules = self._table.parts["return"]
        parcels: dict[str, Optional[str]] = {}
        carrier: Optional[str] = None
        for row in rows:
            cell = self._value(row, rules["tracking_number"], "tracking_number") if "tracking_number" in rules else None
            said = self._value(row, rules["carrier"], "carrier") if "carrier" in rules else None
            carrier = carrier or said
            for name in self._split(cell):
                parcels[name] = parcels.get(name) or said or carrier
        if not parcels:
            return {"tracking_number": None, "carrier": carrier}
        first, *further = parcels.items()
        several = [{"tracking_number": name, "carrier": by} for name, by in further]
        return {"tracking_number": first[0], "carrier": first[1], **({"further_parcels": several} if several else {})}

    def _split(self, cell: Any) -> list[str]:
        """The names in a cell."""
        if cell is None:
            return []
        split = [str(cell)] if self._table.separator is None else str(cell).split(self._table.separator)
        return [name.strip() for name in split if name.strip()]

    def _events(self, rows: list[Row]) -> list[dict[str, Any]]:
        events: dict[tuple[str, str], None] = {}
        for row in rows:
            for rule in self._table.events:
                kind, at = self._value(row, rule.type, "type"), self._value(row, rule.at, "at")
                if kind is not None and at is not None:
                    events[(str(kind), str(at))] = None
        return [{"type": kind, "at": at} for kind, at in sorted(events, key=lambda event: event[1])]

    def _fields(self, rows: list[Row], part: str, without: tuple[str, ...] = ()) -> dict[str, Any]:
        """The fields of a part: what the first row says that says anything, which no later one may contradict."""
        found: dict[str, Any] = {}
        for name, rule in self._table.parts[part].items():
            if name in without:
                continue
            said_in = 0
            for row in rows:
                value = self._value(row, rule, name)
                if value is None or found.get(name) == value:
                    continue
                if said_in:
                    raise _Broken(row.number, f'column "{rule.column}" says otherwise than row {said_in}')
                found[name], said_in = value, row.number
            if not said_in and name in _NULLABLE:
                found[name] = None
        self._check_currency(rows, part, str(found.get("currency", "")))
        return found

    def _check_currency(self, rows: list[Row], part: str, currency: str) -> None:
        amount = next((rule for name, rule in self._table.parts[part].items() if name in _AMOUNTS), None)
        if amount is None or not currency:
            return
        for row in rows:
            try:
                self._cells.check_currency(row.cells, amount, currency)
            except BadCell as error:
                raise _Broken(row.number, str(error)) from None

    def _value(self, row: Row, rule: Rule, name: str) -> Any:
        try:
            return self._cells.read(row.cells, rule, name)
        except BadCell as error:
            raise _Broken(row.number, str(error)) from None

    def _checked(self, row: int, section: str, record: dict[str, Any]) -> Found:
        given = {name: value for name, value in record.items() if value is not None or name in _NULLABLE}
        try:
            checked = parsed(section, given)
        except ValidationError as error:
            raise _Broken(row, f"{section.removesuffix('s')}: {first_problem(error)}") from None
        trouble = repeated_item(checked)
        if trouble is not None:
            raise _Broken(row, trouble)
        return Found(self._sheet, row, given, checked)
