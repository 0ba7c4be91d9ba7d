"""Where the money is, at every turn of a return. Dates are those counted in test_deadlines."""

from decimal import Decimal

import pytest
from policy_cases import a_customer, a_return, madrid

from policy.model import Money
from policy.refund import RefundKind, refund_outlook

ANA = a_customer()
REQUESTED = madrid(2026, 10, 1, 9)
END_OF_DAY = (23, 59, 59, 999999)
RECEIVED = {"requested": REQUESTED, "warehouse_received": madrid(2026, 10, 8, 11)}
DROPPED = {"requested": REQUESTED, "dropped_off": madrid(2026, 10, 9, 18)}
ISSUED = {**RECEIVED, "refund_issued": madrid(2026, 10, 15, 9)}


def test_the_amount_and_method_are_those_of_the_store(facts):
    found = refund_outlook(a_return(**ISSUED), ANA, madrid(2026, 10, 16), facts)
    assert (found.amount, found.method) == (Money(Decimal("12.50"), "EUR"), "card")


@pytest.mark.parametrize("name", ["seller_responded", "approved", "label_issued", "dropped_off", "carrier_scan"])
def test_no_refund_is_due_before_the_warehouse_has_the_parcel(facts, name):
    found = refund_outlook(
        a_return(requested=REQUESTED, **{name: madrid(2026, 10, 2)}), ANA, madrid(2026, 10, 3), facts
    )
    assert (found.kind, found.earliest, found.latest) == (RefundKind.NOT_DUE_YET, None, None)
    assert found.because == "refund.time"


def test_a_received_parcel_is_refunded_within_3_to_20_working_days(facts):
    found = refund_outlook(a_return(**RECEIVED), ANA, madrid(2026, 10, 9), facts)
    assert (found.kind, found.issued_at, found.because) == (RefundKind.EXPECTED, None, "refund.time")
    assert found.earliest == madrid(2026, 10, 14, *END_OF_DAY)
    assert found.latest == madrid(2026, 11, 6, *END_OF_DAY)


def test_a_refund_that_was_not_issued_in_time_is_late(facts):
    found = refund_outlook(a_return(**RECEIVED), ANA, madrid(2026, 11, 7), facts)
    assert (found.kind, found.issued_at, found.latest) == (RefundKind.LATE, None, madrid(2026, 11, 6, *END_OF_DAY))


def test_an_issued_refund_arrives_within_3_to_20_working_days_of_its_issue(facts):
    found = refund_outlook(a_return(**ISSUED), ANA, madrid(2026, 10, 16), facts)
    assert (found.kind, found.issued_at) == (RefundKind.ISSUED, madrid(2026, 10, 15, 9))
    assert found.earliest == madrid(2026, 10, 20, *END_OF_DAY)
    assert found.latest == madrid(2026, 11, 12, *END_OF_DAY)


def test_an_issued_refund_that_did_not_arrive_in_time_is_late(facts):
    found = refund_outlook(a_return(**ISSUED), ANA, madrid(2026, 11, 13), facts)
    assert (found.kind, found.issued_at) == (RefundKind.LATE, madrid(2026, 10, 15, 9))


def test_a_settled_refund_is_settled(facts):
    found = refund_outlook(a_return(**ISSUED, refund_settled=madrid(2026, 10, 20)), ANA, madrid(2026, 12, 13), facts)
    assert (found.kind, found.issued_at, found.latest) == (RefundKind.SETTLED, madrid(2026, 10, 15, 9), None)


@pytest.mark.parametrize("name", ["rejected", "inspection_failed"])
def test_a_refused_refund_can_be_disputed(facts, name):
    refused = a_return(**RECEIVED, **{name: madrid(2026, 10, 9)})
    disputed = a_return(**RECEIVED, **{name: madrid(2026, 10, 9)}, escalated=madrid(2026, 10, 10))
    for ret in (refused, disputed):
        found = refund_outlook(ret, ANA, madrid(2026, 10, 12), facts)
        assert (found.kind, found.because, found.latest) == (RefundKind.REFUSED, "dispute", None)


def test_a_cancelled_return_has_no_refund(facts):
    found = refund_outlook(a_return(requested=REQUESTED, cancelled=REQUESTED), ANA, madrid(2026, 10, 12), facts)
    assert (found.kind, found.because, found.latest) == (RefundKind.NONE, "request.cancel", None)


def test_a_lost_parcel_is_refunded_by_itself(facts):
    before = refund_outlook(a_return(**DROPPED), ANA, madrid(2026, 10, 26, 17), facts)
    after = refund_outlook(a_return(**DROPPED), ANA, madrid(2026, 10, 26, 18), facts)
    assert before.kind is RefundKind.NOT_DUE_YET
    assert (after.kind, after.because) == (RefundKind.EXPECTED, "parcel.lost")
    assert (after.earliest, after.latest) == (madrid(2026, 10, 29, *END_OF_DAY), madrid(2026, 11, 23, *END_OF_DAY))


def test_a_refund_issued_after_a_failed_inspection_counts(facts):
    ret = a_return(**RECEIVED, inspection_failed=madrid(2026, 10, 9), refund_issued=madrid(2026, 10, 15, 9))
    found = refund_outlook(ret, ANA, madrid(2026, 10, 16), facts)
    assert (found.kind, found.latest) == (RefundKind.ISSUED, madrid(2026, 11, 12, *END_OF_DAY))


def test_a_refund_of_the_future_is_not_issued_yet(facts):
    assert refund_outlook(a_return(**ISSUED), ANA, madrid(2026, 10, 14), facts).kind is RefundKind.EXPECTED
