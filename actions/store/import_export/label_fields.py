"""Checks the values of a return's label. A label comes from outside and goes to customers, so little is taken.

As in `fields`, a check raises `ValueError` with words that follow the field's name, and repeats no value: whoever has a
label can hand a parcel in with it.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final, Optional
from urllib.parse import urlsplit

from actions.store.import_export.fields import text

#: In bytes.
LARGEST_FILE: Final = 500_000
_LONGEST_ADDRESS: Final = 2_000
#: Codes with more can't be read off a telephone's screen.
_LONGEST_QR: Final = 500

PDF: Final = "application/pdf"
PNG: Final = "image/png"
_BEGINNINGS: Final = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG}


def file(value: object) -> str:
    """A PDF or PNG in base64."""
    if not isinstance(value, str):
        raise ValueError("is not text in base64")
    if len(value) > 4 * (LARGEST_FILE // 3 + 1):
        raise ValueError(f"has more than {LARGEST_FILE // 1000} kB; send where it lies as address")
    try:
        content = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("is not base64") from None
    if base64.b64encode(content).decode() != value:
        raise ValueError("is not base64 as RFC 4648 writes it")
    if media_type(content) is None:
        raise ValueError("is neither a PDF nor a PNG")
    return value


def media_type(content: bytes) -> Optional[str]:
    """What a label's content is by its first bytes, whatever it is called; None where it is neither PDF nor PNG."""
    return next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), None)


def address(value: object) -> str:
    """The address of a label at the carrier or the shop, for the customer's browser to open."""
    checked = text(_LONGEST_ADDRESS)(value)
    if not is_address(checked):
        raise ValueError("is not an address such as https://carrier.example/labels/1")
    return checked


def is_address(value: str) -> bool:
    """Whether a browser can be sent there: encrypted, to a named host, with nothing that two programs read unlike."""
    if not value.isascii() or any(sign in value for sign in "\\<>\"'`{}|^") or any(map(str.isspace, value)):
        return False
    try:
        parts = urlsplit(value)
        has_port = parts.port is not None
    except ValueError:
        return False
    host = parts.hostname or ""
    names = host.split(".")
    named = (
        len(names) > 1 and all(names) and not names[-1].isdecimal() and host.replace(".", "").replace("-", "").isalnum()
    )
    return parts.scheme == "https" and named and "@" not in parts.netloc and not has_port


def qr(value: object) -> str:
    """What stands in a QR code."""
    return text(_LONGEST_QR)(value)
