"""What holds for every date, country and history, not only for the examples."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from holidays import country_holidays
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from policy_cases import SERVED, a_customer, a_return, an_item, an_order, days

from policy.calendars import (
    MAIN_TIMEZONES,
    OF_TOWNS,
    Place,
    add_span,
    add_working_days,
    count_days,
    customer_place,
    end_of_day,
    is_working_day,
    latest,
    local_date,
    utc,
)
from policy.deadlines import DeadlineKind, inspection_deadline, open_deadlines
from policy.drop_off import DropOffKind, drop_off_outlook
from policy.eligibility import can_amend, can_cancel
from policy.facts import Unit
from policy.fees import FeeKind, next_return_fee
from policy.model import CarrierScan, EventType, ReturnEvent, ScanKind
from policy.next_step import next_step
from policy.refund import RefundKind, refund_outlook
from policy.status import FLOW, Status, return_state
from policy.window import WindowKind, return_window

SOME = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Zones whose clocks change at odd times: at midnight, before midnight, by half an hour, and none at all.
ODD_ZONES = ["America/Santiago", "America/Nuuk", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati", "UTC"]
ZONES = sorted({*MAIN_TIMEZONES.values(), *ODD_ZONES})

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
LEAP_DAYS = st.sampled_from([date(2024, 2, 28), date(2024, 2, 29), date(2028, 2, 28), date(2028, 2, 29)])
COUNTRIES = st.sampled_from([*SERVED, "XX"])
PLACES = st.sampled_from([("NL", None), ("IL", None), ("XX", None), ("GB", "SCT"), ("CA", "ON"), ("ES", "CT")])
"""Countries and regions in which every working day is known."""
COUNTS = st.integers(1, 25)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(timezone.utc))  # noqa: DTZ001
NEAR = st.integers(0, 60 * 24).map(lambda hours: datetime(2026, 9, 1, tzinfo=timezone.utc) + timedelta(hours=hours))
"""Hours of two months, so that several events often share an instant or fall around the clock change."""
EVENTS = st.builds(ReturnEvent, st.sampled_from(EventType), NEAR)
HISTORIES = st.lists(EVENTS, max_size=10)
SCANS = st.lists(st.builds(CarrierScan, st.sampled_from(ScanKind), NEAR, st.just("Madrid")), max_size=4).map(tuple)
ALIVE = tuple(kind for kind in FLOW[:10] if kind is not EventType.INSPECTION_FAILED)
CUSTOMERS = st.sampled_from([a_customer(), a_customer("US", "America/New_York"), a_customer("XX", "Asia/Kathmandu")])


def answers(history, now, facts, customer=None, scans=()):
    """Everything the rules say about a return."""
    ret = a_return(*history)
    customer = customer or a_customer()
    return (
        return_state(history, now),
        open_deadlines(ret, customer, now, facts),
        next_step(ret, customer, now, facts),
        drop_off_outlook(ret, customer, scans, now, facts),
        refund_outlook(ret, customer, now, facts),
        can_cancel(ret, now, facts),
        can_amend(ret, now, facts),
        next_return_fee([ret], ret.order, now, facts, customer.timezone),
    )


@SOME
@given(DAYS | LEAP_DAYS, COUNTS, PLACES)
def test_counted_days_are_working_days_and_exactly_as_many(start, count, place):
    country, region = place
    end = add_working_days(start, count, country, region)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert is_working_day(end, country, region)
    assert sum(is_working_day(day, country, region) for day in between) == count


@SOME
@given(DAYS | LEAP_DAYS, COUNTS, st.sampled_from(["ES", "GB", "CA", "AU", "DE"]))
def test_without_a_region_a_span_ends_on_the_latest_of_its_regions_days(start, count, country):
    regions = [
        each
        for each in country_holidays(country).subdivisions
        if country not in OF_TOWNS or not OF_TOWNS[country](each)
    ]
    known = [add_working_days(start, count, country, region) for region in regions]
    national = count_days(start, count, lambda day: is_working_day(day, country))
    assert add_working_days(start, count, country) == max(*known, national)


@SOME
@given(DAYS, COUNTS, COUNTRIES, st.integers(0, 20))
def test_a_later_start_or_a_longer_time_never_ends_sooner(start, count, country, later):
    end = add_working_days(start, count, country)
    assert add_working_days(start + timedelta(days=later), count, country) >= end
    assert add_working_days(start, count + later, country) >= end + timedelta(days=later)


@SOME
@given(DAYS, COUNTS, COUNTRIES, st.sets(st.integers(1, 40), max_size=8))
def test_another_holiday_never_brings_a_day_forward(start, count, country, offsets):
    extra = {start + timedelta(days=offset) for offset in offsets}
    with_extra = count_days(start, count, lambda day: is_working_day(day, country) and day not in extra)
    assert with_extra >= count_days(start, count, lambda day: is_working_day(day, country))


@SOME
@given(HISTORIES, NEAR)
def test_a_country_with_holidays_never_has_sooner_deadlines_than_one_without(facts, history, now):
    with_holidays = open_deadlines(a_return(*history), a_customer("ES"), now, facts)
    nowhere = a_return(*history, order=an_order(ship_to="XX"))
    without = {each.kind: each for each in open_deadlines(nowhere, a_customer("XX"), now, facts)}
    assert {each.kind for each in with_holidays} == set(without)
    for each in with_holidays:
        assert each.due >= without[each.kind].due


@SOME
@given(DAYS | LEAP_DAYS, st.sampled_from(ZONES))
def test_a_day_ends_on_itself_and_the_next_moment_is_another_day(day, zone):
    end = end_of_day(day, zone)
    assert local_date(end, zone) == day
    assert local_date(end + timedelta(microseconds=1), zone) == day + timedelta(days=1)


@SOME
@given(INSTANTS, COUNTS, COUNTRIES, st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_working_days_end_on_a_working_day_whatever_zone_the_instant_is_written_in(
    start, count, country, zone, written
):
    place = Place(country, zone)
    end = add_span(start, count, Unit.WORKING_DAYS, place)
    assert local_date(end, zone) == add_working_days(local_date(start, zone), count, country)
    assert end == add_span(start.astimezone(ZoneInfo(written)), count, Unit.WORKING_DAYS, place)
    assert end > start


@SOME
@given(INSTANTS, INSTANTS, COUNTS, COUNTRIES, st.sampled_from(list(Unit)[:4]))
def test_every_span_is_monotone_in_its_start(first, second, count, country, unit):
    place = Place(country, MAIN_TIMEZONES.get(country, "UTC"))
    ends = [add_span(start, count, unit, place) for start in sorted((first, second))]
    assert ends == sorted(ends)
    assert min(first, second) < ends[0]


@SOME
@given(INSTANTS, st.integers(1, 120), st.sampled_from(ZONES))
def test_hours_and_days_are_true_spans_through_every_clock_change(start, count, zone):
    place = Place("ES", zone)
    local_start = start.astimezone(ZoneInfo(zone))
    assert utc(add_span(local_start, count, Unit.DAYS, place)) - start == timedelta(days=count)
    assert utc(add_span(local_start, count, Unit.HOURS, place)) - start == timedelta(hours=count)


@SOME
@given(HISTORIES, NEAR, SCANS, CUSTOMERS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_and_repeats_change_no_answer(facts, history, now, scans, customer, random):
    arrived = history + [event for event in history if random.random() < 0.5]
    random.shuffle(arrived)
    seen = [*scans, *scans[:2]]
    random.shuffle(seen)
    assert answers(arrived, now, facts, customer, tuple(seen)) == answers(history, now, facts, customer, scans)


@SOME
@given(HISTORIES, NEAR, SCANS)
def test_the_future_changes_no_answer(facts, history, now, scans):
    known = [event for event in history if event.at <= now]
    seen = tuple(scan for scan in scans if scan.at <= now)
    assert answers(history, now, facts, scans=scans) == answers(known, now, facts, scans=seen)


@SOME
@given(HISTORIES, NEAR, st.sampled_from(ZONES))
def test_the_zone_an_instant_is_written_in_changes_no_answer(facts, history, now, zone):
    written = [ReturnEvent(event.type, event.at.astimezone(ZoneInfo(zone))) for event in history]
    assert answers(written, now.astimezone(ZoneInfo(zone)), facts) == answers(history, now, facts)


@SOME
@given(HISTORIES, NEAR, NEAR)
def test_a_timeline_only_ever_grows(history, one, other):
    # A scan turns out to be one of another journey where the request comes after it.
    asked = min((event.at for event in history if event.type is EventType.REQUESTED), default=None)
    assume(asked is None or all(event.at >= asked for event in history if event.type is EventType.CARRIER_SCAN))
    before, after = (return_state(history, now).timeline for now in sorted((one, other)))
    assert after[: len(before)] == before
    assert [entry.at for entry in after] == sorted(entry.at for entry in after)


@SOME
@given(HISTORIES, NEAR)
def test_a_state_rests_on_what_happened(history, now):
    state = return_state(history, now)
    types = {entry.type for entry in state.timeline}
    assert (state.since is None) == (not state.timeline)
    assert state.since is None or state.since in {entry.at for entry in state.timeline} | {e.at for e in history}
    assert state.since is None or state.since <= now
    assert not types & set(state.gaps)
    for clash in state.contradictions:
        assert {clash.first.type, clash.second.type} <= types
        assert clash.first.at <= clash.second.at


@SOME
@given(st.sets(st.sampled_from(ALIVE), min_size=1), NEAR, st.integers(0, 30), st.integers(0, 30))
def test_a_return_that_goes_well_never_goes_back(kinds, start, one, other):
    order = [Status(str(status)) for status in Status][:12]
    history = [ReturnEvent(kind, start + days(FLOW.index(kind))) for kind in kinds]
    first, second = (return_state(history, start + days(now)).status for now in sorted((one, other)))
    assert order.index(first) <= order.index(second)


@SOME
@given(HISTORIES, NEAR, CUSTOMERS)
def test_deadlines_are_well_formed_and_rest_on_facts(facts, history, now, customer):
    found = open_deadlines(a_return(*history), customer, now, facts)
    assert len({each.kind for each in found}) == len(found)
    assert [each.due for each in found] == sorted(each.due for each in found)
    for each in found:
        assert each.because in facts
        assert each.starts < each.due
        # The days of a refund may begin with a check that is still to come.
        assert each.starts <= now or each.kind is DeadlineKind.REFUND
        assert each.earliest is None or each.starts < each.earliest < each.due
        assert local_date(each.due, "UTC") == each.due_on("UTC")


@SOME
@given(HISTORIES, NEAR, NEAR)
def test_a_missed_deadline_stays_missed_while_nothing_happens(facts, history, one, other):
    sooner, later = sorted((one, other))
    known = [event for event in history if event.at <= sooner]
    before = {each.kind: each for each in open_deadlines(a_return(*known), a_customer(), sooner, facts)}
    after = {each.kind: each for each in open_deadlines(a_return(*known), a_customer(), later, facts)}
    assert before == after
    for kind, each in before.items():
        assert each.overdue(later) or not each.overdue(sooner)
        assert after[kind].overdue(later) == (later > each.due)


@SOME
@given(HISTORIES, NEAR, SCANS, CUSTOMERS, st.none() | NEAR)
def test_every_answer_names_a_fact_and_never_a_date_that_is_over_as_one_to_come(
    facts, history, now, scans, customer, claimed
):
    ret = a_return(*history)
    step = next_step(ret, customer, now, facts)
    outlook = drop_off_outlook(ret, customer, scans, now, facts, claimed)
    refund = refund_outlook(ret, customer, now, facts)
    assert {step.because, outlook.because, refund.because} <= set(facts)
    assert step.by is None or step.by >= now
    assert outlook.kind not in (DropOffKind.WAIT, DropOffKind.DELIVERED) or outlook.due >= now
    if refund.kind in (RefundKind.EXPECTED, RefundKind.ISSUED):
        unseen = refund.because == "parcel.lost" and not refund.issued
        assert refund.doubts or unseen if refund.latest is None else refund.latest >= now


@SOME
@given(HISTORIES, NEAR, CUSTOMERS)
def test_the_answers_about_one_return_agree(facts, history, now, customer):
    ret = a_return(*history)
    deadlines = {each.kind: each for each in open_deadlines(ret, customer, now, facts)}
    outlook = drop_off_outlook(ret, customer, None, now, facts)
    refund = refund_outlook(ret, customer, now, facts)
    waiting = outlook.kind in (DropOffKind.WAIT, DropOffKind.LATE, DropOffKind.LOST)
    assert waiting == (DeadlineKind.DROP_OFF_UPDATE in deadlines)
    if waiting:
        assert outlook.due == deadlines[DeadlineKind.DROP_OFF_UPDATE].due
        assert outlook.lost_refund_on == deadlines[DeadlineKind.LOST_PARCEL].due
    assert refund.latest == getattr(deadlines.get(DeadlineKind.REFUND), "due", None)


@SOME
@given(HISTORIES, NEAR, NEAR, CUSTOMERS)
def test_the_days_of_a_refund_count_from_its_issue_and_wait_for_nothing_else(facts, history, one, other, customer):
    now, later = sorted((one, other))
    known = [event for event in history if event.at <= now]
    before = refund_outlook(a_return(*known), customer, now, facts)
    issued = a_return(*known, ReturnEvent(EventType.REFUND_ISSUED, now))
    after = [refund_outlook(issued, customer, moment, facts) for moment in (now, later)]
    for found in after:
        assert found.latest in (None, latest(now, facts["refund.time"], customer_place(customer)))
        assert found.latest is not None or before.latest is None or found.doubts
    assert after[0].latest == after[1].latest


@SOME
@given(HISTORIES, NEAR, NEAR, CUSTOMERS)
def test_a_check_that_is_passed_in_time_never_puts_the_money_off(facts, history, one, other, customer):
    now, later = sorted((one, other))
    known = [event for event in history if event.at <= now]
    waiting = inspection_deadline(a_return(*known), customer, now, facts)
    before = refund_outlook(a_return(*known), customer, now, facts)
    if waiting is None or before.latest is None or later > waiting.due:
        return
    passed = a_return(*known, ReturnEvent(EventType.INSPECTION_PASSED, later))
    after = refund_outlook(passed, customer, later, facts)
    assert after.latest is not None and after.latest <= before.latest


@SOME
@given(HISTORIES, NEAR, NEAR)
def test_waiting_turns_late_and_then_lost_and_never_back(facts, history, one, other):
    order = [DropOffKind.WAIT, DropOffKind.LATE, DropOffKind.LOST]
    sooner, later = sorted((one, other))
    ret = a_return(*(event for event in history if event.at <= sooner))
    kinds = [drop_off_outlook(ret, a_customer(), (), now, facts).kind for now in (sooner, later)]
    if kinds[0] in order:
        assert order.index(kinds[0]) <= order.index(kinds[1])
    else:
        assert kinds[0] is kinds[1]


@SOME
@given(INSTANTS, INSTANTS, INSTANTS, st.sampled_from([None, 7, 15, 30]), st.sampled_from(ZONES))
def test_a_closed_window_never_opens_again(facts, placed_at, one, other, length, zone):
    item = an_item(return_window_days=length)
    order = an_order(item, placed_at=placed_at, received_at=placed_at)
    now, later = sorted((max(one, placed_at), max(other, placed_at)))
    before, after = (return_window(order, item, when, facts, zone) for when in (now, later))
    assert before.ends_on == local_date(placed_at, zone) + timedelta(days=length or 90)
    assert before.ends_at == after.ends_at == end_of_day(before.ends_on, zone)
    assert before.kind is WindowKind.OPEN or after.kind is WindowKind.CLOSED
    assert (before.kind is WindowKind.OPEN) == (now <= before.ends_at) == (before.days_left is not None)
    assert before.days_left is None or 0 <= before.days_left <= (length or 90) + 1


@SOME
@given(st.lists(st.tuples(st.integers(0, 6), HISTORIES), max_size=7), NEAR, st.sampled_from(ZONES))
def test_another_return_never_makes_the_next_one_cheaper(facts, recorded, now, zone):
    order = an_order(number="O0")
    returns = [
        a_return(*history, number=f"R{position}", order=an_order(number=f"O{number}"))
        for position, (number, history) in enumerate(recorded)
    ]
    fees = [next_return_fee(returns[:known], order, now, facts, zone) for known in range(len(returns) + 1)]
    used = [(fee.used_on_order, fee.used_this_month) for fee in fees]
    assert used == sorted(used, key=lambda each: (each[0], each[1]))
    free = [fee.kind is FeeKind.FREE for fee in fees]
    assert free == sorted(free, reverse=True)
    assert all(fee.because in facts for fee in fees)
    assert all(0 <= fee.free_left_this_month <= facts["fee.monthly_limit"].longest for fee in fees)
