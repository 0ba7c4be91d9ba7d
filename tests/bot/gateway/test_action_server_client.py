"""What the bot asks beside actions, over either way to them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.gateway.action_server_client import ActionServerRefused, Ask, DeskClient, DeskUnavailable, over_http
from core.action_desk import ActionAnswer

Asked = tuple[str, dict[str, str], bytes]


class Desk:
    """Answers what a test says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answer = ActionAnswer(200, {})
        self.hangs = False

    async def ask(self, path: str, headers: Mapping[str, str], body: bytes) -> ActionAnswer:
        self.asked.append((path, dict(headers), body))
        if self.hangs:
            await asyncio.sleep(3600)
        return self.answer


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture(params=["inside", "over_http"])
async def ask(request: pytest.FixtureRequest, desk: Desk) -> AsyncIterator[Ask]:
    """Both ways to the same desk."""
    if request.param == "inside":
        yield desk.ask
        return

    async def serve(asked: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in asked.headers.items()}
        answer = await desk.ask(asked.path, headers, await asked.read())
        return web.json_response(answer.content, status=answer.status)

    app = web.Application()
    app.router.add_post("/{path:.*}", serve)
    async with TestServer(app) as server:
        yield over_http(str(server.make_url("/webhook")), "the-secret")


async def test_a_sign_in_is_asked_and_answered(desk: Desk, ask: Ask) -> None:
    desk.answer = ActionAnswer(200, {"given_name": "Ana", "expires_at": "2026-10-13T10:00:00Z"})
    assert await DeskClient(ask).sign_in("web:1", "token") == desk.answer.content
    path, _, body = desk.asked[0]
    assert (path, json.loads(body)) == ("/identity/sign-in", {"session": "web:1", "token": "token"})


async def test_what_a_help_desk_sent_goes_on_as_it_is_with_its_signature(desk: Desk, ask: Ask) -> None:
    desk.answer = ActionAnswer(200, {"result": "kept"})
    assert await DeskClient(ask).help_desk_told("zendesk", {"x-zendesk-webhook-signature": "abc"}, b" {}\n") == {
        "result": "kept"
    }
    path, headers, body = desk.asked[0]
    assert (path, headers["x-zendesk-webhook-signature"], body) == ("/help_desk/zendesk", "abc", b" {}\n")


async def test_a_refusal_is_told_with_its_reason(desk: Desk, ask: Ask) -> None:
    desk.answer = ActionAnswer(401, {"error": "The customer token has expired.", "code": "expired"})
    with pytest.raises(ActionServerRefused, match="has expired") as refused:
        await DeskClient(ask).sign_in("web:1", "token")
    assert refused.value.status == 401


@pytest.mark.parametrize("status", [500, 503])
async def test_a_failure_is_no_refusal(status: int, desk: Desk, ask: Ask) -> None:
    desk.answer = ActionAnswer(status, {"error": "OperationalError"})
    with pytest.raises(DeskUnavailable, match=f"status {status}"):
        await DeskClient(ask).feedback({"value": "up"})


async def test_nobody_waits_long_for_a_desk_that_hangs(desk: Desk, ask: Ask) -> None:
    desk.hangs = True
    with pytest.raises(DeskUnavailable, match="TimeoutError"):
        await DeskClient(ask, patience=0.1).sign_out("web:1")


async def test_a_server_that_is_gone_can_not_be_asked(unused_tcp_port_factory: Callable[[], int]) -> None:
    with pytest.raises(DeskUnavailable):
        await DeskClient(over_http(f"http://127.0.0.1:{unused_tcp_port_factory()}/webhook", None)).sign_out("web:1")
