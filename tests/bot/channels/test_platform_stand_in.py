"""The stand-in speaks the platforms' format: their own libraries talk to it as to the real thing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from aiogram import Bot
from aiogram.bot.api import TelegramAPIServer
from channel_requests import SLACK_TOKEN, TELEGRAM_TOKEN, TWILIO_ACCOUNT, TWILIO_NUMBER, TWILIO_TOKEN
from platform_stand_in import Failure, StandIn, platform_stand_in
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """A stand-in of this test's own."""
    with platform_stand_in() as platforms:
        yield platforms


class ToStandIn(TwilioHttpClient):
    """Twilio's own HTTP client, with the stand-in in the place of its host."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.stand_in = url

    def request(self, method, url, *arguments, **named):
        return super().request(method, url.replace("https://api.twilio.com", self.stand_in), *arguments, **named)


def test_slacks_own_client_can_post(stand_in: StandIn) -> None:
    answer = WebClient(SLACK_TOKEN, base_url=f"{stand_in.url}/").chat_postMessage(channel="U1", text="Hi")
    assert answer["ok"]
    assert [body["text"] for body in stand_in.to("slack", "U1")] == ["Hi"]


def test_slacks_own_client_knows_the_refusals(stand_in: StandIn) -> None:
    with pytest.raises(SlackApiError, match="invalid_auth"):
        WebClient("xoxb-wrong", base_url=f"{stand_in.url}/").chat_postMessage(channel="U1", text="Hi")


def test_slacks_own_client_waits_for_the_rate_limit_and_is_taken_then(stand_in: StandIn) -> None:
    stand_in.failures.append(Failure(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "0"}))
    retrying = [RateLimitErrorRetryHandler(max_retry_count=1)]
    client = WebClient(SLACK_TOKEN, base_url=f"{stand_in.url}/", retry_handlers=retrying)
    assert client.chat_postMessage(channel="U1", text="Hi")["ok"]
    assert stand_in.refused == 1


def test_twilios_own_client_can_post(stand_in: StandIn) -> None:
    client = Client(TWILIO_ACCOUNT, TWILIO_TOKEN, http_client=ToStandIn(stand_in.url))
    message = client.messages.create(to="whatsapp:+34600111222", from_=TWILIO_NUMBER, body="Hi")
    assert message.status == "queued"
    assert [body["Body"] for body in stand_in.to("twilio", "whatsapp:+34600111222")] == ["Hi"]


def test_twilios_own_client_knows_the_refusals(stand_in: StandIn) -> None:
    with pytest.raises(TwilioRestException) as raised:
        Client(TWILIO_ACCOUNT, "wrong", http_client=ToStandIn(stand_in.url)).messages.create(
            to="+1", from_="+2", body="Hi"
        )
    assert raised.value.status == 401


async def test_aiograms_bot_can_post(stand_in: StandIn) -> None:
    server = TelegramAPIServer.from_base(stand_in.url)
    bot = Bot(TELEGRAM_TOKEN, server=server)
    try:
        message = await bot.send_message(4711, "Hi")
    finally:
        await bot.session.close()
    assert message.text == "Hi"
    assert message.chat.id == 4711
