"""What a form has understood of a message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.reply import Utterance
from actions.turn import Turn

_ASKS = re.compile(
    r"\W*(?:(?:and|but|so|ok|okay|hi|hello|please|wait|by the way|also)\W+)*"
    r"(?:how|when|where|what|what's|whats|which|who|why|can|could|do|does|did|is|are|am|will|would|should|may)\b",
    re.IGNORECASE,
)
#: What these mean is not an answer to any question of a form.
_ASIDE = frozenset({"several_questions", "talk_to_person", "help", "bot_challenge", "return_to_bot", "stop", "thank"})
#: A wish to leave or to talk to a person has at most so many words; a description of a problem has more.
_MOST_WORDS = 5


@dataclass(frozen=True)
class Understood:
    """The slots that a message fills or empties, and what to say before the form goes on.

    `over` ends the form.
    """

    slots: Mapping[str, Any]
    said: tuple[Utterance, ...] = ()
    over: bool = False


def is_aside(turn: Turn, *, free_text: bool = False) -> bool:
    """Whether a message asks something, or wants something else, rather than answering the form.

    Args:
        turn: The message.
        free_text: Whether the form waits for a description: "it stopped after a day" is one, "stop" is not.
    """
    if turn.is_press:
        return turn.intent not in ("affirm", "deny", "choose")
    if turn.intent in _ASIDE and not (free_text and len(turn.said.split()) > _MOST_WORDS):
        return True
    is_question = "?" in turn.said or _ASKS.match(turn.said) is not None
    return is_question and turn.intent.startswith(("ask_", "report_", "out_of_scope"))
