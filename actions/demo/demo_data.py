"""The demo shop's customers, orders, returns and carrier scans, dated relative to a given instant.

Every status a return can have occurs once at least. A return's number tells whose it is: R1… are Ana's, R2… Ben's, and
so on; an order's number ends the same way.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from actions.demo.builders import Days, Part, customer, item, label

HOME = "Home & Garden"
APPLIANCES = "Home Appliances"
CLOTHES = "Apparel"
ELECTRONICS = "Consumer Electronics"
TOYS = "Toys & Games"


def demo_document(now: datetime) -> dict[str, Any]:
    """The demo shop in the store contract's format, as if all of it had happened up to `now` (aware)."""
    parts = _parts(now)
    return {
        "customers": [part.customer for part in parts],
        "orders": [order for part in parts for order in part.orders],
        "returns": [request for part in parts for request in part.returns],
    }


def demo_scans(now: datetime) -> dict[str, list[dict[str, str]]]:
    """What the demo carrier knows at `now` (aware): the scans of each tracking number, oldest first."""
    return {tracking: scans for part in _parts(now) for tracking, scans in part.scans.items()}


def _parts(now: datetime) -> tuple[Part, ...]:
    if now.utcoffset() is None:
        raise ValueError(f"now, {now.isoformat()}, has no time zone")
    return (_ana(now), _ben(now), _chloe(now), _dmitri(now), _emma(now), _felix(now))


def _ana(now: datetime) -> Part:
    """Dropped a parcel off yesterday, waits for money and has a label to use; orders with every kind of window."""
    days = Days(now, "Europe/Madrid")
    ana = Part(customer("demo-ana", "ana@example.com", "ES", days.timezone), "EUR")

    ana.order(
        "8120034500012345",
        item("Desk lamp", HOME, "12.50", 15),
        item("Cable organiser", HOME, "4.90", 15),
        placed=days.ago(19, "09:00"),
        received=days.ago(8, "12:00"),
    )
    ana.sent_back(
        "R1001",
        ("requested", days.ago(5, "08:30")),
        ("seller_responded", days.ago(4, "09:15")),
        ("approved", days.ago(4, "09:20")),
        ("label_issued", days.ago(4, "09:25")),
        ("dropped_off", days.ago(1, "17:40")),
        tracking="LP10010001ES",
        carrier="Correos",
    )
    ana.scanned("LP10010001ES", ("accepted", days.ago(1, "18:05"), "Madrid, post office Calle Mayor"))

    ana.order(
        "8120034500012346",
        item("Running shoes", CLOTHES, "39.99", 30),
        placed=days.ago(45),
        received=days.ago(32, "16:30"),
    )
    ana.sent_back(
        "R1002",
        ("requested", days.ago(24, "19:10")),
        ("seller_responded", days.ago(23, "08:00")),
        ("approved", days.ago(23, "08:05")),
        ("label_issued", days.ago(23, "08:06")),
        ("dropped_off", days.ago(20, "11:30")),
        ("carrier_scan", days.ago(19, "07:45")),
        ("warehouse_received", days.ago(13, "09:00")),
        ("inspection_passed", days.ago(11, "15:00")),
        ("refund_issued", days.ago(3, "10:00")),
        tracking="LP10020001ES",
        carrier="Correos",
    )
    ana.scanned(
        "LP10020001ES",
        ("accepted", days.ago(20, "11:40"), "Madrid, post office Calle Mayor"),
        ("in_transit", days.ago(19, "07:45"), "Madrid, sorting centre"),
        ("delivered", days.ago(14, "12:20"), "Zaragoza, returns warehouse"),
    )

    ana.order(
        "8120034500012347",
        item("Electric cup", APPLIANCES, "15.20", 15),
        item("Ice mould", HOME, "6.75", 15),
        item("Party mask", HOME, "3.10", 7),
        placed=days.ago(16),
        received=days.ago(5, "13:15"),
    )
    # The order's free label is used: what else goes back travels in the same parcel.
    ana.sent_back(
        "R1003",
        ("requested", days.ago(2, "20:00")),
        ("seller_responded", days.ago(1, "09:00")),
        ("approved", days.ago(1, "09:05")),
        ("label_issued", days.ago(1, "09:10")),
        tracking="LP10030001ES",
        carrier="Correos",
        label=label("R1003", "LP10030001ES", expires=days.ahead(13)),
    )

    ana.order("8120034500012348", item("Backpack", CLOTHES, "27.00", 15), placed=days.ago(6), received=None)
    ana.order(
        "8120034500012349",
        item("Phone case", ELECTRONICS, "7.40", 7),
        item("Bluetooth speaker", ELECTRONICS, "22.30", 15),
        item("Winter jacket", CLOTHES, "54.00", 30),
        item("Shoe dryer", APPLIANCES, "18.60", None),
        item("Sticker set", TOYS, "2.00", None, free_returns=False),
        placed=days.ago(21),
        received=days.ago(10, "18:00"),
    )
    ana.order(
        "8120034500012350",
        item("Robot pool cleaner", APPLIANCES, "189.00", None),
        placed=days.ago(120),
        received=days.ago(104),
        ship_from="ES",
    )
    return ana


