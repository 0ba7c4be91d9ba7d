"""What was done for a customer in this conversation, as its events tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from actions.store.changes import ChangeKind

#: What each response tells as done.
_TOLD: Final[Mapping[str, ChangeKind]] = MappingProxyType(
    {
        "utter_cancelled": ChangeKind.CANCEL,
        "utter_return_started": ChangeKind.START,
        "utter_return_started_here": ChangeKind.START,
        "utter_return_amended": ChangeKind.AMEND,
        "utter_return_amended_here": ChangeKind.AMEND,
        "utter_hand_in_noted": ChangeKind.REPORT_DROP_OFF,
    }
)
#: The responses that tell of something done.
TELLING_DEEDS: Final = frozenset(_TOLD)


@dataclass(frozen=True)
class Deed:
    """What was done, and for which return.

    Args:
        kind: What it was.
        number: The return's number; empty where the answer named none.
    """

    kind: ChangeKind
    number: str


def deeds_told(events: Sequence[Mapping[str, Any]]) -> tuple[Deed, ...]:
    """What the assistant said that it has done, the newest last.

    Args:
        events: The conversation.
    """
    said = ((event.get("metadata") or {}) for event in events if event.get("event") == "bot")
    return tuple(
        Deed(_TOLD[each["utter_action"]], str(each.get("return_number") or ""))
        for each in said
        if each.get("utter_action") in _TOLD
    )
