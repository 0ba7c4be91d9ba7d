"""Makes of what a customer sent a file that can be kept, or refuses it with a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from actions.photos.apart import safe_picture
from actions.photos.kinds import HEAD, Kind, PhotoRefused, Problem, kind_of
from actions.photos.videos import check_video

#: In bytes.
MEGABYTE: Final = 1_000_000
JPEG: Final = "image/jpeg"
_MEDIA_TYPES: Final = {Kind.MP4: "video/mp4", Kind.MOV: "video/quicktime"}


@dataclass(frozen=True)
class Sizes:
    """The most that is taken, in bytes; no videos where that is zero."""

    picture: int
    video: int

    @property
    def largest(self) -> int:
        """The most of either."""
        return max(self.picture, self.video)


@dataclass(frozen=True)
class SafeFile:
    """What is kept of a file.

    Args:
        content: Its bytes.
        media_type: What it is.
    """

    content: bytes
    media_type: str

    @property
    def is_video(self) -> bool:
        """Whether it moves."""
        return self.media_type != JPEG


def safe_file(content: bytes, sizes: Sizes) -> SafeFile:
    """What can be kept of what somebody sent.

    Args:
        content: The file.
        sizes: The most that is taken.

    Raises:
        PhotoRefused: It is empty, of another kind, too large, damaged or unfolds to too much.
    """
    kind = checked_kind(content[:HEAD], len(content), sizes)
    if kind.is_video:
        check_video(content)
        return SafeFile(content, _MEDIA_TYPES[kind])
    return SafeFile(safe_picture(content, kind), JPEG)


def checked_kind(head: bytes, size: int, sizes: Sizes) -> Kind:
    """What a file is, before all of it is there.

    Args:
        head: Its first `HEAD` bytes.
        size: How many bytes there are, or will be.
        sizes: The most that is taken.

    Raises:
        PhotoRefused: It is empty, of another kind or too large.
    """
    if not head or size < 1:
        raise PhotoRefused(Problem.EMPTY, "The file is empty; send another.")
    kind = kind_of(head)
    if kind is None or (kind.is_video and not sizes.video):
        videos = ", MP4 and MOV" if sizes.video else ""
        raise PhotoRefused(Problem.KIND, f"JPEG, PNG, WebP and HEIC{videos} are taken; this file is none of them.")
    most = sizes.video if kind.is_video else sizes.picture
    if size > most:
        what = "video" if kind.is_video else "picture"
        raise PhotoRefused(Problem.LARGE, f"A {what} may have {most // MEGABYTE} MB; send a smaller one.")
    return kind
