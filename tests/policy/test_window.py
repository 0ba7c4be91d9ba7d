"""Until when an item can be sent back, against dates read off a calendar."""

from datetime import date

import pytest
from policy_cases import an_item, an_order, days, madrid, utc

from policy.calendars import end_of_day
from policy.window import AgeBasis, AgeKind, WindowKind, return_window, window_for_age, windows_from_arrival

MADRID = "Europe/Madrid"
NEW_YORK = "America/New_York"


def test_ninety_days_after_the_order_of_1_october_are_30_december(facts):
    order = an_order(placed_at=utc(2026, 10, 1, 9))
    window = return_window(order, order.items[0], utc(2026, 12, 1, 9), facts, MADRID)
    assert (window.kind, window.ends_on, window.ends_at) == (
        WindowKind.OPEN,
        date(2026, 12, 30),
        end_of_day(date(2026, 12, 30), MADRID),
    )
    assert (window.days_left, window.length, window.because) == (29, 90, "window.order")


@pytest.mark.parametrize(
    ("length", "ends_on"), [(7, date(2026, 10, 22)), (15, date(2026, 10, 30)), (30, date(2026, 11, 14))]
)
def test_the_shorter_windows_count_from_reception(facts, length, ends_on):
    item = an_item(return_window_days=length)
    order = an_order(item, received_at=utc(2026, 10, 15, 12))
    window = return_window(order, item, utc(2026, 10, 16), facts, MADRID)
    assert (window.kind, window.ends_on, window.length) == (WindowKind.OPEN, ends_on, length)
    assert window.because == "window.receipt"


def test_a_window_from_reception_has_no_date_before_the_item_arrives(facts):
    item = an_item(return_window_days=15)
    window = return_window(an_order(item), item, utc(2026, 10, 16), facts, MADRID)
    assert (window.kind, window.ends_on, window.ends_at, window.days_left) == (
        WindowKind.NOT_RECEIVED,
        None,
        None,
        None,
    )
    assert (window.length, window.because) == (15, "window.receipt")


def test_a_reception_in_the_future_has_not_happened(facts):
    item = an_item(return_window_days=15)
    order = an_order(item, received_at=utc(2026, 10, 15, 12))
    assert return_window(order, item, utc(2026, 10, 15, 11), facts, MADRID).kind is WindowKind.NOT_RECEIVED
    assert return_window(order, item, utc(2026, 10, 15, 12), facts, MADRID).kind is WindowKind.OPEN


def test_ninety_days_run_also_before_the_item_arrives(facts):
    order = an_order(received_at=None)
    assert return_window(order, order.items[0], utc(2026, 10, 16), facts, MADRID).kind is WindowKind.OPEN


def test_an_item_without_the_mark_has_no_stated_window(facts):
    item = an_item(free_returns=False, return_window_days=15)
    window = return_window(an_order(item), item, utc(2026, 10, 16), facts, MADRID)
    assert (window.kind, window.ends_on, window.because) == (WindowKind.NOT_STATED, None, "window.general")


@pytest.mark.parametrize("hour", [0, 9, 10, 23])
def test_a_window_is_open_to_the_end_of_its_last_day_and_closed_after(facts, hour):
    order = an_order(placed_at=madrid(2026, 10, 1, hour))
    last = return_window(order, order.items[0], madrid(2026, 12, 30, 23, 59, 59), facts, MADRID)
    after = return_window(order, order.items[0], madrid(2026, 12, 31), facts, MADRID)
    assert (last.kind, last.days_left) == (WindowKind.OPEN, 0)
    assert (after.kind, after.days_left, after.ends_on) == (WindowKind.CLOSED, None, date(2026, 12, 30))


def test_the_date_shown_is_the_customers(facts):
    order = an_order(placed_at=utc(2026, 10, 1, 2))  # still 30 September in New York
    item = order.items[0]
    assert return_window(order, item, utc(2026, 10, 2), facts, MADRID).ends_on == date(2026, 12, 30)
    assert return_window(order, item, utc(2026, 10, 2), facts, NEW_YORK).ends_on == date(2026, 12, 29)


