"""Wishes and worries that are taken for others by their words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.spoken_wishes import (
    asks_if_to_act,
    asks_of_other_orders,
    asks_to_be_told,
    asks_where_it_is,
    asks_who_reads,
    may_think_twice,
    puts_reminder_off,
    speaks_of_refund_by_itself,
    speaks_of_seventeen_days,
)


@pytest.mark.parametrize(
    ("read", "said", "not_said"),
    [
        (asks_to_be_told, "will you text me or should I check?", "text me the label"),
        (asks_who_reads, "does the agent see this conversation", "can I see my messages"),
        (may_think_twice, "am I allowed to back out later", "I changed my mind about the lamp"),
        (speaks_of_refund_by_itself, "the money comes by itself after 17 days, no?", "is the refund automatic"),
        (asks_if_to_act, "so must I do anything then", "what should I do if nothing comes"),
        (asks_of_other_orders, "and stuff from another order?", "where is the other order"),
        (asks_where_it_is, "sent it at my own cost, R2040, jo@example.com, any news", "where is the label"),
        (puts_reminder_off, "make it a week before", "it was rather late, I posted it yesterday evening"),
    ],
)
def test_a_wish_is_heard(read: Callable[[str], bool], said: str, not_said: str):
    assert read(said)
    assert not read(not_said)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("does the 17-day thing hold for me", True),
        ("the seventeen days don't apply then?", True),
        ("I ordered it 17 days ago", False),
        ("it has been 17 days", False),
    ],
)
def test_the_rule_of_the_17_days_is_told_apart_from_an_age(said: str, rule: bool):
    assert speaks_of_seventeen_days(said) == rule
