"""Reads what a client sent: JSON of a reasonable size, with values of the right kind."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from bot.gateway.errors import ApiError
from core.languages import is_language_tag

#: In bytes. The longest message in the longest encoding, 12 for a character that JSON writes as two escapes, and what
#: goes with it.
LARGEST_BODY: Final = 32_768
#: In characters.
LONGEST_MESSAGE: Final = 2_000
LONGEST_SENDER: Final = 128
LONGEST_TOKEN: Final = 8_000

_MESSAGE_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
#: A language, perhaps a script, perhaps a country (BCP 47).


def object_in(body: bytes, largest: int = LARGEST_BODY) -> Mapping[str, Any]:
    """The JSON object of a request's body; an empty body is an empty object.

    Raises:
        ApiError: It is too large, or not a JSON object.
    """
    if len(body) > largest:
        raise ApiError(413, f"The body is larger than {largest // 1024} kB; send less.")
    if not body:
        return {}
    try:
        found = json.loads(body.decode("utf-8"), parse_constant=_no_such_number)
    except (ValueError, RecursionError):
        raise ApiError(400, "The body is not JSON in UTF-8.") from None
    if not isinstance(found, dict):
        raise ApiError(400, 'The body is not an object such as {"message": "hello"}.')
    return found


def _no_such_number(name: str) -> NoReturn:
    raise ValueError(name)


def text_in(body: Mapping[str, Any], name: str, longest: int) -> str:
    """A text that has to be there.

    Raises:
        ApiError: It is missing, no text, or too long.
    """
    value = body.get(name)
    if not isinstance(value, str):
        raise ApiError(400, f'"{name}" is missing or not a text.')
    if len(value) > longest:
        raise ApiError(413 if name == "message" else 400, f'"{name}" is longer than {longest} characters; shorten it.')
    return value


def message_in(body: Mapping[str, Any], longest: int = LONGEST_MESSAGE) -> str:
    """The customer's message.

    Raises:
        ApiError: It is missing, no text, or too long.
    """
    return text_in(body, "message", longest)


def message_id_in(body: Mapping[str, Any]) -> str | None:
    """The client's own id of its message, None where it has none.

    Raises:
        ApiError: It is none.
    """
    value = body.get("message_id")
    if value is None:
        return None
    if not isinstance(value, str) or not _MESSAGE_ID.fullmatch(value):
        raise ApiError(400, '"message_id" is not 1 to 64 letters, digits, dots, underscores or hyphens.')
    return value


def flag_in(body: Mapping[str, Any], name: str) -> bool:
    """A yes or no; no unless given.

    Raises:
        ApiError: It is neither.
    """
    value = body.get(name, False)
    if not isinstance(value, bool):
        raise ApiError(400, f'"{name}" is neither true nor false.')
    return value


def locale_in(body: Mapping[str, Any]) -> str | None:
    """The locale of the page or browser, such as "pt-BR"; None where none is given.

    Raises:
        ApiError: It is no language tag.
    """
    value = body.get("locale")
    if value is None:
        return None
    if not isinstance(value, str) or not is_language_tag(value):
        raise ApiError(400, '"locale" is no language tag such as "en" or "pt-BR".')
    return value


def sender_in(body: Mapping[str, Any]) -> str | None:
    """The name that a server, or a person in development, gives a conversation; None where it gives none.

    Raises:
        ApiError: It is no name.
    """
    value = body.get("sender")
    if value is None:
        return None
    sender = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    if not 1 <= len(sender) <= LONGEST_SENDER or not sender.isprintable():
        raise ApiError(400, f'"sender" is not a name of 1 to {LONGEST_SENDER} printable characters.')
    return sender
