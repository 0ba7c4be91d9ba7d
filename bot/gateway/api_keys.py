"""Which of the shop's servers may speak for its customers, and what a client shows to be let in."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Final

from bot.gateway.errors import ApiError

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
_SHORTEST_KEY: Final = 24


class ApiKeys:
    """The keys that servers show.

    Args:
        text: `shop:KEY, crm:KEY`: each key with the name of the server that has it.

    Raises:
        ValueError: The text is not of that form; the message names the server and holds no key.
    """

    def __init__(self, text: str = "") -> None:
        self._digests: Mapping[str, bytes] = dict(_entry(entry) for entry in text.replace(",", " ").split())

    def name_of(self, key: str) -> str | None:
        """The server that has this key, None where nobody has it. Takes as long for a wrong key as for a right one."""
        digest = _digest(key)
        found = None
        for name, known in self._digests.items():
            if hmac.compare_digest(digest, known):
                found = name
        return found


def _entry(entry: str) -> tuple[str, bytes]:
    name, separator, key = entry.partition(":")
    if not separator or not _NAME.fullmatch(name):
        raise ValueError("is not a list such as shop:KEY,crm:KEY")
    if len(key) < _SHORTEST_KEY:
        raise ValueError(
            f"the key of {name} has fewer than {_SHORTEST_KEY} characters; make one with: openssl rand -hex 32"
        )
    return name, _digest(key)


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


#: Conversations that a server of the shop names.
API: Final = "api:"
#: Conversations that a person at the desk's own machine names, in development.
DEV: Final = "dev:"


def bearer_in(headers: Mapping[str, str]) -> str | None:
    """The token of an `Authorization: Bearer` header, None where there is no such header.

    Raises:
        ApiError: There is the header, and it holds something else.
    """
    header = headers.get("authorization")
    if header is None:
        return None
    kind, _, token = header.partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise ApiError(401, "Authorization is not of the form: Bearer <session>.")
    return token.strip()
