"""The folder that files are kept in."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final, Optional

from actions.photos.kept_files import KeptFiles

_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600
_BESIDE: Final = 4


class PhotoFolder(KeptFiles):
    """Files in a folder, for this user alone.

    Args:
        folder: Where; made when the first file comes.
        key: As `KeptFiles` has it.
    """

    def __init__(self, folder: Path, key: Optional[str] = None) -> None:
        super().__init__(key)
        self._folder = folder

    def _put(self, place: str, content: bytes) -> None:
        path = self._folder / place
        path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{secrets.token_hex(_BESIDE)}")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE), "wb") as file:
            file.write(content)
        beside.replace(path)

    def _get(self, place: str) -> Optional[bytes]:
        try:
            return (self._folder / place).read_bytes()
        except FileNotFoundError:
            return None

    def _remove(self, beginning: str) -> None:
        path = self._folder / beginning
        for each in path.parent.glob(f"{path.name}*"):
            each.unlink(missing_ok=True)
