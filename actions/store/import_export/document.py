"""The store contract's file format: what a record may hold.

A record that is read fits the format by itself; whether references and numbers fit together and fit what the store
already holds is for `actions.store.import_export.intake` to check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Optional, Union

from pydantic import BaseModel, Extra, ValidationError, root_validator, validator

from actions.store.import_export import fields, label_fields
from actions.store.import_export.failure import ImportFailed
from core.identifiers import number_key
from policy.model import EventType, Shipping

SECTIONS = ("customers", "orders", "returns")

# A name that a broken file makes up may be of any length; an error stays readable.
_LONGEST_NAME = 64
#: Each is asked for while a customer waits.
MOST_FURTHER_PARCELS = 9


class Record(BaseModel):
    """What a record is made of, with nothing else in it."""

    class Config:
        """Unknown fields are mistakes; a record doesn't change once it is read."""

        extra = Extra.forbid
        allow_mutation = False


def _check(name: str, check: Callable[[Any], Any]) -> Any:  # pydantic's own decorator is untyped
    """Have a field checked by one of our own functions, before pydantic converts anything."""
    return validator(name, pre=True, allow_reuse=True)(check)


def _check_if_any(name: str, check: Callable[[Any], Any]) -> Any:
    """The same for a field that may be null."""
    return _check(name, lambda value: None if value is None else check(value))


def _check_region(name: str, country: str) -> Any:
    """Have a region checked that may be null or missing, against the country that another field names."""

    def check(cls: type[Record], value: object, values: Mapping[str, object]) -> Optional[str]:
        return None if value is None else fields.region(value, values.get(country))

    return validator(name, pre=True, allow_reuse=True)(check)


class CustomerRecord(Record):
    """A customer in a file."""

    id: str
    email: str
    country: str
    timezone: str
    locale: str
    region: Optional[str] = None

    _id = _check("id", fields.identifier)
    _email = _check("email", fields.email)
    _country = _check("country", fields.country)
    _timezone = _check("timezone", fields.timezone)
    _locale = _check("locale", fields.locale)
    _region = _check_region("region", "country")


class ItemRecord(Record):
    """A line of an order in a file."""

    id: str
    title: str
    category: str
    price: str
    currency: str
    free_returns: bool
    # Without a default: an item for which nobody said which rule applies is a mistake.
    return_window_days: Optional[int] = ...  # type: ignore[assignment]
    quantity: int = 1

    _id = _check("id", fields.identifier)
    _title = _check("title", fields.text(500))
    _category = _check("category", fields.text(200))
    _price = _check("price", fields.amount)
    _currency = _check("currency", fields.currency)
    _free_returns = _check("free_returns", fields.flag)
    _return_window_days = _check("return_window_days", fields.return_window)
    _quantity = _check("quantity", fields.quantity)


class OrderRecord(Record):
    """An order in a file."""

    number: str
    customer: str
    placed_at: datetime
    received_at: Optional[datetime]
    ship_from: str
    ship_to: str
    ship_to_region: Optional[str] = None
    items: list[ItemRecord]

    _number = _check("number", fields.number)
    _customer = _check("customer", fields.identifier)
    _placed_at = _check("placed_at", fields.instant)
    _received_at = _check_if_any("received_at", fields.instant)
    _ship_from = _check("ship_from", fields.country)
    _ship_to = _check("ship_to", fields.country)
    _ship_to_region = _check_region("ship_to_region", "ship_to")
    _items = _check("items", fields.filled_list)


class RefundRecord(Record):
    """What a return pays back, in a file."""

    amount: str
    currency: str
    method: str

    _amount = _check("amount", fields.amount)
    _currency = _check("currency", fields.currency)
    _method = _check("method", fields.text(50))


class EventRecord(Record):
    """Something that happened to a return, in a file."""

    type: str
    at: datetime

    _type = _check("type", fields.one_of(tuple(kind.value for kind in EventType)))
    _at = _check("at", fields.instant)


class ReturnedItemRecord(Record):
    """What a return sends back of a line of its order; in a file its id alone says one piece."""

    id: str
    quantity: int = 1

    _id = _check("id", fields.identifier)
    _quantity = _check("quantity", fields.quantity)


