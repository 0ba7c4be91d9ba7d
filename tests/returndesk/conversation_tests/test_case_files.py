"""Files of conversations: what their format holds, and what is refused, with the line."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from returndesk.conversation_tests.case import ActionCheck, Case, MessageCheck, SlotCheck, World
from returndesk.conversation_tests.case_files import read_all, read_cases
from returndesk.conversation_tests.located_yaml import FileProblem

RASA = """\
fixtures:
- premium:
  - membership: premium
  - logged_in: true
- one_shop:
    returndesk_store: store.json
    returndesk_now: 2026-10-13T10:00:00Z
metadata:
- device:
    os: linux
- place:
    country: ES
    os: other
test_cases:
- test_case: steps of their own
  fixtures: [premium]
  metadata: device
  steps:
  - user: yes
    metadata: place
  - slot_was_set:
    - date: 2026-10-13
    - time: 8
    - name
  - slot_was_not_set: [party]
  - utter: utter_available
  - bot: "Booked: **8** o'clock"
- test_case: assertions
  fixtures: one_shop
  steps:
  - user: I want to book a flight
    assertion_order_enabled: true
    assertions:
    - action_executed: action_book
    - slot_was_set:
      - name: origin
        value: New York
      - name: destination
    - slot_was_not_set:
      - name: origin
        value: Boston
    - bot_uttered:
        utter_name: utter_ask
        text_matches: "Where .* fly"
        buttons:
        - title: Rome
          payload: /SetSlots(destination=Rome)
        - Lima
    - bot_did_not_utter:
        utter_name: utter_pay
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "cases.yml"
    path.write_text(text, encoding="utf-8")
    return path


def steps(text: str, before: str = "") -> str:
    return f"{before}test_cases:\n- test_case: one\n  steps:\n{text}"


@pytest.fixture
def rasa_cases(tmp_path: Path) -> list[Case]:
    (tmp_path / "store.json").write_text("{}", encoding="utf-8")
    return read_cases(written(tmp_path, RASA))


def test_steps_of_rasas_format_are_read_with_their_lines(rasa_cases: list[Case]) -> None:
    case = rasa_cases[0]
    assert (case.name, case.line) == ("steps of their own", 15)
    assert dict(case.slots) == {"membership": "premium", "logged_in": True}
    (turn,) = case.turns
    # Rasa reads YAML 1.2, in which "yes" is a word, and dates stay what was written.
    assert turn.user == "yes"
    assert turn.metadata == {"os": "other", "country": "ES"}
    assert [type(check).__name__ for check in turn.checks] == [*["SlotCheck"] * 4, *["MessageCheck"] * 2]
    set_slots = [
        (check.slot.name, check.slot.value, check.absent) for check in turn.checks if isinstance(check, SlotCheck)
    ]
    assert set_slots == [
        ("date", "2026-10-13", False),
        ("time", 8, False),
        ("name", None, False),
        ("party", None, True),
    ]
    assert [check.line for check in turn.checks] == [21, 21, 21, 25, 26, 27]
    assert case.looks_inside


def test_assertions_of_rasas_format_are_read_with_their_lines(rasa_cases: list[Case]) -> None:
    (turn,) = rasa_cases[1].turns
    action, origin, destination, not_boston, uttered, refused = turn.checks
    assert turn.ordered
    assert action == ActionCheck(34, "action_book")
    assert isinstance(origin, SlotCheck)
    assert isinstance(destination, SlotCheck)
    assert (origin.slot.value, destination.slot.any_value, not_boston.line) == ("New York", True, 39)
    assert isinstance(uttered, MessageCheck)
    assert uttered.message.buttons is not None
    assert [(each.title, each.payload) for each in uttered.message.buttons] == [
        ("Rome", "/SetSlots(destination=Rome)"),
        ("Lima", None),
    ]
    assert isinstance(refused, MessageCheck)
    assert refused.absent


def test_a_fixture_says_what_the_assistant_runs_on(rasa_cases: list[Case], tmp_path: Path) -> None:
    assert rasa_cases[0].world is None
    assert rasa_cases[1].world == World(tmp_path / "store.json", datetime(2026, 10, 13, 10, tzinfo=timezone.utc))
    assert rasa_cases[1].slots == {}


def test_a_case_that_asserts_only_texts_and_buttons_needs_no_look_inside(tmp_path: Path) -> None:
    text = steps("  - user: a\n    assertions:\n    - bot_uttered: {text_contains: b, buttons: [C]}\n  - bot: d\n")
    (case,) = read_cases(written(tmp_path, text))
    assert not case.looks_inside


def test_an_empty_list_of_assertions_says_that_there_is_no_answer(tmp_path: Path) -> None:
    (case,) = read_cases(written(tmp_path, steps("  - user: a\n    assertions: []\n")))
    assert case.turns[0].silent


def test_a_folder_stands_for_all_its_files(tmp_path: Path) -> None:
    for name in ("b.yml", "a.yaml", "inner/c.yml", "notes.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(steps("  - user: a\n  - bot: b\n"), encoding="utf-8")
    assert [case.file.name for case in read_all([tmp_path])] == ["a.yaml", "b.yml", "c.yml"]


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="holds no YAML files"):
        read_all([tmp_path])