@pytest.mark.parametrize(
    "placed_at", [madrid(2026, 9, 30, 0, 30), madrid(2026, 9, 30, 12), madrid(2026, 9, 30, 23, 30)]
)
def test_a_window_counts_days_of_the_calendar_through_a_clock_change(facts, placed_at):
    # Clocks go back on 25 October: 30 times 24 hours from 00:30 would end on the 29th.
    item = an_item(return_window_days=30)
    window = return_window(an_order(item, received_at=placed_at), item, utc(2026, 10, 2), facts, MADRID)
    assert (window.ends_on, window.ends_at) == (date(2026, 10, 30), end_of_day(date(2026, 10, 30), MADRID))


def test_a_leap_day_is_one_of_the_days(facts):
    order = an_order(placed_at=utc(2028, 1, 1, 12))  # 30 days left in January, 29 in February, 31 in March: 90
    assert return_window(order, order.items[0], utc(2028, 1, 2), facts, MADRID).ends_on == date(2028, 3, 31)


def test_eighty_days_after_the_order_ten_are_left(facts):
    age = window_for_age(80, None, facts)
    assert (age.kind, age.basis, age.because) == (AgeKind.OPEN, AgeBasis.ORDER, "window.order")
    assert (age.by_order.days, age.by_order.days_left, age.by_receipt) == (90, 10, ())


@pytest.mark.parametrize(("age", "kind", "left"), [(90, AgeKind.OPEN, 0), (91, AgeKind.CLOSED, -1)])
def test_the_ninetieth_day_is_the_last(facts, age, kind, left):
    found = window_for_age(age, None, facts)
    assert (found.kind, found.by_order.days_left, found.by_order.is_open) == (kind, left, kind is AgeKind.OPEN)


@pytest.mark.parametrize(
    ("age", "kind", "left"),
    [
        (5, AgeKind.OPEN, [2, 10, 25]),
        (10, AgeKind.DEPENDS, [-3, 5, 20]),
        (30, AgeKind.DEPENDS, [-23, -15, 0]),
        (31, AgeKind.CLOSED, [-24, -16, -1]),
    ],
)
def test_days_since_reception_are_held_against_each_window(facts, age, kind, left):
    found = window_for_age(None, age, facts)
    assert (found.kind, found.basis, found.by_order) == (kind, AgeBasis.RECEIPT, None)
    assert [rule.days_left for rule in found.by_receipt] == left
    assert [rule.days for rule in found.by_receipt] == [7, 15, 30]
    assert found.because == "window.receipt"


def test_both_ages_are_held_against_both_rules(facts):
    found = window_for_age(80, 40, facts)
    assert (found.kind, found.basis, found.because) == (AgeKind.DEPENDS, AgeBasis.BOTH, "window.order")


def test_without_an_age_nothing_is_known(facts):
    found = window_for_age(None, None, facts)
    assert (found.kind, found.basis) == (AgeKind.UNKNOWN, AgeBasis.NONE)


def test_an_age_in_the_future_is_refused(facts):
    with pytest.raises(ValueError, match="lies in the future"):
        window_for_age(-1, None, facts)


def test_days_left_never_outlive_the_window(facts):
    order = an_order(placed_at=utc(2026, 10, 1, 9))
    for elapsed in range(0, 90, 7):
        now = order.placed_at + days(elapsed)
        window = return_window(order, order.items[0], now, facts, MADRID)
        assert window.days_left == 90 - elapsed


def test_windows_from_an_arrival_end_so_many_days_later(facts):
    # 14 October and 7, 15 and 30 days.
    assert windows_from_arrival(date(2026, 10, 14), facts) == (
        (7, date(2026, 10, 21)),
        (15, date(2026, 10, 29)),
        (30, date(2026, 11, 13)),
    )
