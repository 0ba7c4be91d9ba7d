"""Every deadline, with dates that a person counted on the calendar of October and November 2026.

October 2026: the 1st is a Thursday. Spain has Monday the 12th off; clocks go back on Sunday the 25th.
"""

from datetime import date

import pytest
from policy_cases import a_customer, a_return, an_order, events, local, madrid

from policy.calendars import Place
from policy.deadlines import DeadlineKind, inspection_deadline, open_deadlines

MADRID = "Europe/Madrid"
ANA = a_customer("ES", MADRID)
REQUESTED = madrid(2026, 10, 1, 9)

ANSWERS = ["seller_responded", "approved", "label_issued", "rejected", "escalated", "cancelled", "dropped_off"]


def only(kind, ret, now, facts, customer=ANA):
    found = [each for each in open_deadlines(ret, customer, now, facts) if each.kind is kind]
    if kind is DeadlineKind.INSPECTION:
        assert [inspection_deadline(ret, customer, now, facts)] == (found or [None])
    assert len(found) == 1
    return found[0]


def kinds(ret, now, facts):
    return [str(each.kind) for each in open_deadlines(ret, ANA, now, facts)]


def test_a_request_is_processed_within_24_hours(facts):
    ret = a_return(requested=madrid(2026, 10, 9, 18))
    deadline = only(DeadlineKind.PROCESSING, ret, madrid(2026, 10, 9, 19), facts)
    assert (deadline.due, deadline.earliest) == (madrid(2026, 10, 10, 18), None)
    assert (deadline.starts, deadline.because) == (madrid(2026, 10, 9, 18), "request.processing")


def test_24_hours_through_a_clock_change_end_an_hour_earlier_by_the_clock(facts):
    ret = a_return(requested=madrid(2026, 10, 24, 18))
    assert only(DeadlineKind.PROCESSING, ret, madrid(2026, 10, 24, 19), facts).due == madrid(2026, 10, 25, 17)


def test_the_seller_has_48_hours(facts):
    ret = a_return(requested=madrid(2026, 10, 9, 18))
    deadline = only(DeadlineKind.SELLER, ret, madrid(2026, 10, 9, 19), facts)
    assert (deadline.due, deadline.because) == (madrid(2026, 10, 11, 18), "seller.silence")


def test_hours_for_the_request_are_shown_at_the_customers_place(facts):
    ret = a_return(order=an_order(ship_to="US"), requested=REQUESTED)
    deadlines = open_deadlines(ret, ANA, madrid(2026, 10, 1, 10), facts)
    assert [each.place for each in deadlines] == [Place("ES", MADRID, "CT")] * 2


@pytest.mark.parametrize("answer", ANSWERS)
def test_any_answer_ends_the_wait_for_seller_and_processing(facts, answer):
    ret = a_return(requested=REQUESTED, **{answer: madrid(2026, 10, 2, 9)})
    assert not {"processing", "seller"} & set(kinds(ret, madrid(2026, 10, 3), facts))


def test_an_unanswered_request_stays_listed_as_overdue(facts):
    ret = a_return(requested=madrid(2026, 10, 9, 18))
    now = madrid(2026, 10, 11, 17)
    assert kinds(ret, now, facts) == ["processing", "seller"]
    assert [each.overdue(now) for each in open_deadlines(ret, ANA, now, facts)] == [True, False]


def test_a_deadline_is_not_overdue_at_its_last_instant(facts):
    ret = a_return(requested=madrid(2026, 10, 9, 18))
    deadline = only(DeadlineKind.PROCESSING, ret, madrid(2026, 10, 10, 18), facts)
    assert not deadline.overdue(madrid(2026, 10, 10, 18))
    assert deadline.overdue(madrid(2026, 10, 10, 18, 0, 1))


def test_sending_is_advised_within_5_days_of_the_label(facts):
    ret = a_return(requested=REQUESTED, approved=madrid(2026, 10, 2, 9), label_issued=madrid(2026, 10, 10, 10))
    deadline = only(DeadlineKind.SHIP_BY, ret, madrid(2026, 10, 11), facts)
    assert (deadline.due, deadline.because) == (madrid(2026, 10, 15, 10), "ship.within")


def test_without_a_label_the_approval_starts_the_5_days(facts):
    ret = a_return(requested=REQUESTED, approved=madrid(2026, 10, 2, 9))
    assert only(DeadlineKind.SHIP_BY, ret, madrid(2026, 10, 3), facts).due == madrid(2026, 10, 7, 9)


def test_a_sent_parcel_has_nothing_to_send_any_more(facts):
    ret = a_return(requested=REQUESTED, label_issued=madrid(2026, 10, 2), dropped_off=madrid(2026, 10, 3))
    assert "ship_by" not in kinds(ret, madrid(2026, 10, 4), facts)


