"""What is understood in each language besides English, and what makes the sets in `languages` a test."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from bot.responses.languages import language_tags
from core.intents import FALLBACK, OUT_OF_SCOPE
from lab.evaluation.assistant import Assistant
from lab.evaluation.sets import MANNERS, Message, read_yaml
from returndesk.learn.held_out import overlaps
from returndesk.learn.utterances import Utterance, read_training, words
from returndesk.model.training import model_file
from returndesk.project import this_project

PROJECT = this_project()
FOLDER: Final = Path(__file__).with_name("languages")
TAGS: Final = sorted(file.stem for file in FOLDER.glob("*.yml"))
#: A message takes the encoder some time; so many stand for all.
EVERY: Final = 3
#: Both are answered with where the return and its money are.
SAME_ANSWER: Final = frozenset({"ask_return_status", "ask_track_refund"})
#: In per cent of the messages in scope, out of scope, and of all. Limits only get stricter.
LEAST_RIGHT: Final = 82
MOST_WRONG: Final = 10.5
LEAST_UNANSWERED: Final = 62
LEAST_LANGUAGE_FOUND: Final = 90


def read_set(tag: str) -> list[Message]:
    """The messages of a language; their form is checked below."""
    found = []
    for entry in read_yaml(FOLDER / f"{tag}.yml"):
        intent, *also = [entry["intent"]] if isinstance(entry["intent"], str) else entry["intent"]
        found.append(Message(" ".join(entry["text"].split()), intent, tuple(also), tag, entry["manner"]))
    return found


@dataclass(frozen=True)
class Reading:
    """A message with the intent and the language that the model gave it."""

    message: Message
    intent: str
    language: str

    @property
    def is_in_scope(self) -> bool:
        """Whether there is an answer to it."""
        return self.message.intent != OUT_OF_SCOPE

    @property
    def is_right(self) -> bool:
        """Whether it gets the answer that its author meant."""
        accepted = set(self.message.accepted)
        return self.intent in (accepted | SAME_ANSWER if accepted & SAME_ANSWER else accepted)

    @property
    def is_wrong(self) -> bool:
        """Whether it gets another; who is asked to say it differently gets none."""
        return not self.is_right and self.intent != FALLBACK

    @property
    def is_unanswered(self) -> bool:
        """Whether the model says that it has no answer."""
        return self.intent in (FALLBACK, OUT_OF_SCOPE)

    def __str__(self) -> str:
        return f"{self.message.intent} taken for {self.intent} in {self.language}: {self.message.text}"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant(PROJECT, model_file(PROJECT.root / "models"), tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module", params=TAGS)
def readings(request: pytest.FixtureRequest, assistant: Assistant) -> list[Reading]:
    """What every third message of a language is taken for, as the first one of a conversation."""

    async def read() -> list[Reading]:
        return [
            Reading(message, str(parse["intent"]["name"]), str(parse["language"]))
            for message in read_set(request.param)[::EVERY]
            for parse in [await assistant.parse(message.text)]
        ]

    return asyncio.run(read())


def in_scope(readings: Sequence[Reading]) -> list[Reading]:
    return [each for each in readings if each.is_in_scope]


def share(readings: Sequence[Reading], measure: Callable[[Reading], bool]) -> float:
    """The per cent of some messages that a measure counts."""
    return 100 * sum(map(measure, readings)) / len(readings)


def listed(readings: Sequence[Reading]) -> str:
    return "\n".join(map(str, readings))


@pytest.mark.embedded("the store behind the answers is empty")
def test_most_messages_get_the_answer_that_was_meant(readings: list[Reading]):
    put = in_scope(readings)
    missed = [each for each in put if not each.is_right]
    assert share(put, lambda each: each.is_right) >= LEAST_RIGHT, listed(missed)


@pytest.mark.embedded("the store behind the answers is empty")
def test_few_messages_get_another_answer(readings: list[Reading]):
    put = in_scope(readings)
    assert share(put, lambda each: each.is_wrong) <= MOST_WRONG, listed([each for each in put if each.is_wrong])


@pytest.mark.embedded("the store behind the answers is empty")
def test_most_of_what_has_no_answer_gets_none(readings: list[Reading]):
    put = [each for each in readings if not each.is_in_scope]
    answered = [each for each in put if not each.is_unanswered]
    assert share(put, lambda each: each.is_unanswered) >= LEAST_UNANSWERED, listed(answered)


@pytest.mark.embedded("the store behind the answers is empty")
def test_the_language_is_found(readings: list[Reading]):
    def is_found(each: Reading) -> bool:
        return each.language == each.message.source

    others = [each for each in readings if not is_found(each)]
    assert share(readings, is_found) >= LEAST_LANGUAGE_FOUND, listed(others)


def test_every_language_has_a_set():
    assert sorted({tag.partition("_")[0] for tag in language_tags()}) == TAGS


@pytest.mark.parametrize("tag", TAGS)
def test_a_set_has_the_form_of_a_set(tag: str):
    entries = read_yaml(FOLDER / f"{tag}.yml")
    assert {frozenset(entry) for entry in entries} == {frozenset({"text", "intent", "manner"})}
    assert {entry["manner"] for entry in entries} <= {*MANNERS, "mixed"}
    assert [said for said, times in Counter(words(entry["text"]) for entry in entries).items() if times > 1] == []


@pytest.mark.parametrize("tag", TAGS)
def test_every_intent_is_one_that_training_knows(tag: str):
    known = {each.intent for each in read_training(PROJECT.training_data())}
    assert {intent for each in read_set(tag) for intent in each.accepted} - known == set()


@pytest.mark.parametrize("tag", TAGS)
def test_training_in_the_same_language_has_no_message_of_the_set(tag: str):
    training = read_training([PROJECT.root / "data" / "nlu" / tag])
    assert [str(overlap) for overlap in overlaps(read_set(tag), training)] == []


def test_a_message_that_training_has_would_be_found():
    (known, *_) = read_training([PROJECT.root / "data" / "nlu" / "de"])
    assert overlaps([Utterance(known.text.upper(), known.intent)], [known])


@pytest.mark.parametrize("tag", TAGS)
def test_a_set_says_who_wrote_it_and_what_was_seen(tag: str):
    header = (FOLDER / f"{tag}.yml").read_text("utf-8").partition("\n- ")[0]
    assert "# Who wrote it:" in header and "# What was seen:" in header
