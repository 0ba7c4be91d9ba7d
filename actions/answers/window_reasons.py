"""Why an item's window ends when it does: which rule it has, and the day from which that counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from actions.dialogue.belongings import named_items
from actions.dialogue.identity import records_of
from actions.dialogue.last_answer import answers_before
from actions.dialogue.turn import ActionContext
from actions.replies.formatting import show_day, show_instant
from actions.replies.item_windows import TO_PERSON, window_line
from actions.replies.reply import Phrase, Utterance
from actions.services import Services
from core.short_messages import pieces, words
from core.why_questions import asks_start, asks_whats_wrong, doubts_start
from policy.facts import Facts
from policy.model import Customer, Item, Order
from policy.window import ReturnWindow, WindowKind, return_window

#: So many answers back, the windows that were told are still those that a message doubts.
_LATELY = 2
_ITEM_WINDOWS = "utter_item_windows"
_FROM_ORDER = "window.order"
_NOT = re.compile(r"\bwhy not\b", re.IGNORECASE)
#: Windows of which a person can say more.
_TO_PERSON = frozenset({WindowKind.CLOSED, WindowKind.NOT_STATED})
#: Words by which an item is said to be none that can go back any more.
_OUT = words("out closed over late expired ended past go returned returnable")


def window_reasons(turn: ActionContext, customer: Customer | None, services: Services) -> Utterance | None:
    """The rule of each item that a message doubts the window of, with the days from and to which it counts; None where
    it doubts none, or no windows were told.

    Args:
        turn: The turn.
        customer: Whose order it is.
        services: The store and the rules.

    Raises:
        StoreUnavailable: The store can't be asked.
    """
    # "Why not the mug?" names it.
    turn = replace(turn, said=_NOT.sub("why", turn.said))
    doubts = doubts_start(turn.said)
    if customer is None or not (doubts or asks_whats_wrong(turn.said) or asks_start(turn.said)):
        return None
    before = (each.response for said in islice(answers_before(turn.events), _LATELY) for each in said)
    order = _order(turn, services)
    was_told = _ITEM_WINDOWS in before
    if order is None or not (was_told or _is_of_window(turn, order)):
        return None
    zone = customer.timezone
    windows = [(item, return_window(order, item, turn.now, services.facts, zone)) for item in order.items]
    meant = _meant(turn, order, windows, doubts)
    if not meant:
        return None
    told = windows_counted(order, meant, customer, turn.now, services.facts, differ=doubts)
    choices = (TO_PERSON,) if any(window.kind in _TO_PERSON for _, window in meant) else ()
    return replace(told, choices=choices)


def windows_counted(
    order: Order,
    windows: Sequence[tuple[Item, ReturnWindow]],
    customer: Customer,
    now: datetime,
    facts: Facts,
    *,
    differ: bool,
) -> Utterance:
    """The rule of each item, with the days from and to which it counts.

    Args:
        order: The order.
        windows: Items of it with their windows.
        customer: Whose order it is.
        now: An aware instant.
        facts: The rules.
        differ: Whether to say why not all items have the same window.
    """
    lines = [
        line
        for item, window in windows
        for line in (window_line(order, item, customer, now, facts), *_counted(order, window, customer, now))
    ]
    ends = [Phrase("windows_differ")] if differ else []
    return Utterance("utter_how_long", {"lines": [*lines, *ends]}, windows[0][1].because)


def _is_of_window(turn: ActionContext, order: Order) -> bool:
    """Whether a message names an item of the order in hand, and asks why it is out or from which day it counts."""
    spoken = set(pieces(turn.said))
    return bool(named_items(turn, order)) and (asks_start(turn.said) or bool(spoken & _OUT))


def _order(turn: ActionContext, services: Services) -> Order | None:
    """The order that the conversation is about."""
    records = records_of(turn, services)
    found = records.return_request(turn.number) if turn.number else None
    if found is not None:
        return found.order
    return next((each for each in records.orders() if each.number == turn.number), None)


def _meant(
    turn: ActionContext, order: Order, windows: Sequence[tuple[Item, ReturnWindow]], doubts: bool
) -> list[tuple[Item, ReturnWindow]]:
    """The items that a message names; else those whose window counts from the order, or is closed."""
    dated = [each for each in windows if each[1].ends_on is not None]
    named = named_items(turn, order)
    if named:
        return [each for each in windows if each[0].id in named]
    if doubts:
        return [each for each in dated if each[1].because == _FROM_ORDER]
    return [each for each in dated if each[1].kind is WindowKind.CLOSED]


def _counted(order: Order, window: ReturnWindow, customer: Customer, now: datetime) -> list[Phrase]:
    """From which day a window counts, and on which it ends."""
    starts = order.placed_at if window.because == _FROM_ORDER else order.received_at
    if starts is None or window.ends_on is None:
        return []
    values = {
        "longest": window.length,
        "starts": show_instant(starts, customer, now),
        "due": show_day(window.ends_on, customer, now),
    }
    return [Phrase("counted_days", values)]
