"""The channel for tracking services: what happened to a parcel (docs/parcels.md).

As with help desks, it opens nothing by itself: requests go on to the actions, which know the service's secret.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.gateway.errors import ApiError
from bot.gateway.signed_webhook import SignedWebhook, headers_of

SERVICES: Final = ("aftership", "17track", "easypost", "ship24")
#: In bytes. Services tell all of a parcel's history each time.
LARGEST_BODY: Final = 512 * 1024
#: The headers that prove who sent it; no other header goes on.
_SIGNED_BY: Final = ("aftership-hmac-sha256", "as-signature-hmac-sha256", "sign", "x-hmac-signature")


class TrackingWebhook(SignedWebhook):
    """`POST /webhooks/tracking/<service>`, for whoever has the service's secret."""

    @classmethod
    def name(cls) -> str:
        return "tracking"

    def add_routes(self, routes: Blueprint) -> None:
        """Add a route for each service."""
        for service in SERVICES:
            self.serve(routes, "POST", f"/{service}", partial(self._told, service))

    async def _told(self, service: str, request: Request) -> HTTPResponse:
        self.check_origin(request)
        if len(request.body) > LARGEST_BODY:
            raise ApiError(413, f"The body is larger than {LARGEST_BODY // 1024} kB.")
        headers = headers_of(request)
        signed = {name: value for name, value in headers.items() if name in _SIGNED_BY}
        if "authorization" in headers:
            # Under another name: the bot shows the action server a secret of its own there.
            signed["carrier-authorization"] = headers["authorization"]
        return await self.pass_on(request, signed, partial(self.gateway.desk.tracking_told, service))
