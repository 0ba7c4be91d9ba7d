"""Tracking services behind the carrier interface, held against stand-ins that speak their wire formats."""

from __future__ import annotations

import json
import threading
from datetime import datetime, timedelta, timezone
from itertools import permutations
from pathlib import Path

import pytest
from moving_clock import MovingClock
from structlog.testing import capture_logs
from tracking_stand_in import KEY, SECRET, STAND_INS, served

from actions.carrier.carrier import CarrierUnavailable
from actions.carrier.inbox import NotReadable, TrackingInbox
from actions.carrier.settings import SERVICES, carrier_from, service_from
from actions.carrier.tracked_carrier import TrackedCarrier
from actions.help_desk.webhook_signature import BadSignature
from actions.privacy.forgetting import forget, held_about
from actions.privacy.purging import outdated, purge
from actions.store.tracked_parcels import TrackedParcels
from bot.gateway.tracking_webhook import _SIGNED_BY
from bot.gateway.tracking_webhook import SERVICES as ROUTES
from core.conversations.conversations import open_conversations
from core.settings import SettingsError, load_settings
from policy.model import ScanKind

NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
EVERY = timedelta(minutes=30)
NUMBER = "LP10010001ES"
PAGE = (Path(__file__).parents[3] / "docs" / "parcels.md").read_text("utf-8")


@pytest.fixture(params=STAND_INS, ids=lambda each: each.name)
def stand_in(request):
    with served(request.param()) as running:
        yield running


@pytest.fixture
def clock():
    return MovingClock(NOW)


@pytest.fixture
def carrier(stand_in, engine, clock):
    """All carriers by way of the service."""
    return TrackedCarrier(SERVICES[stand_in.name](KEY, SECRET), stand_in.url, TrackedParcels(engine), EVERY, clock)


@pytest.fixture
def inbox(stand_in, engine, clock):
    return TrackingInbox(SERVICES[stand_in.name](KEY, SECRET), TrackedParcels(engine), clock)


def events(stand_in):
    return [
        ("2026-10-11T08:00:00Z", stand_in.nothing, ""),
        ("2026-10-12T16:30:00Z", stand_in.on_the_way, "Madrid"),
        ("2026-10-13T09:00:00Z", stand_in.delivered, "Zaragoza"),
    ]


def kinds(carrier):
    return [(each.kind, each.at.hour, each.place) for each in carrier.scans(NUMBER)]


BOTH = [(ScanKind.IN_TRANSIT, 16, "Madrid"), (ScanKind.DELIVERED, 9, "Zaragoza")]


def test_what_the_service_tells_is_read_as_scans_and_announcements_are_none(stand_in, carrier):
    stand_in.registered[NUMBER] = events(stand_in)
    assert kinds(carrier) == BOTH


def test_a_parcel_that_the_service_does_not_follow_yet_is_registered_and_found_later(stand_in, carrier, clock):
    assert carrier.scans(NUMBER) == ()
    assert list(stand_in.registered) == [NUMBER]
    stand_in.registered[NUMBER] = events(stand_in)
    clock.forward(EVERY)
    assert kinds(carrier) == BOTH


def test_a_parcel_is_asked_for_once_in_a_while_whatever_customers_ask(stand_in, carrier, clock):
    stand_in.registered[NUMBER] = events(stand_in)[:2]
    for minutes in range(30):
        clock.instant = NOW + timedelta(minutes=minutes)
        assert kinds(carrier) == BOTH[:1]
    assert len(stand_in.asked) == 1
    stand_in.registered[NUMBER] = events(stand_in)
    clock.instant = NOW + EVERY
    assert kinds(carrier) == BOTH
    assert len(stand_in.asked) == 2


