"""Whose conversation it is, once a customer has signed in: nobody else's after that, so that nobody reads it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

import jwt
from rasa.core.agent import Agent
from rasa.shared.core.events import ConversationResumed

from bot.gateway.errors import ApiError
from bot.gateway.idempotency import Unsent

_OWNER: Final = "owner"


async def sign_in_owner(agent: Agent, conversation: str, owner: str, sign_in: Callable[[], Awaitable[Any]]) -> Any:
    """Sign a customer in to a conversation that is theirs or nobody's yet.

    Args:
        agent: Rasa's agent.
        conversation: The conversation.
        owner: A keyed hash of who signs in.
        sign_in: Does it, and says whether the customer is who they say.

    Raises:
        ApiError: It is somebody else's conversation.
    """
    async with agent.lock_store.lock(conversation):
        known = await agent.tracker_store.retrieve_full_tracker(conversation)
        marks = {
            event.metadata[_OWNER]
            for event in (known.events if known is not None else ())
            if isinstance(event, ConversationResumed) and _OWNER in (event.metadata or {})
        }
        if marks - {owner}:
            raise ApiError(403, "Another customer has signed in to this chat before; begin a new session.")
        found = await sign_in()
        if not marks:
            tracker = await agent.processor.fetch_tracker_and_update_session(conversation, Unsent())
            tracker.update(ConversationResumed(metadata={_OWNER: owner}))
            await agent.processor.save_tracker(tracker)
        return found


def named_in(customer_token: str) -> str:
    """Whom a shop's token names. Whether it is true is for the action server to find out.

    Raises:
        ApiError: It names nobody.
    """
    try:
        named = jwt.decode(customer_token, options={"verify_signature": False}).get("sub")
    except jwt.InvalidTokenError:
        named = None
    if not isinstance(named, str) or not named:
        raise ApiError(401, "The customer token is not accepted; it names no customer.")
    return named
