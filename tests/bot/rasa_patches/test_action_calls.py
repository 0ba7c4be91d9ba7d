"""What calls to the action server cost, and that they still refuse what Rasa refuses."""

from __future__ import annotations

import asyncio
import base64
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from aiohttp import web
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.schemas.events import EVENT_SCHEMA
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from actions.dialogue.hand_ins_reckoned import _TOLD_LATELY
from bot.rasa_patches.action_calls import FURTHER, MESSAGES_FURTHER_BACK, WHOLE, install

ROOT = Path(__file__).parents[3]

RIGHT = [
    {"events": [], "responses": []},
    {
        "events": [{"event": "slot", "name": "topic", "value": "ask_refund_time"}],
        "responses": [{"response": "utter_x"}],
    },
    {"events": [{"event": "active_loop", "name": None}], "responses": [{"text": "Hello"}]},
    {"events": [{"event": "slot", "name": "topic", "value": None, "timestamp": 3.5}]},
    {"events": [{"event": "slot", "name": "topic", "value": [1]}, {"event": "followup", "name": "action_x"}]},
    {},
]
WRONG = [
    {"events": [{"event": "slot", "name": "topic"}], "responses": []},
    {"events": [{"event": "slot", "name": 3, "value": "ask_refund_time"}], "responses": []},
    {"events": [{"event": "slot", "name": "topic", "value": "x", "timestamp": "now"}], "responses": []},
    {"events": [{"event": "slot", "name": "topic", "value": "x", "metadata": []}], "responses": []},
    {"events": [{"event": "slot", "name": "topic", "value": "x"}], "responses": {}},
    {"events": [{"event": "slot", "name": "topic", "value": "x"}, "slot"]},
    {"events": None},
    {"events": {}, "responses": []},
    {"events": [{"name": "topic"}], "responses": []},
    {"events": [{"event": "no such event"}], "responses": []},
    {"events": [], "responses": ["Hello"]},
    [],
]


@pytest.fixture(autouse=True)
def rasa_as_it_was() -> Iterator[None]:
    """Rasa's own methods, and again after each test."""
    own = (RemoteAction._validate_action_result, RemoteAction._action_call_format, EndpointConfig.session)
    yield
    RemoteAction._validate_action_result, RemoteAction._action_call_format, EndpointConfig.session = own


class ActionServer:
    """Answers every call, and remembers the connections that calls came on."""

    def __init__(self) -> None:
        self.connections: list[object] = []
        self.cookies: list[str | None] = []
        self.shown: list[str | None] = []
        self.closes = False
        self.status = 200

    async def answer(self, request: web.Request) -> web.Response:
        assert request.transport is not None
        self.connections.append(request.transport.get_extra_info("peername"))
        self.cookies.append(request.headers.get("Cookie"))
        self.shown.append(request.headers.get("Authorization"))
        response = web.json_response({"events": [], "responses": []}, status=self.status)
        response.set_cookie("customer", "C1")
        if self.closes:
            response.force_close()
        return response