def test_of_many_that_ask_at_once_one_does(stand_in, carrier):
    stand_in.registered[NUMBER] = events(stand_in)
    failed = []

    def ask():
        try:
            carrier.scans(NUMBER)
        except CarrierUnavailable:
            # Nothing is known until the one that asks has its answer.
            failed.append(1)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert len(stand_in.asked) == 1
    assert len(failed) < 8


@pytest.mark.parametrize(
    "trouble",
    [(503, {}), (500, {}), (429, {"Retry-After": "60"}), (401, {}), (302, {"Location": "https://evil.example"})],
)
def test_a_service_that_is_down_throttles_or_refuses_leaves_what_was_told_before(stand_in, carrier, clock, trouble):
    stand_in.registered[NUMBER] = events(stand_in)[:2]
    carrier.scans(NUMBER)
    stand_in.trouble = trouble
    clock.forward(EVERY)
    assert kinds(carrier) == BOTH[:1]
    # It is not asked again before its time either, throttled or not.
    asked = len(stand_in.asked)
    clock.forward(EVERY - timedelta(seconds=1))
    assert kinds(carrier) == BOTH[:1]
    assert len(stand_in.asked) == asked


def test_a_service_that_never_answered_is_unavailable_and_not_one_that_knows_nothing(stand_in, carrier, clock):
    stand_in.trouble = (503, {})
    for _ in range(2):
        with pytest.raises(CarrierUnavailable):
            carrier.scans(NUMBER)
    stand_in.trouble = None
    clock.forward(EVERY)
    assert carrier.scans(NUMBER) == ()


def test_an_answer_that_can_not_be_read_is_none(stand_in, carrier):
    stand_in.registered[NUMBER] = events(stand_in)
    stand_in.broken = True
    with pytest.raises(CarrierUnavailable):
        carrier.scans(NUMBER)


def test_a_status_that_nobody_knows_is_kept_and_logged_and_no_scan(stand_in, carrier, engine):
    stand_in.registered[NUMBER] = [*events(stand_in), ("2026-10-13T09:30:00Z", "teleported", "Mars")]
    with capture_logs() as logs:
        assert kinds(carrier) == BOTH
    assert [each["statuses"] for each in logs if each["event"] == "tracking.unknown_statuses"] == [["teleported"]]
    assert ("2026-10-13T09:30:00Z", "teleported", "Mars") in TrackedParcels(engine).known(NUMBER).told


def test_a_place_is_a_short_name_and_leads_nowhere(stand_in, carrier):
    place = "https://evil.example " + "x" * 200
    stand_in.registered[NUMBER] = [("2026-10-12T16:30:00Z", stand_in.on_the_way, place)]
    (scan,) = carrier.scans(NUMBER)
    assert "://" not in scan.place
    assert len(scan.place) <= 80


@pytest.mark.parametrize("number", ["../../keys", "a b", "x?y=1", ""])
def test_what_is_no_tracking_number_is_not_asked_for(stand_in, carrier, number):
    assert carrier.scans(number) == ()
    assert stand_in.asked == []


# --- Webhooks -------------------------------------------------------------------------------------------------------


def told(stand_in, inbox, *about):
    body = stand_in.webhook(NUMBER, *about)
    return inbox.receive(stand_in.name, stand_in.proof(body), body)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_webhooks_late_twice_and_out_of_order_come_to_the_same(stand_in, carrier, inbox, order):
    carrier.scans(NUMBER)
    asked = len(stand_in.asked)
    for place in (*order, *order):
        assert told(stand_in, inbox, events(stand_in)[place]) == 1
    assert kinds(carrier) == BOTH
    assert len(stand_in.asked) == asked


def test_a_webhook_that_tells_all_so_far_adds_nothing_to_what_was_asked_for(stand_in, carrier, inbox):
    stand_in.registered[NUMBER] = events(stand_in)
    carrier.scans(NUMBER)
    told(stand_in, inbox, *events(stand_in))
    assert kinds(carrier) == BOTH


