"""WooCommerce by its REST API, version 3."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Final, Optional, Union

from actions.connect.body_signature import is_signed
from actions.connect.connector import WITHOUT_ADDRESS, Connector, NoOrder, NotToldOf, ShopItem, ShopOrder, ShopRefund
from actions.connect.patience import Patience
from core.clock import parse_instant
from core.http_client import HttpClient, ServiceRefused, ServiceUnavailable
from core.identifiers import number_key

_API: Final = "/wp-json/wc/v3"
#: Orders of a page: WooCommerce gives a hundred at most, and each has all of its lines.
_PAGE: Final = 50
_MOST_PAGES: Final = 100_000
_LARGEST_ANSWER: Final = 20_000_000
#: What nobody has bought yet, or not any more.
_NOT_PLACED: Final = frozenset({"pending", "failed", "cancelled", "checkout-draft", "auto-draft", "draft", "trash"})
#: What WordPress writes in place of the address of whoever was erased.
_ERASED: Final = "@site.invalid"
_GREETING: Final = re.compile(r"webhook_id=\d{1,20}", re.ASCII)
_LONGEST_GREETING: Final = 40
_CENT: Final = Decimal("0.01")
#: So many products' categories are kept; beyond them all are asked for again.
_MOST_PRODUCTS: Final = 10_000


class WooCommerce(Connector):
    """A shop that runs on WooCommerce.

    Args:
        url: The shop's address, without /wp-json.
        key: `ck_…:cs_…`, the two parts of a REST key that may read.
        secret: What its webhooks are signed with; None where none are wanted.
        patience: How often, and how patiently, the shop is asked again.
    """

    name = "woocommerce"
    signed_by = ("x-wc-webhook-signature",)
    _unknown: ClassVar[tuple[str, ...]] = ()

    def __init__(self, url: str, key: str, secret: Optional[str], patience: Patience) -> None:
        user, _, password = key.partition(":")
        self._auth = (user, password)
        self._url = url.rstrip("/") + _API
        self._secret = secret
        self._patience = patience
        self._client = HttpClient("the shop", timeout=20, budget=60, longest=_LARGEST_ANSWER)
        self._categories: dict[int, tuple[str, ...]] = {}

    def authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Base64 of HMAC-SHA256 over the body."""
        return is_signed(body, headers.get(self.signed_by[0], ""), self._secret)

    def is_greeting(self, headers: Mapping[str, str], body: bytes) -> bool:
        """`webhook_id=7`, which WooCommerce sends unsigned when a webhook is saved."""
        is_short = len(body) <= _LONGEST_GREETING
        return is_short and self.signed_by[0] not in headers and bool(_GREETING.fullmatch(body.decode("latin-1")))

    def told(self, body: Any) -> Union[ShopOrder, NoOrder]:
        """An order; one that was deleted or is none yet changes nothing."""
        # Of what was deleted the id alone is told.
        if not isinstance(body, dict) or "line_items" not in body:
            raise NotToldOf
        found = self._order(body)
        if found is None:
            raise NotToldOf
        return found

    def changed_since(self, since: Optional[datetime]) -> Iterator[Union[ShopOrder, NoOrder]]:
        """By id: orders that are added to the list while it is read push others back, so that none is left out."""
        query = {"per_page": str(_PAGE), "orderby": "id", "order": "asc", "status": "any", "dates_are_gmt": "true"}
        if since is not None:
            query["modified_after"] = since.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
        for page in range(1, _MOST_PAGES):
            orders = _list(self._get("/orders", **query, page=str(page)))
            self._learn_categories(orders)
            for each in orders:
                found = self._order(each)
                if found is not None:
                    yield found
            if len(orders) < _PAGE:
                return

    def order(self, number: str) -> Union[ShopOrder, NoOrder, None]:
        """By search, as plugins give orders numbers of their own."""
        wanted = number_key(number)
        for each in _list(self._get("/orders", search=number, per_page=str(_PAGE))):
            if number_key(str(each.get("number", ""))) == wanted:
                return self._order(each) or NoOrder(number, f"status: is {each.get('status')}, which nobody has bought")
        return None

    def health(self) -> str:
        """That orders, products and refunds may be read."""
        for path in ("/orders", "/products"):
            _list(self._get(path, per_page="1"))
        return "its orders and products can be read"

    def _order(self, said: Mapping[str, Any]) -> Union[ShopOrder, NoOrder, None]:
        """An order, None of what nobody has bought."""
        if said.get("status") in _NOT_PLACED:
            return None
        address = said["billing"].get("email") if isinstance(said.get("billing"), dict) else None
        if address == "":
            return NoOrder(str(said.get("number")), WITHOUT_ADDRESS, is_usual=True)
        if isinstance(address, str) and address.endswith(_ERASED):
            return NoOrder(str(said.get("number")), "the shop has erased whose it is; `returndesk forget` does so here")
        try:
            self._learn_categories([said])
            return self._read(said)
        except (KeyError, TypeError, ValueError, InvalidOperation, AttributeError) as error:
            number = said.get("number")
            field = f"{error.args[0]}: " if isinstance(error, KeyError) and error.args else ""
            return NoOrder(number if isinstance(number, str) else None, f"{field}is not as WooCommerce has it")

    def _read(self, said: Mapping[str, Any]) -> ShopOrder:
        billing, shipping = said["billing"], said.get("shipping") or {}
        country = billing["country"]
        return ShopOrder(
            number=said["number"],
            account=str(said["customer_id"]) if said.get("customer_id") else None,
            email=billing["email"],
            country=country,
            placed_at=_instant(said["date_created_gmt"]),
            changed_at=_instant(said["date_modified_gmt"]),
            completed_at=_instant(said["date_completed_gmt"]) if said.get("date_completed_gmt") else None,
            ship_to=shipping.get("country") or country,
            currency=said["currency"],
            items=tuple(self._item(each) for each in said["line_items"] if each["quantity"] > 0),
            refunds=self._refunds(said) if said.get("refunds") else (),
            fields={
                str(each["key"]): each["value"]
                for each in said.get("meta_data") or ()
                if isinstance(each, dict) and isinstance(each.get("value"), str)
            },
        )

    def _item(self, line: Mapping[str, Any]) -> ShopItem:
        quantity = int(line["quantity"])
        paid = Decimal(line["total"]) + Decimal(line.get("total_tax") or "0")
        categories = self._categories.get(int(line["product_id"]), self._unknown)
        return ShopItem(str(line["id"]), line["name"], categories, quantity, (paid / quantity).quantize(_CENT))

    def _refunds(self, said: Mapping[str, Any]) -> tuple[ShopRefund, ...]:
        found = _list(self._get(f"/orders/{int(said['id'])}/refunds", per_page="100"))
        return tuple(
            ShopRefund(
                str(each["id"]),
                _instant(each["date_created_gmt"]),
                Decimal(each["amount"]),
                dict(filter(None, map(_returned, each.get("line_items") or ()))),
            )
            for each in found
        )

    def _learn_categories(self, orders: Sequence[Mapping[str, Any]]) -> None:
        """Ask for the products of orders whose categories nobody has asked for yet: an order's line tells none."""
        lines = (line for each in orders for line in each.get("line_items") or ())
        named = {line["product_id"] for line in lines if isinstance(line.get("product_id"), int)}
        if len(self._categories) > _MOST_PRODUCTS:
            self._categories.clear()
        new = sorted(each for each in named - self._categories.keys() if each > 0)
        for start in range(0, len(new), 100):
            some = new[start : start + 100]
            asked = self._get("/products", include=",".join(map(str, some)), per_page="100", status="any")
            told = {each["id"]: each.get("categories") or () for each in _list(asked)}
            for product in some:
                # One that was deleted has none any more.
                self._categories[product] = tuple(str(each["name"]) for each in told.get(product, ()))

    def _get(self, path: str, **query: str) -> Any:
        def ask() -> Any:
            return self._client.ask("GET", self._url + path, query=query, auth=self._auth).body

        try:
            return json.loads(self._patience.ask(ask))
        except (ValueError, RecursionError):
            raise ServiceUnavailable("the shop answered something else than JSON") from None


def _list(answer: Any) -> list[Mapping[str, Any]]:
    if not isinstance(answer, list):
        raise ServiceRefused("the shop answered no list; is this the address of a WooCommerce shop?")
    return [each for each in answer if isinstance(each, dict)]


def _instant(written: str) -> datetime:
    """An instant that WooCommerce writes in UTC, without saying so."""
    return parse_instant(written if written.endswith("Z") else f"{written}Z")


def _returned(line: Mapping[str, Any]) -> Optional[tuple[str, int]]:
    """Which line of the order a refund's line is for, and of how many pieces; None where it is for money alone."""
    of = next((each["value"] for each in line.get("meta_data") or () if each.get("key") == "_refunded_item_id"), None)
    pieces = abs(int(line.get("quantity") or 0))
    return (str(of), pieces) if of is not None and pieces else None
