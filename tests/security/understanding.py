"""Reads messages with the trained model, as a serving process does, and tells how long each took.

A process of its own: texts come as JSON, each text's seconds of the processor go out on a line. Whoever waits for the
lines knows which text it was that took too long. Seconds are those of a machine that is as quick as it was when bounds
were set (pace.py).
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from time import process_time
from typing import Any

from pace import slowness

from bot.rasa_patches.one_thread import use_one_thread
from bot.rasa_patches.without_tensorflow import keep_out


async def tell(agent: Any, texts: list[str]) -> None:
    """Reads the texts one after the other; one that seemed slow is read again, for a machine may be busy."""
    await agent.parse_message("hello, where is R1001? I sent it 3 days ago")
    for text in texts:
        seconds = await _seconds(agent, text)
        if seconds > 0.3:
            seconds = min(seconds, await _seconds(agent, text))
        sys.stdout.write(f"SECONDS {seconds:.4f}\n")
        sys.stdout.flush()


async def _seconds(agent: Any, text: str) -> float:
    begun = process_time()
    await agent.parse_message(text)
    return (process_time() - begun) / slowness()


if __name__ == "__main__":
    use_one_thread(os.environ)
    keep_out()
    # Importing Rasa is what the guard has to come before.
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    from bot.rasa_patches.install import install

    install()
    configure_structlog(logging.ERROR)
    asyncio.run(tell(Agent.load(sys.argv[1]), json.load(sys.stdin)))
