"""The client of a carrier: what it understands, how patient it is, and when it leaves the carrier alone."""

from __future__ import annotations

import threading
from datetime import datetime, timezone

import pytest
import structlog
from misbehaving_carrier import SCANS, body, break_off, drop, parcel, redirect, status

from actions.carrier.carrier import CarrierUnavailable
from actions.carrier.http_carrier import HttpCarrier
from policy.model import CarrierScan, ScanKind


class Seconds:
    """A clock that only moves when a test says so."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def client(server, **options):
    return HttpCarrier(
        server if isinstance(server, str) else server.url, **{"timeout": 30.0, "backoff": 0.001, **options}
    )


def test_scans_come_oldest_first_in_utc(carrier_that):
    server = carrier_that(parcel())
    assert client(server).scans("LP1") == (
        CarrierScan(ScanKind.ACCEPTED, datetime(2026, 10, 14, 16, 5, tzinfo=timezone.utc), "Madrid"),
        CarrierScan(ScanKind.IN_TRANSIT, datetime(2026, 10, 15, 5, tzinfo=timezone.utc), "Madrid, sorting centre"),
    )
    assert server.paths == ["/v1/parcels/LP1"]


def test_a_parcel_without_scans_is_known_and_has_none(carrier_that):
    assert client(carrier_that(parcel(scans=[]))).scans("LP1") == ()


def test_an_unknown_parcel_has_no_scans_and_is_asked_for_once(carrier_that):
    server = carrier_that(status(404))
    assert client(server).scans("LP1") == ()
    assert len(server.paths) == 1


def test_fields_that_a_carrier_adds_are_of_no_matter(carrier_that):
    scans = [{**SCANS[1], "courier": "Marta"}]
    assert len(client(carrier_that(parcel(scans=scans))).scans("LP1")) == 1


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("Hub\u202e Lyon\n", "Hub Lyon"),
        ("Lyon, claim your refund at www.pay-here.example", "Lyon, claim your refund at"),
        ("https://pay.example/x", ""),
        ("Lyon " * 5_000, " ".join(["Lyon"] * 16) + "…"),
        ("<b>Lyon</b> *Sud*", "<b>Lyon</b> *Sud*"),
    ],
    ids=["turned", "address", "address alone", "long", "markup"],
)
def test_a_place_is_a_short_name_and_leads_nowhere(carrier_that, place, shown):
    scans = [{**SCANS[0], "place": place}]
    assert client(carrier_that(parcel(scans=scans))).scans("LP1")[0].place == shown


def test_the_service_may_live_under_a_path(carrier_that):
    server = carrier_that(parcel())
    client(f"{server.url}/api/").scans("LP1")
    assert server.paths == ["/api/v1/parcels/LP1"]


@pytest.mark.parametrize(
    "number", ["", "..", "../admin", "LP1/../../x", "LP 1", "LP1?x=1", "LP1#", "LP%31", "Ł1", "L" * 65]
)
def test_what_is_no_tracking_number_is_never_sent(carrier_that, number):
    server = carrier_that(parcel())
    assert client(server).scans(number) == ()
    assert server.paths == []


@pytest.mark.parametrize("trouble", [drop, break_off, status(500), status(502), status(503), status(504), status(429)])
def test_trouble_that_passes_is_waited_out(carrier_that, trouble):
    server = carrier_that(trouble, trouble, parcel())
    assert len(client(server).scans("LP1")) == 2
    assert len(server.paths) == 3


@pytest.mark.parametrize("trouble", [drop, break_off, status(500)])
def test_trouble_that_stays_is_reported_after_three_tries(carrier_that, trouble):
    server = carrier_that(trouble)
    with pytest.raises(CarrierUnavailable, match=f"the carrier at {server.url} did not answer"):
        client(server).scans("LP1")
    assert len(server.paths) == 3


@pytest.mark.parametrize("code", [201, 204, 400, 401, 403, 410])
def test_a_status_that_will_not_change_is_reported_at_once(carrier_that, code):
    server = carrier_that(status(code))
    with pytest.raises(CarrierUnavailable, match=f"said {code}"):
        client(server).scans("LP1")
    assert len(server.paths) == 1


def test_nobody_is_followed_elsewhere(carrier_that):
    elsewhere = carrier_that(parcel())
    server = carrier_that(redirect(f"{elsewhere.url}/v1/parcels/LP1"))
    with pytest.raises(CarrierUnavailable, match="said 302"):
        client(server).scans("LP1")
    assert elsewhere.paths == []


@pytest.mark.parametrize(
    "answer",
    [
        body(b""),
        body(b"<html>Back soon</html>"),
        body(b"\xff\xfe\xff"),
        body(b"null"),
        body(b"[]"),
        body(b'{"tracking_number": "LP1"}'),
        body(b"[" * 50_000),
        parcel(scans={}),
        parcel(tracking_number="LP2"),
    ],
)
def test_an_answer_that_cannot_be_understood_is_no_answer(carrier_that, answer):
    server = carrier_that(answer)
    with pytest.raises(CarrierUnavailable, match="answered what cannot be understood"):
        client(server).scans("LP1")
    assert len(server.paths) == 1


ODD_SCANS = [
    {**SCANS[0], "kind": "abducted"},
    {**SCANS[0], "kind": "IN_TRANSIT"},
    {**SCANS[0], "kind": None},
    {**SCANS[0], "at": "yesterday"},
    {**SCANS[0], "at": "2026-10-15T05:00:00"},
    {**SCANS[0], "at": 1792040400},
    {**SCANS[0], "at": "1792040400"},
    {**SCANS[0], "at": None},
    {"kind": "accepted", "at": "2026-10-15T05:00:00Z"},
    {**SCANS[0], "place": {"city": "Madrid"}},
    {},
    None,
    "accepted",
]


@pytest.mark.parametrize("odd", ODD_SCANS)
def test_a_scan_that_cannot_be_read_is_left_out_and_logged(carrier_that, odd):
    with structlog.testing.capture_logs() as logged:
        found = client(carrier_that(parcel(scans=[SCANS[0], odd, SCANS[1]]))).scans("LP1")
    assert [scan.kind for scan in found] == [ScanKind.ACCEPTED, ScanKind.IN_TRANSIT]
    assert [(line["event"], line["log_level"]) for line in logged] == [("carrier.scans_left_out", "warning")]
    assert "Madrid" not in str(logged)
    assert "LP1" not in str(logged)


def test_parcels_with_odd_scans_do_not_keep_anybody_from_asking(carrier_that):
    odd = [parcel(scans=[scan]) for scan in ODD_SCANS]
    carrier = client(carrier_that(*odd, parcel()), breaker_threshold=5, monotonic=Seconds())
    assert [carrier.scans("LP1") for _ in odd] == [()] * len(odd)
    assert len(carrier.scans("LP1")) == 2


def test_an_endless_answer_is_cut_off(carrier_that):
    with pytest.raises(CarrierUnavailable, match="answered more than 65536 bytes"):
        client(carrier_that(body(b" " * 100_000))).scans("LP1")


def test_a_carrier_that_says_nothing_is_not_waited_for(carrier_that):
    server = carrier_that(drop)
    server.behaviours = [server.stall]
    # Who waits longer learns that the connection was closed.
    with pytest.raises(CarrierUnavailable, match="did not answer: ReadTimeout"):
        client(server, timeout=0.05).scans("LP1")


def test_a_carrier_that_answers_drop_by_drop_is_not_waited_for(carrier_that):
    server = carrier_that(drop)
    # It goes on until the test is over, and whoever listens to the end as well.
    server.behaviours = [server.drip]
    with pytest.raises(CarrierUnavailable, match="did not answer: too slow"):
        client(server, timeout=30.0, budget=0.1).scans("LP1")
    assert len(server.paths) == 1


def test_no_further_try_is_started_when_the_budget_is_used_up(carrier_that):
    seconds, pauses = Seconds(), []

    def pause(length):
        pauses.append(length)
        seconds.now += 2.0

    server = carrier_that(status(503))
    with pytest.raises(CarrierUnavailable):
        client(server, attempts=10, budget=5.0, monotonic=seconds, sleep=pause).scans("LP1")
    assert len(server.paths) == 4
    assert len(pauses) == 3


def test_pauses_between_tries_grow_but_stay_below_their_limit(carrier_that):
    pauses = []
    server = carrier_that(status(503))
    with pytest.raises(CarrierUnavailable):
        client(server, attempts=5, backoff=0.1, budget=60, sleep=pauses.append).scans("LP1")
    assert len(pauses) == 4
    assert all(0 <= pause <= 0.1 * 2**tried for tried, pause in enumerate(pauses))


def test_a_carrier_that_is_gone_is_reported(carrier_that):
    server = carrier_that(parcel())
    server.close()
    with pytest.raises(CarrierUnavailable, match="did not answer: ConnectionError"):
        client(server).scans("LP1")


def test_an_error_names_no_parcel(carrier_that):
    for behaviour in (drop, status(400), body(b"LP1")):
        with pytest.raises(CarrierUnavailable) as failure:
            client(carrier_that(behaviour)).scans("LP1")
        assert "LP1" not in str(failure.value)


def test_after_repeated_failures_the_carrier_is_left_alone(carrier_that):
    server = carrier_that(status(400))
    carrier = client(server, breaker_threshold=3, monotonic=Seconds())
    for _ in range(3):
        with pytest.raises(CarrierUnavailable, match="said 400"):
            carrier.scans("LP1")
    with pytest.raises(CarrierUnavailable, match="left alone after repeated failures"):
        carrier.scans("LP1")
    assert len(server.paths) == 3


def test_after_the_pause_one_call_tries_and_its_success_lets_everyone_through(carrier_that):
    seconds = Seconds()
    server = carrier_that(status(400), status(400), parcel())
    carrier = client(server, breaker_threshold=2, breaker_cooldown=30, monotonic=seconds)
    for _ in range(2):
        with pytest.raises(CarrierUnavailable, match="said 400"):
            carrier.scans("LP1")
    seconds.now += 29.9
    with pytest.raises(CarrierUnavailable, match="left alone"):
        carrier.scans("LP1")
    seconds.now += 0.1
    assert len(carrier.scans("LP1")) == 2
    assert len(carrier.scans("LP1")) == 2


def test_a_failed_trial_begins_the_pause_anew(carrier_that):
    seconds = Seconds()
    server = carrier_that(status(400))
    carrier = client(server, breaker_threshold=2, breaker_cooldown=30, monotonic=seconds)
    for wait, reason in ((0, "said"), (0, "said"), (30, "said"), (29, "left alone"), (1, "said")):
        seconds.now += wait
        with pytest.raises(CarrierUnavailable, match=reason):
            carrier.scans("LP1")
    assert len(server.paths) == 4


def test_a_success_in_between_starts_the_count_again(carrier_that):
    server = carrier_that(status(400), parcel(), status(400), parcel())
    carrier = client(server, breaker_threshold=2, monotonic=Seconds())
    for _ in range(2):
        with pytest.raises(CarrierUnavailable, match="said 400"):
            carrier.scans("LP1")
        assert len(carrier.scans("LP1")) == 2


def test_an_unknown_parcel_is_no_failure_of_the_carrier(carrier_that):
    carrier = client(carrier_that(status(404)), breaker_threshold=1, monotonic=Seconds())
    assert carrier.scans("LP1") == carrier.scans("LP1") == ()


def test_while_one_call_tries_the_others_are_refused(carrier_that):
    seconds = Seconds()
    server = carrier_that(status(400))
    carrier = client(server, breaker_threshold=1, breaker_cooldown=30, timeout=60.0, monotonic=seconds)
    with pytest.raises(CarrierUnavailable, match="said 400"):
        carrier.scans("LP1")
    arrived, go_on = threading.Event(), threading.Event()

    def answer_when_told(request):
        arrived.set()
        go_on.wait(60)
        parcel()(request)

    server.behaviours = [answer_when_told]
    seconds.now += 30
    found = []
    trial = threading.Thread(target=lambda: found.append(carrier.scans("LP1")))
    trial.start()
    assert arrived.wait(60)
    with pytest.raises(CarrierUnavailable, match="left alone"):
        carrier.scans("LP1")
    go_on.set()
    trial.join()
    assert len(found[0]) == 2