def _ben(now: datetime) -> Part:
    """Dropped a parcel off more than two working days ago, and the page still doesn't show it."""
    days = Days(now, "Europe/London")
    ben = Part(customer("demo-ben", "ben@example.com", "GB", days.timezone), "GBP")

    ben.order(
        "8120034500020001",
        item("Electric kettle", APPLIANCES, "24.00", 15),
        placed=days.ago(30),
        received=days.ago(17, "14:00"),
    )
    ben.sent_back(
        "R2001",
        ("requested", days.ago(12)),
        ("seller_responded", days.ago(11)),
        ("approved", days.ago(11, "10:05")),
        ("label_issued", days.ago(11, "10:06")),
        ("dropped_off", days.ago(8, "16:20")),
        tracking="LP20010001GB",
        carrier="Royal Mail",
        method="paypal",
    )
    ben.scanned(
        "LP20010001GB",
        ("accepted", days.ago(8, "16:25"), "Leeds, post office"),
        ("in_transit", days.ago(7, "05:10"), "Leeds, mail centre"),
    )

    ben.order(
        "8120034500020002",
        item("Board game", TOYS, "19.50", 30),
        item("Card sleeves", TOYS, "3.25", 30),
        placed=days.ago(20),
        received=days.ago(9, "11:00"),
        ship_from="GB",
    )
    return ben


def _chloe(now: datetime) -> Part:
    """Has just asked for one return, was refused another and took back a third."""
    days = Days(now, "Europe/Paris")
    chloe = Part(customer("demo-chloe", "chloe@example.com", "FR", days.timezone), "EUR")

    chloe.order(
        "8120034500030001",
        item("Linen dress", CLOTHES, "31.80", 15),
        placed=days.ago(14),
        received=days.ago(3, "12:45"),
    )
    chloe.sent_back("R3001", ("requested", days.hours_ago(3)))

    chloe.order(
        "8120034500030002",
        item("Headphones", ELECTRONICS, "45.00", None, free_returns=False),
        placed=days.ago(40),
        received=days.ago(25),
    )
    chloe.sent_back(
        "R3002",
        ("requested", days.ago(12, "21:00")),
        ("seller_responded", days.ago(11, "07:30")),
        ("rejected", days.ago(10, "07:45")),
        shipping="paid",
        method="paypal",
    )

    chloe.order(
        "8120034500030003", item("Bath towels, set of 4", HOME, "21.00", 30), placed=days.ago(24), received=days.ago(11)
    )
    chloe.sent_back(
        "R3003",
        ("requested", days.ago(6)),
        ("seller_responded", days.ago(5, "08:00")),
        ("approved", days.ago(5, "08:05")),
        ("label_issued", days.ago(5, "08:06")),
        ("cancelled", days.ago(4, "19:30")),
        tracking="LP30030001FR",
        carrier="La Poste",
    )
    return chloe


def _dmitri(now: datetime) -> Part:
    """Handed a parcel in more than 17 days ago; it never arrived."""
    days = Days(now, "Europe/Moscow")
    dmitri = Part(customer("demo-dmitri", "dmitri@example.com", "RU", days.timezone), "RUB")

    dmitri.order(
        "8120034500040001", item("Wool scarf", CLOTHES, "1490.00", 30), placed=days.ago(50), received=days.ago(33)
    )
    dmitri.sent_back(
        "R4001",
        ("requested", days.ago(24)),
        ("seller_responded", days.ago(23)),
        ("approved", days.ago(23, "10:05")),
        ("label_issued", days.ago(23, "10:06")),
        ("dropped_off", days.ago(19, "12:30")),
        shipping="free_qr",
        tracking="LP40010001RU",
        carrier="Pochta Rossii",
    )
    dmitri.scanned(
        "LP40010001RU",
        ("accepted", days.ago(19, "12:35"), "Kazan, post office 420111"),
        ("exception", days.ago(12, "04:00"), "Podolsk, sorting centre"),
    )

    dmitri.order(
        "8120034500040002", item("Bicycle light", ELECTRONICS, "890.00", 15), placed=days.ago(26), received=days.ago(6)
    )
    return dmitri


