"""A turn of a conversation, whichever channel its message came through, and how many messages of one may wait."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Optional, Protocol, TypeVar

import structlog
from rasa.core.agent import Agent
from rasa.core.lock_store import LockError
from sanic import Sanic

from bot.gateway.conversation_end import Ended
from bot.gateway.errors import ApiError
from bot.gateway.idempotency import AlreadyAnswered, Unsent, WebMessage, turn_of
from bot.gateway.limits import Limits
from bot.gateway.transcript import CustomerMessage, DeskMessage
from bot.gateway.triggers import NoSuchConversation
from bot.monitoring.turn_report import TurnReport
from bot.storage.locks.redis_locks import LocksUnavailable
from core.conversations.turn_records import Overtaken
from core.database.errors import StoreUnavailable
from core.languages import LOCALE
from core.log_privacy import talking_in
from core.tracing import trace_kept

#: Messages of one conversation that may wait; a person does not write faster than they are answered.
LONGEST_QUEUE: Final = 10


class Queues:
    """The queues of all conversations that something is happening in; whose turn it is says the lock store.

    Args:
        refused: Told of every message that was one too many.
    """

    def __init__(self, refused: Callable[[str], None]) -> None:
        self._refused = refused
        self._inside: Counter[str] = Counter()

    @contextmanager
    def place(self, conversation: str) -> Iterator[None]:
        """Count one for the time of the block.

        Raises:
            ApiError: Too many are waiting already.
        """
        if self._inside[conversation] >= LONGEST_QUEUE:
            self._refused("queue")
            raise ApiError(429, "Too many messages at once in this chat; wait for the answers first.", retry_after=2)
        self._inside[conversation] += 1
        try:
            yield
        finally:
            self._inside[conversation] -= 1
            if not self._inside[conversation]:
                del self._inside[conversation]


logger = structlog.get_logger(__name__)

Result = TypeVar("Result")

#: What a session is told whose conversation was ended.
HAS_ENDED: Final = "This chat has ended; get a new session with POST /webhooks/rest/session."
_NOT_NOW: Final = "The desk can't answer just now; send it again in a moment."


@dataclass(frozen=True)
class InboundMessage:
    """What a customer said.

    Args:
        conversation: The sender id with the prefix of its channel, never one that a client chose.
        text: What they wrote, as it came in; the guard makes it safe.
        channel: The name of the channel.
        client: A keyed hash of the network address or of the channel's user.
        message_id: The client's own id of the message, by which a second sending is known.
        rich: Whether the client shows cards.
        group: Whether others read along.
        locale: That of the page, or of the browser, where the client tells it.
        origin: The connection that it came by, which need not be told.
    """

    conversation: str
    text: str
    channel: str
    client: str
    message_id: Optional[str] = None
    rich: bool = False
    group: bool = False
    locale: Optional[str] = None
    origin: Optional[str] = None

    def metadata(self) -> dict[str, Any]:
        """What is stored with the message: what it says of itself, and the trace that it came by."""
        said = {"channel": self.channel, "client": self.client, "rich": self.rich, "group": self.group}
        page = {LOCALE: self.locale} if self.locale else {}
        return {**said, **page, **trace_kept()}


@dataclass(frozen=True)
class HandledTurn:
    """A turn that is stored.

    Args:
        customer: What the customer said, as it was stored; None where they pressed nothing and wrote nothing.
        answers: What the desk said.
        repeated: Whether it was answered before, and nothing was done now.
    """

    customer: Optional[CustomerMessage]
    answers: list[DeskMessage] = field(default_factory=list)
    repeated: bool = False


class Onlooker(Protocol):
    """Whoever wants to know what happens in conversations, such as the other tabs of a page."""

    async def turn_begins(self, said: InboundMessage) -> None:
        """A message is about to be answered."""

    async def turn_ends(self, said: InboundMessage, turn: Optional[HandledTurn]) -> None:
        """It was answered and stored, or could not be: then there is no turn."""


class TurnRunner:
    """Takes what customers say to Rasa's agent, once and in order.

    Args:
        app: The application that Rasa serves.
        limits: How much a conversation may say.
        report: Takes note of what was said.
    """

    def __init__(self, app: Sanic, limits: Limits, report: TurnReport) -> None:
        self._app = app
        self._limits = limits
        self._report = report
        self._queues = Queues(report.too_many)
        self._running: set[asyncio.Task[Any]] = set()
        self._onlookers: list[Onlooker] = []

    @property
    def agent(self) -> Agent:
        """Rasa's agent.

        Raises:
            ApiError: It is still loading.
        """
        agent = getattr(self._app.ctx, "agent", None)
        if agent is None or not agent.is_ready():
            raise ApiError(503, "The desk is starting; try again in a moment.", retry_after=2)
        return agent

    def busy(self) -> bool:
        """Whether a turn is under way, or waits for its own."""
        return bool(self._running)

    def watch(self, onlooker: Onlooker) -> None:
        """Tell somebody of every turn from now on."""
        self._onlookers.append(onlooker)

    async def take(self, said: InboundMessage) -> HandledTurn:
        """Have a message answered. The turn is stored when this returns.

        Raises:
            ApiError: The conversation has ended, too much was said, or the desk can't answer now.
        """
        began = self._report.begins()
        return await self.in_turn(said.conversation, lambda: self._answer(said, began))

    async def _answer(self, said: InboundMessage, began: float) -> HandledTurn:
        await self._limits.message(said.conversation, said.client, len(said.text))
        for onlooker in self._onlookers:
            await onlooker.turn_begins(said)
        turn = None
        try:
            turn = await self._handled(self.agent, said, began)
            return turn
        except (Ended, ApiError):
            raise
        except Exception:
            self._report.failed(said.channel)
            raise
        finally:
            for onlooker in self._onlookers:
                await onlooker.turn_ends(said, turn)

    async def _handled(self, agent: Agent, said: InboundMessage, began: float) -> HandledTurn:
        """Have Rasa handle a message, or find what it was answered before."""
        message = WebMessage(
            said.text,
            Unsent(),
            said.conversation,
            input_channel=said.channel,
            message_id=said.message_id or uuid.uuid4().hex,
            metadata=said.metadata(),
        )
        repeated = False
        try:
            await agent.handle_message(message)
        except AlreadyAnswered:
            repeated = True
        if message.tracker is None:
            raise ApiError(503, _NOT_NOW, 5)
        if not repeated:
            self._report.answered(said.channel, message.message_id, message.tracker, agent.domain.intents, began)
        return HandledTurn(*turn_of(message.message_id, message.tracker), repeated)

    async def in_turn(self, conversation: str, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """Do something in a conversation when its turn comes, and to its end.

        A client that goes away in the middle does not break it off: it will ask again, and finds the answer.

        Raises:
            ApiError: The conversation has ended, too many wait, or the desk can't do it now.
        """
        task = asyncio.ensure_future(self._wait_and_do(conversation, work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def _wait_and_do(self, conversation: str, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        try:
            with talking_in(conversation), self._queues.place(conversation):
                # From now on, so that what came first is first also where other processes have something to say.
                async with self.agent.lock_store.lock(conversation):
                    return await work()
        except Ended:
            raise ApiError(401, HAS_ENDED) from None
        except (ApiError, NoSuchConversation):
            raise
        except LockError:
            raise ApiError(503, "Another message of this chat is still at work; send it again.", 5) from None
        except (LocksUnavailable, StoreUnavailable, Overtaken) as error:
            logger.warning("gateway.turn_not_now", error=type(error).__name__)
            raise ApiError(503, _NOT_NOW, 2) from None
        except Exception as error:  # noqa: BLE001  # of any kind of Rasa's; nothing is stored, so it can be sent again
            logger.error("gateway.turn_failed", error=type(error).__name__)
            raise ApiError(503, _NOT_NOW, 5) from None
