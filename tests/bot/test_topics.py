"""The page of topics, their answers and the sources' sections belong together."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.intents import IntentKind, intent_kind
from policy.facts import load_facts

ROOT = Path(__file__).parents[2]
BY_TOPIC, BY_STATEMENT = (ROOT / "docs" / "topics.md").read_text("utf-8").split("\n## ")
NOT_STATED = re.compile(r"rules I have (don't|say nothing|say no more|name no|state no)|is not stated in the rules")


def rows(part: str) -> list[list[str]]:
    """The cells of a table below its heading, without the code marks."""
    lines = [line for line in part.splitlines() if line.startswith("| ")][2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split(" | ")] for line in lines]


TOPICS = {topic: (example, kind, section) for topic, example, kind, section in rows(BY_TOPIC)}
STATEMENTS = rows(BY_STATEMENT)


@cache
def domain(key: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for file in sorted((ROOT / "bot" / "domain").glob("*.yml")):
        part = yaml.safe_load(file.read_text("utf-8")).get(key) or {}
        found.update(part if isinstance(part, dict) else dict.fromkeys(part))
    return found


@cache
def action_of(intent: str) -> str:
    """The action that the rule of an intent runs first."""
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for rule in yaml.safe_load(file.read_text("utf-8")).get("rules") or []:
            steps = rule["steps"]
            if steps[0] == {"intent": intent}:
                return str(steps[1]["action"])
    raise LookupError(intent)


def test_every_question_is_a_topic_of_the_page():
    questions = {intent for intent in domain("intents") if intent_kind(intent) is IntentKind.QUESTION}

    assert set(TOPICS) == questions


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_the_answer_is_of_the_kind_that_the_page_says(topic: str):
    _, kind, _ = TOPICS[topic]
    action = action_of(topic)
    text = " ".join(domain("responses").get(f"utter_rule_{topic}", [{"text": ""}])[0]["text"].split())

    assert kind in {"rule", "computed", "not stated", "order", "about us"}
    if kind == "computed":
        assert action.startswith("action_")
    if kind == "rule":
        assert "_Source: " in text
    if kind == "not stated":
        assert NOT_STATED.search(text)
    if kind == "order":
        assert "_Source: " not in text and "customer service" in text.lower()


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_the_section_of_a_topic_is_one_of_the_sources(topic: str):
    _, kind, section = TOPICS[topic]
    sections = {fact.section for fact in load_facts().values()}

    assert section in (sections | {"the store"} if kind in ("rule", "computed", "not stated") else {""})


def test_every_section_is_stated_and_asked_for():
    facts = load_facts()

    assert {(source, section) for source, section, _, _ in STATEMENTS} >= {
        (fact.source, fact.section) for fact in facts.values()
    }


@pytest.mark.parametrize(("statement", "topics"), [(says, topics) for _, _, says, topics in STATEMENTS])
def test_a_statement_has_topics(statement: str, topics: str):
    asked = [topic.strip("`") for topic in topics.split(", ")]

    assert asked and set(asked) <= set(TOPICS), statement


def test_no_example_of_the_page_is_trained():
    trained = "\n".join(file.read_text("utf-8") for file in (ROOT / "data" / "nlu").glob("*.yml"))

    assert [example for example, _, _ in TOPICS.values() if f"- {example}\n" in trained] == []
