"""Processes that work off a mailbox with a real worker, until nothing waits or a message ends them.

    python mortal_process.py

Each line of standard input, `SECONDS-LATER DATABASE-URL`, begins one; they are forked, since Rasa takes seconds to
import. Of a message's text the first word says what answering it does: `kill` ends the process at
once, `hang` keeps it from everything else, any other is answered. What is delivered goes to standard output, a line
each, with `hangs PID` from one that hangs and `ended STATUS` after the last of each.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
import uuid
from typing import TYPE_CHECKING

from bot.rasa_patches.unused_packages import leave_out
from bot.rasa_patches.without_tensorflow import keep_out

if TYPE_CHECKING:
    from bot.channels.mailbox import Waiting
    from bot.channels.outgoing import Call

CHANNEL = "telegram"
HANGS = "hangs"
ENDED = "ended"


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


async def answer(waiting: Waiting, give_up: bool) -> list[Call]:
    from bot.channels.outgoing import Call

    if give_up:
        return [Call("/send", {"text": f"sorry {waiting.incoming.person}"})]
    # The others are under way by then.
    await asyncio.sleep(0.2)
    if waiting.incoming.text.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    if waiting.incoming.text.startswith("hang"):
        say(f"{HANGS} {os.getpid()}")
        time.sleep(600)
    await asyncio.sleep(0.1)
    return [Call("/send", {"text": waiting.incoming.text})]


async def deliver(call: Call) -> None:
    say(call.body["text"])


async def work(url: str, later: float) -> None:
    from bot.channels.delivery_worker import DeliveryWorker
    from bot.channels.mailbox import Mailbox
    from core.database.engine import open_engine

    mailbox = Mailbox(open_engine(url), CHANNEL, uuid.uuid4().hex, lambda: time.time() + later)
    worker = DeliveryWorker(mailbox, answer, deliver)
    await worker.start()
    while any(mailbox.waiting()[queue] for queue in ("channel_messages", "channel_answers")):
        await asyncio.sleep(0.05)
    await worker.stop()


def main() -> None:
    leave_out()
    keep_out()
    import structlog

    import bot.channels.delivery_worker  # noqa: F401  # for all that are forked

    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    for line in sys.stdin:
        child = os.fork()
        if not child:
            later, url = line.split()
            asyncio.run(work(url, float(later)))
            sys.exit()
        _, status = os.waitpid(child, 0)
        say(f"{ENDED} {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main()
