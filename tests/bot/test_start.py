"""How the bot may be started, and what is added to what was asked for."""

from __future__ import annotations

import re

import pytest
from rasa.utils.endpoints import read_endpoint_config

from bot.start import run_arguments, shown_to_actions
from core.settings import SettingsError, load_settings

SECRET = "a-secret-of-more-than-thirty-two-bytes"
PRODUCTION = {"env": "production", "session_secret": SECRET}


def started(*arguments: str, environment: dict[str, str] | None = None, **settings: str) -> list[str]:
    return run_arguments(["run", *arguments], load_settings(**settings), environment or {})


def test_without_settings_nothing_is_added():
    assert started("--port", "5005") == ["run", "--port", "5005"]


def test_the_websites_that_are_allowed_become_rasas_own_list():
    assert started(allowed_origins="https://b.example,https://a.example") == [
        *("run", "--cors", "https://a.example", "https://b.example")
    ]


def test_a_list_on_the_command_line_stays_as_it_is():
    assert started("--cors", "https://c.example", allowed_origins="https://a.example") == [
        *("run", "--cors", "https://c.example")
    ]


def test_an_ipv6_origin_is_no_pattern():
    pattern = started(allowed_origins="http://[::1]:8080")[-1]
    assert re.match(pattern, "http://[::1]:8080")
    assert not re.match(pattern, "http://[::1]:80801")
    assert not re.match(pattern, "http://1:8080")


@pytest.mark.parametrize("origin", ["shop.example", "https://shop.example/path", "*", "null", "https://*.example"])
def test_what_is_no_website_is_refused(origin):
    with pytest.raises(SettingsError, match=r"RETURNDESK_ALLOWED_ORIGINS.*is not the address of a website"):
        started(allowed_origins=origin)


def test_the_http_api_is_not_opened_without_a_token():
    with pytest.raises(SettingsError, match=r"--enable-api opens every conversation.*RETURNDESK_API_TOKEN"):
        started("--enable-api")


def test_the_http_api_gets_its_token():
    assert started("--enable-api", api_token=SECRET)[-2:] == ["--auth-token", SECRET]
    assert started("--enable-api", "--auth-token", "mine")[-2:] == ["--auth-token", "mine"]


def test_production_does_not_start_without_a_secret_for_sessions():
    with pytest.raises(
        SettingsError, match=r"^RETURNDESK_SESSION_SECRET: is not set; .*RETURNDESK_SESSION_SECRET_FILE"
    ):
        started(env="production")


@pytest.mark.parametrize("option", ["--debug", "-vv"])
def test_production_writes_no_messages_to_its_log(option):
    with pytest.raises(SettingsError, match=r"write what customers say to the log"):
        started(option, **PRODUCTION)
    with pytest.raises(SettingsError, match=r"write what customers say to the log"):
        started(environment={"LOG_LEVEL": "debug"}, **PRODUCTION)


def test_production_is_not_open_to_every_website():
    with pytest.raises(SettingsError, match=r"lets every website talk to the bot"):
        started("--cors", "*", **PRODUCTION)


def test_production_starts_with_what_it_needs():
    assert started("--port", "5005", **PRODUCTION) == ["run", "--port", "5005"]


def test_what_the_bot_shows_the_action_server_comes_from_a_variable_or_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text(SECRET)
    monkeypatch.setenv("RETURNDESK_ACTIONS_SECRET_FILE", str(tmp_path / "secret"))
    assert shown_to_actions(load_settings()) == {"RETURNDESK_ACTIONS_SECRET": SECRET}


def test_without_a_secret_the_bot_shows_nothing_and_endpoints_yml_can_still_be_read(monkeypatch):
    for name, value in {**shown_to_actions(load_settings()), "RETURNDESK_ACTIONS_URL": "http://127.0.0.1:1"}.items():
        monkeypatch.setenv(name, value)
    endpoint = read_endpoint_config("bot/endpoints.yml", "action_endpoint")
    assert endpoint.headers == {"Authorization": "Bearer "}
