"""What a messaging platform is to the bot: how to believe it, read it and write to it. Nothing is sent from here."""

from __future__ import annotations

import hmac
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar, Protocol
from urllib.parse import urlsplit

from bot.channels.incoming import Incoming
from bot.channels.outgoing import Answer, Call, ChannelWords, OutgoingMessage, Place, Refused, TryLater
from bot.channels.splitting import split, units
from core.http_client import Answer as Downloaded


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


class TooLarge(Exception):
    """A file is larger than is taken, or than the platform gives out."""


class Getting(Protocol):
    """Asks for what stands at an address, within limits of hosts, size and time.

    Raises:
        TryLater: There is no answer.
        Refused: The address is none of the platform's.
        TooLarge: There is too much of it.
    """

    def __call__(self, url: str, headers: Mapping[str, str] | None = None) -> Downloaded:
        """The answer, whatever its status; nobody is followed elsewhere."""


class Platform(ABC):
    """One messaging platform, as configured."""

    #: The channel's name, which is also the prefix of its conversations.
    name: ClassVar[str]
    #: Whether calls are sent as forms rather than as JSON.
    form: ClassVar[bool] = False
    #: Hosts from which the files of its messages come, besides its API's; with a dot in front all below one.
    media_hosts: ClassVar[tuple[str, ...]] = ()
    #: The longest body of its webhook, bytes; most platforms' own are far shorter.
    longest_body: ClassVar[int] = 1_000_000
    #: Whether files are kept for a while whose sender is not known yet (docs/e-mail.md).
    holds_files: ClassVar[bool] = False
    #: The base address of its API.
    _api: str = ""

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

    def media(self, reference: str, get: Getting) -> bytes:
        """The content of a file that a message has named. Blocks.

        Args:
            reference: What the message called it.
            get: Asks for what stands at an address.

        Raises:
            TryLater: The platform does not give it out now.
            Refused: It never will.
            TooLarge: There is too much of it.
        """
        raise Refused("this platform has no files")

    def gives_media_at(self, url: str) -> bool:
        """Whether an address may be asked for a file of this platform's."""
        try:
            asked, own = urlsplit(url), urlsplit(self._api)
            port = asked.port
        except ValueError:
            return False
        if self._api and (asked.scheme, asked.netloc) == (own.scheme, own.netloc):
            return True
        host = asked.hostname or ""
        known = any(host.endswith(each) if each.startswith(".") else host == each for each in self.media_hosts)
        return known and asked.scheme == "https" and port in (None, 443) and "@" not in asked.netloc

    def admits(self, headers: Mapping[str, str]) -> bool:
        """Whether a request with these headers may be authentic; asked before a long body is read."""
        return True

    def too_long(self, headers: Mapping[str, str]) -> int:
        """The status for a body that is longer than is taken, one that the platform does not come again after."""
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def written_by(self, incoming: Incoming) -> str | None:
        """The address that a message says it is of, where the platform has such; it proves nothing."""
        return None

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


def content_of(answer: Downloaded) -> bytes:
    """The file that an answer holds.

    Raises:
        TryLater: The platform does not give it out now.
        Refused: It never will.
    """
    judge_status(Answer(answer.status, None, answer.headers))
    if answer.status >= HTTPStatus.MULTIPLE_CHOICES or not answer.body:
        raise Refused(f"status {answer.status} without a file")
    return answer.body


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
