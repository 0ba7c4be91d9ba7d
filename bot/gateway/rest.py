"""The REST channel: sessions, messages and history over HTTP (docs/gateway.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rasa.core.channels.channel import CollectingOutputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.gateway.addresses import Caller
from bot.gateway.api_keys import API, DEV, bearer_in
from bot.gateway.base import LARGEST_REQUEST, WebChannel
from bot.gateway.errors import ApiError
from bot.gateway.message_queue import InboundMessage
from bot.gateway.photos import PhotoRoutes
from bot.gateway.request_bodies import (
    LARGEST_BODY,
    LONGEST_MESSAGE,
    flag_in,
    locale_in,
    message_id_in,
    message_in,
    object_in,
    sender_in,
)
from bot.gateway.transcript import DeskMessage
from bot.gateway.web_sessions import thought_in, token_in
from core.notation import unescaped

_SENDER_OF_NOBODY: Final = "default"


class RestChannel(WebChannel):
    """`/webhooks/rest/…`; answers of the webhook are in Rasa's own format unless the client shows cards."""

    @classmethod
    def name(cls) -> str:
        return "rest"

    def add_routes(self, routes: Blueprint) -> None:
        self.serve(routes, "POST", "/webhook", self._receive)
        self.serve(routes, "POST", "/session", self._begin)
        self.serve(routes, "DELETE", "/session", self._end)
        self.serve(routes, "POST", "/session/customer", self._sign_in)
        self.serve(routes, "POST", "/open", self._open)
        self.serve(routes, "POST", "/introduce", self._introduce)
        self.serve(routes, "GET", "/history", self._history)
        self.serve(routes, "POST", "/feedback", self._feedback)
        PhotoRoutes(self).add_to(routes)

    async def _receive(self, request: Request) -> HTTPResponse:
        caller = await self.let_in(request)
        # Who tries things out at the desk's own machine may write a novel; the guard cuts it.
        trusted = self._is_trusted(request, caller)
        body = object_in(request.body, LARGEST_REQUEST if trusted else LARGEST_BODY)
        conversation, shown = self._conversation(request, body, trusted=trusted)
        rich = flag_in(body, "rich")
        said = InboundMessage(
            conversation=conversation,
            text=message_in(body, LARGEST_REQUEST if trusted else LONGEST_MESSAGE),
            channel=self.name(),
            client=self.client_of(caller),
            message_id=message_id_in(body),
            rich=rich,
            locale=locale_in(body),
        )
        turn = await self.gateway.turns.take(said)
        if rich:
            return json_response([{"recipient_id": shown, **answer.as_dict()} for answer in turn.answers])
        return json_response(await _as_rasa_says_it(shown, turn.answers))

    def _is_trusted(self, request: Request, caller: Caller) -> bool:
        """Whether nothing has to be shown: in development, on the desk's own machine."""
        shows_something = "authorization" in request.headers or "x-api-key" in request.headers
        return not shows_something and not self.gateway.production and caller.from_this_machine

    def _conversation(self, request: Request, body: Mapping[str, Any], *, trusted: bool) -> tuple[str, str]:
        """The conversation that a request may speak in, and the name that its client knows it by."""
        token = bearer_in(request.headers)
        if token is not None:
            conversation = self.gateway.sessions.conversation_of(token)
            return conversation, conversation
        sender = sender_in(body)
        key = request.headers.get("x-api-key")
        if key is not None:
            if self.gateway.api_keys.name_of(key) is None:
                raise ApiError(401, "This X-API-Key is not one of RETURNDESK_API_KEYS.")
            if sender is None:
                raise ApiError(400, '"sender" is missing; it names the conversation.')
            return API + sender, sender
        if not trusted:
            raise ApiError(
                401,
                "Show who is calling: Authorization: Bearer with a session of POST /webhooks/rest/session, or an "
                "X-API-Key of RETURNDESK_API_KEYS.",
            )
        sender = sender or _SENDER_OF_NOBODY
        return DEV + sender, sender

    async def _begin(self, request: Request) -> HTTPResponse:
        await self.let_in(request)
        body = object_in(request.body)
        customer_token = None if body.get("customer_token") is None else token_in(body)
        return json_response(await self.gateway.visits.begin(bearer_in(request.headers), customer_token))

    async def _sign_in(self, request: Request) -> HTTPResponse:
        conversation = await self._session(request)
        return json_response(await self.gateway.visits.sign_in(conversation, token_in(object_in(request.body))))

    async def _end(self, request: Request) -> HTTPResponse:
        await self.gateway.visits.end(await self._session(request))
        return json_response({"ended": True})

    async def _open(self, request: Request) -> HTTPResponse:
        conversation = await self._session(request)
        body = object_in(request.body)
        await self.gateway.limits.message(conversation)
        answers = await self.gateway.visits.open(conversation, rich=flag_in(body, "rich"), locale=locale_in(body))
        return json_response([{"recipient_id": conversation, **answer.as_dict()} for answer in answers])

    async def _introduce(self, request: Request) -> HTTPResponse:
        conversation = await self._session(request)
        body = object_in(request.body)
        await self.gateway.limits.message(conversation)
        await self.gateway.visits.introduce(conversation, body)
        return json_response({"stored": True})

    async def _history(self, request: Request) -> HTTPResponse:
        conversation = await self._session(request)
        return json_response({"messages": await self.gateway.visits.history(conversation)})

    async def _feedback(self, request: Request) -> HTTPResponse:
        conversation = await self._session(request)
        await self.gateway.visits.feedback(conversation, thought_in(object_in(request.body)))
        return json_response({"stored": True})

    async def _session(self, request: Request) -> str:
        await self.let_in(request)
        token = bearer_in(request.headers)
        if token is None:
            raise ApiError(401, "Show a session: Authorization: Bearer <session of POST /webhooks/rest/session>.")
        return self.gateway.sessions.conversation_of(token)


async def _as_rasa_says_it(recipient: str, answers: list[DeskMessage]) -> list[dict[str, Any]]:
    """Answer as Rasa's own REST channel gives them: without cards, and words from outside as they are."""
    output = CollectingOutputChannel()
    for answer in answers:
        message = {name: value for name, value in answer.message.items() if name != "custom"}
        message["text"] = unescaped(message.get("text") or "")
        picture = message.pop("image", None)
        await output.send_response(recipient, message)
        if picture and output.messages:
            # Rasa would make a message of its own of it.
            output.messages[-1]["image"] = picture
    return list(output.messages)
