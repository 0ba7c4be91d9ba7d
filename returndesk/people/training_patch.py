"""Labelled messages as lines of their topics' files: what can be added, what can't and why, and the patch."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Optional

from core.masking import Masker
from returndesk.learn.label_file import Labelled
from returndesk.learn.taking_over import Training, changed_files, take_over
from returndesk.learn.utterances import Utterance, read_unseen, training_files
from returndesk.patch import as_patch
from returndesk.people.learning_inbox import LEFT_OUT, NEW_TOPIC, LabelledTurn
from returndesk.project import Project

_INTENT: Final = re.compile(r"^- intent: ([a-z_0-9]+)$", re.MULTILINE)


@dataclass(frozen=True)
class TrainingPatch:
    """What becomes of labelled messages.

    Args:
        text: The patch; "" where nothing is to be added.
        added: How many lines it adds, by topic.
        known: How many messages training holds already.
        refused: Messages that can't be added, each with why.
        new_topics: Messages that need a topic that there is not.
        compared: Whether they were held against the messages of the test sets.
    """

    text: str
    added: Mapping[str, int]
    known: int
    refused: Sequence[tuple[LabelledTurn, str]]
    new_topics: Sequence[LabelledTurn]
    compared: bool


class TrainingData:
    """The training data of a checkout, read again where a file of it has changed.

    Args:
        project: The checkout.
        masker: Finds what tells who wrote a message.
    """

    def __init__(self, project: Project, masker: Masker) -> None:
        self._project = project
        self._masker = masker
        self._read: tuple[object, Optional[Training]] = ((), None)
        self._topics: tuple[object, Sequence[str]] = ((), ())

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
        training = self._training()
        by_number = dict(enumerate(turns, start=1))
        topics = {each: number for number, each in by_number.items() if each.label not in (NEW_TOPIC, LEFT_OUT)}
        # The earliest label is the first, as lines of a file are.
        lines = [Labelled(number, each.words, each.label) for each, number in reversed(topics.items())]
        taken = take_over(lines, training)
        return TrainingPatch(
            text=as_patch(self._project.root, changed_files(training, taken)),
            added={intent: len(examples) for intent, examples in taken.examples.items()},
            known=taken.known,
            refused=[(by_number[number], problem) for number, problem in taken.refused.items()],
            new_topics=[each for each in turns if each.label == NEW_TOPIC],
            compared=bool(training.unseen),
        )

    def _training(self) -> Training:
        tests = sorted(self._project.unseen.glob("*.yml"))
        state = _state([*self._files(), *tests])
        known, training = self._read
        if training is None or known != state:
            unseen: Sequence[Utterance] = read_unseen(self._project.unseen) if tests else ()
            training = Training(training_files(self._project.training_data()), unseen, self._masker)
            self._read = (state, training)
        return training

    def _files(self) -> list[Path]:
        return sorted(file for path in self._project.training_data() for file in path.rglob("*.yml"))


def _state(files: Sequence[Path]) -> object:
    """What changes when one of the files does."""
    return tuple((file, file.stat().st_mtime_ns) for file in files)
