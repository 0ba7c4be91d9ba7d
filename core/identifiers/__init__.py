from __future__ import annotations

from core.identifiers.emails import LONGEST_EMAIL, LONGEST_EMAIL_KEY, email_key, is_email
from core.identifiers.numbers import (
    LONGEST_NUMBER,
    SEPARATOR,
    TRACKING_PREFIXES,
    Number,
    NumberError,
    WrittenNumber,
    folded,
    number_key,
    parse,
    return_numbers,
)
from core.identifiers.sessions import session_key

__all__ = [
    "LONGEST_EMAIL",
    "LONGEST_EMAIL_KEY",
    "LONGEST_NUMBER",
    "SEPARATOR",
    "TRACKING_PREFIXES",
    "Number",
    "NumberError",
    "WrittenNumber",
    "email_key",
    "folded",
    "is_email",
    "number_key",
    "parse",
    "return_numbers",
    "session_key",
]
