"""All cases at once, held with the running product: they pass, and reach every intent and every action."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest
import yaml
from conversation_product import CASES_FOLDER, ROOT, carrier, product
from databases import Databases

from returndesk.conversation_tests.case_files import read_all
from returndesk.conversation_tests.outcome import Outcome, Verdict
from returndesk.conversation_tests.rest_client import RestClient
from returndesk.conversation_tests.runner import Plan, run_cases

pytestmark = [
    pytest.mark.served,
    pytest.mark.embedded("which intents and actions the cases reach; what these answer on a server, the cases say"),
]

#: Actions that no message leads to: another program sets them off, and their own tests hold them.
NEVER_SAID = frozenset(
    {
        *("action_agent_replied", "action_greeting", "action_photos_received", "action_tell_reminder"),
        "action_ticket_closed",
    }
)


@pytest.fixture(scope="module")
def outcomes(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Sequence[Outcome]:
    """Every case, several at a time, with a look inside, on a store in which nothing was done yet."""
    folder = tmp_path_factory.mktemp("coverage")
    plan = Plan(jobs=4, look_inside=True)
    with carrier(folder) as parcels, product(folder, parcels, databases) as fresh:
        return run_cases(read_all([CASES_FOLDER]), RestClient(fresh.webhook), plan, lambda outcome: None)


def named(folder: str, section: str) -> Iterable[Any]:
    for path in sorted((ROOT / folder).glob("*.yml")):
        yield from yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader).get(section) or ()


def test_at_least_120_cases_of_ours_pass_side_by_side(outcomes: Sequence[Outcome]) -> None:
    """With a store that nobody has talked about: cases that have something done find it undone once."""
    failed = [f"{each.place} {each.case.name}" for each in outcomes if each.verdict is not Verdict.PASSED]
    assert failed == [], "\n".join(failed)
    assert len(outcomes) >= 120


def test_every_intent_that_is_trained_is_understood_in_some_case(outcomes: Sequence[Outcome]) -> None:
    trained = {str(block["intent"]) for block in named("data/nlu", "nlu") if "intent" in block}
    understood = {intent for outcome in outcomes for intent in outcome.intents}
    assert sorted(trained - understood) == [], "add a case to tests/conversations for each of these intents"


def test_what_is_not_trained_is_understood_too(outcomes: Sequence[Outcome]) -> None:
    understood = {intent for outcome in outcomes for intent in outcome.intents}
    assert {"message_several_questions", "nlu_fallback"} <= understood


def test_every_action_runs_in_some_case(outcomes: Sequence[Outcome]) -> None:
    listed = {entry if isinstance(entry, str) else next(iter(entry)) for entry in named("bot/domain", "actions")}
    # What asks a form's questions and checks its answers runs inside the form.
    domain = {name.removeprefix("validate_") for name in listed if not name.startswith("action_ask_")}
    ran = {action for outcome in outcomes for action in outcome.actions}
    assert sorted(domain - ran - NEVER_SAID) == [], "add a case to tests/conversations for each of these actions"
    assert sorted(NEVER_SAID - domain) == []
