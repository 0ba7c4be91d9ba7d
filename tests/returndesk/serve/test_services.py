"""How the processes of the assistant are started, and who may talk to the bot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.settings import ActionsIn, load_settings
from returndesk.serve.services import Serving


@pytest.fixture
def serving(project):
    """Serving this checkout, with the ports and the host that a test gives."""

    def make(host="127.0.0.1", allowed=(), *, demo_carrier=True, **settings):
        loaded = load_settings(model_dir=project.root / "models", **settings)
        return Serving(project, loaded, host, allowed, demo_carrier)

    return make


def command(serving, name):
    (service,) = (service for service in serving.services() if service.name == name)
    return list(service.command)


def value_of(arguments, option):
    return arguments[arguments.index(option) + 1]


def test_the_page_is_the_only_website_that_may_talk_to_the_bot(serving):
    assert serving(web_port=18080).origins() == ("http://127.0.0.1:18080", "http://localhost:18080")


def test_further_websites_may_talk_to_it_where_they_are_named(serving):
    named = serving(allowed=("https://shop.example",), allowed_origins="https://a.example, https://b.example")
    assert named.origins()[2:] == ("https://shop.example", "https://a.example", "https://b.example")


def test_the_http_api_is_off_unless_it_is_asked_for(serving):
    assert "--enable-api" not in command(serving(), "bot")
    assert "--enable-api" in command(replace(serving(), enable_api=True), "bot")


def test_no_secret_stands_in_a_command(serving):
    secret = "a-secret-that-no-list-of-processes-may-show"
    desk = serving(session_secret=secret, actions_secret=secret, api_token=secret, api_keys=f"shop:{secret}")
    assert all(secret not in part for service in desk.services() for part in service.command)


@pytest.mark.parametrize(
    ("host", "origins"),
    [
        ("0.0.0.0", ("http://127.0.0.1:8080", "http://localhost:8080")),  # noqa: S104
        ("192.0.2.7", ("http://192.0.2.7:8080",)),
        ("::1", ("http://[::1]:8080",)),
    ],
)
def test_the_page_is_known_by_the_names_it_is_reached_by(serving, host, origins):
    assert serving(host).origins() == origins


def test_only_bot_and_page_listen_beyond_this_machine(serving):
    everywhere = serving("0.0.0.0")  # noqa: S104
    assert {service.name: service.host for service in everywhere.services()} == {
        "carrier": "127.0.0.1",
        "actions": "127.0.0.1",
        "bot": "0.0.0.0",  # noqa: S104
        "page": "0.0.0.0",  # noqa: S104
    }


def test_every_port_can_be_chosen(serving):
    chosen = serving(port=1001, actions_port=1002, web_port=1003, carrier_port=1004)
    assert {service.name: (service.port, service.port_option) for service in chosen.services()} == {
        "bot": (1001, "--port"),
        "actions": (1002, "--actions-port"),
        "page": (1003, "--web-port"),
        "carrier": (1004, "--carrier-port"),
    }
    assert [value_of(command(chosen, name), "--port") for name in ("bot", "actions", "page", "carrier")] == [
        "1001",
        "1002",
        "1003",
        "1004",
    ]
    assert value_of(command(chosen, "page"), "--bot-port") == "1001"
    assert chosen.actions_url == "http://127.0.0.1:1002/webhook"


def test_without_the_demo_carrier_the_page_is_no_demo_shop(serving):
    without = serving(demo_carrier=False)
    assert [service.name for service in without.services()] == ["actions", "bot", "page"]
    assert "--demo" not in command(without, "page")


def test_with_the_actions_in_the_bot_nothing_else_runs_them(serving, project):
    together = replace(serving(demo_carrier=False), actions_in=ActionsIn.BOT)
    assert [service.name for service in together.services()] == ["bot", "page"]
    alone, with_actions = command(serving(), "bot"), command(together, "bot")
    assert with_actions[2] == "returndesk.serve.bot_with_actions"
    assert with_actions[3:] == alone[3:]


def test_the_bot_gets_the_trained_model_and_our_files(serving, project):
    arguments = command(serving(), "bot")
    assert value_of(arguments, "--model") == str(project.root / "models" / "returndesk.tar.gz")
    assert value_of(arguments, "--endpoints") == str(project.endpoints)
    assert value_of(arguments, "--credentials") == str(project.credentials)
    assert "--enable-api" not in arguments


OF_ACTIONS = {
    *("RETURNDESK_CUSTOMER_SECRET", "RETURNDESK_HELP_DESK_TOKEN_FILE", "RETURNDESK_STORE_SECRET_FILE"),
    *("RETURNDESK_TRACKING_KEY_FILE", "RETURNDESK_TRACKING_SECRET"),
    *("RETURNDESK_CONNECT_KEY", "RETURNDESK_CONNECT_SECRET_FILE"),
}
OF_PHOTOS = {"RETURNDESK_PHOTOS_KEY_FILE", "RETURNDESK_PHOTOS_BUCKET_KEY"}
OF_PEOPLE = {"RETURNDESK_OIDC_CLIENT_SECRET_FILE"}
#: A secret of each kind: our settings' as values and files, a channel's, a bucket's, a trace's and a database's.
SECRETS = {
    *(
        "RETURNDESK_SESSION_SECRET",
        "RETURNDESK_API_KEYS_FILE",
        "RETURNDESK_REDIS_URL",
        "RETURNDESK_ACTIONS_SECRET_FILE",
    ),
    *("RETURNDESK_DATABASE_URL", *OF_ACTIONS, *OF_PHOTOS, *OF_PEOPLE),
    *("RETURNDESK_TELEGRAM_TOKEN", "RETURNDESK_SLACK_SIGNING_SECRET_FILE", "AWS_SECRET_ACCESS_KEY"),
    *("RETURNDESK_EMAIL_SMTP_URL", "RETURNDESK_EMAIL_IMAP_URL_FILE", "RETURNDESK_EMAIL_MAILGUN_SIGNING_KEY"),
    *("OTEL_EXPORTER_OTLP_HEADERS", "PGPASSWORD"),
}
PLAIN = {"RETURNDESK_CUSTOMER_TOKEN_MINUTES", "RETURNDESK_PORT", "PATH", "LANG", "RASA_TELEMETRY_ENABLED"}
OF_LIBRARIES = {"OTEL_EXPORTER_OTLP_HEADERS", "PGPASSWORD"}


@pytest.mark.parametrize(
    ("name", "actions_in", "demo", "read"),
    [
        ("carrier", ActionsIn.SERVER, True, set()),
        ("page", ActionsIn.SERVER, False, set()),
        (
            "page",
            ActionsIn.SERVER,
            True,
            {"RETURNDESK_DATABASE_URL", "RETURNDESK_CUSTOMER_SECRET", *OF_PHOTOS, *OF_PEOPLE},
        ),
        (
            *("actions", ActionsIn.SERVER, False),
            {"RETURNDESK_DATABASE_URL", "RETURNDESK_ACTIONS_SECRET_FILE", *OF_ACTIONS, *OF_PHOTOS, *OF_LIBRARIES},
        ),
        ("bot", ActionsIn.SERVER, False, SECRETS - OF_ACTIONS - OF_PHOTOS - OF_PEOPLE),
        ("bot", ActionsIn.BOT, False, SECRETS - OF_PEOPLE),
    ],
)
def test_each_process_gets_the_secrets_that_it_reads(serving, name, actions_in, demo, read):
    desk = replace(serving(demo_carrier=demo), actions_in=actions_in)
    (service,) = (service for service in desk.services() if service.name == name)
    assert set(service.secrets.of(dict.fromkeys(SECRETS | PLAIN, "said"))) == read | PLAIN


def test_people_are_served_by_the_demo_shops_page_or_by_a_process_of_their_own_with_the_store_and_the_provider(serving):
    desk = serving(people_port=1005)
    assert "people" not in [service.name for service in desk.services()]
    people = desk.people()
    assert (people.port, value_of(people.command, "--port")) == (1005, "1005")
    found = set(people.secrets.of(dict.fromkeys(SECRETS | PLAIN, "said")))
    assert found == {"RETURNDESK_DATABASE_URL", *OF_PHOTOS, *OF_PEOPLE, *OF_LIBRARIES} | PLAIN
