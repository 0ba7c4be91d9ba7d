"""Has a picture made anew in a process of its own, which knows no secret and has little memory and time.

Decoders read what strangers made: one that crashes, hangs or takes memory without end takes nothing else with it. And
the bot's process has no Pillow (bot/rasa_patches/unused_packages.py).
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from actions.photos.kinds import MOST_PIXELS, Kind, PhotoRefused, Problem

#: In seconds.
_PATIENCE: Final = 20
_ROOT: Final = Path(__file__).resolve().parents[2]
#: What the process ends with where the picture has too many pixels.
TOO_MANY: Final = 3
# One at a time takes some 200 MB for a moment; as many as there are threads would take the machine.
_one_at_a_time: Final = threading.Lock()


def safe_picture(content: bytes, kind: Kind) -> bytes:
    """A JPEG of the same picture, upright, without anything that the file held besides.

    Args:
        content: The file.
        kind: What its first bytes say it is; nothing else is tried.

    Raises:
        PhotoRefused: It can't be read, takes too long, or has more than `MOST_PIXELS`.
    """
    command = [sys.executable, "-m", "actions.photos.pictures", kind.value]
    with _one_at_a_time:
        try:
            # No variable goes along: they hold secrets.
            ended = subprocess.run(  # noqa: S603  # the kind is one of ours
                command, input=content, capture_output=True, timeout=_PATIENCE, cwd=_ROOT, env={}, check=False
            )
        except subprocess.TimeoutExpired:
            raise _broken() from None
    if ended.returncode == TOO_MANY:
        most = MOST_PIXELS // 1_000_000
        raise PhotoRefused(Problem.PIXELS, f"The picture has more than {most} megapixels; send a smaller one.")
    if ended.returncode != 0 or not ended.stdout.startswith(b"\xff\xd8\xff"):
        raise _broken()
    return ended.stdout


def _broken() -> PhotoRefused:
    return PhotoRefused(Problem.BROKEN, "The picture is damaged or incomplete; take it again, or send another.")
