"""What is left of the windows by the age of an order that the customer tells: "ordered 80 days ago"."""

from __future__ import annotations

from actions.replies.formatting import show_days
from actions.replies.reply import Phrase, Utterance
from policy.facts import Facts
from policy.window import RuleAge, window_for_age


def by_order_age(days: int, facts: Facts) -> Utterance:
    """What is left of the window that counts from the order, placed so many days ago."""
    age = window_for_age(days, None, facts)
    left = age.by_order.days_left if age.by_order else 0
    values = {"days": show_days(days), "days_left": show_days(left), "days_over": show_days(-left)}
    return Utterance(f"utter_window_by_order_age_{_openness(left)}", values)


def by_both_ages(ordered: int, received: int, facts: Facts) -> Utterance:
    """What is left of each window of an order that was placed and received so many days ago."""
    ages = window_for_age(ordered, received, facts)
    lines = [_age_line("order", age) for age in (ages.by_order,) if age]
    lines += [_age_line("receipt", age) for age in ages.by_receipt]
    return Utterance(
        "utter_window_by_both_ages", {"ordered": show_days(ordered), "received": show_days(received), "lines": lines}
    )


def by_receipt_age(days: int, facts: Facts) -> Utterance:
    """What is left of each window that counts from reception, so many days ago."""
    ages = window_for_age(None, days, facts).by_receipt
    values = {"days": show_days(days), "lines": [_age_line("receipt", age) for age in ages]}
    return Utterance("utter_window_by_receipt_age", values)


def _age_line(rule: str, age: RuleAge) -> Phrase:
    values = {"window_days": age.days, "days_left": show_days(age.days_left)}
    return Phrase(f"line_{rule}_window_{_openness(age.days_left)}", values)


def _openness(days_left: int) -> str:
    if days_left == 0:
        return "last_day"
    return "open" if days_left > 0 else "closed"
