"""Two ways to load the desk: customers who each wait for their answer, and customers who come when they come."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from itertools import count
from typing import Any, Final

from lab.load.client import Client
from lab.load.customers import Customer
from lab.load.ledger import Message
from lab.load.schedule import Planned
from lab.load.scripts import Script, script

#: Seconds between two messages that a customer sends "at the same time": enough for the network to keep their order.
AT_ONCE_GAP: Final = 0.05


async def closed_loop(
    client: Client, everyone: Sequence[Customer], conversations: int, seconds: float, tag: str
) -> None:
    """So many conversations at a time; the next message follows an answer at once, and a new conversation the last.

    Args:
        client: Who sends.
        everyone: Who may talk.
        conversations: How many at a time.
        seconds: How long; what is under way then is waited for.
        tag: Makes the conversations' names unique among runs.
    """
    numbers = count()

    async def one_after_another() -> None:
        while client.now() < seconds:
            number = next(numbers)
            who = everyone[number % len(everyone)]
            for place, line in enumerate(script(number, who)):
                if client.now() >= seconds:
                    return
                await client.say(Message(f"{tag}-{number}", place, line, who, intended=client.now()))

    await _all(one_after_another() for _ in range(conversations))


async def open_loop(client: Client, planned: Sequence[Planned], everyone: Sequence[Customer], tag: str) -> None:
    """Conversations by a schedule. Who is not answered in time sends the next message late, and that counts as waiting.

    Args:
        client: Who sends.
        planned: The schedule.
        everyone: Who may talk.
        tag: Makes the conversations' names unique among runs.
    """

    async def one(plan: Planned) -> None:
        who = everyone[plan.number % len(everyone)]
        await by_plan(client, script(plan.number, who), plan.begins, who, f"{tag}-{plan.number}")

    await _all(one(plan) for plan in planned)


async def by_plan(client: Client, lines: Script, begins: Sequence[float], who: Customer, sender: str) -> None:
    """One conversation, each message at its time or as soon as the one before is answered."""
    for place, (line, begin) in enumerate(zip(lines, begins, strict=True)):
        await client.until(begin)
        message = Message(sender, place, line, who, intended=begin)
        await client.say(message)
        if message.acknowledged is None:
            return


async def at_once(client: Client, lines: Script, who: Customer, sender: str, gap: float = AT_ONCE_GAP) -> None:
    """A page on which a customer signs in, then sends two messages at a time without waiting for the first's answer."""
    session = await client.session()
    messages = [Message(sender, place, line, who, intended=0.0, session=session) for place, line in enumerate(lines)]
    await _said(client, messages[0])
    for one, other in zip(messages[1::2], messages[2::2], strict=False):
        first = asyncio.ensure_future(_said(client, one))
        await asyncio.sleep(gap)
        await asyncio.gather(first, _said(client, other))


async def _said(client: Client, message: Message) -> None:
    message.intended = client.now()
    await client.say(message)


async def _all(works: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Wait for all; the first failure ends the rest."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
