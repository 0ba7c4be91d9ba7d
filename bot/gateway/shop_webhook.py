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

#: In bytes: an order with all of its lines.
LARGEST_BODY: Final = 1_000_000
#: The headers of each shop that prove who sent it, or tell it from others; no other header goes on.
SIGNED_BY: Final = {
    "woocommerce": ("x-wc-webhook-signature",),
    "shopify": ("x-shopify-hmac-sha256", "x-shopify-shop-domain", "x-shopify-webhook-id"),
    "medusa": ("x-returndesk-signature",),
}


class ShopWebhook(SignedWebhook):
    """`POST /webhooks/shop/<kind>`, for the system that has the shop's secret."""

    @classmethod
    def name(cls) -> str:
        return "shop"

    def add_routes(self, routes: Blueprint) -> None:
        """Add a route for each kind of shop."""
        for shop in SIGNED_BY:
            self.serve(routes, "POST", f"/{shop}", partial(self._told, shop))

    async def _told(self, shop: str, request: Request) -> HTTPResponse:
        self.check_origin(request)
        if len(request.body) > LARGEST_BODY:
            raise ApiError(413, f"The body is larger than {LARGEST_BODY // 1000} kB.")
        signed = {name: value for name, value in headers_of(request).items() if name in SIGNED_BY[shop]}
        return await self.pass_on(request, signed, partial(self.gateway.desk.shop_told, shop))
