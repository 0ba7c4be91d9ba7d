"""E-mail addresses: what is one, and how two are compared."""

from __future__ import annotations

import unicodedata

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

LONGEST_EMAIL = 254
# Folding may make an address longer; this is what the table has room for.
LONGEST_EMAIL_KEY = 320


def is_email(text: str) -> bool:
    """Whether a text has the form of an e-mail address. Asks nobody whether the address exists."""
    domain = text.rpartition("@")[2]
    if len(text) > LONGEST_EMAIL or "." not in domain:
        return False
    # Reserved names, such as the ".invalid" of forgotten customers or a ".local" at work, have the form of an address.
    reserved = f".{domain.lower()}".endswith(tuple(f".{name}" for name in SPECIAL_USE_DOMAIN_NAMES))
    try:
        validate_email(f"{text}.com" if reserved else text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


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
