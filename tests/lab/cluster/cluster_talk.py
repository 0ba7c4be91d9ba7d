"""A conversation with a cluster: said to one bot or another, and looked up where it is stored."""

from __future__ import annotations

import json
import os
import signal
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Optional

import requests
from redis import Redis

from bot.storage.locks.redis_locks import _keys
from core.conversations.conversations import open_conversations
from lab.testbed.cluster import Cluster, Member

ANSWER_SECONDS = 60
#: Turns are short, so that it takes a few until one is caught in the middle.
_TRIES = 200
_ON_ITS_WAY_SECONDS = 0.05


@dataclass
class Talk:
    """A conversation that the shop's server leads for a customer."""

    cluster: Cluster
    sender: str = field(default_factory=lambda: uuid.uuid4().hex)

    def say(self, message: str, bot: Optional[Member] = None, message_id: Optional[str] = None) -> requests.Response:
        """Says something, through nginx unless a bot is named."""
        return requests.post(
            f"{bot.url if bot else self.cluster.url}/webhooks/rest/webhook",
            headers={"X-API-Key": self.cluster.api_key},
            json={"sender": self.sender, "message": message, "message_id": message_id or uuid.uuid4().hex},
            timeout=ANSWER_SECONDS,
        )

    def text(self, message: str, bot: Optional[Member] = None) -> str:
        """What the desk answers, in one piece."""
        answer = self.say(message, bot)
        assert answer.status_code == 200, answer.text
        return "\n".join(part.get("text", "") for part in answer.json())

    def stored(self) -> list[str]:
        """The ids of the customer's messages that are stored, in their order."""
        events = open_conversations(self.cluster.database_url).all_events(f"api:{self.sender}")
        return [event["message_id"] for event in map(json.loads, events) if event["event"] == "user"]

    @contextmanager
    def caught(self, bot: Member, message: str) -> Iterator[tuple[str, Future[requests.Response]]]:
        """Stops a bot while it works on a message; yields the message's id and its answer to be.

        The bot goes on with the end of the block, if it is still there.
        """
        tickets, _, _ = _keys(f"api:{self.sender}")
        redis = Redis.from_url(self.cluster.redis.url)
        with ThreadPoolExecutor(1) as sending:
            for _ in range(_TRIES):
                message_id = f"caught-{uuid.uuid4().hex}"
                answer = sending.submit(self.say, message, bot, message_id)
                while not answer.done() and not redis.exists(tickets):
                    time.sleep(0.0005)
                os.kill(bot.pid, signal.SIGSTOP)
                # What is on its way to the database gets there while the bot stands still: that turn is over.
                time.sleep(_ON_ITS_WAY_SECONDS)
                if redis.exists(tickets) and message_id not in self.stored():
                    break
                os.kill(bot.pid, signal.SIGCONT)
                answer.result()
            else:
                raise AssertionError("no turn was caught in the middle")
            try:
                yield message_id, answer
            finally:
                with suppress(ProcessLookupError):
                    os.kill(bot.pid, signal.SIGCONT)
