"""Where a return stands: every event type, every status, and events that don't fit together."""

import random

import pytest
from policy_cases import days, events, hours, utc

from policy.model import EventType, ReturnEvent
from policy.status import FLOW, Status, TimelineEntry, return_state

DAY = utc(2026, 10, 16, 8)
LATER = utc(2026, 12, 31)

WAY = {
    "requested": DAY,
    "seller_responded": DAY + days(1),
    "approved": DAY + days(2),
    "label_issued": DAY + days(3),
    "dropped_off": DAY + days(4),
    "carrier_scan": DAY + days(5),
    "warehouse_received": DAY + days(6),
    "inspection_passed": DAY + days(7),
    "refund_issued": DAY + days(8),
    "refund_settled": DAY + days(9),
}
"""A return that goes well, one step a day."""

STATUS_AFTER = {
    "requested": Status.REQUESTED,
    "seller_responded": Status.SELLER_RESPONDED,
    "approved": Status.APPROVED,
    "label_issued": Status.LABEL_ISSUED,
    "dropped_off": Status.DROPPED_OFF,
    "carrier_scan": Status.IN_TRANSIT,
    "warehouse_received": Status.WAREHOUSE_RECEIVED,
    "inspection_passed": Status.INSPECTION_PASSED,
    "inspection_failed": Status.INSPECTION_FAILED,
    "refund_issued": Status.REFUND_ISSUED,
    "refund_settled": Status.REFUND_SETTLED,
    "rejected": Status.REJECTED,
    "cancelled": Status.CANCELLED,
    "escalated": Status.ESCALATED,
}


def test_every_event_type_and_every_status_has_an_example():
    assert set(STATUS_AFTER) == {str(kind.value) for kind in EventType}
    assert set(STATUS_AFTER.values()) == set(Status)
    assert set(FLOW) == set(EventType)


@pytest.mark.parametrize("name", STATUS_AFTER)
def test_one_event_alone_brings_its_status(name):
    state = return_state(events(**{name: DAY}), LATER)
    assert (state.status, state.since) == (STATUS_AFTER[name], DAY)
    assert state.timeline == (TimelineEntry(EventType(name), DAY),)


@pytest.mark.parametrize("steps", range(1, len(WAY) + 1))
def test_a_return_that_goes_well_stands_at_its_last_step(steps):
    names = list(WAY)[:steps]
    state = return_state(events(**{name: WAY[name] for name in names}), LATER)
    assert (state.status, state.since) == (STATUS_AFTER[names[-1]], WAY[names[-1]])
    assert [entry.type.value for entry in state.timeline] == names
    assert (state.contradictions, state.gaps) == ((), ())


def test_events_after_now_have_not_happened():
    state = return_state(events(**WAY), DAY + days(4))
    assert (state.status, len(state.timeline)) == (Status.DROPPED_OFF, 5)


def test_a_return_without_events_was_requested_at_an_unknown_time():
    state = return_state((), LATER)
    assert (state.status, state.since, state.timeline) == (Status.REQUESTED, None, ())
    assert state.gaps == (EventType.REQUESTED,)


def test_the_order_of_arrival_and_repeats_make_no_difference():
    recorded = [*events(**WAY), *events(**WAY)]
    random.Random(1).shuffle(recorded)  # noqa: S311
    assert return_state(recorded, LATER) == return_state(events(**WAY), LATER)


def test_a_step_recorded_again_later_happened_when_it_was_first_recorded():
    again = ReturnEvent(EventType.DROPPED_OFF, DAY + days(5))
    state = return_state((*events(requested=DAY, dropped_off=DAY + days(1)), again), LATER)
    assert (state.status, state.since, len(state.timeline)) == (Status.DROPPED_OFF, DAY + days(1), 2)


def test_every_scan_stands_in_the_timeline():
    scans = tuple(ReturnEvent(EventType.CARRIER_SCAN, DAY + days(day)) for day in (1, 2, 3))
    state = return_state((*events(requested=DAY), *scans), LATER)
    assert (state.status, state.since, len(state.timeline)) == (Status.IN_TRANSIT, DAY + days(1), 4)


def test_a_late_record_of_an_earlier_step_does_not_set_a_return_back():
    state = return_state(events(requested=DAY, dropped_off=DAY + days(1), label_issued=DAY + days(2)), LATER)
    assert (state.status, state.since) == (Status.DROPPED_OFF, DAY + days(1))


