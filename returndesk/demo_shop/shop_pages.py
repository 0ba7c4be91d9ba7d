"""The pages of the demo shop, and the address where they ask who is signed in.

Who a visitor is stands in the page's address, so it takes neither a cookie nor a script to keep it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Optional
from urllib.parse import urlencode

from aiohttp import web

from core.database.errors import StoreUnavailable
from returndesk.demo_shop.addresses import page_origin
from returndesk.demo_shop.demo_shop import CUSTOMERS, DemoShop, ShopCustomer
from returndesk.demo_shop.page_writer import PageWriter
from returndesk.demo_shop.shop_records import ShopAccount


class ShopPages:
    """Serves the demo shop.

    Args:
        writer: Writes its pages.
        shop: What they are about.
        people: Whether its customers are answered on the same port.
    """

    def __init__(self, writer: PageWriter, shop: DemoShop, *, people: bool) -> None:
        self._writer = writer
        self._shop = shop
        self._people = people

    def add_to(self, app: web.Application) -> None:
        """Serve the pages at their addresses."""
        app.router.add_get("/", self._home)
        app.router.add_get("/token", self._token)
        app.router.add_get("/{customer}", self._orders)
        app.router.add_get("/{customer}/orders/{number}", self._order)
        app.router.add_get("/{customer}/returns/{number}", self._return)

    async def _home(self, request: web.Request) -> web.Response:
        # What a guest proves to be a customer with.
        account = await self._account(next(iter(CUSTOMERS.values())))
        return self._write(request, "home.html", None, account=account)

    async def _orders(self, request: web.Request) -> web.Response:
        customer = _customer(request.match_info["customer"])
        return self._write(request, "orders.html", customer, account=await self._account(customer))

    async def _order(self, request: web.Request) -> web.Response:
        customer = _customer(request.match_info["customer"])
        account = await self._account(customer)
        order = _named({order.number: order for order in account.orders}, request)
        return self._write(request, "order.html", customer, account=account, order=order)

    async def _return(self, request: web.Request) -> web.Response:
        customer = _customer(request.match_info["customer"])
        account = await self._account(customer)
        entry = _named({entry.number: entry for entry in account.returns}, request)
        return self._write(request, "return.html", customer, account=account, entry=entry)

    async def _token(self, request: web.Request) -> web.Response:
        # Under a name that a stranger's site points here, the stranger's pages would be the shop's own.
        if _from_another_site(request) or page_origin(request) not in self._shop.origins:
            return _json({"error": "only pages of this shop get a token, under an address that the desk allows"}, 403)
        key = request.query.get("customer")
        if key is None:
            return web.Response(status=204, headers={"Cache-Control": "no-store"})
        if key not in CUSTOMERS:
            return _json({"error": "this shop has no such customer"}, 401)
        return _json({"token": self._shop.token(CUSTOMERS[key])}, 200)

    async def _account(self, customer: ShopCustomer) -> ShopAccount:
        try:
            return await asyncio.to_thread(self._shop.account, customer)
        except StoreUnavailable:
            raise web.HTTPServiceUnavailable(text="The orders can't be read now. Try again in a moment.") from None

    def _write(
        self, request: web.Request, template: str, customer: Optional[ShopCustomer], **values: Any
    ) -> web.Response:
        return self._writer.write(
            request,
            template,
            # Guests ask as well: the answer, nobody, is what has the widget forget who was there before.
            token_url=f"/token?{urlencode({'customer': customer.key})}" if customer else "/token",
            customer=customer,
            customers=tuple(CUSTOMERS.values()),
            frozen_at=self._shop.frozen_at,
            people=self._people,
            **values,
        )


def _customer(key: str) -> ShopCustomer:
    if key not in CUSTOMERS:
        raise web.HTTPNotFound()
    return CUSTOMERS[key]


def _named(found: Mapping[str, Any], request: web.Request) -> Any:
    number = request.match_info["number"]
    if number not in found:
        raise web.HTTPNotFound()
    return found[number]


def _from_another_site(request: web.Request) -> bool:
    """Whether a page of another origin asks. Browsers tell; what is no browser has no visitor whom it could betray."""
    own = page_origin(request)
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site not in ("same-origin", "none") or request.headers.get("Origin", own) != own


def _json(body: Mapping[str, str], status: int) -> web.Response:
    return web.json_response(body, status=status, headers={"Cache-Control": "no-store"})
