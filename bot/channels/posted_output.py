"""What the desk says without having been asked: a person's answer, a reminder."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.channels.outgoing import Call, ChannelWords, OutgoingMessage, Place
from bot.channels.platform import Platform


class PostedOutput(OutputChannel):
    """Puts messages into a channel's mailbox, from which they are delivered.

    Args:
        platform: Where the person is.
        conversation: The conversation's id within the channel.
        words: Finds the words around choices, in the language that the conversation is in by then.
        post: Keeps calls for the conversation.
    """

    def __init__(
        self,
        platform: Platform,
        conversation: str,
        words: Callable[[], Awaitable[ChannelWords]],
        post: Callable[[str, Sequence[Call]], Awaitable[None]],
    ) -> None:
        self._platform = platform
        self._conversation = conversation
        self._words = words
        self._post = post

    def name(self) -> str:
        return self._platform.name

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one message for delivery.

        Raises:
            StoreUnavailable: It could not be kept.
        """
        said = OutgoingMessage.from_response(message)
        if said.text:
            calls = self._platform.write(Place(self._conversation), said, await self._words())
            await self._post(self._conversation, calls)
