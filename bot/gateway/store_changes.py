"""The channel for the shop's systems: changes of orders and returns as they happen (docs/connect.md).

As with help desks, it opens nothing by itself: requests go on to the actions as they came, which know the secret, check
the signature, and take each delivery in once.
"""

from __future__ import annotations

from typing import Final

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.gateway.action_server_client import ActionServerRefused, DeskUnavailable
from bot.gateway.base import WebChannel
from bot.gateway.errors import ApiError

#: In bytes; what the actions take as well.
LARGEST_BODY: Final = 1_000_000
_SIGNED_BY: Final = "webhook-"
_LATER: Final = 30


class StoreChanges(WebChannel):
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
        headers = {name.lower(): value for name, value in request.headers.items() if value.isascii()}
        signed = {name: value for name, value in headers.items() if name.startswith(_SIGNED_BY)}
        try:
            return json_response(await self.gateway.desk.changes_told(signed, request.body))
        except DeskUnavailable:
            raise ApiError(503, "The desk can't take this just now; send it again, with the same id.", _LATER) from None
        except ActionServerRefused as refused:
            # Whoever is let in is the shop, which may have much to tell; only others use up what an address may ask.
            caller = self.caller(request)
            await self.gateway.limits.request(caller.network, caller.site)
            raise ApiError(refused.status, str(refused)) from None
