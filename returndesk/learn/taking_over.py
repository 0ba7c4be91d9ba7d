"""What has to be so before labelled lines become training data, and which file each of them goes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Final, Optional

from core.masking import Masker
from returndesk.learn.gathering import LONGEST, Words
from returndesk.learn.held_out import Overlap, WordIndex, is_common_phrase, overlaps
from returndesk.learn.label_file import Labelled
from returndesk.learn.privacy import as_example, one_line, without_person
from returndesk.learn.training_file import with_examples
from returndesk.learn.utterances import NLU, Utterance

#: How alike a name must be to be proposed, from 0 to 1.
_NEAR: Final = 0.4


@dataclass(frozen=True)
class Training:
    """What training reads, and what it must not read. What is found out of it once is kept with it.

    Args:
        files: The messages of each file of training data.
        unseen: The messages of the test sets.
        masker: Finds what tells who wrote a message.
        section: The list of a file in which its messages stand.
    """

    files: Mapping[Path, Sequence[Utterance]]
    unseen: Sequence[Utterance]
    masker: Masker
    section: str = NLU

    @cached_property
    def file_of(self) -> Mapping[str, Path]:
        """Where the English examples of each intent stand; where they are in several files, the first.

        Those of other languages lie in folders of theirs below.
        """
        found: dict[str, Path] = {}
        for file, utterances in sorted(self.files.items(), key=lambda each: len(each[0].parts)):
            for utterance in utterances:
                found.setdefault(utterance.intent, file)
        return found

    @cached_property
    def intents(self) -> Mapping[Words, str]:
        """The intent of each message that training holds, by its words."""
        return {each.words: each.intent for utterances in self.files.values() for each in utterances}

    @cached_property
    def examples(self) -> WordIndex:
        """The messages that training holds."""
        return WordIndex([each for utterances in self.files.values() for each in utterances])

    @cached_property
    def kept_apart(self) -> WordIndex:
        """The messages of the test sets that training must not nearly hold."""
        return WordIndex([each for each in self.unseen if not is_common_phrase(each)])


@dataclass
class Taken:
    """What became of labelled lines.

    Args:
        examples: The messages to be added, by intent.
        known: How many training holds already, under the same intent.
        refused: Why lines can't be taken over, by their numbers; `returndesk learn import` writes nothing then.
    """

    examples: dict[str, list[str]] = field(default_factory=dict)
    known: int = 0
    refused: dict[int, str] = field(default_factory=dict)

    @property
    def problems(self) -> list[str]:
        """Why lines can't be taken over, with their numbers."""
        return [f"line {number}: {problem}" for number, problem in self.refused.items()]


def changed_files(training: Training, taken: Taken, into: Optional[Path] = None) -> dict[Path, str]:
    """The new texts of the files that get what was taken over.

    Args:
        training: What training reads.
        taken: What is to be added.
        into: A folder for the topics' files other than that in which the examples of their intents stand.

    Raises:
        Failure: A file is not written so that a line could be added.
    """
    texts: dict[Path, str] = {}
    own = training.file_of
    for intent, examples in sorted(taken.examples.items()):
        target = own[intent] if into is None else into / own[intent].name
        before = texts.get(target)
        if before is None:
            before = target.read_bytes().decode("utf-8") if target.exists() else ""
        texts[target] = with_examples(target, before, intent, examples, training.section)
    return texts


def take_over(lines: Sequence[Labelled], training: Training, new_tests: Sequence[Utterance] = ()) -> Taken:
    """Look at every line, and sort by intent what can be added.

    Args:
        lines: What somebody has labelled.
        training: What training reads and must not read.
        new_tests: What else it must not read, as it becomes a message of the test sets.
    """
    return _Desk(training, new_tests).take(lines)


class _Desk:
    def __init__(self, training: Training, new_tests: Sequence[Utterance]) -> None:
        self._training = training
        self._intents = sorted(training.file_of)
        self._held = dict(training.intents)
        self._new_tests = [each for each in new_tests if not is_common_phrase(each)]
        self._lines: dict[Words, int] = {}

    def take(self, lines: Sequence[Labelled]) -> Taken:
        taken = Taken()
        examples = {line: Utterance(as_example(line.text), line.intent) for line in lines}
        leaks = self._leaks(list(examples.values()))
        for line, example in examples.items():
            problem = self._problem(line, example, leaks.get(example))
            said = example.words
            if problem is not None:
                taken.refused[line.line] = problem
            elif said in self._held:
                taken.known += 1
            else:
                self._held[said], self._lines[said] = line.intent, line.line
                taken.examples.setdefault(line.intent, []).append(example.text)
        return taken

    def _leaks(self, examples: Sequence[Utterance]) -> Mapping[Utterance, Overlap]:
        """The examples that the test sets nearly hold, each with the nearest message of them, the earlier of two."""
        found = (*overlaps(examples, self._new_tests), *self._training.kept_apart.overlaps(examples))
        return {each.test: each for each in sorted(found, key=lambda each: each.similarity)}

    def _problem(self, line: Labelled, example: Utterance, leak: Optional[Overlap]) -> Optional[str]:
        """Why a line can't be taken over; None where it can."""
        if line.intent not in self._intents:
            near = get_close_matches(line.intent, self._intents, cutoff=_NEAR)
            named = f"the nearest are {', '.join(near)}" if near else "`returndesk learn export` lists them"
            return f'there is no intent "{line.intent}"; {named}'
        if not example.words:
            return "the message has no word; leave its label empty"
        if len(example.text) > LONGEST:
            return f"the message has more than {LONGEST:,} characters; shorten it to what asks something"
        masked = without_person(line.text, self._training.masker)
        if masked != one_line(line.text):
            return f'the message holds what tells who wrote it; write it as "{masked}"'
        held = self._held.get(example.words, line.intent)
        if held != line.intent:
            earlier = self._lines.get(example.words)
            holder = "training" if self._training.section == NLU else "a test set"
            where = f"line {earlier} says it" if earlier else f"{holder} holds it already"
            return f"{where} as {held}, not as {line.intent}; keep one of them"
        if leak is not None and example.words not in self._held:
            return (
                f'{leak.similarity:.0%} of its words are those of "{leak.training.text}", a message of the test sets, '
                "which training must not know; leave its label empty, or take that one out of them"
            )
        return None
