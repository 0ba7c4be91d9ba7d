"""What happened behind the messages of a conversation, for tests: response names, slots, actions.

Only in development, only for this machine, and only for the conversations that programs on this machine name there. In
production there are no such addresses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address
from typing import Any, Final

from rasa.core.channels.channel import InputChannel
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from sanic import Blueprint
from sanic.exceptions import Forbidden, InvalidUsage, NotFound
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from actions.settings import Environment, load_settings

_ONLY_HERE: Final = "The test view is for programs on the assistant's own machine."


class TestView(InputChannel):
    """`GET /webhooks/test_view/<sender>` and `PUT /webhooks/test_view/<sender>/slots`."""

    # Not for pytest to collect, whatever its name begins with.
    __test__ = False

    @classmethod
    def name(cls) -> str:
        """Its place below `/webhooks`."""
        return "test_view"

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """The routes; none in production."""
        routes = Blueprint("test_view")
        if load_settings().env is Environment.DEVELOPMENT:
            routes.add_route(_events, "/<sender>", methods=["GET"], name="events")
            routes.add_route(_set_slots, "/<sender>/slots", methods=["PUT"], name="slots")
        return routes


def shown(events: Iterable[Event]) -> Iterator[dict[str, Any]]:
    """The events that tests ask about, in order, each with what they ask about."""
    for event in events:
        if isinstance(event, UserUttered):
            yield {"event": "user", "intent": event.intent_name}
        elif isinstance(event, BotUttered):
            yield {"event": "bot", "text": event.text, "utter_name": event.metadata.get("utter_action")}
        elif isinstance(event, SlotSet):
            yield {"event": "slot", "name": event.key, "value": event.value}
        elif isinstance(event, ActionExecuted):
            yield {"event": "action", "name": event.action_name}


async def _events(request: Request, sender: str) -> HTTPResponse:
    _let_in(request)
    tracker = await request.app.ctx.agent.tracker_store.retrieve(sender)
    return json_response({"events": list(shown(tracker.events)) if tracker else []})


async def _set_slots(request: Request, sender: str) -> HTTPResponse:
    _let_in(request)
    agent = request.app.ctx.agent
    slots = _slots_in(request, {slot.name for slot in agent.domain.slots})
    async with agent.lock_store.lock(sender):
        tracker = await agent.processor.fetch_tracker_with_initial_session(sender)
        for name, value in slots.items():
            tracker.update(SlotSet(name, value))
        await agent.tracker_store.save(tracker)
    return json_response({"set": list(slots)})


def _slots_in(request: Request, known: set[str]) -> Mapping[str, Any]:
    slots = request.json
    if not isinstance(slots, dict):
        raise InvalidUsage("The body is no JSON object of slots and values.")
    for name in slots:
        if name not in known:
            raise NotFound(f"There is no slot {name}; the domain has {', '.join(sorted(known))}.")
    return slots


def _let_in(request: Request) -> None:
    # Behind a proxy everybody comes from this machine.
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers or not _is_here(request.ip or ""):
        raise Forbidden(_ONLY_HERE)


def _is_here(address: str) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return (getattr(parsed, "ipv4_mapped", None) or parsed).is_loopback
