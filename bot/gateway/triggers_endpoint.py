"""The channel for the desk's own programs: a person's answer, a reminder or a greeting is said in a conversation."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from typing import Any, Final

from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.gateway.api_keys import bearer_in
from bot.gateway.base import WebChannel
from bot.gateway.container import GatewayServices
from bot.gateway.errors import ApiError
from bot.gateway.output_channels import deliver, output_channel_for
from bot.gateway.request_bodies import object_in, text_in
from bot.gateway.rooms import RoomOutput
from bot.gateway.triggers import NoSuchConversation, Trigger, run

#: In bytes; a person's answer may be a long one.
_LARGEST_BODY: Final = 65_536
_LONGEST_SENDER_ID: Final = 300
_KEY: Final = re.compile(r"[\x21-\x7e]{1,128}")


class TriggersEndpoint(WebChannel):
    """`POST /webhooks/desk/trigger`, for whoever has the secret that bot and action server share."""

    @classmethod
    def name(cls) -> str:
        return "desk"

    def add_routes(self, routes: Blueprint) -> None:
        self.serve(routes, "POST", "/trigger", self._trigger)
        self.serve(routes, "POST", "/writes", self._writes)

    def open(self, app: Sanic, gateway: GatewayServices) -> None:
        """Remember the server, whose output channels it uses."""
        super().open(app, gateway)
        self._app = app

    async def _trigger(self, request: Request) -> HTTPResponse:
        await self.let_in(request)
        self._check(bearer_in(request.headers))
        body = object_in(request.body, _LARGEST_BODY)
        conversation = text_in(body, "conversation", _LONGEST_SENDER_ID)
        agent = self.gateway.turns.agent
        trigger = _trigger_in(body, agent.domain.intents)
        try:
            answers, repeated = await self.gateway.turns.in_turn(
                conversation, lambda: run(agent, conversation, trigger)
            )
        except NoSuchConversation:
            raise ApiError(404, "There is no such conversation; it may have been forgotten.") from None
        # Its first sending went out, or was seen in the history since.
        delivered = False if repeated else await deliver(self._app, conversation, answers)
        return json_response({"delivered": delivered})

    async def _writes(self, request: Request) -> HTTPResponse:
        await self.let_in(request)
        self._check(bearer_in(request.headers))
        conversation = text_in(object_in(request.body, _LARGEST_BODY), "conversation", _LONGEST_SENDER_ID)
        channel = output_channel_for(conversation, self._app)
        if isinstance(channel, RoomOutput):
            await channel.show_writing(conversation)
        return json_response({})

    def _check(self, token: str | None) -> None:
        secret = self.gateway.desk_secret
        if not secret:
            raise ApiError(401, "RETURNDESK_ACTIONS_SECRET is not set, so nobody can show it.")
        if token is None or not hmac.compare_digest(token.encode("utf-8", "replace"), secret.encode()):
            raise ApiError(401, "Show RETURNDESK_ACTIONS_SECRET: Authorization: Bearer <secret>.")


def _trigger_in(body: Mapping[str, Any], intents: list[str]) -> Trigger:
    intent = text_in(body, "intent", 100)
    if intent not in intents:
        raise ApiError(400, '"intent" is none of the domain\'s.')
    values = body.get("values", {})
    if not isinstance(values, dict) or any(isinstance(value, (list, dict)) for value in values.values()):
        raise ApiError(400, '"values" is not an object such as {"entity": "value"}, with one value each.')
    key = text_in(body, "key", 128)
    if not _KEY.fullmatch(key):
        raise ApiError(400, '"key" is not 1 to 128 visible ASCII characters.')
    return Trigger(intent, values, key, {"channel": TriggersEndpoint.name(), "rich": values.get("rich") is True})