def test_a_friday_drop_off_before_a_spanish_holiday_is_updated_by_wednesday(facts):
    ret = a_return(requested=REQUESTED, dropped_off=madrid(2026, 10, 9, 18))
    deadline = only(DeadlineKind.DROP_OFF_UPDATE, ret, madrid(2026, 10, 10), facts)
    assert deadline.due_on(MADRID) == date(2026, 10, 14)
    assert deadline.due == madrid(2026, 10, 14, 23, 59, 59, 999999)
    assert deadline.earliest == madrid(2026, 10, 13, 23, 59, 59, 999999)
    assert (deadline.because, deadline.place) == ("update.dropoff", Place("ES", MADRID, "CT"))


def test_a_drop_off_in_another_country_counts_its_days_there(facts):
    # Friday evening in New York; Monday the 12th is Columbus Day. The 14th ends there when it is 6 a.m. in Madrid.
    dropped_off = local("America/New_York", 2026, 10, 9, 22)
    ret = a_return(order=an_order(ship_to="US"), requested=REQUESTED, dropped_off=dropped_off)
    deadline = only(DeadlineKind.DROP_OFF_UPDATE, ret, madrid(2026, 10, 11), facts)
    assert deadline.due == madrid(2026, 10, 15, 5, 59, 59, 999999)
    assert (deadline.due_on("America/New_York"), deadline.due_on(MADRID)) == (date(2026, 10, 14), date(2026, 10, 15))


def test_a_first_scan_stands_in_for_a_hand_in_nobody_recorded(facts):
    ret = a_return(requested=REQUESTED, carrier_scan=madrid(2026, 10, 9, 18))
    assert only(DeadlineKind.DROP_OFF_UPDATE, ret, madrid(2026, 10, 10), facts).due_on(MADRID) == date(2026, 10, 14)


def test_a_scan_does_not_end_the_wait_for_the_warehouse(facts):
    ret = a_return(requested=REQUESTED, dropped_off=madrid(2026, 10, 9, 18), carrier_scan=madrid(2026, 10, 11))
    assert kinds(ret, madrid(2026, 10, 12), facts) == ["drop_off_update", "lost_parcel"]


def test_a_parcel_is_lost_17_days_after_the_drop_off(facts):
    ret = a_return(requested=REQUESTED, dropped_off=madrid(2026, 10, 9, 18))
    deadline = only(DeadlineKind.LOST_PARCEL, ret, madrid(2026, 10, 10), facts)
    assert deadline.due == madrid(2026, 10, 26, 17)  # 17 times 24 hours, and the clocks went back on the way
    assert deadline.because == "parcel.lost"


def test_the_warehouse_inspects_within_2_working_days(facts):
    ret = a_return(requested=REQUESTED, warehouse_received=madrid(2026, 10, 8, 11))  # Thu; Fri, Tue
    deadline = only(DeadlineKind.INSPECTION, ret, madrid(2026, 10, 9), facts)
    assert (deadline.due_on(MADRID), deadline.earliest) == (date(2026, 10, 13), None)
    assert deadline.because == "inspection"


def test_a_received_parcel_waits_for_inspection_and_money_only(facts):
    ret = a_return(requested=REQUESTED, dropped_off=madrid(2026, 10, 5), warehouse_received=madrid(2026, 10, 8, 11))
    assert kinds(ret, madrid(2026, 10, 9), facts) == ["inspection", "refund"]


def test_the_refund_counts_from_the_day_by_which_the_check_should_be_done(facts):
    ret = a_return(requested=REQUESTED, warehouse_received=madrid(2026, 10, 8, 11))
    deadline = only(DeadlineKind.REFUND, ret, madrid(2026, 10, 9), facts)
    # The check has 9 and 13 October.
    assert deadline.earliest == madrid(2026, 10, 16, 23, 59, 59, 999999)  # 14 to 16
    assert deadline.due_on(MADRID) == date(2026, 11, 10)  # 14 to 16; three full weeks to 6 November; 9, 10
    assert deadline.because == "refund.time"


@pytest.mark.parametrize(("passed", "due"), [(9, 9), (13, 10), (15, 12)])
def test_the_refund_counts_from_a_passed_inspection(facts, passed, due):
    ret = a_return(warehouse_received=madrid(2026, 10, 8, 11), inspection_passed=madrid(2026, 10, passed, 9))
    assert only(DeadlineKind.REFUND, ret, madrid(2026, 10, 16), facts).due_on(MADRID) == date(2026, 11, due)


def test_a_passed_inspection_stands_in_for_a_receipt_nobody_recorded(facts):
    ret = a_return(requested=REQUESTED, inspection_passed=madrid(2026, 10, 8, 11))
    assert only(DeadlineKind.REFUND, ret, madrid(2026, 10, 14), facts).due_on(MADRID) == date(2026, 11, 6)


def test_an_issued_refund_counts_from_its_issue(facts):
    ret = a_return(warehouse_received=madrid(2026, 10, 8, 11), refund_issued=madrid(2026, 10, 15, 9))
    deadline = only(DeadlineKind.REFUND, ret, madrid(2026, 10, 16), facts)
    assert deadline.starts == madrid(2026, 10, 15, 9)
    assert deadline.due_on(MADRID) == date(2026, 11, 12)  # 16; three full weeks to 6 November; 9 to 12


