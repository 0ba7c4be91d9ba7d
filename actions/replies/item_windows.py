"""Until when the items of an order can be sent back, a line an item."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from actions.replies.formatting import show_day, show_days, show_instant, show_moment
from actions.replies.item_names import item_name
from actions.replies.reply import Choice, Phrase, Utterance
from actions.replies.return_case import Case
from policy.calendars import local_date
from policy.facts import Facts
from policy.model import Customer, Item, Order
from policy.returnable import ItemStanding
from policy.window import ReturnWindow, WindowKind, return_window

TO_PERSON = Choice(Phrase("label_talk_to_person"), "/talk_to_person")
#: What is left once a window is closed.
WINDOWS_OVER = Phrase("line_windows_over")


def windows_offered(
    order: Order,
    items: Sequence[ItemStanding],
    customer: Customer,
    now: datetime,
    asked: datetime | None = None,
    arrival: datetime | None = None,
) -> Utterance:
    """As `windows_told`, with the button that starts a return where one can be asked for, or with what is left where
    all windows are closed."""
    said = windows_told(order, items, customer, now, asked, arrival)
    if _are_over(items):
        lines = [*said.values["lines"], WINDOWS_OVER]
        return replace(said, values={**said.values, "lines": lines}, choices=(TO_PERSON,))
    if order.received_at is None or arrival is not None or not any(each.is_free for each in items):
        return said
    begin = f"/button_start_return{json.dumps({'customer_number': order.number})}"
    return replace(said, choices=(Choice(Phrase("choice_start_return"), begin),))


def _are_over(items: Sequence[ItemStanding]) -> bool:
    """Whether no return can be asked for any more of items that could be sent back once."""
    kinds = {each.window.kind for each in items if each.held is None}
    return WindowKind.CLOSED in kinds and kinds <= {WindowKind.CLOSED, WindowKind.NOT_STATED}


def windows_told(
    order: Order,
    items: Sequence[ItemStanding],
    customer: Customer,
    now: datetime,
    asked: datetime | None = None,
    arrival: datetime | None = None,
) -> Utterance:
    """Until when each item can be sent back, or whether it still can on a day that is asked for; the source is the rule
    of the first.

    Args:
        order: The order.
        items: How its items stand.
        customer: Whose it is.
        now: An aware instant.
        asked: Any instant of the day that is asked for.
        arrival: When the order is supposed to arrive, where it has not; the items stand as they do then.
    """
    lines = [
        _held_line(each, customer, now)
        if each.held
        else _item_line(item_name(each.item, order), each.window, customer, now, asked, arrival)
        for each in items
    ]
    values = {"order_number": order.number, "lines": lines}
    return Utterance("utter_item_windows", values, because=items[0].window.because)


def windows_of_return(case: Case, facts: Facts) -> list[Phrase]:
    """Until when each item of a return can be sent back, and from which day that counts, a line an item."""
    order = case.found.order
    return [window_line(order, item, case.customer, case.now, facts) for item in case.found.items]


def windows_left(case: Case, facts: Facts) -> list[Phrase]:
    """As `windows_of_return`, but a closed window is said to be closed, and once all are what is left then."""
    order = case.found.order
    windows = [return_window(order, item, case.now, facts, case.customer.timezone) for item in case.found.items]
    lines = [
        _item_line(item_name(item, order), window, case.customer, case.now, None, None)
        if window.kind is WindowKind.CLOSED
        else window_line(order, item, case.customer, case.now, facts)
        for item, window in zip(case.found.items, windows, strict=True)
    ]
    are_over = all(window.kind is WindowKind.CLOSED for window in windows)
    return [*lines, *([WINDOWS_OVER] if are_over else [])]


def window_line(order: Order, item: Item, customer: Customer, now: datetime, facts: Facts) -> Phrase:
    """How long an item can be sent back, from which day that counts and when it ends, as far as that is known."""
    window = return_window(order, item, now, facts, customer.timezone)
    values: dict[str, Any] = {"title": item_name(item, order), "window_days": window.length}
    if window.kind is WindowKind.NOT_STATED or window.ends_on is None:
        return Phrase(f"line_item_{window.kind}", values)
    values["ends_on"] = show_day(window.ends_on, customer, now)
    return Phrase(f"line_{window.because.replace('.', '_')}", values)


def _held_line(each: ItemStanding, customer: Customer, now: datetime) -> Phrase:
    """The return that an item is in, and until when it can be or could have been asked for."""
    values: dict[str, Any] = {"title": each.item.title, "return_number": each.held.number if each.held else ""}
    if each.window.ends_on is None or each.window.kind not in (WindowKind.OPEN, WindowKind.CLOSED):
        return Phrase("line_item_in_return", values)
    values["ends_on"] = show_day(each.window.ends_on, customer, now)
    return Phrase(f"line_item_in_return_{each.window.kind}", values)


def _item_line(
    title: Phrase | str,
    window: ReturnWindow,
    customer: Customer,
    now: datetime,
    asked: datetime | None,
    arrival: datetime | None,
) -> Phrase:
    values: dict[str, Any] = {"title": title, "window_days": window.length}
    if window.days_left is not None and window.ends_on is not None:
        # Counted from today, whenever the order arrives.
        values["days_left"] = show_days((window.ends_on - local_date(now, customer.timezone)).days)
    if window.ends_on is not None and window.ends_at is not None:
        values["ends_on"] = show_day(window.ends_on, customer, now)
        values["ends_at"] = show_moment(window.ends_at, customer, now)
    if asked is not None and window.kind is WindowKind.OPEN and window.ends_on is not None:
        values["asked"] = show_instant(asked, customer, now)
        then = asked.astimezone(ZoneInfo(customer.timezone)).date()
        return Phrase(f"line_then_{'open' if then <= window.ends_on else 'closed'}", values)
    if arrival is not None and window.kind is WindowKind.OPEN and window.because == "window.receipt":
        return Phrase("line_item_if_received", {**values, "arrived": show_instant(arrival, customer, now)})
    kind = "last_day" if window.kind is WindowKind.OPEN and window.days_left == 0 else window.kind
    return Phrase(f"line_item_{kind}", values)
