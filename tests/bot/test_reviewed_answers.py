"""Answers about the rules say what the sources state: somebody has read each in its present words."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.responses.fact_values import PLACEHOLDER, fact_variables
from bot.responses.languages import english
from policy.facts import Facts, load_facts

ROOT = Path(__file__).parents[2]
RECORD: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("reviewed_answers.yml").read_text("utf-8"))[
    "answers"
]
#: What the texts that are put into others have in common: dates, next steps and reasons are about a rule too.
RULE_FAMILIES = re.compile(r"utter_(advice|after|late|line_deadline|next|reason|refund_doubt|rule|window)_")
#: Reasons that a customer chooses among, and words for an amount of something.
ABOUT_NO_RULE = re.compile(
    r"utter_reason_(damaged|faulty|wrong_item|wrong_size|not_as_described|missing_parts|not_wanted|other)$"
)


def text(name: str, answers: dict[str, list[dict[str, Any]]]) -> str:
    return " ".join(" ".join(variation.get("text", "") for variation in answers[name]).split())


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts()


@pytest.fixture(scope="module")
def answers() -> dict[str, list[dict[str, Any]]]:
    files = sorted((ROOT / "bot" / "domain").glob("*.yml"))
    return {
        name: said
        for file in files
        for name, said in yaml.safe_load(file.read_text("utf-8")).get("responses", {}).items()
    }


def test_every_answer_about_a_rule_has_been_read(answers: dict[str, list[dict[str, Any]]], facts: Facts):
    of_facts = set(fact_variables(facts, english()))
    unread = [
        name
        for name in answers
        if name not in RECORD
        and not ABOUT_NO_RULE.match(name)
        and (
            RULE_FAMILIES.match(name)
            or "_Source:" in text(name, answers)
            or of_facts & set(PLACEHOLDER.findall(text(name, answers)))
        )
    ]

    assert unread == [], "read them against the sources, and enter them in reviewed_answers.yml"


@pytest.mark.parametrize("name", sorted(RECORD))
def test_an_answer_has_the_words_that_were_read(name: str, answers: dict[str, list[dict[str, Any]]], facts: Facts):
    entry = RECORD[name]
    sections = [f"“{facts[fact].section}” ({facts[fact].source})" for fact in entry["facts"]]
    words = hashlib.sha256(text(name, answers).encode()).hexdigest()[:8]

    assert words == entry["words"], (
        f"{name} has other words now: read them against {', '.join(sections) or 'the store'}, and enter {words}."
    )


def test_every_fact_is_told(facts: Facts):
    told = {fact for entry in RECORD.values() for fact in entry["facts"]}

    assert told == {fact.id for fact in facts.values()}


def test_the_page_names_every_section_that_was_read(facts: Facts):
    page = (ROOT / "docs" / "evaluation.md").read_text("utf-8")

    assert [fact.section for fact in facts.values() if f"| {fact.section} |" not in page] == []