def test_a_webhook_about_a_parcel_that_nobody_asked_for_is_passed_over(stand_in, inbox, engine):
    assert told(stand_in, inbox, *events(stand_in)) == 0
    assert TrackedParcels(engine).known(NUMBER) is None


def test_only_the_service_is_believed(stand_in, carrier, inbox):
    carrier.scans(NUMBER)
    body = stand_in.webhook(NUMBER, *events(stand_in))
    good = stand_in.proof(body)
    wrong = [{}, stand_in.proof(body, "another-secret"), {name: value + "0" for name, value in good.items()}]
    if stand_in.name != "ship24":  # which shows a secret and signs nothing
        wrong.append(stand_in.proof(body + b" "))
    for headers in wrong:
        with pytest.raises(BadSignature):
            inbox.receive(stand_in.name, headers, body)
    assert carrier.scans(NUMBER) == ()


def test_without_a_secret_no_webhook_is_believed(stand_in, engine, clock):
    without = TrackingInbox(SERVICES[stand_in.name](KEY), TrackedParcels(engine), clock)
    for secret in ("", "None", SECRET):
        body = stand_in.webhook(NUMBER)
        with pytest.raises(BadSignature):
            without.receive(stand_in.name, stand_in.proof(body, secret), body)


def test_another_service_has_no_way_in(stand_in, inbox):
    other = next(name for name in SERVICES if name != stand_in.name)
    with pytest.raises(LookupError, match=other):
        inbox.receive(other, {}, b"{}")


@pytest.mark.parametrize(
    "content", [{}, [], None, 7, {"msg": [], "data": 1, "result": "x", "trackings": {}}, {"event": "TRACKING_STOPPED"}]
)
def test_what_tells_of_no_parcel_is_taken_and_does_nothing(stand_in, inbox, content):
    body = json.dumps(content).encode()
    assert inbox.receive(stand_in.name, stand_in.proof(body), body) == 0


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused(stand_in, inbox, body):
    with pytest.raises(NotReadable):
        inbox.receive(stand_in.name, stand_in.proof(body), body)


def test_what_was_told_of_a_parcel_goes_with_its_customer_and_with_its_age(
    stand_in, engine, loaded_engine, clock, new_database
):
    conversations = open_conversations(new_database("conversations.db"))
    conversations.create()
    parcels = TrackedParcels(loaded_engine)
    for number in (NUMBER, "LP-of-nobody"):
        assert parcels.may_ask(number, NOW, EVERY)
    forget(loaded_engine, conversations, held_about(loaded_engine, conversations, "demo-ana"))
    assert parcels.known(NUMBER) is None
    found = outdated(loaded_engine, conversations, NOW + timedelta(days=1))
    assert found.rows["tracked_parcels"] == 1
    purge(loaded_engine, conversations, found, NOW + timedelta(days=31))
    assert parcels.known("LP-of-nobody") is None


# --- Settings and page ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(SERVICES))
def test_the_page_shows_what_each_status_means(name):
    part = PAGE.partition(f"### {name}\n")[2].partition("\n### ")[0]
    for status, kind in SERVICES[name].statuses.items():
        assert f"| `{status}` | {'–' if kind is None else kind.value.replace('_', ' ')} |" in part


def test_a_service_is_set_up_by_its_name_and_key(engine):
    assert service_from(load_settings()) is None
    settings = load_settings(tracking_service="easypost", tracking_key="k")
    assert isinstance(carrier_from(settings, engine, lambda *_: None), TrackedCarrier)
    with pytest.raises(SettingsError, match=r"^RETURNDESK_TRACKING_KEY: is needed for ship24"):
        service_from(load_settings(tracking_service="ship24"))


def test_the_bot_lets_each_service_in_and_hands_its_proof_on():
    assert set(ROUTES) == set(SERVICES)
    proofs = {header for each in SERVICES.values() for header in each.signed_by}
    assert proofs - set(_SIGNED_BY) == {"carrier-authorization"}
