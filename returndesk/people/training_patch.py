"""Labelled messages as training lines and as cases: what can be added, what can't and why, and the patch."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final, Optional

from core.masking import Masker
from returndesk.learn.dividing import Divided, divide
from returndesk.learn.label_file import Labelled
from returndesk.learn.taking_over import Training
from returndesk.learn.utterances import UNSEEN, training_files, unseen_files
from returndesk.patch import as_patch
from returndesk.people.learning_inbox import NEW_TOPIC, LabelledTurn
from returndesk.project import Project

_INTENT: Final = re.compile(r"^- intent: ([a-z_0-9]+)$", re.MULTILINE)


class Part(str, Enum):
    """What a labelled message is used as."""

    TRAINING = "training line"
    CASE = "case"
    NONE = "not used"


@dataclass(frozen=True)
class TrainingPatch:
    """What becomes of labelled messages.

    Args:
        text: The patch; "" where nothing is to be added.
        added: How many lines it adds to training, by topic.
        cases: How many messages it adds to the test sets, by topic.
        known: How many messages training or the test sets hold already.
        refused: Messages that can't be added, each with why.
        new_topics: Messages that need a topic that there is not.
        compared: Whether they were held against the messages of the test sets.
        parts: What each message with a topic is used as, by its event.
        training_texts: The new texts of files of training data.
        texts: Those of all files that the patch changes.
    """

    text: str
    added: Mapping[str, int]
    cases: Mapping[str, int]
    known: int
    refused: Sequence[tuple[LabelledTurn, str]]
    new_topics: Sequence[LabelledTurn]
    compared: bool
    parts: Mapping[int, Part]
    training_texts: Mapping[Path, str]
    texts: Mapping[Path, str]


class TrainingData:
    """The training data of a checkout, read again where a file of it has changed.

    Args:
        project: The checkout.
        masker: Finds what tells who wrote a message.
    """

    def __init__(self, project: Project, masker: Masker) -> None:
        self._project = project
        self._masker = masker
        self._read: tuple[object, Optional[tuple[Training, Training]]] = ((), None)
        self._topics: tuple[object, Sequence[str]] = ((), ())

    @property
    def root(self) -> Path:
        """The folder that a patch is of."""
        return self._project.root

    def topics(self) -> Sequence[str]:
        """What a message may be labelled as; nothing where there is no training data."""
        state, topics = self._topics
        now = _state(self._files())
        if state != now:
            texts = (file.read_text(encoding="utf-8") for file in self._files())
            topics = sorted({name for text in texts for name in _INTENT.findall(text)})
            self._topics = (now, topics)
        return topics

    def patch(self, turns: Sequence[LabelledTurn]) -> TrainingPatch:
        """What labelled messages add.

        Raises:
            Failure: A file can't be read, or is not written so that a line could be added.
        """
        training, shelf = self._training()
        by_number = {number: each for number, each in enumerate(turns, start=1) if each.has_topic}
        # The earliest label is the first, as lines of a file are.
        lines = [Labelled(number, each.words, each.label) for number, each in reversed(by_number.items())]
        divided = divide(lines, training, shelf)
        return TrainingPatch(
            text=as_patch(self._project.root, {**divided.training_texts, **divided.test_texts}),
            added={intent: len(examples) for intent, examples in divided.trained.examples.items()},
            cases={intent: len(examples) for intent, examples in divided.cases.examples.items()},
            known=divided.trained.known + divided.cases.known,
            refused=[(by_number[number], problem) for number, problem in divided.refused.items()],
            new_topics=[each for each in turns if each.label == NEW_TOPIC],
            compared=bool(shelf.files),
            parts={each.event: _part(number, divided) for number, each in by_number.items()},
            training_texts=divided.training_texts,
            texts={**divided.training_texts, **divided.test_texts},
        )

    def _training(self) -> tuple[Training, Training]:
        """What training holds and must not hold, and the test sets."""
        state = _state([*self._files(), *sorted(self._project.unseen.glob("*.yml"))])
        known, read = self._read
        if read is None or known != state:
            tests = unseen_files(self._project.unseen)
            unseen = [each for utterances in tests.values() for each in utterances]
            training = Training(training_files(self._project.training_data()), unseen, self._masker)
            read = training, Training(tests, (), self._masker, UNSEEN)
            self._read = (state, read)
        return read

    def _files(self) -> list[Path]:
        return sorted(file for path in self._project.training_data() for file in path.rglob("*.yml"))


def _state(files: Sequence[Path]) -> object:
    """What changes when one of the files does."""
    return tuple((file, file.stat().st_mtime_ns) for file in files)


def _part(number: int, divided: Divided) -> Part:
    if number in divided.refused:
        return Part.NONE
    return Part.CASE if number in divided.for_test else Part.TRAINING
