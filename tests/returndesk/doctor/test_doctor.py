"""`returndesk doctor`: what it finds, what it says to do, and what a desk in production is kept from."""

from __future__ import annotations

import json
import secrets
import socket
from datetime import datetime, timedelta, timezone

import pytest
from typer.testing import CliRunner

from actions.demo.demo_data import demo_document
from actions.store.engine import migrate
from actions.store.import_export.exchange import import_document
from actions.store.wishes_to_forget import WishesToForget
from core.conversations.address import conversations_url
from core.conversations.conversations import open_conversations
from core.conversations.turn_records import NewEvent
from core.database.engine import open_engine
from core.settings import Environment, load_settings
from returndesk.cli.command import app
from returndesk.doctor.check import Verdict
from returndesk.doctor.command import examine
from returndesk.doctor.refusal import refuse_unsafe
from returndesk.doctor.settings_checks import settings_checks
from returndesk.failure import Failure
from returndesk.people.accounts import Accounts
from returndesk.people.roles import Role
from returndesk.store_address import embedded_url

NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
POSTGRESQL = "postgresql://desk@127.0.0.1:1/returns"


def _strong() -> dict[str, str]:
    return {name: secrets.token_hex(32) for name in ("session_secret", "actions_secret")}


def _production(**changed):
    given = {"env": "production", "database_url": POSTGRESQL, "allowed_origins": "https://shop.example", **_strong()}
    return load_settings(**{**given, **changed})


@pytest.fixture
def found(project):
    """A function that looks at settings and returns what was found, by name."""

    def found(settings, **options):
        return {check.name: check for check in settings_checks(project, settings, **options)}

    return found


def test_a_desk_as_it_should_be_in_production_has_nothing_to_complain_of(found):
    assert [check.name for check in found(_production()).values() if check.verdict is not Verdict.OK] == []


@pytest.mark.parametrize(
    ("public_url", "verdict", "says"),
    [
        ("", Verdict.OK, "given to nobody"),
        ("https://desk.shop.example/", Verdict.OK, "fetched at https://desk.shop.example/webhooks/label"),
        ("http://desk.shop.example", Verdict.FAIL, "in the clear"),
    ],
)
def test_labels_are_fetched_where_customers_reach_the_bot_and_encrypted(found, public_url, verdict, says):
    check = found(_production(public_url=public_url))["labels"]
    assert check.verdict is verdict
    assert says in check.found


@pytest.mark.parametrize(
    ("given", "verdict", "says"),
    [
        ({}, Verdict.OK, "no tracking service"),
        ({"tracking_service": "easypost"}, Verdict.FAIL, "can't be asked"),
        ({"tracking_service": "easypost", "tracking_key": "k"}, Verdict.WARN, "webhooks are refused"),
        ({"tracking_service": "17track", "tracking_key": "k", "tracking_secret": "s"}, Verdict.OK, "every 30 minutes"),
    ],
)
def test_a_tracking_service_needs_a_key_and_a_secret_for_its_webhooks(found, given, verdict, says):
    check = found(_production(**given))["parcels"]
    assert check.verdict is verdict
    assert says in check.found


@pytest.mark.parametrize(
    ("actions_in", "says"),
    [
        (None, "in the bot's process with `up`"),
        ("bot", "run in the bot's process"),
        ("server", "run on an action server"),
    ],
)
def test_it_says_which_process_runs_the_actions(found, actions_in, says):
    assert says in found(load_settings(actions_in=actions_in))["actions"].found


