"""Examples come to a file of Rasa's, and all else in it stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from returndesk.failure import Failure
from returndesk.learn.training_file import with_examples
from returndesk.learn.utterances import Utterance, utterances_in

FILE = Path("topic.yml")
TOPIC = """\
version: "3.1"

# How people ask it.
nlu:
- intent: ask_one
  examples: |
    - first
    - second

# The other one.
- intent: ask_two
  examples: |
      - third

rules:
- rule: answers
  steps: [{intent: ask_one}, {action: utter_one}]
"""


def test_examples_stand_behind_those_of_their_intent():
    changed = with_examples(FILE, TOPIC, "ask_one", ["new one", "- newer"])
    assert changed == TOPIC.replace("    - second\n", "    - second\n    - new one\n    - - newer\n")


def test_an_example_is_indented_as_its_neighbours():
    changed = with_examples(FILE, TOPIC, "ask_two", ["new"])
    assert changed == TOPIC.replace("      - third\n", "      - third\n      - new\n")


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\r\n"])
def test_the_end_of_a_file_may_be_as_it_likes(end):
    text = f"nlu:\n- intent: x\n  examples: |\n    - a{end}"
    assert utterances_in(with_examples(FILE, text, "x", ["b"]), FILE) == (Utterance("a", "x"), Utterance("b", "x"))


def test_a_file_that_is_not_there_is_begun():
    assert with_examples(FILE, "", "ask_it", ["a", "b"]) == (
        'version: "3.1"\n\nnlu:\n- intent: ask_it\n  examples: |\n    - a\n    - b\n'
    )


def test_an_intent_that_a_file_has_not_comes_behind_the_others():
    once = with_examples(FILE, "", "ask_it", ["a"])
    assert with_examples(FILE, once, "greet", ["hi"]) == once + "- intent: greet\n  examples: |\n    - hi\n"
    assert [each.text for each in utterances_in(with_examples(FILE, TOPIC, "greet", ["hi"]), FILE)] == [
        *("first", "second", "third", "hi")
    ]


@pytest.mark.parametrize(
    "text",
    [
        'nlu:\n- intent: x\n  examples: "- a"\n',
        "nlu:\n- {intent: x, examples: '- a'}\n",
        "nlu:\n- intent: y\n  examples: |\n    - a\n- {intent: x, examples: '- a'}\n",
        "nlu: []\n",
        "rules: []\n",
    ],
)
def test_a_file_that_is_written_otherwise_is_refused_by_name(text):
    with pytest.raises(Failure, match=r"topic\.yml"):
        with_examples(FILE, text, "x", ["b"])
