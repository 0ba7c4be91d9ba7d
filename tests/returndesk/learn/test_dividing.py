"""Labelled messages go to training or to the test, never to both, and the same ones always the same way."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.masking import Masker
from core.settings import load_settings
from returndesk.learn.dividing import Divided, divide
from returndesk.learn.held_out import overlaps
from returndesk.learn.label_file import Labelled
from returndesk.learn.taking_over import Training
from returndesk.learn.utterances import UNSEEN, Utterance, read_utterances, unseen_files

TRAINED = "when is my refund due in my bank account"
TESTED = "has anybody sent my money off yet"
#: By its digest for the test, and for training.
FOR_TEST = "is a pillowcase an honest wrapper for a kettle"
FOR_TRAINING = "wrapping the kettle in yesterday's gazette, thoughts"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "data/packaging.yml": "nlu:\n- intent: ask_packaging\n  examples: |\n    - which box to use\n",
        "data/refund_time.yml": f"nlu:\n- intent: ask_refund_time\n  examples: |\n    - {TRAINED}\n",
        "tests/packaging.yml": (
            "whole_answer: true\nunseen:\n- intent: ask_packaging\n  examples: |\n    - need original box?\n\n"
            "test_cases:\n- test_case: packing\n  steps: []\n"
        ),
        "tests/refund_time.yml": f"unseen:\n- intent: ask_refund_time\n  examples: |\n    - {TESTED}\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def divided(folder: Path, *said: tuple[str, str]) -> Divided:
    tests = unseen_files(folder / "tests")
    files = {file: read_utterances(file) for file in sorted((folder / "data").glob("*.yml"))}
    settings = load_settings()
    masker = Masker.for_shop(settings.number_shapes, settings.home_countries)
    training = Training(files, [each for held in tests.values() for each in held], masker)
    shelf = Training(tests, (), masker, UNSEEN)
    return divide([Labelled(number, *each) for number, each in enumerate(said, start=1)], training, shelf)


def test_one_in_four_is_for_the_test_and_the_rest_for_training(folder):
    said = [(f"kettle {word} {number}th wrapped", "ask_packaging") for number in range(50) for word in ("tea", "pot")]
    found = divided(folder, *said)
    assert 10 <= len(found.for_test) <= 40
    assert found.for_test == divided(folder, *said).for_test


def test_a_case_stands_in_its_topics_file_and_all_else_there_stays(folder):
    found = divided(folder, (FOR_TEST, "ask_packaging"), (FOR_TRAINING, "ask_packaging"))
    assert found.trained.examples == {"ask_packaging": [FOR_TRAINING]}
    assert found.cases.examples == {"ask_packaging": [FOR_TEST]}
    ((file, text),) = found.test_texts.items()
    before = file.read_text(encoding="utf-8")
    assert text == before.replace("    - need original box?\n", f"    - need original box?\n    - {FOR_TEST}\n")
    file.write_text(text, encoding="utf-8")
    assert Utterance(FOR_TEST, "ask_packaging") in read_utterances(file, UNSEEN)


def test_what_is_nearly_a_case_of_the_same_patch_is_no_training_line(folder):
    near = f"{FOR_TEST} please"
    found = divided(folder, (FOR_TEST, "ask_packaging"), (near, "ask_packaging"))
    assert found.cases.examples == {"ask_packaging": [FOR_TEST]}
    assert "a message of the test sets" in found.refused[2]
    assert found.trained.examples == {}


def test_what_training_nearly_holds_is_no_test(folder):
    for word in ("soon", "then", "now", "pal", "ta", "mate", "thanks", "please", "today", "ok", "so", "hm"):
        found = divided(folder, (f"{TRAINED} {word}", "ask_refund_time"))
        assert not found.for_test and found.trained.examples


def test_once_it_is_in_its_file_a_message_is_known_and_goes_nowhere_else(folder):
    first = divided(folder, (FOR_TEST, "ask_packaging"), (FOR_TRAINING, "ask_packaging"))
    for file, text in {**first.training_texts, **first.test_texts}.items():
        file.write_text(text, encoding="utf-8")
    again = divided(folder, (FOR_TEST, "ask_packaging"), (FOR_TRAINING, "ask_packaging"), (TESTED, "ask_refund_time"))
    assert (again.trained.known, again.cases.known, dict(again.refused)) == (1, 2, {})
    assert not again.training_texts and not again.test_texts


def test_a_message_of_the_test_with_another_topic_is_refused(folder):
    assert "a test set holds it already as ask_refund_time" in divided(folder, (TESTED, "ask_packaging")).refused[1]


@pytest.mark.parametrize("secret", ["R1001", "ana@example.com", "8120034500012345", "my name is Ana Perez"])
def test_what_tells_who_wrote_it_goes_to_neither(folder, secret):
    for number in range(12):
        found = divided(folder, (f"kettle {number} wrapped, {secret}", "ask_packaging"))
        assert "holds what tells who wrote it" in found.refused[1]
        assert not found.training_texts and not found.test_texts


def test_without_test_sets_what_is_for_the_test_waits(folder):
    for file in (folder / "tests").iterdir():
        file.unlink()
    found = divided(folder, (FOR_TEST, "ask_packaging"), (FOR_TRAINING, "ask_packaging"))
    assert list(found.refused) == [1] and "no test messages here" in found.refused[1]
    assert found.trained.examples == {"ask_packaging": [FOR_TRAINING]}


def test_what_both_hold_is_held_apart(folder):
    said = [
        (f"kettle number {number} and its wrapper of {number % 7} pillows", "ask_packaging") for number in range(60)
    ]
    found = divided(folder, *said)
    cases = [Utterance(text, "ask_packaging") for text in found.cases.examples["ask_packaging"]]
    lines = [Utterance(text, "ask_packaging") for text in found.trained.examples.get("ask_packaging", [])]
    assert cases and overlaps(cases, lines) == ()
