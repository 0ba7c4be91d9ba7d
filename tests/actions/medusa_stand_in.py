"""A stand-in for a Medusa 2 shop: its Admin API as it is on the wire, with what people do in its pages."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY, SECRET = "sk_reads_and_writes", "what the subscriber signs with"
BEGIN = datetime(2026, 10, 1, 9, tzinfo=timezone.utc)
#: What is sold, with its categories.
CATEGORIES = {11: ["Electronics"], 12: ["Stickers", "Gifts"], 13: []}

RULES = """
timezone: Europe/Madrid
locale: en
locales: {ES: es}
ship_from: {field: warehouse, default: ES}
received: completed
category: General
items:
- {category: electronics, ship_from: CN, free_returns: true, return_window_days: 15}
- {category: Stickers, free_returns: false, return_window_days: 7}
- {free_returns: true, return_window_days: 30}
"""

Answer = tuple[int, Any]
_CHANGES = re.compile(r"/orders/(order_\w{26})/changes")
_RETURN = re.compile(r"/returns/(return_\w{26})(/.*)?")


class Refused(Exception):
    """The shop does not do it, and says why."""


class Shop:
    """The shop's orders with their returns and payments; `at` is its clock, in UTC."""

    def __init__(self) -> None:
        self.made = 0
        self.orders: dict[int, dict[str, Any]] = {}
        self.returns: dict[str, dict[str, Any]] = {}
        self.reasons = [{"id": "rr_1", "value": "damaged"}]
        self.at = BEGIN
        #: Answers in place of everything, the first at the first request: a status with its headers.
        self.trouble: list[tuple[int, dict[str, str]]] = []
        #: Requests that are answered so, by method and the end of the path.
        self.refuses: dict[tuple[str, str], str] = {}
        #: Orders that somebody is changing in the shop's pages.
        self.busy: set[int] = set()
        self.asked: list[tuple[str, str]] = []
        self.told: list[Any] = []
        self.url = ""

    def place(self, *lines: tuple[int, int, str], customer: int = 0, email: str = "a@b.example", **more: Any) -> int:
        """A new order of lines (product, pieces, total): what it is counted as."""
        key, self.at = 1001 + len(self.orders), self.at + timedelta(minutes=1)
        self.orders[key] = {
            "id": self._id("order"),
            "display_id": key,
            "custom_display_id": None,
            "status": "pending",
            "email": email,
            "currency_code": "eur",
            "created_at": self._now(),
            "updated_at": self._now(),
            "customer_id": str(customer or 99),
            "customer": {"id": str(customer or 99), "has_account": bool(customer)},
            "metadata": None,
            "shipping_address": {"country_code": "es"},
            "billing_address": {"country_code": "es"},
            "items": [self._line(*line) for line in lines],
            "fulfillments": [],
            "fulfillment_status": "not_fulfilled",
            "payment_collections": [{"id": self._id("pay_col"), "payments": [{"id": self._id("pay"), "refunds": []}]}],
            "returns": [],
            **more,
        }
        return key

    def number(self, key: int) -> str:
        """The number of an order."""
        return str(self.orders[key]["display_id"])

    def item(self, key: int, place: int) -> str:
        """The id of a line of an order, as the store has it."""
        return str(self.orders[key]["items"][place]["id"])

    def payment(self, key: int) -> Any:
        """What was paid for an order, and sent back."""
        return self.orders[key]["payment_collections"][0]["payments"][0]

    def change(self, key: int, **fields: Any) -> None:
        """What people do in the shop's pages."""
        self.orders[key].update(fields)
        self._changed(key)

    def move(self, key: int, email: str) -> None:
        """The customer gets another address."""
        self.change(key, email=email)

    def reprice(self, key: int, total: str) -> None:
        """Every line costs so much."""
        for line in self.orders[key]["items"]:
            line |= {"total": float(total), "unit_price": float(total) / line["quantity"]}
            if line["detail"]["fulfilled_quantity"]:
                line["fulfilled_total"] = float(total)
        self._changed(key)

    def open_account(self, key: int, account: int) -> None:
        """A guest gets an account."""
        self.change(key, customer_id=str(account), customer={"id": str(account), "has_account": True})

    def cancel(self, key: int) -> None:
        """Nobody has bought it any more."""
        self.change(key, status="canceled")

    def break_off(self, key: int) -> None:
        """The order lacks what every order has."""
        del self.orders[key]["items"][0]["quantity"]

    def complete(self, key: int) -> None:
        """All of an order is sent and arrives."""
        order = self.orders[key]
        for line in order["items"]:
            line["detail"]["fulfilled_quantity"] = line["quantity"]
            line["fulfilled_total"] = line["quantity"] * line["unit_price"]
        self._changed(key)
        parcel = {"id": self._id("ful"), "location_id": "sloc_1", "delivered_at": self._now(), "canceled_at": None}
        self.change(key, fulfillments=[parcel], fulfillment_status="delivered")

    def held(self) -> dict[str, Any]:
        """What a store holds that is the same as the shop."""
        return {
            str(each["display_id"]): (
                each["email"],
                _in_seconds(each["created_at"]),
                next((_in_seconds(parcel["delivered_at"]) for parcel in each["fulfillments"]), None),
                [
                    (
                        line["id"],
                        line["quantity"],
                        (Decimal(line["total"]) / line["quantity"]).quantize(Decimal("0.01")),
                    )
                    for line in each["items"]
                ],
            )
            for each in self.orders.values()
            if each["status"] != "canceled"
        }

    def standing(self, key: int) -> list[str]:
        """How the returns of an order stand."""
        return [each["status"] for each in self._returns(self.orders[key])]

    def ask_for_return(self, key: int) -> str:
        """Somebody of the shop takes down a return of one piece of the first line: its id."""
        return_id = self._begin({"order_id": self.orders[key]["id"]})["id"]
        self._fill(return_id, [{"id": self.item(key, 0), "quantity": 1}])
        self._confirm(return_id)
        return return_id

    def receive(self, return_id: str, *, damaged: int = 0) -> None:
        """All of a return arrives, some of it damaged."""
        told = self.returns[return_id]
        key = self._key(told)
        self._changed(key)
        for each in told["items"]:
            each |= {"damaged_quantity": damaged, "received_quantity": each["quantity"] - damaged}
            each["updated_at"] = self._now()
            line = next(line for line in self.orders[key]["items"] if line["id"] == each["item_id"])
            line["total"] -= each["quantity"] * line["unit_price"]
        if not damaged:
            told |= {"status": "received", "received_at": self._now()}
        told["updated_at"] = self._now()

    def refund(self, key: int, amount: str, **_items: int) -> None:
        """Money is sent back, for no items in particular, which leaves the order as it was."""
        self.at += timedelta(minutes=5)
        refund = {"id": self._id("ref"), "amount": float(amount), "created_at": self._now()}
        self.payment(key)["refunds"].append(refund)

    def refunded_at(self, key: int) -> str:
        """When the first refund of an order was."""
        return _in_seconds(self.payment(key)["refunds"][0]["created_at"])

    def label(self, return_id: str, tracking_number: str) -> None:
        """A label for a return is made."""
        told = self.returns[return_id]
        self._changed(self._key(told))
        parcel = {"created_at": self._now(), "labels": [{"tracking_number": tracking_number}]}
        told |= {"fulfillments": [parcel], "updated_at": self._now()}

    def webhook(self, key: int, secret: str = SECRET) -> tuple[dict[str, str], bytes]:
        """What the shop's subscriber sends when an order has changed: headers and body."""
        return self.event("order.updated", secret, id=self.orders[key]["id"])

    def event(self, name: str, secret: str = SECRET, **data: str) -> tuple[dict[str, str], bytes]:
        """What the shop's subscriber sends of an event: headers and body."""
        return self.signed(json.dumps({"name": name, "data": data}).encode(), secret)

    @staticmethod
    def signed(body: bytes, secret: str = SECRET) -> tuple[dict[str, str], bytes]:
        """A body with the header that proves it."""
        proof = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
        return {"x-returndesk-signature": proof}, body

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Answer:
        """What the API answers."""
        self.asked.append((method, path))
        if body is not None:
            self.told.append(body)
        for (of, end), why in self.refuses.items():
            if of == method and path.endswith(end):
                return 400, {"type": "invalid_data", "message": why}
        try:
            if found := _RETURN.fullmatch(path):
                return self._of_return(method, found[1], found[2], body)
            if method == "POST" and path == "/returns":
                return 200, {"return": self._begin(body)}
        except Refused as refused:
            return 400, {"type": "invalid_data", "message": str(refused)}
        assert method == "GET"
        if path.startswith("/payments/"):
            return self._payment(path.removeprefix("/payments/"))
        if found := _CHANGES.fullmatch(path):
            assert query["status[]"] == ["pending", "requested"]
            return 200, {"order_changes": [{"status": "pending"}] if self._is_changed(found[1]) else []}
        name = path.removeprefix("/").replace("-", "_")
        things = {
            "orders": self._listed(query),
            "returns": [
                each
                for each in self.returns.values()
                if each["order_id"] in query.get("order_id", [each["order_id"]])
                and each["id"] in query.get("id[]", [each["id"]])
            ],
            "return_reasons": self.reasons,
        }[name]
        begin, size = int(query.get("offset", ["0"])[0]), int(query.get("limit", ["15"])[0])
        return 200, {name: deepcopy(things[begin : begin + size]), "count": len(things), "offset": begin, "limit": size}

    def _listed(self, query: dict[str, list[str]]) -> list[dict[str, Any]]:
        orders = [each for each in self.orders.values() if each["id"] in query.get("id[]", [each["id"]])]
        orders = [each for each in orders if each["updated_at"] >= query.get("updated_at[$gte]", [""])[0]]
        if "q" in query:
            orders = [each for each in orders if query["q"][0].casefold() in json.dumps(each).casefold()]
        by = query.get("order", ["display_id"])[0]
        return sorted(({**each, "returns": self._returns(each)} for each in orders), key=lambda each: each[by])

    def _returns(self, order: dict[str, Any]) -> list[dict[str, Any]]:
        return [each for each in self.returns.values() if each["order_id"] == order["id"]]

    def _payment(self, payment: str) -> Answer:
        for order in self.orders.values():
            if payment == order["payment_collections"][0]["payments"][0]["id"]:
                return 200, {"payment": {"id": payment, "payment_collection": {"order": {"id": order["id"]}}}}
        return 404, {"type": "not_found", "message": f"Payment with id: {payment} was not found"}

    def _of_return(self, method: str, return_id: str, deed: str | None, body: Any) -> Answer:
        told = self.returns[return_id]
        if (method, deed) == ("POST", "/request-items"):
            self._fill(return_id, body["items"])
        elif (method, deed) == ("POST", "/request"):
            self._confirm(return_id)
        elif (method, deed) == ("DELETE", "/request"):
            del self.returns[return_id]
        elif (method, deed) == ("POST", "/cancel"):
            self.cancel_return(return_id)
        else:
            assert (method, deed) == ("GET", None)
        return 200, {"return": told}

    def cancel_return(self, return_id: str) -> None:
        """A return is cancelled, by whomever."""
        told = self.returns[return_id]
        if told["status"] == "canceled":
            raise Refused(f"Return with id {return_id} has been canceled.")
        if told["status"] != "requested":
            raise Refused("Can't cancel a return which has returned items")
        self._changed(self._key(told))
        told |= {"status": "canceled", "canceled_at": self._now(), "updated_at": self._now()}

    def _begin(self, said: dict[str, Any]) -> dict[str, Any]:
        order = self.orders[self._key(said)]
        if self._is_changed(order["id"]):
            raise Refused(f"Order ({order['id']}) already has an existing active order change")
        new = {
            "id": self._id("return"),
            "order_id": order["id"],
            "display_id": len(self.returns) + 1,
            "status": "open",
            "location_id": said.get("location_id"),
            "metadata": said.get("metadata"),
            "created_at": self._now(),
            "updated_at": self._now(),
            "requested_at": None,
            "received_at": None,
            "canceled_at": None,
            "items": [],
            "fulfillments": [],
        }
        self.returns[new["id"]] = new
        return new

    def _is_changed(self, order_id: str) -> bool:
        begun = any(each["status"] == "open" and each["order_id"] == order_id for each in self.returns.values())
        return begun or any(self.orders[key]["id"] == order_id for key in self.busy)

    def _fill(self, return_id: str, items: list[dict[str, Any]]) -> None:
        told = self.returns[return_id]
        lines = {each["id"]: each for each in self.orders[self._key(told)]["items"]}
        for each in items:
            if each["quantity"] > lines[each["id"]]["detail"]["fulfilled_quantity"]:
                raise Refused(f"Cannot request to return more items than what was fulfilled for item {each['id']}.")
            told["items"].append(
                {
                    "item_id": each["id"],
                    "quantity": each["quantity"],
                    "received_quantity": 0,
                    "damaged_quantity": 0,
                    "reason_id": each.get("reason_id"),
                    "note": each.get("internal_note"),
                    "updated_at": self._now(),
                }
            )

    def _confirm(self, return_id: str) -> None:
        told = self.returns[return_id]
        if not told["items"]:
            raise Refused("Order return request should have at least 1 item")
        self._changed(self._key(told))
        told |= {"status": "requested", "requested_at": self._now(), "updated_at": self._now()}

    def _line(self, product: int, pieces: int, total: str) -> dict[str, Any]:
        return {
            "id": self._id("ordli"),
            "title": f"Thing {product}",
            "variant_title": "Default variant",
            "quantity": pieces,
            "unit_price": float(total) / pieces,
            "total": float(total),
            "fulfilled_total": 0,
            "detail": {"quantity": pieces, "fulfilled_quantity": 0, "return_received_quantity": 0},
            "product": {"id": f"prod_{product}", "categories": [{"name": each} for each in CATEGORIES[product]]},
        }

    def _key(self, told: dict[str, Any]) -> int:
        """The order that something is told of."""
        return next(key for key, each in self.orders.items() if each["id"] == told["order_id"])

    def _changed(self, key: int) -> None:
        self.at += timedelta(minutes=1)
        self.orders[key]["updated_at"] = self._now()

    def _id(self, kind: str) -> str:
        self.made += 1
        return f"{kind}_01M8NG{self.made:020d}"

    def _now(self) -> str:
        return self.at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _in_seconds(written: str) -> str:
    """An instant as the store writes it."""
    return written.replace(".000Z", "Z")


@contextmanager
def served(shop: Shop) -> Iterator[Shop]:
    """Serve a shop on a port of its own; `shop.url` says where."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def do_DELETE(self) -> None:
            self._answer("DELETE")

        def _answer(self, method: str) -> None:
            target, headers = urlsplit(self.path), {"Content-Type": "application/json; charset=utf-8"}
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            login = base64.b64encode(f"{KEY}:".encode()).decode()
            if shop.trouble:
                (status, more), content = shop.trouble.pop(0), {"type": "trouble", "message": "trouble"}
                headers |= more
            elif self.headers.get("Authorization") != f"Basic {login}":
                status, content = 401, {"message": "Unauthorized"}
            else:
                assert target.path.startswith("/admin/")
                path = target.path.removeprefix("/admin")
                status, content = shop.answer(method, path, parse_qs(target.query), body)
            written = json.dumps(content).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(written))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(written)

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
