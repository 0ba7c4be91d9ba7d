"""What happened behind the messages of a conversation, for tests: response names, slots, actions.

Only in development, only for programs on the desk's own machine, and only for the conversations that they name there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.gateway.api_keys import DEV
from bot.gateway.base import WebChannel
from bot.gateway.errors import ApiError
from bot.gateway.request_bodies import object_in, sender_in
from bot.storage.conversation_store import look_at
from core.notation import unescaped

_OWN_NAME: Final = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?", re.IGNORECASE)


class DebugView(WebChannel):
    """`GET /webhooks/debug_view/events?sender=…` and `PUT /webhooks/debug_view/slots` `{"sender", "slots"}`."""

    # Not for pytest to collect, whatever its name begins with.
    __test__ = False

    @classmethod
    def name(cls) -> str:
        return "debug_view"

    def add_routes(self, routes: Blueprint) -> None:
        self.serve(routes, "GET", "/events", self._events)
        self.serve(routes, "PUT", "/slots", self._set_slots)

    async def _events(self, request: Request) -> HTTPResponse:
        await self._let_in(request)
        conversation = _conversation({"sender": request.args.get("sender")})
        tracker = await look_at(request.app.ctx.agent.tracker_store, conversation)
        return json_response({"events": list(shown(tracker.events)) if tracker else []})

    async def _set_slots(self, request: Request) -> HTTPResponse:
        await self._let_in(request)
        body = object_in(request.body)
        conversation = _conversation(body)
        agent = request.app.ctx.agent
        slots = _slots_in(body, {slot.name for slot in agent.domain.slots})
        async with agent.lock_store.lock(conversation):
            tracker = await agent.processor.fetch_tracker_with_initial_session(conversation)
            for name, value in slots.items():
                tracker.update(SlotSet(name, value))
            await agent.tracker_store.save(tracker)
        return json_response({"set": list(slots)})

    async def _let_in(self, request: Request) -> None:
        caller = await self.let_in(request)
        if self.gateway.production:
            raise ApiError(403, "There is no test view in production.")
        if not caller.from_this_machine:
            raise ApiError(403, "The test view is for programs on the desk's own machine.")
        # A page of a website whose name was made to lead here calls it by that name, and is of its own origin then.
        if not _OWN_NAME.fullmatch(request.headers.get("host", "")):
            raise ApiError(403, "The test view answers to localhost and this machine's own address alone.")


def shown(events: Iterable[Event]) -> Iterator[dict[str, Any]]:
    """The events that tests ask about, in order, each with what they ask about."""
    for event in events:
        if isinstance(event, UserUttered):
            yield {"event": "user", "intent": event.intent_name}
        elif isinstance(event, BotUttered):
            yield {
                "event": "bot",
                "text": unescaped(event.text or ""),
                "utter_name": event.metadata.get("utter_action"),
            }
        elif isinstance(event, SlotSet):
            yield {"event": "slot", "name": event.key, "value": event.value}
        elif isinstance(event, ActionExecuted):
            yield {"event": "action", "name": event.action_name}


def _conversation(fields: Mapping[str, Any]) -> str:
    sender = sender_in(fields)
    if sender is None:
        raise ApiError(400, '"sender" is missing; it names the conversation.')
    return DEV + sender


def _slots_in(body: Mapping[str, Any], known: set[str]) -> Mapping[str, Any]:
    slots = body.get("slots")
    if not isinstance(slots, dict):
        raise ApiError(400, '"slots" is no object of names and values.')
    for name in slots:
        if name not in known:
            raise ApiError(400, f'There is no slot "{name}"; the domain has {", ".join(sorted(known))}.')
    return slots
