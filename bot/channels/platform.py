"""What a messaging platform is to the bot: how to believe it, read it and write to it. Nothing is sent from here."""

from __future__ import annotations

import hmac
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar

from bot.channels.incoming import Incoming
from bot.channels.outgoing import Answer, Call, ChannelWords, OutgoingMessage, Place, Refused, TryLater
from bot.channels.splitting import split, units


@dataclass(frozen=True)
class Request:
    """A request of a platform to the bot: path with query, headers (found in any case), the body as sent."""

    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Acknowledgement:
    """What a platform wants to read when a delivery was accepted."""

    body: str = ""
    content_type: str = "text/plain"


class NotReadable(Exception):
    """A request is not in the platform's format."""


class Platform(ABC):
    """One messaging platform, as configured."""

    #: The channel's name, which is also the prefix of its conversations.
    name: ClassVar[str]
    #: Whether calls are sent as forms rather than as JSON.
    form: ClassVar[bool] = False

    @abstractmethod
    def authentic(self, request: Request) -> bool:
        """Whether the request bears the proof that only the platform can give, compared in constant time."""

    @abstractmethod
    def read(self, request: Request) -> list[Incoming]:
        """The messages of an authentic request; what needs no answer is left out.

        Raises:
            NotReadable: The body is not in the platform's format.
        """

    @abstractmethod
    def write(self, place: Place, said: OutgoingMessage, words: ChannelWords) -> list[Call]:
        """The calls that say one message of the bot, within the platform's limits."""

    def write_turn(self, place: Place, said: Sequence[OutgoingMessage], words: ChannelWords) -> list[Call]:
        """The calls that say all that the bot says to one message."""
        return [call for each in said for call in self.write(place, each, words)]

    @abstractmethod
    def url(self, call: Call) -> str:
        """The full address of a call. It may hold a secret and belongs in no log."""

    def headers(self) -> Mapping[str, str]:
        """The headers that prove who the bot is."""
        return {}

    def judge(self, answer: Answer) -> None:
        """What became of a call.

        Raises:
            TryLater: It should be sent again.
            Refused: It never will be taken.
        """
        judge_status(answer)

    def acknowledge(self, request: Request) -> Acknowledgement:
        """What to answer at once to an authentic request."""
        return Acknowledgement()

    def handshake(self, arguments: Mapping[str, str]) -> str | None:
        """What to answer to a platform that checks the address with a GET; None where the check fails."""
        return None


def judge_status(answer: Answer) -> None:
    """Judge an answer by its HTTP status alone.

    A credential that is refused can be mended by the shop, so the message waits for that.
    """
    status = answer.status
    if status < HTTPStatus.MULTIPLE_CHOICES:
        return
    mendable = (HTTPStatus.UNAUTHORIZED, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
    if status in mendable or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise TryLater(f"status {status}", answer.retry_after)
    raise Refused(f"status {status}")


def same(given: str | None, expected: str) -> bool:
    """Whether a secret is the expected one, in a time that does not tell how much of it was right."""
    return hmac.compare_digest((given or "").encode("utf-8", "surrogateescape"), expected.encode())


def pieces(text: str, limit: int, render: Callable[[str], str], size: Callable[[str], int] = units) -> Iterator[str]:
    """A text in pieces that are within the limit once they are rendered.

    Args:
        text: In the notation of the domain.
        limit: The largest size of a piece.
        render: Turns a piece into the platform's notation, which may be longer.
        size: What the platform counts: UTF-16 units, or more than those.
    """
    yield from _within(text, limit, limit, render, size)


def _within(
    text: str, window: int, limit: int, render: Callable[[str], str], size: Callable[[str], int]
) -> Iterator[str]:
    for piece in split(text, window):
        rendered = render(piece)
        if not rendered.strip():
            continue  # nothing but marks
        if size(rendered) <= limit:
            yield rendered
        else:
            yield from _within(piece, max(units(piece) // 2, 1), limit, render, size)
