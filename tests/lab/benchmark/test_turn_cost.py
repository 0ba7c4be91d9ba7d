"""What a run of `lab turn-cost` makes of what it saw."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, generate_latest

from bot.monitoring.metrics import BotMetrics
from lab.benchmark.turn_cost import multiple, ratios, told_of_appends, with_greetings


def test_the_smallest_time_that_no_append_exceeded_is_told():
    metrics = BotMetrics(CollectorRegistry())
    for seconds in (0.0001, 0.003, 0.04):
        metrics.store_seconds.observe(seconds, "conversations.append")
    metrics.store_seconds.observe(3, "conversations.version")
    told = told_of_appends(generate_latest(metrics.registry).decode())
    assert told == "3 times something was added to a conversation, each within 0.05 s"


def test_a_bot_that_nobody_talked_to_has_added_nothing():
    assert told_of_appends(generate_latest(BotMetrics(CollectorRegistry()).registry).decode()).startswith("nothing")


def test_samples_are_compared_with_those_beside_them():
    # The machine was twice as slow in the second round.
    assert ratios([1.0, 2.2, 1.2], [2.0, 4.0, 2.0]) == "0.55 (0.50 to 0.60)"


def test_samples_are_told_in_multiples_of_the_work_beside_them():
    assert multiple([1.0, 2.2, 1.2], [2.0, 4.0, 2.0]) == "0.55"


def test_greetings_are_turns_as_well():
    assert [with_greetings(questions) for questions in (0, 1, 5, 6, 48)] == [0, 2, 6, 8, 58]
