"""Dates and fees under the rules of a small shop: what they don't state has no date, and promises nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from policy_cases import a_customer, a_return, an_item, an_order, madrid

from policy.coverage import barcode_is_enough, served_countries
from policy.deadlines import DeadlineKind, open_deadlines
from policy.drop_off import DropOffKind, drop_off_outlook
from policy.facts import Facts, FactsError, load_facts
from policy.fees import FeeKind, next_return_fee
from policy.model import Shipping
from policy.next_step import StepKind, next_step
from policy.window import WindowKind, return_window, window_for_age, windows_from_arrival, windows_from_receipt

SMALL_SHOP = Path(__file__).parents[1] / "shops" / "small" / "facts.yml"
USUAL = Path(__file__).parents[2] / "policy" / "facts.yml"


@pytest.fixture(scope="module")
def small() -> Facts:
    return load_facts(SMALL_SHOP)


def test_the_general_window_counts_from_reception(small):
    order = an_order(an_item(free_returns=False), received_at=madrid(2026, 10, 2, 11))
    window = return_window(order, order.items[0], madrid(2026, 10, 13, 12), small, "Europe/Madrid")
    assert (window.kind, window.ends_on, window.days_left) == (WindowKind.OPEN, date(2026, 10, 16), 3)
    assert window.because == "window.general"


def test_before_reception_it_has_no_date_yet(small):
    order = an_order(an_item(free_returns=False))
    window = return_window(order, order.items[0], madrid(2026, 10, 13, 12), small, "Europe/Madrid")
    assert (window.kind, window.length) == (WindowKind.NOT_RECEIVED, 14)


def test_ages_are_held_against_the_shop_s_windows(small):
    ages = window_for_age(None, 12, small)
    assert [(age.days, age.days_left) for age in ages.by_receipt] == [(14, 2)]
    assert window_for_age(80, None, small).by_order is None
    assert windows_from_arrival(date(2026, 10, 2), small) == ((14, date(2026, 10, 16)),)


def test_windows_are_those_of_the_facts(small):
    assert windows_from_receipt(small) == (14,)
    assert windows_from_receipt(load_facts()) == (7, 15, 30)


def test_a_return_waits_for_no_date_that_the_rules_don_t_name(small):
    asked = a_return(requested=madrid(2026, 10, 12, 9))
    kinds = {each.kind for each in open_deadlines(asked, a_customer(), madrid(2026, 10, 12, 12), small)}
    assert not kinds & {DeadlineKind.PROCESSING, DeadlineKind.SELLER, DeadlineKind.SHIP_BY, DeadlineKind.LOST_PARCEL}


def test_no_parcel_is_lost_by_a_rule_that_is_not_there(small):
    ret = a_return(requested=madrid(2026, 8, 1, 9), dropped_off=madrid(2026, 8, 3, 9))
    outlook = drop_off_outlook(ret, a_customer(), (), madrid(2026, 10, 12, 12), small)
    assert (outlook.kind, outlook.lost_refund_on) == (DropOffKind.LATE, None)


def test_no_return_is_promised_to_be_free(small):
    fee = next_return_fee((), an_order(an_item()), madrid(2026, 10, 12, 12), small, "Europe/Madrid")
    assert (fee.kind, fee.because) == (FeeKind.NOT_MARKED, "fee.paid_return")


def test_countries_that_are_not_stated_are_none(small):
    assert served_countries(small) == ()
    assert not barcode_is_enough("RU", small)


def test_a_rule_that_answers_can_t_do_without_has_to_be_stated(tmp_path, small):
    path = tmp_path / "facts.yml"
    text = SMALL_SHOP.read_text("utf-8").replace(
        "value: [3, 10]\n  unit: working_days", "value: null\n  unit: not_stated"
    )
    path.write_text(text, "utf-8")
    with pytest.raises(FactsError, match=r'fact "refund\.time": unit "not_stated" is not one of hours, days'):
        load_facts(path)


def test_every_usual_fact_may_be_replaced_by_another_length(tmp_path):
    text = USUAL.read_text("utf-8").replace("value: 90\n", "value: 100\n")
    (tmp_path / "facts.yml").write_text(text, "utf-8")
    order = an_order(an_item(), placed_at=madrid(2026, 10, 1, 12))
    window = return_window(
        order, order.items[0], madrid(2026, 10, 2, 12), load_facts(tmp_path / "facts.yml"), "Europe/Madrid"
    )
    assert window.ends_on == date(2027, 1, 9)


PAID = {"shipping": Shipping.PAID}


def test_a_parcel_that_its_sender_pays_for_is_shown_by_the_day_that_the_shop_s_rules_name(small):
    """They know no free label, so that their times are those of what customers send at their own cost."""
    ret = a_return(requested=madrid(2026, 10, 5, 9), dropped_off=madrid(2026, 10, 9, 9), **PAID)
    waiting = drop_off_outlook(ret, a_customer(), (), madrid(2026, 10, 10, 9), small)
    # Friday the 9th, Monday is a holiday in Spain: three working days end on Thursday the 15th.
    assert (waiting.kind, waiting.due.date()) == (DropOffKind.WAIT, date(2026, 10, 15))
    late = drop_off_outlook(ret, a_customer(), (), madrid(2026, 10, 20, 9), small)
    assert late.kind is DropOffKind.LATE
    step = next_step(ret, a_customer(), madrid(2026, 10, 10, 9), small)
    assert (step.kind, step.because) == (StepKind.WAIT_FOR_UPDATE, "update.dropoff")


def test_where_some_returns_are_free_a_paid_one_has_no_day(small):
    ret = a_return(requested=madrid(2026, 10, 5, 9), dropped_off=madrid(2026, 10, 9, 9), **PAID)
    assert drop_off_outlook(ret, a_customer(), (), madrid(2026, 10, 10, 9), load_facts()).kind is DropOffKind.UNSTATED
    assert next_step(ret, a_customer(), madrid(2026, 10, 10, 9), load_facts()).kind is StepKind.WAIT_UNSTATED


def test_a_request_waits_for_its_answer_where_no_seller_s_time_is_named(tmp_path, small):
    silent = "  value: null\n  unit: not_stated"
    text = SMALL_SHOP.read_text("utf-8")
    begin = text.index("- id: request.processing")
    path = tmp_path / "facts.yml"
    path.write_text(
        text[:begin]
        + text[begin:]
        .replace(silent, "  value: 2\n  unit: working_days", 1)
        .replace("complete: false", "complete: true", 1),
        "utf-8",
    )
    asked = a_return(requested=madrid(2026, 10, 5, 9))
    steps = [next_step(asked, a_customer(), madrid(2026, 10, day, 12), load_facts(path)) for day in (6, 14)]
    assert [step.kind for step in steps] == [StepKind.WAIT_FOR_PROCESSING] * 2
    assert [step.by is None for step in steps] == [False, True]
