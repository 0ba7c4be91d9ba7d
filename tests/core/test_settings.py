"""The environment is read once, checked, and reported by the variable's name where it is wrong."""

from __future__ import annotations

import os
from datetime import datetime, timezone
from pathlib import Path

import pytest

from core.identifiers import load_shapes
from core.settings import ActionsIn, Environment, SettingsError, load_settings, secret_from

SECRET = "correct-horse-battery-staple-and-more"


@pytest.fixture(autouse=True)
def no_variables(monkeypatch):
    """Hides what the machine that runs the tests has set."""
    for name in list(os.environ):
        if name.upper().startswith("RETURNDESK_"):
            monkeypatch.delenv(name)


def test_without_variables_the_desk_runs_in_development_on_its_own_store():
    settings = load_settings()
    assert settings.env is Environment.DEVELOPMENT
    assert settings.database_url == "sqlite:///.returndesk/returndesk.db"
    assert (settings.port, settings.actions_port, settings.web_port) == (5005, 5055, 8080)
    assert settings.carrier_url == "http://127.0.0.1:5056"
    assert settings.now is None
    assert settings.demo_data is True
    assert settings.model_dir == Path("models")


@pytest.mark.parametrize(
    ("variable", "text", "field", "value"),
    [
        ("RETURNDESK_ENV", "production", "env", Environment.PRODUCTION),
        ("RETURNDESK_DATABASE_URL", "postgresql://host/returns", "database_url", "postgresql://host/returns"),
        ("RETURNDESK_NOW", "2026-10-16T10:00:00+02:00", "now", datetime(2026, 10, 16, 8, tzinfo=timezone.utc)),
        ("RETURNDESK_DEMO_DATA", "false", "demo_data", False),
        ("RETURNDESK_MODEL_DIR", "/srv/models", "model_dir", Path("/srv/models")),
        ("RETURNDESK_PORT", "6005", "port", 6005),
        ("RETURNDESK_ACTIONS_PORT", "6055", "actions_port", 6055),
        ("RETURNDESK_ACTIONS_IN", "bot", "actions_in", ActionsIn.BOT),
        ("RETURNDESK_WEB_PORT", "9080", "web_port", 9080),
        ("RETURNDESK_CARRIER_PORT", "6056", "carrier_url", "http://127.0.0.1:6056"),
        ("RETURNDESK_CARRIER_URL", "https://carrier.example/api/", "carrier_url", "https://carrier.example/api"),
        ("RETURNDESK_ORDER_NUMBER_DIGITS", "12", "order_number_digits", 12),
    ],
)
def test_a_variable_sets_the_field_of_its_name(monkeypatch, variable, text, field, value):
    monkeypatch.setenv(variable, text)
    assert getattr(load_settings(), field) == value


def test_an_empty_variable_counts_as_not_set(monkeypatch):
    monkeypatch.setenv("RETURNDESK_NOW", "")
    monkeypatch.setenv("RETURNDESK_PORT", "")
    assert load_settings().now is None
    assert load_settings().port == 5005


def test_an_option_goes_before_the_variable_unless_it_is_left_out(monkeypatch):
    monkeypatch.setenv("RETURNDESK_PORT", "6005")
    assert load_settings(port=7005).port == 7005
    assert load_settings(port=None).port == 6005


@pytest.mark.parametrize(
    ("variable", "text", "reason"),
    [
        ("RETURNDESK_PORT", "many", "RETURNDESK_PORT: value is not a valid integer"),
        ("RETURNDESK_PORT", "70000", "RETURNDESK_PORT: .* less than or equal to 65535"),
        ("RETURNDESK_ENV", "staging", "RETURNDESK_ENV: .* 'development', 'production'"),
        ("RETURNDESK_NOW", "tomorrow", 'RETURNDESK_NOW: "tomorrow" is not an instant such as 2026-10-16T08:00:00Z'),
        ("RETURNDESK_NOW", "2026-10-16T08:00:00", "RETURNDESK_NOW: .* has no time zone"),
        ("RETURNDESK_CARRIER_URL", "carrier.example", "RETURNDESK_CARRIER_URL: is not an address"),
        ("RETURNDESK_CARRIER_URL", "file:///etc/passwd", "RETURNDESK_CARRIER_URL: is not an address"),
    ],
)
def test_a_value_that_cannot_be_used_is_reported_by_its_variable(monkeypatch, variable, text, reason):
    monkeypatch.setenv(variable, text)
    with pytest.raises(SettingsError, match=f"^{reason}"):
        load_settings()


def test_production_refuses_a_frozen_clock(monkeypatch):
    monkeypatch.setenv("RETURNDESK_ENV", "production")
    monkeypatch.setenv("RETURNDESK_NOW", "2026-10-16T08:00:00Z")
    with pytest.raises(SettingsError, match="RETURNDESK_NOW: the clock can't be frozen in production"):
        load_settings()


