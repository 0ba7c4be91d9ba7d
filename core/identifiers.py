"""How numbers, addresses and sessions are compared: by a key that leaves out what people write differently."""

from __future__ import annotations

import hashlib
import unicodedata

LONGEST_NUMBER = 64
LONGEST_EMAIL = 254
# Folding may make an address longer; this is what the table has room for.
LONGEST_EMAIL_KEY = 320


def number_key(text: str) -> str:
    """An order's or return's number without spaces, dashes and case.

    Returns:
        Letters and digits only; empty where the text cannot be a number of anything, which no record has as its key.
    """
    if text.isascii() and text.isalnum() and len(text) <= LONGEST_NUMBER:
        return text.upper()  # nearly all of them
    folded = unicodedata.normalize("NFKC", text[: 4 * LONGEST_NUMBER]).upper()
    key = "".join(sign for sign in folded if not (sign.isspace() or unicodedata.category(sign) == "Pd" or sign == "−"))
    return key if key.isascii() and key.isalnum() and len(key) <= LONGEST_NUMBER else ""


def email_key(text: str) -> str:
    """An e-mail address without regard to case and surrounding spaces.

    Returns:
        The key; empty where the text cannot be an address, which no customer has as their key.
    """
    address = text.strip()
    if "@" not in address or len(address) > LONGEST_EMAIL or not address.isprintable():
        return ""
    key = unicodedata.normalize("NFC", address).casefold()
    return key if len(key) <= LONGEST_EMAIL_KEY else ""


def session_key(session_id: str) -> str:
    """The SHA-256 digest under which a session is remembered."""
    return hashlib.sha256(session_id.encode("utf-8", "surrogatepass")).hexdigest()
