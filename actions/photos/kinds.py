"""What a file is, by its content; its name and what its sender calls it say nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, Optional

#: In bytes: how much of a file says what it is.
HEAD: Final = 64

#: More pixels than a telephone's camera takes. A small file may unfold to as much memory as its header says.
MOST_PIXELS: Final = 50_000_000


class Kind(str, Enum):
    """The kinds that are taken."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    MP4 = "mp4"
    MOV = "mov"

    @property
    def is_video(self) -> bool:
        """Whether it moves."""
        return self in (Kind.MP4, Kind.MOV)


class Problem(str, Enum):
    """Why a file is not taken; what the widget has words of its own for."""

    EMPTY = "empty"
    KIND = "kind"
    LARGE = "large"
    BROKEN = "broken"
    PIXELS = "pixels"
    MANY = "many"
    UNKNOWN = "unknown"


@dataclass
class PhotoRefused(Exception):
    """A file is not taken.

    Args:
        problem: Why.
        reason: The same as a sentence, with the remedy.
    """

    problem: Problem
    reason: str

    def __str__(self) -> str:
        return self.reason


#: Brands of the box that begins files of ISO/IEC 14496-12.
_HEIC: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_MP4: Final = frozenset(
    {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV"}
)
_MOV: Final = b"qt  "


def kind_of(head: bytes) -> Optional[Kind]:
    """What a file is, None where it is none of those that are taken.

    Args:
        head: Its first `HEAD` bytes.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[4:8] != b"ftyp":
        return None
    brand = head[8:12]
    if brand in _HEIC:
        return Kind.HEIC
    if brand == _MOV:
        return Kind.MOV
    return Kind.MP4 if brand in _MP4 else None
