"""The shape of a delivery of changes: which can be read, and what is wrong with each that can't."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NoReturn, Union

from pydantic import ValidationError

from actions.store.import_export import fields
from actions.store.import_export.document import first_problem, parsed
from actions.store.import_export.rows import NAMES, repeated_item, rows_of
from actions.store.updates.candidates import Candidate
from actions.store.updates.deliveries import Change, Unreadable
from core.clock import parse_instant

#: In bytes and in changes. Whoever has more sends more deliveries.
LARGEST_DELIVERY: Final = 1_000_000
MOST_CHANGES: Final = 500

_SECTIONS: Final = {"customer": "customers", "order": "orders", "return": "returns"}
_LONGEST_NAME: Final = 64
_SHAPE: Final = 'an object such as {"changes": [{"as_of": "2026-10-16T08:00:00Z", "return": {…}}]}'


class BadDelivery(Exception):
    """A delivery is not what the intake takes; the message says what it lacks."""


def changes_in(body: bytes, latest: datetime) -> list[Union[Change, Unreadable]]:
    """The changes of a delivery, in their order; one that can't be read says why, without quoting any value.

    Args:
        body: As it was sent.
        latest: No state can be as of later than this aware instant.

    Raises:
        BadDelivery: It is no delivery, or has too many changes.
    """
    try:
        delivery = json.loads(body.decode("utf-8"), parse_constant=_no_such_number)
    except (ValueError, RecursionError):
        raise BadDelivery("the body is not JSON in UTF-8") from None
    if not isinstance(delivery, dict) or delivery.keys() != {"changes"} or not isinstance(delivery["changes"], list):
        raise BadDelivery(f"the body is not {_SHAPE}")
    if not 1 <= len(delivery["changes"]) <= MOST_CHANGES:
        raise BadDelivery(f"a delivery has 1 to {MOST_CHANGES} changes, not {len(delivery['changes'])}")
    return [change_of(each, latest) for each in delivery["changes"]]


def change_of(value: object, latest: datetime) -> Union[Change, Unreadable]:
    """A change out of what JSON gave; one that can't be read says why, without quoting any value.

    Args:
        value: An object with `as_of` and a record.
        latest: No state can be as of later than this aware instant.
    """
    kinds = [kind for kind in _SECTIONS if isinstance(value, dict) and kind in value]
    if not isinstance(value, dict) or len(kinds) != 1 or value.keys() != {"as_of", kinds[0]}:
        return Unreadable(None, None, "a change has as_of and one of customer, order and return")
    kind, record = kinds[0], value[kinds[0]]
    section = _SECTIONS[kind]
    if not isinstance(record, dict):
        return Unreadable(section, None, f"{kind}: is not an object")
    name = _name(record.get(NAMES[section]))
    try:
        as_of = parse_instant(value["as_of"] if isinstance(value["as_of"], str) else "")
    except ValueError:
        return Unreadable(section, name, "as_of: is not an instant such as 2026-10-16T08:00:00Z")
    if as_of > latest:
        return Unreadable(section, name, "as_of: is in the future; check the clock")
    try:
        found = parsed(section, record)
    except ValidationError as error:
        return Unreadable(section, name, _without_values(error, record))
    except RecursionError:
        return Unreadable(section, name, "is nested too deeply")
    trouble = repeated_item(found)
    if trouble is not None:
        return Unreadable(section, name, trouble)
    rows = rows_of(found)
    # As rows wait: with instants as text.
    body = json.loads(json.dumps(rows.body, default=datetime.isoformat))
    return Change(section, Candidate(rows.key, rows.refers, body, as_of))


def _name(value: object) -> Union[str, None]:
    shows = isinstance(value, str) and value.isprintable() and len(value) <= _LONGEST_NAME
    return str(value) if shows else None


def _without_values(error: ValidationError, record: Mapping[str, Any]) -> str:
    """The first thing that is wrong with a record, without the value that it is about: that may be an address."""
    said = first_problem(error)
    value = _at(record, error.errors()[0]["loc"])
    for quoted in (fields.shown(value), json.dumps(value, ensure_ascii=False, default=str)):
        said = said.replace(f": {quoted} ", ": ")
    where, _, what = said.partition(": ")
    return f"{where}: is not what the field takes" if what.startswith(('"', "{", "[")) else said


def _at(record: Any, path: Sequence[Union[str, int]]) -> Any:
    for step in path:
        try:
            record = record[step]
        except (LookupError, TypeError):
            return None
    return record


def _no_such_number(name: str) -> NoReturn:
    raise ValueError(name)
