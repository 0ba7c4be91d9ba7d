"""The file that a person labels: written so that it is read again, one message a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returndesk.failure import Failure
from returndesk.learn.gathering import Unlabelled
from returndesk.learn.label_file import Labelled, labelled, written
from returndesk.learn.privacy import one_line

TWO = [
    Unlabelled("where's my stuff", 3, "ask_return_status", 0.414, ("utter_clarify",)),
    Unlabelled('is "free" {really} free: #1?', 1),
]


def put(folder: Path, text: str) -> Path:
    file = folder / "labels.yml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_message_is_a_line_with_an_empty_label_in_front():
    lines = written(TWO, ["ask_return_status", "greet"]).splitlines()

    assert lines[-2:] == [
        '- {label: , message: "where\'s my stuff", said: 3, guess: "ask_return_status", confidence: 0.41, '
        'answered: ["utter_clarify"]}',
        '- {label: , message: "is \\"free\\" {really} free: #1?", said: 1, guess: "", confidence: 0.0, answered: []}',
    ]
    assert "# Intents: ask_return_status, greet" in lines


@pytest.mark.parametrize("label", ["", "skip", "SKIP", " ", '""'])
def test_a_line_without_a_label_is_left_out(tmp_path, label):
    text = written(TWO, ["greet"]).replace("label: ,", f"label: {label},", 1)
    assert labelled(put(tmp_path, text)) == []


def test_a_line_with_a_label_is_read_with_its_place(tmp_path):
    text = written(TWO, ["greet"]).replace("label: ,", "label: ask_it,")
    first = text.splitlines().index(next(line for line in text.splitlines() if line.startswith("- "))) + 1
    assert labelled(put(tmp_path, text)) == [
        Labelled(first, TWO[0].text, "ask_it"),
        Labelled(first + 1, TWO[1].text, "ask_it"),
    ]


def test_nothing_to_label_is_no_mistake(tmp_path):
    assert labelled(put(tmp_path, written([], ["greet"]))) == []


@given(st.lists(st.text().map(one_line), max_size=5))
def test_whatever_was_written_is_read_as_it_was(tmp_path_factory, texts):
    text = written([Unlabelled(each) for each in texts], ["greet"]).replace("label: ,", "label: deny,")
    assert [each.text for each in labelled(put(tmp_path_factory.mktemp("file"), text))] == texts


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("label: x\n", r"labels\.yml:1: is no list of lines"),
        ("- {label: x, message: 3}\n", r"labels\.yml:1: is no line of the kind"),
        ("- {label: greet, message: hi}\n- hello\n", r"labels\.yml:2: is no line of the kind"),
        ("- {label: [x], message: hi}\n", r"labels\.yml:1: is no line of the kind"),
        ("- {label: greet, message: hi}\n- {label: x, message: 'it's}\n", r"labels\.yml:2: is not YAML"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, text, message):
    with pytest.raises(Failure, match=message):
        labelled(put(tmp_path, text))


def test_a_file_that_is_not_there_is_a_clear_error(tmp_path):
    with pytest.raises(Failure, match=r"none\.yml: can't be read: No such file"):
        labelled(tmp_path / "none.yml")
