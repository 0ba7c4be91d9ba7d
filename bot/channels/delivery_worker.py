"""Works off a channel's mailbox: one conversation's messages one after the other, different ones side by side."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_random_exponential

from bot.channels.mailbox import Mailbox, Undelivered, Waiting
from bot.channels.outgoing import Call, Refused, TryLater
from core.database.errors import StoreUnavailable

logger = structlog.get_logger(__name__)

#: How many turns of a channel run at the same time.
TURNS_AT_ONCE = 16
#: How often answering one message may fail, or end with the process, before it is set aside with an apology.
MOST_TRIES = 4
#: How long one turn may take, seconds; longer than all that it waits for.
TURN_SECONDS = 120.0
#: How long a bot that is still loading is waited for, seconds.
_LOADING_SECONDS = 1.0
#: A platform that takes nothing for this long will not get the message any more, seconds.
GIVEN_UP_AFTER = 86_400.0
#: How often this process looks for what others have left behind, seconds.
SWEEP_SECONDS = 5.0
_BEATS_BETWEEN_CLEANINGS = 720
#: How long the end of the process waits for turns under way; the rest is taken up by the next process.
DRAIN_SECONDS = 3.0

_BACKOFF = wait_random_exponential(multiplier=0.5, max=60)

#: What turns one message into the calls that answer it. `give_up` asks for an apology without trying.
Answering = Callable[[Waiting, bool], Awaitable[list[Call]]]
#: What hands a call to the platform; raises `TryLater` or `Refused`.
Delivering = Callable[[Call], Awaitable[None]]


class NotReady(Exception):
    """Nothing can be answered yet, whatever the message."""


class _TurnFailed(Exception):
    """A turn came to nothing; it was logged."""


class DeliveryWorker:
    """Serves the conversations of one channel.

    Args:
        mailbox: Where work waits. Its calls block, so they run beside the event loop.
        answer: Answers a message.
        deliver: Hands a call to the platform.
        sleep: Waits some seconds.
    """

    def __init__(
        self,
        mailbox: Mailbox,
        answer: Answering,
        deliver: Delivering,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        self._mailbox = mailbox
        self._answer = answer
        self._deliver = deliver
        self._sleep = sleep
        self._turns = asyncio.Semaphore(TURNS_AT_ONCE)
        # A message that ends the process takes those beside it along, and their tries count too. So what was tried
        # before is tried alone: the next time only the message that does it is counted.
        self._further_tries = asyncio.Semaphore(1)
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._woken: set[str] = set()
        self._busy: set[str] = set()
        self._is_open = False
        self._stopping = False
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the mailbox and take up what was left in it, now or once the database answers."""
        await self._open()
        self._sweeper = asyncio.create_task(self._sweep())

    async def _open(self) -> None:
        try:
            await asyncio.to_thread(self._mailbox.open)
        except StoreUnavailable as error:
            logger.warning("channel.store_unavailable", reason=str(error))
        else:
            self._is_open = True

    def wake(self, conversation: str) -> None:
        """Tell that a conversation has something to do."""
        if self._stopping:
            return
        self._woken.add(conversation)
        if conversation not in self._under_way:
            self._under_way[conversation] = asyncio.create_task(self._serve(conversation))

    async def stop(self) -> None:
        """Let turns and calls under way come to their end, and leave the rest in the mailbox."""
        self._stopping = True
        if self._sweeper is not None:
            self._sweeper.cancel()
        busy = [task for conversation, task in self._under_way.items() if conversation in self._busy]
        if busy:
            await asyncio.wait(busy, timeout=DRAIN_SECONDS)
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, conversation: str) -> None:
        try:
            while conversation in self._woken and not self._stopping:
                self._woken.discard(conversation)
                if await asyncio.to_thread(self._mailbox.take, conversation):
                    try:
                        await self._work_off(conversation)
                    finally:
                        await asyncio.shield(asyncio.to_thread(self._mailbox.let_go, conversation))
        except StoreUnavailable as error:
            logger.warning("channel.store_unavailable", reason=str(error))  # the sweep comes back to it
        finally:
            self._under_way.pop(conversation, None)

    async def _work_off(self, conversation: str) -> None:
        while not self._stopping:
            task = await asyncio.to_thread(self._mailbox.next_task, conversation)
            if task is None:
                return
            if isinstance(task, Undelivered):
                await self._hand_over(conversation, task)
            elif (pause := self._mailbox.gathers(task)) > 0:
                await self._sleep(pause)
            else:
                await self._answer_message(conversation, task)

    async def _answer_message(self, conversation: str, waiting: Waiting) -> None:
        async with self._further_tries if waiting.tries else self._turns, self._holding(conversation):
            try:
                if waiting.tries >= MOST_TRIES:
                    await self._set_aside(conversation, waiting)
                else:
                    await self._try(conversation, waiting)
                return
            except NotReady:
                pause = _LOADING_SECONDS
            except _TurnFailed:
                pause = 2.0**waiting.tries
        await self._sleep(pause)

    async def _try(self, conversation: str, waiting: Waiting) -> None:
        """Answer a message.

        Raises:
            NotReady: The bot is loading; nothing was tried.
            _TurnFailed: It came to nothing, and is counted.
        """
        await asyncio.to_thread(self._mailbox.begin, waiting)
        try:
            calls = await asyncio.wait_for(self._answer(waiting, False), TURN_SECONDS)
        except NotReady:
            await asyncio.to_thread(self._mailbox.give_back, waiting)
            raise
        except asyncio.CancelledError:
            if self._stopping:
                # The process ends as it should, however often it does: the message has done nothing.
                await asyncio.shield(asyncio.to_thread(self._mailbox.give_back, waiting))
            raise
        except Exception as error:  # noqa: BLE001 - whatever breaks a turn must not lose the message
            # The error's own words may hold what the customer wrote.
            logger.error("channel.turn_failed", error=type(error).__name__, tries=waiting.tries + 1)
            raise _TurnFailed from None
        await asyncio.to_thread(self._mailbox.answered, conversation, waiting, calls)

    async def _set_aside(self, conversation: str, waiting: Waiting) -> None:
        """Apologise for a message that can't be answered, and keep it for a person.

        Raises:
            NotReady: The bot is loading, and has no words yet.
        """
        calls: list[Call] = []
        try:
            calls = await self._answer(waiting, True)
        except NotReady:
            raise
        except Exception as error:  # noqa: BLE001 - without words it is set aside all the same
            logger.error("channel.no_apology", error=type(error).__name__)
        await asyncio.to_thread(self._mailbox.set_aside, conversation, waiting, calls)
        logger.error("channel.set_aside", tries=waiting.tries)

    async def _hand_over(self, conversation: str, undelivered: Undelivered) -> None:
        """Try until the platform takes the call; it stays in the mailbox all the while."""

        def too_old(state: RetryCallState) -> bool:
            return self._mailbox.age(undelivered) > GIVEN_UP_AFTER

        retrying = AsyncRetrying(
            retry=retry_if_exception(_is_passing), wait=_wait, stop=too_old, sleep=self._sleep, reraise=True
        )
        try:
            async for attempt in retrying:
                with attempt:
                    async with self._holding(conversation):
                        await self._deliver(undelivered.call)
        except TryLater as late:
            logger.error("channel.given_up", reason=str(late))
        except Refused as refusal:
            logger.warning("channel.refused", reason=str(refusal))
        except Exception as error:  # noqa: BLE001 - what was said before it must not keep back all that comes after
            logger.error("channel.given_up", reason=type(error).__name__)
        await asyncio.to_thread(self._mailbox.delivered, undelivered)

    @contextlib.asynccontextmanager
    async def _holding(self, conversation: str) -> Any:
        """While this lasts, the end of the process waits for the conversation."""
        self._busy.add(conversation)
        try:
            yield
        finally:
            self._busy.discard(conversation)

    async def _sweep(self) -> None:
        for beat in itertools.count():
            if beat:
                await asyncio.sleep(SWEEP_SECONDS)
            if not self._is_open:
                await self._open()
                continue
            try:
                await asyncio.to_thread(self._mailbox.keep, list(self._under_way))
                for conversation in await asyncio.to_thread(self._mailbox.unserved):
                    self.wake(conversation)
                if beat % _BEATS_BETWEEN_CLEANINGS == 0:
                    await asyncio.to_thread(self._mailbox.forget_old)
            except StoreUnavailable as error:
                logger.warning("channel.store_unavailable", reason=str(error))


def _is_passing(error: BaseException) -> bool:
    """Whether a call may be taken later; what nobody has thought of may pass as well as an outage."""
    return isinstance(error, Exception) and not isinstance(error, Refused)


def _wait(state: RetryCallState) -> float:
    """The seconds that the platform asks for; otherwise longer each time, up to a minute."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, TryLater) else None
    return asked if asked is not None else float(_BACKOFF(state))
