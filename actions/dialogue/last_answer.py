"""What the answer before left behind, as the conversation's events keep it: its words, buttons and the rules in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: How many of the customer's messages back an answer is still the one that "why?" is about.
TURNS_KEPT = 5
#: What the bot's records of a message hold besides values of one customer's own.
_NOT_PERSONAL = frozenset(
    {"utter_action", "template", "choices", "because", "facts", "rich", "model_id", "assistant_id", "card"}
)

#: What is told of a planned day before what follows from it.
_JUDGED_FIRST = "utter_in_time"

_Event = Mapping[str, Any]


@dataclass(frozen=True)
class SaidMessage:
    """One message of the assistant.

    Args:
        response: The domain's response that it was made of.
        text: Its words.
        buttons: Titles and payloads.
        facts: The ids of the rules in it, the deciding one first.
        personal: Whether it holds values that were made for one customer.
    """

    response: str
    text: str
    buttons: tuple[tuple[str, str], ...]
    facts: tuple[str, ...]
    personal: bool

    @classmethod
    def of(cls, event: _Event) -> SaidMessage:
        """The message that an event records."""
        metadata, data = event.get("metadata") or {}, event.get("data") or {}
        named = (metadata.get("because"), *(metadata.get("facts") or ()))
        return cls(
            response=str(metadata.get("utter_action") or ""),
            text=str(event.get("text") or ""),
            buttons=tuple((str(each.get("title")), str(each.get("payload"))) for each in data.get("buttons") or ()),
            facts=tuple(dict.fromkeys(str(each) for each in named if each)),
            personal=not _NOT_PERSONAL.issuperset(metadata),
        )


def answers_before(events: Sequence[_Event]) -> Iterator[tuple[SaidMessage, ...]]:
    """What was said in each turn before this one, the newest turn first.

    Args:
        events: The conversation; its last message of the customer is the one that is being answered.
    """
    said: list[SaidMessage] = []
    turns = 0
    for event in reversed(events):
        if event.get("event") == "bot":
            said.append(SaidMessage.of(event))
        elif event.get("event") == "user":
            if turns and said:
                yield tuple(reversed(said))
            said, turns = [], turns + 1
            if turns > TURNS_KEPT:
                return
    if said:
        yield tuple(reversed(said))


def last_answer(events: Sequence[_Event], aside: Collection[str] = ()) -> tuple[SaidMessage, ...]:
    """The newest turn's messages, turns left out that said nothing but `aside` (names of responses)."""
    return next((said for said in answers_before(events) if any(each.response not in aside for each in said)), ())


def rules_behind(events: Sequence[_Event]) -> tuple[str, ...]:
    """The ids of the rules in the newest answer that rests on any, the deciding one first.

    That a planned day is late is told before what follows from the hand-in, which goes on being spoken of.
    """
    for said in answers_before(events):
        going_on = [each for each in said if each.response != _JUDGED_FIRST and each.facts] or said
        facts = tuple(dict.fromkeys(fact for each in going_on for fact in each.facts))
        if facts:
            return facts
    return ()
