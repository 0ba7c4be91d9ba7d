"""The way of a return in steps: behind it, now, ahead, and where it leaves the way."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from policy_cases import a_customer, a_return, madrid

from policy.deadlines import DeadlineKind, open_deadlines
from policy.model import EventType, ReturnEvent
from policy.status import Status, return_state
from policy.steps import StepId, StepState, return_steps

ANA = a_customer()
SOME = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NEAR = st.integers(0, 60 * 24).map(lambda hours: datetime(2026, 9, 1, tzinfo=timezone.utc) + timedelta(hours=hours))
HISTORIES = st.lists(st.builds(ReturnEvent, st.sampled_from(EventType), NEAR), max_size=10)

HANDED_IN = {
    "requested": madrid(2026, 10, 6, 10),
    "approved": madrid(2026, 10, 7, 10),
    "dropped_off": madrid(2026, 10, 9, 18),
}
RECEIVED = {**HANDED_IN, "warehouse_received": madrid(2026, 10, 13, 11)}


def shown(now: datetime, facts, **happened: datetime) -> list[str]:
    """The steps as "state id", with the kind of the deadline where one holds."""
    return [
        f"{step.state} {step.id}" + (f" by {step.deadline.kind}" if step.deadline else "")
        for step in return_steps(a_return(**happened), ANA, now, facts)
    ]


@pytest.mark.parametrize(
    ("happened", "now", "steps"),
    [
        (
            {},
            madrid(2026, 10, 6, 11),
            "done requested, now approved, next handed_in, next received, next checked, next refund_sent, "
            "next refunded",
        ),
        (
            {"requested": madrid(2026, 10, 6, 10)},
            madrid(2026, 10, 6, 11),
            "done requested, now approved by processing, next handed_in, next received, next checked, "
            "next refund_sent, next refunded",
        ),
        (
            # Processing took longer than a day; the seller has another.
            {"requested": madrid(2026, 10, 6, 10)},
            madrid(2026, 10, 7, 11),
            "done requested, now approved by seller, next handed_in, next received, next checked, next refund_sent, "
            "next refunded",
        ),
        (
            {"requested": madrid(2026, 10, 6, 10), "label_issued": madrid(2026, 10, 7, 10)},
            madrid(2026, 10, 7, 11),
            "done requested, done approved, now handed_in by ship_by, next received, next checked, next refund_sent, "
            "next refunded",
        ),
        (
            HANDED_IN,
            madrid(2026, 10, 10),
            "done requested, done approved, done handed_in, now received by drop_off_update, next checked, "
            "next refund_sent, next refunded",
        ),
        (
            RECEIVED,
            madrid(2026, 10, 13, 12),
            "done requested, done approved, done handed_in, done received, now checked by inspection, "
            "next refund_sent, next refunded by refund",
        ),
        (
            {**RECEIVED, "inspection_passed": madrid(2026, 10, 14)},
            madrid(2026, 10, 15),
            "done requested, done approved, done handed_in, done received, done checked, now refund_sent, "
            "next refunded by refund",
        ),
        (
            {**RECEIVED, "refund_issued": madrid(2026, 10, 14)},
            madrid(2026, 10, 15),
            "done requested, done approved, done handed_in, done received, done checked, done refund_sent, "
            "now refunded by refund",
        ),
        (
            {**RECEIVED, "refund_settled": madrid(2026, 10, 16)},
            madrid(2026, 10, 17),
            "done requested, done approved, done handed_in, done received, done checked, done refund_sent, "
            "done refunded",
        ),
        (
            {**RECEIVED, "inspection_failed": madrid(2026, 10, 14)},
            madrid(2026, 10, 15),
            "done requested, done approved, done handed_in, done received, stopped checked",
        ),
        (
            {**RECEIVED, "inspection_failed": madrid(2026, 10, 14), "escalated": madrid(2026, 10, 15)},
            madrid(2026, 10, 16),
            "done requested, done approved, done handed_in, done received, stopped checked, now platform",
        ),
        (
            # Refunded although the check had failed.
            {**RECEIVED, "inspection_failed": madrid(2026, 10, 14), "refund_issued": madrid(2026, 10, 15)},
            madrid(2026, 10, 16),
            "done requested, done approved, done handed_in, done received, stopped checked, done refund_sent, "
            "now refunded by refund",
        ),
        (
            {"requested": madrid(2026, 10, 6), "rejected": madrid(2026, 10, 7)},
            madrid(2026, 10, 8),
            "done requested, stopped rejected",
        ),
        (
            {"requested": madrid(2026, 10, 6), "rejected": madrid(2026, 10, 7), "escalated": madrid(2026, 10, 8)},
            madrid(2026, 10, 9),
            "done requested, stopped rejected, now platform",
        ),
        (
            {"requested": madrid(2026, 10, 6), "cancelled": madrid(2026, 10, 7)},
            madrid(2026, 10, 8),
            "done requested, stopped cancelled",
        ),
        (
            # Handed in after it was cancelled.
            {**HANDED_IN, "cancelled": madrid(2026, 10, 8)},
            madrid(2026, 10, 10),
            "done requested, done approved, stopped cancelled, done handed_in",
        ),
        (
            # 17 days after Friday 9 October.
            HANDED_IN,
            madrid(2026, 10, 27),
            "done requested, done approved, done handed_in, stopped lost, now refund_sent, next refunded",
        ),
    ],
)
def test_the_way_of_a_return(facts, happened, now, steps):
    assert ", ".join(shown(now, facts, **happened)) == steps


def test_a_step_is_dated_by_its_first_event(facts):
    steps = return_steps(a_return(**HANDED_IN, carrier_scan=madrid(2026, 10, 12)), ANA, madrid(2026, 10, 13), facts)

    dates = {step.id: step.at for step in steps if step.state is StepState.DONE}
    assert dates == {
        StepId.REQUESTED: madrid(2026, 10, 6, 10),
        StepId.APPROVED: madrid(2026, 10, 7, 10),
        StepId.HANDED_IN: madrid(2026, 10, 9, 18),
    }


def test_what_must_have_happened_stands_there_without_a_date(facts):
    steps = return_steps(a_return(warehouse_received=madrid(2026, 10, 12)), ANA, madrid(2026, 10, 13), facts)

    assert [(step.id, step.at) for step in steps if step.state is StepState.DONE] == [
        (StepId.REQUESTED, None),
        (StepId.APPROVED, None),
        (StepId.HANDED_IN, None),
        (StepId.RECEIVED, madrid(2026, 10, 12)),
    ]


def test_a_way_that_ended_has_no_steps_that_were_not_recorded(facts):
    happened = {"dropped_off": madrid(2026, 10, 9), "cancelled": madrid(2026, 10, 8)}

    assert shown(madrid(2026, 10, 10), facts, **happened) == ["done requested", "stopped cancelled", "done handed_in"]


def test_a_check_that_was_repeated_counts_by_its_last_result(facts):
    again = {**RECEIVED, "inspection_failed": madrid(2026, 10, 14), "inspection_passed": madrid(2026, 10, 15)}
    steps = {step.id: step for step in return_steps(a_return(**again), ANA, madrid(2026, 10, 16), facts)}

    assert (steps[StepId.CHECKED].state, steps[StepId.CHECKED].at) == (StepState.DONE, madrid(2026, 10, 15))


# --- Whatever happened --------------------------------------------------------------------------------------------


@SOME
@given(HISTORIES, NEAR)
def test_the_way_begins_with_the_request_and_names_no_step_twice(facts, history, now):
    steps = return_steps(a_return(*history), ANA, now, facts)

    assert steps[0].id is StepId.REQUESTED
    assert len({step.id for step in steps}) == len(steps)


@SOME
@given(HISTORIES, NEAR)
def test_at_most_one_step_is_now_and_only_what_is_ahead_comes_after_it(facts, history, now):
    states = [step.state for step in return_steps(a_return(*history), ANA, now, facts)]

    ahead = [state for state in states if state in (StepState.NOW, StepState.NEXT)]
    assert states[len(states) - len(ahead) :] == ahead
    assert StepState.NOW not in ahead[1:]
    assert not ahead or ahead[0] is StepState.NOW


@SOME
@given(HISTORIES, NEAR)
def test_the_steps_end_where_the_status_says(facts, history, now):
    status = return_state(history, now).status
    steps = return_steps(a_return(*history), ANA, now, facts)
    stopped = {step.id for step in steps if step.state is StepState.STOPPED}
    is_now = [step.id for step in steps if step.state is StepState.NOW]

    assert (status is Status.CANCELLED) == (StepId.CANCELLED in stopped)
    assert (status is Status.ESCALATED) == (is_now == [StepId.PLATFORM])
    assert (StepId.REJECTED in stopped) or status is not Status.REJECTED
    ended = status in (Status.CANCELLED, Status.REJECTED, Status.REFUND_SETTLED, Status.INSPECTION_FAILED)
    assert ended == (not is_now)
    if status is Status.REFUND_SETTLED:
        assert steps[-1].id is StepId.REFUNDED
        assert steps[-1].state is StepState.DONE


@SOME
@given(HISTORIES, NEAR)
def test_dates_behind_are_recorded_ones_and_dates_ahead_are_open_deadlines(facts, history, now):
    ret = a_return(*history)
    recorded = {event.at for event in history if event.at <= now}
    deadlines = open_deadlines(ret, ANA, now, facts)

    for step in return_steps(ret, ANA, now, facts):
        assert step.deadline is None or step.deadline in deadlines
        assert step.deadline is None or step.state in (StepState.NOW, StepState.NEXT)
        if step.id is StepId.LOST:
            assert step.at in {each.due for each in deadlines if each.kind is DeadlineKind.LOST_PARCEL}
        else:
            assert step.at is None or step.at in recorded


@SOME
@given(HISTORIES, NEAR, st.randoms(use_true_random=False))
def test_the_order_of_recording_and_recording_twice_make_no_difference(facts, history, now, chance: random.Random):
    shuffled = [*history, *history[:3]]
    chance.shuffle(shuffled)

    expected = return_steps(a_return(*history), ANA, now, facts)
    assert return_steps(a_return(*shuffled), ANA, now, facts) == expected