def test_unicode_and_long_texts_are_kept_as_they_are(tmp_path: Path) -> None:
    said = "¿Dónde está mi paquete? 📦 " + "x" * 20_000
    (case,) = read_cases(written(tmp_path, steps(f"  - user: '{said}'\n  - bot: 在路上\n")))
    assert case.turns[0].user == said


BOT = "  - bot: b\n"


@pytest.mark.parametrize(
    ("text", "line", "complaint"),
    [
        ("", 1, "holds no `test_cases:`"),
        ("- a\n", 1, "holds no `test_cases:`"),
        ("tests: []\n", 1, "`tests` is not a key that is known here"),
        ("test_cases: []\n", 1, "`test_cases`: is empty"),
        ("test_cases: 3\n", 1, "`test_cases` is not a list"),
        ("fixtures: []\n", 1, "`test_cases` is missing"),
        ("test_cases:\n- steps: []\n", 2, "`test_case` is missing"),
        (steps("  - user: [\n"), 5, "is not YAML"),
        (steps("  - user: a\n    user: b\n"), 5, "is not YAML"),
        (steps("  - user: a\n    asertions: []\n" + BOT), 5, "`asertions` is not a key that is known here"),
        (steps("  - user: a\n    assertions:\n    - bot_uttered: {text_contain: a}\n"), 6, "`text_contain` is"),
        (steps("  - user: a\n    assertions:\n    - bot_did_utter: {text_contains: a}\n"), 6, "`bot_did_utter` is not"),
        (steps("  - user: a\n    assertions:\n    - bot_uttered: {text: a}\n"), 6, "a whole text is a `bot:` step"),
        (steps("  - user: a\n    assertions:\n    - bot_uttered: {not_contains: a}\n"), 6, "asserts nothing"),
        (steps("  - user: a\n    assertions:\n    - bot_uttered: {}\n"), 6, "asserts nothing"),
        (steps("  - user: a\n    assertions:\n    - {}\n"), 6, "exactly one of"),
        (steps("  - user: a\n    assertions:\n    - bot_uttered: {text_matches: '('}\n"), 6, "not a regular"),
        (steps("  - user: a\n    assertions:\n    - slot_was_set: []\n"), 6, "is empty"),
        (steps("  - user: a\n    assertions:\n    - flow_started: b\n"), 6, "`flow_started` is not supported here"),
        (
            steps("  - user: a\n    assertions:\n    - generative_response_is_relevant: {threshold: 0.9}\n"),
            6,
            "`generative_response_is_relevant` is not supported here: it needs a language model",
        ),
        (steps("  - user: a\n" + BOT, "stub_custom_actions: {}\n"), 1, "`stub_custom_actions` is not supported here"),
        (steps("  - user: a\n"), 3, "asserts nothing"),
        (steps("  - user: a\n  - bot: b\n  - user: c\n", "whole_answer: true\n"), 7, "the last step asserts nothing"),
        (steps("  - bot: a\n"), 3, "the customer speaks first"),
        (steps("  - user: a\n    bot: b\n"), 4, "a step is exactly one of"),
        (steps("  - bot: a\n    metadata: b\n"), 4, "belong to a `user` step"),
        (steps("  - user: 8120034500000029\n" + BOT), 4, "write a number or a yes in quotes"),
        (steps("  - user: a\n" + BOT + "- test_case: one\n  steps:\n  - user: a\n" + BOT), 6, 'called "one"'),
        (steps("  - user: a\n    metadata: b\n" + BOT), 5, 'there is no metadata "b"'),
        ("test_cases:\n- test_case: one\n  fixtures: [b]\n  steps:\n  - user: a\n" + BOT, 3, 'there is no fixture "b"'),
        (steps("  - user: a\n" + BOT, "fixtures:\n- b: []\n- b: []\n"), 1, "`b` comes twice"),
        (steps("  - user: a\n" + BOT, "fixtures:\n- b: [c]\n"), 1, "is not a list"),
        (steps("  - user: a\n" + BOT, "fixtures:\n- b: [returndesk_now: noon]\n"), 1, "is not an instant"),
        (steps("  - user: a\n" + BOT, "fixtures:\n- b: [returndesk_clock: noon]\n"), 1, "is none of returndesk_store"),
        (
            "fixtures:\n- b: [returndesk_store: gone.json]\n"
            "test_cases:\n- test_case: one\n  fixtures: b\n  steps:\n  - user: a\n" + BOT,
            5,
            "its fixture names gone.json, which is not there",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(text: str, line: int, complaint: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    with pytest.raises(FileProblem) as refused:
        read_cases(path)
    assert str(refused.value).startswith(f"{path}:{line}: ")
    assert complaint in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"gone\.yml: can't be read: No such file"):
        read_cases(tmp_path / "gone.yml")


def test_a_file_in_another_encoding_is_named_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "cases.yml"
    path.write_bytes(steps("  - user: ¿qué?\n" + BOT).encode("latin-1"))
    with pytest.raises(FileProblem, match=r"cases\.yml:4: is not UTF-8"):
        read_cases(path)