def test_steps_of_one_instant_stand_in_the_order_of_the_way():
    state = return_state(events(approved=DAY, requested=DAY, label_issued=DAY), LATER)
    assert [entry.type.value for entry in state.timeline] == ["requested", "approved", "label_issued"]
    assert state.status is Status.LABEL_ISSUED


@pytest.mark.parametrize(
    ("happened", "gaps"),
    [
        (("approved",), ["requested"]),
        (("requested", "label_issued"), []),  # a label proves the approval
        (("requested", "dropped_off"), ["approved"]),
        (("requested", "approved", "carrier_scan"), []),  # a scan proves the hand-in
        (("requested", "approved", "warehouse_received"), ["dropped_off"]),
        (
            ("requested", "refund_settled"),
            ["approved", "dropped_off", "warehouse_received", "inspection_passed", "refund_issued"],
        ),
    ],
)
def test_steps_that_must_have_happened_are_named_as_gaps(happened, gaps):
    state = return_state(events(**{name: WAY[name] for name in happened}), LATER)
    assert [gap.value for gap in state.gaps] == gaps


def test_a_parcel_sent_after_the_cancellation_does_not_bring_the_return_back():
    state = return_state(events(requested=DAY, cancelled=DAY + days(1), dropped_off=DAY + days(2)), LATER)
    assert (state.status, state.since) == (Status.CANCELLED, DAY + days(1))
    assert [(c.first.type, c.second.type) for c in state.contradictions] == [
        (EventType.CANCELLED, EventType.DROPPED_OFF)
    ]


def test_a_cancellation_after_sending_is_recorded_as_a_contradiction():
    state = return_state(events(requested=DAY, dropped_off=DAY + days(1), cancelled=DAY + days(2)), LATER)
    assert state.status is Status.CANCELLED
    assert [(c.first.type, c.second.type) for c in state.contradictions] == [
        (EventType.DROPPED_OFF, EventType.CANCELLED)
    ]


@pytest.mark.parametrize("name", ["warehouse_received", "inspection_passed", "refund_issued", "refund_settled"])
def test_a_platform_that_carries_on_after_the_cancellation_counts(name):
    state = return_state(events(requested=DAY, cancelled=DAY + days(1), **{name: DAY + days(2)}), LATER)
    assert state.status is STATUS_AFTER[name]
    assert len(state.contradictions) == 1


def test_an_approval_after_the_cancellation_does_not_count():
    state = return_state(events(requested=DAY, cancelled=DAY + days(1), approved=DAY + days(2)), LATER)
    assert (state.status, state.contradictions) == (Status.CANCELLED, ())


def test_a_cancellation_does_not_undo_an_issued_refund():
    state = return_state(events(requested=DAY, refund_issued=DAY + days(1), cancelled=DAY + days(2)), LATER)
    assert state.status is Status.REFUND_ISSUED


def test_an_approval_after_the_rejection_counts_and_is_a_contradiction():
    state = return_state(events(requested=DAY, rejected=DAY + days(1), approved=DAY + days(2)), LATER)
    assert (state.status, len(state.contradictions)) == (Status.APPROVED, 1)


def test_a_rejection_after_the_approval_stands_and_is_a_contradiction():
    state = return_state(events(requested=DAY, approved=DAY + days(1), rejected=DAY + days(2)), LATER)
    assert (state.status, state.since, len(state.contradictions)) == (Status.REJECTED, DAY + days(2), 1)


def test_a_dispute_between_rejection_and_approval_explains_both():
    happened = events(requested=DAY, rejected=DAY + days(1), escalated=DAY + days(2), approved=DAY + days(3))
    state = return_state(happened, LATER)
    assert (state.status, state.contradictions) == (Status.APPROVED, ())


def test_a_rejection_stands_though_the_parcel_was_sent():
    state = return_state(events(requested=DAY, rejected=DAY + days(1), dropped_off=DAY + days(2)), LATER)
    assert (state.status, len(state.contradictions)) == (Status.REJECTED, 1)


