"""The Socket.IO channel: a page that stays connected, in as many tabs as its visitor has open (docs/gateway.md).

Rasa's own `SocketIOInput` takes the conversation's id from the client, sends answers to whoever connected last, and
acknowledges nothing; of it only the way to put python-socketio on a Sanic server is left.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Optional

import structlog
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from socketio import AsyncServer
from socketio.exceptions import ConnectionRefusedError as SocketRefused

from bot.gateway.base import NOT_NOW, WebChannel, refusal_response
from bot.gateway.connections import Connection, Connections
from bot.gateway.container import GatewayServices
from bot.gateway.errors import ApiError
from bot.gateway.intake import PacedWebSocket
from bot.gateway.message_queue import InboundMessage, Queues
from bot.gateway.output_channels import deliver, register_output_channel
from bot.gateway.packets import LARGEST_PACKET, packets_in
from bot.gateway.request_bodies import LONGEST_TOKEN, flag_in, locale_in, message_id_in, message_in, text_in
from bot.gateway.rooms import RoomOutput, Rooms
from bot.gateway.web_sessions import thought_in, token_in
from core.database.errors import StoreUnavailable
from core.identifiers import WEB
from core.packed_bodies import NOT_TAKEN, is_packed
from core.tracing import HEADER, trace_from, traced

logger = structlog.get_logger(__name__)

_PATH: Final = "/webhooks/socketio/socket.io/"
#: What one session may have open at once.
_MOST_TABS: Final = 20
#: What one address may, an office perhaps; also of connections that never show a session.
_MOST_CONNECTIONS: Final = 200
#: What a WebSocket is closed with where its server ends.
_GOING_AWAY: Final = 1001


@dataclass(frozen=True)
class ConnectedClient:
    """A connected tab: whose conversation it shows, a keyed hash of its address, whether it shows cards, its locale."""

    conversation: str
    client: str
    rich: bool
    locale: Optional[str]
    connection: Connection


Handler = Callable[[str, ConnectedClient, Mapping[str, Any]], Awaitable[Mapping[str, Any]]]


class SocketIOChannel(WebChannel):
    """Socket.IO below `/webhooks/socketio`."""

    @classmethod
    def name(cls) -> str:
        return "socketio"

    def add_routes(self, routes: Blueprint) -> None:
        """Add none: Socket.IO has one address, below which no blueprint's errors may come in between."""

    def open(self, app: Sanic, gateway: GatewayServices) -> None:
        """Put Socket.IO on the server."""
        super().open(app, gateway)
        self._app = app
        self._visitors: dict[str, ConnectedClient] = {}
        self._events = Queues(gateway.metrics.rate_limited)
        self._protocols: set[Any] = set()
        # Origins are checked below. A list here would have it answer with headers that Sanic sets as well.
        self._sio = AsyncServer(
            async_mode="sanic",
            cors_allowed_origins=[],
            max_http_buffer_size=LARGEST_PACKET,
            client_manager=gateway.socket_manager(),
        )
        self._connections = Connections(self._sio.eio, _MOST_CONNECTIONS, gateway.metrics.rate_limited)
        self._sio.eio._async = {**self._sio.eio._async, "websocket": PacedWebSocket}
        app.config.WEBSOCKET_MAX_SIZE = LARGEST_PACKET
        self._rooms = Rooms(self._sio, shared=gateway.shares_sockets)
        self._sio.on("connect", self._connect)
        self._sio.on("disconnect", self._disconnect)
        self._sio.on("*", self._event)
        gateway.turns.watch(self._rooms)
        gateway.visits.when_ended.append(self._ended)
        register_output_channel(app, WEB, self._output_channel)
        app.add_route(self._request(), _PATH, methods=["GET", "POST"], name="socketio", stream=True)
        app.enable_websocket()
        gateway.drain.last_work.append(self._send_elsewhere)

    async def _send_elsewhere(self) -> None:
        """Break all connections, so that clients connect again by themselves: a farewell would keep them from it."""
        for protocol in list(self._protocols):
            if protocol.websocket is not None:
                protocol.websocket.fail_connection(_GOING_AWAY)
            elif protocol.transport is not None:
                protocol.transport.close()

    def _request(self) -> Callable[[Request], Awaitable[HTTPResponse]]:
        async def handle(request: Request) -> HTTPResponse:
            protocol = request.transport.get_protocol()
            self._protocols.add(protocol)
            try:
                connection = self._connections.get(request.args.get("sid"))
                if connection is None:
                    await self._begin(request)
                    return await self._sio.handle_request(request)
                return await self._go_on(request, connection)
            except ApiError as refusal:
                return refusal_response(refusal)
            finally:
                self._protocols.discard(protocol)

        return handle

    async def _begin(self, request: Request) -> None:
        """Let a connection in. It counts once, not each of the requests that polling makes of it."""
        caller = await self.let_in(request)
        if "sid" in request.args:
            raise ApiError(400, "There is no such connection any more; connect again.")
        await _body(request)
        request.ctx.connection = self._connections.new(caller.network, caller.site)

    async def _go_on(self, request: Request, connection: Connection) -> HTTPResponse:
        """Take a further request of a connection: what polling has brought is looked at before any library does."""
        self.check_origin(request)
        request.ctx.connection = connection
        with connection.one_request():
            try:
                request.body = await _body(request)
                await connection.take(1, len(request.body))
                if request.method == "POST":
                    await connection.take(len(packets_in(request.body)), 0)
                connection.pace.rest()
            except ApiError as refusal:
                connection.refuse(refusal)
                raise
            return await self._sio.handle_request(request)

    def _output_channel(self, conversation: str) -> Optional[RoomOutput]:
        return RoomOutput(self._rooms) if self._rooms.has_somebody(conversation) else None

    async def _connect(self, sid: str, environ: Mapping[str, Any], auth: Any = None) -> None:
        try:
            visitor = self._visitors[sid] = await self._visitor(environ["sanic.request"], auth)
        except ApiError as refusal:
            raise SocketRefused(refusal.reason, _refused(refusal)) from None
        except StoreUnavailable:
            raise SocketRefused(NOT_NOW.reason, _refused(NOT_NOW)) from None
        await self._sio.enter_room(sid, visitor.conversation)
        visitor.connection.shows_session()

    async def _visitor(self, request: Request, auth: Any) -> ConnectedClient:
        shown = auth if isinstance(auth, dict) else {}
        conversation = self.gateway.sessions.conversation_of(text_in(shown, "session", LONGEST_TOKEN))
        await self.gateway.visits.check_open(conversation)
        if self._rooms.tabs(conversation) >= _MOST_TABS:
            raise ApiError(429, "This chat is open in too many tabs; close some.", retry_after=60)
        client = self.client_of(self.caller(request))
        rich = flag_in({"rich": True, **shown}, "rich")
        return ConnectedClient(conversation, client, rich, locale_in(shown), request.ctx.connection)

    async def _disconnect(self, sid: str, *_: Any) -> None:
        visitor = self._visitors.pop(sid, None)
        if visitor is not None:
            visitor.connection.is_without_session()

    async def _event(self, event: str, sid: str, *data: Any) -> Mapping[str, Any]:
        """Whatever a client emits; what it returns is the acknowledgement."""
        try:
            # First of all: an event of the name "*" comes without its name, and in its place with what a client chose.
            handler = self._handlers().get(event)
            if handler is None:
                raise ApiError(404, "There is no such event; see docs/gateway.md.")
            with self._events.place(sid):
                return {"ok": True, **await self._handled(handler, sid, data)}
        except ApiError as refusal:
            return _refused(refusal)
        except Exception as error:  # noqa: BLE001  # a client must not wait for an acknowledgement that never comes
            logger.error("gateway.event_failed", error=type(error).__name__)
            return _refused(ApiError(503, "The desk can't answer just now; try again in a moment.", 5))

    async def _handled(self, handler: Handler, sid: str, data: tuple[Any, ...]) -> Mapping[str, Any]:
        if self.gateway.drain.closed:
            raise ApiError(503, "The desk is about to end here; it goes on once you are connected again.", 1)
        visitor = self._visitors.get(sid)
        if visitor is None:
            raise ApiError(401, "This connection has no session; connect again.")
        await self.gateway.limits.request(visitor.client)
        said = data[0] if data else {}
        if not isinstance(said, dict):
            raise ApiError(400, 'The data is not an object such as {"message": "hello"}.')
        with self.gateway.drain.holding(), traced(trace_from(said.get(HEADER))):
            return await handler(sid, visitor, said)

    def _handlers(self) -> Mapping[str, Handler]:
        return {
            "say": self._say,
            "open": self._open,
            "introduce": self._introduce,
            "history": self._history,
            "sign_in": self._sign_in,
            "feedback": self._feedback,
            "writes": self._writes,
            "end": self._end,
        }

    async def _say(self, sid: str, visitor: ConnectedClient, data: Mapping[str, Any]) -> Mapping[str, Any]:
        said = InboundMessage(
            conversation=visitor.conversation,
            text=message_in(data),
            channel=self.name(),
            client=visitor.client,
            message_id=message_id_in(data),
            rich=visitor.rich,
            locale=visitor.locale,
            origin=sid,
        )
        await self.gateway.turns.take(said)
        return {}

    async def _open(self, _: str, visitor: ConnectedClient, __: Mapping[str, Any]) -> Mapping[str, Any]:
        answers = await self.gateway.visits.open(visitor.conversation, rich=visitor.rich, locale=visitor.locale)
        await deliver(self._app, visitor.conversation, answers)
        return {}

    async def _introduce(self, _: str, visitor: ConnectedClient, data: Mapping[str, Any]) -> Mapping[str, Any]:
        await self.gateway.limits.message(visitor.conversation)
        await self.gateway.visits.introduce(visitor.conversation, data)
        return {}

    async def _history(self, _: str, visitor: ConnectedClient, __: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"messages": await self.gateway.visits.history(visitor.conversation)}

    async def _sign_in(self, _: str, visitor: ConnectedClient, data: Mapping[str, Any]) -> Mapping[str, Any]:
        return await self.gateway.visits.sign_in(visitor.conversation, token_in(data))

    async def _feedback(self, _: str, visitor: ConnectedClient, data: Mapping[str, Any]) -> Mapping[str, Any]:
        await self.gateway.visits.feedback(visitor.conversation, thought_in(data))
        return {}

    async def _writes(self, _: str, visitor: ConnectedClient, __: Mapping[str, Any]) -> Mapping[str, Any]:
        await self.gateway.visits.customer_writes(visitor.conversation)
        return {}

    async def _end(self, _: str, visitor: ConnectedClient, __: Mapping[str, Any]) -> Mapping[str, Any]:
        await self.gateway.visits.end(visitor.conversation)
        return {}

    async def _ended(self, conversation: str) -> None:
        """Tell every tab; their connections are good for nothing any more."""
        for sid in [sid for sid, visitor in self._visitors.items() if visitor.conversation == conversation]:
            del self._visitors[sid]
        await self._rooms.end(conversation)


async def _body(request: Request) -> bytes:
    """What a request brings, read no further than a client may send.

    Raises:
        ApiError: It is larger, or compressed.
    """
    if is_packed(request.headers.getall("content-encoding", ())):
        raise ApiError(415, NOT_TAKEN)
    body = bytearray()
    async for piece in request.stream:
        body += piece
        if len(body) > LARGEST_PACKET:
            raise ApiError(413, f"The body is larger than {LARGEST_PACKET // 1024} kB; send less.")
    return bytes(body)


def _refused(refusal: ApiError) -> dict[str, Any]:
    wait = {"retry_after": refusal.retry_after} if refusal.retry_after else {}
    return {"error": refusal.reason, "status": refusal.status, **wait}
