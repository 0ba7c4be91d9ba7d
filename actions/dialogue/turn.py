"""One turn of a conversation as the custom actions see it: what the customer just said, and what is remembered."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk import Tracker

from core.card_contract import wants_cards

IDENTITY_FORM = "identity_form"
#: What a customer said longer ago than this is not what they mean now.
LONGEST_CONVERSATION = timedelta(days=1)
#: Words by which customers say that their days count from the parcel's arrival, or from the order.
_RECEIVED = re.compile(r"\b(receiv|arriv|deliver|reception|got it|came|had it)", re.IGNORECASE)
_ORDERED = re.compile(r"\b(ordered|ordering|bought|buying|purchas|placed|paid)", re.IGNORECASE)


@dataclass(frozen=True)
class SaidDate:
    """A date as the customer put it ("last Friday"), and when they said so (an aware instant)."""

    phrase: str
    said_at: datetime

    def as_slot(self) -> dict[str, str]:
        """The form in which a slot holds it."""
        return {"phrase": self.phrase, "said_at": self.said_at.isoformat()}

    @classmethod
    def from_slot(cls, value: Any, now: datetime) -> SaidDate | None:
        """What a slot holds, or None where a client has put something else there.

        Args:
            value: The slot's value.
            now: An aware instant; what was said after it, or before this conversation can have begun, was not said.
        """
        try:
            said_at = datetime.fromisoformat(value["said_at"])
            phrase = str(value["phrase"])
        except (TypeError, KeyError, ValueError):
            return None
        if said_at.tzinfo is None or not timedelta() <= now - said_at <= LONGEST_CONVERSATION:
            return None
        return cls(phrase, said_at)


@dataclass(frozen=True)
class ActionContext:
    """What an action reads of a turn.

    `intent` is what this message was understood as; `topic` the question that is being answered, perhaps of an
    earlier turn. `number` and `email` come from this or an earlier message; `told_now` says which of them this one
    brought. `now` is an aware instant. `email_is_incomplete` where this message brought what can't be an address yet.
    `rich` where the customer's client shows cards; `welcomed` is a digest of what the last greeting told.
    `group` where others read along.
    `client` is the digest of the network address or channel user that the bot's channels note with each message.
    `said` is the message as it was stored, `message_id` its id, `events` the conversation up to it as Rasa keeps it;
    `agent_message` is the message of a person that the desk wants told.
    `choice` and `offer_key` are what a pressed button names: one of several things, and what it confirms. `loop` is the
    form that runs, `requested` the slot that it has asked for, `slots` what all slots hold. `reminder` is the
    reminder that the desk wants told, `reminder_wish` what a button says of reminders.
    """

    session: str
    intent: str
    topic: str | None
    number: str | None
    email: str | None
    told_now: frozenset[str]
    in_form: bool
    day_count: int | None
    counts_from_receipt: bool
    item_count: int | None
    country: str | None
    date: SaidDate | None
    offer: str | None
    now: datetime
    questions: tuple[str, ...] = ()
    email_is_incomplete: bool = False
    rich: bool = False
    group: bool = False
    welcomed: str | None = None
    client: str | None = None
    said: str = ""
    message_id: str = ""
    events: Sequence[Mapping[str, Any]] = ()
    agent_message: int | None = None
    choice: str | None = None
    offer_key: str | None = None
    tracking_number: str | None = None
    loop: str | None = None
    requested: str | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    reminder: int | None = None
    reminder_wish: str | None = None

    @property
    def is_press(self) -> bool:
        """Whether the customer pressed a button instead of writing."""
        return self.said.startswith("/")

    @classmethod
    def from_tracker(cls, tracker: Tracker, now: datetime) -> ActionContext:
        """The turn that a tracker has arrived at."""
        message = tracker.latest_message or {}
        metadata = message.get("metadata") or {}
        entities: Sequence[dict[str, Any]] = message.get("entities") or []
        named = [str(entity.get("entity")) for entity in entities]
        phrase = _first(entities, "date")
        return cls(
            session=str(tracker.sender_id),
            intent=str((message.get("intent") or {}).get("name") or ""),
            topic=_text(tracker.get_slot("topic")),
            number=_text(tracker.get_slot("customer_number")),
            email=_text(tracker.get_slot("customer_email")),
            told_now=frozenset(named) & {"customer_number", "email"},
            in_form=(tracker.active_loop or {}).get("name") == IDENTITY_FORM,
            day_count=_number(_first(entities, "day_count")),
            counts_from_receipt=_counts_from_receipt(str(message.get("text") or ""), entities),
            item_count=_number(_first(entities, "item_count")),
            country=_text(_first(entities, "country")),
            date=SaidDate(str(phrase), now) if phrase else SaidDate.from_slot(tracker.get_slot("said_date"), now),
            offer=_fresh_offer(tracker),
            now=now,
            questions=tuple(str(name) for name in message.get("questions") or ()),
            group=bool(metadata.get("group")),
            email_is_incomplete=any(
                entity.get("entity") == "email" and entity.get("well_formed") is False for entity in entities
            ),
            rich=wants_cards(message),
            welcomed=_text(tracker.get_slot("welcomed")),
            client=_text(metadata.get("client")),
            said=str(message.get("text") or ""),
            message_id=str(message.get("message_id") or ""),
            events=tuple(tracker.events),
            agent_message=_number(_first(entities, "agent_message")),
            choice=_text(_first(entities, "choice")),
            offer_key=_text(_first(entities, "offer_key")),
            tracking_number=_text(_first(entities, "tracking_number")),
            loop=_text((tracker.active_loop or {}).get("name")),
            requested=_text(tracker.get_slot("requested_slot")),
            slots=tracker.current_slot_values(),
            reminder=_number(_first(entities, "reminder")),
            reminder_wish=_text(_first(entities, "reminder_wish")),
        )


def _first(entities: Sequence[dict[str, Any]], name: str) -> Any:
    return next((entity.get("value") for entity in entities if entity.get("entity") == name), None)


def _text(value: Any) -> str | None:
    """A slot's text. A message may name several numbers; the last one said is the one meant."""
    if isinstance(value, list):
        value = value[-1] if value else None
    return str(value).strip() or None if value is not None else None


def _number(value: Any) -> int | None:
    """A count. A client can send any value for one; days and items are never negative."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if number >= 0 else None


def _counts_from_receipt(text: str, entities: Sequence[dict[str, Any]]) -> bool:
    """Whether the days of a message count from the parcel's arrival: the word nearest to them tells.

    "I ordered it 80 days ago and it arrived last week" says both.
    """
    days = next((entity for entity in entities if entity.get("entity") == "day_count"), {})
    start, end = days.get("start") or 0, days.get("end") or 0

    def distance(words: re.Pattern[str]) -> float:
        return min((max(word.start() - end, start - word.end()) for word in words.finditer(text)), default=math.inf)

    return distance(_RECEIVED) < distance(_ORDERED)


def _fresh_offer(tracker: Tracker) -> str | None:
    """What the bot offered in its last turn; an older offer is no longer what a "yes" means."""
    users_seen = 0
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            users_seen += 1
            if users_seen > 1:
                return None
        if event.get("event") == "slot" and event.get("name") == "offer":
            return _text(event.get("value"))
    return None
