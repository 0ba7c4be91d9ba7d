"""A process that works off a mailbox with a real courier, until nothing waits or a message ends it.

    python mortal_process.py DATABASE-URL SECONDS-LATER

Of a message's text the first word says what answering it does: `kill` ends the process at once, `hang` keeps it from
everything else, any other is answered. What is delivered goes to standard output, a line each.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
import uuid

import structlog

from bot.channels.delivery_worker import DeliveryWorker
from bot.channels.mailbox import Mailbox, Waiting
from bot.channels.outgoing import Call
from core.database.engine import open_engine

CHANNEL = "telegram"
HANGS = "hangs"


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


async def answer(waiting: Waiting, give_up: bool) -> list[Call]:
    if give_up:
        return [Call("/send", {"text": f"sorry {waiting.incoming.person}"})]
    # The others are under way by then.
    await asyncio.sleep(0.2)
    if waiting.incoming.text.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    if waiting.incoming.text.startswith("hang"):
        say(HANGS)
        time.sleep(600)
    await asyncio.sleep(0.1)
    return [Call("/send", {"text": waiting.incoming.text})]


async def deliver(call: Call) -> None:
    say(call.body["text"])


async def main(url: str, later: float) -> None:
    mailbox = Mailbox(open_engine(url), CHANNEL, uuid.uuid4().hex, lambda: time.time() + later)
    courier = DeliveryWorker(mailbox, answer, deliver)
    await courier.start()
    while any(mailbox.waiting()[queue] for queue in ("channel_messages", "channel_answers")):
        await asyncio.sleep(0.05)
    await courier.stop()


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