@pytest.mark.parametrize(
    ("changed", "name", "remedy"),
    [
        ({"session_secret": None}, "RETURNDESK_SESSION_SECRET", "RETURNDESK_SESSION_SECRET_FILE"),
        ({"actions_secret": None}, "RETURNDESK_ACTIONS_SECRET", "openssl rand -hex 32"),
        ({"session_secret": "changeme" * 4}, "RETURNDESK_SESSION_SECRET", "openssl rand -hex 32"),
        ({"actions_secret": "returndesk-actions-secret-default-1"}, "RETURNDESK_ACTIONS_SECRET", "openssl"),
        ({"api_token": "a" * 40}, "RETURNDESK_API_TOKEN", "openssl rand -hex 32"),
        ({"customer_secret": "ab" * 20}, "RETURNDESK_CUSTOMER_SECRET", "openssl rand -hex 32"),
        ({"store_secret": "returndesk-store-secret-default-1"}, "RETURNDESK_STORE_SECRET", "openssl rand -hex 32"),
        ({"connect_secret": "short"}, "RETURNDESK_CONNECT_SECRET", "openssl rand -hex 32"),
        ({"help_desk_secret": "short"}, "RETURNDESK_HELP_DESK_SECRET", "openssl rand -hex 32"),
        ({"api_keys": "shop:short"}, "RETURNDESK_API_KEYS", "openssl rand -hex 32"),
        ({"session_secret": "x1Yz" * 20, "actions_secret": "x1Yz" * 20}, "secrets", "a value of its own"),
        ({"allowed_origins": "*"}, "CORS", "https://shop.example"),
        ({"carrier_url": "http://carrier.example/api"}, "RETURNDESK_CARRIER_URL", "https://"),
        ({"customer_jwks": "http://shop.example/keys"}, "RETURNDESK_CUSTOMER_JWKS", "https://"),
        ({"trusted_proxies": "10.0.0.5, 0.0.0.0/0"}, "proxies", "RETURNDESK_TRUSTED_PROXIES"),
        ({"trusted_proxies": "::/0"}, "proxies", "RETURNDESK_TRUSTED_PROXIES"),
    ],
)
def test_what_would_let_somebody_in_fails_in_production_with_a_remedy(found, project, changed, name, remedy):
    settings = _production(**{key: value for key, value in changed.items() if value is not None})
    for missing in (key for key, value in changed.items() if value is None):
        settings = settings.copy(update={missing: None})
    check = found(settings)[name]
    assert check.verdict is Verdict.FAIL
    assert remedy in check.remedy
    with pytest.raises(Failure, match="production"):
        refuse_unsafe(project, settings, origins=())


@pytest.mark.parametrize(
    "name",
    [
        "TELEGRAM_SECRET",
        "WHATSAPP_VERIFY_TOKEN",
        "MESSENGER_VERIFY_TOKEN",
        "INSTAGRAM_VERIFY_TOKEN",
        "EMAIL_POSTMARK_PASSWORD",
    ],
)
def test_a_weak_secret_that_alone_proves_who_calls_a_channel_fails_in_production(found, monkeypatch, tmp_path, name):
    variable = f"RETURNDESK_{name}"
    assert variable not in found(_production())
    monkeypatch.setenv(variable, "short")
    assert (found(_production())[variable].verdict, found(load_settings())[variable].verdict) == (
        Verdict.FAIL,
        Verdict.WARN,
    )
    monkeypatch.delenv(variable)
    (tmp_path / "strong").write_text(secrets.token_hex(32), encoding="utf-8")
    monkeypatch.setenv(f"{variable}_FILE", str(tmp_path / "strong"))
    assert found(_production())[variable].verdict is Verdict.OK


def test_a_frozen_clock_fails_in_production(found):
    # The settings refuse it themselves; this is for whoever puts them together otherwise.
    settings = _production().copy(update={"now": NOW})
    assert found(settings)["clock"].verdict is Verdict.FAIL
    assert found(load_settings(now=NOW))["clock"].verdict is Verdict.WARN


def test_an_open_api_fails_wherever_it_runs(found):
    assert found(_production(), enable_api=True)["HTTP API"].verdict is Verdict.FAIL
    assert found(load_settings(), enable_api=True)["HTTP API"].verdict is Verdict.FAIL
    assert found(_production(api_token=secrets.token_hex(32)), enable_api=True)["HTTP API"].verdict is Verdict.OK
    assert found(_production())["HTTP API"].verdict is Verdict.OK


def test_the_demo_shop_is_not_put_into_a_store_in_production(found, project):
    embedded = _production(database_url=embedded_url(project))
    assert found(embedded)["demo data"].verdict is Verdict.FAIL
    assert found(embedded.copy(update={"demo_data": False}))["demo data"].verdict is Verdict.OK


