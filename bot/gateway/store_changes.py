"""The channel for the shop's systems: changes of orders and returns as they happen (docs/connect.md).

As with help desks, it opens nothing by itself: requests go on to the actions as they came, which know the secret, check
the signature, and take each delivery in once.
"""

from __future__ import annotations

from typing import Final

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.gateway.errors import ApiError
from bot.gateway.signed_webhook import SignedWebhook, headers_of

#: In bytes; what the actions take as well.
LARGEST_BODY: Final = 1_000_000
_SIGNED_BY: Final = "webhook-"


class StoreChanges(SignedWebhook):
    """`POST /webhooks/store/changes`, for whoever has the store's signing secret."""

    @classmethod
    def name(cls) -> str:
        return "store"

    def add_routes(self, routes: Blueprint) -> None:
        """Add the one route."""
        self.serve(routes, "POST", "/changes", self._told)

    async def _told(self, request: Request) -> HTTPResponse:
        self.check_origin(request)
        if len(request.body) > LARGEST_BODY:
            raise ApiError(413, f"The body is larger than {LARGEST_BODY // 1000} kB; send fewer changes.")
        headers = headers_of(request)
        signed = {name: value for name, value in headers.items() if name.startswith(_SIGNED_BY)}
        again = "send it again, with the same id."
        return await self.pass_on(request, signed, self.gateway.desk.changes_told, again=again)
