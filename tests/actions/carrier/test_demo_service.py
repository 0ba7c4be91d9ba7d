"""The demo carrier, asked over a real socket by the client that the actions use."""

from __future__ import annotations

import asyncio
import json
import threading

import pytest
import requests
from aiohttp import web

from actions.carrier.carrier import CarrierUnavailable
from actions.carrier.demo_service import create_app
from actions.carrier.http_carrier import HttpCarrier
from actions.demo.demo_data import demo_document, demo_scans
from policy.model import ScanKind


@pytest.fixture
def scans_file(tmp_path, now):
    """What the demo carrier knows."""
    file = tmp_path / "scans.json"
    file.write_text(json.dumps(demo_scans(now)), "utf-8")
    return file


@pytest.fixture
def service(scans_file):
    """The demo carrier on a free port, served by a loop of its own thread; gives its address."""
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(create_app(scans_file))

    async def start():
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield asyncio.run_coroutine_threadsafe(start(), loop).result(5)
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def test_anas_parcel_has_been_accepted_and_nothing_more(service):
    (scan,) = HttpCarrier(service).scans("LP10010001ES")
    assert scan.kind is ScanKind.ACCEPTED
    assert scan.at.isoformat() == "2026-10-15T16:05:00+00:00"
    assert scan.place == "Madrid, post office Calle Mayor"


def test_every_demo_parcel_is_understood(service, now):
    carrier = HttpCarrier(service)
    for tracking_number, scans in demo_scans(now).items():
        assert len(carrier.scans(tracking_number)) == len(scans)


def test_a_parcel_that_was_never_handed_in_is_unknown_to_the_carrier(service, now):
    label = next(found for found in demo_document(now)["returns"] if found["number"] == "R1003")["tracking_number"]
    assert HttpCarrier(service).scans(label) == ()


def test_a_changed_file_is_served_without_a_restart(service, scans_file):
    scans_file.write_text(json.dumps({"NEW1": []}), "utf-8")
    assert requests.get(f"{service}/v1/parcels/NEW1", timeout=5).json() == {"tracking_number": "NEW1", "scans": []}
    assert HttpCarrier(service).scans("LP10010001ES") == ()


@pytest.mark.parametrize("damage", [lambda file: file.unlink(), lambda file: file.write_text("{")])
def test_a_file_that_cannot_be_read_makes_the_carrier_unavailable(service, scans_file, damage):
    damage(scans_file)
    with pytest.raises(CarrierUnavailable, match="status 503"):
        HttpCarrier(service, backoff=0.001).scans("LP10010001ES")


def test_the_service_says_that_it_is_up(service):
    assert requests.get(f"{service}/health", timeout=5).json() == {"status": "ok"}
