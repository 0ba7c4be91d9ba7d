"""Until when a return that is cancelled could be asked for again."""

from __future__ import annotations

from datetime import datetime

from policy.facts import Facts
from policy.model import ReturnRequest
from policy.window import ReturnWindow, WindowKind, return_window

_STRICTEST_FIRST = (WindowKind.CLOSED, WindowKind.NOT_STATED, WindowKind.OPEN, WindowKind.NOT_RECEIVED)


def reapply_window(ret: ReturnRequest, now: datetime, facts: Facts, customer_timezone: str) -> ReturnWindow:
    """The window in which all items of a return could be sent back anew: that of the item with the least time.

    Args:
        ret: A return.
        now: An aware instant.
        facts: The rules.
        customer_timezone: IANA name.

    Source of the rule: facts `window.order`, `window.receipt`, `window.general`.
    """
    windows = (return_window(ret.order, item, now, facts, customer_timezone) for item in ret.items)
    return min(windows, key=lambda each: (_STRICTEST_FIRST.index(each.kind), each.ends_at or now))
