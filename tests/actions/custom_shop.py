"""The shop of these tests: returns in every state around Tuesday 13 October 2026, in several countries.

Monday 12 October 2026 is a public holiday in Spain, Brazil and the United States (Columbus Day), not in France,
Germany or Russia. Clocks in Europe go back on Sunday 25 October. Order numbers end in the customer's place and a count:
10001 is Ana's first order, 20001 Ben's.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

#: Noon in Madrid, 11:00 in London, 03:00 in Los Angeles, 13:00 in Moscow, 21:00 in Sydney, 07:00 in São Paulo.
NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)

#: Where what lies in Spain lies: no holiday of its own in October or November.
CATALONIA = "ES-CT"

Record = dict[str, Any]


def order_number(ending: int) -> str:
    """The 16 digits of the order with this ending."""
    return f"81200345000{ending}"


def _customer(name: str, country: str, zone: str) -> Record:
    region = {"region": CATALONIA} if country == "ES" else {}
    return {"id": name, "email": f"{name}@example.com", "country": country, "timezone": zone, "locale": "en", **region}


def _item(item: str, title: str, window: int | None = None, free: bool = True) -> Record:
    return {
        "id": item,
        "title": title,
        "category": "Home & Garden",
        "price": "12.50",
        "currency": "EUR",
        "free_returns": free,
        "return_window_days": window,
    }


def _order(
    ending: int,
    customer: str,
    *items: Record,
    to: str,
    placed: str = "2026-09-01T09:00:00Z",
    received: str | None = "2026-10-05T10:00:00Z",
) -> Record:
    return {
        "number": order_number(ending),
        "customer": customer,
        "placed_at": placed,
        "received_at": received,
        "ship_from": "CN",
        "ship_to": to,
        **({"ship_to_region": CATALONIA} if to == "ES" else {}),
        "items": list(items) or [_item("I1", f"Lamp {ending}")],
    }


def _return(
    number: str, ending: int, *, item: str = "I1", tracking: str | None = None, method: str = "card", **events: str
) -> Record:
    return {
        "number": number,
        "order": order_number(ending),
        "items": [item],
        "shipping": "free_label" if tracking or {"approved", "dropped_off"} & events.keys() else "paid",
        "tracking_number": tracking,
        "carrier": "Correos" if tracking else None,
        "refund": {"amount": "12.50", "currency": "EUR", "method": method},
        "events": [{"type": kind, "at": at} for kind, at in events.items()],
    }


CUSTOMERS = [
    _customer("ana", "ES", "Europe/Madrid"),
    _customer("ben", "GB", "Europe/London"),
    _customer("carl", "US", "America/Los_Angeles"),
    _customer("dmitri", "RU", "Europe/Moscow"),
    _customer("elise", "FR", "Europe/Paris"),
    _customer("fay", "AU", "Australia/Sydney"),
    _customer("gil", "BR", "America/Sao_Paulo"),
    _customer("hana", "NL", "Europe/Amsterdam"),
    _customer("iris", "PT", "Europe/Lisbon"),
    _customer("nell", "NL", "Europe/Amsterdam"),
    _customer("kim", "DE", "Europe/Berlin"),
    _customer("lea", "DE", "Europe/Berlin"),
    _customer("mia", "PT", "Europe/Lisbon"),
    _customer("noa", "IL", "Asia/Jerusalem"),
    _customer("otto", "DE", "Europe/Berlin"),
]

ORDERS = [
    # Ana: the first order has two returns, the last one none.
    _order(10001, "ana", _item("I1", "Desk lamp", 15), _item("I2", "Cable organiser", 15), to="ES"),
    *(_order(ending, "ana", to="ES") for ending in range(10002, 10014)),
    _order(10090, "ana", to="ES"),
    # Ben: a label that waits, a request without one, nothing yet, nothing marked free, a parcel on its way.
    _order(20001, "ben", _item("I1", "Kettle", 30), _item("I2", "Toaster", 30), to="GB"),
    _order(20002, "ben", to="GB"),
    _order(20003, "ben", to="GB"),
    _order(20004, "ben", _item("I1", "Radio", free=False), to="GB"),
    _order(20005, "ben", to="GB"),
    _order(30001, "carl", _item("I1", "Kite"), _item("I2", "Kite string"), to="US"),
    _order(40001, "dmitri", to="RU"),
    # Elise lives in France and had it sent to Spain.
    _order(50001, "elise", to="ES"),
    _order(60001, "fay", to="AU"),
    _order(70001, "gil", to="BR"),
    # Placed at 23:30 on 15 July in Amsterdam; 90 days later it is 23:30 on 13 October.
    _order(
        80001,
        "hana",
        _item("I1", "Vase"),
        _item("I2", "Phone case", 7),
        _item("I3", "Speaker", 15),
        _item("I4", "Jacket", 30),
        _item("I5", "Sticker", free=False),
        to="NL",
        placed="2026-07-15T21:30:00Z",
        received="2026-10-08T10:00:00Z",
    ),
    _order(80002, "hana", _item("I1", "Cup", 7), _item("I2", "Mug", 15), to="NL", received="2026-09-28T10:00:00Z"),
    _order(
        98001,
        "nell",
        _item("I1", "Mug *new*", 30) | {"quantity": 2},
        _item("I2", "Desk lamp", 30),
        _item("I3", "Floor lamp", 30),
        _item("I4", "iPhone 15 case", 30),
        to="NL",
    ),
    _order(90001, "iris", _item("I1", "Backpack", 15), to="PT", received=None),
    _order(95001, "kim", _item("I1", "Lamp 95001"), _item("I2", "Bulb"), to="DE"),
    *(_order(ending, "kim", to="DE") for ending in range(95002, 95018)),
    # Mia: what there can be of labels. Noa: one that is still to be sent, and one that was sent.
    *(_order(ending, "mia", to="PT") for ending in range(96001, 96006)),
    *(_order(ending, "noa", to="IL") for ending in (96101, 96102)),
    # Otto: returns in several parcels.
    *(_order(ending, "otto", to="DE") for ending in (96201, 96202)),
    # Lea: records of refunds that don't fit together, and what she sent at her own cost.
    *(_order(ending, "lea", to="DE") for ending in range(97001, 97030)),
    *(
        _order(ending, "lea", _item("I1", "Plate"), _item("I2", "Cup") | {"currency": "USD"}, to="DE")
        for ending in (97030, 97031)
    ),
]

_READY = {
    "requested": "2026-10-10T08:00:00Z",
    "approved": "2026-10-11T08:00:00Z",
    "label_issued": "2026-10-11T08:05:00Z",
}
#: A PDF with nothing in it but its beginning.
PDF = "JVBERi0xLjcK"

LABELLED = [
    _return("R9601", 96001, tracking="LP9601", **_READY)
    | {"label": {"file": PDF, "qr": "LP9601", "expires_at": "2026-10-26T12:00:00Z"}},
    # The shop's systems told of no label that was issued, and sent one all the same.
    _return("R9602", 96002, requested="2026-10-10T08:00:00Z", approved="2026-10-11T08:00:00Z")
    | {"label": {"address": "https://carrier.example/labels/9602"}},
    _return("R9603", 96003, tracking="LP9603", **_READY)
    | {"label": {"qr": "LP9603", "expires_at": "2026-10-12T12:00:00Z"}},
    _return("R9604", 96004, requested="2026-10-13T08:00:00Z") | {"shipping": "free_label"},
    _return("R9605", 96005, tracking="LP9605", **_READY, cancelled="2026-10-12T08:00:00Z") | {"label": {"file": PDF}},
    _return("R9611", 96101, tracking="LP9611", **_READY) | {"label": {"file": PDF, "qr": "LP9611"}},
    _return("R9612", 96102, tracking="LP9612", **_READY, dropped_off="2026-10-12T08:00:00Z") | {"label": {"file": PDF}},
]

RETURNS = [
    # Ana, one return in each state.
    _return(
        "R1001",
        10001,
        tracking="LP1001",
        requested="2026-10-06T08:00:00Z",
        approved="2026-10-07T08:00:00Z",
        label_issued="2026-10-07T08:05:00Z",
        dropped_off="2026-10-09T16:00:00Z",  # Friday 18:00
    ),
    _return("R1002", 10002, requested="2026-10-13T08:00:00Z"),  # today 10:00
    _return("R1003", 10003, requested="2026-10-11T08:00:00Z", seller_responded="2026-10-12T08:00:00Z"),
    _return("R1004", 10004, requested="2026-10-11T08:00:00Z", approved="2026-10-12T09:00:00Z"),  # Monday 11:00
    _return(
        "R1005",
        10005,
        tracking="LP1005",
        requested="2026-10-03T08:00:00Z",
        approved="2026-10-04T09:00:00Z",
        label_issued="2026-10-05T09:00:00Z",
    ),
    _return(
        "R1006",
        10006,
        tracking="LP1006",
        requested="2026-10-01T08:00:00Z",
        approved="2026-10-02T08:00:00Z",
        label_issued="2026-10-02T08:05:00Z",
        dropped_off="2026-10-05T10:00:00Z",  # Monday
        carrier_scan="2026-10-06T05:00:00Z",
    ),
    _return(
        "R1007",
        10007,
        tracking="LP1007",
        requested="2026-10-01T08:00:00Z",
        dropped_off="2026-10-06T10:00:00Z",
        warehouse_received="2026-10-09T09:00:00Z",  # Friday
    ),
    _return(
        "R1008",
        10008,
        tracking="LP1008",
        requested="2026-09-28T08:00:00Z",
        dropped_off="2026-10-02T10:00:00Z",
        warehouse_received="2026-10-07T09:00:00Z",  # Wednesday
        inspection_passed="2026-10-09T09:00:00Z",
    ),
    _return(
        "R1009",
        10009,
        tracking="LP1009",
        requested="2026-09-28T08:00:00Z",
        dropped_off="2026-10-02T10:00:00Z",
        warehouse_received="2026-10-07T09:00:00Z",
        inspection_failed="2026-10-12T09:00:00Z",
    ),
    _return(
        "R1010",
        10010,
        tracking="LP1010",
        method="paypal",
        requested="2026-09-21T08:00:00Z",
        dropped_off="2026-09-25T10:00:00Z",
        warehouse_received="2026-09-30T09:00:00Z",
        inspection_passed="2026-10-01T09:00:00Z",
        refund_issued="2026-10-06T10:00:00Z",  # Tuesday
    ),
    _return(
        "R1011",
        10011,
        tracking="LP1011",
        requested="2026-09-01T08:00:00Z",
        dropped_off="2026-09-04T10:00:00Z",
        warehouse_received="2026-09-09T09:00:00Z",
        inspection_passed="2026-09-10T09:00:00Z",
        refund_issued="2026-09-11T10:00:00Z",
        refund_settled="2026-10-02T10:00:00Z",
    ),
    _return(
        "R1012",
        10001,
        item="I2",
        tracking="LP1012",
        requested="2026-10-05T08:00:00Z",
        approved="2026-10-06T08:00:00Z",
        cancelled="2026-10-08T08:00:00Z",
    ),
    _return("R1013", 10012, requested="2026-10-05T08:00:00Z", rejected="2026-10-08T08:00:00Z"),
    _return("R1014", 10013, requested="2026-10-07T08:00:00Z", escalated="2026-10-10T08:00:00Z"),
    # Ben.
    _return(
        "R2001",
        20001,
        tracking="LP2001",
        requested="2026-10-09T09:00:00Z",
        approved="2026-10-10T08:00:00Z",
        label_issued="2026-10-10T09:00:00Z",
    )
    | {"items": ["I1", "I2"]},
    _return("R2002", 20002, requested="2026-10-12T10:30:00Z") | {"shipping": "free_qr"},
    _return(
        "R2005",
        20005,
        tracking="LP2005",
        requested="2026-09-25T09:00:00Z",
        label_issued="2026-09-26T09:00:00Z",
        dropped_off="2026-09-30T09:00:00Z",
    ),
    # Wednesday 7 October, 22:00 in Los Angeles, where UTC already has Thursday.
    _return("R3001", 30001, tracking="LP3001", requested="2026-10-03T18:00:00Z", dropped_off="2026-10-08T05:00:00Z"),
    # 17 days after noon of 25 September in Moscow were over at noon of Monday 12 October.
    _return("R4001", 40001, tracking="LP4001", requested="2026-09-20T09:00:00Z", dropped_off="2026-09-25T09:00:00Z"),
    _return(
        "R5001",
        50001,
        tracking="LP5001",
        requested="2026-10-01T09:00:00Z",
        dropped_off="2026-10-05T09:00:00Z",
        warehouse_received="2026-10-09T09:00:00Z",  # Friday
    ),
    # Monday 12 October, 09:30 in Sydney, where UTC still has Sunday.
    _return("R6001", 60001, tracking="LP6001", requested="2026-10-05T22:00:00Z", dropped_off="2026-10-11T22:30:00Z"),
    _return("R7001", 70001, tracking="LP7001", requested="2026-10-05T12:00:00Z", dropped_off="2026-10-09T20:00:00Z"),
    # Kim: what carriers say, what is missing, what contradicts itself, what is late.
    _return("R9001", 95001, tracking="LP9001", requested="2026-10-05T08:00:00Z", dropped_off="2026-10-08T08:00:00Z"),
    _return("R9002", 95002, tracking="LP9002", requested="2026-10-01T08:00:00Z", dropped_off="2026-10-05T08:00:00Z"),
    _return("R9003", 95003, tracking="LP9003", requested="2026-10-08T08:00:00Z", dropped_off="2026-10-12T08:00:00Z"),
    _return("R9004", 95004, tracking="LP9004", requested="2026-10-08T08:00:00Z", label_issued="2026-10-09T08:00:00Z"),
    _return("R9005", 95005, tracking="LP9005", requested="2026-10-08T08:00:00Z", label_issued="2026-10-09T08:00:00Z"),
    _return("R9006", 95006, requested="2026-10-08T08:00:00Z", dropped_off="2026-10-12T08:00:00Z"),
    _return("R9007", 95007, tracking="LP9007", requested="2026-10-08T08:00:00Z", dropped_off="2026-10-12T08:00:00Z"),
    _return("R9008", 95008, tracking="LP9008", requested="2026-10-08T08:00:00Z", label_issued="2026-10-09T08:00:00Z"),
    _return("R9009", 95009, tracking="LP9009", requested="2026-09-07T08:00:00Z", dropped_off="2026-09-10T08:00:00Z"),
    _return("R9010", 95010, tracking="LP9010", requested="2026-09-07T08:00:00Z", dropped_off="2026-09-10T08:00:00Z"),
    _return("R9011", 95011),
    _return(
        "R9012",
        95012,
        tracking="LP9012",
        requested="2026-10-05T08:00:00Z",
        cancelled="2026-10-06T08:00:00Z",
        dropped_off="2026-10-08T08:00:00Z",
    ),
    _return("R9013", 95013, requested="2026-10-12T04:00:00Z"),
    _return("R9014", 95014, requested="2026-10-09T04:00:00Z"),
    _return(
        "R9015",
        95015,
        requested="2026-09-28T08:00:00Z",
        dropped_off="2026-10-01T08:00:00Z",
        warehouse_received="2026-10-05T08:00:00Z",
    ),
    _return(
        "R9016",
        95016,
        requested="2026-07-20T08:00:00Z",
        dropped_off="2026-07-23T08:00:00Z",
        warehouse_received="2026-08-03T08:00:00Z",  # Monday
        inspection_passed="2026-08-05T08:00:00Z",
    ),
    _return(
        "R9017",
        95017,
        requested="2026-07-20T08:00:00Z",
        dropped_off="2026-07-23T08:00:00Z",
        warehouse_received="2026-07-28T08:00:00Z",
        inspection_passed="2026-07-30T08:00:00Z",
        refund_issued="2026-08-03T08:00:00Z",  # Monday
    ),
    *LABELLED,
]


def _pays_back(amount: str, currency: str = "EUR", method: str = "card") -> Record:
    return {"refund": {"amount": amount, "currency": currency, "method": method}}


def _sent_twice(record: Record) -> Record:
    return record | {"events": [*record["events"], {"type": "refund_issued", "at": "2026-10-10T08:00:00Z"}]}


_ASKED = {"requested": "2026-09-21T08:00:00Z"}
_ARRIVED = {**_ASKED, "dropped_off": "2026-09-24T10:00:00Z", "warehouse_received": "2026-10-05T08:00:00Z"}  # Monday
_SENT = {"refund_issued": "2026-10-08T08:00:00Z"}
_OF_BOTH_ITEMS = {"items": ["I1", "I2"]}
RETURNS += [
    _return("R9101", 97001, **_ARRIVED, cancelled="2026-10-02T08:00:00Z"),
    _return("R9102", 97002, **_ASKED, cancelled="2026-10-02T08:00:00Z", **_SENT),
    _return("R9103", 97003, **_ARRIVED, cancelled="2026-10-07T08:00:00Z"),
    _sent_twice(_return("R9104", 97004, **_ARRIVED, **_SENT)),
    _return("R9105", 97005, **_ARRIVED, **_SENT) | _pays_back("0.00"),
    _return("R9106", 97006, **_ARRIVED) | _pays_back("5.00"),
    _return("R9107", 97007, **_ARRIVED, **_SENT) | _pays_back("50.00"),
    _return("R9108", 97008, **_ARRIVED, **_SENT) | _pays_back("12.50", "USD"),
    _return("R9109", 97009, **_ASKED, **_SENT),
    _return("R9110", 97010, **_ASKED) | _pays_back("12.50", method="exchange"),
    _return("R9111", 97011, **_ARRIVED, **_SENT, refund_settled="2026-10-10T08:00:00Z") | _pays_back("5.00"),
    _return("R9112", 97012, **_ARRIVED, inspection_failed="2026-10-07T08:00:00Z") | _pays_back("5.00"),
    # Confirmed on Tuesday 28 July: the twentieth working day was Tuesday 25 August.
    _return("R9113", 97013, warehouse_received="2026-07-28T08:00:00Z") | _pays_back("5.00"),
    _return("R9114", 97014, warehouse_received="2026-07-28T08:00:00Z", refund_issued="2026-10-08T08:00:00Z"),
    # Lost on Thursday 24 September.
    _return("R9115", 97015, **_ASKED | {"dropped_off": "2026-09-07T08:00:00Z"}, refund_issued="2026-09-28T08:00:00Z"),
    # At her own cost: ready to be sent, handed in.
    _return("R9116", 97016, **_ASKED, label_issued="2026-09-22T08:00:00Z"),
    _return("R9117", 97017, **_ASKED, dropped_off="2026-09-24T10:00:00Z") | {"shipping": "paid"},
    *(
        _return(f"R91{ending - 97000}", ending, method=method, **_ARRIVED)
        for ending, method in enumerate(("bank_transfer", "gift_card", "original", "store_credit"), start=97018)
    ),
    # In several parcels: one of them is there and the other on its way; both are there.
    *(
        _return(f"R{ending - 86580}", ending, tracking=f"LP{ending}", **_READY, dropped_off="2026-10-12T08:00:00Z")
        | {"further_parcels": [{"tracking_number": f"LP{ending}B", "carrier": "Correos"}]}
        for ending in (96201, 96202)
    ),
    _return("R9130", 97030, **_ARRIVED) | _pays_back("25.00") | _OF_BOTH_ITEMS,
    _return("R9131", 97031, **_ARRIVED) | _pays_back("0.00") | _OF_BOTH_ITEMS,
]


def document() -> Record:
    """All of it in the store contract's format."""
    return {"customers": CUSTOMERS, "orders": ORDERS, "returns": RETURNS}


