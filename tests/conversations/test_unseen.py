"""What makes the unseen messages unseen: training does not read them, and holds nothing nearly like them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.intents import IntentKind, intent_kind
from returndesk.conversation_tests.case_files import read_cases
from returndesk.learn.held_out import NEARLY_EQUAL, is_common_phrase, overlaps
from returndesk.learn.utterances import Utterance, read_training, read_unseen, read_utterances, words
from returndesk.project import this_project

PROJECT = this_project()
UNSEEN = read_unseen(PROJECT.unseen)
TRAINING = read_training(PROJECT.training_data())
INTENTS = sorted({each.intent for each in TRAINING})
QUESTIONS = [intent for intent in INTENTS if intent_kind(intent) is IntentKind.QUESTION]
#: Fewer messages say little of how a question is understood.
LEAST_OF_A_QUESTION = 8


def test_training_reads_nothing_below_tests():
    read = [file for path in PROJECT.training_data() for file in (path, *path.rglob("*"))]
    assert read
    assert [file for file in read if (PROJECT.root / "tests") in file.resolve().parents] == []


def test_no_unseen_question_has_the_words_of_a_training_message():
    offenders = [str(overlap) for overlap in overlaps(UNSEEN, TRAINING) if not is_common_phrase(overlap.test)]
    remedy = "not unseen; take them out of tests/conversations or out of data/nlu:"
    assert offenders == [], "\n".join([remedy, *offenders])


def test_the_comparison_would_see_a_training_message_among_the_unseen():
    planted = replace(TRAINING[0], text=f"  {TRAINING[0].text.upper()}!! ")
    assert [overlap.training.text for overlap in overlaps([planted], TRAINING)] == [TRAINING[0].text]


def test_every_unseen_message_has_an_intent_that_training_knows():
    assert {each.intent for each in UNSEEN} - {each.intent for each in TRAINING} == set()


def test_no_unseen_message_stands_there_twice():
    said = [words(each.text) or (each.text,) for each in UNSEEN]
    assert [" ".join(each) for each in sorted(set(said)) if said.count(each) > 1] == []


@pytest.fixture(scope="module")
def measured() -> set[Utterance]:
    """The unseen messages that training does not nearly hold."""
    return set(UNSEEN) - {overlap.test for overlap in overlaps(UNSEEN, TRAINING)}


@pytest.mark.parametrize("intent", INTENTS)
def test_every_intent_has_unseen_messages_left_to_measure(intent, measured):
    own = {each for each in measured if each.intent == intent}
    assert len(own) >= (LEAST_OF_A_QUESTION if intent in QUESTIONS else 1), "add messages below `unseen:` of its topic"


@pytest.mark.parametrize("intent", QUESTIONS)
def test_every_question_has_its_messages_and_a_case_in_the_file_of_its_name(intent):
    topic = intent.partition("_")[2]
    file = PROJECT.unseen / f"{topic}.yml"
    assert {each.intent for each in read_utterances(file, "unseen")} == {intent}
    assert read_cases(file)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Where's my money?", "wheres my money"),
        ("can i return it after 30 days", "can i return it after 30 days please"),
        ("CAN I PRINT THE LABEL", "can I print the label…"),
    ],
)
def test_case_punctuation_and_one_word_more_do_not_make_a_message_new(one, other):
    assert overlaps([Utterance(one, "x")], [Utterance(other, "x")])


def test_other_words_make_a_message_new():
    assert overlaps([Utterance("when is my cash coming", "x")], [Utterance("how long does a refund take", "x")]) == ()
    assert 0.5 < NEARLY_EQUAL < 1
