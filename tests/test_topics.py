"""A topic is whole: one name in data, domain and conversations, and nothing left to be written."""

from __future__ import annotations

import re

import pytest
import yaml

from core.intents import IntentKind, intent_kind
from returndesk.admin.new_topic import unwritten
from returndesk.project import this_project

PROJECT = this_project()
ROOT = PROJECT.root
PLACES = ("data/nlu", "bot/domain", "tests/conversations")
QUESTIONS = sorted(
    (str(entry["intent"]), path.stem)
    for path in (ROOT / "data" / "nlu").glob("*.yml")
    for entry in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader).get("nlu", ())
    if intent_kind(str(entry["intent"])) is IntentKind.QUESTION
)


def test_nothing_is_left_to_be_written():
    files = [path for place in PLACES for path in sorted((ROOT / place).glob("*.yml"))]
    files += sorted((ROOT / "actions" / "answers").glob("*.py"))
    left = unwritten(PROJECT, [path.relative_to(ROOT) for path in files])
    assert left == [], "\n".join(["still to be written:", *left])


@pytest.mark.parametrize(("intent", "file"), QUESTIONS)
def test_a_question_has_one_name(intent: str, file: str):
    topic = re.sub(r"^(ask|report)_", "", intent)
    assert topic == file
    for place in PLACES:
        assert (ROOT / place / f"{topic}.yml").is_file()
    domain = yaml.safe_load((ROOT / "bot" / "domain" / f"{topic}.yml").read_text(encoding="utf-8"))
    assert intent in domain["intents"]
    assert f"utter_label_{intent}" in domain["responses"]


def test_there_are_questions():
    assert len(QUESTIONS) > 25


def test_an_action_is_declared_in_one_file_of_the_domain():
    named = [
        action
        for path in (ROOT / "bot" / "domain").glob("*.yml")
        for action in yaml.safe_load(path.read_text(encoding="utf-8")).get("actions", ())
    ]
    assert sorted(named) == sorted(set(named))