@pytest.fixture
async def server() -> AsyncIterator[tuple[ActionServer, EndpointConfig]]:
    """A server on this machine, and the endpoint that calls it."""
    actions = ActionServer()
    app = web.Application()
    app.router.add_post("/webhook", actions.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    endpoint = EndpointConfig(url=f"http://127.0.0.1:{port}/webhook", headers={"X-Shop": "one"})
    yield actions, endpoint
    # What a bot keeps open until it ends.
    _, kept = getattr(endpoint, "connections_kept", (None, None))
    if kept is not None:
        await kept.close()
    await runner.cleanup()


def verdict(answer: object) -> str:
    try:
        RemoteAction("action_x", None)._validate_action_result(answer)
    except jsonschema.ValidationError as error:
        return error.message
    return "right"


@pytest.mark.parametrize("answer", [*RIGHT, *WRONG])
def test_an_answer_is_judged_as_rasa_judges_it_and_in_its_words(answer):
    of_rasa = verdict(answer)
    install()
    assert verdict(answer) == of_rasa
    assert (of_rasa == "right") is (answer in RIGHT)


KINDS = [each["properties"]["event"]["const"] for each in EVENT_SCHEMA["oneOf"]]
#: What an event of some kind or other has to have, and what it must not be.
PARTS = [
    {"name": "topic", "value": [1], "entities": [{"entity": "place", "value": "shop"}], "parse_data": {}},
    {"name": None, "value": None, "entities": [], "text": None, "timestamp": None, "metadata": None},
    {"name": "topic"},
    {"value": "shop"},
    {"name": "topic", "value": 1, "timestamp": "now"},
    {"name": "topic", "value": 1, "metadata": []},
    {"name": "topic", "value": 1, "text": 1},
    {"name": "topic", "value": 1, "entities": [{"entity": "place"}]},
    {"name": "topic", "value": 1, "parse_data": {"intent_ranking": [{"name": 1}]}},
    {},
]


def test_an_event_is_of_one_kind_alone():
    assert len(set(KINDS)) == len(KINDS)


@pytest.mark.parametrize("kind", [*KINDS, "no such event", None, 1, ["slot"]], ids=str)
def test_an_event_of_each_kind_is_judged_as_rasa_judges_it(kind):
    answers = [{"events": [{"event": "pause"}, {"event": kind, **parts}], "responses": []} for parts in PARTS]
    of_rasa = [verdict(answer) for answer in answers]
    install()
    assert [verdict(answer) for answer in answers] == of_rasa


def test_the_schema_of_answers_is_not_checked_again_for_every_answer(monkeypatch):
    install()
    checked = []
    kind = jsonschema.validators.validator_for(RemoteAction.action_response_format_spec())
    monkeypatch.setattr(kind, "check_schema", lambda schema: checked.append(schema))
    assert [verdict(answer) for answer in RIGHT] == ["right"] * len(RIGHT)
    assert checked == []


def test_being_made_cheap_twice_changes_nothing_more():
    install()
    install()
    assert verdict(RIGHT[1]) == "right"
    assert "Failed to validate Action server response" in verdict(WRONG[1])


async def test_rasa_itself_opens_a_connection_for_every_call(server):
    actions, endpoint = server
    for _ in range(3):
        await endpoint.request(json={})
    assert len(set(actions.connections)) == 3


async def test_calls_one_after_the_other_share_a_connection(server):
    actions, endpoint = server
    install()
    for _ in range(3):
        assert await endpoint.request(json={}) == {"events": [], "responses": []}
    assert len(set(actions.connections)) == 1


async def test_calls_at_the_same_time_do_not_wait_for_each_other(server):
    actions, endpoint = server
    install()
    await asyncio.gather(*(endpoint.request(json={}) for _ in range(5)))
    assert len(actions.connections) == 5


async def test_a_connection_that_the_server_closes_is_not_used_again(server):
    actions, endpoint = server
    actions.closes = True
    install()
    for _ in range(3):
        await endpoint.request(json={})
    assert len(set(actions.connections)) == 3


async def test_no_cookie_of_one_call_goes_into_the_next(server):
    actions, endpoint = server
    install()
    await endpoint.request(json={})
    await endpoint.request(json={})
    assert actions.cookies == [None, None]


async def test_who_calls_is_shown_as_rasa_shows_it(server):
    actions, endpoint = server
    endpoint.basic_auth = {"username": "bot", "password": "wörd"}
    install()
    with warnings.catch_warnings():
        # Where aiohttp is told in a way that its next version takes no more, it warns. What Rasa tells it so is Rasa's.
        warnings.filterwarnings("error", message=".*'auth' parameter|BasicAuth")
        await endpoint.request(json={})
    assert actions.shown == [f"Basic {base64.b64encode('bot:wörd'.encode()).decode()}"]


async def test_an_error_of_the_action_server_is_still_raised(server):
    actions, endpoint = server
    actions.status = 500
    install()
    with pytest.raises(ClientResponseError):
        await endpoint.request(json={})


def tracker(messages: int) -> DialogueStateTracker:
    """A conversation in which each message was answered."""
    found = DialogueStateTracker.from_events("ana", [SlotSet("topic", "ask_fees")], [TextSlot("topic", mappings=[{}])])
    for number in range(messages):
        found.update(UserUttered(f"question {number}", {"name": "ask"}))
        found.update(ActionExecuted("action_x"))
        found.update(BotUttered(f"answer {number}"))
    return found


def call(name: str, conversation: DialogueStateTracker) -> dict[str, Any]:
    settings = {"enable_selective_domain": True, WHOLE: ["action_of_all"], FURTHER: ["action_of_the_day"]}
    action = RemoteAction(name, EndpointConfig(url="http://127.0.0.1:9", **settings))
    return action._action_call_format(conversation, Domain.empty())


def words(called: dict[str, Any]) -> list[str]:
    return [event["text"] for event in called["tracker"]["events"] if "text" in event]


def test_an_action_sees_the_last_two_messages_and_what_followed_each():
    install()
    assert words(call("action_x", tracker(5))) == ["question 3", "answer 3", "question 4", "answer 4"]


def test_a_short_conversation_is_sent_as_rasa_sends_it():
    short = tracker(1)
    of_rasa = call("action_x", short)
    install()
    assert call("action_x", short) == of_rasa


def test_an_action_that_is_named_for_it_sees_the_whole_conversation():
    long = tracker(5)
    of_rasa = call("action_of_all", long)
    install()
    assert call("action_of_all", long) == of_rasa


def test_an_action_that_looks_further_back_sees_no_more_than_it_looks_at():
    install()
    seen = words(call("action_of_the_day", tracker(MESSAGES_FURTHER_BACK + 3)))
    assert seen[:2] == ["question 3", "answer 3"]
    assert len(seen) == 2 * MESSAGES_FURTHER_BACK
    assert MESSAGES_FURTHER_BACK > _TOLD_LATELY


def test_what_is_sent_beside_the_events_is_what_rasa_sends():
    long = tracker(5)
    of_rasa = call("action_x", long)
    install()
    ours = call("action_x", long)
    del ours["tracker"]["events"], of_rasa["tracker"]["events"]
    assert ours == of_rasa


def test_every_action_that_is_named_for_more_than_the_latest_messages_exists():
    endpoints = yaml.safe_load((ROOT / "bot" / "endpoints.yml").read_text(encoding="utf-8"))
    actions = [
        action
        for path in (ROOT / "bot" / "domain").glob("*.yml")
        for action in yaml.safe_load(path.read_text(encoding="utf-8")).get("actions", ())
    ]
    named = [endpoints["action_endpoint"][setting] for setting in (WHOLE, FURTHER)]
    assert all(named)
    assert {*named[0], *named[1]} <= set(actions)
    assert not {*named[0]} & {*named[1]}


def test_another_event_loop_gets_connections_of_its_own(server_less_endpoint):
    install()

    async def connector() -> object:
        async with server_less_endpoint.session() as session:
            return session.connector

    assert asyncio.run(connector()) is not asyncio.run(connector())


@pytest.fixture
def server_less_endpoint() -> EndpointConfig:
    """An endpoint that is never called."""
    return EndpointConfig(url="http://127.0.0.1:9")