def _emma(now: datetime) -> Part:
    """Has used the five free returns of this calendar month, whatever day of it is today."""
    days = Days(now, "Europe/Rome")
    emma = Part(customer("demo-emma", "emma@example.com", "IT", days.timezone), "EUR")
    began = max(days.month_began(), now - timedelta(days=5))
    step = (now - began) / 6
    answers = ("seller_responded", "approved", "label_issued")

    returned = (
        (item("Table runner", HOME, "9.90", 30), 3),
        (item("Wall clock", HOME, "17.25", 30), 3),
        (item("Yoga mat", "Sports", "14.00", 30), 3),
        (item("Sun hat", CLOTHES, "11.60", 30), 2),
        (item("Puzzle, 1000 pieces", TOYS, "13.45", 30), 1),
    )
    for place, (line, answered) in enumerate(returned, start=1):
        emma.order(f"812003450005000{place}", line, placed=days.ago(35), received=days.ago(12))
        # The answers come within the step, so that even on a month's first morning they have come.
        moments = [(began + (place + quarter / 4) * step).replace(microsecond=0) for quarter in range(answered + 1)]
        emma.sent_back(
            f"R500{place}",
            *zip(("requested", *answers), moments, strict=False),
            tracking=f"LP500{place}0001IT" if answered == len(answers) else None,
            carrier="Poste Italiane" if answered == len(answers) else None,
        )

    emma.order("8120034500050006", item("Bread knife", HOME, "8.80", 30), placed=days.ago(18), received=days.ago(4))
    return emma


def _felix(now: datetime) -> Part:
    """Returns on every station between the carrier and the bank, and one that the platform decides."""
    days = Days(now, "Europe/Berlin")
    felix = Part(customer("demo-felix", "felix@example.com", "DE", days.timezone), "EUR")

    felix.order(
        "8120034500060001", item("Rain jacket", CLOTHES, "42.00", 30), placed=days.ago(40), received=days.ago(20)
    )
    felix.sent_back(
        "R6001", *_sent(days, 6), ("carrier_scan", days.ago(5, "06:30")), tracking="LP60010001DE", carrier="DHL"
    )
    # The carrier has delivered it; the shop's page lags behind.
    felix.scanned(
        "LP60010001DE",
        ("accepted", days.ago(6, "17:10"), "Hamburg, parcel shop"),
        ("in_transit", days.ago(5, "06:30"), "Hamburg, parcel centre"),
        ("delivered", days.ago(1, "10:15"), "Leipzig, returns warehouse"),
    )

    felix.order(
        "8120034500060002", item("Toaster", APPLIANCES, "29.90", 30), placed=days.ago(44), received=days.ago(27)
    )
    felix.sent_back(
        "R6002",
        *_sent(days, 7),
        ("carrier_scan", days.ago(6, "06:30")),
        ("warehouse_received", days.ago(1, "08:20")),
        tracking="LP60020001DE",
        carrier="DHL",
    )

    felix.order("8120034500060003", item("Bed linen", HOME, "36.40", 30), placed=days.ago(46), received=days.ago(29))
    felix.sent_back(
        "R6003",
        *_sent(days, 9),
        ("carrier_scan", days.ago(8, "06:30")),
        ("warehouse_received", days.ago(4, "08:20")),
        ("inspection_passed", days.ago(1, "11:00")),
        tracking="LP60030001DE",
        carrier="DHL",
        method="bank_transfer",
    )

    felix.order(
        "8120034500060004", item("Smart watch", ELECTRONICS, "79.00", 15), placed=days.ago(38), received=days.ago(26)
    )
    felix.sent_back(
        "R6004",
        *_sent(days, 12),
        ("carrier_scan", days.ago(11, "06:30")),
        ("warehouse_received", days.ago(5, "08:20")),
        ("inspection_failed", days.ago(2, "13:40")),
        tracking="LP60040001DE",
        carrier="DHL",
    )

    felix.order("8120034500060005", item("Garden hose", HOME, "25.15", 30), placed=days.ago(75), received=days.ago(58))
    felix.sent_back(
        "R6005",
        *_sent(days, 38),
        ("carrier_scan", days.ago(37, "06:30")),
        ("warehouse_received", days.ago(33, "08:20")),
        ("inspection_passed", days.ago(31, "11:00")),
        ("refund_issued", days.ago(28, "10:00")),
        ("refund_settled", days.ago(22, "03:00")),
        tracking="LP60050001DE",
        carrier="DHL",
    )

    felix.order(
        "8120034500060006",
        item("Coffee grinder", APPLIANCES, "33.30", 15),
        item("Descaler", APPLIANCES, "5.60", 15),
        placed=days.ago(22),
        received=days.ago(9),
    )
    # No answer within 48 hours, so the platform has stepped in.
    felix.sent_back(
        "R6006", ("requested", days.ago(4, "09:00")), ("escalated", days.ago(2, "09:30")), items=("I1", "I2")
    )
    return felix


def _sent(days: Days, dropped_off: int) -> tuple[tuple[str, datetime], ...]:
    """All that happens to a return up to its drop-off, `dropped_off` days ago."""
    return (
        ("requested", days.ago(dropped_off + 4)),
        ("seller_responded", days.ago(dropped_off + 3, "09:00")),
        ("approved", days.ago(dropped_off + 3, "09:05")),
        ("label_issued", days.ago(dropped_off + 3, "09:06")),
        ("dropped_off", days.ago(dropped_off, "17:00")),
    )
