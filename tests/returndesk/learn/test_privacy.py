"""What is left of a message when nobody can tell who wrote it, and how training holds it."""

from __future__ import annotations

import os

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

from core.masking import Masker
from returndesk.learn.privacy import as_example, one_line, without_labels, without_person

MASKER = Masker(16)
#: Texts that hold what files, Rasa and masks go by more often than chance would have it.
ODD = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            ["[box](item)", '[box]{"entity": "x"}', '[box][{"entity": "x"}]', "](", "- ", "\n- ", "\\u", "\\", "\u200b"]
        ),
        st.sampled_from(
            ['"', "'", "#", " # ", ": ", "${HOME}", "{label: }", "|", ">-", "%", "---", "\x07", "\u2028", "\ud800"]
        ),
        st.sampled_from(
            ["8120034500012345", "R1001", "ana@example.com", "www.shop.example/a", "My name is Ana Lee", "[number]"]
        ),
    ),
    max_size=8,
).map("".join)


def read_by_rasa(document: str) -> list[tuple[str, str, object]]:
    """The messages that Rasa reads, with intent and entities."""
    return [
        (each.get("intent"), each.get("text"), each.get("entities"))
        for each in RasaYAMLReader().reads(document).training_examples
    ]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("where is R1002, I'm ana@example.com", "where is [number], I'm [e-mail]"),
        ("order 8120034500012345\nnot here", "order [number] not here"),
        ("my card 4111 1111 1111 1111", "my card [card number]"),
        ("see https://shop.example/x?y=1 please", "see [link] please"),
        ("Hi, my name is Priya Nair and it has been 20 days", "Hi, my name is [name] and it has been 20 days"),
        ("refund me. Regards, Sam", "refund me. Regards, [name]"),
        ("it has been 30 days and 2 e-mails", "it has been 30 days and 2 e-mails"),
    ],
)
def test_a_label_stands_for_what_tells_who_wrote_it(text, masked):
    assert without_person(text, MASKER) == masked


@given(ODD)
def test_masking_again_changes_nothing(text):
    masked = without_person(text, MASKER)
    assert without_person(masked, MASKER) == masked


def test_labels_alone_say_nothing():
    assert without_labels("[number] [e-mail]").split() == []


def test_training_reads_such_a_thing_where_a_label_stands():
    assert as_example("where is [number]? I am [name], [e-mail]") == "where is R1001? I am Alex, ana@example.com"


@given(ODD)
@example("C:\\users")
@example("]\u200b(x)")
@example("[a]\\(b)")
@example("${NOT_SET_ANYWHERE}")
def test_rasa_reads_an_example_as_its_words_and_nothing_else(text):
    said = as_example(text)
    if said:
        document = f'version: "3.1"\nnlu:\n- intent: ask_it\n  examples: |\n    - {said}\n'
        assert read_by_rasa(document) == [("ask_it", said, None)]
        assert os.linesep not in said


@given(ODD)
def test_an_example_made_of_an_example_is_the_same(text):
    assert as_example(as_example(text)) == as_example(text)


def test_a_text_of_several_lines_becomes_one():
    assert one_line(" a\r\n- b\tc\u2028d\x00e\ufeff ") == "a - b c de"
