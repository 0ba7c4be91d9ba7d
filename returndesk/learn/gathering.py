"""Gathers the messages that were not understood, asked back about or answered to a customer's dislike."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.responses.answer_kinds import AnswerKind
from core.conversations.turns import KeptMessage, KeptTurn, Turns
from core.identifiers import session_key
from core.intents import IntentKind, intent_kind
from core.masking import Masker
from returndesk.learn.privacy import as_example, one_line, without_labels, without_person
from returndesk.learn.utterances import words
from returndesk.report.counting import outcome

#: A longer message is a letter with more than one intent, in characters.
LONGEST: Final = 1_000
#: How many different messages are in memory at a time. Beyond that, those that were said once go first.
_MOST_MESSAGES: Final = 50_000
#: How many messages are read at a time.
_READ: Final = 5_000
#: What was refused by what it was about, not because something was away.
_NOT_OURS: Final = "utter_out_of_scope"

#: A message's words, by which the same one is known again.
Words = tuple[str, ...]


@dataclass
class Unlabelled:
    """A message that nobody has given an intent yet.

    Args:
        text: What was written, without what tells by whom.
        said: How often.
        guess: What the assistant took it for the last time; "" where it had no idea.
        confidence: How sure it was, from 0 to 1.
        answered: The responses that it gave then.
    """

    text: str
    said: int = 0
    guess: str = ""
    confidence: float = 0.0
    answered: Sequence[str] = ()


@dataclass
class Gathered:
    """What was gathered.

    Args:
        masker: Takes out what the store's logs would not show either.
        trained: What training holds already.
        messages: What it does not hold.
        known: How many messages it holds.
        too_long: How many were letters.
    """

    masker: Masker
    trained: Collection[Words]
    messages: dict[Words, Unlabelled] = field(default_factory=dict)
    known: int = 0
    too_long: int = 0

    def hear(self, message: KeptMessage, answered: Sequence[str]) -> None:
        """Add a message."""
        text = without_person(message.text, self.masker)
        if message.is_choice or not words(without_labels(text)):
            return
        if len(text) > LONGEST:
            self.too_long += 1
            return
        if words(as_example(text)) in self.trained:
            self.known += 1
            return
        same = self.messages.setdefault(words(text), Unlabelled(text))
        same.said += 1
        same.guess, same.confidence, same.answered = one_line(message.guess), message.confidence, answered
        if len(self.messages) > _MOST_MESSAGES:
            self.messages = {key: each for key, each in self.messages.items() if each.said > 1}

    def most_frequent(self, count: int) -> Sequence[Unlabelled]:
        """The messages that were said most often, at most so many."""
        return sorted(self.messages.values(), key=lambda each: (-each.said, each.text))[:count]


def gather(
    turns: Turns,
    disliked: Mapping[str, Collection[str]],
    span: tuple[float, float],
    gathered: Gathered,
    progress: Callable[[str], None],
) -> None:
    """Gather what was written in a span of time.

    Args:
        turns: What was said.
        disliked: The messages whose answer a customer disliked, by their session's digest.
        span: Seconds since 1970, from one until before the other.
        gathered: Where it goes.
        progress: Is told now and then how far it is.
    """
    waiting: dict[int, KeptTurn] = {}

    def read() -> None:
        for message in turns.messages(list(waiting)):
            turn = waiting[message.event]
            if _is_open(turn) or message.id in disliked.get(session_key(turn.conversation), ()):
                gathered.hear(message, turn.responses)
        waiting.clear()
        progress(f"{len(gathered.messages):,} messages")

    for turn in turns.between(*span):
        if turn.intent and intent_kind(turn.intent) is IntentKind.SYSTEM:
            continue
        if _is_open(turn) or session_key(turn.conversation) in disliked:
            waiting[turn.event] = turn
        if len(waiting) >= _READ:
            read()
    read()


def _is_open(turn: KeptTurn) -> bool:
    """Whether the assistant did not know what to say: it asked back, or took the message for somebody else's matter."""
    kind = outcome(turn)
    return kind is AnswerKind.UNCLEAR or (kind is AnswerKind.DECLINED and _NOT_OURS in turn.responses)
