"""A model comes out of its archive as Rasa unpacks it, and what is not safe is refused."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.exceptions import UnsupportedModelVersionError
from tarsafe import TarSafeException

from bot.rasa_patches.unpacked_once import install

RASAS_OWN = LocalModelStorage.__dict__["_extract_archive_to_directory"]


@pytest.fixture(autouse=True)
def rasa_as_it_was() -> Iterator[None]:
    """Rasa's own method, and again after each test."""
    yield
    LocalModelStorage._extract_archive_to_directory = RASAS_OWN


def pack(path: Path, *members: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for member in members:
            content = member.name.encode() * 1_000 if member.isfile() else b""
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.mode = kind, target, 0o755 if kind == tarfile.DIRTYPE else 0o640
    return made


def unpacked(archive: Path, folder: Path) -> dict[str, tuple[int, bytes]]:
    folder.mkdir()
    LocalModelStorage._extract_archive_to_directory(archive, folder)
    found = sorted(each for each in folder.rglob("*") if each.is_file())
    return {str(each.relative_to(folder)): (each.stat().st_mode, each.read_bytes()) for each in found}


def test_a_model_comes_out_as_rasa_unpacks_it(tmp_path: Path):
    files = (member("metadata.json"), member("components", tarfile.DIRTYPE), member("components/a"), member("z/deep/b"))
    archive = pack(tmp_path / "model.tar.gz", *files, member("c", tarfile.SYMTYPE, "metadata.json"))
    by_rasa = unpacked(archive, tmp_path / "rasas")
    install()
    assert unpacked(archive, tmp_path / "ours") == by_rasa
    assert len(by_rasa) == 4


@pytest.mark.parametrize(
    "unsafe",
    [
        member("../elsewhere"),
        member("/elsewhere"),
        member("link", tarfile.SYMTYPE, "../../elsewhere"),
        member("link", tarfile.LNKTYPE, "/elsewhere"),
        member("device", tarfile.CHRTYPE),
        member("disk", tarfile.BLKTYPE),
    ],
    ids=["above", "from the root", "a link", "a hard link", "a device", "a disk"],
)
def test_what_rasa_refuses_is_refused(tmp_path: Path, unsafe: tarfile.TarInfo):
    archive = pack(tmp_path / "model.tar.gz", member("metadata.json"), unsafe)
    with pytest.raises(TarSafeException):
        unpacked(archive, tmp_path / "rasas")
    install()
    with pytest.raises(TarSafeException):
        unpacked(archive, tmp_path / "ours")
    assert [each.name for each in (tmp_path / "ours").iterdir()] == ["metadata.json"]


def test_a_model_of_rasa_2_is_named_as_such(tmp_path: Path):
    with tarfile.open(tmp_path / "old.tar.gz", "w:gz") as archive:
        content = b'{"version": "2.8.0"}'
        made = member("fingerprint.json")
        made.size = len(content)
        archive.addfile(made, io.BytesIO(content))
    install()
    with pytest.raises(UnsupportedModelVersionError):
        unpacked(tmp_path / "old.tar.gz", tmp_path / "ours")
