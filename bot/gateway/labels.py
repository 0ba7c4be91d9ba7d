"""The channel by which a customer's browser, or a messaging platform, fetches a label (docs/labels.md).

The link is all that whoever opens it shows; the actions know whether it is good. Nothing that comes back is run by a
browser, kept by it or told to others: a file is saved, a picture is shown, and an address elsewhere is gone to.
"""

from __future__ import annotations

import base64
from functools import partial
from typing import ClassVar, Final

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw, redirect, text

from bot.gateway.action_server_client import ActionServerRefused, DeskUnavailable
from bot.gateway.base import WebChannel
from bot.gateway.browser_words import BrowserWords
from bot.gateway.errors import ApiError

_PARTS: Final = ("file", "code")
_OVER: Final = "utter_own_label_link_over"
_PRIVATE: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


class LabelChannel(WebChannel):
    """`GET /webhooks/label/file?t=…` and `GET /webhooks/label/code?t=…`, for whoever has a link of the last minutes."""

    #: In characters; what the actions take as well.
    longest_token: ClassVar[int] = 400

    @classmethod
    def name(cls) -> str:
        return "label"

    def add_routes(self, routes: Blueprint) -> None:
        """Add a route for what is printed, and one for the picture of the code."""
        for part in _PARTS:
            self.serve(routes, "GET", f"/{part}", partial(self._opened, part))

    async def _opened(self, part: str, request: Request) -> HTTPResponse:
        await self.let_in(request)
        token = str(request.args.get("t") or "")
        if not token or len(token) > self.longest_token:
            return self._over(request)
        try:
            found = await self.gateway.desk.label(part, token)
        except DeskUnavailable:
            raise ApiError(503, "The label can't be opened just now; try again in a moment.", 2) from None
        except ActionServerRefused:
            return self._over(request)
        if "address" in found:
            return redirect(str(found["address"]), headers=dict(_PRIVATE))
        # A page of the shop shows the picture; a file is only ever saved.
        shown = "inline" if part == "code" else "attachment"
        named = {"Content-Disposition": f'{shown}; filename="{found["name"]}"'}
        headers = {**_PRIVATE, **named, "Cross-Origin-Resource-Policy": "cross-origin"}
        return raw(base64.b64decode(found["content"]), content_type=str(found["media_type"]), headers=headers)

    def _over(self, request: Request) -> HTTPResponse:
        """What somebody reads whose link has run out, in the language of their browser."""
        words = BrowserWords(request, self.name())
        if not words.are_there:
            raise ApiError(404, "This link has run out, or is none.")
        return text(words.said(_OVER), status=404, headers=dict(_PRIVATE))
