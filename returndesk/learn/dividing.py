"""Which labelled messages training gets and which the test: each is one or the other, and nobody chooses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from returndesk.learn.held_out import is_common_phrase
from returndesk.learn.label_file import Labelled
from returndesk.learn.privacy import as_example
from returndesk.learn.taking_over import Taken, Training, changed_files, take_over
from returndesk.learn.utterances import Utterance

#: One message in so many is for the test.
ONE_IN: Final = 4
NO_TESTS: Final = "it is for the test, and there are no test messages here to put it beside"


@dataclass(frozen=True)
class Divided:
    """What becomes of labelled messages.

    Args:
        trained: Those that become training lines.
        cases: Those that become messages of the test sets.
        for_test: The numbers of the lines that are for the test, refused ones too.
        training_texts: The new texts of files of training data.
        test_texts: Those of the test sets' files.
    """

    trained: Taken
    cases: Taken
    for_test: frozenset[int]
    training_texts: Mapping[Path, str] = field(default_factory=dict)
    test_texts: Mapping[Path, str] = field(default_factory=dict)

    @property
    def refused(self) -> Mapping[int, str]:
        """Why lines become neither, by their numbers."""
        return {**self.trained.refused, **self.cases.refused}


def divide(lines: Sequence[Labelled], training: Training, shelf: Training) -> Divided:
    """Divide labelled messages between training and test, so that neither holds nearly what the other does.

    Args:
        lines: The messages.
        training: What training reads.
        shelf: The test sets, as what messages are added to; empty where there are none.

    Raises:
        Failure: A file is not written so that a line could be added.
    """
    for_test = _for_test(lines, training, shelf)
    chosen = [line for line in lines if line.line in for_test]
    cases = take_over(chosen, shelf) if shelf.files else Taken(refused={line.line: NO_TESTS for line in chosen})
    new = [Utterance(text, intent) for intent, texts in cases.examples.items() for text in texts]
    trained = take_over([line for line in lines if line.line not in for_test], training, new)
    return Divided(trained, cases, for_test, changed_files(training, trained), changed_files(shelf, cases))


def _for_test(lines: Sequence[Labelled], training: Training, shelf: Training) -> frozenset[int]:
    """The numbers of the lines that are for the test.

    Chosen by a digest of the words: a person would choose what is easy, and the same words are always the same. What
    training nearly holds is no test, and neither is a short turn of a dialogue.
    """
    examples = {line.line: Utterance(as_example(line.text), line.intent) for line in lines}
    # What the test has already stays there, whatever its digest.
    held = {number for number, each in examples.items() if each.words in shelf.intents}
    chosen = {number: each for number, each in examples.items() if _is_chosen(each) and number not in held}
    near = {each.test for each in training.examples.overlaps(dict.fromkeys(chosen.values()))}
    return frozenset({*held, *(number for number, each in chosen.items() if each not in near)})


def _is_chosen(message: Utterance) -> bool:
    digest = hashlib.sha256(" ".join(message.words).encode()).hexdigest()
    return int(digest, 16) % ONE_IN == 0 and not is_common_phrase(message)