def _scan(kind: str, at: str, place: str = "") -> dict[str, str]:
    return {"kind": kind, "at": at, "place": place}


#: What the carrier knows, by tracking number.
SCANS = {
    "LP1001": [_scan("accepted", "2026-10-09T16:10:00Z", "Madrid, Calle Mayor")],
    "LP1006": [_scan("in_transit", "2026-10-06T05:00:00Z", "Zaragoza")],
    "LP9001": [
        _scan("accepted", "2026-10-08T08:10:00Z", "Berlin"),
        _scan("delivered", "2026-10-12T09:00:00Z", "Leipzig"),
    ],
    "LP9002": [_scan("delivered", "2026-10-09T09:00:00Z", "Leipzig")],
    "LP9003": [_scan("in_transit", "2026-10-12T20:00:00Z", "Hamburg")],
    "LP9004": [_scan("accepted", "2026-10-12T15:00:00Z")],
    "LP9005": [_scan("exception", "2026-10-12T15:00:00Z")],
    "LP9007": [_scan("in_transit", "2026-10-12T20:00:00Z")],
    "LP9008": [_scan("exception", "2026-10-12T15:00:00Z", "Bremen")],
    "LP9009": [_scan("delivered", "2026-10-01T09:00:00Z", "Leipzig")],
    "LP96201": [_scan("delivered", "2026-10-13T07:00:00Z", "Leipzig")],
    "LP96201B": [_scan("in_transit", "2026-10-12T20:00:00Z", "Hamburg")],
    "LP96202": [_scan("delivered", "2026-10-12T18:00:00Z", "Leipzig")],
    "LP96202B": [_scan("delivered", "2026-10-13T07:00:00Z", "Leipzig")],
    "LP9010": [_scan("delivered", "2026-10-01T09:00:00Z")],
}
