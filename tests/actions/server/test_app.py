"""The action server as the bot meets it: a process of its own, over HTTP; and the same actions without HTTP."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import typer
import ujson
from custom_shop import NOW
from databases import Databases
from own_environment import own_environment
from shop_tokens import AUDIENCE, ISSUER, SECRET, shared
from sqlalchemy import text
from structlog.testing import capture_logs

from actions.server.app import serve
from actions.server.asked import LONGEST_BODY
from actions.server.auth import secret_for
from actions.server.desk import ServedActions
from actions.server.requests import LARGEST_BODY
from actions.services import services_from
from core.clock import format_instant
from core.database.engine import open_engine
from core.settings import SettingsError, load_settings
from returndesk.process.ports import free_ports

ROOT = Path(__file__).parents[3]
EMAIL = "elise@example.com"
ELISE = {"customer_number": "R5001", "customer_email": EMAIL}
_START_SECONDS = 240
_STOP_SECONDS = 30

BOTS_SECRET = "the-bot-shows-this-with-every-request"


@dataclass(frozen=True)
class Server:
    """A running action server."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path
    database: str

    def post(self, body: bytes, path: str = "/webhook", secret: str | None = BOTS_SECRET) -> requests.Response:
        """Sends a body as a call, with what the bot shows."""
        headers = {"Authorization": f"Bearer {secret}"} if secret is not None else {}
        return requests.post(f"{self.url}{path}", data=body, timeout=30, headers=headers)

    def ask(self, path: str, **said: Any) -> requests.Response:
        """Asks something else than an action."""
        return self.post(json.dumps(said).encode(), path)

    def call(self, action: str, **tracker: Any) -> requests.Response:
        """Calls an action as the bot does."""
        return self.post(json.dumps(self.body_of(action, **tracker)).encode())

    @staticmethod
    def body_of(action: str, **tracker: Any) -> dict[str, Any]:
        """What the bot sends to have an action run."""
        return {
            "next_action": action,
            "sender_id": "conversation",
            "tracker": {"sender_id": "conversation", "slots": {}, "latest_message": {}, "events": [], **tracker},
            "domain": {},
            "version": "3.6",
        }


