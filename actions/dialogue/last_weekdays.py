"""The word "last" before a weekday, which the phrase of a day leaves out: "posted it last Monday"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

#: Before a weekday that is no later than the last but one day: who means yesterday says yesterday.
LAST: Final = "last "
_BEFORE: Final = re.compile(r"\blast $", re.IGNORECASE)
_WEEKDAYS: Final = frozenset(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
#: In characters: what of the words before a day is read.
_NEAR: Final = 6
_PAST: Final = "past"


def with_last(text: str, entities: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """The entities of a message, a weekday of the past as "last Monday" where the customer says so.

    Args:
        text: The message.
        entities: What it states.
    """
    return [{**each, "value": f"{LAST}{each['value']}"} if _is_last(text, each) else each for each in entities]


def _is_last(text: str, entity: Mapping[str, Any]) -> bool:
    if entity.get("entity") != "date" or entity.get("value") not in _WEEKDAYS or entity.get("sense", _PAST) != _PAST:
        return False
    start = int(entity.get("start") or 0)
    return (
        text[start : start + _NEAR].lower().startswith(LAST)
        or _BEFORE.search(text[max(0, start - _NEAR) : start]) is not None
    )
