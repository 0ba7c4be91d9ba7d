"""Answers of other servers, given up where they are too long, counted as they are unpacked and not as they travel."""

from __future__ import annotations

from typing import Any, Final, cast

import aiohttp
from aiohttp.connector import Connection

#: The longest answer that is read, in bytes; what the action server and the platforms of channels say is far shorter.
LONGEST_ANSWER: Final = 1_000_000


class AnswerTooLong(aiohttp.ClientError):
    """A server answered more than is read. Asking again would not help."""


class BoundedAnswer(aiohttp.ClientResponse):
    """An answer that nobody can read beyond the bound: `aiohttp.ClientSession(response_class=BoundedAnswer)`."""

    async def start(self, connection: Connection) -> BoundedAnswer:
        """Wait for the answer's headers; its body is read by whoever wants it."""
        await super().start(connection)
        self.content = cast(aiohttp.StreamReader, _Bounded(self.content))
        return self


class _Bounded:
    """A body that is read as a whole, or piece by piece by somebody who counts."""

    def __init__(self, body: aiohttp.StreamReader) -> None:
        self._body = body

    def __getattr__(self, name: str) -> Any:
        return getattr(self._body, name)

    async def read(self, length: int = -1) -> bytes:
        if length >= 0:
            return await self._body.read(length)
        found = bytearray()
        async for piece in self._body.iter_any():
            found += piece
            if len(found) > LONGEST_ANSWER:
                raise AnswerTooLong(f"more than {LONGEST_ANSWER} bytes")
        return bytes(found)
