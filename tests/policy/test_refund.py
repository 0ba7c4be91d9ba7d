"""Where the money is, at every turn of a return. Dates are those counted in test_deadlines."""

from dataclasses import replace
from decimal import Decimal

import pytest
from policy_cases import a_customer, a_return, madrid

from policy.deadlines import DeadlineKind, open_deadlines
from policy.model import EventType, Money, RefundTerms, ReturnEvent
from policy.next_step import StepKind, next_step
from policy.refund import RefundKind, refund_outlook
from policy.refund_doubts import RefundDoubt

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
    assert found.earliest == madrid(2026, 10, 16, *END_OF_DAY)
    assert found.latest == madrid(2026, 11, 10, *END_OF_DAY)


def test_a_refund_that_was_not_issued_in_time_is_late(facts):
    found = refund_outlook(a_return(**RECEIVED), ANA, madrid(2026, 11, 11), facts)
    assert (found.kind, found.issued_at, found.latest) == (RefundKind.LATE, None, madrid(2026, 11, 10, *END_OF_DAY))


def test_the_days_of_an_issued_refund_count_from_its_issue(facts):
    found = refund_outlook(a_return(**ISSUED), ANA, madrid(2026, 10, 16), facts)
    assert (found.kind, found.issued_at, found.confirmed_at) == (
        RefundKind.ISSUED,
        madrid(2026, 10, 15, 9),
        madrid(2026, 10, 8, 11),
    )
    assert found.earliest == madrid(2026, 10, 20, *END_OF_DAY)
    assert found.latest == madrid(2026, 11, 12, *END_OF_DAY)


def test_an_issued_refund_that_did_not_arrive_in_time_is_late(facts):
    found = refund_outlook(a_return(**ISSUED), ANA, madrid(2026, 11, 13), facts)
    assert found.kind is RefundKind.LATE


def test_the_refund_of_a_lost_parcel_counts_from_its_issue(facts):
    ret = a_return(**DROPPED, refund_issued=madrid(2026, 10, 28, 9))
    found = refund_outlook(ret, ANA, madrid(2026, 10, 30), facts)
    assert (found.kind, found.because, found.latest) == (
        RefundKind.ISSUED,
        "parcel.lost",
        madrid(2026, 11, 25, *END_OF_DAY),
    )


@pytest.mark.parametrize("happened", [{"requested": REQUESTED}, DROPPED])
def test_a_refund_that_nobody_confirmed_the_parcel_for_comes_by_the_days_from_when_it_was_sent(facts, happened):
    found = refund_outlook(
        a_return(**happened, refund_issued=madrid(2026, 10, 15, 9)), ANA, madrid(2026, 10, 16), facts
    )
    # Thursday 15 October and twenty working days of Spain: 12 November, without Monday 2 November in Madrid.
    assert (found.kind, found.earliest, found.doubts) == (RefundKind.ISSUED, None, (RefundDoubt.UNCONFIRMED,))
    assert found.latest == madrid(2026, 11, 12, *END_OF_DAY)


def test_a_parcel_that_the_warehouse_received_of_a_cancelled_return_has_no_date(facts):
    for cancelled in (madrid(2026, 10, 7), madrid(2026, 10, 9)):
        found = refund_outlook(a_return(**RECEIVED, cancelled=cancelled), ANA, madrid(2026, 10, 12), facts)
        assert (found.latest, found.doubts) == (None, (RefundDoubt.CANCELLED,))
        assert (found.cancelled_at, found.confirmed_at) == (cancelled, madrid(2026, 10, 8, 11))
        ret = a_return(**RECEIVED, cancelled=cancelled)
        assert open_deadlines(ret, ANA, madrid(2026, 10, 12), facts) == ()
        assert next_step(ret, ANA, madrid(2026, 10, 12), facts).because == "request.cancel"


def test_a_refund_that_was_issued_twice_has_no_date(facts):
    again = ReturnEvent(EventType.REFUND_ISSUED, madrid(2026, 10, 19, 9))
    found = refund_outlook(a_return(again, **ISSUED), ANA, madrid(2026, 10, 20), facts)
    assert (found.kind, found.latest, found.doubts) == (RefundKind.ISSUED, None, (RefundDoubt.TWICE,))
    assert found.issued == (madrid(2026, 10, 15, 9), madrid(2026, 10, 19, 9))
    assert (
        next_step(a_return(again, **ISSUED), ANA, madrid(2026, 10, 20), facts).kind is StepKind.GET_HELP_REFUND_UNCLEAR
    )


def test_an_event_that_was_recorded_twice_is_one_refund(facts):
    again = ReturnEvent(EventType.REFUND_ISSUED, ISSUED["refund_issued"])
    assert refund_outlook(a_return(again, **ISSUED), ANA, madrid(2026, 10, 20), facts).doubts == ()


@pytest.mark.parametrize(
    ("amount", "currency", "method", "doubt", "dated"),
    [
        ("12.50", "EUR", "card", None, True),
        ("12.5", "EUR", "card", None, True),
        ("5.00", "EUR", "card", RefundDoubt.LESS, True),
        ("15.00", "EUR", "card", RefundDoubt.MORE, True),
        ("12.50", "USD", "card", RefundDoubt.OTHER_CURRENCY, True),
        ("0.00", "EUR", "card", RefundDoubt.NOTHING, False),
        ("12.50", "EUR", "Exchange", RefundDoubt.EXCHANGE, False),
    ],
)
def test_an_amount_that_is_not_that_of_the_items_is_told(facts, amount, currency, method, doubt, dated):
    terms = RefundTerms(Money(Decimal(amount), currency), method)
    ret = replace(a_return(**RECEIVED), refund=terms)
    found = refund_outlook(ret, ANA, madrid(2026, 10, 9), facts)
    assert found.doubts == ((doubt,) if doubt else ())
    assert (found.kind, found.price) == (RefundKind.EXPECTED, Money(Decimal("12.50"), "EUR"))
    assert (found.latest is not None) is dated
    assert (
        DeadlineKind.REFUND in {each.kind for each in open_deadlines(ret, ANA, madrid(2026, 10, 9), facts)}
    ) is dated


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
    # Nobody has recorded that it started, and the rules don't say from when its days count.
    assert (after.earliest, after.latest) == (None, None)


def test_a_refund_issued_after_a_failed_inspection_counts(facts):
    ret = a_return(**RECEIVED, inspection_failed=madrid(2026, 10, 9), refund_issued=madrid(2026, 10, 15, 9))
    found = refund_outlook(ret, ANA, madrid(2026, 10, 16), facts)
    assert (found.kind, found.latest) == (RefundKind.ISSUED, madrid(2026, 11, 12, *END_OF_DAY))


def test_a_refund_of_the_future_is_not_issued_yet(facts):
    assert refund_outlook(a_return(**ISSUED), ANA, madrid(2026, 10, 14), facts).kind is RefundKind.EXPECTED


@pytest.mark.parametrize("end", ["cancelled", "rejected"])
def test_the_amount_of_a_refund_that_there_is_not_is_no_doubt(facts, end):
    ret = a_return(requested=REQUESTED, **{end: madrid(2026, 10, 2)})
    found = refund_outlook(
        replace(ret, refund=RefundTerms(Money(Decimal(0), "EUR"), "card")), ANA, madrid(2026, 10, 9), facts
    )
    assert found.doubts == ()
