"""What follows from a day that a customer names. Dates are counted by hand from a calendar of 2026."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy.calendars import Place, local_date
from policy.chain import BEGUN_BY, ENDS_WITH, Happening, Places, next_after, spans_after
from policy.facts import Facts, Unit

ZONE = "Europe/Berlin"
GERMANY = Places(Place("DE", ZONE, "BE"), Place("DE", ZONE, "BE"))
CUSTOMER_IN_ISRAEL = Places(Place("IL", ZONE), Place("DE", ZONE, "BE"))
SOME = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(timezone.utc))  # noqa: DTZ001
EVENTS = st.sampled_from(Happening)


def noon(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("event", "at", "due"),
    [
        (
            Happening.REQUESTED,
            noon(11, 6),
            {"request.processing": date(2026, 11, 7), "seller.silence": date(2026, 11, 8)},
        ),
        (Happening.LABELLED, noon(11, 6), {"ship.within": date(2026, 11, 11)}),
        # Friday; Monday and Tuesday.
        (Happening.HANDED_IN, noon(11, 6), {"update.dropoff": date(2026, 11, 10), "parcel.lost": date(2026, 11, 23)}),
        (Happening.AT_WAREHOUSE, noon(11, 6), {"inspection": date(2026, 11, 10)}),
        # Three weeks to 27 November, and five days.
        (Happening.CHECKED, noon(11, 6), {"refund.time": date(2026, 12, 4)}),
    ],
)
def test_each_event_begins_its_spans(facts: Facts, event: Happening, at: datetime, due: dict[str, date]):
    found = spans_after(event, at, GERMANY, facts)
    assert {each.because: local_date(each.due, ZONE) for each in found} == due
    assert {each.starts for each in found} == {at}


def test_a_supposed_arrival_leads_to_the_check_and_from_there_to_the_money(facts: Facts):
    found = next_after(Happening.AT_WAREHOUSE, noon(11, 5), GERMANY, facts)
    assert found is not None
    event, checked = found
    assert (event, local_date(checked, ZONE)) == (Happening.CHECKED, date(2026, 11, 9))
    (money,) = spans_after(event, checked, GERMANY, facts)
    assert money.earliest is not None
    # 10 to 12 November; 17 days more.
    assert (local_date(money.earliest, ZONE), local_date(money.due, ZONE)) == (date(2026, 11, 12), date(2026, 12, 7))


def test_a_parcel_that_never_comes_leads_to_the_refund_by_itself(facts: Facts):
    found = next_after(Happening.HANDED_IN, noon(11, 6), GERMANY, facts)
    assert found is not None
    assert (found[0], local_date(found[1], ZONE)) == (Happening.LOST, date(2026, 11, 23))


@pytest.mark.parametrize("event", [Happening.REQUESTED, Happening.LABELLED, Happening.CHECKED, Happening.LOST])
def test_nothing_follows_by_itself_where_somebody_has_to_act_or_all_is_done(facts: Facts, event: Happening):
    assert next_after(event, noon(11, 6), GERMANY, facts) is None


def test_the_money_is_counted_where_the_customer_banks(facts: Facts):
    (money,) = spans_after(Happening.CHECKED, noon(11, 5), CUSTOMER_IN_ISRAEL, facts)
    assert money.earliest is not None
    # Sunday, Monday, Tuesday.
    assert local_date(money.earliest, ZONE) == date(2026, 11, 10)


def test_every_event_begins_a_span_that_ends_in_time(facts: Facts):
    assert set(BEGUN_BY) == set(Happening)
    for fact in (each for begun in BEGUN_BY.values() for each in begun):
        assert facts[fact].unit in (Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS)
    assert set(ENDS_WITH.values()) <= set(Happening)


@SOME
@given(EVENTS, INSTANTS, st.integers(0, 40))
def test_a_later_day_never_leads_to_an_earlier_one(facts: Facts, event: Happening, at: datetime, later: int):
    sooner = spans_after(event, at, GERMANY, facts)
    for one, other in zip(sooner, spans_after(event, at + timedelta(days=later), GERMANY, facts), strict=True):
        assert one.due <= other.due
        assert at < one.due
        assert one.earliest is None or at < one.earliest <= one.due


@SOME
@given(EVENTS, INSTANTS)
def test_a_chain_goes_forward_and_ends(facts: Facts, event: Happening, at: datetime):
    steps = [at]
    found = next_after(event, at, GERMANY, facts)
    while found is not None:
        steps.append(found[1])
        found = next_after(*found, GERMANY, facts)
    assert steps == sorted(set(steps))
    assert len(steps) <= len(Happening)
