"""The numbers of days in a message that are a window's length as somebody states it, and no age or wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from core.spans_away import is_span_away, is_span_put_up
from core.stated_windows import stated_windows

_COUNTS = frozenset(["day_count", "working_day_count"])

Entity = TypeVar("Entity", bound=Mapping[str, Any])


def without_lengths(text: str, entities: Sequence[Entity]) -> Sequence[Entity]:
    """The entities of a message without the days that are the length of a window, or how long somebody is away."""
    if all(each.get("entity") not in _COUNTS for each in entities):
        return entities
    stated = stated_windows(text)

    def is_length(entity: Entity) -> bool:
        if entity.get("entity") not in _COUNTS:
            return False
        start, end = int(entity.get("start") or 0), int(entity.get("end") or 0)
        is_stated = any(each.start < end and start < each.end for each in stated)
        return is_stated or is_span_away(text, start, end) or is_span_put_up(text, start, end)

    return [each for each in entities if not is_length(each)]


def length_stated(said: Iterable[str]) -> int | None:
    """How many days a window lasts by the newest of these messages that states it; None where none does, or several.

    Args:
        said: The messages, the newest first.
    """
    found = (frozenset(each.days for each in stated_windows(text)) for text in said)
    newest = next((lengths for lengths in found if lengths), frozenset())
    return next(iter(newest)) if len(newest) == 1 else None
