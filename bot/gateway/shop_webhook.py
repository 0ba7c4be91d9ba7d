"""The channel for the shop's own system: what happened to an order (docs/connect.md).

As with help desks, it opens nothing by itself: requests go on to the actions, which know the shop's secret.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.gateway.errors import ApiError
from bot.gateway.signed_webhook import SignedWebhook, headers_of

SHOPS: Final = ("woocommerce", "medusa")
#: In bytes: an order with all of its lines.
LARGEST_BODY: Final = 1_000_000
#: The headers that prove who sent it; no other header goes on.
_SIGNED_BY: Final = ("x-wc-webhook-signature", "x-returndesk-signature")


class ShopWebhook(SignedWebhook):
    """`POST /webhooks/shop/<kind>`, for the system that has the shop's secret."""

    @classmethod
    def name(cls) -> str:
        return "shop"

    def add_routes(self, routes: Blueprint) -> None:
        """Add a route for each kind of shop."""
        for shop in SHOPS:
            self.serve(routes, "POST", f"/{shop}", partial(self._told, shop))

    async def _told(self, shop: str, request: Request) -> HTTPResponse:
        self.check_origin(request)
        if len(request.body) > LARGEST_BODY:
            raise ApiError(413, f"The body is larger than {LARGEST_BODY // 1000} kB.")
        signed = {name: value for name, value in headers_of(request).items() if name in _SIGNED_BY}
        return await self.pass_on(request, signed, partial(self.gateway.desk.shop_told, shop))
