"""Which returns are open, and which of their dates are near."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from policy_cases import a_customer, a_return, hours, madrid

from policy.deadlines import UPCOMING, DeadlineKind, is_open, near_deadlines
from policy.model import EventType, ReturnEvent

ANA = a_customer()
REQUESTED = madrid(2026, 10, 6, 10)
#: Advised within five days: until Monday 12 October, 10:00.
LABELLED = {"requested": REQUESTED, "label_issued": madrid(2026, 10, 7, 10)}
SOME = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TIMES = st.integers(0, 60 * 24).map(lambda count: datetime(2026, 9, 1, tzinfo=timezone.utc) + timedelta(hours=count))
HISTORIES = st.lists(st.builds(ReturnEvent, st.sampled_from(EventType), TIMES), max_size=10)


@pytest.mark.parametrize(
    ("happened", "still_open"),
    [
        ({}, True),
        ({"requested": REQUESTED}, True),
        ({"requested": REQUESTED, "inspection_failed": madrid(2026, 10, 7)}, True),
        ({"requested": REQUESTED, "rejected": madrid(2026, 10, 7), "escalated": madrid(2026, 10, 8)}, True),
        ({"requested": REQUESTED, "rejected": madrid(2026, 10, 7)}, False),
        ({"requested": REQUESTED, "cancelled": madrid(2026, 10, 7)}, False),
        ({"requested": REQUESTED, "refund_settled": madrid(2026, 10, 7)}, False),
    ],
)
def test_a_return_is_open_until_nothing_more_happens(happened, still_open):
    assert is_open(a_return(**happened), madrid(2026, 10, 9)) is still_open


@pytest.mark.parametrize(
    ("before", "near"), [(hours(48.1), False), (hours(48), True), (hours(1), True), (hours(-1), False)]
)
def test_a_date_is_near_from_two_days_before_it_until_it_passes(facts, before, near):
    now = madrid(2026, 10, 12, 10) - before

    found = near_deadlines([a_return(**LABELLED)], ANA, now, facts)
    assert [deadline.kind for _, deadline in found] == ([DeadlineKind.SHIP_BY] if near else [])


def test_of_each_return_the_next_date_is_told_and_the_soonest_first(facts):
    later = a_return(number="R1", **LABELLED)
    # To be processed by 10:00 on the 12th, answered by 10:00 on the 13th.
    sooner = a_return(number="R2", requested=madrid(2026, 10, 11, 9))

    found = near_deadlines([later, sooner], ANA, madrid(2026, 10, 11, 10), facts)
    assert [(ret.number, deadline.kind) for ret, deadline in found] == [
        ("R2", DeadlineKind.PROCESSING),
        ("R1", DeadlineKind.SHIP_BY),
    ]


def test_a_return_that_is_over_has_no_near_date(facts):
    ended = a_return(**LABELLED, cancelled=madrid(2026, 10, 8))

    assert near_deadlines([ended], ANA, madrid(2026, 10, 11), facts) == ()


@SOME
@given(HISTORIES, TIMES)
def test_what_is_near_is_ahead_and_not_far(facts, history, now):
    for _, deadline in near_deadlines([a_return(*history)], ANA, now, facts):
        assert now <= deadline.due <= now + UPCOMING
