"""The page behind a link in an answer to a mail: one button, by which whoever has the mailbox proves who they are.

Programs that look into mails open their links, so opening one proves nothing; the button sends a form, which holds what
the page alone knows. No cookie is set or read: who knows the link needs nothing else, and nobody else can have a
browser send it.
"""

from __future__ import annotations

import hmac
import html
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import html as html_response

from bot.gateway.action_server_client import ActionServerRefused, DeskUnavailable
from bot.gateway.addresses import caller_of
from bot.gateway.browser_words import BrowserWords
from bot.gateway.container import GatewayServices, gateway_of
from bot.gateway.errors import ApiError
from core.database.errors import StoreUnavailable
from core.notation import rendered

#: In characters; what the actions take as well.
_LONGEST_TOKEN: Final = 400
_LARGEST_FORM: Final = 2_000
_TOO_MANY: Final = 429
#: Nobody keeps it, frames it or learns where it was opened from, and nothing runs.
_PRIVATE: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_PAGE: Final = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><style>'
    "body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#111;"
    "background:#fff}}h1{{font-size:1.4rem}}button{{font:inherit;padding:.7rem 1.4rem;border:0;border-radius:.4rem;"
    "background:#0b57d0;color:#fff;cursor:pointer}}button:focus-visible{{outline:3px solid #111;outline-offset:2px}}"
    '</style></head><body dir="auto"><main><h1 dir="auto">{title}</h1><p dir="auto">{text}</p>{form}</main></body>'
    "</html>"
)
_FORM: Final = (
    '<form method="post" action="link"><input type="hidden" name="t" value="{token}">'
    '<input type="hidden" name="f" value="{form}"><button dir="auto">{button}</button></form>'
)

#: Has a conversation answer what was asked in it; the second is the same for the same link.
Answering = Callable[[str, str], Awaitable[None]]


class LinkPage:
    """`GET …/link?t=…` and `POST …/link`.

    Args:
        channel: The channel's name.
        answer: Has the question answered of whoever has proven who they are.
    """

    def __init__(self, channel: str, answer: Answering) -> None:
        self._channel = channel
        self._answer = answer

    def add_to(self, routes: Blueprint) -> None:
        """Add both routes."""

        @routes.get("/link", name="link")
        async def opened(request: Request) -> HTTPResponse:
            return await self._served(request, self._opened)

        @routes.post("/link", name="pressed")
        async def pressed(request: Request) -> HTTPResponse:
            return await self._served(request, self._pressed)

    async def _served(
        self, request: Request, handle: Callable[[Request, GatewayServices, BrowserWords], Awaitable[HTTPResponse]]
    ) -> HTTPResponse:
        gateway, words = gateway_of(request.app), BrowserWords(request, self._channel)
        caller = caller_of(request.ip or "", ", ".join(request.headers.getall("x-forwarded-for", ())), gateway.proxies)
        try:
            await gateway.limits.request(caller.network, caller.site)
            if not words.are_there:
                raise DeskUnavailable("the bot is loading")
            return await handle(request, gateway, words)
        except ApiError as refusal:
            return self._page(words, "utter_mail_link_later", refusal.status)
        except (DeskUnavailable, StoreUnavailable):
            return self._page(words, "utter_mail_link_later", 503)

    async def _opened(self, request: Request, gateway: GatewayServices, words: BrowserWords) -> HTTPResponse:
        token = _bounded(request.args.get("t"))
        try:
            await gateway.desk.mail_link(token, None)
        except ActionServerRefused:
            return self._page(words, "utter_mail_link_over", 404)
        form = _FORM.format(
            token=html.escape(token),
            form=_form_key(gateway, token),
            button=html.escape(words.said("utter_mail_link_button")),
        )
        return self._page(words, "utter_mail_link_asked", 200, form)

    async def _pressed(self, request: Request, gateway: GatewayServices, words: BrowserWords) -> HTTPResponse:
        sent = request.form if len(request.body) <= _LARGEST_FORM else None
        token = _bounded(sent.get("t") if sent else None)
        given = str(sent.get("f") or "") if sent else ""
        of_page = hmac.compare_digest(given.encode("utf-8", "replace"), _form_key(gateway, token).encode())
        if not of_page or request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return self._page(words, "utter_mail_link_over", 403)
        caller = caller_of(request.ip or "", ", ".join(request.headers.getall("x-forwarded-for", ())), gateway.proxies)
        try:
            pressed = await gateway.desk.mail_link(token, gateway.client_hash(caller.network))
        except ActionServerRefused as refused:
            said = "utter_mail_link_later" if refused.status == _TOO_MANY else "utter_mail_link_over"
            return self._page(words, said, refused.status)
        await self._answer(str(pressed["conversation"]), _form_key(gateway, token))
        return self._page(words, "utter_mail_link_done", 200)

    def _page(self, words: BrowserWords, response: str, status: int, form: str = "") -> HTTPResponse:
        if not words.are_there:
            return html_response("<!doctype html><title>503</title><p>Please try again in a moment.", 503)
        page = _PAGE.format(
            language=html.escape(words.language),
            title=html.escape(words.said("utter_mail_link_title")),
            text=rendered(words.said(response), html.escape),
            form=form,
        )
        return html_response(page, status=status, headers=dict(_PRIVATE))


def _bounded(token: object) -> str:
    said = str(token or "")
    return said if len(said) <= _LONGEST_TOKEN else ""


def _form_key(gateway: GatewayServices, token: str) -> str:
    """What the page alone knows of a link: a program that only has the link can't press its button unseen."""
    return gateway.keyed_hash(f"the page of a link in a mail {token}")
