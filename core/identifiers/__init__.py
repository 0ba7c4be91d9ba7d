from __future__ import annotations

from core.identifiers.emails import LONGEST_EMAIL, LONGEST_EMAIL_KEY, email_key, is_email
from core.identifiers.numbers import (
    LONGEST_NUMBER,
    SEPARATOR,
    Number,
    NumberError,
    WrittenNumber,
    folded,
    number_key,
    parse,
    return_numbers,
)
from core.identifiers.sessions import session_key
from core.identifiers.tracking import (
    TRACKING_PREFIXES,
    TRACKING_WORD,
    can_be_looked_up,
    is_evident_tracking_number,
    typed_tracking_number,
)

__all__ = [
    "LONGEST_EMAIL",
    "LONGEST_EMAIL_KEY",
    "LONGEST_NUMBER",
    "SEPARATOR",
    "TRACKING_PREFIXES",
    "TRACKING_WORD",
    "Number",
    "NumberError",
    "WrittenNumber",
    "can_be_looked_up",
    "email_key",
    "folded",
    "is_email",
    "is_evident_tracking_number",
    "number_key",
    "parse",
    "return_numbers",
    "session_key",
    "typed_tracking_number",
]
