"""How likely it is right what a chat's first words are taken for, and what is asked back where it is not."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Optional

import yaml
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.mistaken_for import HAND_IN
from bot.nlu.second_opinion import ENOUGH, PROMISES, TOLD, credible, joined
from bot.nlu.told_deeds import tells_day_of_hand_in
from core.intents import DISTRESS, FALLBACK, OUT_OF_SCOPE, IntentKind, intent_kind

#: Under this a message keeps both opinions on it.
OPINIONS: Final = "opinions"
#: Under this it keeps what it was taken for before that was doubted.
TAKEN_FOR: Final = "taken_for"
#: Written by `python -m lab doubt`.
TABLE: Final = Path(__file__).with_name("doubt.yml")
SHOP_MATTER: Final = "ask_shop_matter"
#: How many intents a choice is made from.
MOST_LIKELY: Final = 10
#: Words tell these, or more is at stake than a right answer.
_UNDOUBTED: Final = frozenset([DISTRESS, "express_threat", "give_details", "affirm", "deny", "stop", "talk_to_person"])
#: The likelihoods of which odds are taken.
_LEAST, _MOST = 1e-4, 1 - 1e-4


@dataclass(frozen=True)
class Opinions:
    """What is known of a message from its own words and from those near to it.

    Attributes:
        first: The confidences of the likeliest intents by the message's words.
        second: The confidences of all intents by the questions near to it.
        near: The share that each intent has of the nearest training messages.
    """

    first: Mapping[str, float]
    second: Mapping[str, float]
    near: Mapping[str, float]

    @property
    def heard(self) -> Mapping[str, float]:
        """What is heard of the second opinion."""
        return credible(self.first, self.second)

    @property
    def together(self) -> Mapping[str, float]:
        """What both say together, the likeliest first."""
        return joined(self.first, self.heard)


@dataclass(frozen=True)
class Table:
    """The weights of what speaks for an answer, and how likely right it must be to be given."""

    bar: float
    constant: float
    weights: Mapping[str, float]

    def likely_right(self, evidence: Mapping[str, float]) -> float:
        """How likely an answer is right of which this is known."""
        total = self.constant + sum(weight * evidence[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-total))


@cache
def read_table(path: Path = TABLE) -> Table:
    """The committed table."""
    document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Table(document["bar"], document["constant"], document["weights"])


def evidence(intent: str, opinions: Opinions) -> dict[str, float]:
    """What speaks for and against that a message means an intent."""
    other = max((share for name, share in opinions.together.items() if name != intent), default=0.0)
    return {
        "other": _log_odds(other),
        "out_of_scope": _log_odds(opinions.second.get(OUT_OF_SCOPE, 0.0)),
        "near": opinions.near.get(intent, 0.0),
        "first": float(_likeliest(opinions.first) == intent),
        "shop_matter": float(intent == SHOP_MATTER),
        "promise": float(intent in PROMISES),
    }


def is_debatable(intent: str, opinions: Opinions) -> bool:
    """Whether what a message is taken for can be doubted: a question, or thanks and the like that are something else to
    those near to it. What only its single words say, or a day that it tells, is no opinion of these."""
    if intent not in (_likeliest(opinions.first), _likeliest(opinions.together)):
        return False
    if intent_kind(intent) is IntentKind.DIALOGUE:
        return intent not in _UNDOUBTED and intent_kind(_likeliest(opinions.second)) is not IntentKind.DIALOGUE
    return intent_kind(intent) is IntentKind.QUESTION


def is_doubtful(intent: str, opinions: Opinions, table: Table) -> bool:
    """Whether it is better to let the writer choose than to answer what a message is taken for."""
    if intent == OUT_OF_SCOPE:
        # What is near to it asks something of ours: its words may be said of it in another way than we know.
        nearest = _likeliest(opinions.second)
        is_ours = intent_kind(nearest) is IntentKind.QUESTION and nearest != SHOP_MATTER
        return is_ours and opinions.second[nearest] >= ENOUGH
    return is_debatable(intent, opinions) and table.likely_right(evidence(intent, opinions)) < table.bar


def choice(opinions: Opinions) -> list[dict[str, Any]]:
    """The likeliest intents of a message on which opinions differ, each with the most that any of them gives it."""
    said = (opinions.first, opinions.heard, opinions.together)
    likely = {name: max(each.get(name, 0.0) for each in said) for name in opinions.together}
    best = sorted(likely, key=likely.__getitem__, reverse=True)[:MOST_LIKELY]
    return [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: likely[name]} for name in best]


def with_doubt(message: Message) -> None:
    """Ask back about a message in place of a doubtful answer, and let what is asked hold what either opinion says."""
    opinions: Optional[Opinions] = message.get(OPINIONS)
    intent = str((message.get(INTENT) or {}).get(INTENT_NAME_KEY))
    message.set(TAKEN_FOR, intent)
    if opinions is None or not opinions.first:
        return
    if intent != FALLBACK and (_is_told(message, intent) or not is_doubtful(intent, opinions, read_table())):
        return
    unclear = {INTENT_NAME_KEY: FALLBACK, PREDICTED_CONFIDENCE_KEY: 1 - max(opinions.together.values())}
    message.set(INTENT, unclear if intent != FALLBACK else message.get(INTENT), add_to_output=True)
    message.set(INTENT_RANKING_KEY, choice(opinions), add_to_output=True)


def _is_told(message: Message, intent: str) -> bool:
    """Whether words or a day tell what a message means, whatever is near to it."""
    tells_day = intent == HAND_IN and tells_day_of_hand_in(message.get(TEXT) or "", message.get(ENTITIES, []))
    return bool(message.get(TOLD)) or tells_day


def _likeliest(opinion: Mapping[str, float]) -> str:
    return max(opinion, key=opinion.__getitem__, default="")


def _log_odds(share: float) -> float:
    bounded = min(max(share, _LEAST), _MOST)
    return math.log(bounded / (1 - bounded))
