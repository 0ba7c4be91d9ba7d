"""Documents in the store contract's format: one by hand, and any that Hypothesis can think of."""

from __future__ import annotations

import base64
from copy import deepcopy
from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from core.clock import format_instant
from policy.model import EventType

_EXAMPLE = {
    "customers": [{"id": "C1", "email": "a@b.example", "country": "ES", "timezone": "Europe/Madrid", "locale": "en"}],
    "orders": [
        {
            "number": "8120034500012345",
            "customer": "C1",
            "placed_at": "2026-10-01T09:00:00Z",
            "received_at": "2026-10-15T12:00:00Z",
            "ship_from": "CN",
            "ship_to": "ES",
            "items": [
                {
                    "id": "I1",
                    "title": "Desk lamp",
                    "category": "Home & Garden",
                    "price": "12.50",
                    "currency": "EUR",
                    "free_returns": True,
                    "return_window_days": 15,
                }
            ],
        }
    ],
    "returns": [
        {
            "number": "R1001",
            "order": "8120034500012345",
            "items": ["I1"],
            "shipping": "free_label",
            "tracking_number": "LP00123",
            "carrier": "Correos",
            "refund": {"amount": "12.50", "currency": "EUR", "method": "card"},
            "events": [{"type": "requested", "at": "2026-10-16T08:00:00Z"}],
        }
    ],
}


def example_document() -> dict[str, Any]:
    """The contract's own example, a fresh copy that a test may break."""
    return deepcopy(_EXAMPLE)


_IDENTIFIER = st.from_regex(r"[A-Za-z0-9_.:#-]{1,12}", fullmatch=True)
_TITLE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40).filter(str.strip)
_COUNTRY = st.sampled_from(["FR", "US", "ES", "BR", "IL", "GB", "UK", "DE", "AU", "CL", "UA", "RU", "CN"])
_CURRENCY = st.sampled_from(["EUR", "USD", "GBP", "BRL", "ILS", "CAD", "AUD", "MXN", "CLP", "UAH", "RUB", "JPY", "KWD"])
_AMOUNT = st.from_regex(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?", fullmatch=True)
_INSTANT = st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 30)).map(  # noqa: DTZ001
    lambda moment: format_instant(moment.replace(tzinfo=timezone.utc))
)


def _with_region(record: dict[str, Any], name: str, country: str) -> st.SearchStrategy[dict[str, Any]]:
    """The record as it is, or with a region of its country."""
    of = {"UK": "GB"}.get(record[country], record[country])
    region = st.from_regex(r"[A-Z0-9]{1,3}", fullmatch=True).map(lambda part: {**record, name: f"{of}-{part}"})
    return st.just(record) | region


_CUSTOMER = st.fixed_dictionaries(
    {
        "id": _IDENTIFIER,
        "email": st.from_regex(
            r"[A-Za-z0-9+]{1,6}(\.[A-Za-z0-9+]{1,4})?@[A-Za-z0-9]{1,10}\.(example|Test)", fullmatch=True
        ),
        "country": _COUNTRY,
        "timezone": st.sampled_from(
            ["Europe/Madrid", "America/Sao_Paulo", "Asia/Jerusalem", "Australia/Lord_Howe", "UTC"]
        ),
        "locale": st.sampled_from(["en", "en-GB", "pt-BR", "ru", "zh-Hans-CN"]),
    }
).flatmap(lambda record: _with_region(record, "region", "country"))
_ITEM = st.fixed_dictionaries(
    {
        "id": _IDENTIFIER,
        "title": _TITLE,
        "category": _TITLE,
        "price": _AMOUNT,
        "currency": _CURRENCY,
        "free_returns": st.booleans(),
        "return_window_days": st.sampled_from([7, 15, 30, None]),
    },
    optional={"quantity": st.integers(2, 9999)},
)
_EVENT = st.fixed_dictionaries({"type": st.sampled_from([kind.value for kind in EventType]), "at": _INSTANT})
_FILE = st.sampled_from([b"%PDF-1.7\nlabel", b"\x89PNG\r\n\x1a\n\x00"]).map(
    lambda file: base64.b64encode(file).decode()
)
_QR = st.fixed_dictionaries({"qr": _TITLE}, optional={"expires_at": _INSTANT})
_LABEL = st.one_of(
    _QR,
    st.fixed_dictionaries({"file": _FILE}, optional={"qr": _TITLE, "expires_at": _INSTANT}),
    st.fixed_dictionaries({"address": st.just("https://carrier.example/labels/7?of=R1")}, optional={"qr": _TITLE}),
)
_NUMBER = st.lists(st.from_regex(r"[A-Z0-9]{1,8}", fullmatch=True), min_size=1, max_size=3).map(" ".join)


def _key(number: str) -> str:
    return number.replace(" ", "")


def _sent_back(line: dict[str, Any], pieces: int) -> Any:
    """A line of an order as a return names it: by its id, or with the number of pieces where not one goes back."""
    return line["id"] if pieces == 1 else {"id": line["id"], "quantity": pieces}


@st.composite
def valid_documents(draw: st.DrawFn) -> dict[str, Any]:
    """Any document of the contract, in its canonical form: every field there, instants in UTC."""
    customers = draw(st.lists(_CUSTOMER, max_size=4, unique_by=lambda record: record["id"]))
    order_numbers = draw(st.lists(_NUMBER, max_size=5 if customers else 0, unique_by=_key))
    orders = [
        draw(_with_region(order, "ship_to_region", "ship_to"))
        for order in (
            {
                "number": number,
                "customer": draw(st.sampled_from(customers))["id"],
                "placed_at": draw(_INSTANT),
                "received_at": draw(st.none() | _INSTANT),
                "ship_from": draw(_COUNTRY),
                "ship_to": draw(_COUNTRY),
                "items": draw(st.lists(_ITEM, min_size=1, max_size=4, unique_by=lambda line: line["id"])),
            }
            for number in order_numbers
        )
    ]
    return_numbers = draw(st.lists(_NUMBER, max_size=5 if orders else 0, unique_by=_key))
    returns = []
    for number in return_numbers:
        order = draw(st.sampled_from(orders))
        sent = draw(st.lists(st.sampled_from(order["items"]), min_size=1, unique_by=lambda line: line["id"]))
        returns.append(
            {
                "number": number,
                "order": order["number"],
                "items": [_sent_back(line, draw(st.integers(1, line.get("quantity", 1)))) for line in sent],
                "shipping": draw(st.sampled_from(["free_label", "free_qr", "paid"])),
                "tracking_number": draw(st.none() | _IDENTIFIER),
                "carrier": draw(st.none() | _TITLE),
                "refund": {"amount": draw(_AMOUNT), "currency": draw(_CURRENCY), "method": draw(_TITLE)},
                **draw(st.just({}) | _LABEL.map(lambda label: {"label": label})),
                "events": draw(st.lists(_EVENT, max_size=6)),
            }
        )
    return {"customers": customers, "orders": orders, "returns": returns}


def in_another_zone(document: dict[str, Any], hours: int) -> dict[str, Any]:
    """The same document with every instant written in another zone, `hours` ahead of UTC."""

    def shifted(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {name: shifted(part, name) for name, part in value.items()}
        if isinstance(value, list):
            return [shifted(part) for part in value]
        if name in {"at", "placed_at", "received_at", "expires_at"} and value is not None:
            moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
            return moment.astimezone(timezone(timedelta(hours=hours))).isoformat()
        return value

    return shifted(document)
