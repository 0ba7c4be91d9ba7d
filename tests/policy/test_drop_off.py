"""A parcel that was handed in while the page still says "not returned".

Handed in on Friday 9 October 2026 in Madrid: the page is due on Wednesday the 14th, and the parcel is lost on Monday
the 26th at 17:00.
"""

import pytest
from policy_cases import a_customer, a_return, an_order, local, madrid

from policy.deadlines import open_deadlines
from policy.drop_off import DropOffKind, drop_off_outlook
from policy.model import CarrierScan, ScanKind, Shipping
from policy.next_step import StepKind, next_step
from policy.refund import RefundKind, refund_outlook

ANA = a_customer()
REQUESTED = madrid(2026, 10, 1, 9)
FRIDAY = madrid(2026, 10, 9, 18)
DUE = madrid(2026, 10, 14, 23, 59, 59, 999999)
LOST = madrid(2026, 10, 26, 17)


def scan(kind, *parts, place="Madrid"):
    return CarrierScan(kind, madrid(*parts), place)


def outlook(ret, scans, now, facts, claimed=None, customer=ANA):
    return drop_off_outlook(ret, customer, scans, now, facts, claimed)


def handed_in(**more):
    return a_return(requested=REQUESTED, dropped_off=FRIDAY, **more)


@pytest.mark.parametrize("scans", [None, ()])
@pytest.mark.parametrize(
    ("now", "kind"),
    [
        (madrid(2026, 10, 10), DropOffKind.WAIT),
        (DUE, DropOffKind.WAIT),
        (madrid(2026, 10, 15), DropOffKind.LATE),
        (LOST, DropOffKind.LATE),
        (madrid(2026, 10, 26, 17, 0, 1), DropOffKind.LOST),
    ],
)
def test_the_store_alone_says_wait_late_or_lost(facts, scans, now, kind):
    found = outlook(handed_in(), scans, now, facts)
    assert (found.kind, found.dropped_off_at, found.due, found.lost_refund_on) == (kind, FRIDAY, DUE, LOST)
    assert found.because == ("parcel.lost" if kind is DropOffKind.LOST else "update.dropoff")
    assert (found.last_scan, found.delivered_at) == (None, None)


@pytest.mark.parametrize("now", [madrid(2026, 10, 10), madrid(2026, 10, 15), madrid(2026, 11, 30)])
@pytest.mark.parametrize("scans", [(), (scan(ScanKind.DELIVERED, 2026, 10, 10, 0),)])
def test_a_parcel_sent_at_the_customers_own_cost_has_no_promise(facts, now, scans):
    ret = handed_in(shipping=Shipping.PAID)
    found = outlook(ret, scans, now, facts)
    assert (found.kind, found.dropped_off_at, found.due, found.lost_refund_on) == (
        DropOffKind.UNSTATED,
        FRIDAY,
        None,
        None,
    )
    assert open_deadlines(ret, ANA, now, facts) == ()
    assert refund_outlook(ret, ANA, now, facts).kind is RefundKind.NOT_DUE_YET
    assert next_step(ret, ANA, now, facts).kind is StepKind.WAIT_UNSTATED


def test_without_any_sign_there_is_no_drop_off(facts):
    found = outlook(a_return(requested=REQUESTED, label_issued=REQUESTED), (), madrid(2026, 10, 10), facts)
    assert (found.kind, found.dropped_off_at, found.due) == (DropOffKind.NO_DROP_OFF, None, None)
    assert found.because == "update.dropoff"


def test_what_the_carrier_scanned_proves_a_hand_in(facts):
    accepted = scan(ScanKind.ACCEPTED, 2026, 10, 9, 18)
    found = outlook(a_return(requested=REQUESTED), (accepted,), madrid(2026, 10, 10), facts)
    assert (found.kind, found.dropped_off_at, found.due) == (DropOffKind.WAIT, FRIDAY, DUE)
    assert found.last_scan.at == FRIDAY


