"""What every channel of the bot has in common, those to messaging services included."""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, Optional

import structlog
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response
from sanic_cors.core import SANIC_CORS_EVALUATED

from bot.gateway.addresses import Caller, caller_of
from bot.gateway.container import GatewayServices, gateway_of
from bot.gateway.errors import ApiError
from bot.monitoring.measured import measure
from bot.rasa_patches.actions_inside import actions_of
from core.database.errors import StoreUnavailable
from core.sanic_setup import THREADS, check_body_lengths, trace_requests, wait_in_threads

logger = structlog.get_logger(__name__)

#: In bytes: the most that any channel takes; Sanic reads no further.
LARGEST_REQUEST: Final = 1_048_576
_LARGEST_HEADERS: Final = 16_384
_HOST: Final = re.compile(r"([\w.-]+|\[[0-9A-Fa-f:.]+\])?(:\d{1,5})?", re.ASCII)

#: What is said while the conversations can't be read.
NOT_NOW: Final = ApiError(503, "The desk can't answer just now; try again in a moment.", 2)

Handler = Callable[[Request], Awaitable[HTTPResponse]]


class WebChannelBlueprint(Blueprint):
    """The routes of a channel; tells the channel which server it belongs to."""

    def __init__(self, channel: WebChannel) -> None:
        super().__init__(f"channel_{channel.name()}")
        self.ctx.channel = channel

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        """Put the routes in place, on a server that is made safe first."""
        if not hasattr(app.ctx, "gateway"):
            _make_safe(app)
        self.ctx.channel.open(app, gateway_of(app))
        super().register(app, options)


class WebChannel(InputChannel):
    """An input channel of Rasa that guards what comes in.

    A channel reads what a request says, makes an `InboundMessage` of it, and has it answered by
    `self.gateway.turns.take(said)`. It raises `ApiError` for what it does not take; `serve` makes an answer of that.
    """

    gateway: GatewayServices

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """Its routes, as Rasa wants them. Messages go to `self.gateway.turns`, not to `on_new_message`."""
        routes = WebChannelBlueprint(self)
        self.serve(routes, "GET", "/", _healthy)
        self.add_routes(routes)
        return routes

    def add_routes(self, routes: Blueprint) -> None:
        """Add this channel's routes, beside `GET /` which says that it is there."""
        raise NotImplementedError

    def serve(self, routes: Blueprint, method: str, path: str, handler: Handler) -> None:
        """Add a route whose handler may raise a `ApiError`."""

        async def answer(request: Request) -> HTTPResponse:
            try:
                return await handler(request)
            except ApiError as refusal:
                return refusal_response(refusal)
            except StoreUnavailable:
                return refusal_response(NOT_NOW)

        routes.add_route(answer, path, methods=[method], name=f"{method.lower()}{path.replace('/', '_')}")

    def open(self, app: Sanic, gateway: GatewayServices) -> None:
        """Called once, before the server starts."""
        self.gateway = gateway

    def caller(self, request: Request) -> Caller:
        """Who makes a request."""
        # Some proxies add a header of their own to the one that a client wrote, rather than to its content.
        forwarded_for = ", ".join(request.headers.getall("x-forwarded-for", ()))
        return caller_of(request.ip or "", forwarded_for, self.gateway.proxies)

    def client_of(self, caller: Caller) -> str:
        """What stands for a caller where tries and words are counted; of unknown ones each has their own."""
        return self.gateway.client_hash(caller.network if caller.is_known else f"unknown {secrets.token_hex()}")

    async def let_in(self, request: Request) -> Caller:
        """Who makes a request, counted and, if it is a page, one that may call.

        Raises:
            ApiError: The page is of a website that is not on the list, or the address asks for too much.
        """
        self.check_origin(request)
        caller = self.caller(request)
        await self.gateway.limits.request(caller.network, caller.site)
        return caller

    def check_origin(self, request: Request) -> None:
        """Make sure that a page may call.

        Raises:
            ApiError: It is of a website that is not on the list.
        """
        if not {origin.lower() for origin in request.headers.getall("origin", ())} <= self.gateway.origins:
            raise ApiError(403, "Pages of this website may not call; add it to RETURNDESK_ALLOWED_ORIGINS.")


async def _healthy(request: Request) -> HTTPResponse:
    # Any page may read it: one that can't do anything else finds out that it is not on the list. Beside that word for
    # all of them Rasa's for some would be a second one, and browsers read no answer that has two.
    setattr(request.ctx, SANIC_CORS_EVALUATED, True)
    return json_response({"status": "ok"}, headers={"Access-Control-Allow-Origin": "*"})


def refusal_response(refusal: ApiError) -> HTTPResponse:
    """A refusal as an HTTP answer."""
    headers: Mapping[str, str] = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
    if refusal.status == 401:
        headers = {**headers, "WWW-Authenticate": 'Bearer realm="returndesk"'}
    return json_response({"error": refusal.reason}, status=refusal.status, headers=dict(headers))


def _make_safe(app: Sanic) -> None:
    """Bound what the server reads, measure it, and keep errors, cookies and other people's words to itself."""
    trace_requests(app)
    check_body_lengths(app)
    # With actions in this process, theirs as well.
    wait_in_threads(app, THREADS if actions_of(app) is None else 2 * THREADS)
    app.config.REQUEST_MAX_SIZE = LARGEST_REQUEST
    app.config.REQUEST_MAX_HEADER_SIZE = _LARGEST_HEADERS
    app.config.WEBSOCKET_MAX_SIZE = LARGEST_REQUEST
    app.config.ACCESS_LOG = False
    cross_origin = getattr(app.ctx, "sanic_cors", None)
    for _, options in cross_origin.resources if cross_origin is not None else ():
        options["supports_credentials"] = False
    measure(app, gateway_of(app).metrics)
    app.exception(Exception)(_failed)
    app.middleware(_checked, "request")


async def _checked(request: Request) -> Optional[HTTPResponse]:
    """Answer what no channel is asked.

    A server puts the address of a request together from its Host header. One that holds a question mark would have it
    read another query than the channels do.
    """
    if not _HOST.fullmatch(request.headers.get("host", "")):
        return json_response({"error": "The Host header is not the name of a host."}, status=400)
    # Rasa would tell its version.
    return await _healthy(request) if request.path == "/" else None


async def _failed(_: Request, error: Exception) -> HTTPResponse:
    if isinstance(error, SanicException):
        return json_response({"error": str(error) or type(error).__name__}, status=error.status_code)
    logger.error("gateway.request_failed", error=type(error).__name__)
    return json_response({"error": "The desk can't answer just now; try again in a moment."}, status=500)
