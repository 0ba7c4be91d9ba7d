"""Marks that the bot puts on a message for the action server, beside what Rasa keeps of it."""

from __future__ import annotations

from typing import Final

#: Set by the bot on a message that could not be understood within its bounds of time (bot/nlu/workers).
TOO_MUCH_TO_UNDERSTAND: Final = "too_much_to_understand"
#: Under this a message has what it may mean behind the answer before, the likeliest first, each with its confidence
#: (bot/nlu/follow_up_classifier.py).
BEHIND_ANSWER: Final = "behind_answer"
#: Its name there where it asks for a detail that no rule states.
NOT_STATED: Final = "not_stated"
#: The name of another shop, as the message writes it, that first words are about (bot/nlu/other_shops.py).
OTHER_SHOP: Final = "other_shop"
