"""Has custom actions run in the bot's process, where whoever started it has put them there.

Rasa runs an action by asking an endpoint over HTTP. `run_inside()` gives it one that asks the actions themselves, with
the time that HTTP gives, and with the errors that HTTP would raise: what Rasa and whole_turns.py make of those stays as
it is. Call and answer are copies, as between two processes, because a conversation is kept from one turn to the next.
"""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Any, Final, Optional

import ujson
from rasa.core import channels
from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import DEFAULT_REQUEST_TIMEOUT, ClientResponseError, EndpointConfig
from sanic import Sanic

from core.action_desk import ActionDesk
from core.sanic_setup import THREADS

_KEPT: Final = "actions_inside"


class InsideEndpoint(EndpointConfig):
    """An endpoint without a network.

    Args:
        configured: What bot/endpoints.yml says of the endpoint; its address is not used.
        actions: Who runs the actions.
        seconds: How long one may take.
    """

    def __init__(
        self, configured: EndpointConfig, actions: ActionDesk, seconds: float = DEFAULT_REQUEST_TIMEOUT
    ) -> None:
        super().__init__(configured.url, **configured.kwargs)
        self._actions = actions
        self._seconds = seconds
        # Each may keep a thread, and some have to be left to the conversations.
        self._room = asyncio.Semaphore(THREADS)

    async def request(self, *_: Any, **named: Any) -> Any:
        """Run an action.

        Raises:
            ClientResponseError: It could not be run, or failed.
            asyncio.TimeoutError: It took too long.
        """
        return await asyncio.wait_for(self._answer(_written(named["json"])), self._seconds)

    async def _answer(self, call: bytes) -> Any:
        async with self._room:
            answer = await self._actions.run(call)
        try:
            # By the means of Sanic, so that it reads as it would from the action server.
            text = ujson.dumps(answer.content)
        except (TypeError, ValueError, OverflowError) as error:
            raise _error(HTTPStatus.INTERNAL_SERVER_ERROR, json.dumps({"error": type(error).__name__})) from error
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise _error(answer.status, text)
        return json.loads(text)


def _written(call: Any) -> bytes:
    """A call as JSON."""
    try:
        # The quicker one, which refuses numbers that are none.
        return ujson.dumps(call).encode()
    except (TypeError, ValueError, OverflowError):
        return json.dumps(call).encode()


def _error(status: int, text: str) -> ClientResponseError:
    return ClientResponseError(status, HTTPStatus(status).phrase, text)


def run_inside(actions: ActionDesk) -> None:
    """Replace two functions of Rasa's, for this process: what it reads endpoints with, and what it adds channels with.

    Args:
        actions: Who runs the actions; the channels find them with `actions_of`.
    """
    read, register = AvailableEndpoints.read_endpoints, channels.channel.register

    def read_endpoints(endpoint_file: str) -> AvailableEndpoints:
        endpoints = read(endpoint_file)
        endpoints.action = InsideEndpoint(endpoints.action or EndpointConfig(), actions)
        return endpoints

    def register_channels(input_channels: Any, app: Sanic, route: Optional[str]) -> None:
        setattr(app.ctx, _KEPT, actions)
        register(input_channels, app, route)

    AvailableEndpoints.read_endpoints = read_endpoints
    channels.channel.register = register_channels


def actions_of(app: Sanic) -> Optional[ActionDesk]:
    """The actions that run in a server's own process; None where a server of their own runs them."""
    found: Optional[ActionDesk] = getattr(app.ctx, _KEPT, None)
    return found
