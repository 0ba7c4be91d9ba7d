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

from bot.gateway.errors import ApiError
from bot.gateway.signed_webhook import SignedWebhook, headers_of

KINDS: Final = ("webhook", "zendesk", "chatwoot")
#: In bytes. Help desks tell a lot about a ticket besides what was said.
LARGEST_BODY: Final = 256 * 1024
#: What the headers of their signatures begin with; no other header goes on.
_SIGNED_BY: Final = ("webhook-", "x-zendesk-webhook-", "x-chatwoot-")


class HelpDeskWebhook(SignedWebhook):
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
        headers = headers_of(request)
        signed = {name: value for name, value in headers.items() if name.startswith(_SIGNED_BY)}
        return await self.pass_on(request, signed, partial(self.gateway.desk.help_desk_told, kind))
