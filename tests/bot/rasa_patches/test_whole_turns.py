"""A turn happens as a whole or not at all, where Rasa would go on with half of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from rasa.core.actions.action import RemoteAction
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig

from bot.gateway.idempotency import Unsent
from bot.rasa_patches.whole_turns import ActionServerAway, keep_turns_whole

DOMAIN = Domain.from_dict({"actions": ["action_look"]})


@pytest.fixture(autouse=True)
def whole_turns() -> None:
    keep_turns_whole()


@pytest.fixture
async def action_server() -> AsyncIterator[TestServer]:
    """Says at `/<status>/webhook` just that; 200 has an empty answer of the right form."""

    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"events": [], "responses": []}, status=int(request.match_info["status"]))

    app = web.Application()
    app.router.add_post("/{status}/webhook", answer)
    async with TestServer(app) as server:
        yield server


def _action(url: str) -> RemoteAction:
    return RemoteAction("action_look", EndpointConfig(f"{url}/webhook"))


async def _take_turn(url: str) -> DialogueStateTracker:
    """Rasa's own step of a turn, with an action on a server."""
    processor = object.__new__(MessageProcessor)
    processor.domain = DOMAIN
    tracker = DialogueStateTracker.from_events("web:1", [])
    nlg = TemplatedNaturalLanguageGenerator({})
    prediction = PolicyPrediction.for_action_name(DOMAIN, "action_look")
    await processor._run_action(_action(url), tracker, Unsent(), nlg, prediction)
    return tracker


async def test_an_action_that_answers_goes_into_the_conversation(action_server):
    tracker = await _take_turn(str(action_server.make_url("/200")))
    assert tracker.latest_action_name == "action_look"


async def test_a_turn_ends_where_nobody_listens():
    async with TestServer(web.Application()) as server:
        gone = str(server.make_url("/200"))
    with pytest.raises(ActionServerAway):
        await _take_turn(gone)


@pytest.mark.parametrize("status", [502, 503, 504])
async def test_a_turn_ends_where_a_proxy_reaches_no_action_server(status, action_server):
    with pytest.raises(ActionServerAway):
        await _take_turn(str(action_server.make_url(f"/{status}")))


async def test_a_turn_ends_where_the_action_server_takes_too_long(monkeypatch):
    async def never(_: web.Request) -> web.Response:
        await asyncio.sleep(3600)
        raise AssertionError("nobody waits for so long")

    monkeypatch.setattr("rasa.core.actions.action.DEFAULT_REQUEST_TIMEOUT", 0.2)
    app = web.Application()
    app.router.add_post("/slow/webhook", never)
    async with TestServer(app) as server:
        with pytest.raises(ActionServerAway):
            await _take_turn(str(server.make_url("/slow")))


async def test_an_action_that_fails_ends_no_turn_because_it_would_fail_again(action_server):
    with pytest.raises(RasaException):
        await _action(str(action_server.make_url("/500"))).run(
            Unsent(), TemplatedNaturalLanguageGenerator({}), DialogueStateTracker.from_events("web:1", []), DOMAIN
        )
    tracker = await _take_turn(str(action_server.make_url("/500")))
    assert tracker.latest_action_name == "action_look"
