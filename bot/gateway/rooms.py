"""The tabs in which a conversation is open: each shows what is said in any of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Optional

from rasa.core.channels.channel import OutputChannel
from socketio import AsyncServer

from bot.gateway.message_queue import HandledTurn, InboundMessage
from bot.gateway.transcript import DeskMessage
from core.identifiers import WEB

_NAMESPACE: Final = "/"


class Rooms:
    """Sends to all tabs of a conversation; a room bears the conversation's id.

    Args:
        sio: The Socket.IO server.
        shared: Whether other processes have tabs as well, of which this one does not know.
    """

    def __init__(self, sio: AsyncServer, *, shared: bool) -> None:
        self._sio = sio
        self._shared = shared

    def tabs(self, conversation: str) -> int:
        """How many tabs of this process show a conversation."""
        rooms = self._sio.manager.rooms.get(_NAMESPACE, {})
        return len(rooms.get(conversation, ()))

    def has_somebody(self, conversation: str) -> bool:
        """Whether somebody may be there."""
        return self._shared or self.tabs(conversation) > 0

    async def turn_begins(self, said: InboundMessage) -> None:
        """Show that the desk is writing."""
        if self._is_open(said.conversation):
            await self._emit("typing", {"on": True}, said.conversation)

    async def turn_ends(self, said: InboundMessage, turn: Optional[HandledTurn]) -> None:
        """Show what the customer said to their other tabs, and the answers to all."""
        if not self._is_open(said.conversation):
            return
        if turn is not None:
            if turn.customer is not None:
                theirs = turn.customer
                echo = {"message": theirs.text, "message_id": theirs.message_id, "at": theirs.at}
                await self._emit("customer", echo, said.conversation, skip_sid=said.origin)
            for answer in turn.answers:
                await self.show(said.conversation, answer)
        await self._emit("typing", {"on": False}, said.conversation)

    async def show(self, conversation: str, answer: DeskMessage) -> None:
        """Show a message of the desk."""
        await self._emit("desk", answer.as_dict(), conversation)

    async def person_writes(self, conversation: str) -> None:
        """Show for some seconds that a person writes."""
        await self._emit("person_writes", {}, conversation)

    async def end(self, conversation: str) -> None:
        """Say that the conversation was ended, and close its room."""
        await self._emit("ended", {}, conversation)
        await self._sio.close_room(conversation)

    def _is_open(self, conversation: str) -> bool:
        return conversation.startswith(WEB) and self.has_somebody(conversation)

    async def _emit(
        self, event: str, data: Mapping[str, Any], conversation: str, *, skip_sid: Optional[str] = None
    ) -> None:
        await self._sio.emit(event, data, room=conversation, skip_sid=skip_sid)


class RoomOutput(OutputChannel):
    """The tabs of a conversation as an output channel."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    @classmethod
    def name(cls) -> str:
        """The channel whose tabs they are."""
        return "socketio"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Show a message with its id and instant in every tab."""
        said = {name: value for name, value in message.items() if name not in ("id", "at", "response", "by")}
        shown = DeskMessage(message["id"], said, message["at"], message.get("response"), message.get("by"))
        await self._rooms.show(recipient_id, shown)

    async def show_writing(self, recipient_id: str) -> None:
        """Show in every tab that a person writes."""
        await self._rooms.person_writes(recipient_id)
