"""Files of messages come from the platform's own hosts alone, whatever a message says, and in time."""

from __future__ import annotations

import pytest
from channel_drivers import channel_settings, unique
from channel_requests import (
    META_SECRET,
    META_TOKEN,
    META_VERIFY,
    PHONE_NUMBER_ID,
    PUBLIC_URL,
    SLACK_SECRET,
    SLACK_TOKEN,
    TELEGRAM_SECRET,
    TELEGRAM_TOKEN,
    TWILIO_ACCOUNT,
    TWILIO_NUMBER,
    TWILIO_TOKEN,
)
from platform_stand_in import StandIn

from bot.channels.downloads import FILE_SECONDS, Downloads
from bot.channels.instagram import Instagram
from bot.channels.messenger import Messenger
from bot.channels.outgoing import Refused, TryLater
from bot.channels.platform import Platform, TooLarge
from bot.channels.slack import Slack
from bot.channels.telegram import Telegram
from bot.channels.twilio import Twilio
from bot.channels.whatsapp import WhatsApp

META = {"token": META_TOKEN, "app_secret": META_SECRET, "verify_token": META_VERIFY}
LIVE = {
    "slack": Slack(SLACK_TOKEN, SLACK_SECRET),
    "messenger": Messenger(**META),
    "instagram": Instagram(**META),
    "whatsapp": WhatsApp(PHONE_NUMBER_ID, **META),
    "telegram": Telegram(TELEGRAM_TOKEN, TELEGRAM_SECRET),
    "twilio": Twilio(TWILIO_ACCOUNT, TWILIO_TOKEN, TWILIO_NUMBER, PUBLIC_URL),
}


@pytest.mark.parametrize(
    ("platform", "url"),
    [
        ("slack", "https://files.slack.com/files-pri/T1-F1/download/a.jpg"),
        ("messenger", "https://scontent.xx.fbcdn.net/v/t1/1_n.jpg?oh=1"),
        ("instagram", "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1&signature=2"),
        ("whatsapp", "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1"),
        ("telegram", "https://api.telegram.org/file/bot1:A/photos/file_1.jpg"),
        ("twilio", "https://mms.twiliocdn.com/AC1/ME1"),
    ],
)
def test_files_come_from_where_platforms_keep_them(platform: str, url: str) -> None:
    assert LIVE[platform].gives_media_at(url)


@pytest.mark.parametrize("platform", LIVE.values(), ids=LIVE)
@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:5055/metrics",
        "https://files.slack.com.evil.example/a.jpg",
        "https://evilfbcdn.net/a.jpg",
        "https://evil.example/fbcdn.net",
        "http://files.slack.com/a.jpg",
        "https://lookaside.fbsbx.com:8443/a.jpg",
        "https://user@mms.twiliocdn.com/a.jpg",
        "file:///etc/passwd",
        "https://[::1",
        "https://mms.twiliocdn.com:x/a",
        "",
    ],
)
def test_nothing_is_asked_anywhere_else(platform: Platform, url: str) -> None:
    assert not platform.gives_media_at(url)


@pytest.mark.parametrize("reference", ["http://169.254.169.254/x", "https://evil.example/2010-04-01/Accounts/AC1/x"])
def test_credentials_go_nowhere_else(reference: str) -> None:
    for name in ("slack", "messenger", "twilio"):
        with pytest.raises(Refused):
            Downloads(LIVE[name], 1_000).fetch(reference)


@pytest.fixture
def telegram(platforms: StandIn) -> Telegram:
    api = channel_settings(platforms)["RETURNDESK_TELEGRAM_API_URL"]
    return Telegram(TELEGRAM_TOKEN, TELEGRAM_SECRET, api)


def test_a_file_that_is_larger_than_is_taken_is_not_read_to_its_end(telegram: Telegram, platforms: StandIn) -> None:
    name = f"large{unique()}"
    platforms.files[name] = bytes(2_000_000)
    with pytest.raises(TooLarge):
        Downloads(telegram, 1_000_000).fetch(name)
    assert Downloads(telegram, 2_000_000).fetch(name) == bytes(2_000_000)


def test_all_requests_for_one_file_share_its_time(telegram: Telegram, platforms: StandIn) -> None:
    platforms.files["slow"] = b"content"
    times = iter([0.0, FILE_SECONDS - 1, *(FILE_SECONDS + 1 for _ in range(9))])
    with pytest.raises(TryLater, match="too slow"):
        Downloads(telegram, 1_000, monotonic=lambda: next(times)).fetch("slow")


def test_slack_without_the_right_to_files_is_no_picture(platforms: StandIn) -> None:
    platforms.files["seen"] = b"content"
    url = f"{platforms.url}/files-pri/seen/download/image.jpg"
    assert Downloads(Slack(SLACK_TOKEN, SLACK_SECRET, platforms.url), 1_000).fetch(url) == b"content"
    with pytest.raises(Refused, match="files:read"):
        Downloads(Slack("xoxb-another", SLACK_SECRET, platforms.url), 1_000).fetch(url)
