"""Credentials come from the environment alone, and a channel without any is off."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from channel_drivers import channel_settings
from platform_stand_in import StandIn
from rasa.core.channels.channel import register
from rasa.core.run import _create_single_channel
from sanic import Sanic

from bot.channels.channel import MessagingChannel
from bot.channels.credentials import CredentialsIncomplete
from bot.channels.instagram import InstagramChannel
from bot.channels.messenger import MessengerChannel
from bot.channels.slack import SlackChannel
from bot.channels.telegram import TelegramChannel
from bot.channels.twilio import TwilioChannel
from bot.channels.whatsapp import WhatsAppChannel

CREDENTIALS = Path(__file__).parents[3] / "bot" / "credentials.yml"
CHANNELS = [TelegramChannel, SlackChannel, MessengerChannel, InstagramChannel, WhatsAppChannel, TwilioChannel]

each_channel = pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.platform_name)


def switched_on(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Every channel's variables, set."""
    settings = {name: value for name, value in channel_settings(StandIn()).items() if not name.endswith("_API_URL")}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return settings


def routes(channel: MessagingChannel) -> set[str]:
    app = Sanic(f"test_{channel.name()}_{id(channel)}", configure_logging=False)
    register([channel], app, route="/webhooks/")
    return {f"{'/'.join(sorted(route.methods))} /{route.path}" for route in app.router.routes}


def test_every_channel_is_in_the_file_that_rasa_reads_and_the_file_holds_no_credentials() -> None:
    listed = yaml.safe_load(CREDENTIALS.read_text("utf-8"))
    assert {f"{channel.__module__}.{channel.__name__}" for channel in CHANNELS} <= set(listed)
    assert set(listed.values()) == {None}


@each_channel
def test_a_channel_without_credentials_has_no_address(channel: type[MessagingChannel]) -> None:
    made = _create_single_channel(f"{channel.__module__}.{channel.__name__}", None)
    assert isinstance(made, channel)
    assert routes(made) == set()


@each_channel
def test_a_channel_with_credentials_has_one_address(
    channel: type[MessagingChannel], monkeypatch: pytest.MonkeyPatch
) -> None:
    switched_on(monkeypatch)
    name = channel.platform_name
    assert routes(channel.from_credentials(None)) == {f"GET /webhooks/{name}/webhook", f"POST /webhooks/{name}/webhook"}


@each_channel
def test_a_channel_that_is_set_up_in_part_says_what_is_missing(
    channel: type[MessagingChannel], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = switched_on(monkeypatch)
    own = [name for name in settings if name.startswith(f"RETURNDESK_{channel.platform_name.upper()}_")]
    monkeypatch.delenv(own[-1])
    with pytest.raises(CredentialsIncomplete, match=own[-1]) as raised:
        channel.from_credentials(None)
    assert not any(value in str(raised.value) for value in settings.values())


def test_twilio_needs_to_know_its_public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    switched_on(monkeypatch)
    monkeypatch.delenv("RETURNDESK_PUBLIC_URL")
    with pytest.raises(CredentialsIncomplete, match="RETURNDESK_PUBLIC_URL"):
        TwilioChannel.from_credentials(None)


@each_channel
def test_credentials_may_be_in_files(
    channel: type[MessagingChannel], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in switched_on(monkeypatch).items():
        monkeypatch.delenv(name)
        (tmp_path / name).write_text(f"{value}\n", "utf-8")
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))
    assert channel.from_credentials(None).platform is not None


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RETURNDESK_TELEGRAM_TOKEN_FILE", str(tmp_path / "missing"))
    with pytest.raises(CredentialsIncomplete, match=r"RETURNDESK_TELEGRAM_TOKEN_FILE: .*missing"):
        TelegramChannel.from_credentials(None)


@pytest.mark.parametrize(
    ("env", "address"),
    [("production", "http://127.0.0.1:9000"), ("development", "https://evil.example"), ("development", "http://a.b:1")],
)
@each_channel
def test_a_stand_in_for_a_platform_is_for_development_on_this_machine(
    channel: type[MessagingChannel], env: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    switched_on(monkeypatch)
    monkeypatch.setenv("RETURNDESK_ENV", env)
    monkeypatch.setenv(f"RETURNDESK_{channel.platform_name.upper()}_API_URL", address)
    with pytest.raises(CredentialsIncomplete, match="for tests in development"):
        channel.from_credentials(None)
