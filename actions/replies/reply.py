"""What a custom action answers with: names of domain responses and the values that fill them, never words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from actions.replies.card import Card


@dataclass(frozen=True)
class Phrase:
    """A short text of the domain with its values: a line of a list, a button's title, a part of a sentence.

    The bot's response generator turns it into the text of `utter_<say>`.
    """

    say: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The form in which it travels to the bot."""
        return {"say": self.say, **as_json(self.values)}


@dataclass(frozen=True)
class Marked:
    """A text that the assistant has said already: its marks still are marks, while any other text is taken as it is."""

    text: str

    def as_json(self) -> dict[str, Any]:
        """The form in which it travels to the bot."""
        return {"marked": self.text}


@dataclass(frozen=True)
class Shown:
    """A day, a time, an amount, a country or a list of such, which the bot words as the customer writes it.

    Attributes:
        show: "day" and "moment" with or without "_and_year", "time", "date", "money", "country" or "list".
        value: The day or local time in ISO 8601, the amount, the code of a country, the entries.
        country: Where the customer lives.
        currency: That of an amount.
    """

    show: str
    value: str | tuple[Any, ...]
    country: str = ""
    currency: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The form in which it travels to the bot."""
        value = self.value if isinstance(self.value, str) else [_value_as_json(each) for each in self.value]
        more = {"currency": self.currency} if self.currency else {}
        return {"show": self.show, "value": value, "country": self.country, **more}


@dataclass(frozen=True)
class Choice:
    """A button: its title is a phrase, its payload what pressing it sends."""

    title: Phrase
    payload: str

    def as_json(self) -> dict[str, Any]:
        """The form in which it travels to the bot."""
        return {**self.title.as_json(), "payload": self.payload}


@dataclass(frozen=True)
class Utterance:
    """One message to the customer: a response of the domain, its values, and the fact it rests on.

    `card` is the same to look at, for a client that shows cards. `language` is the tag of the language to say it in,
    None for the conversation's.
    """

    response: str
    values: Mapping[str, Any] = field(default_factory=dict)
    because: str | None = None
    choices: tuple[Choice, ...] = ()
    card: Card | None = None
    language: str | None = None

    def as_arguments(self) -> dict[str, Any]:
        """Keyword arguments for `CollectingDispatcher.utter_message`."""
        arguments: dict[str, Any] = {"response": self.response, **as_json(self.values)}
        if self.because is not None:
            arguments["because"] = self.because
        if self.choices:
            arguments["choices"] = [choice.as_json() for choice in self.choices]
        if self.card is not None:
            arguments["card"] = self.card.as_json()
        if self.language is not None:
            arguments["language"] = self.language
        return arguments


@dataclass(frozen=True)
class Reply:
    """Everything an action says and changes: messages in order, slots to set, and the form to run next.

    `undone` where the message was not this action's: Rasa then decides anew, as if it had never run.
    """

    utterances: tuple[Utterance, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    form: str | None = None
    undone: bool = False


def as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values ready for JSON, phrases within them (alone or in a list) included."""
    return {name: _value_as_json(value) for name, value in values.items()}


def _value_as_json(value: Any) -> Any:
    if isinstance(value, (Phrase, Marked, Shown)):
        return value.as_json()
    if isinstance(value, (list, tuple)):
        return [_value_as_json(entry) for entry in value]
    return value
