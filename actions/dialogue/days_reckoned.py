"""The day that the last answers reckoned from, as they keep it: what happens then, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from actions.dialogue.turn import AHEAD, ASKED, PAST, ActionContext, SaidDate, messages
from policy.chain import Happening

#: The name of the value by which an answer keeps it, and so many of the customer's messages back it is looked for.
KEPT_AS, _TURNS = "reckoned_from", 3


@dataclass(frozen=True)
class Reckoned:
    """What happens on a day, an instant of it, and whether its hour was told."""

    event: Happening
    at: datetime
    has_hour: bool = False

    def as_value(self) -> str:
        """The form in which an answer keeps it."""
        return " ".join((self.event, self.at.isoformat(), *(("hour",) if self.has_hour else ())))

    @classmethod
    def from_value(cls, value: Any) -> Reckoned | None:
        """What an answer has kept; None where that is none."""
        event, _, rest = str(value or "").partition(" ")
        at, _, hour = rest.partition(" ")
        try:
            found = cls(Happening(event), datetime.fromisoformat(at), bool(hour))
        except ValueError:
            return None
        return found if found.at.tzinfo is not None else None


def last_reckoned(events: Sequence[Mapping[str, Any]]) -> Reckoned | None:
    """The day of the newest answer that was reckoned from one; None where none of the last few was."""
    turns = 0
    for event in reversed(events):
        if event.get("event") == "user":
            turns += 1
            if turns > _TURNS:
                return None
        elif event.get("event") == "bot":
            kept = Reckoned.from_value((event.get("metadata") or {}).get(KEPT_AS))
            if kept is not None:
                return kept
    return None


def named_day(turn: ActionContext, sense: str = ASKED) -> SaidDate | None:
    """The first day of this message, whatever is said of it; None where it names none."""
    return next((replace(each, sense=sense) for each in named_days(turn)), None)


def named_days(turn: ActionContext) -> tuple[SaidDate, ...]:
    """The days of this message in their order, whatever is said of them."""
    text, entities = next(messages(turn.events), ("", ()))
    if text != turn.said:
        return ()
    dates = [each for each in entities if each.get("entity") == "date" and each.get("value")]
    dates.sort(key=lambda each: int(each.get("start") or 0))
    return tuple(SaidDate(str(each["value"]), turn.now, ASKED) for each in dates)


def in_place_of(turn: ActionContext, before: datetime) -> SaidDate | None:
    """The day of a message that takes the place of one before: it lies ahead where that one did."""
    return named_day(turn, AHEAD if before > turn.now else PAST)