@pytest.mark.parametrize(("kind", "counts"), [(ScanKind.IN_TRANSIT, True), (ScanKind.EXCEPTION, False)])
def test_an_exception_alone_proves_no_hand_in(facts, kind, counts):
    found = outlook(a_return(requested=REQUESTED), (scan(kind, 2026, 10, 9, 18),), madrid(2026, 10, 10), facts)
    assert (found.dropped_off_at is not None) is counts
    assert found.last_scan is not None


def test_what_the_customer_says_counts_where_nobody_else_knows(facts):
    found = outlook(a_return(requested=REQUESTED), None, madrid(2026, 10, 10), facts, claimed=FRIDAY)
    assert (found.kind, found.dropped_off_at, found.due) == (DropOffKind.WAIT, FRIDAY, DUE)


@pytest.mark.parametrize(("store", "carrier", "claimed", "expected"), [(8, 9, 10, 8), (9, 8, 10, 8), (10, 9, 8, 8)])
def test_the_earliest_of_store_carrier_and_customer_is_the_hand_in(facts, store, carrier, claimed, expected):
    ret = a_return(requested=REQUESTED, dropped_off=madrid(2026, 10, store, 12))
    scans = (scan(ScanKind.ACCEPTED, 2026, 10, carrier, 12),)
    found = outlook(ret, scans, madrid(2026, 10, 11), facts, claimed=madrid(2026, 10, claimed, 12))
    assert found.dropped_off_at == madrid(2026, 10, expected, 12)


def test_a_claim_from_the_future_or_before_the_request_is_ignored(facts):
    ret = a_return(requested=REQUESTED)
    for claimed in (madrid(2026, 10, 11), madrid(2026, 9, 30, 23)):
        assert outlook(ret, (), madrid(2026, 10, 10), facts, claimed).kind is DropOffKind.NO_DROP_OFF


def test_a_day_named_as_midnight_is_taken_on_the_day_of_the_request(facts):
    found = outlook(a_return(requested=REQUESTED), (), madrid(2026, 10, 2), facts, claimed=madrid(2026, 10, 1))
    assert found.dropped_off_at == REQUESTED


def test_a_parcel_can_be_handed_in_just_now(facts):
    found = outlook(a_return(requested=REQUESTED), (), FRIDAY, facts, claimed=FRIDAY)
    assert (found.kind, found.dropped_off_at) == (DropOffKind.WAIT, FRIDAY)


def test_a_claim_counts_where_no_event_is_recorded(facts):
    assert outlook(a_return(), (), madrid(2026, 10, 10), facts, claimed=FRIDAY).dropped_off_at == FRIDAY


def test_a_delivered_parcel_shows_within_the_carriers_upload(facts):
    scans = (scan(ScanKind.DELIVERED, 2026, 10, 13, 10), scan(ScanKind.ACCEPTED, 2026, 10, 9, 19))
    found = outlook(handed_in(), scans, madrid(2026, 10, 15, 10), facts)
    assert (found.kind, found.delivered_at) == (DropOffKind.DELIVERED, madrid(2026, 10, 13, 10))
    assert (found.due, found.lost_refund_on, found.because) == (madrid(2026, 10, 15, 10), None, "parcel.upload")
    assert found.last_scan.kind is ScanKind.DELIVERED


def test_a_delivered_parcel_that_does_not_show_in_time_is_late(facts):
    scans = (scan(ScanKind.DELIVERED, 2026, 10, 13, 10),)
    found = outlook(handed_in(), scans, madrid(2026, 10, 15, 10, 1), facts)
    assert (found.kind, found.due) == (DropOffKind.DELIVERED_LATE, madrid(2026, 10, 15, 10))


def test_a_parcel_delivered_in_time_is_never_lost(facts):
    scans = (scan(ScanKind.DELIVERED, 2026, 10, 26, 17),)
    assert outlook(handed_in(), scans, madrid(2026, 12, 1), facts).kind is DropOffKind.DELIVERED_LATE


def test_a_parcel_delivered_after_17_days_is_refunded_as_lost(facts):
    scans = (scan(ScanKind.DELIVERED, 2026, 10, 27, 9),)
    found = outlook(handed_in(), scans, madrid(2026, 10, 28), facts)
    assert (found.kind, found.delivered_at) == (DropOffKind.LOST, madrid(2026, 10, 27, 9))


