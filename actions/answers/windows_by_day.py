"""Until when something can be sent back by a day of ordering or arrival that the customer tells or supposes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from actions.answers.stated_window import by_stated_window
from actions.dialogue.ages import Ages, ages_meant
from actions.dialogue.bought_days import RECEIVED, bought_day
from actions.dialogue.last_answer import last_answer
from actions.dialogue.lateness import ANYBODY
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import LATELY, ActionContext, messages
from actions.replies.formatting import show_day, show_instant
from actions.replies.reply import Phrase, Utterance
from policy.facts import Facts
from policy.window import windows_from_arrival

#: How the responses begin that are reckoned from ages alone, and from days.
OF_AGES = ("utter_window_by_both_ages", "utter_window_by_order_age", "utter_window_by_receipt_age")
OF_DAYS = ("utter_window_by_order_day", "utter_window_by_arrival")


def from_bought(turn: ActionContext, facts: Facts) -> Utterance | None:
    """The last day of the windows from a day of ordering or arrival, told or supposed; the day that is asked for is
    judged by it. None where the turn counts from no such day."""
    bought = bought_day(turn)
    day = meant_day(bought.day, ANYBODY) if bought else None
    if bought is None or day is None:
        return None
    turn = replace(turn, asked_day=bought.asked)
    if bought.event == RECEIVED:
        return by_stated_window(turn, facts, day) or by_arrival(day, turn, facts)
    return by_order_day(day, turn, facts) if facts["window.order"].is_stated else None


def at_the_day(turn: ActionContext, facts: Facts) -> tuple[Utterance, ...]:
    """The windows' last days for a day to come, reckoned from the ages that are told, or were told before: "and the day
    after?"."""
    asked = meant_day(turn.asked_day, ANYBODY) if turn.asked_day else None
    if asked is None or asked.date() <= turn.now.date():
        return ()
    if turn.day_count is not None:
        tells = _tells_ages(turn)
    elif any(each.response.startswith((*OF_AGES, *OF_DAYS)) for each in last_answer(turn.events)):
        tells = ages_meant(reversed(list(islice(messages(turn.events), LATELY + 1))))
    else:
        return ()
    counts = tells.order is not None and facts["window.order"].is_stated
    order = (by_order_day(turn.now - timedelta(days=tells.order or 0), turn, facts),) if counts else ()
    if tells.receipt is None:
        return order
    return (*order, by_arrival(turn.now - timedelta(days=tells.receipt), turn, facts))


def by_arrival(arrived: datetime, turn: ActionContext, facts: Facts) -> Utterance:
    """Each window that counts from reception, on the day that is asked for, or today; on the day of an arrival to come
    at the earliest."""
    asked = (meant_day(turn.asked_day, ANYBODY) if turn.asked_day else None) or max(turn.now, arrived)
    lines = [
        Phrase(
            f"line_arrival_window_{'open' if asked.date() <= ends_on else 'closed'}",
            {"window_days": days, "ends_on": show_day(ends_on, ANYBODY, turn.now)},
        )
        for days, ends_on in windows_from_arrival(arrived.date(), facts)
    ]
    shown = {name: show_instant(day, ANYBODY, turn.now) for name, day in (("arrived", arrived), ("asked", asked))}
    return Utterance("utter_window_by_arrival", {**shown, "lines": lines})


def by_order_day(placed: datetime, turn: ActionContext, facts: Facts) -> Utterance:
    """The last day of the window that counts from the order, and whether the day that is asked for is in time.

    Args:
        placed: When it was ordered.
        turn: The turn.
        facts: The rules.
    """
    ends_on = placed.date() + timedelta(days=facts["window.order"].longest)
    values = {"placed": show_instant(placed, ANYBODY, turn.now), "ends_on": show_day(ends_on, ANYBODY, turn.now)}
    asked = meant_day(turn.asked_day, ANYBODY) if turn.asked_day else None
    if asked is None:
        return Utterance("utter_window_by_order_day", values)
    values["asked"] = show_instant(asked, ANYBODY, turn.now)
    return Utterance(f"utter_window_by_order_day_{'open' if asked.date() <= ends_on else 'closed'}", values)


def _tells_ages(turn: ActionContext) -> Ages:
    """The ages that a message tells."""
    if turn.received_days is not None:
        return Ages(turn.day_count, turn.received_days)
    return Ages(None, turn.day_count) if turn.counts_from_receipt else Ages(turn.day_count, None)
