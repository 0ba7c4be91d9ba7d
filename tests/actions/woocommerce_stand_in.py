"""A stand-in for a WooCommerce shop: its REST API v3 as it is on the wire, and the webhooks that it sends."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

USER, PASSWORD, SECRET = "ck_reads", "cs_reads", "what the webhooks are signed with"
KEY = f"{USER}:{PASSWORD}"
BEGIN = datetime(2026, 10, 1, 9, tzinfo=timezone.utc)
CATEGORIES = {11: ["Electronics"], 12: ["Stickers", "Gifts"], 13: []}

RULES = """
timezone: Europe/Madrid
timezones: {FR: Europe/Paris}
locale: en
locales: {ES: es}
ship_from: {field: _warehouse, default: ES}
received: completed
category: General
items:
- {category: [electronics], ship_from: CN, free_returns: true, return_window_days: 15}
- {category: Stickers, free_returns: false, return_window_days: 7}
- {free_returns: true, return_window_days: 30}
"""


class Shop:
    """The shop's orders, refunds and products; `at` is its clock, in UTC."""

    def __init__(self) -> None:
        self.orders: dict[int, dict[str, Any]] = {}
        self.refunds: dict[int, list[dict[str, Any]]] = {}
        self.at = BEGIN
        #: Answers in place of everything, the first at the first request: a status with its headers.
        self.trouble: list[tuple[int, dict[str, str]]] = []
        self.asked: list[str] = []
        self.url = ""

    def place(self, *lines: tuple[int, int, str], customer: int = 0, email: str = "a@b.example", **more: Any) -> int:
        """A new order of lines (product, pieces, total): its id."""
        key = 1001 + len(self.orders)
        self.orders[key] = {
            "id": key,
            "parent_id": 0,
            "number": str(key),
            "status": "processing",
            "currency": "EUR",
            "customer_id": customer,
            "billing": {"first_name": "A", "last_name": "B", "email": email, "country": "ES", "state": "M"},
            "shipping": {"first_name": "A", "country": "ES", "postcode": "28001"},
            "date_created": self._gmt(),
            "date_created_gmt": self._gmt(),
            "date_completed_gmt": None,
            "line_items": [
                {
                    "id": key * 10 + index,
                    "product_id": product,
                    "variation_id": 0,
                    "name": f"Thing {product}",
                    "quantity": pieces,
                    "total": total,
                    "total_tax": "2.10",
                    "taxes": [],
                    "meta_data": [],
                }
                for index, (product, pieces, total) in enumerate(lines)
            ],
            "meta_data": [{"id": 1, "key": "_attribution", "value": {"of": "a plugin"}}],
            "refunds": [],
            "shipping_lines": [],
            "cart_hash": "e1b0",
            "_links": {"self": [{"href": "https://shop.example/wp-json/wc/v3/orders"}]},
            **more,
        }
        self._changed(key)
        return key

    def item(self, key: int, place: int) -> str:
        """The id of a line of an order, as the store has it."""
        return str(key * 10 + place)

    def number(self, key: int) -> str:
        """An order's number."""
        return str(key)

    def change(self, key: int, **fields: Any) -> None:
        """What people do in the shop's pages."""
        self.orders[key].update(fields)
        self._changed(key)

    def move(self, key: int, email: str) -> None:
        """The customer gets another address."""
        self.change(key, billing={**self.orders[key]["billing"], "email": email})

    def reprice(self, key: int, total: str) -> None:
        """Every line costs so much."""
        self.change(key, line_items=[{**line, "total": total} for line in self.orders[key]["line_items"]])

    def open_account(self, key: int, account: int) -> None:
        """A guest gets an account."""
        self.change(key, customer_id=account)

    def cancel(self, key: int) -> None:
        """Nobody has bought it any more."""
        self.change(key, status="cancelled")

    def break_off(self, key: int) -> None:
        """The order lacks what every order has."""
        del self.orders[key]["billing"]["country"]

    def refunded_at(self, key: int) -> str:
        """When the first refund of an order was."""
        return f"{self.refunds[key][0]['date_created_gmt']}Z"

    def held(self) -> dict[str, Any]:
        """What a store holds that is the same as the shop."""
        return {
            each["number"]: (
                each["billing"]["email"],
                f"{each['date_created_gmt']}Z",
                each["date_completed_gmt"] and f"{each['date_completed_gmt']}Z",
                [
                    (
                        str(line["id"]),
                        line["quantity"],
                        ((Decimal(line["total"]) + Decimal(line["total_tax"])) / line["quantity"]).quantize(
                            Decimal("0.01")
                        ),
                    )
                    for line in each["line_items"]
                ],
            )
            for each in self.orders.values()
            if each["status"] not in ("pending", "cancelled")
        }

    def complete(self, key: int) -> None:
        """The order has been delivered."""
        self.change(key, status="completed", date_completed_gmt=self._gmt())

    def refund(self, key: int, amount: str, **items: int) -> None:
        """Money is sent back, for pieces of lines by their ids as `line_…`."""
        self.at += timedelta(minutes=5)
        refund = 9000 + sum(map(len, self.refunds.values()))
        told = {
            "id": refund,
            "date_created_gmt": self._gmt(),
            "amount": amount,
            "reason": "",
            "line_items": [
                {
                    "id": 1,
                    "quantity": -pieces,
                    "total": f"-{amount}",
                    "meta_data": [{"id": 5, "key": "_refunded_item_id", "value": line.removeprefix("line_")}],
                }
                for line, pieces in items.items()
            ],
        }
        self.refunds.setdefault(key, []).append(told)
        self.orders[key]["refunds"].append({"id": refund, "reason": "", "total": f"-{amount}"})
        self._changed(key)

    def webhook(self, key: int, secret: str = SECRET) -> tuple[dict[str, str], bytes]:
        """What the shop sends of an order as it is now: headers and body."""
        return self.signed(json.dumps(self.orders[key]).encode(), secret)

    @staticmethod
    def signed(body: bytes, secret: str = SECRET) -> tuple[dict[str, str], bytes]:
        """A body with the headers that prove it."""
        proof = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
        return {"x-wc-webhook-topic": "order.updated", "x-wc-webhook-signature": proof}, body

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        """What the API answers."""
        page, size = int(query.get("page", "1")), int(query.get("per_page", "10"))
        assert size <= 100
        if path == "/products":
            wanted = [int(each) for each in query.get("include", "11").split(",")]
            found: list[Any] = [
                {"id": each, "categories": [{"id": 1, "name": name, "slug": "x"} for name in CATEGORIES[each]]}
                for each in wanted
                if each in CATEGORIES
            ]
        elif path == "/orders":
            found = [deepcopy(each) for _, each in sorted(self.orders.items()) if self._is_wanted(each, query)]
        else:
            found = self.refunds.get(int(path.split("/")[2]), [])
        return 200, found[(page - 1) * size : page * size]

    @staticmethod
    def _is_wanted(order: dict[str, Any], query: dict[str, str]) -> bool:
        if "search" in query and query["search"] not in order["number"]:
            return False
        return order["date_modified_gmt"] > query.get("modified_after", "")

    def _changed(self, key: int) -> None:
        self.at += timedelta(minutes=1)
        self.orders[key]["date_modified_gmt"] = self._gmt()

    def _gmt(self) -> str:
        return self.at.strftime("%Y-%m-%dT%H:%M:%S")


@contextmanager
def served(shop: Shop) -> Iterator[Shop]:
    """Serve a shop on a port of its own; `shop.url` says where."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            target = urlsplit(self.path)
            shop.asked.append(self.path)
            login = base64.b64encode(KEY.encode()).decode()
            if shop.trouble:
                (status, headers), content = shop.trouble.pop(0), {"code": "trouble"}
            elif self.headers.get("Authorization") != f"Basic {login}":
                status, headers, content = 401, {}, {"code": "woocommerce_rest_cannot_view"}
            else:
                assert target.path.startswith("/wp-json/wc/v3/")
                query = {name: values[0] for name, values in parse_qs(target.query).items()}
                (status, content), headers = shop.answer(target.path.removeprefix("/wp-json/wc/v3"), query), {}
            body = json.dumps(content).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    shop.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield shop
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
