"""What a labelled line has to be before it becomes training data."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.masking import Masker
from returndesk.learn.gathering import LONGEST
from returndesk.learn.label_file import Labelled
from returndesk.learn.taking_over import Taken, Training, take_over
from returndesk.learn.utterances import Utterance

TRAINING = Training(
    {
        Path("refund_time.yml"): [Utterance("when is my refund due", "ask_refund_time")],
        Path("packaging.yml"): [Utterance("which box to use", "ask_packaging")],
        Path("dialogue.yml"): [Utterance("hello", "greet"), Utterance("bye", "goodbye")],
    },
    [Utterance("has anybody sent my money off yet", "ask_refund_time"), Utterance("good morning to you", "greet")],
    Masker(16),
)


def taken(*lines: tuple[str, str]) -> Taken:
    return take_over([Labelled(number, text, label) for number, (text, label) in enumerate(lines, 1)], TRAINING)


def problem(text: str, label: str) -> str:
    """The one problem of a line."""
    found = taken((text, label))
    assert found.examples == {}
    (told,) = found.problems
    return told


def test_lines_are_sorted_by_intent_with_what_stands_for_their_labels():
    found = taken(
        ("money for [number] pls", "ask_refund_time"), ("Hiya", "greet"), ("will it ever be paid", "ask_refund_time")
    )
    assert (found.problems, found.known) == ([], 0)
    assert found.examples == {"ask_refund_time": ["money for R1001 pls", "will it ever be paid"], "greet": ["Hiya"]}


@pytest.mark.parametrize("label", ["refund_time", "ask_refnd_time", "ask_refund"])
def test_an_unknown_intent_is_refused_with_the_nearest_ones(label):
    told = problem("my cash", label)
    assert told.startswith(f'line 1: there is no intent "{label}"; the nearest are ask_refund_time')


def test_an_intent_that_nothing_is_near_is_refused_with_where_they_are_listed():
    assert problem("my cash", "zzz").endswith('"zzz"; `returndesk learn export` lists them')


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("money for R1002", "money for [number]"),
        ("order 8120 0345 0001 2345 is late", "order [number] is late"),
        ("I'm ben@shop.example, my money?", "I'm [e-mail], my money?"),
        ("call +44 7700 900123 about it", "call [phone number] about it"),
        ("my name is Ben Carter, my money?", "my name is [name], my money?"),
    ],
)
def test_a_line_that_tells_who_wrote_it_is_refused_with_how_to_write_it(text, masked):
    assert problem(text, "ask_refund_time") == (
        f'line 1: the message holds what tells who wrote it; write it as "{masked}"'
    )


def test_a_line_that_training_holds_under_another_topic_is_refused():
    assert problem("Which box to use?", "ask_refund_time") == (
        "line 1: training holds it already as ask_packaging, not as ask_refund_time; keep one of them"
    )


def test_a_line_that_training_holds_under_its_own_is_left_out():
    found = taken(("WHICH box to use", "ask_packaging"), ("a bag?", "ask_packaging"), ("a bag", "ask_packaging"))
    assert (found.examples, found.known, found.problems) == ({"ask_packaging": ["a bag?"]}, 2, [])


def test_two_labels_for_the_same_words_are_refused():
    found = taken(("a bag?", "ask_packaging"), ("a bag", "greet"))
    assert found.problems == ["line 2: line 1 says it as ask_packaging, not as greet; keep one of them"]


@pytest.mark.parametrize(
    "text",
    [
        "has anybody sent my money off yet",
        "Has anybody sent my money off yet, please?",
        "has anybody sent my money off",
        "yet off money my sent anybody has",
    ],
)
def test_a_line_with_four_fifths_of_the_words_of_a_test_message_is_refused(text):
    assert '"has anybody sent my money off yet", a message of the test sets' in problem(text, "ask_refund_time")


def test_a_line_with_fewer_words_of_a_test_message_is_none():
    assert taken(("has anybody sent my stuff on", "ask_refund_time")).problems == []


def test_a_common_phrase_of_a_dialogue_may_be_in_both():
    assert taken(("good morning to you", "greet")).problems == []


def test_a_line_of_signs_or_of_a_whole_letter_is_refused():
    assert "no word" in problem("?!", "greet")
    assert f"more than {LONGEST:,} characters" in problem("a b " * LONGEST, "greet")
