"""A shop on Shopify behind the interface of all connectors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Final, Optional, Union
from urllib.parse import urlsplit

from actions.connect.body_signature import is_signed
from actions.connect.connector import Connector, NoOrder, NotToldOf, ReturnNotTaken, ShopOrder
from actions.connect.patience import Patience
from actions.connect.shopify import queries, webhooks, write_back
from actions.connect.shopify.bulk import BulkOrders, TooManyOrders
from actions.connect.shopify.client import VERSION, AdminApi
from actions.connect.shopify.reader import OrderReader
from actions.connect.shopify.token import Token
from actions.store.written_returns import WantedReturn
from core.http_client import ServiceRefused
from core.identifiers import number_key

Found = Union[ShopOrder, NoOrder]

#: A shop with no more orders than these is read page by page: that takes less time than a file.
_FEW: Final = 500
_TOGETHER: Final = 20
_BEGINNING: Final = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
#: What the app may do at least; whoever may write may read.
_NEEDED: Final = ("orders", "returns", "products", "customers")


class Shopify(Connector):
    """A shop on Shopify.

    Args:
        url: The shop's address, https://….myshopify.com.
        key: `id:secret` of the app that the shop has installed, or a token of it.
        secret: The app's secret, which webhooks are signed with; None where none are wanted.
        patience: How often, and how patiently, the shop is asked again.
    """

    name = "shopify"
    signed_by = (webhooks.SIGNATURE, webhooks.SHOP, webhooks.ID)
    keeps_returns = True

    def __init__(self, url: str, key: str, secret: Optional[str], patience: Patience) -> None:
        self._host = urlsplit(url).hostname
        self._secret = secret
        self._api = AdminApi(url, Token(url, key), patience)
        self._reader = OrderReader(self._api)
        self._bulk = BulkOrders(self._api, patience, patience.sleep)

    def authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        """The app's signature, which is the same for all shops that have installed it, and this shop's domain."""
        return is_signed(body, headers.get(webhooks.SIGNATURE, ""), self._secret) and (
            headers.get(webhooks.SHOP, "").lower() == self._host
        )

    def is_greeting(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Never: Shopify signs all that it sends."""
        return False

    def delivery(self, headers: Mapping[str, str]) -> Optional[str]:
        """The webhook's id."""
        return headers.get(webhooks.ID) or None

    def told(self, body: Any) -> Found:
        """The order as the shop has it now, whatever it was when the webhook was sent."""
        to_be_forgotten = webhooks.to_be_forgotten(body)
        if to_be_forgotten is not None:
            raise to_be_forgotten
        identity = self._order_of(webhooks.about(body))
        head = None if identity is None else self._reader.head(identity)
        found = None if head is None else next(self._reader.complete([head]), None)
        if found is None:
            raise NotToldOf
        return found

    def changed_since(self, since: Optional[datetime]) -> Iterator[Found]:
        """Page by page; all that there is out of a file, where that is much."""
        if since is not None:
            seen = set()
            for each in self._reader.changed_since(since):
                seen.add(each.number)
                yield each
            yield from (each for each in self._reader.with_open_returns() if each.number not in seen)
            return
        counted = self._api.ask(queries.COUNT, limit=_FEW + 1)["ordersCount"]["count"]
        if counted <= _FEW:
            yield from self._reader.changed_since(_BEGINNING)
            return
        try:
            heads = self._bulk.heads()
        except TooManyOrders:
            yield from self._reader.changed_since(_BEGINNING)
            return
        while some := list(islice(heads, _TOGETHER)):
            yield from self._reader.complete(some)

    def order(self, number: str) -> Union[Found, None]:
        """By its name, with or without the sign before it."""
        wanted = number_key(number)
        for head in self._reader.named(number):
            if number_key(str(head.get("name", ""))) == wanted:
                nobodys = NoOrder(number, "it was cancelled, or is a test, which nobody has bought")
                return next(self._reader.complete([head]), nobodys)
        return None

    def health(self) -> str:
        """That orders may be read with all that belongs to them, in the version that the queries are written for."""
        said = self._api.ask(queries.HEALTH)
        supported = any(each["handle"] == VERSION and each["supported"] for each in said["publicApiVersions"])
        if self._api.version != VERSION or not supported:
            answered = self._api.version or "an unknown version"
            raise ServiceRefused(
                f"the shop answers with {answered} of its API and not with {VERSION}; update Return Desk"
            )
        scopes = {each["handle"] for each in said["currentAppInstallation"]["accessScopes"]}
        missing = [f"read_{each}" for each in _NEEDED if not scopes & {f"read_{each}", f"write_{each}"}]
        if missing:
            raise ServiceRefused(f"the app may not do all that is needed; give it {', '.join(missing)}")
        writes = "returns can be written" if "write_returns" in scopes else "no returns can be written"
        return f"its orders and returns can be read, {writes}, API {VERSION}"

    def request_return(self, wanted: WantedReturn) -> str:
        """As a request that waits for the shop's approval."""
        key = number_key(wanted.order)
        found = (each["id"] for each in self._reader.named(wanted.order) if number_key(str(each["name"])) == key)
        order = next(found, None)
        if order is None:
            raise ReturnNotTaken("the shop has no such order")
        return write_back.request_return(self._api, order, wanted)

    def cancel_return(self, shop_id: str) -> None:
        """As long as nothing was done with it."""
        write_back.cancel_return(self._api, shop_id)

    def _order_of(self, identity: Optional[str]) -> Optional[str]:
        """The id of the order that another id belongs to."""
        if identity is None or webhooks.is_order(identity):
            return identity
        found = self._api.ask(queries.ORDER_OF, id=identity).get("node") or {}
        of_parcel = (found.get("reverseFulfillmentOrder") or {}).get("order")
        order = found.get("order") or found.get("processed") or of_parcel or {}
        return order.get("id")
