"""The folder that files are kept in, under names that nobody guesses, encrypted where a key is set."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from typing import Final, Optional

from cryptography.fernet import Fernet, InvalidToken

_NAME: Final = re.compile(r"[0-9a-f]{64}")
_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600


class Stage(str, Enum):
    """What parts of a file are: as they were sent, or as they are kept."""

    SENT = "sent"
    KEPT = "kept"


class FileGone(Exception):
    """There is no such file, or it was encrypted with another key."""


class PhotoFolder:
    """Files by their names. Names of files never come from a customer, and others than ours are refused.

    Args:
        folder: Where; made when the first file comes.
        key: What encrypts the files, a key of Fernet's; None keeps them as they are.
    """

    def __init__(self, folder: Path, key: Optional[str] = None) -> None:
        self._folder = folder
        self._fernet = Fernet(key) if key else None

    @staticmethod
    def new_name() -> str:
        """A name that nobody guesses."""
        return secrets.token_hex(32)

    def write(self, name: str, stage: Stage, part: int, content: bytes) -> None:
        """Keep a part of a file; one that is there already is replaced at once.

        Raises:
            OSError: The folder can't be written.
        """
        path = self._path(name).with_name(f"{name}.{stage.value}.{part}")
        path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        kept = self._fernet.encrypt(content) if self._fernet else content
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE), "wb") as file:
            file.write(kept)
        beside.replace(path)

    def read(self, name: str, stage: Stage, part: int) -> bytes:
        """The content of a part.

        Raises:
            FileGone: There is none, or it can't be decrypted.
        """
        try:
            kept = self._path(name).with_name(f"{name}.{stage.value}.{part}").read_bytes()
            return self._fernet.decrypt(kept) if self._fernet else kept
        except (FileNotFoundError, InvalidToken):
            raise FileGone(name) from None

    def delete(self, names: Iterable[str]) -> None:
        """Delete files with all of their parts. Doing so again changes nothing.

        Raises:
            OSError: One can't be deleted.
        """
        for name in names:
            path = self._path(name)
            for each in path.parent.glob(f"{name}.*"):
                each.unlink(missing_ok=True)

    def delete_sent(self, name: str) -> None:
        """Delete the parts as they were sent, where what is kept of them is whole now."""
        path = self._path(name)
        for each in path.parent.glob(f"{name}.{Stage.SENT.value}.*"):
            each.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise FileGone(name)
        return self._folder / name[:2] / name