@pytest.mark.parametrize(
    ("passed", "failed", "status"),
    [
        (DAY, DAY + days(1), Status.INSPECTION_FAILED),
        (DAY + days(1), DAY, Status.INSPECTION_PASSED),
        (DAY, DAY, Status.INSPECTION_FAILED),
    ],
)
def test_the_later_inspection_counts_and_the_failed_one_in_doubt(passed, failed, status):
    state = return_state(events(inspection_passed=passed, inspection_failed=failed), LATER)
    assert (state.status, state.since) == (status, max(passed, failed))
    assert len(state.contradictions) == 1


def test_a_refund_after_a_failed_inspection_stands():
    state = return_state(events(inspection_failed=DAY, refund_issued=DAY + days(1)), LATER)
    assert (state.status, len(state.contradictions)) == (Status.REFUND_ISSUED, 1)


@pytest.mark.parametrize("name", ["rejected", "inspection_failed", "requested", "dropped_off", "refund_issued"])
def test_an_escalation_is_open_until_the_platform_decides(name):
    open_state = return_state(events(**{name: DAY}, escalated=DAY + days(1)), LATER)
    assert (open_state.status, open_state.since) == (Status.ESCALATED, DAY + days(1))


@pytest.mark.parametrize(
    "name", ["approved", "rejected", "label_issued", "warehouse_received", "inspection_failed", "refund_issued"]
)
def test_a_later_decision_closes_an_escalation(name):
    state = return_state(events(requested=DAY, escalated=DAY + days(1), **{name: DAY + days(2)}), LATER)
    assert state.status is STATUS_AFTER[name]


@pytest.mark.parametrize("name", ["seller_responded", "carrier_scan", "dropped_off"])
def test_what_is_no_decision_leaves_an_escalation_open(name):
    state = return_state(events(requested=DAY, escalated=DAY + days(1), **{name: DAY + days(2)}), LATER)
    assert state.status is Status.ESCALATED


@pytest.mark.parametrize("name", ["cancelled", "refund_settled"])
def test_an_escalation_does_not_reopen_what_has_ended(name):
    state = return_state(events(requested=DAY, escalated=DAY + days(2), **{name: DAY + days(1)}), LATER)
    assert state.status is STATUS_AFTER[name]


def test_contradictions_stand_in_the_order_they_happened():
    happened = events(cancelled=DAY, dropped_off=DAY + hours(1), rejected=DAY + hours(2), carrier_scan=DAY + hours(3))
    found = return_state(happened, LATER).contradictions
    assert [(c.first.type.value, c.second.type.value) for c in found] == [
        ("cancelled", "dropped_off"),
        ("cancelled", "carrier_scan"),
        ("dropped_off", "rejected"),
        ("rejected", "carrier_scan"),
    ]


def test_words_read_as_themselves():
    assert (str(Status.IN_TRANSIT), f"utter_{Status.IN_TRANSIT}") == ("in_transit", "utter_in_transit")


def test_a_decision_taken_again_counts_from_the_last_time():
    first, again = DAY + days(1), DAY + days(3)
    for name, between in (("rejected", "approved"), ("cancelled", "warehouse_received"), ("escalated", "rejected")):
        repeated = ReturnEvent(EventType(name), again)
        state = return_state((*events(**{name: first, between: DAY + days(2)}), repeated), LATER)
        assert (state.status, state.since) == (STATUS_AFTER[name], again)


def test_a_contradiction_names_the_decision_that_stands():
    repeated = ReturnEvent(EventType.CANCELLED, DAY + days(3))
    state = return_state((*events(cancelled=DAY + days(1), dropped_off=DAY + days(2)), repeated), LATER)
    assert [(c.first.type, c.second.at) for c in state.contradictions] == [(EventType.DROPPED_OFF, DAY + days(3))]


def test_money_that_is_said_to_arrive_twice_arrived_the_first_time():
    repeated = ReturnEvent(EventType.REFUND_SETTLED, DAY + days(3))
    state = return_state((*events(refund_settled=DAY), repeated), LATER)
    assert (state.since, state.timeline) == (DAY, (TimelineEntry(EventType.REFUND_SETTLED, DAY),))


def test_a_rejection_does_not_undo_an_issued_refund():
    state = return_state(events(requested=DAY, refund_issued=DAY + days(1), rejected=DAY + days(2)), LATER)
    assert (state.status, len(state.contradictions)) == (Status.REFUND_ISSUED, 1)
