"""Requests made out of docs/openapi.yml, and out of nothing: none may end in an error of the server's."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from schemathesis.checks import not_a_server_error
from security_desk import ROOT, Desk, check_harmless

_SCHEMA = schemathesis.openapi.from_path(ROOT / "docs" / "openapi.yml")
_OPERATIONS = [
    (operation.method.upper(), operation.path, operation)
    for operation in (each.ok() for each in _SCHEMA.get_all_operations())
]
_ACTION_NAMES = sorted(
    action
    for file in (ROOT / "bot" / "domain").rglob("*.yml")
    for action in yaml.safe_load(file.read_text("utf-8")).get("actions") or ()
)
#: The action server's addresses; all others are the bot's.
_ACTIONS = ("/webhook", "/identity/", "/feedback", "/health", "/help_desk", "/store/")

bounded = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize(("method", "path", "operation"), _OPERATIONS, ids=lambda value: str(value)[:60])
def test_no_request_made_of_the_description_ends_in_an_error_of_the_servers(
    attacked: Desk, method: str, path: str, operation: Any
) -> None:
    of_actions = path.startswith(_ACTIONS)
    address = attacked.actions if of_actions else attacked.bot

    @bounded
    @given(case=operation.as_strategy(), lets_in=some.sampled_from(["everything", "something", "nothing"]))
    def attempt(case: Any, lets_in: str) -> None:
        # An address of its own each time, so that no limit stands before what is looked for.
        visitor = attacked.visitor()
        secret = attacked.known.actions if of_actions or "/desk/" in path else visitor.session
        shown = {"everything": {"Authorization": f"Bearer {secret}"}, "something": {"X-API-Key": "k"}, "nothing": {}}
        answer = case.call(base_url=address, headers={**visitor.headers, **shown[lets_in]}, timeout=60)
        case.validate_response(answer, checks=[not_a_server_error])

    attempt()


_VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=12)
    | some.sampled_from(["\ud800", "\0", "R7101", "utter_greet", "2026-01-01T00:00:00Z"]),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
#: What an entity may hold, and words that the readers know; another value ends a call before it begins.
_READ = (
    some.integers() | some.floats() | some.text(max_size=12)
    | some.sampled_from(["\ud800", "\0", "R7101", "2026-10-09", "last friday", "the day after", "tomorrow or friday",
                         "the 31st", "fr", "e:fuzz"])
)  # fmt: skip
_SENSES = some.sampled_from(["past", "ahead", "supposed", "not", "asked"])
_ENTITIES = some.lists(
    some.fixed_dictionaries(
        {
            "entity": some.sampled_from(
                ["customer_number", "email", "date", "day_count", "item_count", "hand_in", "country", "choice",
                 "offer_key", "tracking_number", "reminder", "reminder_wish", "agent_message"]
            ),
            "value": some.one_of(*[_READ] * 5, _VALUES),
        },
        optional={
            "sense": _SENSES,
            "well_formed": some.booleans(),
            "start": some.integers(),
            "end": some.integers(),
        },
    ),
    max_size=2,
)  # fmt: skip
_EVENTS = some.fixed_dictionaries(
    {"event": some.sampled_from(["user", "slot", "bot"]), "name": some.just("offer"), "value": _VALUES},
    optional={
        "text": some.text(max_size=20),
        "timestamp": some.floats() | _VALUES,
        "parse_data": some.fixed_dictionaries({"entities": _ENTITIES}),
    },
)
_CALLS = some.fixed_dictionaries(
    {
        "next_action": some.sampled_from(_ACTION_NAMES),
        "tracker": some.fixed_dictionaries(
            {
                "sender_id": some.text(max_size=10) | some.just("web:fuzz"),
                "slots": some.dictionaries(
                    some.sampled_from(["customer_number", "customer_email", "topic", "offer", "said_date"]), _VALUES
                ),
                "latest_message": some.fixed_dictionaries(
                    {
                        "text": some.text(max_size=20),
                        "entities": _ENTITIES,
                        "metadata": some.dictionaries(
                            some.sampled_from(["client", "rich", "group", "channel"]), _VALUES
                        ),
                    }
                ),
                "events": some.lists(_EVENTS, max_size=3),
            }
        ),
    }
)  # fmt: skip


@given(call=_CALLS)
@settings(parent=bounded, max_examples=200)
def test_no_call_of_an_action_ends_in_an_error_of_the_servers(attacked: Desk, call: dict[str, Any]) -> None:
    check_harmless(attacked, attacked.as_bot("/webhook", call))


@given(path=some.sampled_from(["/identity/sign-in", "/identity/sign-out", "/feedback", "/webhook"]), body=_VALUES)
@settings(parent=bounded, max_examples=60)
def test_no_body_ends_in_an_error_of_the_action_server(attacked: Desk, path: str, body: Any) -> None:
    json.dumps(body)
    thought = {"session": "web:x", "message_id": "m.0", "value": "up", "response": "utter_greet", "facts": [],
               "at": "2026-01-01T00:00:00Z", "token": "a.b.c"}  # fmt: skip
    for said in (body, *({**thought, name: body} for name in thought)):
        check_harmless(attacked, attacked.as_bot(path, said))


def test_deep_json_is_refused_by_every_address_of_the_action_server(attacked: Desk) -> None:
    deep = b"[" * 100_000
    for path in ("/webhook", "/identity/sign-in", "/identity/sign-out", "/feedback"):
        visitor = attacked.visitor()
        headers = {"Authorization": f"Bearer {attacked.known.actions}"}
        answer = visitor.request("POST", f"{attacked.actions}{path}", data=deep, headers=headers)
        assert answer.status_code == 400
