"""Why two things of a customer are not alike: which window each has, and which of them is sent back for free."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actions.dialogue.identity import records_of
from actions.dialogue.turn import ActionContext, written_lately
from actions.replies.item_names import item_name
from actions.replies.item_windows import window_line
from actions.replies.reply import Phrase, Utterance
from actions.services import Services
from core.references import things_named
from core.why_questions import is_of_cost
from policy.model import Customer, Item, Order

#: So many things are compared.
_PAIR = 2
_WINDOWS = frozenset({"window.order", "window.receipt", "window.general"})
_Thing = tuple[Order, Item]


def compared(turn: ActionContext, behind: Sequence[str], customer: Customer, services: Services) -> Utterance | None:
    """What the rules say of each of the things that a message compares; None where it is open which they are.

    Args:
        turn: A message that asks why two things are not alike.
        behind: The rules of the answer before.
        customer: Whose things they are.
        services: The store and the rules.

    Raises:
        StoreUnavailable: The store can't be asked.
    """
    of_cost = is_of_cost(turn.said)
    if not (of_cost or _WINDOWS.intersection(behind)):
        return None
    things = _meant(turn, services)
    if len(things) < _PAIR:
        return None
    if of_cost:
        return _by_cost(things)
    lines = [window_line(order, item, customer, turn.now, services.facts) for order, item in things]
    return Utterance("utter_how_long", {"lines": [*lines, Phrase("windows_differ")]}, "window.receipt")


def _by_cost(things: Sequence[_Thing]) -> Utterance:
    """Which of them are marked; where all are, that an order's first return alone is free."""
    lines = [
        Phrase("line_marked_free" if item.free_returns else "line_not_marked_free", {"title": item_name(item, order)})
        for order, item in things
    ]
    is_alike = all(item.free_returns for _, item in things)
    ends = [Phrase("reason_fee_first"), Phrase("reason_fee_next")] if is_alike else [Phrase("marks_unstated")]
    return Utterance("utter_how_long", {"lines": [*lines, *ends]}, "fee.first")


def _meant(turn: ActionContext, services: Services) -> list[_Thing]:
    """The two things that are compared: those that the message names, then the one in hand, then those named before."""
    records = records_of(turn, services)
    things = [(order, item) for order in records.orders() for item in order.items]
    found = records.return_request(turn.number) if turn.number else None
    meant: list[_Thing] = []
    for said in (turn.said, None, *written_lately(turn.events)):
        held = [(found.order, item) for item in found.items] if said is None and found else []
        for each in [*held, *(_named(said, things) if said is not None else ())]:
            if not any(each[0].number == order.number and each[1].id == item.id for order, item in meant):
                meant.append(each)
        if len(meant) >= _PAIR:
            break
    return meant


def _named(said: str, things: Sequence[_Thing]) -> Iterator[_Thing]:
    """The things that a text names without leaving open which."""
    for places in things_named(said, [item.title for _, item in things]):
        if len(places) == 1:
            yield things[places[0]]
