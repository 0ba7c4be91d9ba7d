"""Who is not the platform is counted, and fills no log."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from limits import parse
from multidict import CIMultiDict
from structlog.testing import capture_logs

from bot.channels.strangers import BETWEEN_LINES, Strangers
from bot.channels.telegram import Telegram, TelegramChannel
from bot.gateway.limits import Allowance, Limits


def test_a_thousand_wrong_requests_are_two_lines_that_count_them() -> None:
    now = [0.0]
    strangers = Strangers("telegram", lambda: now[0])
    with capture_logs() as lines:
        for _ in range(1_000):
            strangers.count()
        now[0] += BETWEEN_LINES
        strangers.count()
    assert [(line["event"], line["channel"], line["requests"]) for line in lines] == [
        ("channel.not_authentic", "telegram", 1),
        ("channel.not_authentic", "telegram", 1_000),
    ]


async def test_a_wrong_secret_uses_up_what_its_address_may_ask_and_no_others() -> None:
    limits = Limits(Allowance(parse("600/minute"), parse("3/minute")), None, lambda _: None)
    app = SimpleNamespace(ctx=SimpleNamespace(gateway=SimpleNamespace(proxies=(), limits=limits)))
    channel = TelegramChannel(Telegram("token", "secret"))
    channel._mailbox = channel._worker = object()  # type: ignore[assignment]  # nothing gets as far as there

    async def nothing_more() -> None:
        """The body is there."""

    async def status(address: str) -> int:
        wrong = CIMultiDict({"X-Telegram-Bot-Api-Secret-Token": "guessed"})
        request: Any = SimpleNamespace(app=app, ip=address, headers=wrong, body=b"{}", path="/", query_string="")
        request.stream, request.receive_body = SimpleNamespace(request_max_size=1_048_576), nothing_more
        return int((await channel._webhook(request)).status)

    assert [await status("203.0.113.7") for _ in range(5)] == [401, 401, 401, 429, 429]
    assert await status("198.51.100.9") == 401