def test_a_database_on_another_machine_should_be_talked_to_in_secret(found):
    remote = "postgresql://desk@db.example/returns"
    assert found(_production(database_url=remote))["RETURNDESK_DATABASE_URL"].verdict is Verdict.WARN
    safe = found(_production(database_url=f"{remote}?sslmode=verify-full"))
    assert safe["RETURNDESK_DATABASE_URL"].verdict is Verdict.OK


def test_no_secret_and_no_password_is_shown(project):
    session, password = secrets.token_hex(32), "h1dden-word"
    settings = _production(
        session_secret=session,
        api_keys=f"shop:{secrets.token_hex(4)}",
        database_url=f"postgresql://desk:{password}@127.0.0.1:1/returns",
    )
    settings = settings.copy(update={"conversations_url": conversations_url(settings)})
    shown = str(examine(project, settings))
    assert session not in shown
    assert password not in shown


def test_development_is_never_refused(project):
    refuse_unsafe(project, load_settings(allowed_origins="*"), origins=("*",))


@pytest.fixture
def desk(tmp_path, project, new_database):
    """Settings of a desk with a store and a conversation store, and a carrier that nobody serves."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    url = new_database()
    migrate(open_engine(url))
    settings = load_settings(database_url=url, carrier_url=f"http://127.0.0.1:{port}", model_dir=tmp_path / "models")
    return settings.copy(update={"conversations_url": conversations_url(settings)})


def _states(project, settings):
    found = {}
    for check in examine(project, settings):
        if check.name not in found or check.verdict is not Verdict.OK:
            found[check.name] = check
    return found


def test_who_may_answer_customers_is_counted_and_the_demo_account_is_none_for_production(project, desk):
    assert "people" not in _states(project, desk)
    accounts = Accounts(open_engine(desk.database_url))
    accounts.add("mia", Role.AGENT, "a password that is long enough", NOW)
    accounts.add("lea", Role.LEAD, "a password that is long enough", NOW, totp=True)
    assert _states(project, desk)["people"].found == "2 may answer customers, 1 of them by a password alone"
    accounts.keep_demo("a password that is printed", NOW)
    assert _states(project, desk)["people"].verdict is Verdict.OK
    served = _states(project, desk.copy(update={"env": Environment.PRODUCTION}))["people"]
    assert (served.verdict, served.remedy) == (Verdict.WARN, "run `returndesk people remove demo`")


def test_what_is_missing_or_does_not_answer_is_named_with_what_to_do(project, desk):
    found = _states(project, desk)
    assert found["return store"].verdict is Verdict.OK
    assert "returndesk train" in found["model"].remedy
    assert "RETURNDESK_CARRIER_URL" in found["carrier"].remedy
    gone = _states(project, desk.copy(update={"database_url": f"sqlite:///{project.root}/none.db"}))
    assert "returndesk import" in gone["return store"].remedy
    assert not (project.root / "none.db").exists()


def test_a_database_that_does_not_answer_fails(project, desk):
    found = _states(project, desk.copy(update={"database_url": POSTGRESQL, "conversations_url": POSTGRESQL}))
    assert found["return store"].verdict is Verdict.FAIL
    assert found["conversations"].verdict is Verdict.FAIL


def test_responses_that_a_language_has_no_words_for_are_listed(project, desk):
    assert not [name for name in _states(project, desk) if name.startswith("words")]
    (project.domain / "fees.yml").write_text(
        "responses:\n  utter_fee:\n  - text: Free.\n  utter_paid:\n  - text: Paid.\n"
    )
    about = "name: Deutsch\nday: d. MMMM\nday_and_year: d. MMMM y\nlocal_country: DE\nquotes: ['„', '“']\n"
    for tag, said in {"de": "utter_fee", "nl": "utter_fee: [{text: Gratis.}]\n  utter_paid"}.items():
        (project.locales / tag).mkdir(parents=True)
        (project.locales / tag / "language.yml").write_text(f"{about}responses:\n  {said}: [{{text: Ja.}}]\n")
    found = _states(project, desk)
    assert found["words of nl"].verdict is Verdict.OK
    assert found["words of de"].verdict is Verdict.WARN
    assert found["words of de"].found == "1 of 2 responses are said in English: utter_paid"
    assert "bot/locales/de" in found["words of de"].remedy
    (project.locales / "de" / "language.yml").write_text("responses: {}\n")
    assert "language.yml" in _states(project, desk)["words of de"].found


def test_the_demo_shop_in_the_store_fails_in_production(project, desk):
    import_document(open_engine(desk.database_url), demo_document(NOW))
    assert "demo data" not in [check.name for check in examine(project, desk) if check.verdict is Verdict.FAIL]
    found = _states(project, _production(database_url=desk.database_url, conversations_url=desk.conversations_url))
    assert found["demo data"].verdict is Verdict.FAIL


def test_whom_the_shop_wants_forgotten_is_worth_a_word_with_the_command(project, desk):
    engine = open_engine(desk.database_url)
    import_document(engine, demo_document(NOW))
    assert "privacy" not in _states(project, desk)
    WishesToForget(engine).ask(["demo-ana", "demo-ben"], [], NOW)
    found = _states(project, desk)["privacy"]
    assert (found.verdict, found.found) == (Verdict.WARN, "the shop wants 2 customers forgotten")
    assert "returndesk forget --asked" in found.remedy


def test_conversations_that_are_kept_too_long_are_worth_a_word(project, desk):
    conversations = open_conversations(desk.conversations_url)
    conversations.create()
    old = datetime.now(timezone.utc) - timedelta(days=120)
    conversations.append("web:old", [NewEvent("user", old.timestamp(), None, None, "{}")], 0)
    assert "returndesk purge" in _states(project, desk)["conversations"].remedy


def test_files_that_others_may_read_are_named(project, desk, monkeypatch, tmp_path):
    assert _states(project, desk)["file modes"].verdict is Verdict.OK
    secret = tmp_path / "secret"
    secret.write_text("x")
    secret.chmod(0o644)
    monkeypatch.setenv("RETURNDESK_SESSION_SECRET_FILE", str(secret))
    assert f"chmod 600 {secret}" in _states(project, desk)["file modes"].remedy
    secret.chmod(0o600)
    assert _states(project, desk)["file modes"].verdict is Verdict.OK


def test_the_command_fails_where_a_check_does_and_writes_json_for_programs(tmp_path, new_database, monkeypatch):
    monkeypatch.setenv("RETURNDESK_ENV", "production")
    monkeypatch.setenv("RETURNDESK_DATABASE_URL", new_database())
    monkeypatch.setenv("RETURNDESK_CARRIER_URL", "http://127.0.0.1:1")
    done = CliRunner().invoke(app, ["doctor", "--json"])
    assert done.exit_code == 1
    verdicts = {check["name"]: check["verdict"] for check in json.loads(done.stdout)}
    assert verdicts["RETURNDESK_SESSION_SECRET"] == "fail"
    assert verdicts["environment"] == "ok"


def test_settings_that_can_not_be_read_are_a_failed_check_too(monkeypatch):
    monkeypatch.setenv("RETURNDESK_ENV", "production")
    monkeypatch.setenv("RETURNDESK_NOW", "2026-10-13T10:00:00Z")
    done = CliRunner().invoke(app, ["doctor", "--json"])
    assert done.exit_code == 1
    (check,) = json.loads(done.stdout)
    assert "RETURNDESK_NOW" in check["found"]


def test_up_does_not_start_in_production_with_what_doctor_fails(tmp_path, new_database, monkeypatch):
    for name, value in _strong().items():
        monkeypatch.setenv(f"RETURNDESK_{name.upper()}", value)
    monkeypatch.setenv("RETURNDESK_ENV", "production")
    monkeypatch.setenv("RETURNDESK_DATABASE_URL", new_database())
    monkeypatch.setenv("RETURNDESK_ALLOWED_ORIGINS", "*")
    done = CliRunner().invoke(app, ["up", "--model-dir", str(tmp_path / "models")])
    assert isinstance(done.exception, Failure)
    assert "CORS: every website may talk to the bot" in str(done.exception)
    assert list(tmp_path.iterdir()) == []
