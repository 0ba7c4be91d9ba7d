"""The few words that a channel needs around the bot's answers, from the domain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ChannelWords:
    """What is said about choosing.

    Args:
        choose: The label of a list that opens, at most 20 characters.
        reply_with_number: How to choose from a numbered text.
        went_wrong: The apology for a message that could not be answered.
    """

    choose: str
    reply_with_number: str
    went_wrong: str

    @classmethod
    def from_generator(cls, generator: Any, channel: str) -> ChannelWords:
        """The words as the bot's response generator says them on a channel."""

        def said(name: str) -> str:
            response = generator.generate_from_slots(name, {}, channel)
            return str(response["text"]).strip() if response else ""

        return cls(said("utter_choose_from_list"), said("utter_reply_with_number"), said("utter_default"))
