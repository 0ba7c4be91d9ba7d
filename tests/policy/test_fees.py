"""What the next return costs, per order and per month."""

import pytest
from policy_cases import a_return, an_item, an_order, days, utc

from policy.fees import FeeKind, ItemsKind, items_plan, next_return_fee
from policy.model import Shipping

MADRID = "Europe/Madrid"
NOW = utc(2026, 10, 20, 12)
ASKED = utc(2026, 10, 16, 8)
ORDER = an_order()


def other_orders(count, asked=ASKED):
    return [a_return(number=f"R{n}", order=an_order(number=f"O{n}"), requested=asked) for n in range(count)]


def fee(returns, facts, now=NOW, order=ORDER, timezone=MADRID):
    return next_return_fee(returns, order, now, facts, timezone)


def test_the_first_return_of_an_order_is_free(facts):
    found = fee([], facts)
    assert (found.kind, found.because) == (FeeKind.FREE, "fee.first")
    assert (found.used_on_order, found.used_this_month, found.free_left_this_month) == (0, 0, 5)
    assert (found.first_return_number, found.first_tracking_number, found.first_sent) == (None, None, False)


def test_the_next_return_of_an_order_travels_under_the_first_label(facts):
    found = fee([a_return(requested=ASKED, label_issued=ASKED + days(1))], facts)
    assert (found.kind, found.because, found.used_on_order) == (FeeKind.ORDER_USED, "fee.next", 1)
    assert (found.first_return_number, found.first_tracking_number, found.first_sent) == ("R1001", "LP00123", False)
    assert (found.used_this_month, found.free_left_this_month) == (1, 4)


def test_the_first_of_several_returns_lends_its_label(facts):
    later = a_return(number="R1", tracking_number="LP9", requested=ASKED + days(1))
    first = a_return(number="R2", tracking_number="LP1", requested=ASKED, dropped_off=ASKED + days(1))
    found = fee([later, first], facts)
    assert (found.first_return_number, found.first_tracking_number, found.first_sent) == ("R2", "LP1", True)


def test_a_parcel_at_the_warehouse_was_sent_though_nobody_recorded_it(facts):
    assert fee([a_return(requested=ASKED, warehouse_received=ASKED + days(1))], facts).first_sent


@pytest.mark.parametrize(
    ("count", "kind", "left"), [(4, FeeKind.FREE, 1), (5, FeeKind.MONTH_USED, 0), (7, FeeKind.MONTH_USED, 0)]
)
def test_five_returns_a_month_are_free(facts, count, kind, left):
    found = fee(other_orders(count), facts)
    assert (found.kind, found.used_this_month, found.free_left_this_month) == (kind, count, left)
    assert found.because == ("fee.first" if kind is FeeKind.FREE else "fee.monthly_limit")


def test_the_order_comes_before_the_month(facts):
    found = fee([*other_orders(5), a_return(requested=ASKED)], facts)
    assert (found.kind, found.used_this_month) == (FeeKind.ORDER_USED, 6)


def test_a_month_is_the_customers_calendar_month(facts):
    # 23:00 on 30 September in London is 1 October in Madrid
    returns = other_orders(5, asked=utc(2026, 9, 30, 22, 30))
    assert fee(returns, facts).kind is FeeKind.MONTH_USED
    assert fee(returns, facts, timezone="Europe/London").kind is FeeKind.FREE
    assert fee(returns, facts, now=utc(2026, 11, 1)).used_this_month == 0


def test_the_same_month_of_another_year_is_another_month(facts):
    assert fee(other_orders(5, asked=utc(2025, 10, 16)), facts).used_this_month == 0


def test_a_cancelled_return_has_used_nothing(facts):
    ret = a_return(requested=ASKED, label_issued=ASKED + days(1), cancelled=ASKED + days(2))
    assert fee([ret], facts).kind is FeeKind.FREE


def test_a_cancelled_return_that_was_sent_has_used_its_label(facts):
    ret = a_return(requested=ASKED, cancelled=ASKED + days(1), dropped_off=ASKED + days(2))
    assert fee([ret], facts).kind is FeeKind.ORDER_USED


def test_a_rejected_return_has_used_its_label_only_where_it_had_one(facts):
    rejected = a_return(requested=ASKED, rejected=ASKED + days(1))
    labelled = a_return(requested=ASKED, label_issued=ASKED, rejected=ASKED + days(1))
    assert fee([rejected], facts).kind is FeeKind.FREE
    assert fee([labelled], facts).kind is FeeKind.ORDER_USED


def test_a_return_at_the_customers_cost_uses_no_label(facts):
    assert fee([a_return(requested=ASKED, shipping=Shipping.PAID)], facts).kind is FeeKind.FREE
    assert fee([a_return(requested=ASKED, shipping=Shipping.FREE_QR)], facts).kind is FeeKind.ORDER_USED


def test_a_return_asked_for_later_does_not_count_yet(facts):
    assert fee([a_return(requested=NOW + days(1))], facts).kind is FeeKind.FREE


def test_a_return_whose_request_nobody_recorded_counts_from_its_first_event(facts):
    assert fee([a_return(label_issued=ASKED)], facts).used_this_month == 1


def test_an_order_without_the_mark_has_no_stated_fee(facts):
    found = fee([], facts, order=an_order(an_item(free_returns=False)))
    assert (found.kind, found.because) == (FeeKind.NOT_MARKED, "window.general")
    mixed = an_order(an_item(free_returns=False), an_item(item_id="I2"))
    assert fee([], facts, order=mixed).kind is FeeKind.FREE


def test_one_item_needs_one_label(facts):
    plan = items_plan(1, facts)
    assert (plan.kind, plan.free_labels, plan.grouped, plan.because) == (ItemsKind.SINGLE, 1, 0, "fee.first")


def test_of_three_items_two_travel_under_the_first_label(facts):
    plan = items_plan(3, facts)
    assert (plan.kind, plan.items, plan.free_labels, plan.grouped) == (ItemsKind.GROUPED, 3, 1, 2)
    assert plan.because == "fee.next"


def test_no_items_cannot_be_sent_back(facts):
    with pytest.raises(ValueError, match="at least 1"):
        items_plan(0, facts)
