"""Actions in the bot's process: Rasa sees of them what it would see of an action server, good and bad."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from rasa.core import channels
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from sanic import Sanic

from bot.gateway.idempotency import Unsent
from bot.rasa_patches import action_calls
from bot.rasa_patches.actions_inside import InsideEndpoint, actions_of, run_inside
from bot.rasa_patches.whole_turns import ActionServerAway, keep_turns_whole
from core.action_desk import ActionAnswer
from core.health.check import Check
from core.health.shutdown import Drain
from core.metrics import ServerMetrics
from core.sanic_setup import THREADS

DOMAIN = Domain.from_dict({"actions": ["action_look"], "responses": {"utter_found": [{"text": "Here it is."}]}})
NLG = TemplatedNaturalLanguageGenerator(DOMAIN.responses)
EMPTY = ActionAnswer(200, {"events": [], "responses": []})

Run = Callable[[Any], Awaitable[ActionAnswer]]


class StandIn:
    """Actions of which a test says what they do."""

    metrics = ServerMetrics(CollectorRegistry())
    checks: Sequence[Check] = ()

    def __init__(self, does: Run) -> None:
        self._does = does

    async def run(self, call: bytes, earlier: Sequence[dict[str, Any]] = ()) -> ActionAnswer:
        read = json.loads(call)
        if earlier:
            read["tracker"]["events"] = [*earlier, *read["tracker"]["events"]]
        return await self._does(read)

    async def ask(self, path: str, headers: Mapping[str, str], body: bytes) -> ActionAnswer:
        raise NotImplementedError

    def attend(self, app: Sanic, drain: Drain) -> None:
        """Nothing is to be done."""


def answering(answer: ActionAnswer) -> Run:
    async def run(_: Any) -> ActionAnswer:
        return answer

    return run


async def hanging(_: Any) -> ActionAnswer:
    await asyncio.sleep(3600)
    raise AssertionError("nobody waits for so long")


def action(does: Run, seconds: float = 30) -> RemoteAction:
    configured = EndpointConfig(None, enable_selective_domain=True)
    return RemoteAction("action_look", InsideEndpoint(configured, StandIn(does), seconds))


def conversation() -> DialogueStateTracker:
    return DialogueStateTracker.from_events("web:1", [UserUttered("where is it", {"name": "ask"})])


async def run(acting: RemoteAction, tracker: DialogueStateTracker) -> Any:
    return await acting.run(Unsent(), NLG, tracker, DOMAIN)


async def take_turn(acting: RemoteAction) -> DialogueStateTracker:
    """Rasa's own step of a turn."""
    processor = object.__new__(MessageProcessor)
    processor.domain = DOMAIN
    tracker = conversation()
    await processor._run_action(acting, tracker, Unsent(), NLG, PolicyPrediction.for_action_name(DOMAIN, "action_look"))
    return tracker


@pytest.fixture(autouse=True)
def whole_turns() -> None:
    keep_turns_whole()


async def test_what_an_action_says_goes_into_the_conversation():
    content = {"events": [{"event": "slot", "name": "topic", "value": 1}], "responses": [{"response": "utter_found"}]}
    said, noted = await run(action(answering(ActionAnswer(200, content))), conversation())
    assert said.text == "Here it is."
    assert noted == SlotSet("topic", 1)


async def test_an_action_is_called_with_what_a_server_would_get():
    seen = []

    async def note(call: Any) -> ActionAnswer:
        seen.append(call)
        return EMPTY

    acting, tracker = action(note), conversation()
    await run(acting, tracker)
    assert seen == [json.loads(json.dumps(acting._action_call_format(tracker, DOMAIN)))]


async def test_what_was_said_before_is_read_once_and_stays_what_a_server_would_get(monkeypatch: pytest.MonkeyPatch):
    by_rasa = getattr(RemoteAction, "_whole_action_call_format", RemoteAction._action_call_format)
    monkeypatch.setattr(RemoteAction, "_whole_action_call_format", by_rasa, raising=False)
    monkeypatch.setattr(RemoteAction, "_action_call_format", action_calls._action_call_format)
    seen = []

    async def note(call: Any) -> ActionAnswer:
        seen.append(call["tracker"]["events"])
        return EMPTY

    acting = action(note)
    acting.action_endpoint.kwargs[action_calls.FURTHER] = ["action_look"]
    before = [
        UserUttered("R1001", {"name": "tell"}, [{"entity": "number", "value": "R1001"}], {"sizes": (1, 2)}),
        SlotSet("topic", "status"),
        BotUttered("There it is.", {"buttons": [{"title": "Yes", "payload": "/affirm"}]}, {"facts": ("a", "b")}),
    ]
    tracker = DialogueStateTracker.from_events("web:1", [*before, UserUttered("and now", {"name": "ask"})])
    for said in ("and then", "and at last"):
        await run(acting, tracker)
        assert seen[-1] == json.loads(json.dumps([event.as_dict() for event in tracker.events]))
        tracker.update(UserUttered(said, {"name": "ask"}))
    first, second = seen
    assert all(one is other for one, other in zip(first[:3], second[:3], strict=True))
    # Nobody has what the conversation itself holds.
    first[0]["parse_data"]["intent"]["name"] = "spoilt"
    assert tracker.events[0].intent["name"] == "tell"


async def test_an_action_that_changes_what_it_was_given_changes_no_conversation():
    async def spoil(call: Any) -> ActionAnswer:
        call["tracker"]["slots"]["topic"] = "spoilt"
        call["tracker"]["latest_message"]["intent"]["name"] = "spoilt"
        call["tracker"]["events"].clear()
        return EMPTY

    tracker = conversation()
    before = tracker.current_state()
    await run(action(spoil), tracker)
    assert tracker.current_state() == before
    assert tracker.latest_message.intent["name"] == "ask"
    assert len(tracker.events) == 1


