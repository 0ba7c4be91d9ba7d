"""Fetches the files of a platform's messages: from its own hosts alone, within limits of size and time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final

from bot.channels.outgoing import Refused, TryLater
from bot.channels.platform import Platform, TooLarge
from core.http_client import Answer, AnswerTooLong, HttpClient, ServiceUnavailable

#: Seconds to connect, and between two pieces of a file.
_PATIENCE: Final = (5.0, 10.0)
#: Seconds that one file may take, all of its requests together.
FILE_SECONDS: Final = 25.0


class Downloads:
    """Fetches files of one platform. Blocks: call it from a worker thread.

    Args:
        platform: Whose files.
        largest: The most bytes of one.
        monotonic: A clock in seconds that never stands still.
    """

    def __init__(self, platform: Platform, largest: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._platform = platform
        self._monotonic = monotonic
        self._client = HttpClient(
            platform.name, timeout=_PATIENCE, budget=FILE_SECONDS, longest=largest, monotonic=monotonic
        )

    def fetch(self, reference: str) -> bytes:
        """The content of a file.

        Args:
            reference: What the platform's message called it.

        Raises:
            TryLater: It can't be had now.
            Refused: It can't be had at all.
            TooLarge: It is larger than is taken.
        """
        deadline = self._monotonic() + FILE_SECONDS

        def get(url: str, headers: Mapping[str, str] | None = None) -> Answer:
            if not self._platform.gives_media_at(url):
                raise Refused("a file at an address that is none of the platform's")
            try:
                return self._client.send("GET", url, headers=headers, deadline=deadline)
            except AnswerTooLong as error:
                raise TooLarge(str(error)) from None
            except ServiceUnavailable as error:
                raise TryLater(str(error)) from None

        return self._platform.media(reference, get)
