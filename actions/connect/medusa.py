"""Medusa 2 by its Admin API."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, Final, Optional, Union

from actions.connect.body_signature import is_signed
from actions.connect.connector import Connector, NoOrder, NotToldOf, ReturnNotTaken, ShopOrder
from actions.connect.medusa_api import MedusaApi, Query, listed
from actions.connect.medusa_orders import FIELDS, is_placed, number_of, read_order
from actions.connect.medusa_returns import MedusaReturns
from actions.connect.patience import Patience
from actions.store.written_returns import WantedReturn
from core.http_client import ServiceRefused
from core.identifiers import number_key

#: Orders of a page, each with all of its lines, returns and payments.
_PAGE: Final = 50
_MOST_PAGES: Final = 100_000
#: An order is where its number says, less the numbers that no order has; a few looks find it.
_MOST_LOOKS: Final = 20
_ID: Final = re.compile(r"(order|pay)_[0-9A-Z]{26}", re.ASCII)
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)
_NOT_FOUND: Final = 404


class Medusa(Connector):
    """A shop that runs on Medusa 2.

    Args:
        url: The shop's address, without /admin.
        key: A secret API key, `sk_…`.
        secret: What a subscriber of the shop's signs with; None where none tells.
        patience: How often, and how patiently, the shop is asked again.
    """

    name = "medusa"
    signed_by = ("x-returndesk-signature",)
    keeps_returns = True
    is_watched = True

    def __init__(self, url: str, key: str, secret: Optional[str], patience: Patience) -> None:
        self._api = MedusaApi(url, key, patience)
        self._returns = MedusaReturns(self._api)
        self._secret = secret

    def authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Base64 of HMAC-SHA256 over the body."""
        return is_signed(body, headers.get(self.signed_by[0], ""), self._secret)

    def is_greeting(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Medusa greets nobody."""
        return False

    def told(self, body: Any) -> Union[ShopOrder, NoOrder]:
        """The order of an event, as it is now: an event tells which one, and not what became of it."""
        data = body.get("data") if isinstance(body, dict) else None
        if not isinstance(data, dict):
            raise NotToldOf
        order = self._order_of(data)
        found = next(self._orders([order]), None) if order else None
        if found is None:
            raise NotToldOf
        return found

    def changed_since(self, since: Optional[datetime]) -> Iterator[Union[ShopOrder, NoOrder]]:
        """By their last change: what changes while it is read comes again in the end, so that none is left out.

        A refund changes no order in Medusa: of those that had one since then and nothing else, none is told.
        """
        start = since.astimezone(timezone.utc).isoformat() if since else "1970-01-01T00:00:00Z"
        seen: dict[str, str] = {}
        skipped = 0
        for _ in range(_MOST_PAGES):
            orders = self._list([("order", "updated_at"), ("updated_at[$gte]", start), ("offset", str(skipped))])
            for each in orders:
                if seen.get(each["id"]) != each["updated_at"]:
                    seen[each["id"]] = each["updated_at"]
                    if is_placed(each):
                        yield read_order(each)
            if len(orders) < _PAGE:
                return
            last = orders[-1]["updated_at"]
            # More than a page may have changed in one instant.
            skipped = skipped + _PAGE if last == start else 0
            start = last

    def orders_of(self, returns: Sequence[str]) -> Iterator[Union[ShopOrder, NoOrder]]:
        """By the returns' ids, a page at a time."""
        for begin in range(0, len(returns), _PAGE):
            some = [("id[]", each) for each in returns[begin : begin + _PAGE]]
            asked = [("limit", str(_PAGE)), ("fields", "id,order_id"), *some]
            found = listed(self._api.get("/returns", asked), "returns")
            yield from self._orders(sorted({str(each["order_id"]) for each in found}))

    def order(self, number: str) -> Union[ShopOrder, NoOrder, None]:
        """By its number, whether Medusa counts or the shop gives numbers of its own."""
        found = self._numbered(number)
        if found is None or is_placed(found):
            return None if found is None else read_order(found)
        return NoOrder(number, f"status: is {found.get('status')}, which nobody has bought")

    def health(self) -> str:
        """That orders, returns and reasons may be read."""
        for path, name in (("/orders", "orders"), ("/returns", "returns"), ("/return-reasons", "return_reasons")):
            listed(self._api.get(path, [("limit", "1"), ("fields", "id")]), name)
        return "its orders and returns can be read"

    def request_return(self, wanted: WantedReturn) -> str:
        """As the shop's own pages do."""
        order = self._numbered(wanted.order)
        if order is None:
            raise ReturnNotTaken("the shop has no such order")
        return self._returns.request(wanted, order)

    def cancel_return(self, shop_id: str) -> None:
        """As long as nothing of it has arrived."""
        self._returns.cancel(shop_id)

    def _orders(self, ids: Sequence[str]) -> Iterator[Union[ShopOrder, NoOrder]]:
        """By their ids, no more than a page."""
        for each in self._list([("id[]", one) for one in ids]) if ids else ():
            if is_placed(each):
                yield read_order(each)

    def _order_of(self, data: Mapping[str, Any]) -> Optional[str]:
        """The id of the order that an event is about, None where it is about none."""
        named = data.get("order_id") or data.get("id")
        if not isinstance(named, str) or not _ID.fullmatch(named):
            return None
        if named.startswith("order_"):
            return named
        try:
            said = self._api.get(f"/payments/{named}", [("fields", "id,payment_collection.order.id")])
        except ServiceRefused as error:
            if error.status == _NOT_FOUND:
                return None
            raise
        of = (said["payment"].get("payment_collection") or {}).get("order") or {}
        return of.get("id")

    def _numbered(self, number: str) -> Optional[dict[str, Any]]:
        wanted = number_key(number)
        if _NUMBER.fullmatch(wanted):
            found = self._counted(int(wanted))
            if found is not None and number_key(number_of(found)) == wanted:
                return found
        for each in self._list([("q", number)]):
            if number_key(number_of(each)) == wanted:
                return each
        return None

    def _counted(self, number: int) -> Optional[dict[str, Any]]:
        """The order that Medusa counts so: numbers go up with the place in the list, and some are no order's."""
        low, place = 0, max(0, number - _PAGE // 2)
        high = number
        for _ in range(_MOST_LOOKS):
            orders = self._list([("order", "display_id"), ("offset", str(place))])
            by_number = {each["display_id"]: each for each in orders}
            if number in by_number or not low < high:
                return by_number.get(number)
            if not orders:
                high = place
                place = max(low, place // 2)
            elif min(by_number) > number:
                high = place
                place = max(low, place - (min(by_number) - number) - _PAGE // 2)
            elif max(by_number) < number and len(orders) == _PAGE:
                low = place + _PAGE
                place = low
            else:
                return None
        return None

    def _list(self, query: Query) -> list[dict[str, Any]]:
        asked = [("limit", str(_PAGE)), ("fields", FIELDS), *query]
        return listed(self._api.get("/orders", asked), "orders")