async def test_what_rasa_does_to_an_answer_reaches_no_action():
    # Rasa takes the name of a response out of it, and puts buttons in.
    buttons = [{"title": "Yes", "payload": "/affirm"}]
    value: list[str] = ["a"]
    kept = {
        "events": [{"event": "slot", "name": "topic", "value": value}],
        "responses": [{"response": "utter_found", "buttons": buttons}],
    }
    acting = action(answering(ActionAnswer(200, kept)))
    for _ in range(2):
        said, noted = await run(acting, conversation())
        assert said.text == "Here it is."
        said.data["buttons"].append({"title": "No", "payload": "/deny"})
        noted.value.append("b")
    assert kept["responses"] == [{"response": "utter_found", "buttons": [{"title": "Yes", "payload": "/affirm"}]}]
    assert value == ["a"]


async def test_an_action_that_fails_ends_no_turn_because_it_would_fail_again():
    failing = answering(ActionAnswer(500, {"error": "KeyError"}))
    with pytest.raises(RasaException, match="Failed to execute custom action 'action_look'"):
        await run(action(failing), conversation())
    assert (await take_turn(action(failing))).latest_action_name == "action_look"


async def test_an_action_that_rejects_is_rejected_in_its_words():
    rejecting = answering(ActionAnswer(400, {"error": "not now", "action_name": "action_look"}))
    with pytest.raises(ActionExecutionRejection) as raised:
        await run(action(rejecting), conversation())
    assert (raised.value.action_name, raised.value.message) == ("action_look", "not now")


@pytest.mark.parametrize("status", [400, 404, 500])
async def test_a_status_is_raised_as_from_a_server(status):
    endpoint = InsideEndpoint(EndpointConfig(None), StandIn(answering(ActionAnswer(status, {"error": "it's so"}))))
    with pytest.raises(ClientResponseError) as raised:
        await endpoint.request(json={})
    assert raised.value.status == status
    assert json.loads(raised.value.text) == {"error": "it's so"}


async def test_an_answer_that_is_no_json_is_a_failure_of_the_action():
    endpoint = InsideEndpoint(EndpointConfig(None), StandIn(answering(ActionAnswer(200, {"events": [object()]}))))
    with pytest.raises(ClientResponseError) as raised:
        await endpoint.request(json={})
    assert raised.value.status == 500


async def test_an_answer_reads_as_it_does_from_a_server():
    content = {"events": [], "responses": [{"amount": Decimal("12.50"), "days": (1, 2)}]}
    endpoint = InsideEndpoint(EndpointConfig(None), StandIn(answering(ActionAnswer(200, content))))
    assert await endpoint.request(json={}) == {"events": [], "responses": [{"amount": 12.5, "days": [1, 2]}]}


async def test_an_action_that_hangs_ends_its_turn_in_time_and_no_other():
    hung = asyncio.create_task(take_turn(action(hanging, seconds=0.2)))
    assert (await take_turn(action(answering(EMPTY)))).latest_action_name == "action_look"
    assert not hung.done()
    with pytest.raises(ActionServerAway):
        await asyncio.wait_for(hung, 10)


async def test_an_action_that_hangs_in_a_thread_ends_its_turn_in_time_too():
    release = threading.Event()

    async def wait_in_a_thread(_: Any) -> ActionAnswer:
        await asyncio.to_thread(release.wait)
        return EMPTY

    try:
        with pytest.raises(ActionServerAway):
            await asyncio.wait_for(take_turn(action(wait_in_a_thread, seconds=0.2)), 10)
    finally:
        release.set()


async def test_actions_that_hang_leave_room_for_what_else_waits_in_threads():
    inside = most = 0

    async def count(_: Any) -> ActionAnswer:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        try:
            return await hanging(None)
        finally:
            inside -= 1

    acting = action(count, seconds=0.2)
    hung = [asyncio.create_task(acting.action_endpoint.request(json={})) for _ in range(2 * THREADS)]
    outcomes = await asyncio.gather(*hung, return_exceptions=True)
    assert most == THREADS
    assert {type(outcome) for outcome in outcomes} == {asyncio.TimeoutError}


@pytest.fixture
def rasa_as_it_was() -> Iterator[None]:
    """What reads endpoints and adds channels, and again after the test."""
    read, register = AvailableEndpoints.read_endpoints, channels.channel.register
    yield
    AvailableEndpoints.read_endpoints, channels.channel.register = read, register


@pytest.mark.usefixtures("rasa_as_it_was")
def test_rasa_is_given_the_actions_with_what_the_file_says_of_them(tmp_path: Path):
    file = tmp_path / "endpoints.yml"
    file.write_text("action_endpoint:\n  url: http://127.0.0.1:9\n  whole_conversation_to: [action_look]\n")
    actions = StandIn(answering(EMPTY))
    run_inside(actions)
    endpoint = AvailableEndpoints.read_endpoints(str(file)).action
    assert isinstance(endpoint, InsideEndpoint)
    assert endpoint.kwargs == {"whole_conversation_to": ["action_look"]}


@pytest.mark.usefixtures("rasa_as_it_was")
def test_channels_find_the_actions_at_their_server():
    actions = StandIn(answering(EMPTY))
    app = Sanic("inside", configure_logging=False)
    assert actions_of(app) is None
    run_inside(actions)
    channels.channel.register([], app, "/webhooks/")
    assert actions_of(app) is actions
