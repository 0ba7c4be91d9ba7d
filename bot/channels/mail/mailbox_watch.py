"""Takes mails from a mailbox as they come: where its server says so at once, else with a look every few seconds."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Final

import structlog

from bot.channels.mail.idle import wait_for_mail
from bot.channels.mail.imap import AT_ONCE, Keeping, MailboxAway, folder_of, take_mails
from bot.channels.mail.smtp import Server
from bot.channels.mailbox import LEASE_SECONDS, MailboxFull
from core.database.errors import StoreUnavailable

logger = structlog.get_logger(__name__)

#: How often the mailbox is looked into, seconds, and how seldom while it can't be.
LOOK_SECONDS: Final = 10.0
MOST_LOOK_SECONDS: Final = 300.0
#: Between what the server tells of and the look: mails that come together are taken together.
_GATHER_SECONDS: Final = 0.5
_CHANNEL: Final = "email"


class MailboxWatch:
    """Watches a mailbox. Any number of processes may, and one at a time reads it.

    Args:
        server: The mailbox.
        may_read: Whether this process may read it now, and nobody else for `LEASE_SECONDS`.
        keep: Keeps a mail.
        look_seconds: How often it is looked into.
    """

    def __init__(
        self, server: Server, may_read: Callable[[], bool], keep: Keeping, look_seconds: float = LOOK_SECONDS
    ) -> None:
        self._server = server
        self._may_read = may_read
        self._keep = keep
        self._look_seconds = look_seconds
        self._stopping = threading.Event()
        self._failures = 0
        self._renewed = 0.0

    def stop(self) -> None:
        """Wait for nothing further; a thread that waits ends in a moment."""
        self._stopping.set()

    async def run(self) -> None:
        """Read until it is stopped or the task is cancelled."""
        while not self._stopping.is_set():
            try:
                await asyncio.to_thread(self.read)
            except (MailboxAway, StoreUnavailable, MailboxFull) as error:
                self._failed(str(error))
            except Exception as error:  # noqa: BLE001 - one mail must not end the looking
                self._failed(type(error).__name__)
            await asyncio.sleep(min(self._look_seconds * 2**self._failures, MOST_LOOK_SECONDS))

    def read(self) -> None:
        """Take what is there, and what comes for as long as the server tells of it.

        Raises:
            MailboxAway: The server is away, or refuses.
            StoreUnavailable: The database did not answer.
            MailboxFull: More waits for answers than is sound.
        """
        if not self._may_read():
            return  # another process does
        with folder_of(self._server) as folder:
            while not self._stopping.is_set():
                taken = take_mails(folder, self._keep, self._may_read, datetime.now(timezone.utc))
                self._failures = 0
                self._renewed = time.monotonic()
                if not folder.idles:
                    return
                if taken < AT_ONCE and not wait_for_mail(folder.connection, self._may_wait):
                    return
                self._stopping.wait(_GATHER_SECONDS)
                if not self._may_wait():
                    return

    def _may_wait(self) -> bool:
        """Whether to wait any longer; it stays this process's to read meanwhile."""
        if self._stopping.is_set():
            return False
        if time.monotonic() - self._renewed > LEASE_SECONDS / 3:
            if not self._may_read():
                return False
            self._renewed = time.monotonic()
        return True

    def _failed(self, reason: str) -> None:
        self._failures += 1
        logger.error("channel.mailbox_away", channel=_CHANNEL, reason=reason)
