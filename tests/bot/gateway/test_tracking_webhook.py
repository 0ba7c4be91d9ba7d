"""The channel of tracking services hands on what proves who sent a webhook, and nothing else."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import Any

import pytest
from sanic.compat import Header

from actions.server.asked import LARGEST_TRACKING_BODY
from bot.gateway.action_server_client import ActionServerRefused, DeskUnavailable
from bot.gateway.errors import ApiError
from bot.gateway.tracking_webhook import LARGEST_BODY, TrackingWebhook


class DeskStandIn:
    """Takes note of what it is told, and how often an address was counted."""

    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, str], bytes]] = []
        self.counted = 0
        self.trouble: Exception | None = None

    async def tracking_told(self, service: str, headers: dict[str, str], body: bytes) -> dict[str, Any]:
        if self.trouble is not None:
            raise self.trouble
        self.told.append((service, headers, body))
        return {"parcels": 1}

    async def request(self, *_: str) -> None:
        self.counted += 1


def post(desk: DeskStandIn, service: str, body: bytes, **headers: str) -> Any:
    """The answer to a webhook."""
    channel = TrackingWebhook()
    channel.gateway = SimpleNamespace(desk=desk, limits=desk, origins=frozenset(), proxies=())  # type: ignore[assignment]
    request: Any = SimpleNamespace(headers=Header(headers), body=body, ip="203.0.113.7")
    return asyncio.run(channel._told(service, request))


def test_the_channel_takes_what_the_actions_take():
    assert LARGEST_BODY == LARGEST_TRACKING_BODY


def test_a_webhook_is_handed_on_with_its_proof_alone():
    desk = DeskStandIn()
    answer = post(desk, "ship24", b"{}", Authorization="Bearer s", Sign="x", Cookie="a=b")
    assert (answer.status, json.loads(answer.body)) == (200, {"parcels": 1})
    assert desk.told == [("ship24", {"sign": "x", "carrier-authorization": "Bearer s"}, b"{}")]
    assert desk.counted == 0


@pytest.mark.parametrize(
    ("trouble", "status", "counted"),
    [(ActionServerRefused(401, "the signature is missing or wrong"), 401, 1), (DeskUnavailable("away"), 503, 0)],
)
def test_a_refusal_and_a_desk_that_is_away_are_told(trouble, status, counted):
    desk = DeskStandIn()
    desk.trouble = trouble
    with pytest.raises(ApiError) as refused:
        post(desk, "aftership", b"{}")
    assert refused.value.status == status
    # Only who is refused uses up what an address may ask.
    assert desk.counted == counted


def test_a_body_that_is_too_large_and_a_page_of_another_website_are_refused():
    desk = DeskStandIn()
    for body, headers, status in (
        (b"x" * (LARGEST_BODY + 1), {}, 413),
        (b"{}", {"Origin": "https://evil.example"}, 403),
    ):
        with pytest.raises(ApiError) as refused:
            post(desk, "easypost", body, **headers)
        assert refused.value.status == status
    assert desk.told == []
