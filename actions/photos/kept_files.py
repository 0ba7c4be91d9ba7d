"""Files under names that nobody guesses, encrypted where a key is set, in whatever place keeps them."""

from __future__ import annotations

import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterable
from enum import Enum
from typing import Final, Optional

from cryptography.fernet import Fernet, InvalidToken

_NAME: Final = re.compile(r"[0-9a-f]{64}")


class Stage(str, Enum):
    """What parts of a file are: as they were sent, or as they are kept."""

    SENT = "sent"
    KEPT = "kept"


class FileGone(Exception):
    """There is no such file, or it was encrypted with another key."""


class KeptFiles(ABC):
    """Files by their names. Names of files never come from a customer, and others than ours are refused.

    Every method may raise `OSError` where the place does not do what it is asked.

    Args:
        key: What encrypts the files, a key of Fernet's; None keeps them as they are.
    """

    def __init__(self, key: Optional[str] = None) -> None:
        self._fernet = Fernet(key) if key else None

    @staticmethod
    def new_name() -> str:
        """A name that nobody guesses."""
        return secrets.token_hex(32)

    def write(self, name: str, stage: Stage, part: int, content: bytes) -> None:
        """Keep a part of a file; one that is there already is replaced at once."""
        self._put(_place(name, stage, part), self._fernet.encrypt(content) if self._fernet else content)

    def read(self, name: str, stage: Stage, part: int) -> bytes:
        """The content of a part.

        Raises:
            FileGone: There is none, or it can't be decrypted.
        """
        kept = self._get(_place(name, stage, part))
        if kept is None:
            raise FileGone(name)
        try:
            return self._fernet.decrypt(kept) if self._fernet else kept
        except InvalidToken:
            raise FileGone(name) from None

    def delete(self, names: Iterable[str]) -> None:
        """Delete files with all of their parts. Doing so again changes nothing."""
        for name in names:
            self._remove(_place(name))

    def delete_sent(self, name: str) -> None:
        """Delete the parts as they were sent, where what is kept of them is whole now."""
        self._remove(_place(name, Stage.SENT))

    @abstractmethod
    def _put(self, place: str, content: bytes) -> None:
        """Keep bytes, all of them or none."""

    @abstractmethod
    def _get(self, place: str) -> Optional[bytes]:
        """Bytes that are kept; None where there are none."""

    @abstractmethod
    def _remove(self, beginning: str) -> None:
        """Delete everything whose place begins so."""


def _place(name: str, stage: Optional[Stage] = None, part: Optional[int] = None) -> str:
    if not _NAME.fullmatch(name):
        raise FileGone(name)
    said = [name, *([stage.value] if stage else []), str(part) if part is not None else ""]
    return f"{name[:2]}/{'.'.join(said)}"
