"""The mapping of a spreadsheet's columns: what a YAML file says, checked before any row is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Optional
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from policy.model import EventType
from returndesk.failure import Failure
from returndesk.spreadsheet.months import Months, months_of

_LARGEST: Final = 1_000_000
_FILE: Final = frozenset({"timezone", "dates", "months", "decimal_sign", "delimiter", "encoding", "tables"})
_TABLE: Final = frozenset({"sheet", "heading_row", "continued_rows", "separator", "leave_out"})
_RULE: Final = frozenset({"column", "value", "default", "values"})
_EVENTS: Final = frozenset(kind.value for kind in EventType)

#: The fields of each part of a table, and which of them have to be mapped.
FIELDS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "customer": (("email", "country", "timezone", "locale"), ("id", "region")),
    "order": (("number", "placed_at", "ship_from", "ship_to"), ("customer", "received_at", "ship_to_region")),
    "item": (("title", "category", "price", "currency", "free_returns", "return_window_days"), ("id", "quantity")),
    "return": (("number", "order", "items", "shipping"), ("quantity", "tracking_number", "carrier")),
    "refund": (("amount", "currency", "method"), ()),
    "label": ((), ("address", "qr", "expires_at")),
}
#: Parts that are written with another: an order's items and customer in the same row.
_GO_WITH: Final = {
    "order": ("item",),
    "item": ("order",),
    "return": ("refund",),
    "refund": ("return",),
    "label": ("return",),
}


@dataclass(frozen=True)
class Rule:
    """Where a field's value comes from.

    Args:
        where: The rule's place in the file.
        column: The heading of a column; None for a value that is the same everywhere.
        value: That value.
        default: What counts where the cell is empty.
        values: What cells are to be read as, where not as they are.
    """

    where: str
    column: Optional[str] = None
    value: Any = None
    default: Any = None
    values: Optional[Mapping[str, Any]] = None


@dataclass(frozen=True)
class EventRule:
    """An event of a return: what it is and when it was."""

    type: Rule
    at: Rule


@dataclass(frozen=True)
class Table:
    """A sheet whose rows are orders or returns.

    Args:
        sheet: Its name; None for the only one.
        heading_row: The row of the headings, from 1.
        continued_rows: Whether a row without a number belongs to the one above.
        separator: What stands between the items of a return that share a cell.
        parts: The rules of each part, by field.
        events: Those of a return's events.
        leave_out: Columns, each with cells by which a record is none of ours, as `folded` has them.
    """

    sheet: Optional[str]
    heading_row: int
    continued_rows: bool
    separator: Optional[str]
    parts: Mapping[str, Mapping[str, Rule]]
    events: tuple[EventRule, ...]
    leave_out: tuple[tuple[Rule, frozenset[str]], ...] = ()

    def rules(self) -> Iterator[Rule]:
        """All of them."""
        yield from (rule for part in self.parts.values() for rule in part.values())
        yield from (rule for event in self.events for rule in (event.type, event.at))
        yield from (rule for rule, _ in self.leave_out)


@dataclass(frozen=True)
class ColumnMapping:
    """What a mapping file says.

    Args:
        timezone: The zone of dates that name none.
        dates: The forms that dates are written in, as `strptime` has them, besides ISO 8601.
        months: The names of months in them, where they are not English.
        decimal_sign: What stands before the cents: a point or a comma; None where the file doesn't say.
        delimiter: What stands between the cells of a CSV file.
        encoding: How a CSV file is encoded.
        tables: The sheets.
    """

    timezone: ZoneInfo
    dates: tuple[str, ...]
    months: Months
    decimal_sign: Optional[str]
    delimiter: str
    encoding: str
    tables: tuple[Table, ...]


def load_mapping(path: Path) -> ColumnMapping:
    """Read a mapping file.

    Raises:
        Failure: It can't be read, or says what nobody understands; the message names the place and the remedy.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise Failure(f"{path.name}: has more than {_LARGEST} bytes and is no mapping of columns")
        content = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506  # it makes plain values alone
    except OSError as error:
        raise Failure(f"{path.name}: can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Failure(f"{path.name}: is not UTF-8 text") from None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" (line {mark.line + 1})" if mark is not None else ""
        raise Failure(f"{path.name}: is not YAML{line}") from None
    return _Reader(path.name).mapping(content)


class _Loader(yaml.SafeLoader):
    """Reads plain values. NO is a country and yes a word that cells hold: true and false alone are that."""


_BOOL: Final = "tag:yaml.org,2002:bool"
_Loader.yaml_implicit_resolvers = {
    sign: [(tag, form) for tag, form in resolvers if tag != _BOOL]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile("true|false"), list("tf"))


class _Reader:
    """Checks what a mapping file says."""

    def __init__(self, name: str) -> None:
        self._name = name

    def mapping(self, content: Any) -> ColumnMapping:
        said = self._object(content, "", _FILE)
        tables = said.get("tables")
        if not isinstance(tables, list) or not tables:
            raise self._wrong("tables", "is not a list of sheets to read")
        sign = self._text(said, "", "decimal_sign")
        if sign not in (None, ".", ","):
            raise self._wrong("decimal_sign", 'is neither "." nor ","')
        delimiter = self._text(said, "", "delimiter") or ","
        if len(delimiter) != 1:
            raise self._wrong("delimiter", "is not one character")
        encoding = self._text(said, "", "encoding") or "utf-8-sig"
        try:
            "".encode(encoding)
        except LookupError:
            raise self._wrong("encoding", "is no encoding such as utf-8 or cp1252") from None
        dates = said.get("dates", [])
        if not isinstance(dates, list) or not all(isinstance(each, str) and "%" in each for each in dates):
            raise self._wrong("dates", 'is not a list of forms such as "%d/%m/%Y %H:%M"')
        try:
            months = months_of(said["months"]) if "months" in said else {}
        except ValueError as error:
            raise self._wrong("months", str(error)) from None
        found = tuple(self._table(each, f"tables[{index}]") for index, each in enumerate(tables))
        return ColumnMapping(self._zone(said), tuple(dates), months, sign, delimiter, encoding, found)

    def _zone(self, said: Mapping[str, Any]) -> ZoneInfo:
        name = self._text(said, "", "timezone")
        if name is None:
            raise self._wrong("timezone", "is missing; write the zone of dates that name none, such as Europe/Madrid")
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise self._wrong("timezone", "is not a time zone such as Europe/Madrid") from None

    def _table(self, content: Any, where: str) -> Table:
        said = self._object(content, where, _TABLE | FIELDS.keys() | {"events"})
        heading = said.get("heading_row", 1)
        if not isinstance(heading, int) or isinstance(heading, bool) or not 1 <= heading <= 100:
            raise self._wrong(f"{where}.heading_row", "is not the number of a row from 1 to 100")
        continued = said.get("continued_rows", False)
        if not isinstance(continued, bool):
            raise self._wrong(f"{where}.continued_rows", "is not true or false")
        parts = {name: self._part(said[name], f"{where}.{name}", name) for name in FIELDS if name in said}
        if not parts.keys() & {"order", "return", "customer"}:
            raise self._wrong(where, "maps neither order nor return nor customer")
        for part in parts:
            for other in _GO_WITH.get(part, ()):
                if other not in parts:
                    raise self._wrong(where, f"maps {part} and not {other}")
        if "order" in parts and "customer" not in parts and "customer" not in parts["order"]:
            raise self._wrong(f"{where}.order", "customer is not mapped; map it, or a customer beside the order")
        if "events" in said and "return" not in parts:
            raise self._wrong(f"{where}.events", "are those of a return, which is not mapped")
        events = self._events(said.get("events", {}), f"{where}.events")
        sheet, separator = self._text(said, where, "sheet"), self._text(said, where, "separator")
        leave_out = self._leave_out(said.get("leave_out", {}), f"{where}.leave_out")
        return Table(sheet, heading, continued, separator, parts, events, leave_out)

    def _leave_out(self, content: Any, where: str) -> tuple[tuple[Rule, frozenset[str]], ...]:
        if not isinstance(content, dict):
            raise self._wrong(
                where, 'is not an object of columns and the cells that leave a record out, "" an empty one'
            )
        found = []
        for column, cells in content.items():
            several = cells if isinstance(cells, list) else [cells]
            if not isinstance(column, str) or not several or not all(isinstance(each, (str, int)) for each in several):
                raise self._wrong(f"{where}.{column}", 'is neither a cell, "" for an empty one, nor a list of cells')
            found.append((Rule(f"{where}.{column}", column.strip()), frozenset(map(folded, several))))
        return tuple(found)

    def _part(self, content: Any, where: str, name: str) -> Mapping[str, Rule]:
        needed, optional = FIELDS[name]
        said = self._object(content, where, {*needed, *optional})
        missing = [field for field in needed if field not in said]
        if missing:
            raise self._wrong(where, f"{missing[0]} is not mapped")
        return {field: self._rule(rule, f"{where}.{field}") for field, rule in said.items()}

    def _rule(self, content: Any, where: str) -> Rule:
        if isinstance(content, str):
            return Rule(where, content.strip())
        said = self._object(content, where, _RULE)
        if ("column" in said) == ("value" in said):
            raise self._wrong(where, "is not a column's heading, nor an object with either column or value")
        values = said.get("values")
        if values is not None and not isinstance(values, dict):
            raise self._wrong(f"{where}.values", "is not an object of what cells hold and what that means")
        read_as = None if values is None else {folded(cell): meant for cell, meant in values.items()}
        column = self._text(said, where, "column")
        return Rule(where, column and column.strip(), said.get("value"), said.get("default"), read_as)

    def _events(self, content: Any, where: str) -> tuple[EventRule, ...]:
        if isinstance(content, dict):
            for kind in content:
                if kind not in _EVENTS:
                    raise self._wrong(f"{where}.{kind}", f"is not one of {', '.join(sorted(_EVENTS))}")
            return tuple(
                EventRule(Rule(f"{where}.{kind}", value=kind), self._rule(rule, f"{where}.{kind}"))
                for kind, rule in content.items()
            )
        if not isinstance(content, list):
            raise self._wrong(where, "is neither an object of events nor a list of them")
        found = []
        for index, each in enumerate(content):
            place = f"{where}[{index}]"
            said = self._object(each, place, {"type", "at"})
            if said.keys() != {"type", "at"}:
                raise self._wrong(place, "has not both type and at")
            found.append(EventRule(self._rule(said["type"], f"{place}.type"), self._rule(said["at"], f"{place}.at")))
        return tuple(found)

    def _object(self, content: Any, where: str, known: Any) -> Mapping[str, Any]:
        if not isinstance(content, dict):
            raise self._wrong(where, f"is not an object with {', '.join(sorted(known))}")
        for name in content:
            if name not in known:
                raise self._wrong(f"{where}.{name}".lstrip("."), f"is not one of {', '.join(sorted(known))}")
        return content

    def _text(self, said: Mapping[str, Any], where: str, name: str) -> Optional[str]:
        value = said.get(name)
        if value is not None and (not isinstance(value, str) or not value):
            raise self._wrong(f"{where}.{name}".lstrip("."), "is not text")
        return value

    def _wrong(self, where: str, what: str) -> Failure:
        return Failure(f"{self._name}: {where or 'the file'} {what}")


def folded(cell: object) -> str:
    """A cell's text as `values` are looked up: without regard to case and blanks around."""
    return ("true" if cell is True else "false" if cell is False else str(cell)).strip().casefold()
