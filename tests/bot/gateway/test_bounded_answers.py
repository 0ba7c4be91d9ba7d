"""Answers that the bot gets from other servers, where they are longer, or unpack to more, than any that it needs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from memory_watch import FEW_MEGABYTES, memory_of_calls
from packed_answers import PACKED, PackingServer, packing_server
from rasa.utils.endpoints import EndpointConfig

from bot.gateway.action_server_client import DeskClient, DeskUnavailable, over_http
from bot.gateway.bounded_answers import LONGEST_ANSWER, AnswerTooLong, BoundedAnswer
from bot.rasa_patches.action_calls import install


@pytest.fixture(autouse=True)
def rasa_as_it_was() -> Iterator[None]:
    """Rasa's own way to open a session, again after each test."""
    own = EndpointConfig.session
    yield
    EndpointConfig.session = own


@pytest.fixture(params=[(how, in_pieces) for how in PACKED for in_pieces in (False, True)], ids=str)
def server(request: pytest.FixtureRequest) -> Iterator[PackingServer]:
    with packing_server(*request.param) as server:
        yield server


@pytest.mark.parametrize("status", [200, 400, 500])
async def test_an_answer_to_an_action_call_is_cut_where_it_unpacks_to_too_much(
    server: PackingServer, status: int
) -> None:
    server.status = status
    install()
    with memory_of_calls() as taken, pytest.raises(AnswerTooLong):
        await EndpointConfig(url=server.url).request(json={})
    assert taken.peak < FEW_MEGABYTES


async def test_what_else_the_action_server_says_is_cut_where_it_unpacks_to_too_much(server: PackingServer) -> None:
    with memory_of_calls() as taken, pytest.raises(DeskUnavailable, match="AnswerTooLong"):
        await DeskClient(over_http(f"{server.url}/webhook", None)).feedback({})
    assert taken.peak < FEW_MEGABYTES


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(response_class=BoundedAnswer) as session:
        yield session


@pytest.mark.parametrize(("more", "is_read"), [(0, True), (1, False)])
async def test_an_answer_of_the_longest_size_is_read_and_no_longer_one(
    session: aiohttp.ClientSession, more: int, is_read: bool
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=b"x" * (LONGEST_ANSWER + more))

    app = web.Application()
    app.router.add_get("/", answer)
    async with TestServer(app) as server, session.get(server.make_url("/")) as found:
        if is_read:
            assert len(await found.read()) == LONGEST_ANSWER
        else:
            with pytest.raises(AnswerTooLong):
                await found.read()


async def test_a_connection_with_the_rest_of_a_long_answer_is_not_used_again(session: aiohttp.ClientSession) -> None:
    came_by = set()

    async def answer(request: web.Request) -> web.Response:
        assert request.transport is not None
        came_by.add(request.transport.get_extra_info("peername"))
        return web.Response(body=b"x" * (5 * LONGEST_ANSWER), status=500)

    app = web.Application()
    app.router.add_get("/", answer)
    async with TestServer(app) as server:
        for _ in range(2):
            async with session.get(server.make_url("/")) as found:
                with pytest.raises(AnswerTooLong):
                    await found.content.read()
    assert len(came_by) == 2
