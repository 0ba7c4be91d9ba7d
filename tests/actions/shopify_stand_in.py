"""A stand-in for a Shopify shop: its Admin API as it is on the wire, and the webhooks that it sends."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from shopify_api import ShopifyApi

TOKEN, APP, SECRET = "shpat_reads_and_writes", "app_id", "shpss_signs_webhooks"
KEY = TOKEN
BEGIN = datetime(2026, 10, 1, 9, tzinfo=timezone.utc)
PRODUCTS = {11: ("Electronics", "Lamps"), 12: ("Stickers", None), 13: ("", None)}
SCOPES = ["read_orders", "write_returns", "read_products", "read_customers"]

RULES = """
timezone: Europe/Madrid
timezones: {FR: Europe/Paris}
locale: en
locales: {ES: es}
ship_from: {field: _warehouse, default: ES}
received: completed
category: General
shipping: free_qr
items:
- {category: [electronics], ship_from: CN, free_returns: true, return_window_days: 15}
- {category: Stickers, free_returns: false, return_window_days: 7}
- {free_returns: true, return_window_days: 30}
"""

Node = dict[str, Any]


def money(amount: object) -> Node:
    """An amount in the shop's and the customer's currency."""
    said = {"amount": str(amount), "currencyCode": "EUR"}
    return {"presentmentMoney": said, "shopMoney": said}


class Shop:
    """The shop's orders, parcels, returns and refunds; `at` is its clock, in UTC."""

    def __init__(self) -> None:
        self.orders: dict[int, Node] = {}
        self.at = BEGIN
        #: Answers in place of everything, the first at the first request: a status with its headers.
        self.trouble: list[tuple[int, dict[str, str]]] = []
        #: Orders whose returns it fails to take.
        self.busy: set[int] = set()
        self.asked: list[str] = []
        self.url = ""
        self.version = "2026-10"
        self.scopes = list(SCOPES)
        #: Tokens that let in, and how many were given for the app's secret.
        self.tokens = {TOKEN}
        self.given = 0
        #: Whether an answer gets lost on its way after what was asked was done.
        self.loses_answers = 0
        self._webhooks = 0
        self._ids = 500
        self.api = ShopifyApi(self)

    def place(self, *lines: tuple[int, int, str], customer: int = 0, email: str = "a@b.example", **more: Any) -> int:
        """A new order of lines (product, pieces, what they cost before tax): its id."""
        key = 1001 + len(self.orders)
        self.orders[key] = {
            "__typename": "Order",
            "id": f"gid://shopify/Order/{key}",
            "name": f"#{key}",
            "email": email,
            "processedAt": self.now(),
            "cancelledAt": None,
            "test": False,
            "displayFulfillmentStatus": "UNFULFILLED",
            "presentmentCurrencyCode": "EUR",
            "taxesIncluded": False,
            "customer": {"id": f"gid://shopify/Customer/{customer}"} if customer else None,
            "billingAddress": {"countryCodeV2": "ES"},
            "shippingAddress": {"countryCodeV2": "ES"},
            "customAttributes": [{"key": "gift", "value": "no"}, {"key": "empty", "value": None}],
            "lineItems": [self._line(key * 10 + place, *line) for place, line in enumerate(lines)],
            "fulfillments": [],
            "returns": [],
            "refunds": [],
            **more,
        }
        self._changed(key)
        return key

    def item(self, key: int, place: int) -> str:
        """The id of a line of an order, as the store has it."""
        return str(key * 10 + place)

    def number(self, key: int) -> str:
        """An order's number."""
        return f"#{key}"

    def change(self, key: int, **fields: Any) -> None:
        """What people do in the shop's pages."""
        self.orders[key].update(fields)
        self._changed(key)

    def move(self, key: int, email: str) -> None:
        """The customer gets another address."""
        self.change(key, email=email)

    def reprice(self, key: int, total: str) -> None:
        """Every line costs so much."""
        lines = self.orders[key]["lineItems"]
        self.change(key, lineItems=[self._priced({**each}, total) for each in lines])

    def open_account(self, key: int, account: int) -> None:
        """A guest gets an account."""
        self.change(key, customer={"id": f"gid://shopify/Customer/{account}"})

    def complete(self, key: int) -> None:
        """The order has been delivered."""
        self.send(key)
        self.deliver(key)

    def send(self, key: int, country: str | None = None) -> None:
        """All of an order is sent in a parcel, from a country."""
        order = self.orders[key]
        if not order["fulfillments"]:
            parcel = {"__typename": "Fulfillment", "id": f"gid://shopify/Fulfillment/{self._id()}", "status": "SUCCESS"}
            order["fulfillments"] = [
                {**parcel, "deliveredAt": None, "originAddress": {"countryCode": country} if country else None}
            ]
        self.change(key, displayFulfillmentStatus="FULFILLED")

    def deliver(self, key: int) -> None:
        """It arrives."""
        self.orders[key]["fulfillments"][0]["deliveredAt"] = self.now()
        self._changed(key)

    def standing(self, key: int) -> list[str]:
        """How the returns of an order stand."""
        return [each["status"].lower() for each in self.orders[key]["returns"]]

    def request(self, key: int, items: dict[str, int], note: str | None = None, status: str = "REQUESTED") -> Node:
        """A customer asks for a return in the shop, or somebody there makes one."""
        order = self.orders[key]
        found: Node = {
            "__typename": "Return",
            "id": f"gid://shopify/Return/{self._id()}",
            "name": f"{order['name']}-R{len(order['returns']) + 1}",
            "status": status,
            "order": order,
            "createdAt": self.now(),
            "requestApprovedAt": None,
            "closedAt": None,
            "returnShippingFees": [],
            "returnLineItems": [
                {
                    "__typename": "ReturnLineItem",
                    "id": f"gid://shopify/ReturnLineItem/{self._id()}",
                    "quantity": pieces,
                    "customerNote": note,
                    "fulfillmentLineItem": {"id": f"gid://shopify/FulfillmentLineItem/{item}", "lineItem": line},
                }
                for item, pieces in items.items()
                for line in order["lineItems"]
                if line["id"].endswith(f"/{item}")
            ],
            "reverseFulfillmentOrders": [],
        }
        order["returns"].append(found)
        self._changed(key)
        return found

    def approve(self, found: Node) -> None:
        """The shop agrees to a return."""
        self.update(found, status="OPEN", requestApprovedAt=self.now())

    def update(self, found: Node, **fields: Any) -> None:
        """Something happens to a return."""
        found.update(fields)
        self._changed(int(found["order"]["id"].rpartition("/")[2]))

    def label(self, found: Node, number: str, address: str | None = None) -> None:
        """A parcel is announced, with a label where one lies at an address."""
        label = {"publicFileUrl": address, "createdAt": self.now()} if address else None
        tracking = {"number": number, "carrierName": "Correos", "url": None}
        deliverable = {"__typename": "ReverseDeliveryShippingDeliverable", "label": label, "tracking": tracking}
        order = self._reverse_order(found)
        delivery = {"__typename": "ReverseDelivery", "id": f"gid://shopify/ReverseDelivery/{self._id()}"}
        order["reverseDeliveries"].append({**delivery, "deliverable": deliverable, "reverseFulfillmentOrder": order})
        self.update(found)

    def receive(self, found: Node) -> None:
        """What was sent back arrives, and is put on the shelf."""
        gone = {"id": f"gid://shopify/ReverseFulfillmentOrderDisposition/{self._id()}", "type": "RESTOCKED"}
        line = {"id": "gid://shopify/ReverseFulfillmentOrderLineItem/1", "totalQuantity": 1}
        done = {**line, "dispositions": [{**gone, "quantity": 1, "createdAt": self.now()}]}
        self._reverse_order(found)["lineItems"].append(done)
        self.update(found)

    def refund(self, key: int, amount: str, *, of_return: Node | None = None, **items: int) -> None:
        """Money is sent back, for pieces of lines by their ids as `line_…`, or of a return."""
        self.at += timedelta(minutes=5)
        order = self.orders[key]
        paid = {"__typename": "OrderTransaction", "id": f"gid://shopify/OrderTransaction/{self._id()}"}
        lines = {each["id"].rpartition("/")[2]: each for each in order["lineItems"]}
        order["refunds"].append(
            {
                "__typename": "Refund",
                "id": f"gid://shopify/Refund/{self._id()}",
                "createdAt": self.now(),
                "totalRefundedSet": money(amount),
                "return": of_return,
                "refundLineItems": [
                    {"quantity": pieces, "lineItem": lines[line.removeprefix("line_")]}
                    for line, pieces in items.items()
                ],
                "transactions": [{**paid, "kind": "REFUND", "status": "SUCCESS", "processedAt": self.now()}],
            }
        )
        self._changed(key)

    def refunded_at(self, key: int) -> str:
        """When the first refund of an order was."""
        return str(self.orders[key]["refunds"][0]["createdAt"])

    def held(self) -> dict[str, Any]:
        """What a store holds that is the same as the shop."""
        return {each["name"]: self._held(each) for each in self.orders.values() if not each["cancelledAt"]}

    def cancel(self, key: int) -> None:
        """Nobody has bought it any more."""
        self.change(key, cancelledAt=self.now())

    def break_off(self, key: int) -> None:
        """The order lacks what every order has, and its currency is none."""
        self.orders[key]["billingAddress"] = None
        self.orders[key]["shippingAddress"] = None

    def webhook(self, key: int, secret: str = SECRET) -> tuple[dict[str, str], bytes]:
        """What the shop sends of an order as it is now: headers and body."""
        order = self.orders[key]
        told = {"id": key, "admin_graphql_api_id": order["id"], "name": order["name"], "updated_at": order["updatedAt"]}
        more = {"email": order["email"], "of_a_later_version": {"nobody": ["knows"]}, "line_items": []}
        return self.signed(json.dumps({**told, **more}).encode(), secret)

    def signed(self, body: bytes, secret: str = SECRET, topic: str = "orders/updated") -> tuple[dict[str, str], bytes]:
        """A body with the headers that prove it."""
        self._webhooks += 1
        proof = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
        headers = {
            "x-shopify-topic": topic,
            "x-shopify-hmac-sha256": proof,
            "x-shopify-shop-domain": urlsplit(self.url).hostname or "",
            "x-shopify-api-version": self.version,
            "x-shopify-webhook-id": f"b54557e4-{self._webhooks:04}",
            "x-shopify-triggered-at": self.now(),
        }
        return headers, body

    def now(self) -> str:
        """Its clock, as Shopify writes instants."""
        return self.at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def _line(self, key: int, product: int, pieces: int, total: str) -> Node:
        kind, category = PRODUCTS[product]
        known = {"id": f"gid://shopify/Product/{product}", "productType": kind}
        line = {
            "__typename": "LineItem",
            "id": f"gid://shopify/LineItem/{key}",
            "name": f"Thing {product}",
            "quantity": pieces,
            "product": {**known, "category": {"name": category} if category else None},
            "taxLines": [{"title": "IVA", "priceSet": money("2.10")}],
        }
        return self._priced(line, total)

    @staticmethod
    def _priced(line: Node, total: str) -> Node:
        unit = Decimal(total) / line["quantity"]
        return {**line, "discountedUnitPriceAfterAllDiscountsSet": money(unit)}

    @staticmethod
    def _held(order: Node) -> Any:
        delivered = [each["deliveredAt"] for each in order["fulfillments"]]
        items = [
            (
                line["id"].rpartition("/")[2],
                line["quantity"],
                (
                    Decimal(line["discountedUnitPriceAfterAllDiscountsSet"]["presentmentMoney"]["amount"])
                    + Decimal("2.10") / line["quantity"]
                ).quantize(Decimal("0.01")),
            )
            for line in order["lineItems"]
        ]
        return order["email"], order["processedAt"], delivered[0] if delivered else None, items

    def _reverse_order(self, found: Node) -> Node:
        if not found["reverseFulfillmentOrders"]:
            identity = f"gid://shopify/ReverseFulfillmentOrder/{self._id()}"
            order = {"__typename": "ReverseFulfillmentOrder", "id": identity, "order": found["order"]}
            found["reverseFulfillmentOrders"].append({**order, "lineItems": [], "reverseDeliveries": []})
        first: Node = found["reverseFulfillmentOrders"][0]
        return first

    def _id(self) -> int:
        self._ids += 1
        return self._ids

    def _changed(self, key: int) -> None:
        self.at += timedelta(minutes=1)
        self.orders[key]["updatedAt"] = self.now()


