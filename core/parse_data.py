"""Marks that the bot puts on a message for the action server, beside what Rasa keeps of it."""

from __future__ import annotations

from typing import Final

#: Set by the bot on a message that could not be understood within its bounds of time (bot/nlu/workers).
TOO_MUCH_TO_UNDERSTAND: Final = "too_much_to_understand"
