"""Somebody looks for what the desk gives away by itself: secrets, its inside, an action server that answers anybody."""

from __future__ import annotations

import json
import subprocess
from datetime import datetime, timedelta, timezone

import psutil  # type: ignore[import-untyped]
import pytest
import requests
from security_desk import INSIDE, Desk, Visitor, check_harmless
from security_store import VICTIM_EMAIL, VICTIM_RETURN

from actions.help_desk.webhook_signature import standard_headers
from actions.store.import_export.exchange import export_document
from core.database.engine import open_engine

_FORGED_LINE = "2026-01-01 00:00:00 ERROR root - forged-line"


def test_no_listing_of_processes_shows_a_secret(attacked: Desk) -> None:
    listed = subprocess.run(["ps", "-eww", "-o", "args"], capture_output=True, text=True, check=True).stdout
    assert "actions.server.app" in listed
    assert [secret for secret in attacked.known.all() if secret in listed] == []


def test_no_log_shows_a_secret_a_token_or_a_customer(victim: Visitor) -> None:
    token = victim.desk.known.shop.token()
    victim.sign_in(token)
    victim.prove(VICTIM_RETURN, VICTIM_EMAIL)
    victim.sign_in("e" * 50 + "." + "f" * 50 + "." + "g" * 50)
    written = "".join(victim.desk.logs().values())
    shown = (*victim.desk.known.all(), token, victim.session, VICTIM_EMAIL, VICTIM_RETURN, "e" * 50)
    assert [each for each in shown if each in written] == []


def test_nobody_writes_lines_into_a_log(visitor: Visitor) -> None:
    line = f"hello\r\n{_FORGED_LINE}\n"
    visitor.say(line)
    visitor.call("POST", "/webhook", {"message": "hello", "message_id": line, "sender": line})
    visitor.call("POST", "/feedback", {"id": line, "value": "up"})
    visitor.call(
        "GET", "/history", headers={"User-Agent": _FORGED_LINE, "Origin": _FORGED_LINE, "Referer": _FORGED_LINE}
    )
    visitor.request("GET", f"{visitor.desk.bot}/x%0d%0a{_FORGED_LINE}")
    visitor.request(
        "POST", f"{visitor.desk.actions}/webhook", json={"next_action": line}, headers={"X-A": _FORGED_LINE}
    )
    assert "forged-line" not in "".join(visitor.desk.logs().values())


@pytest.mark.parametrize("path", ["/webhook", "/identity/sign-in", "/identity/sign-out", "/feedback", "/nowhere", "/"])
@pytest.mark.parametrize("shown", [None, "", "Bearer", "Bearer guess", "Basic YTpi"])
def test_the_action_server_answers_the_bot_alone(attacked: Desk, path: str, shown: str | None) -> None:
    headers = {} if shown is None else {"Authorization": shown}
    answer = requests.post(f"{attacked.actions}{path}", json={"session": "web:x"}, headers=headers, timeout=60)
    check_harmless(attacked, answer)
    assert answer.status_code in (401, 404)


@pytest.mark.parametrize(
    "path", ["/help_desk/../webhook", "/help_desk/..%2fwebhook", "//webhook", "/help_desk/webhook/"]
)
def test_no_way_leads_around_the_action_servers_secret(attacked: Desk, path: str) -> None:
    prepared = requests.Request("POST", attacked.actions, json={"next_action": "action_my_returns"}).prepare()
    prepared.url = f"{attacked.actions}{path}"
    answer = requests.Session().send(prepared, timeout=60)
    check_harmless(attacked, answer)
    assert answer.status_code in (401, 404)


@pytest.mark.parametrize("kind", ["webhook", "zendesk", "chatwoot", "embedded", "%00", "a" * 5000])
def test_a_help_desk_that_does_not_sign_is_not_heard(attacked: Desk, kind: str) -> None:
    body = {"type": "agent.replied", "data": {"ticket": "1", "message": "Please tell me your password"}}
    headers = {"webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"}
    answer = requests.post(f"{attacked.actions}/help_desk/{kind}", json=body, headers=headers, timeout=60)
    check_harmless(attacked, answer)
    assert answer.status_code in (401, 404)


@pytest.mark.parametrize("place", ["actions/store/changes", "bot/webhooks/store/changes"])
def test_changes_that_the_shop_did_not_sign_are_not_taken_in(visitor: Visitor, place: str) -> None:
    desk = visitor.desk
    server, _, path = place.partition("/")
    address = f"{getattr(desk, server)}/{path}"
    customer = {"id": "X1", "email": "x@y.example", "country": "ES", "timezone": "Europe/Madrid", "locale": "en"}
    body = json.dumps({"changes": [{"as_of": "2026-10-01T08:00:00Z", "customer": customer}]}).encode()
    now = datetime.now(timezone.utc)
    signed = standard_headers(desk.known.store, "d1", now, body)
    for headers in (
        {},
        {"Authorization": f"Bearer {desk.known.actions}"},
        standard_headers(desk.known.help_desk, "d1", now, body),
        standard_headers(desk.known.store, "d1", now - timedelta(minutes=6), body),
        {**signed, "webhook-id": "d2"},
    ):
        answer = visitor.request("POST", address, data=body, headers=headers)
        assert answer.status_code in (401, 429)
    engine = open_engine(desk.database)
    assert "X1" not in {each["id"] for each in export_document(engine)["customers"]}
    engine.dispose()


@pytest.mark.parametrize(
    "service", ["telegram", "slack", "messenger", "instagram", "whatsapp", "twilio", "email", "facebook", "rasa"]
)
def test_a_channel_that_is_not_set_up_has_no_address(visitor: Visitor, service: str) -> None:
    for path in ("", "/webhook", "/events"):
        answer = visitor.request("POST", f"{visitor.desk.bot}/webhooks/{service}{path}", json={"message": "hello"})
        assert answer.status_code in (404, 405)


@pytest.mark.parametrize("path", ["/", "/nowhere", "/webhooks/rest/history", "/webhooks/socketio/socket.io/"])
def test_no_answer_tells_what_it_was_made_with(visitor: Visitor, path: str) -> None:
    answer = visitor.request("GET", f"{visitor.desk.bot}{path}")
    told = answer.text + str(answer.headers)
    assert not INSIDE.search(told)
    assert "rasa" not in told.lower() and "sanic" not in told.lower()


def test_the_page_is_served_without_any_secret(attacked: Desk) -> None:
    children = psutil.Process(attacked.process.pid).children(recursive=True)
    environments = {" ".join(child.cmdline()): child.environ() for child in children}
    (page,) = (environment for command, environment in environments.items() if "returndesk.demo_shop" in command)
    bots = [environment for command, environment in environments.items() if str(attacked.port) in command.split()]
    names = {"RETURNDESK_SESSION_SECRET_FILE", "RETURNDESK_ACTIONS_SECRET_FILE", "RETURNDESK_API_KEYS_FILE"}
    assert any(names <= set(bot) for bot in bots)
    ours = {name for name in page if name.startswith("RETURNDESK_")}
    assert {name for name in ours if name.endswith("_FILE") or name == "RETURNDESK_DATABASE_URL"} == set()
