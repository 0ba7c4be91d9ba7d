"""What came of one turn: the messages that the customer got, and where it can be seen what happened behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional


@dataclass(frozen=True)
class Uttered:
    """A message of the bot.

    Args:
        text: Its text; empty where it has none.
        buttons: Title and payload of each button, in order.
        name: The response it was made from; None where that can't be seen, or where it was made from none.
    """

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    name: Optional[str] = None


@dataclass(frozen=True)
class Seen:
    """One turn.

    Args:
        messages: The answer, in order.
        slots: Name and value of each slot that was set, in order.
        actions: What ran, in order.
        intent: As what the message was understood; empty where that can't be seen.
    """

    messages: tuple[Uttered, ...]
    slots: tuple[tuple[str, Any], ...] = ()
    actions: tuple[str, ...] = ()
    intent: str = ""


def seen(answer: Sequence[Mapping[str, Any]], events: Sequence[Mapping[str, Any]] = ()) -> Seen:
    """Put together an answer over REST and the events of the conversation, of which the last turn counts.

    Args:
        answer: The messages as they came over REST.
        events: The events of the whole conversation as the test view shows them; none where they can't be seen.
    """
    begin = max((index for index, event in enumerate(events) if event["event"] == "user"), default=0)
    turn = events[begin:]
    names = _Names([event for event in turn if event["event"] == "bot"])
    messages = []
    for message in answer:
        buttons = tuple((str(each.get("title")), str(each.get("payload"))) for each in message.get("buttons") or ())
        text = str(message.get("text") or "")
        messages.append(Uttered(text, buttons, names.of(text)))
    understood = str(turn[0].get("intent") or "") if turn else ""
    return Seen(
        tuple(messages),
        tuple((event["name"], event["value"]) for event in turn if event["event"] == "slot"),
        tuple(event["name"] for event in turn if event["event"] == "action"),
        understood,
    )


class _Names:
    """Tells the response names of messages, in order. A channel may split a text, or leave out what it can't show."""

    def __init__(self, uttered: Sequence[Mapping[str, Any]]) -> None:
        self._left = list(uttered)

    def of(self, text: str) -> Optional[str]:
        said = [each.get("text") or "" for each in self._left]
        if text in said:
            position = said.index(text)
            event = self._left[position]
            self._left = self._left[position + 1 :]
        else:
            part = next((index for index, whole in enumerate(said) if text and text.strip() in whole), None)
            if part is None:
                return None
            # The next part is of the same text.
            self._left = self._left[part:]
            event = self._left[0]
        return event.get("utter_name")