@pytest.fixture(scope="module")
def server(databases: Databases, shop_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on the shop, in which Elise's record is broken in a way that an error would repeat her address."""
    folder = tmp_path_factory.mktemp("server")
    database = databases.copy(shop_template, folder)
    engine = open_engine(database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE customers SET timezone = email WHERE id = 'elise'"))
    engine.dispose()
    (port,) = free_ports(1)
    environment = own_environment(
        RETURNDESK_DATABASE_URL=database,
        RETURNDESK_NOW=format_instant(NOW),
        RETURNDESK_CARRIER_URL="http://127.0.0.1:9",
        RETURNDESK_ACTIONS_SECRET=BOTS_SECRET,
        RETURNDESK_CUSTOMER_SECRET=SECRET,
        RETURNDESK_CUSTOMER_ISSUER=ISSUER,
        RETURNDESK_CUSTOMER_AUDIENCE=AUDIENCE,
    )
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "actions.server.app", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    running = Server(process, f"http://127.0.0.1:{port}", folder / "log", database)
    try:
        _wait_until_ready(running)
        yield running
    finally:
        process.terminate()
        process.wait(_STOP_SECONDS)


def _wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            requests.get(f"{server.url}/health", timeout=2)
            return
        except requests.RequestException:
            assert server.process.poll() is None, server.log.read_text()
            time.sleep(0.05)
    raise AssertionError(f"the action server did not answer within {_START_SECONDS} s: {server.log.read_text()}")


def test_it_says_that_it_is_well(server: Server):
    answer = requests.get(f"{server.url}/health", timeout=10)

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_call_is_answered_with_responses_and_events(server: Server):
    answer = server.call(
        "action_return_status",
        slots={"customer_number": "R3001", "customer_email": "carl@example.com"},
        latest_message={"text": "where is it", "intent": {"name": "ask_return_status"}, "entities": []},
    )

    assert answer.status_code == 200
    said = answer.json()
    assert [message["response"] for message in said["responses"]] == ["utter_return_status"]
    assert said["responses"][0]["status"] == {
        "say": "status_dropped_off",
        "return_number": "R3001",
        "since": {"show": "day", "value": "2026-10-07", "country": "US"},
    }
    assert {"event": "slot", "timestamp": None, "name": "customer_number", "value": "R3001"} in said["events"]


def test_every_action_of_the_domain_is_served(server: Server):
    for action in ("action_clarify", "validate_identity_form", "action_countries", "action_talk_to_person"):
        assert server.call(action).status_code == 200


def test_an_action_that_nobody_knows_is_not_found(server: Server):
    answer = server.call("action_make_coffee")

    assert answer.status_code == 404
    assert answer.json()["action_name"] == "action_make_coffee"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"7",
        b"null",
        b"{}",
        b'{"next_action": "action_clarify"}',
        b'{"tracker": {"sender_id": "x"}}',
        b'{"next_action": 7, "tracker": {"sender_id": "x"}}',
        b'{"next_action": "action_clarify", "tracker": []}',
        b'{"next_action": "action_clarify", "tracker": {}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": null}}',
        b"[" * 100_000,
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "slots": []}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "events": {}}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "events": [7]}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "latest_message": "hello"}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "latest_message": {"entities": [7]}}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "latest_message": {"entities": [[]]}}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "events": [[["event", "user"]]]}}',
        b'[["next_action", "action_clarify"], ["tracker", {"sender_id": "x"}]]',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "latest_message": {"metadata": "web"}}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "latest_message":'
        b' {"intent_ranking": [{"name": "greet", "confidence": "high"}]}}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "latest_message":'
        b' {"entities": [{"entity": "day_count", "start": "0"}]}}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "latest_message":'
        b' {"entities": [{"entity": "date", "value": {}}]}}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "latest_message":'
        b' {"entities": [{"entity": "country", "value": ["fr"]}]}}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "events":'
        b' [{"event": "user", "parse_data": {"entities": [{"entity": "date", "value": []}]}}]}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "events":'
        b' [{"event": "user", "parse_data": {"entities": ["date"]}}]}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "events":'
        b' [{"event": "user", "parse_data": {"intent": "greet"}}]}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "events":'
        b' [{"event": "user", "parse_data": []}]}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "active_loop": "identity_form"}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "events": [{"event": "slot", "name": "a"}]}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "events": [{"event": "slot", "value": 1}]}}',
        b'{"next_action": "action_clarify", "tracker": {"sender_id": "x", "events": [{"event": "action"}]}}',
    ],
)
def test_a_body_that_is_no_call_is_refused_with_the_reason(server: Server, body: bytes):
    answer = server.post(body)

    assert answer.status_code == 400
    assert answer.json()["error"].startswith("the body is not")


def test_an_action_that_fails_tells_the_kind_of_error_and_nothing_else(server: Server):
    answer = server.call(
        "action_return_status",
        sender_id="conversation-of-elise",
        slots={"customer_number": "R5001", "customer_email": EMAIL},
        latest_message={"text": f"R5001, {EMAIL}", "intent": {"name": "ask_return_status"}, "entities": []},
    )

    assert answer.status_code == 500
    assert answer.json() == {"error": "ZoneInfoNotFoundError"}
    log = server.log.read_text()
    assert "action.failed" in log
    assert "ZoneInfoNotFoundError" in log
    assert "zoneinfo" in log  # where it happened
    for secret in ("elise", "@", "R5001", "conversation-of", "Traceback"):
        assert secret not in log


def test_it_goes_on_after_a_failure(server: Server):
    server.call("action_return_status", slots={"customer_number": "R5001", "customer_email": EMAIL})

    assert server.call("action_clarify").status_code == 200


@pytest.mark.parametrize(("method", "path", "status"), [("get", "/nowhere", 404), ("get", "/webhook", 405)])
def test_another_address_or_method_is_refused_in_json(server: Server, method: str, path: str, status: int):
    shown = {"Authorization": f"Bearer {BOTS_SECRET}"}
    answer = requests.request(method, server.url + path, timeout=10, headers=shown)

    assert answer.status_code == status
    assert "error" in answer.json()


# --- The same without HTTP -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def inside(server: Server) -> ServedActions:
    """The same actions on the same store, asked within this process."""
    settings = load_settings(
        database_url=server.database,
        now=NOW,
        carrier_url="http://127.0.0.1:9",
        actions_secret=BOTS_SECRET,
        customer_secret=SECRET,
        customer_issuer=ISSUER,
        customer_audience=AUDIENCE,
    )
    return ServedActions(services_from(settings))