def test_the_bank_works_on_the_days_of_the_customers_country(facts):
    # The order went to Spain, the customer banks in France, where Wednesday 11 November is a holiday.
    customer = a_customer("FR", "Europe/Paris", "FR-57")
    ret = a_return(requested=REQUESTED, warehouse_received=madrid(2026, 11, 5, 9))
    deadline = only(DeadlineKind.REFUND, ret, madrid(2026, 11, 6), facts, customer)
    # The check has 6 and 9 November.
    assert deadline.earliest == madrid(2026, 11, 13, 23, 59, 59, 999999)  # 10, 12, 13
    assert deadline.due_on("Europe/Paris") == date(2026, 12, 8)  # 10, 12, 13; three weeks to 4 December; 7, 8
    assert deadline.place == Place("FR", "Europe/Paris", "57")


def test_a_lost_parcel_has_a_date_for_its_money_once_a_refund_is_recorded(facts):
    # Issued on Wednesday 28 October: 29, 30, three weeks to 20 November, 23 to 25
    happened = {"requested": REQUESTED, "dropped_off": madrid(2026, 10, 9, 18)}
    assert "refund" not in kinds(a_return(**happened), madrid(2026, 11, 24), facts)
    issued = a_return(**happened, refund_issued=madrid(2026, 10, 28, 9))
    deadline = only(DeadlineKind.REFUND, issued, madrid(2026, 10, 29), facts)
    assert (deadline.starts, deadline.due_on(MADRID)) == (madrid(2026, 10, 28, 9), date(2026, 11, 25))


@pytest.mark.parametrize("end", ["refund_settled", "cancelled", "rejected"])
def test_nothing_is_due_once_a_return_is_over(facts, end):
    ret = a_return(requested=REQUESTED, approved=madrid(2026, 10, 2), **{end: madrid(2026, 10, 3)})
    assert kinds(ret, madrid(2026, 10, 4), facts) == []


def test_a_failed_inspection_starts_no_refund(facts):
    ret = a_return(warehouse_received=madrid(2026, 10, 8), inspection_failed=madrid(2026, 10, 9))
    assert kinds(ret, madrid(2026, 10, 10), facts) == []


def test_deadlines_stand_in_the_order_they_fall_due(facts):
    ret = a_return(requested=REQUESTED, dropped_off=madrid(2026, 10, 9, 18))
    now = madrid(2026, 10, 20)
    assert kinds(ret, now, facts) == ["drop_off_update", "lost_parcel"]
    assert [each.overdue(now) for each in open_deadlines(ret, ANA, now, facts)] == [True, False]


def test_an_event_after_now_starts_nothing(facts):
    ret = a_return(*events(dropped_off=madrid(2026, 10, 9, 18)), requested=REQUESTED, approved=madrid(2026, 10, 2))
    assert kinds(ret, madrid(2026, 10, 9, 17), facts) == ["ship_by"]


def test_every_kind_of_deadline_is_tested_here():
    seen = {"processing", "seller", "ship_by", "drop_off_update", "inspection", "lost_parcel", "refund"}
    assert {str(kind) for kind in DeadlineKind} == seen


def test_an_issued_refund_needs_no_inspection_any_more(facts):
    ret = a_return(warehouse_received=madrid(2026, 10, 8, 11), refund_issued=madrid(2026, 10, 9))
    assert kinds(ret, madrid(2026, 10, 10), facts) == ["refund"]


def test_a_step_recorded_again_starts_no_deadline_anew(facts):
    again = events(requested=madrid(2026, 10, 9, 20))
    assert (
        only(DeadlineKind.SELLER, a_return(*again, requested=REQUESTED), madrid(2026, 10, 10), facts).starts
        == REQUESTED
    )
    again = events(warehouse_received=madrid(2026, 10, 9, 20))
    received = madrid(2026, 10, 8, 11)
    ret = a_return(*again, warehouse_received=received)
    assert only(DeadlineKind.INSPECTION, ret, madrid(2026, 10, 10), facts).starts == received
    assert only(DeadlineKind.REFUND, ret, madrid(2026, 10, 10), facts).due_on(MADRID) == date(2026, 11, 10)


@pytest.mark.parametrize(
    ("now", "days"),
    [
        # Due at the end of Wednesday 14 October in Madrid.
        (madrid(2026, 10, 9, 19), 5),
        (madrid(2026, 10, 13, 23), 1),
        (madrid(2026, 10, 14, 0), 0),
        (madrid(2026, 10, 14, 23, 59), 0),
        (madrid(2026, 10, 15, 0), -1),
    ],
)
def test_days_left_count_calendar_days(facts, now, days):
    found = open_deadlines(a_return(dropped_off=madrid(2026, 10, 9, 18)), ANA, now, facts)
    update = next(each for each in found if each.kind is DeadlineKind.DROP_OFF_UPDATE)

    assert update.days_left(now, MADRID) == days
