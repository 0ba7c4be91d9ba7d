"""A customer's visit on a page: its session, who they are, what was said, and its end. REST and Socket.IO share it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Final, Optional

from bot.gateway.action_server_client import ActionServerRefused, DeskClient, DeskUnavailable
from bot.gateway.conversation_end import close, is_ended
from bot.gateway.conversation_owner import named_in, sign_in_owner
from bot.gateway.errors import ApiError
from bot.gateway.introductions import introduction_in, remember
from bot.gateway.message_queue import HAS_ENDED, TurnRunner
from bot.gateway.request_bodies import LONGEST_TOKEN, text_in
from bot.gateway.sessions import Sessions
from bot.gateway.transcript import DeskMessage, transcript_of
from bot.gateway.triggers import greet
from bot.rasa_patches.message_guard import kept
from bot.storage.conversation_store import look_at
from core.identifiers import NumberShapes
from core.languages import LOCALE

#: How much of a conversation a page gets to see again.
LONGEST_HISTORY: Final = 200
#: What greets whoever opens the chat.
OPEN_CHAT: Final = "system_open_chat"
#: In the place of a message's id: the chat as a whole is rated.
WHOLE_CHAT: Final = "chat"
#: Why an answer did not help, as the action server takes it.
REASONS: Final = ("wrong", "unclear", "off-topic")
#: How much of the customer's own words about an answer is kept.
LONGEST_WORDS: Final = 300
_NOT_NOW: Final = "The desk can't do this just now; try again in a moment."

Listener = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class Thought:
    """What a customer thought of one of the desk's messages.

    Args:
        message_id: The message, or `WHOLE_CHAT`.
        value: "up" or "down".
        reason: Why it did not help, one of `REASONS`; None where that was not said.
        words: The customer's own, masked; None where there are none.
    """

    message_id: str
    value: str
    reason: str | None = None
    words: str | None = None


class WebSessions:
    """What a page may do with its session.

    Args:
        sessions: Makes and reads sessions.
        turns: Runs what has to be done in a conversation.
        client: Asks the action server.
        keyed_hash: Makes of who somebody is what may be stored of it.
        shapes: What the shop's numbers look like.
    """

    def __init__(
        self,
        sessions: Sessions,
        turns: TurnRunner,
        client: DeskClient,
        keyed_hash: Callable[[str], str],
        shapes: NumberShapes,
    ) -> None:
        self._hash = keyed_hash
        self._shapes = shapes
        self._sessions = sessions
        self._turns = turns
        self._client = client
        #: Whoever has to know that a conversation was ended.
        self.when_ended: list[Listener] = []

    async def begin(self, token: str | None, customer_token: str | None) -> dict[str, Any]:
        """A session: a new one, or a fresh one for the conversation of an old one.

        Raises:
            ApiError: The old session or the customer's token is not good.
        """
        if token is None:
            session = self._sessions.begin()
        else:
            conversation = self._sessions.conversation_of(token)
            await self.check_open(conversation)
            session = self._sessions.renew(conversation)
        customer = (await self.sign_in(session.conversation, customer_token))["customer"] if customer_token else None
        return {"session": session.token, "expires_in": session.expires_in, "customer": customer}

    async def sign_in(self, conversation: str, customer_token: str) -> dict[str, Any]:
        """Sign the customer of a shop's token in.

        Raises:
            ApiError: The token is not good or can't be checked now, or somebody else has signed in here before.
        """
        await self.check_open(conversation)
        agent, owner = self._turns.agent, self._hash(named_in(customer_token))

        def sign_in() -> Awaitable[Any]:
            return self._asked(self._client.sign_in(conversation, customer_token))

        found = await self._turns.in_turn(conversation, lambda: sign_in_owner(agent, conversation, owner, sign_in))
        return {"customer": {"given_name": found.get("given_name")}, "expires_at": found.get("expires_at")}

    async def open(self, conversation: str, *, rich: bool, locale: Optional[str]) -> list[DeskMessage]:
        """Greet whoever opens the chat, where nothing was said yet or nothing for long.

        Raises:
            ApiError: The conversation has ended.
        """
        agent = self._turns.agent
        if OPEN_CHAT not in agent.domain.intents:
            return []
        about = {"rich": rich, **({LOCALE: locale} if locale else {})}
        return await self._turns.in_turn(conversation, lambda: greet(agent, conversation, OPEN_CHAT, about))

    async def introduce(self, conversation: str, body: Mapping[str, Any]) -> None:
        """Remember what a visitor filled in before the chat.

        Raises:
            ApiError: It can't be read, or the conversation has ended.
        """
        given = introduction_in(body, self._shapes)
        agent = self._turns.agent
        await self._turns.in_turn(conversation, lambda: remember(agent, conversation, given))

    async def history(self, conversation: str) -> list[dict[str, Any]]:
        """What was said, the newest `LONGEST_HISTORY` messages, the oldest first.

        Raises:
            ApiError: The conversation has ended.
        """
        tracker = await self._turns.agent.tracker_store.retrieve_full_tracker(conversation)
        if is_ended(tracker):
            raise ApiError(401, HAS_ENDED)
        said = [] if tracker is None else list(transcript_of(tracker.events))
        return [
            {"from": "desk", **entry.as_dict()} if isinstance(entry, DeskMessage) else entry.as_dict()
            for entry in said[-LONGEST_HISTORY:]
        ]

    async def feedback(self, conversation: str, thought: Thought) -> None:
        """Keep what the customer thought of one of the desk's messages.

        Raises:
            ApiError: There is no such message in this conversation, or it can't be kept now.
        """
        tracker = await self._turns.agent.tracker_store.retrieve_full_tracker(conversation)
        if is_ended(tracker):
            raise ApiError(401, HAS_ENDED)
        said = () if tracker is None else transcript_of(tracker.events)
        message_id = thought.message_id
        whole = message_id == WHOLE_CHAT and any(isinstance(each, DeskMessage) for each in said)
        about = next((each for each in said if isinstance(each, DeskMessage) and each.id == message_id), None)
        if not whole and (about is None or about.response is None):
            raise ApiError(400, '"id" is not that of an answer of the desk in this chat.')
        await self._asked(
            self._client.feedback(
                {
                    "session": conversation,
                    "message_id": message_id,
                    "value": thought.value,
                    "reason": thought.reason,
                    "words": thought.words,
                    "response": WHOLE_CHAT if about is None else about.response,
                    "facts": [] if about is None else about.message.get("facts") or [],
                    "at": datetime.now(timezone.utc).isoformat(),
                }
            )
        )

    async def customer_writes(self, conversation: str) -> None:
        """Tell the person who has the customer's case that they are writing.

        Raises:
            ApiError: That can't be told now.
        """
        await self._asked(self._client.customer_writes(conversation))

    async def end(self, conversation: str) -> None:
        """End a conversation and forget it; its sessions are good for nothing afterwards.

        Raises:
            ApiError: It can't be forgotten now.
        """
        await self.check_open(conversation)
        # Without a conversation the proof is of no use to anybody, and it runs out by itself.
        with suppress(ActionServerRefused, DeskUnavailable):
            await self._client.sign_out(conversation)
        agent = self._turns.agent
        await self._turns.in_turn(conversation, lambda: close(agent, conversation))
        for listener in self.when_ended:
            await listener(conversation)

    async def check_open(self, conversation: str) -> None:
        """Make sure that a conversation was not ended.

        Raises:
            ApiError: It was.
        """
        if is_ended(await look_at(self._turns.agent.tracker_store, conversation)):
            raise ApiError(401, HAS_ENDED)

    async def _asked(self, question: Awaitable[Any]) -> Any:
        try:
            return await question
        except ActionServerRefused as refused:
            if refused.status in (400, 401, 403, 409, 429):
                raise ApiError(refused.status, str(refused)) from None
            raise ApiError(503, _NOT_NOW, 5) from None
        except DeskUnavailable:
            raise ApiError(503, _NOT_NOW, 5) from None


def token_in(body: Mapping[str, Any]) -> str:
    """The shop's token of a customer.

    Raises:
        ApiError: It is missing or no text.
    """
    return text_in(body, "customer_token", LONGEST_TOKEN)


def thought_in(body: Mapping[str, Any]) -> Thought:
    """What the body of a request says of a message.

    Raises:
        ApiError: It is something else.
    """
    value = text_in(body, "value", 10)
    if value not in ("up", "down"):
        raise ApiError(400, '"value" is neither "up" nor "down".')
    reason = body.get("reason")
    if reason is not None and (value != "down" or reason not in REASONS):
        raise ApiError(400, f'"reason" belongs to "down", and is one of {", ".join(REASONS)}.')
    words = body.get("words")
    if words is not None and (value != "down" or not isinstance(words, str)):
        raise ApiError(400, '"words" belong to "down", and are a text.')
    return Thought(text_in(body, "id", 128), value, reason, kept(words, LONGEST_WORDS) or None if words else None)
