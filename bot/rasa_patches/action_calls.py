"""Makes Rasa's calls to the action server cost what they have to, and no more.

Rasa 3.6 opens a new connection for each call, and before it looks at an answer it checks the JSON schema of answers
itself against the schema of schemas: that check alone takes several times as long as all the rest of a turn. And it
sends all of the conversation with each call, so that a call costs more the longer a conversation is. None of that can
be configured away. `install()` keeps connections open for the next call, checks the schema once and each event of an
answer against the schema of its own kind, and sends what was said since the customer's message before the last. Answers
are checked as before, and what is refused is refused in Rasa's words. A call carries the trace of its message on.

Actions that look further back are named in bot/endpoints.yml, `action_endpoint: further_back_to:`, and those that need
everything that was said in `whole_conversation_to:`.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable, Sequence
from typing import Any, Final

import aiohttp
from jsonschema.validators import validator_for  # type: ignore[import-untyped]
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import DEFAULT_REQUEST_TIMEOUT, EndpointConfig

from bot.gateway.bounded_answers import BoundedAnswer
from core.tracing import onward

#: Less than the five seconds after which the action server closes an idle connection, so that no call meets one that
#: is just being closed.
IDLE_SECONDS: Final = 2.0

#: How many of the customer's messages an action sees with what followed each: what was offered before the last one
#: is what a "yes" means.
MESSAGES_SENT: Final = 2
#: The settings of the action endpoint that list the actions which get everything, and those which get more.
WHOLE: Final = "whole_conversation_to"
FURTHER: Final = "further_back_to"
#: How many of the customer's messages those see: a few more than any of them looks back
#: (actions/dialogue/hand_ins_reckoned.py), so that a call does not cost more with every turn of a day.
MESSAGES_FURTHER_BACK: Final = 45

#: The method of an endpoint that shows events in a way of its own.
SHOWN: Final = "shown"

_KEPT: Final = "connections_kept"


def install() -> None:
    """Replace three methods of Rasa's, for this process; doing so again changes nothing."""
    if RemoteAction._validate_action_result is not _validate_action_result:
        RemoteAction._validate_action_result_slowly = RemoteAction._validate_action_result
        RemoteAction._answers = _Answers()
        RemoteAction._validate_action_result = _validate_action_result
    if RemoteAction._action_call_format is not _action_call_format:
        RemoteAction._whole_action_call_format = RemoteAction._action_call_format
        RemoteAction._action_call_format = _action_call_format
    EndpointConfig.session = _session


def _action_call_format(action: Any, tracker: DialogueStateTracker, domain: Any) -> dict[str, Any]:
    """What the action server is sent: Rasa's own call, with the latest events only where that is enough."""
    endpoint = action.action_endpoint
    if endpoint is None or action.name() in (endpoint.kwargs.get(WHOLE) or ()):
        whole: dict[str, Any] = action._whole_action_call_format(tracker, domain)
        return whole
    looks_further = action.name() in (endpoint.kwargs.get(FURTHER) or ())
    shown = _Latest(
        tracker, MESSAGES_FURTHER_BACK if looks_further else MESSAGES_SENT, getattr(endpoint, SHOWN, _shown)
    )
    call: dict[str, Any] = action._whole_action_call_format(shown, domain)
    return call


class _Latest:
    """A conversation that shows its latest events where all are asked for.

    Args:
        tracker: All of it.
        messages: Since which of the customer's messages; see `latest`.
        shown: Makes of events what is shown of them.
    """

    def __init__(
        self, tracker: DialogueStateTracker, messages: int, shown: Callable[[Sequence[Event]], list[dict[str, Any]]]
    ) -> None:
        self._tracker = tracker
        self._messages = messages
        self._shown = shown
        self.sender_id = tracker.sender_id

    def current_state(self, _: EventVerbosity) -> dict[str, Any]:
        state = self._tracker.current_state(EventVerbosity.NONE)
        return {**state, "events": self._shown(latest(self._tracker.events, self._messages))}


def _shown(events: Sequence[Event]) -> list[dict[str, Any]]:
    return [event.as_dict() for event in events]


def latest(events: Sequence[Event], messages: int = MESSAGES_SENT) -> list[Event]:
    """The events since one of the customer's messages, that message first.

    Args:
        events: All of them, in their order.
        messages: Since which, counted from the last one, which is 1.
    """
    found: list[Event] = []
    seen = 0
    for event in reversed(events):
        found.append(event)
        seen += isinstance(event, UserUttered)
        if seen == messages:
            break
    return found[::-1]


class _Answers:
    """Rasa's schema of answers, which holds each event against those of all kinds: here against that of its own."""

    def __init__(self) -> None:
        schema = copy.deepcopy(RemoteAction.action_response_format_spec())
        kind = validator_for(schema)
        kind.check_schema(schema)
        kinds = schema["properties"]["events"]["items"].pop("oneOf")
        self._but_for_kinds = kind(schema)
        # Each says what an event of its kind is called, so no event is one of two kinds.
        self._kinds = {each["properties"]["event"]["const"]: kind(each) for each in kinds}

    def is_valid(self, result: Any) -> bool:
        """Whether an answer has the right form."""
        if _only_sets_slots(result):
            return True
        if not self._but_for_kinds.is_valid(result):
            return False
        events = result.get("events", ())
        return all(each["event"] in self._kinds and self._kinds[each["event"]].is_valid(each) for each in events)


def _only_sets_slots(result: Any) -> bool:
    """Whether an answer has the right form and no other events: most have, and a look takes a tenth of a schema's time.

    Where it is not sure the schema decides.
    """
    if not isinstance(result, dict):
        return False
    events, responses = result.get("events", []), result.get("responses", [])
    if not isinstance(events, list) or not isinstance(responses, list):
        return False
    return all(isinstance(each, dict) for each in responses) and all(map(_sets_slot, events))


def _sets_slot(event: Any) -> bool:
    if not isinstance(event, dict) or event.get("event") != "slot" or "value" not in event:
        return False
    has_more = event.get("timestamp") is not None or event.get("metadata") is not None
    return isinstance(event.get("name"), str) and not has_more


def _validate_action_result(action: Any, result: dict[str, Any]) -> bool:
    """Whether an action server's answer has the right form; Rasa's own method says what is wrong with any other."""
    return bool(action._answers.is_valid(result) or action._validate_action_result_slowly(result))


def _session(endpoint: Any) -> aiohttp.ClientSession:
    """A session for one call, as Rasa makes it, with its trace; connections below it stay open, and no cookies do."""
    auth = endpoint.basic_auth
    shown = {"Authorization": aiohttp.encode_basic_auth(auth["username"], auth["password"])} if auth else {}
    return aiohttp.ClientSession(
        headers={**(endpoint.headers or {}), **onward(), **shown},
        response_class=BoundedAnswer,
        timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
        connector=_connections(endpoint),
        connector_owner=False,
    )


def _connections(endpoint: Any) -> aiohttp.TCPConnector:
    """The connections of an endpoint. They belong to the event loop that they were opened on."""
    loop = asyncio.get_running_loop()
    kept_on, connections = getattr(endpoint, _KEPT, (None, None))
    if kept_on is not loop or connections is None or connections.closed:
        connections = aiohttp.TCPConnector(keepalive_timeout=IDLE_SECONDS)
        setattr(endpoint, _KEPT, (loop, connections))
    return connections