@contextmanager
def served(shop: Shop) -> Iterator[Shop]:
    """Serve a shop on a port of its own; `shop.url` says where."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if shop.trouble:
                status, headers = shop.trouble.pop(0)
                self._say(status, {"errors": "trouble"}, headers)
            elif self.path == "/admin/oauth/access_token":
                self._give_token(parse_qs(body.decode()))
            elif self.headers.get("X-Shopify-Access-Token") not in shop.tokens:
                self._say(401, {"errors": "[API] Invalid API key or access token"})
            else:
                assert self.path == "/admin/api/2026-10/graphql.json"
                assert self.headers["Content-Type"] == "application/json"
                asked = json.loads(body)
                shop.asked.append(asked["query"])
                answer = shop.api.answer(asked["query"], asked["variables"])
                if shop.loses_answers:
                    shop.loses_answers -= 1
                    self._say(502, {})
                else:
                    self._say(200, answer, {"X-Shopify-API-Version": shop.version})

        def do_GET(self) -> None:
            assert self.path == "/bulk/1.jsonl"
            assert "X-Shopify-Access-Token" not in self.headers
            self._send(200, shop.api.file, {})

        def _give_token(self, asked: dict[str, list[str]]) -> None:
            if asked != {"grant_type": ["client_credentials"], "client_id": [APP], "client_secret": [SECRET]}:
                self._say(400, {"error": "application_cannot_be_found"})
                return
            shop.given += 1
            token = f"shpat_for_a_day_{shop.given}"
            shop.tokens = {token}
            self._say(200, {"access_token": token, "scope": ",".join(shop.scopes), "expires_in": 86399})

        def _say(self, status: int, content: Any, headers: dict[str, str] | None = None) -> None:
            self._send(status, json.dumps(content).encode(), headers or {})

        def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
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
