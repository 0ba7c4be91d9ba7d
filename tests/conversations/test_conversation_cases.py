"""The cases themselves: what their format refuses, and that nothing is left unasked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conversation_cases import Button, Case, CaseError, Message, Turn, all_cases, read_cases
from conversation_check import difference, plain
from conversation_product import NOW, ROOT, stored

from actions.clock import parse_instant
from policy.fact import COUNTS, SPANS
from policy.facts import load_facts
from policy.model import EventType, ReturnEvent
from policy.status import Status, return_state

FACTS = load_facts()
CASES = all_cases()
#: Shorter messages, such as "yes" or a number alone, are the same for everybody.
LEAST_WORDS = 5


def case_file(folder: Path, steps: str) -> Path:
    path = folder / "cases.yml"
    path.write_text(f"test_cases:\n- test_case: one\n  steps:\n{steps}", encoding="utf-8")
    return path


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


@pytest.fixture(scope="module")
def training_utterances() -> set[str]:
    return {
        words(line)
        for path in (ROOT / "data" / "nlu").glob("*.yml")
        for block in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]
        for line in block["examples"].splitlines()
    }


def case_of(fact_id: str) -> Case:
    found = [case for case in CASES if case.file == "facts.yml" and case.name.startswith(f"{fact_id}: ")]
    assert len(found) == 1, f"facts.yml has {len(found)} cases for {fact_id}"
    return found[0]


@pytest.mark.parametrize("fact_id", sorted(FACTS))
def test_every_fact_is_asked_and_its_section_expected(fact_id: str) -> None:
    expected = [message for turn in case_of(fact_id).turns for message in turn.messages or ()]
    assert any(FACTS[fact_id].section in part for message in expected for part in message.text_contains)


@pytest.mark.parametrize("fact_id", sorted(fact.id for fact in FACTS.values() if fact.unit in SPANS | COUNTS))
def test_every_number_of_a_fact_is_expected(fact_id: str) -> None:
    first = (case_of(fact_id).turns[0].messages or ())[0]
    numbers = re.findall(r"\d+|\bfirst\b|\bone\b", " ".join(first.text_contains))
    said = {1 if number in ("first", "one") else int(number) for number in numbers}
    assert set(FACTS[fact_id].numbers) <= said


def test_no_case_uses_the_wording_of_a_training_utterance(training_utterances: set[str]) -> None:
    said = {turn.user for case in CASES for turn in case.turns if len(turn.user.split()) >= LEAST_WORDS}
    assert sorted(message for message in said if words(message) in training_utterances) == []


def test_the_check_above_would_see_a_training_utterance(training_utterances: set[str]) -> None:
    assert words("How do I use the return label?") in training_utterances


def test_the_store_holds_a_return_in_every_status() -> None:
    now = parse_instant(NOW)
    statuses = {
        return_state(
            [ReturnEvent(EventType(event["type"]), parse_instant(event["at"])) for event in request["events"]], now
        ).status
        for request in stored("returns")
    }
    assert statuses == set(Status)


def test_the_store_holds_every_event_type() -> None:
    assert {event["type"] for request in stored("returns") for event in request["events"]} == {
        kind.value for kind in EventType
    }


def test_every_return_of_the_store_is_asked_about() -> None:
    said = " ".join(turn.user for case in CASES for turn in case.turns)
    unasked = [request["number"] for request in stored("returns") if request["number"] not in said]
    # The customer with seven returns is asked about by the list; these stand in it or are counted for the month.
    assert unasked == ["R2702", "R2703", "R2704", "R2705", "R2706", "R4501"]


@pytest.mark.parametrize(
    ("steps", "complaint"),
    [
        ("  - user: a\n    asertions: []\n", "extra fields not permitted"),
        ("  - user: a\n    assertions:\n    - bot_uttered: {text_contain: a}\n", "extra fields not permitted"),
        ("  - user: a\n    assertions:\n    - bot_did_utter: {text_contains: a}\n", "extra fields not permitted"),
        ("  - user: a\n    assertions:\n    - bot_uttered: {text: a}\n", "`bot:` step"),
        ("  - user: a\n    assertions:\n    - bot_uttered: {not_contains: a}\n", "asserts nothing"),
        ("  - user: a\n    assertions:\n    - bot_uttered: {}\n", "asserts nothing"),
        ("  - user: a\n", "the last step asserts nothing"),
        ("  - user: a\n  - bot: b\n  - user: c\n", "the last step asserts nothing"),
        ("  - bot: a\n", "the customer speaks first"),
        ("  - user: a\n    bot: b\n", "a step is either"),
        ("  - user: [\n", "line"),
        ("  - user: a\n  - bot: b\n- test_case: one\n  steps:\n  - user: a\n  - bot: b\n", 'called "one"'),
    ],
)
def test_a_mistake_in_a_file_is_named(steps: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(CaseError) as refused:
        read_cases(case_file(tmp_path, steps))
    assert str(refused.value).startswith("cases.yml: ")
    assert complaint in str(refused.value)


def test_steps_become_turns_with_the_messages_that_answer_them(tmp_path: Path) -> None:
    steps = "  - user: a\n  - bot: b\n  - bot: c\n  - user: d\n  - user: e\n"
    steps += "    assertions:\n    - bot_uttered: {buttons: [F]}\n"
    first, second, third = read_cases(case_file(tmp_path, steps))[0].turns
    assert first == Turn("a", (Message(text="b"), Message(text="c")))
    assert second == Turn("d", None)
    assert third.messages is not None
    assert third.messages[0].buttons is not None
    assert [button.title for button in third.messages[0].buttons] == ["F"]


@pytest.mark.parametrize(
    ("message", "uttered", "complaint"),
    [
        (Message(text="Hello"), {"text": "Hello there"}, "text: Hello"),
        (Message(text_contains=("14 October",)), {"text": "13 October"}, "contains: 14 October"),
        (
            Message(text_contains=("Hello",), not_contains=("R1001",)),
            {"text": "Hello R1001"},
            "does not contain: R1001",
        ),
        (Message(text_matches="^Yes"), {"text": "No"}, "matches: ^Yes"),
        (Message(buttons=(Button(title="Yes"),)), {"text": "Sure?"}, "[Yes]"),
        (Message(buttons=()), {"text": "Sure?", "buttons": [{"title": "Yes", "payload": "/yes"}]}, "buttons:"),
        (
            Message(buttons=(Button(title="Yes", payload="/no"),)),
            {"text": "Sure?", "buttons": [{"title": "Yes", "payload": "/yes"}]},
            "[Yes → /no]",
        ),
    ],
)
def test_what_differs_is_shown_beside_what_was_said(message: Message, uttered: dict[str, Any], complaint: str) -> None:
    shown = difference(Turn("Hi", (message,)), [uttered])
    assert shown is not None
    assert complaint in shown
    assert uttered["text"] in shown


def test_a_message_nobody_expected_is_a_difference() -> None:
    assert "no further message" in (difference(Turn("Hi", (Message(text="a"),)), [{"text": "a"}, {"text": "b"}]) or "")


def test_a_missing_message_is_a_difference() -> None:
    assert "no further message" in (
        difference(Turn("Hi", (Message(text="a"), Message(text="b"))), [{"text": "a"}]) or ""
    )


def test_no_answer_is_a_difference_even_where_nothing_is_asserted() -> None:
    assert difference(Turn("Hi", None), []) is not None


def test_an_answer_as_expected_makes_no_difference() -> None:
    message = Message(
        text_contains=("Wednesday 14 October",),
        not_contains=("late",),
        text_matches="^The",
        buttons=(Button(title="Yes"),),
    )
    uttered = {
        "text": "The page shows it by\n**Wednesday 14 October**.",
        "buttons": [{"title": "Yes", "payload": "/y"}],
    }
    assert difference(Turn("Hi", (message,)), [uttered]) is None


def test_a_text_is_compared_without_bold_and_line_breaks() -> None:
    assert plain("by **Wednesday\n14 October**,\u202fsoon") == "by Wednesday 14 October, soon"
