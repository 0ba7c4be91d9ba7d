"""The channel for help desks: what an agent answers, and that they have closed a ticket (docs/hand-over.md).

It opens nothing by itself: requests go on to the actions as they came, which know the help desk's secret, check the
signature, and keep each thing once. What is then said comes back through the triggers endpoint.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.gateway.action_server_client import ActionServerRefused, DeskUnavailable
from bot.gateway.base import WebChannel
from bot.gateway.errors import ApiError

KINDS: Final = ("webhook", "zendesk", "chatwoot")
#: In bytes. Help desks tell a lot about a ticket besides what was said.
LARGEST_BODY: Final = 256 * 1024
#: What the headers of their signatures begin with; no other header goes on.
_SIGNED_BY: Final = ("webhook-", "x-zendesk-webhook-", "x-chatwoot-")
_LATER: Final = 30


class HelpDeskWebhook(WebChannel):
    """`POST /webhooks/help_desk/<kind>`, for whoever has the help desk's signing secret."""

    @classmethod
    def name(cls) -> str:
        return "help_desk"

    def add_routes(self, routes: Blueprint) -> None:
        """Add a route for each kind of help desk."""
        for kind in KINDS:
            self.serve(routes, "POST", f"/{kind}", partial(self._told, kind))

    async def _told(self, kind: str, request: Request) -> HTTPResponse:
        self.check_origin(request)
        if len(request.body) > LARGEST_BODY:
            raise ApiError(413, f"The body is larger than {LARGEST_BODY // 1024} kB.")
        headers = {name.lower(): value for name, value in request.headers.items() if value.isascii()}
        signed = {name: value for name, value in headers.items() if name.startswith(_SIGNED_BY)}
        try:
            return json_response(await self.gateway.desk.help_desk_told(kind, signed, request.body))
        except DeskUnavailable:
            raise ApiError(503, "The desk can't take this just now; send it again.", _LATER) from None
        except ActionServerRefused as refused:
            # Whoever is let in is a help desk, which may have much to tell; only others use up what an address may ask.
            caller = self.caller(request)
            await self.gateway.limits.request(caller.network, caller.site)
            raise ApiError(refused.status, str(refused)) from None
