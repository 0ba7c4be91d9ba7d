"""Models are packed as they are, and unpacked by what packed them before."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tarsafe import TarSafe

from bot.rasa_patches.quick_archives import pack_quickly

TEXT = b"the same again " * 10_000


@pytest.fixture(autouse=True)
def library_as_it_was() -> Iterator[None]:
    """The library's own method, and again after each test."""
    yield
    if hasattr(TarSafe, "gzopen_pressed"):
        del TarSafe.gzopen_pressed, TarSafe.gzopen


def pack(path: Path) -> None:
    with TarSafe.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo("text.txt")
        entry.size = len(TEXT)
        archive.addfile(entry, io.BytesIO(TEXT))


def unpacked(path: Path) -> bytes:
    with TarSafe.open(path, "r:gz") as archive:
        text = archive.extractfile("text.txt")
        assert text is not None
        return text.read()


def test_what_was_packed_is_not_pressed_together_and_comes_out_whole(tmp_path):
    pack(tmp_path / "pressed.tar.gz")
    pack_quickly()
    pack_quickly()
    pack(tmp_path / "plain.tar.gz")
    assert (tmp_path / "pressed.tar.gz").stat().st_size < len(TEXT) < (tmp_path / "plain.tar.gz").stat().st_size
    assert unpacked(tmp_path / "plain.tar.gz") == TEXT
    assert unpacked(tmp_path / "pressed.tar.gz") == TEXT
