"""Which reminders are due, by example and for every history, zone and day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from policy_cases import a_customer, a_return, an_item, an_order, days, hours, madrid, utc

from policy.calendars import MAIN_TIMEZONES
from policy.deadlines import open_deadlines
from policy.facts import Facts
from policy.model import EventType, ReturnEvent
from policy.reminders import (
    BEFORE_SHIP_BY,
    BEFORE_WINDOW_END,
    REST,
    QuietHours,
    ReminderKind,
    Wish,
    due_reminders,
    is_settled,
    reminders_ahead,
    status_mark,
)

NIGHT = QuietHours(time(21), time(8))
NEVER = QuietHours(time(0), time(0))
ANA = a_customer()
LONG_AGO = utc(2026, 1, 1)
SOME = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ZONES = st.sampled_from(
    [*MAIN_TIMEZONES.values(), "America/Nuuk", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati"]
)
CLOCKS = st.times().map(lambda clock: clock.replace(microsecond=0, tzinfo=None))
QUIET = st.builds(QuietHours, CLOCKS, CLOCKS)
# The autumn's clock change of Europe lies in the middle.
INSTANTS = st.integers(0, 60 * 24).map(lambda count: datetime(2026, 10, 1, tzinfo=timezone.utc) + hours(count))
HISTORIES = st.lists(st.builds(ReturnEvent, st.sampled_from(EventType), INSTANTS), max_size=8)


LABELLED_AT = madrid(2026, 10, 9, 14)


def labelled(at=LABELLED_AT, **more):
    """A return that waits for its parcel; handing it in is advised until Wednesday the 14th at two."""
    return a_return(requested=at - hours(30), approved=at - hours(2), label_issued=at, **more)


def due(ret, now, facts, *, since=LONG_AGO, mark=None, told=(), quiet=NIGHT, customer=ANA):
    wish = Wish(since, status_mark(ret, now) if mark is None else mark)
    return due_reminders(ret, customer, now, facts, wish, told, quiet)


def kinds(reminders):
    return [each.kind for each in reminders]


# --- By example ---------------------------------------------------------------------------------------------------


def test_handing_in_is_reminded_of_within_the_day_before_its_advised_end(facts: Facts):
    ret = labelled()

    assert due(ret, madrid(2026, 10, 13, 13), facts) == ()
    reminder = due(ret, madrid(2026, 10, 13, 14), facts)[0]
    assert reminder.kind is ReminderKind.SHIP_BY
    assert reminder.about == madrid(2026, 10, 14, 14)
    assert reminder.key == "ship_by:R1001:2026-10-14"
    assert kinds(due(ret, madrid(2026, 10, 14, 13, 59), facts)) == [ReminderKind.SHIP_BY]
    assert ReminderKind.SHIP_BY not in kinds(due(ret, madrid(2026, 10, 14, 14), facts))


def test_a_parcel_that_was_handed_in_is_not_reminded_of(facts: Facts):
    ret = labelled(dropped_off=madrid(2026, 10, 13, 10))

    assert ReminderKind.SHIP_BY not in kinds(due(ret, madrid(2026, 10, 13, 15), facts))


def test_who_told_of_a_hand_in_is_reminded_of_the_update_instead(facts: Facts):
    order = an_order(an_item(return_window_days=15), received_at=madrid(2026, 10, 1, 12))
    handed_in = madrid(2026, 10, 12, 10)  # a holiday; the update is due by Wednesday's end
    known = status_mark(labelled(order=order), handed_in)
    ret = replace(
        labelled(order=order), events=(*labelled().events, ReturnEvent(EventType.DROPPED_OFF, handed_in, True))
    )
    wish = Wish(LONG_AGO, known)

    assert due_reminders(ret, ANA, madrid(2026, 10, 13, 15), facts, wish, (), NIGHT) == ()
    late = due_reminders(ret, ANA, madrid(2026, 10, 15, 9), facts, wish, (), NIGHT)
    assert [each.key for each in late] == ["passed:R1001:drop_off_update:2026-10-14"]
    scanned = replace(ret, events=(*ret.events, ReturnEvent(EventType.CARRIER_SCAN, madrid(2026, 10, 14, 9))))
    assert kinds(due_reminders(scanned, ANA, madrid(2026, 10, 15, 9), facts, wish, (), NIGHT)) == [ReminderKind.STATUS]


def test_who_has_just_asked_is_left_alone_for_a_while(facts: Facts):
    ret, asked = labelled(), madrid(2026, 10, 14, 8)

    assert due(ret, asked + REST - hours(1), facts, since=asked) == ()
    assert kinds(due(ret, asked + REST, facts, since=asked)) == [ReminderKind.SHIP_BY]


def test_the_window_of_items_that_were_not_sent_is_reminded_of(facts: Facts):
    order = an_order(an_item(return_window_days=15), received_at=madrid(2026, 10, 5, 12))
    ret = labelled(order=order)

    assert ReminderKind.WINDOW_END not in kinds(due(ret, madrid(2026, 10, 17, 13), facts))
    assert [each.key for each in due(ret, madrid(2026, 10, 18, 9), facts)] == ["window_end:R1001:2026-10-20"]
    assert due(ret, madrid(2026, 10, 20, 12, 1), facts) != ()
    assert due(ret, madrid(2026, 10, 21, 12), facts) == ()
    sent = replace(ret, events=(*ret.events, ReturnEvent(EventType.DROPPED_OFF, madrid(2026, 10, 12, 12))))
    assert ReminderKind.WINDOW_END not in kinds(due(sent, madrid(2026, 10, 17, 13), facts))


def test_items_with_one_window_are_one_reminder_and_others_their_own(facts: Facts):
    items = [an_item(return_window_days=length, item_id=f"I{count}") for count, length in enumerate((15, 15, 7, 30))]
    ret = labelled(order=an_order(*items, an_item(free_returns=False), received_at=madrid(2026, 10, 5, 12)))

    ahead = [each.key for each in due(ret, madrid(2026, 10, 11, 12), facts)]
    assert ahead == ["window_end:R1001:2026-10-12"]
    assert [each.key for each in due(ret, madrid(2026, 10, 18, 12), facts)] == ["window_end:R1001:2026-10-20"]


def test_a_promised_date_that_passed_is_told_for_three_days(facts: Facts):
    ret = labelled(dropped_off=madrid(2026, 10, 9, 18))  # Friday; the page should show it by Wednesday the 14th

    assert due(ret, madrid(2026, 10, 14, 20), facts) == ()
    reminder = due(ret, madrid(2026, 10, 15, 9), facts)[0]
    assert (reminder.kind, reminder.key) == (ReminderKind.PASSED, "passed:R1001:drop_off_update:2026-10-14")
    assert kinds(due(ret, madrid(2026, 10, 17, 20), facts)) == [ReminderKind.PASSED]
    assert due(ret, madrid(2026, 10, 18, 9), facts) == ()


def test_a_date_that_had_passed_when_the_customer_asked_is_no_news(facts: Facts):
    ret = labelled(dropped_off=madrid(2026, 10, 9, 18))

    assert due(ret, madrid(2026, 10, 15, 9), facts, since=madrid(2026, 10, 15, 8, 30)) == ()


def test_a_new_status_is_told_also_when_it_is_recorded_late(facts: Facts):
    before = labelled()
    mark, now = status_mark(before, madrid(2026, 10, 12, 9)), madrid(2026, 10, 12, 12)
    after = replace(before, events=(*before.events, ReturnEvent(EventType.DROPPED_OFF, madrid(2026, 10, 10, 18))))

    reminder = due(after, now, facts, since=madrid(2026, 10, 12, 9), mark=mark)[0]
    assert (reminder.kind, reminder.about) == (ReminderKind.STATUS, madrid(2026, 10, 10, 18))
    assert due(after, now, facts, mark=mark, told=[reminder.key]) == ()
    assert due(after, now, facts, mark=status_mark(after, now)) == ()


@pytest.mark.parametrize("deed", ["requested", "cancelled"])
def test_what_customers_did_themselves_is_not_told_to_them(facts: Facts, deed: str):
    ret = a_return(**{deed: madrid(2026, 10, 12, 10)})

    assert due(ret, madrid(2026, 10, 12, 12), facts, mark="another") == ()


def test_a_label_that_is_issued_anew_moves_the_date_and_with_it_the_key(facts: Facts):
    first, second = labelled(), labelled(madrid(2026, 10, 10, 14))
    told = [each.key for each in due(first, madrid(2026, 10, 13, 15), facts)]

    assert due(second, madrid(2026, 10, 14, 15), facts, told=told)[0].key == "ship_by:R1001:2026-10-15"


def test_a_date_whose_hour_moves_within_the_day_is_the_same_reminder(facts: Facts):
    first, second = labelled(), labelled(madrid(2026, 10, 9, 16))
    told = [each.key for each in due(first, madrid(2026, 10, 13, 17), facts)]

    assert told != []
    assert due(second, madrid(2026, 10, 13, 17), facts, told=told) == ()


def test_only_money_that_arrived_leaves_nothing_to_remind_of():
    now = utc(2026, 11, 1)

    assert is_settled(a_return(refund_settled=utc(2026, 10, 20)), now)
    assert not is_settled(a_return(refund_issued=utc(2026, 10, 20)), now)
    assert not is_settled(a_return(cancelled=utc(2026, 10, 20)), now)


@pytest.mark.parametrize(("clock", "quiet"), [(20, False), (21, True), (0, True), (7, True), (8, False), (12, False)])
def test_the_night_is_quiet_by_the_customers_clock(clock: int, quiet: bool):
    assert NIGHT.holds(datetime(2026, 10, 13, clock, tzinfo=ZoneInfo("Asia/Kathmandu")), "Asia/Kathmandu") is quiet


def test_quiet_hours_within_a_day_and_of_no_length():
    siesta = QuietHours(time(14), time(17))

    assert siesta.holds(madrid(2026, 10, 13, 16, 59), "Europe/Madrid")
    assert not siesta.holds(madrid(2026, 10, 13, 17), "Europe/Madrid")
    assert not NEVER.holds(madrid(2026, 10, 13, 0), "Europe/Madrid")


def test_the_hour_that_comes_twice_is_quiet_both_times():
    early = QuietHours(time(2), time(3))

    for minute in range(0, 120, 30):  # 02:00 to 03:00 in Madrid, twice, on 25 October 2026
        assert early.holds(utc(2026, 10, 25) + timedelta(minutes=minute), "Europe/Madrid")
    assert not early.holds(utc(2026, 10, 25, 2), "Europe/Madrid")


# --- For everything -----------------------------------------------------------------------------------------------


@SOME
@given(HISTORIES, INSTANTS, INSTANTS, ZONES, QUIET)
def test_nothing_is_due_in_quiet_hours(facts: Facts, history, since, now, zone, quiet):
    customer = a_customer(timezone=zone)
    found = due_reminders(a_return(*history), customer, now, facts, Wish(since, ""), (), quiet)

    local = now.astimezone(ZoneInfo(zone)).time()
    if found:
        awake = local < quiet.start or local >= quiet.end
        assert awake if quiet.start <= quiet.end else quiet.end <= local < quiet.start


@SOME
@given(HISTORIES, INSTANTS, st.lists(INSTANTS, min_size=2, max_size=30), ZONES)
def test_nothing_is_ever_told_twice(facts: Facts, history, since, looks, zone):
    ret, customer, told = a_return(*history), a_customer(timezone=zone), []
    for now in sorted(looks):
        found = due_reminders(ret, customer, now, facts, Wish(since, status_mark(ret, since)), set(told), NIGHT)
        told += [each.key for each in found]

    assert len(told) == len(set(told))
    assert all(key.isascii() and key.isprintable() and " " not in key and len(key) < 128 for key in told)


@SOME
@given(INSTANTS, ZONES, QUIET.filter(lambda quiet: quiet != NEVER))
def test_an_advised_date_always_finds_an_hour_that_is_not_quiet(facts: Facts, issued, zone, quiet):
    ret, customer = a_return(approved=issued, label_issued=issued), a_customer(timezone=zone)
    end = next(each.due for each in open_deadlines(ret, customer, issued, facts))
    step = timedelta(minutes=10)
    looks = [end - BEFORE_SHIP_BY + step * count for count in range(int(BEFORE_SHIP_BY / step))]
    hours_awake = [now for now in looks if not quiet.holds(now, zone)]
    wish = Wish(issued, status_mark(ret, issued))
    due_at = [
        now
        for now in looks
        for each in due_reminders(ret, customer, now, facts, wish, (), quiet)
        if each.kind is ReminderKind.SHIP_BY
    ]

    assert due_at == hours_awake


@SOME
@given(HISTORIES, INSTANTS, INSTANTS, ZONES)
def test_dates_ahead_are_ahead_and_dates_that_passed_have(facts: Facts, history, since, now, zone):
    found = due_reminders(a_return(*history), a_customer(timezone=zone), now, facts, Wish(since, ""), (), NEVER)

    for each in found:
        if each.kind in (ReminderKind.SHIP_BY, ReminderKind.WINDOW_END):
            assert now < each.about <= now + max(BEFORE_SHIP_BY, BEFORE_WINDOW_END)
            assert now >= since + REST
        elif each.kind is ReminderKind.PASSED:
            assert since <= each.about < now <= each.about + days(3)
        else:
            assert each.about <= now


@SOME
@given(HISTORIES, INSTANTS, INSTANTS, ZONES, st.randoms())
def test_the_order_of_arrival_and_doubled_records_make_no_difference(facts: Facts, history, since, now, zone, random):
    customer, other = a_customer(timezone=zone), [*history, *history[:2]]
    random.shuffle(other)
    first, second = (
        due_reminders(a_return(*events), customer, now, facts, Wish(since, ""), (), NIGHT)
        for events in (history, other)
    )

    assert first == second


def test_the_reminders_ahead_wait_for_the_morning(facts: Facts):
    # Advised until Wednesday the 14th at two; the day before at two is no night.
    now = madrid(2026, 10, 10, 9)
    soonest = reminders_ahead(labelled(), ANA, now, facts, NIGHT)[0]
    assert (soonest.kind, soonest.at) == (ReminderKind.SHIP_BY, madrid(2026, 10, 13, 14))

    evening = labelled(madrid(2026, 10, 9, 23))
    assert reminders_ahead(evening, ANA, now, facts, NIGHT)[0].at == madrid(2026, 10, 14, 8)
    assert reminders_ahead(evening, ANA, now, facts, NEVER)[0].at == madrid(2026, 10, 13, 23)


def test_a_parcel_that_was_handed_in_has_no_reminder_ahead(facts: Facts):
    now = madrid(2026, 10, 12, 9)

    assert reminders_ahead(labelled(dropped_off=madrid(2026, 10, 11, 9)), ANA, now, facts, NIGHT) == ()


@SOME
@given(QUIET, INSTANTS, ZONES)
def test_after_quiet_hours_it_is_not_quiet_and_never_earlier(quiet: QuietHours, instant: datetime, zone: str):
    after = quiet.end_after(instant, zone)

    assert after >= instant - hours(1)
    assert after == instant or instant + hours(26) > after
