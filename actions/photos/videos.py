"""Whether a video is a whole one. It is kept as it is, so nothing may stand before, between or behind its boxes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from actions.photos.kinds import PhotoRefused, Problem

#: What a file of ISO/IEC 14496-12 or QuickTime is made of on its first level.
_BOXES: Final = frozenset(
    {b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"free", b"skip", b"wide", b"meta", b"uuid"}
)
#: More than any recorder writes.
_MOST_BOXES: Final = 20_000
_BROKEN: Final = PhotoRefused(Problem.BROKEN, "The video is damaged or incomplete; record it again, or send another.")


def check_video(content: bytes) -> None:
    """Make sure that a file is made of whole boxes from its first byte to its last, and has a film in it.

    Raises:
        PhotoRefused: It is cut off, has something behind its end, or holds no film.
    """
    found = set(_boxes(content))
    if b"moov" not in found or not found & {b"mdat", b"moof"} or b"trak" not in content:
        raise _BROKEN


def _boxes(content: bytes) -> Iterator[bytes]:
    at, end = 0, len(content)
    for _ in range(_MOST_BOXES):
        if at == end:
            return
        size, name, header = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8], 8
        if size == 1:
            size, header = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = end - at
        if name not in _BOXES or size < header or at + size > end:
            break
        yield name
        at += size
    raise _BROKEN
