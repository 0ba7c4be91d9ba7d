"""Has custom actions run in the bot's process, where whoever started it has put them there.

Rasa runs an action by asking an endpoint over HTTP. `run_inside()` gives it one that asks the actions themselves, with
the time that HTTP gives, and with the errors that HTTP would raise: what Rasa and whole_turns.py make of those stays as
it is. Call and answer are copies, as between two processes, because a conversation is kept from one turn to the next.
What was said before the customer's last message is copied once, and no action changes it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final, Optional

import ujson
from rasa.core import channels
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.events import Event, UserUttered
from rasa.utils.endpoints import DEFAULT_REQUEST_TIMEOUT, ClientResponseError, EndpointConfig
from sanic import Sanic

from core.action_desk import ActionDesk
from core.sanic_setup import THREADS

_KEPT: Final = "actions_inside"
#: On an event: as actions have read it.
_AS_READ: Final = "as_actions_read_it"


class EarlierEvent(dict[str, Any]):
    """An event from before the customer's last message, as JSON has it."""


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

    def shown(self, events: Sequence[Event]) -> list[dict[str, Any]]:
        """The events of a call. What has not changed since an earlier one is not read again.

        Args:
            events: The latest of a conversation, in their order.
        """
        said = (place for place in range(len(events) - 1, -1, -1) if isinstance(events[place], UserUttered))
        last = next(said, 0)
        return [*map(_earlier, events[:last]), *(event.as_dict() for event in events[last:])]

    async def request(self, *_: Any, **named: Any) -> Any:
        """Run an action.

        Raises:
            ClientResponseError: It could not be run, or failed.
            asyncio.TimeoutError: It took too long.
        """
        call, earlier = _parted(named["json"])
        return await asyncio.wait_for(self._answer(_written(call), earlier), self._seconds)

    async def _answer(self, call: bytes, earlier: Sequence[EarlierEvent]) -> Any:
        async with self._room:
            answer = await self._actions.run(call, earlier)
        try:
            # By the means of Sanic, so that it reads as it would from the action server.
            text = ujson.dumps(answer.content)
        except (TypeError, ValueError, OverflowError) as error:
            raise _error(HTTPStatus.INTERNAL_SERVER_ERROR, json.dumps({"error": type(error).__name__})) from error
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise _error(answer.status, text)
        return json.loads(text)


def _parted(call: dict[str, Any]) -> tuple[dict[str, Any], Sequence[EarlierEvent]]:
    """A call without the events that were read already, and those: they are the first."""
    tracker = call.get("tracker") or {}
    events = tracker.get("events") or ()
    earlier = [event for event in events if isinstance(event, EarlierEvent)]
    if not earlier:
        return call, ()
    return {**call, "tracker": {**tracker, "events": events[len(earlier) :]}}, earlier


def _earlier(event: Event) -> EarlierEvent:
    """An event as actions read it, kept with it for as long as it is."""
    kept: Optional[EarlierEvent] = vars(event).get(_AS_READ)
    if kept is None:
        kept = EarlierEvent(json.loads(_written(event.as_dict())))
        vars(event)[_AS_READ] = kept
    return kept


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