def test_a_password_in_the_database_address_is_not_shown(monkeypatch):
    monkeypatch.setenv("RETURNDESK_DATABASE_URL", "postgresql://desk:s3cret-word@host/returns")
    assert "s3cret-word" not in repr(load_settings())
    assert "s3cret-word" not in str(load_settings())


def test_settings_do_not_change_once_they_are_read():
    with pytest.raises(TypeError, match="immutable"):
        load_settings().port = 1


def test_a_secret_comes_from_its_variable(monkeypatch):
    monkeypatch.setenv("RETURNDESK_ACTIONS_SECRET", SECRET)
    assert load_settings().actions_secret.get_secret_value() == SECRET


def test_a_secret_comes_from_the_file_that_a_variable_names_without_its_line_break(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text(SECRET + "\n")
    monkeypatch.setenv("RETURNDESK_ACTIONS_SECRET_FILE", str(tmp_path / "secret"))
    assert load_settings().actions_secret.get_secret_value() == SECRET


def test_a_secret_is_not_shown(monkeypatch):
    monkeypatch.setenv("RETURNDESK_ACTIONS_SECRET", SECRET)
    assert SECRET not in f"{load_settings()!r} {load_settings()}"


@pytest.mark.parametrize("variable", ["RETURNDESK_ACTIONS_SECRET", "RETURNDESK_CUSTOMER_SECRET"])
def test_a_secret_that_could_be_guessed_is_refused_and_not_repeated(monkeypatch, variable):
    monkeypatch.setenv(variable, "hunter2")
    with pytest.raises(SettingsError, match=f"^{variable}: has fewer than 32 bytes") as refused:
        load_settings()
    assert "hunter2" not in str(refused.value)


def test_without_a_secret_there_is_none():
    assert secret_from("RETURNDESK_X", {}) is None
    assert secret_from("RETURNDESK_X", {"RETURNDESK_X": "", "RETURNDESK_X_FILE": ""}) is None


def test_a_secret_that_is_set_twice_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="RETURNDESK_X and RETURNDESK_X_FILE are both set"):
        secret_from("RETURNDESK_X", {"RETURNDESK_X": SECRET, "RETURNDESK_X_FILE": str(tmp_path / "secret")})


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "No such file"), (b"", "is empty"), (b"\n", "is empty"), (b"\xff\xfe", "is not text")],
)
def test_a_secrets_file_that_cannot_be_used_is_named(tmp_path, content, reason):
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=f"^RETURNDESK_X_FILE: {path} .*{reason}"):
        secret_from("RETURNDESK_X", {"RETURNDESK_X_FILE": str(path)})


@pytest.mark.parametrize("field", ["database_url", "conversations_url"])
def test_an_address_with_a_password_may_come_from_a_file(monkeypatch, tmp_path, field):
    (tmp_path / "url").write_text("postgresql://desk:word@host/returns\n")
    monkeypatch.setenv(f"RETURNDESK_{field.upper()}_FILE", str(tmp_path / "url"))
    assert getattr(load_settings(), field) == "postgresql://desk:word@host/returns"


@pytest.mark.parametrize("url", ["https://models", "s3://", "s3://UPPER/desk", "s3://models/a b", "models/desk"])
def test_a_place_for_models_that_is_no_bucket_is_refused(monkeypatch, url):
    monkeypatch.setenv("RETURNDESK_MODEL_URL", url)
    with pytest.raises(SettingsError, match=r"^RETURNDESK_MODEL_URL: is not the address of a bucket"):
        load_settings()


def test_customers_reach_the_bot_on_this_machine_in_development_and_where_it_is_said_in_production(monkeypatch):
    assert load_settings(port=6005).public_url == "http://127.0.0.1:6005"
    assert load_settings(env="production").public_url == ""
    assert (
        load_settings(env="production", public_url="https://desk.shop.example/").public_url
        == "https://desk.shop.example"
    )
    with pytest.raises(SettingsError, match=r"^RETURNDESK_PUBLIC_URL: is not an address"):
        load_settings(public_url="desk.shop.example?a=b")


def test_the_countries_of_customers_are_iso_codes_however_they_are_parted(monkeypatch):
    assert load_settings().home_countries == frozenset()
    monkeypatch.setenv("RETURNDESK_CUSTOMER_COUNTRIES", "de, AT  fr")
    assert load_settings().home_countries == {"DE", "AT", "FR"}
    monkeypatch.setenv("RETURNDESK_CUSTOMER_COUNTRIES", "DE,Holland")
    with pytest.raises(SettingsError, match="RETURNDESK_CUSTOMER_COUNTRIES: HOLLAND is no country's ISO 3166 code"):
        load_settings()


def test_a_folder_of_rules_brings_the_shop_s_numbers_along():
    small = Path(__file__).parents[1] / "shops" / "small"
    settings = load_settings(rules=small)
    assert settings.facts_file == small / "facts.yml"
    assert settings.number_shapes == load_shapes(small / "numbers.yml")


def test_a_folder_without_facts_is_named(tmp_path):
    with pytest.raises(SettingsError, match=r"RETURNDESK_RULES: .* is no folder with a facts\.yml"):
        load_settings(rules=tmp_path)