def said_by_carl(intent: str, **more: Any) -> dict[str, Any]:
    slots = {"customer_number": "R3001", "customer_email": "carl@example.com"}
    return {"slots": slots, "latest_message": {"text": "well?", "intent": {"name": intent}, "entities": []}, **more}


@pytest.mark.parametrize(
    ("action", "tracker"),
    [
        ("action_return_status", said_by_carl("ask_return_status")),
        ("action_refund", said_by_carl("ask_refund_time", active_loop=None, events=None)),
        ("action_clarify", {"latest_message": {"text": "grumpf", "intent": {"name": "nlu_fallback"}}}),
        ("validate_identity_form", {"active_loop": {"name": "identity_form"}}),
        ("action_countries", {"slots": None, "latest_message": None}),
        ("action_make_coffee", {}),
        ("action_clarify", {"events": [7]}),
        ("action_return_status", said_by_carl("ask_return_status") | {"slots": ELISE}),
    ],
)
async def test_an_action_answers_the_same_within_a_process(
    server: Server, inside: ServedActions, action: str, tracker: dict[str, Any]
):
    over_http = server.call(action, **tracker)
    found = await inside.run(json.dumps(Server.body_of(action, **tracker)).encode())
    assert (found.status, json.loads(ujson.dumps(found.content))) == (over_http.status_code, over_http.json())


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"next_action": "action_clarify"}', b"[" * 100_000])
async def test_a_body_that_is_no_call_is_refused_alike(server: Server, inside: ServedActions, body: bytes):
    over_http = server.post(body)
    found = await inside.run(body)
    assert (found.status, found.content) == (over_http.status_code, over_http.json())


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/feedback", b"{}"),
        ("/feedback", b"{"),
        ("/identity/sign-in", b"{}"),
        ("/identity/sign-in", b'{"session": "web:alike", "token": "no.such.token"}'),
        ("/identity/sign-out", b'{"session": "web:alike"}'),
        ("/identity/sign-out", b"7"),
        ("/tickets/writes", b'{"session": "web:alike"}'),
        ("/tickets/writes", b'{"session": 7}'),
        ("/help_desk/nobody", b"{}"),
        ("/help_desk/zendesk", b"x" * (LONGEST_BODY + 1)),
    ],
)
async def test_what_else_is_asked_is_answered_alike(server: Server, inside: ServedActions, path: str, body: bytes):
    over_http = server.post(body, path)
    found = await inside.ask(path, {}, body)
    assert (found.status, found.content) == (over_http.status_code, over_http.json())


async def test_nothing_is_asked_elsewhere(inside: ServedActions):
    assert (await inside.ask("/nowhere", {}, b"")).status == 404


async def test_an_action_that_fails_within_a_process_tells_and_logs_no_more(inside: ServedActions):
    call = Server.body_of("action_return_status", **said_by_carl("ask_return_status") | {"slots": ELISE})
    with capture_logs() as lines:
        assert (await inside.run(json.dumps(call).encode())).content == {"error": "ZoneInfoNotFoundError"}
    (failed,) = (line for line in lines if line["event"] == "action.failed")
    assert failed["error"] == "ZoneInfoNotFoundError"
    assert "zoneinfo" in failed["where"]
    assert "elise" not in str(lines)
    assert (await inside.run(json.dumps(Server.body_of("action_clarify")).encode())).status == 200


async def test_it_knows_what_it_needs(inside: ServedActions):
    assert [check.name for check in inside.checks] == ["return store", "migrations"]
    for check in inside.checks:
        check.ask()


# --- The bot alone -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/webhook", "/identity/sign-in", "/identity/sign-out", "/nowhere", "//health", "/Health"]
)
@pytest.mark.parametrize("secret", [None, "", "wrong", BOTS_SECRET[:-1], BOTS_SECRET + "x", BOTS_SECRET.upper()])
def test_whoever_does_not_show_the_secret_is_turned_away(server: Server, path: str, secret: str | None):
    answer = server.post(b"{", path, secret)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["error"].startswith("this server answers the bot alone")


