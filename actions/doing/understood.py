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


@dataclass(frozen=True)
class Understood:
    """The slots that a message fills or empties, and what to say before the form goes on.

    `over` ends the form.
    """

    slots: Mapping[str, Any]
    said: tuple[Utterance, ...] = ()
    over: bool = False


def is_aside(turn: Turn) -> bool:
    """Whether a message asks something, or wants something else, rather than answering the form."""
    if turn.is_press:
        return turn.intent not in ("affirm", "deny", "choose")
    if turn.intent in _ASIDE:
        return True
    is_question = "?" in turn.said or _ASKS.match(turn.said) is not None
    return is_question and turn.intent.startswith(("ask_", "report_", "out_of_scope"))
