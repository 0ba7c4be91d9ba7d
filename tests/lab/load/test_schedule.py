"""When synthetic customers write, and what they say."""

from __future__ import annotations

import pytest

from lab.load.customers import carrier_scans, customers, store_document
from lab.load.schedule import open_schedule
from lab.load.scripts import Kind, script

LINES = (5, 6, 4)


def test_a_schedule_is_the_same_each_time():
    assert open_schedule(10, 30, LINES) == open_schedule(10, 30, LINES)
    assert open_schedule(10, 30, LINES) != open_schedule(10, 30, LINES, seed=8)


def test_a_schedule_brings_the_rate_that_was_asked_for():
    planned = open_schedule(20, 500, LINES)
    assert sum(len(each.begins) for each in planned) / 500 == pytest.approx(20, rel=0.1)


def test_conversations_begin_within_the_time_and_go_on_in_order():
    for plan in open_schedule(10, 60, LINES, think=4):
        assert 0 < plan.begins[0] < 60
        gaps = [later - earlier for earlier, later in zip(plan.begins, plan.begins[1:], strict=False)]
        assert all(2 <= gap <= 6 for gap in gaps)
        assert len(plan.begins) == LINES[plan.number % 3]


@pytest.mark.parametrize("rate", [0, -1])
def test_a_rate_of_nothing_is_no_rate(rate):
    with pytest.raises(ValueError, match="sends none"):
        open_schedule(rate, 10, LINES)


def test_ten_conversations_hold_every_kind_of_question():
    lines = [line for who in customers(10) for line in script(who.number, who)]
    assert {line.kind for line in lines} == set(Kind) - {Kind.DEED, Kind.PERSON}


def test_no_two_customers_share_what_an_answer_may_name():
    everyone = customers(1_200)
    named = [name for who in everyone for name in who.identifiers()]
    assert len(named) == len(set(named))


def test_the_carrier_knows_no_parcel_that_the_store_does_not(frozen):
    everyone = customers(40)
    stored = {each["tracking_number"] for each in store_document(everyone, frozen)["returns"]}
    assert set(carrier_scans(everyone, frozen)) < stored