@pytest.mark.parametrize(
    "shown", [BOTS_SECRET, f"Basic {BOTS_SECRET}", f"bearer{BOTS_SECRET}", "Bearer \xff".encode("latin-1")]
)
def test_the_secret_counts_only_as_a_bearer_token(server: Server, shown: str | bytes):
    answer = requests.post(f"{server.url}/webhook", data=b"{}", timeout=10, headers={"Authorization": shown})

    assert answer.status_code == 401


def test_a_body_that_is_larger_than_any_conversation_is_refused(server: Server):
    answer = server.post(b" " * (LARGEST_BODY + 1))

    assert answer.status_code == 413
    assert "error" in answer.json()
    assert server.call("action_clarify").status_code == 200


def test_a_long_conversation_is_answered(server: Server):
    said = {"event": "user", "text": "x" * 1000, "parse_data": {"text": "x" * 1000}}

    assert server.call("action_clarify", events=[said] * 4000).status_code == 200


@pytest.mark.parametrize(
    ("settings", "host", "variable"),
    [
        ({"env": "production"}, "127.0.0.1", "RETURNDESK_ACTIONS_SECRET: is needed in production"),
        ({}, "0.0.0.0", "RETURNDESK_ACTIONS_SECRET: is needed to listen on 0.0.0.0"),  # noqa: S104
        ({}, "actions.shop.example", "RETURNDESK_ACTIONS_SECRET: is needed to listen on actions.shop.example"),
    ],
)
def test_without_a_secret_it_is_open_to_nobody_else(settings: dict[str, str], host: str, variable: str):
    with pytest.raises(SettingsError, match=f"^{variable}"):
        secret_for(load_settings(**settings), host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_on_this_machine_development_needs_no_secret(host: str):
    assert secret_for(load_settings(), host) is None
    assert secret_for(load_settings(actions_secret=BOTS_SECRET), host) == BOTS_SECRET


# --- Signing in ----------------------------------------------------------------------------------------------------


def test_a_customer_is_signed_in_by_the_shops_token_and_out_again(server: Server):
    token = shared(sub="carl", given_name="Carl", iat=at(), exp=at(minutes=10))
    signed_in = server.ask("/identity/sign-in", session="web:carl", token=token)

    assert signed_in.status_code == 200
    assert signed_in.json() == {"given_name": "Carl", "expires_at": "2026-10-13T10:10:30Z"}
    assert responses(server, "web:carl") == ["utter_return_status"]
    assert responses(server, "web:other") == ["utter_look_up"]

    signed_out = server.ask("/identity/sign-out", session="web:carl")
    assert (signed_out.status_code, signed_out.json()) == (200, {})
    assert responses(server, "web:carl") == ["utter_look_up"]


def test_a_token_of_another_customer_than_the_one_known_before_is_told_so(server: Server):
    for name, status in (("carl", 200), ("ben", 403), ("carl", 200)):
        token = shared(sub=name, given_name=name.title(), iat=at(), exp=at(minutes=10))
        answer = server.ask("/identity/sign-in", session="web:of carl", token=token)
        assert answer.status_code == status
        assert answer.json().get("code") == (None if status == 200 else "anothers_conversation")


def responses(server: Server, session: str) -> list[str]:
    """What a conversation hears about its returns."""
    message = {"text": "where is it", "intent": {"name": "ask_return_status"}, "entities": []}
    answer = server.call("action_return_status", sender_id=session, latest_message=message)
    return [said["response"] for said in answer.json()["responses"]]


def at(**later: float) -> int:
    return int((NOW + timedelta(**later)).timestamp())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sub": "nobody"}, "unknown_customer"),
        ({"iat": at(hours=-2), "exp": at(hours=-1)}, "expired"),
        ({"aud": "newsletter"}, "audience"),
        ({"secret": "another-secret-of-more-than-thirty-two"}, "signature"),
    ],
)
def test_a_token_that_is_refused_signs_nobody_in_and_repeats_nothing(server: Server, change: dict[str, Any], code: str):
    token = shared(**{"sub": "carl", "given_name": "Carl", "iat": at(), "exp": at(minutes=10), **change})
    answer = server.ask("/identity/sign-in", session="web:refused", token=token)

    assert answer.status_code == 401
    assert answer.json()["code"] == code
    assert "carl" not in answer.text.lower()
    assert responses(server, "web:refused") == ["utter_look_up"]
    assert token not in server.log.read_text()


