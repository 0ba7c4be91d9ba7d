"""Unpacks a model in one go: Rasa 3.6 reads its archive twice, to see that it is safe and to unpack it.

Each file is looked at by the same checks just before it is unpacked. An archive that is not safe is refused as before;
what stood in front of the file that is not lies in a temporary folder then, which goes with the refusal.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tarfile import TarFile, TarInfo
from typing import Final, Union

from rasa.engine.storage.local_model_storage import LocalModelStorage
from tarsafe import TarSafe, TarSafeException  # type: ignore[import-untyped]

#: In bytes: models are large, and each piece that is copied takes its time.
_PIECE: Final = 1024 * 1024


def install() -> None:
    """Replace a method of Rasa's, for this process; doing so again changes nothing."""
    LocalModelStorage._extract_archive_to_directory = staticmethod(_unpack)


def _unpack(archive_path: Union[str, Path], folder: Path) -> None:
    with TarSafe.open(archive_path, mode="r:gz", copybufsize=_PIECE) as archive:
        TarFile.extractall(archive, folder, members=_checked(archive))  # noqa: S202  # each of them is looked at
    LocalModelStorage._assert_not_rasa2_archive(folder)


def _checked(archive: TarSafe) -> Iterator[TarInfo]:
    for member in archive:
        if (
            archive._is_traversal_attempt(member)
            or archive._is_unsafe_symlink(member)
            or archive._is_unsafe_link(member)
            or archive._is_device(member)
        ):
            raise TarSafeException(f"{member.name} would be unpacked elsewhere, or is no file")
        yield member
