"""A client that behaves: it keeps a message's id, waits as it is told to, and sends again until it is answered."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, Optional

import aiohttp

from lab.load.ledger import Attempt, Book, Message, same_text

_PATIENCE: Final = 30.0
_FIRST_PAUSE: Final = 0.2
_LONGEST_PAUSE: Final = 3.0
#: What a server or a proxy says while something behind it is away, or there is too much to do.
_SEND_AGAIN: Final = frozenset({429, 502, 503, 504})


class Refused(Exception):
    """The desk refused a message for good; the text says why."""


@dataclass(frozen=True)
class Target:
    """Where messages go.

    Args:
        url: The desk's address, of the proxy in front of it.
        api_key: What the client shows, None for what is let in without.
    """

    url: str
    api_key: Optional[str] = None

    @property
    def webhook(self) -> str:
        """The address of the REST channel."""
        return f"{self.url.rstrip('/')}/webhooks/rest/webhook"

    def headers(self, message: Message) -> dict[str, str]:
        """What a request with a message carries."""
        if message.session is not None:
            shown = {"Authorization": f"Bearer {message.session}"}
        else:
            shown = {"X-API-Key": self.api_key} if self.api_key else {}
        return {**shown, "X-Forwarded-For": address_of(message.who.number)}


class Client:
    """Sends messages and writes down what becomes of them.

    Args:
        session: The connections.
        target: Where messages go.
        book: Where they are written down.
        gives_up_after: Seconds after which a message that nobody answers is left.
        sends_twice: Of how many messages one is sent once more after its answer, as a client does that has lost it; 0
            for none.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        target: Target,
        book: Book,
        gives_up_after: float = 120.0,
        sends_twice: int = 0,
    ) -> None:
        self._session = session
        self._target = target
        self._book = book
        self._gives_up_after = gives_up_after
        self._sends_twice = sends_twice
        self._began = time.perf_counter()
        self._chance = random.Random(1)  # noqa: S311  # spreads retries, nothing secret

    def now(self) -> float:
        """Seconds since the run began."""
        return time.perf_counter() - self._began

    async def until(self, moment: float) -> None:
        """Wait for a moment of the run; returns at once where it has passed."""
        await asyncio.sleep(max(0.0, moment - self.now()))

    async def session(self) -> str:
        """A session as a page of the shop's website gets it, asked for until there is one."""
        while True:
            with suppress(aiohttp.ClientError, asyncio.TimeoutError):
                async with self._session.post(f"{self._target.url}/webhooks/rest/session", json={}) as response:
                    if response.status == 200:
                        return str((await response.json())["session"])
            await asyncio.sleep(_LONGEST_PAUSE)

    async def say(self, message: Message) -> None:
        """Send a message until it is answered, or patience ends.

        Raises:
            Refused: The desk will never take it: the run is set up wrongly.
        """
        self._book.messages.append(message)
        message.sent = self.now()
        pause = _FIRST_PAUSE
        while True:
            message.tries += 1
            answers, wait = await self._ask(message)
            if answers is not None:
                break
            # Others retry too; they should not all come at the same moment.
            wait = (wait if wait is not None else pause) * self._chance.uniform(1.0, 1.3)
            pause = min(_LONGEST_PAUSE, pause * 2)
            if self.now() + wait - message.sent > self._gives_up_after:
                return
            await asyncio.sleep(wait)
        message.answers = answers
        message.acknowledged = self.now()
        if self._sends_twice and self._chance.randrange(self._sends_twice) == 0:
            again, _ = await self._ask(message)
            message.repeated_otherwise = again is not None and not same_text(again, message.answers)

    async def _ask(self, message: Message) -> tuple[Optional[tuple[str, ...]], Optional[float]]:
        """One request: the answers, None where it has to be sent again; and how long the desk asks to wait."""
        body = {"sender": message.sender, "message": message.line.text, "message_id": message.message_id}
        headers = self._target.headers(message)
        began = self.now()
        try:
            async with self._session.post(self._target.webhook, json=body, headers=headers) as response:
                content: Any = (
                    await response.json(content_type=None) if response.status == 200 else await response.text()
                )
                status, retry_after = response.status, response.headers.get("Retry-After", "")
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            self._note_failure(message, began, type(error).__name__)
            return None, None
        if status == 200:
            self._book.attempts.append(Attempt(began, self.now(), succeeded=True))
            if message.session is not None:
                # Only the desk knows the name of a conversation of its own.
                first = content[0] if content else {}
                message.sender = str(first.get("recipient_id", message.sender))
            return _texts(content), None
        if status not in _SEND_AGAIN:
            raise Refused(f"{status} for {message.line.text!r}: {str(content)[:200]}")
        self._note_failure(message, began, str(status))
        return None, float(retry_after) if retry_after.isdigit() else None

    def _note_failure(self, message: Message, began: float, kind: str) -> None:
        message.refusals[kind] += 1
        self._book.attempts.append(Attempt(began, self.now(), succeeded=False))


@asynccontextmanager
async def connections() -> AsyncIterator[aiohttp.ClientSession]:
    """Connections for a run; as many as there are messages under way."""
    timeout = aiohttp.ClientTimeout(total=_PATIENCE)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=timeout) as session:
        yield session


def address_of(number: int) -> str:
    """A network address for a customer: they do not all sit in one office, whose limits they would share."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def _texts(content: Any) -> tuple[str, ...]:
    entries: Sequence[Any] = content if isinstance(content, list) else ()
    return tuple(str(entry.get("text", "")) for entry in entries if isinstance(entry, dict))
