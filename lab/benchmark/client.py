"""Talks to a bot over REST and takes the time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from typing import Any

import aiohttp

from lab.benchmark.turns import WHO

_ANSWER_SECONDS = 60
#: How often a message is sent that is refused, and how long is waited before it is sent again.
_TRIES = 5
_PAUSE_SECONDS = 1.0
#: A customer asks about so many things before the next one comes.
TURNS_PER_CONVERSATION = 5

Answer = tuple[dict[str, Any], ...]


@dataclass
class Client:
    """Conversations with one bot, each under a sender of its own.

    Args:
        webhook: The bot's REST webhook.
        session: The HTTP connections.
        name: What the senders' names begin with.
        pause: For how many seconds whoever is refused waits.
        refused: How many messages the bot has refused.
    """

    webhook: str
    session: aiohttp.ClientSession
    name: str
    pause: float = _PAUSE_SECONDS
    refused: int = 0
    _senders: count[int] = field(default_factory=count)

    def sender(self) -> str:
        """A customer who has not said anything yet."""
        return f"{self.name}-{next(self._senders)}"

    async def say(self, sender: str, message: str) -> tuple[Answer, float]:
        """Send a message; the bot's messages, without the sender's name, and the seconds until they were there."""
        begin = time.perf_counter()
        async with self.session.post(self.webhook, json={"sender": sender, "message": message}) as response:
            response.raise_for_status()
            said = await response.json()
        seconds = time.perf_counter() - begin
        return tuple({key: value for key, value in each.items() if key != "recipient_id"} for each in said), seconds

    async def say_at_last(self, sender: str, message: str) -> tuple[Answer, float]:
        """The same, again where the bot refused it for the moment: the seconds are those of the answer.

        Raises:
            aiohttp.ClientResponseError: It went on refusing.
        """
        for _ in range(_TRIES - 1):
            try:
                return await self.say(sender, message)
            except aiohttp.ClientResponseError:
                await self._note_refusal()
        return await self.say(sender, message)

    async def _note_refusal(self) -> None:
        self.refused += 1
        await asyncio.sleep(self.pause)

    async def time_policy(self, questions: Sequence[str]) -> list[float]:
        """Seconds for each question, asked one after the other."""
        taken = []
        sender = ""
        for number, question in enumerate(questions):
            if number % TURNS_PER_CONVERSATION == 0:
                sender = self.sender()
                await self.say_at_last(sender, "hello")
            taken.append((await self.say_at_last(sender, question))[1])
        return taken

    async def time_store_backed(self, questions: Sequence[str]) -> list[float]:
        """Seconds for each question of one customer who has proven who they are."""
        sender = self.sender()
        await self.say_at_last(sender, WHO)
        return [(await self.say_at_last(sender, question))[1] for question in questions]

    async def messages_per_second(self, questions: Sequence[str], conversations: int, seconds: float) -> float:
        """How many messages are answered a second while so many customers talk, each waiting for every answer.

        One that is refused is not answered, and ends nothing.
        """
        end = time.perf_counter() + seconds

        async def customer(number: int) -> int:
            answered = 0
            sender = ""
            for question in islice(cycle(questions), number % len(questions), None):
                if time.perf_counter() >= end:
                    return answered
                if answered % TURNS_PER_CONVERSATION == 0:
                    sender = self.sender()
                try:
                    await self.say(sender, question)
                except aiohttp.ClientResponseError:
                    await self._note_refusal()
                else:
                    answered += 1
            return answered

        begin = time.perf_counter()
        answered = await asyncio.gather(*(customer(number) for number in range(conversations)))
        return sum(answered) / (time.perf_counter() - begin)


def connections() -> aiohttp.ClientSession:
    """Connections for one client; as many as there are customers."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=_ANSWER_SECONDS)
    )


async def common_questions(clients: Sequence[Client], questions: Sequence[str], who: str | None) -> tuple[str, ...]:
    """The questions that all bots answer with the same words; only those are measured.

    A bot that misunderstands a question would be timed at another task.

    Args:
        clients: The bots.
        questions: What to ask.
        who: What a customer says first, None where it does not matter who asks.
    """
    answers = []
    for client in clients:
        sender = client.sender()
        if who is not None:
            await client.say_at_last(sender, who)
        answers.append([(await client.say_at_last(sender, question))[0] for question in questions])
    return tuple(
        question
        for number, question in enumerate(questions)
        if answers[0][number] and all(each[number] == answers[0][number] for each in answers)
    )
