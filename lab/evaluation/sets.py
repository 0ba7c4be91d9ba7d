"""The messages that an evaluation puts, by set: those of each topic's file, and sets that tell how people write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from returndesk.failure import Failure
from returndesk.learn.utterances import Utterance, read_unseen

#: The set of the messages below `unseen:`; the others have the names of their files.
CONVERSATIONS: Final = "conversations"
#: How people write. A message has the one manner that says most about it.
MANNERS: Final = (
    "plain",  # whole sentences, calm
    "terse",  # two to six words
    "story",  # the question stands somewhere in a long tale
    "angry",
    "learner",  # English is not the writer's first language
    "typo",
    "product",  # short, about a thing that is named
    "tweet",  # public, to an account of the shop
    "voice",  # dictated, without punctuation
    "greeting",  # a greeting, thanks or another matter first
    "sarcastic",
)


@dataclass(frozen=True)
class Message(Utterance):
    """A message of a set.

    Args:
        also: Intents that are as right as `intent`.
        source: The set that it stands in.
        manner: One of `MANNERS`; empty where nobody has said.
        at_stake: Whether, in its author's opinion, money or a right hangs on the answer.
    """

    also: tuple[str, ...] = ()
    source: str = CONVERSATIONS
    manner: str = ""
    at_stake: bool = False

    @property
    def accepted(self) -> tuple[str, ...]:
        """Every intent that is right."""
        return (self.intent, *self.also)


def read_conversations(folder: Path) -> tuple[Message, ...]:
    """The messages below `unseen:` in the files of a folder.

    Raises:
        Failure: A file is not what it should be, or the folder holds no such message.
    """
    return tuple(Message(each.text, each.intent) for each in read_unseen(folder))


def read_sets(folder: Path) -> tuple[Message, ...]:
    """The messages of the sets in a folder: lists of `intent`, `manner`, `text` and perhaps `at_stake`.

    Raises:
        Failure: A file is not what it should be, or the folder holds none.
    """
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise Failure(f"{folder} holds no set of messages")
    return tuple(message for file in files for message in _of_set(file))


def read_yaml(path: Path) -> Any:
    """What a YAML file holds.

    Raises:
        Failure: The file can't be read or is not YAML.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except OSError as error:
        raise Failure(f"{path} can't be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Failure(f"{path} is not YAML: {error}") from error


def _of_set(path: Path) -> list[Message]:
    entries = read_yaml(path)
    if not isinstance(entries, list):
        raise Failure(f"{path}: is not a list of messages")
    found = []
    for number, entry in enumerate(entries):
        place = f"{path}: [{number}]"
        if not isinstance(entry, dict) or set(entry) - {"at_stake"} != {"intent", "manner", "text"}:
            raise Failure(f"{place}: needs intent, manner and text, and nothing else but at_stake")
        intents = entry["intent"] if isinstance(entry["intent"], list) else [entry["intent"]]
        if not intents or not all(isinstance(each, str) for each in (*intents, entry["text"])):
            raise Failure(f"{place}: intent and text are not text")
        if entry["manner"] not in MANNERS:
            raise Failure(f'{place}: manner "{entry["manner"]}" is not one of {", ".join(MANNERS)}')
        text, at_stake = " ".join(entry["text"].split()), entry.get("at_stake") is True
        found.append(Message(text, intents[0], tuple(intents[1:]), path.stem, entry["manner"], at_stake))
    return found