class LabelRecord(Record):
    """What a return is sent back with, in a file: a label to print, a code to show, or both."""

    file: Optional[str] = None
    address: Optional[str] = None
    qr: Optional[str] = None
    expires_at: Optional[datetime] = None

    _file = _check_if_any("file", label_fields.file)
    _address = _check_if_any("address", label_fields.address)
    _qr = _check_if_any("qr", label_fields.qr)
    _expires_at = _check_if_any("expires_at", fields.instant)

    @root_validator(skip_on_failure=True)
    @classmethod
    def _there_is_one(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["file"] and values["address"]:
            raise ValueError("holds a file and an address; send one of them")
        if not (values["file"] or values["address"] or values["qr"]):
            raise ValueError("holds neither file nor address nor qr; leave the label out where there is none")
        return values


class ParcelRecord(Record):
    """A parcel of a return besides its first, in a file."""

    tracking_number: str
    carrier: Optional[str] = None

    _tracking_number = _check("tracking_number", fields.text(64))
    _carrier = _check_if_any("carrier", fields.text(100))


class ReturnRecord(Record):
    """A return request in a file."""

    number: str
    order: str
    items: list[ReturnedItemRecord]
    shipping: str
    tracking_number: Optional[str]
    carrier: Optional[str]
    further_parcels: list[ParcelRecord] = []
    refund: RefundRecord
    label: Optional[LabelRecord] = None
    events: list[EventRecord]

    _number = _check("number", fields.number)
    _order = _check("order", fields.number)
    _items = _check("items", fields.filled_list)
    _item = validator("items", pre=True, each_item=True, allow_reuse=True)(fields.returned_item)
    _shipping = _check("shipping", fields.one_of(tuple(kind.value for kind in Shipping)))
    _tracking_number = _check_if_any("tracking_number", fields.text(64))
    _carrier = _check_if_any("carrier", fields.text(100))

    @validator("further_parcels", pre=True)
    @classmethod
    def _few(cls, value: object) -> object:
        if not isinstance(value, list):
            raise ValueError("is not a list")
        if len(value) > MOST_FURTHER_PARCELS:
            raise ValueError(f"are more than {MOST_FURTHER_PARCELS}")
        return value

    @validator("further_parcels")
    @classmethod
    def _each_once(cls, further: list[ParcelRecord], values: dict[str, Any]) -> list[ParcelRecord]:
        first = values.get("tracking_number")
        if further and first is None:
            raise ValueError("come after the first, whose number is tracking_number; send that too")
        numbers = [number_key(number) for number in (first, *(each.tracking_number for each in further)) if number]
        if len(set(numbers)) < len(numbers):
            raise ValueError("two parcels of the return have the same tracking_number")
        return further


AnyRecord = Union[CustomerRecord, OrderRecord, ReturnRecord]

_RECORDS: dict[str, tuple[type[Any], str]] = {
    "customers": (CustomerRecord, "id"),
    "orders": (OrderRecord, "number"),
    "returns": (ReturnRecord, "number"),
}


def place(section: str, index: int, name: object) -> str:
    """How an error names a record: `returns[3] R1004`."""
    shows = isinstance(name, str) and name.isprintable() and len(name) <= _LONGEST_NAME
    return f"{section}[{index}] {name}" if shows else f"{section}[{index}]"


def check_section(section: object) -> None:
    """Refuse what is not one of the document's sections.

    Raises:
        ImportFailed: It is none.
    """
    if section not in SECTIONS:
        raise ImportFailed(f"unknown section {fields.shown(section)}; a document has {', '.join(SECTIONS)}")


def checked(section: str, index: int, value: object) -> AnyRecord:
    """A record of a section, out of what JSON gave.

    Raises:
        ImportFailed: It breaks the format.
    """
    if not isinstance(value, Mapping):
        raise ImportFailed(f"{place(section, index, None)}: {fields.shown(value)} is not an object")
    try:
        return parsed(section, value)
    except ValidationError as error:
        name = value.get(_RECORDS[section][1])
        raise ImportFailed(f"{place(section, index, name)}: {first_problem(error)}") from error


def parsed(section: str, value: Mapping[str, Any]) -> AnyRecord:
    """The same for a caller with errors of its own.

    Raises:
        ValidationError: It breaks the format.
    """
    found: AnyRecord = _RECORDS[section][0].parse_obj(value)
    return found


def records_in(document: object) -> Iterator[tuple[str, int, AnyRecord]]:
    """The records of a document that is in memory as JSON gives it, each with its section and its place there.

    Raises:
        ImportFailed: The document breaks the format.
    """
    if not isinstance(document, Mapping):
        raise no_document()
    for section in document:
        check_section(section)
    for section in SECTIONS:
        values = document.get(section, [])
        if not isinstance(values, list):
            raise no_list(section)
        for index, value in enumerate(values):
            yield section, index, checked(section, index, value)


def no_document() -> ImportFailed:
    """What to raise where a document is something else than an object."""
    return ImportFailed(f"the document is not an object with {', '.join(SECTIONS)}")


def no_list(section: str) -> ImportFailed:
    """What to raise where a section is something else than a list."""
    return ImportFailed(f"{section} is not a list")


def first_problem(error: ValidationError) -> str:
    """The first thing that is wrong with a record: where in it, and what."""
    problem = error.errors()[0]
    where = ""
    for step in problem["loc"]:
        where += f"[{step}]" if isinstance(step, int) else f".{step}"
    where = where.replace(".__root__", "").lstrip(".")[:_LONGEST_NAME]
    if problem["type"] == "value_error.missing":
        return f"{where} is missing"
    if problem["type"] == "value_error.extra":
        return f"unknown field {where}"
    if problem["type"] == "type_error.dict":
        return f"{where} is not an object"
    if problem["type"] == "type_error.none.not_allowed":
        return f"{where} is null"
    return f"{where}: {problem['msg']}"
