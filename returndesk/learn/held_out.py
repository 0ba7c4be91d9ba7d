"""Which test messages are no test, because training holds nearly the same words."""

from __future__ import annotations

import heapq
import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Optional

from core.intents import IntentKind, intent_kind
from returndesk.learn.utterances import Utterance

#: Two messages that share this part of all their words are nearly equal: one word more or less in five.
NEARLY_EQUAL: Final = 0.8
#: Less than this is rounding.
TINY: Final = 1e-9
#: So many of a message's rarest words has what is nearly equal: few others have, and need not be looked at.
MANY: Final = 4
#: "yes", "hello there", "never mind": whoever writes training data writes these too. They are left out of evaluations.
COMMON_PHRASE_WORDS: Final = 7


@dataclass(frozen=True)
class Overlap:
    """A test message and the training message that is nearest to it; `similarity` is from 0 to 1."""

    test: Utterance
    training: Utterance
    similarity: float

    def __str__(self) -> str:
        """Both messages, for a list of offenders."""
        return (
            f"{self.test.intent}: “{self.test.text}” is {self.similarity:.0%} "
            f"{self.training.intent}: “{self.training.text}”"
        )


def is_common_phrase(utterance: Utterance) -> bool:
    """Whether it is a short turn of a dialogue, which has no wording that could be new."""
    is_dialogue = intent_kind(utterance.intent) is IntentKind.DIALOGUE
    return is_dialogue and len(utterance.words) <= COMMON_PHRASE_WORDS


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """The part of all words that both have; 1 where both have none."""
    return len(one & other) / len(one | other) if one or other else 1.0


class WordIndex:
    """Messages by their words, to find the one that is nearest to another without looking at them all.

    Args:
        messages: The messages.
        sought: The words that will be asked for; all, where many questions are to come.
    """

    def __init__(self, messages: Sequence[Utterance], sought: Optional[frozenset[str]] = None) -> None:
        self._messages = messages
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, each in enumerate(messages):
            for word in frozenset(each.words) if sought is None else sought.intersection(each.words):
                self._holders[word].append(number)

    def overlaps(self, tests: Iterable[Utterance], threshold: float = NEARLY_EQUAL) -> tuple[Overlap, ...]:
        """Those of the tests that the messages nearly hold, each with the nearest; see `overlaps`."""
        found, holders = [], self._holders
        for test in tests:
            said = frozenset(test.words)
            # What shares that part of all words lacks at most so few of these, and has most of the rarest.
            may_lack = len(said) - math.ceil(threshold * len(said) - TINY)
            rarest = heapq.nsmallest(may_lack + MANY, said, key=lambda word: (len(holders.get(word, ())), word))
            held = Counter(itertools.chain.from_iterable(holders.get(word, ()) for word in rarest))
            near = [number for number, many in held.items() if many >= len(rarest) - may_lack]
            alike = ((similarity(said, frozenset(self._messages[number].words)), -number) for number in near)
            nearest = max(alike, default=(0.0, 0))
            if nearest[0] >= threshold:
                found.append(Overlap(test, self._messages[-nearest[1]], nearest[0]))
        return tuple(found)


def overlaps(
    tests: Sequence[Utterance], training: Sequence[Utterance], threshold: float = NEARLY_EQUAL
) -> tuple[Overlap, ...]:
    """The test messages that training nearly holds, each with the nearest training message.

    Args:
        tests: Messages that training must not know.
        training: Messages that training reads.
        threshold: The similarity from which two messages count as the same.
    """
    sought = frozenset(word for test in tests for word in test.words)
    return WordIndex(training, sought).overlaps(tests, threshold)
