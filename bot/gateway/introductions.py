"""What a visitor filled in before the chat: remembered as if they had written it, and proof of nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Optional

from rasa.core.agent import Agent
from rasa.shared.core.events import SlotSet

from bot.gateway.conversation_end import Ended, is_ended
from bot.gateway.idempotency import Unsent
from bot.gateway.request_bodies import text_in
from bot.storage.conversation_store import look_at
from core.form_before import FILLED_IN
from core.identifiers import LONGEST_EMAIL, LONGEST_NUMBER, Number, NumberShapes, email_key, is_email, parse
from core.outside_text import LONGEST_NAME, plain

_EMAIL: Final = "customer_email"
_NUMBER: Final = "customer_number"


@dataclass(frozen=True)
class Introduction:
    """What was filled in, as far as it can be what its field asks for.

    Args:
        name: Bounded and without what nobody sees.
        email: As the store compares it.
        number: That of an order or a return, as the store compares it.
    """

    name: Optional[str] = None
    email: Optional[str] = None
    number: Optional[str] = None


def introduction_in(body: Mapping[str, Any], shapes: NumberShapes) -> Introduction:
    """Read the values of a form: `name`, `email` and `order`, each of which may be missing.

    Args:
        body: What the client sent.
        shapes: What the shop's numbers look like.

    Raises:
        ApiError: One is no text, or longer than any such thing.
    """
    name = plain(_given(body, "name", LONGEST_NAME))
    email = _given(body, "email", LONGEST_EMAIL).strip()
    number = parse(_given(body, "order", LONGEST_NUMBER), shapes)
    return Introduction(
        name=name or None,
        email=email_key(email) or None if is_email(email) else None,
        number=number.key if isinstance(number, Number) else None,
    )


async def remember(agent: Agent, conversation: str, given: Introduction) -> None:
    """Have the conversation know what was filled in; number and address together may prove who that is, as ever.

    Raises:
        Ended: The customer has ended the conversation.
    """
    values = {name: value for name, value in ((_NUMBER, given.number), (_EMAIL, given.email)) if value}
    told = ", ".join(filter(None, (given.name, given.number)))
    async with agent.lock_store.lock(conversation):
        if is_ended(await look_at(agent.tracker_store, conversation)):
            raise Ended
        tracker = await agent.processor.fetch_tracker_and_update_session(conversation, Unsent())
        # A name is for whoever takes the case over, and for no rule: it has no slot of its own.
        number = given.number or tracker.get_slot(_NUMBER)
        named = [SlotSet(_NUMBER, number, metadata={FILLED_IN: told})] if told else []
        events = [*named, *(SlotSet(name, value) for name, value in values.items())]
        tracker.update_with_events(events, agent.domain)
        await agent.processor.save_tracker(tracker)


def _given(body: Mapping[str, Any], name: str, longest: int) -> str:
    return text_in(body, name, longest) if body.get(name) is not None else ""
