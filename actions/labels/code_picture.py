"""The picture of a QR code."""

from __future__ import annotations

import io
from typing import Final

import segno

#: How many dots of the picture a module is wide, so that a telephone's screen shows it sharply.
_SCALE: Final = 8


def code_picture(content: str) -> bytes:
    """A QR code as a PNG, black on white with the quiet zone that scanners need.

    Args:
        content: What stands in it.
    """
    written = io.BytesIO()
    segno.make_qr(content, error="m").save(written, kind="png", scale=_SCALE, border=4)
    return written.getvalue()
