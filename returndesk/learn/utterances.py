"""Messages with the intent that a careful reader gives them, read from Rasa's NLU files."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from returndesk.failure import Failure

#: The list of a file that holds messages for training, and that of messages for the test.
NLU = "nlu"
UNSEEN = "unseen"
_BULLET = "- "
_APOSTROPHES = str.maketrans("", "", "'’`´")
_WORD = re.compile(r"[^\W_]+(?:[@.][^\W_]+)*")


@dataclass(frozen=True)
class Utterance:
    """A message and the one right intent for it."""

    text: str
    intent: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The message's words, as `words` finds them; found once, each word held once for all messages."""
        return tuple(map(sys.intern, words(self.text)))


def read_utterances(path: Path, section: str = NLU) -> tuple[Utterance, ...]:
    """The utterances of a file in Rasa's YAML format, in its order.

    Args:
        path: A file with a list of `intent` and `examples`.
        section: The list's name.

    Raises:
        Failure: The file can't be read, or an entry is not what it should be. The message names file and place.
    """
    try:
        return utterances_in(path.read_text(encoding="utf-8"), path, section)
    except OSError as error:
        raise Failure(f"{path} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Failure(f"{path} is not YAML: {error}") from error


def utterances_in(text: str, path: Path, section: str = NLU) -> tuple[Utterance, ...]:
    """The same for a text that is to be in a file."""
    try:
        # A tenth of the time of the one in Python; the files have fifty thousand lines.
        document = yaml.load(text, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise Failure(f"{path} is not YAML: {error}") from error
    entries = document.get(section) if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise Failure(f'{path} holds no "{section}" list')
    return tuple(
        utterance
        for number, entry in enumerate(entries)
        for utterance in _of_entry(f"{path}: {section}[{number}]", entry)
    )


def read_unseen(folder: Path) -> tuple[Utterance, ...]:
    """The messages below `unseen:` in the files of a folder; they are put to the test and never trained on.

    Raises:
        Failure: A file is not what it should be, or the folder holds no such message.
    """
    files = unseen_files(folder)
    if not files:
        raise Failure(f'{folder} holds no file with an "unseen" list')
    return tuple(utterance for utterances in files.values() for utterance in utterances)


def unseen_files(folder: Path) -> Mapping[Path, tuple[Utterance, ...]]:
    """The same by file; nothing where the folder holds none, or is not there."""
    files = [file for file in sorted(folder.glob("*.yml")) if f"{UNSEEN}:" in file.read_text(encoding="utf-8")]
    return {file: read_utterances(file, UNSEEN) for file in files}


def read_training(paths: Sequence[Path]) -> tuple[Utterance, ...]:
    """All utterances below these files and folders; files without an `nlu` list are passed over."""
    return tuple(utterance for utterances in training_files(paths).values() for utterance in utterances)


def training_files(paths: Sequence[Path]) -> Mapping[Path, tuple[Utterance, ...]]:
    """The same by file."""
    files = sorted(file for path in paths for file in ([path] if path.is_file() else path.rglob("*.yml")))
    return {file: read_utterances(file) for file in files if "nlu:" in file.read_text(encoding="utf-8")}


def words(text: str) -> tuple[str, ...]:
    """A message's words without regard to case, accents' encoding, apostrophes and punctuation."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    return tuple(_WORD.findall(plain))


def _of_entry(place: str, entry: object) -> list[Utterance]:
    if not isinstance(entry, dict):
        raise Failure(f"{place}: is not a mapping")
    if "intent" not in entry:
        # Synonyms, look-up tables and the like say nothing about intents.
        return []
    examples = entry.get("examples")
    if not isinstance(examples, str):
        raise Failure(f'{place} {entry["intent"]}: "examples" is not a block of text')
    lines = [line.strip() for line in examples.splitlines() if line.strip()]
    for line in lines:
        if not line.startswith(_BULLET):
            raise Failure(f'{place} {entry["intent"]}: "{line}" does not begin with "- "')
    return [Utterance(line[len(_BULLET) :].strip(), str(entry["intent"])) for line in lines]
