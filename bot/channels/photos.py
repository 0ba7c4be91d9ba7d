"""Takes what customers attach to messages to the desk, which checks it, makes it safe and keeps it (docs/photos.md)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import structlog

from bot.channels.incoming import MISSED, MOST_ATTACHED, TOO_LARGE, TOO_MANY, Attachment
from bot.channels.outgoing import Refused, TryLater
from bot.channels.platform import TooLarge
from bot.gateway.action_server_client import ActionServerRefused, DeskClient, DeskUnavailable
from bot.gateway.photos import LONGEST_CAPTION, MOST_AT_ONCE

logger = structlog.get_logger(__name__)

#: How long to wait before a platform or the desk is asked again, seconds. Then the customer is asked to send it anew.
_PAUSES: Final = (1.0, 3.0)
#: How long a message's files may take in all, seconds; less than a turn may.
MOST_SECONDS: Final = 80.0

#: Fetches a file by what the platform calls it; blocks.
Fetching = Callable[[str], bytes]


@dataclass(frozen=True)
class Wanted:
    """What is done with the photos of a conversation.

    Args:
        open: Whether a request or ticket is open that they could be about.
        held: Those that came before its customer was known.
    """

    open: bool
    held: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Held:
    """What waits for a proof of who sent it.

    Args:
        files: How many.
        refused: How many do not, by what is wrong with them.
    """

    files: int
    refused: Mapping[str, int]


class ChannelPhotos:
    """What is attached to the messages of one channel.

    Args:
        desk: Asks the actions.
        fetch: Fetches from the platform, None where messages hold their files themselves.
        sleep: Waits some seconds.
    """

    def __init__(
        self, desk: DeskClient, fetch: Fetching | None = None, sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep
    ) -> None:
        self._desk = desk
        self._fetch = fetch
        self._sleep = sleep

    async def wanted(self, conversation: str, form: str | None) -> Wanted:
        """Whether a request or ticket is open that photos could be about, and which ones wait for one.

        Args:
            conversation: The conversation's id.
            form: The form that runs in it, if any.

        Raises:
            TryLater: The desk can't tell now.
        """
        try:
            told = await self._asked(partial(self._desk.photos, "wanted", {"conversation": conversation, "form": form}))
        except (ActionServerRefused, DeskUnavailable) as error:
            logger.warning("channel.photos_not_taken", reason=type(error).__name__)
            raise TryLater("the desk can't tell") from None
        held = tuple(Attachment(file=str(name)) for name in told.get("held") or ())
        return Wanted(bool(told.get("wanted")), held)

    async def hold(self, conversation: str, attached: Sequence[Attachment], caption: str) -> Held | None:
        """Have files wait until whoever sent them has proven who they are.

        Returns:
            What waits; None where no such proof is under way, and nothing was done.

        Raises:
            TryLater: The desk can't keep them now.
        """
        names = [each.file for each in attached if each.file]
        problems = Counter(each.problem for each in attached if each.problem)
        if not names:
            return None
        told = {"conversation": conversation, "files": names[:MOST_ATTACHED], "caption": caption[:LONGEST_CAPTION]}
        try:
            held = (await self._asked(partial(self._desk.photos, "hold", told))).get("held")
        except (ActionServerRefused, DeskUnavailable) as error:
            logger.warning("channel.photos_not_held", reason=type(error).__name__)
            raise TryLater("the desk can't keep photos") from None
        if held is None:
            return None
        if held < len(names):
            problems[TOO_MANY] += len(names) - held
        return Held(held, problems)

    async def take_in(self, conversation: str, attached: Iterable[Attachment]) -> tuple[Attachment, ...]:
        """Have files kept that are not yet; each comes back with its name at the desk or with what is wrong with it."""
        loop = asyncio.get_running_loop()
        until = loop.time() + MOST_SECONDS
        taken = []
        for each in attached:
            if each.file or each.problem:
                taken.append(each)
            elif loop.time() >= until:
                taken.append(replace(each, problem=MISSED, content=b""))
            else:
                taken.append(await self._taken_in(conversation, each, until - loop.time()))
        return tuple(taken)

    async def _taken_in(self, conversation: str, attachment: Attachment, seconds: float) -> Attachment:
        kept = Attachment(reference=attachment.reference)
        begun: list[str] = []
        try:
            return replace(kept, file=await asyncio.wait_for(self._file(conversation, attachment, begun), seconds))
        except TooLarge:
            return replace(kept, problem=TOO_LARGE)
        except ActionServerRefused as refused:
            return replace(kept, problem=refused.problem or MISSED)
        except (TryLater, Refused, DeskUnavailable, asyncio.TimeoutError) as error:
            # The error's words may name where the file is.
            logger.warning("channel.photo_missed", reason=type(error).__name__)
            # The desk may have it by now, whole or in part, and the customer is told that it did not arrive.
            await self.discard(conversation, [replace(kept, file=name) for name in begun])
            return replace(kept, problem=MISSED)

    async def _file(self, conversation: str, attachment: Attachment, names: list[str]) -> str:
        content = attachment.content or await self._asked(partial(self._fetched, attachment.reference))
        begun = await self._asked(
            partial(self._desk.photos, "begin", {"conversation": conversation, "size": len(content)})
        )
        name, piece = str(begun["file"]), int(begun["piece"])
        names.append(name)
        for at in range(0, len(content), piece):
            part = content[at : at + piece]
            # A piece that comes again changes nothing.
            await self._asked(partial(self._desk.photo_piece, conversation, name, at, part))
        return name

    async def _fetched(self, reference: str) -> bytes:
        if self._fetch is None or not reference:
            raise Refused("there is nothing to fetch")
        return await asyncio.to_thread(self._fetch, reference)

    async def _asked(self, question: Callable[[], Awaitable[Any]]) -> Any:
        """What is answered, after some tries where nobody answers."""
        for pause in _PAUSES:
            try:
                return await question()
            except (TryLater, DeskUnavailable):
                await self._sleep(pause)
        return await question()

    async def send(
        self, conversation: str, attached: Sequence[Attachment], message_id: str, caption: str
    ) -> Mapping[str, int]:
        """Note which files a message sends.

        Returns:
            How many were not taken, by what is wrong with them.

        Raises:
            TryLater: The desk can't note it now.
        """
        names = [each.file for each in attached if each.file]
        told = {"conversation": conversation, "message_id": message_id, "caption": caption[:LONGEST_CAPTION]}
        for first in range(0, len(names), MOST_AT_ONCE):
            some = {**told, "files": names[first : first + MOST_AT_ONCE]}
            try:
                await self._asked(partial(self._desk.photos, "sent", some))
            except ActionServerRefused as refused:
                # They were purged or forgotten meanwhile.
                logger.warning("channel.photos_not_sent", problem=refused.problem)
            except DeskUnavailable:
                raise TryLater("the desk can't note what was sent") from None
        return Counter(each.problem for each in attached if each.problem)

    async def discard(self, conversation: str, attached: Iterable[Attachment]) -> None:
        """Delete files that are not sent after all; the desk lets what can't be deleted now go by itself in a day."""
        for name in [each.file for each in attached if each.file]:
            told = {"conversation": conversation, "file": name}
            try:
                await self._asked(partial(self._desk.photos, "remove", told))
            except (ActionServerRefused, DeskUnavailable) as error:
                logger.warning("channel.photo_not_deleted", reason=type(error).__name__)