def test_scans_of_the_future_have_not_happened(facts):
    scans = (scan(ScanKind.ACCEPTED, 2026, 10, 9, 19), scan(ScanKind.DELIVERED, 2026, 10, 13, 10))
    found = outlook(handed_in(), scans, madrid(2026, 10, 12), facts)
    assert (found.kind, found.last_scan.kind) == (DropOffKind.WAIT, ScanKind.ACCEPTED)


@pytest.mark.parametrize("kind", list(ScanKind))
def test_a_scan_from_before_the_request_counts_for_nothing(facts, kind):
    scans = (scan(kind, 2026, 9, 28, 12), scan(kind, 2026, 10, 1, 8, 59))
    found = outlook(a_return(requested=REQUESTED), scans, madrid(2026, 10, 10), facts)
    assert (found.kind, found.dropped_off_at, found.last_scan, found.delivered_at) == (
        DropOffKind.NO_DROP_OFF,
        None,
        None,
        None,
    )


def test_the_outward_journey_counts_for_nothing(facts):
    # Asked for while the order was still on its way: delivered at home on the 5th, handed in on the 9th.
    ret = a_return(order=an_order(received_at=madrid(2026, 10, 5, 12)), requested=REQUESTED)
    outward = (scan(ScanKind.IN_TRANSIT, 2026, 10, 3, 6), scan(ScanKind.DELIVERED, 2026, 10, 5, 12))
    assert outlook(ret, outward, madrid(2026, 10, 10), facts).kind is DropOffKind.NO_DROP_OFF
    found = outlook(ret, (*outward, scan(ScanKind.ACCEPTED, 2026, 10, 9, 18)), madrid(2026, 10, 10), facts)
    assert (found.kind, found.dropped_off_at, found.due) == (DropOffKind.WAIT, FRIDAY, DUE)


def test_a_recorded_scan_from_before_the_request_is_no_hand_in(facts):
    ret = a_return(requested=REQUESTED, label_issued=REQUESTED, carrier_scan=madrid(2026, 9, 28, 12))
    assert outlook(ret, None, madrid(2026, 10, 10), facts).kind is DropOffKind.NO_DROP_OFF


def test_a_scan_in_the_store_neither_ends_the_wait_nor_restarts_it(facts):
    found = outlook(handed_in(carrier_scan=madrid(2026, 10, 13)), None, madrid(2026, 10, 15), facts)
    assert (found.kind, found.due) == (DropOffKind.LATE, DUE)


def test_days_are_counted_where_the_order_was_delivered(facts):
    ret = a_return(
        order=an_order(ship_to="US"), requested=REQUESTED, dropped_off=local("America/New_York", 2026, 10, 9, 22)
    )
    found = outlook(ret, (), madrid(2026, 10, 12), facts)
    assert found.due == local("America/New_York", 2026, 10, 14, 23, 59, 59, 999999)


@pytest.mark.parametrize("name", ["warehouse_received", "inspection_passed", "inspection_failed"])
def test_a_parcel_at_the_warehouse_is_received(facts, name):
    found = outlook(handed_in(**{name: madrid(2026, 10, 12)}), None, madrid(2026, 10, 30), facts)
    assert (found.kind, found.due, found.because) == (DropOffKind.RECEIVED, None, "inspection")


@pytest.mark.parametrize(
    ("name", "because"),
    [
        ("cancelled", "request.cancel"),
        ("rejected", "dispute"),
        ("refund_issued", "refund.time"),
        ("refund_settled", "refund.time"),
    ],
)
def test_a_return_that_is_over_waits_for_no_parcel(facts, name, because):
    found = outlook(handed_in(**{name: madrid(2026, 10, 12)}), None, madrid(2026, 10, 30), facts)
    assert (found.kind, found.due, found.lost_refund_on, found.because) == (DropOffKind.CLOSED, None, None, because)


def test_an_escalated_parcel_is_still_waited_for(facts):
    found = outlook(handed_in(escalated=madrid(2026, 10, 12)), None, madrid(2026, 10, 13), facts)
    assert (found.kind, found.due) == (DropOffKind.WAIT, DUE)
