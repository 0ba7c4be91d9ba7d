"""Reads the conversations' database after a run: is every acknowledged message there once, in order, as answered?"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from core.conversations.conversations import Conversations, open_conversations
from lab.load.leak_check import Truth
from lab.load.ledger import Message, same_text

#: What conversations begin with that a server names, and those that the desk names; see bot/gateway/.
_API: Final = "api:"
_WEB: Final = "web:"


@dataclass(frozen=True)
class Stored:
    """A customer's message as it is stored: the client's id of it, and what was said to it."""

    message_id: str
    answers: tuple[str, ...]


@dataclass
class Counts:
    """What a run comes down to.

    Args:
        sent: Messages that were sent, each counted once however often it was.
        acknowledged: Those that the desk answered with 200.
        answered: Those of them whose answer has words, or that a person is to answer.
        doubled: Messages that stand in the conversation more than once, or got another answer when sent again.
        lost: Acknowledged messages that are not stored, are stored with another answer, or got none.
        wrong: Answers that show somebody else's data, or a date that is not the customer's.
        disordered: Conversations whose messages are not stored in the order in which they were sent.
        unacknowledged: Messages that nobody answered as long as the client was patient.
        retried: Messages that had to be sent more than once.
        examples: The first few that should not be, in words.
    """

    sent: int = 0
    acknowledged: int = 0
    answered: int = 0
    doubled: int = 0
    lost: int = 0
    wrong: int = 0
    disordered: int = 0
    unacknowledged: int = 0
    retried: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        """Whether the desk kept its word."""
        return not (self.doubled or self.lost or self.wrong or self.disordered)


def stored_in(events: Iterable[str]) -> list[Stored]:
    """The customer's messages of a conversation with their answers, in their order.

    Args:
        events: All events of the conversation, each as JSON.
    """
    found: list[tuple[str, list[str]]] = []
    for text in events:
        event = json.loads(text)
        if event["event"] == "user":
            found.append((str(event.get("message_id")), []))
        elif event["event"] == "bot" and found and event.get("text"):
            found[-1][1].append(event["text"])
    return [Stored(message_id, tuple(answers)) for message_id, answers in found]


def audit(messages: Sequence[Message], database_url: str, truth: Truth) -> Counts:
    """Hold what was sent and answered against what is stored.

    Args:
        messages: The run's.
        database_url: Where conversations are kept.
        truth: What may be said to whom.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    conversations = open_conversations(database_url)
    by_sender: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        by_sender[message.sender].append(message)
    return count(by_sender, {sender: _read(conversations, sender) for sender in by_sender}, truth)


def count(said: Mapping[str, Sequence[Message]], stored: Mapping[str, Sequence[Stored]], truth: Truth) -> Counts:
    """Count the messages of all conversations.

    Args:
        said: What was sent, by conversation, in its order.
        stored: What is in the database, by conversation.
        truth: What may be said to whom.
    """
    counts = Counts()
    for sender, messages in said.items():
        kept: dict[str, list[Stored]] = defaultdict(list)
        for each in stored.get(sender, ()):
            kept[each.message_id].append(each)
        for message in messages:
            _count_one(counts, message, kept.get(message.message_id, []), truth)
        places = {each.message_id: place for place, each in enumerate(stored.get(sender, ()))}
        if any(_overtook(one, other, places) for one, other in combinations(messages, 2)):
            counts.disordered += 1
            counts.examples.append(f"{sender}: stored as {' '.join(places)}")
    counts.examples = counts.examples[:20]
    return counts


def _count_one(counts: Counts, message: Message, kept: Sequence[Stored], truth: Truth) -> None:
    def note(what: str) -> None:
        counts.examples.append(f"{message.sender} {message.message_id} {message.line.text!r}: {what}")

    counts.sent += 1
    counts.retried += message.tries > 1
    if len(kept) > 1 or message.repeated_otherwise:
        counts.doubled += 1
        note(f"stored {len(kept)} times" if len(kept) > 1 else "sent again, it got another answer")
    if message.acknowledged is None:
        counts.unacknowledged += 1
        return
    counts.acknowledged += 1
    has_words = bool(message.text.strip()) or message.line.silent
    counts.answered += has_words
    if not kept:
        counts.lost += 1
        note("acknowledged, and not stored")
    elif not has_words:
        counts.lost += 1
        note("acknowledged with no answer")
    elif not any(same_text(each.answers, message.answers) for each in kept):
        counts.lost += 1
        note(f"answered {message.text!r}, stored {kept[0].answers!r}")
    if truth.is_wrong(message):
        counts.wrong += 1
        note(f"shows what is not this customer's: {message.text!r}")


def _overtook(one: Message, other: Message, places: Mapping[str, int]) -> bool:
    """Whether a message is stored before one that was sent earlier.

    Two that were under way together count only where neither had to be sent again: what was refused has no place.
    """
    here, there = places.get(one.message_id), places.get(other.message_id)
    if here is None or there is None or here < there:
        return False
    answered_before = one.acknowledged is not None and one.acknowledged <= (other.sent or 0.0)
    return answered_before or (one.tries == 1 and other.tries == 1)


def _read(conversations: Conversations, sender: str) -> list[Stored]:
    return stored_in(conversations.all_events(sender if sender.startswith(_WEB) else f"{_API}{sender}"))
