"""What makes the sets of messages a test: known intents, no message twice, and few that training has."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from lab.evaluation.sets import MANNERS, read_sets
from returndesk.learn.held_out import overlaps
from returndesk.learn.utterances import read_training, words
from returndesk.project import this_project

TRAINING = read_training(this_project().training_data())
MESSAGES = read_sets(Path(__file__).parent)
SETS = sorted({each.source for each in MESSAGES})
#: Per cent of a set. "Return policy" is written by everybody; what is left out for that must not become the rule.
MOST_LEFT_OUT = 10


def test_there_are_three_sets_and_all_manners():
    assert SETS == ["public", "strangers", "topics"]
    assert {each.manner for each in MESSAGES} == set(MANNERS)


def test_every_intent_is_one_that_training_knows():
    assert {intent for each in MESSAGES for intent in each.accepted} - {each.intent for each in TRAINING} == set()


def test_no_message_stands_there_twice():
    assert [said for said, times in Counter(words(each.text) for each in MESSAGES).items() if times > 1] == []


@pytest.mark.parametrize("name", SETS)
def test_few_messages_are_left_out_because_training_has_their_words(name):
    own = [each for each in MESSAGES if each.source == name]
    found = [str(overlap) for overlap in overlaps(own, TRAINING)]
    assert 100 * len(found) <= MOST_LEFT_OUT * len(own), "\n".join(found)


@pytest.mark.parametrize("name", SETS)
def test_a_set_says_who_wrote_it_and_what_was_seen(name):
    header = (Path(__file__).parent / f"{name}.yml").read_text("utf-8").partition("\n# ---- ")[0]
    assert "# Who wrote it:" in header and "# What was seen:" in header