@pytest.mark.parametrize("path", ["/identity/sign-in", "/identity/sign-out"])
@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[]", b"7", b"{}", b'{"session": 7, "token": "x"}', b'{"session": null}']
)
def test_a_sign_in_or_out_that_is_none_is_refused_with_the_reason(server: Server, path: str, body: bytes):
    answer = server.post(body, path)

    assert answer.status_code == 400
    assert answer.json()["error"].startswith("the body is not")


def test_nothing_of_a_customer_reaches_the_log(server: Server):
    server.call(
        "action_return_status",
        slots={"customer_number": "R1001", "customer_email": "carl@example.com"},
        latest_message={"text": "R1001 carl@example.com", "intent": {"name": "ask_return_status"}, "entities": []},
    )
    server.post(b'{"carl@example.com')

    log = server.log.read_text()
    assert "carl" not in log
    assert "R1001" not in log


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("RETURNDESK_NOW", "tomorrow", 'RETURNDESK_NOW: "tomorrow" is not an instant'),
        ("RETURNDESK_DATABASE_URL", "mysql://ana:secret@db/shop", "the database address begins with mysql"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_line_and_nothing_starts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, reason: str
):
    monkeypatch.setenv(name, value)

    with pytest.raises(typer.Exit) as ended:
        serve(port=0)

    assert ended.value.exit_code == 2
    printed = capsys.readouterr().err
    assert printed.startswith(f"actions: {reason}")
    assert printed.count("\n") == 1
    assert "secret" not in printed


# --- Thumbs -------------------------------------------------------------------------------------------------------

THUMB = {
    "session": "web:one",
    "message_id": "m1.0",
    "value": "up",
    "response": "utter_return_status",
    "facts": ["update.dropoff"],
    "at": "2026-10-13T10:00:00Z",
}


def rate(server: Server, body: object) -> requests.Response:
    return server.post(json.dumps(body).encode(), "/feedback")


def test_a_thumb_is_kept_with_what_it_was_about(server: Server):
    answers = [rate(server, THUMB), rate(server, THUMB), rate(server, {**THUMB, "value": "down"})]

    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, {"stored": True})] * 3
    with open_engine(server.database).connect() as connection:
        rows = connection.execute(text("SELECT message_id, value, response, facts FROM feedback")).all()
    assert rows == [("m1.0", "down", "utter_return_status", '["update.dropoff"]')]


def test_what_was_written_with_a_thumb_goes_with_the_conversation(server: Server):
    kept = "SELECT reason, words FROM feedback"
    assert rate(server, {**THUMB, "value": "down", "reason": "wrong", "words": "It was yesterday."}).status_code == 200
    with open_engine(server.database).connect() as connection:
        assert connection.execute(text(kept)).all() == [("wrong", "It was yesterday.")]
    assert server.ask("/identity/sign-out", session="web:one").status_code == 200
    with open_engine(server.database).connect() as connection:
        assert connection.execute(text(kept)).all() == [("wrong", None)]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({**THUMB, "value": "sideways"}, "value: "),
        ({**THUMB, "response": "<b>"}, "response: "),
        ({**THUMB, "response": None}, "response: "),
        ({**THUMB, "session": ""}, "session: "),
        ({**THUMB, "message_id": "m" * 200}, "message_id: "),
        ({**THUMB, "facts": ["x'; DROP"]}, "facts.0: "),
        ({**THUMB, "facts": "inspection"}, "facts: "),
        ({**THUMB, "facts": ["inspection"] * 51}, "facts: "),
        ({**THUMB, "at": "yesterday"}, 'at: "yesterday" is not an instant'),
        ({**THUMB, "email": "a@b.example"}, "email: "),
        ({**THUMB, "reason": "ugly"}, "reason: "),
        ({**THUMB, "words": "w" * 301}, "words: "),
        ({}, "session: "),
        ([THUMB], "__root__"),
        ("up", "__root__"),
    ],
)
def test_a_thumb_that_can_not_be_kept_is_refused_with_its_reason(server: Server, body: object, error: str):
    answer = rate(server, body)

    assert answer.status_code == 400
    assert answer.json()["error"].startswith(error)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff"])
def test_a_thumb_that_is_no_json_is_refused(server: Server, body: bytes):
    answer = server.post(body, "/feedback")

    assert (answer.status_code, answer.json()) == (400, {"error": "the body is not JSON"})
