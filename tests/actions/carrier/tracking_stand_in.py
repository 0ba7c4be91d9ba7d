"""Stand-ins for AfterShip, 17TRACK, EasyPost and Ship24 that speak their wire formats on a port of their own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY, SECRET = "the-key-of-the-api", "the-secret-of-the-webhooks"

#: An event: instant, the service's word for it, place.
Event = tuple[str, str, str]


class StandIn:
    """One service with its parcels."""

    name = ""
    #: The service's words for a hand-in or a parcel on its way, for a delivery, and for something that tells nothing.
    on_the_way = delivered = nothing = ""

    def __init__(self) -> None:
        self.registered: dict[str, list[Event]] = {}
        self.asked: list[str] = []
        #: A status that is answered in place of everything, with headers.
        self.trouble: tuple[int, Mapping[str, str]] | None = None
        self.broken = False
        self.url = ""

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: Any) -> tuple[int, Any]:
        """What the API answers."""
        raise NotImplementedError

    def webhook(self, number: str, *events: Event) -> bytes:
        """The body of a webhook about a parcel."""
        raise NotImplementedError

    def proof(self, body: bytes, secret: str = SECRET) -> dict[str, str]:
        """The headers that prove a webhook."""
        raise NotImplementedError


class AfterShipStandIn(StandIn):
    name, on_the_way, delivered, nothing = "aftership", "InTransit_001", "Delivered_001", "InfoReceived_001"

    def answer(self, method, path, headers, body):
        assert headers["as-api-key"] == KEY
        target = urlsplit(path)
        assert target.path == "/tracking/2025-07/trackings"
        if method == "POST":
            self.registered.setdefault(body["tracking_number"], [])
            return 201, {"meta": {"code": 201}, "data": self._tracking(body["tracking_number"])}
        (number,) = parse_qs(target.query)["tracking_numbers"]
        found = [self._tracking(number)] if number in self.registered else []
        return 200, {"meta": {"code": 200}, "data": {"pagination": {"total": len(found)}, "trackings": found}}

    def _tracking(self, number, events=None):
        events = self.registered[number] if events is None else events
        return {
            "id": "a1b2",
            "tracking_number": number,
            "slug": "correos-spain",
            "tag": events[-1][1].partition("_")[0] if events else "Pending",
            "checkpoints": [
                {
                    "created_at": at,
                    "checkpoint_time": at,
                    "tag": status.partition("_")[0],
                    "subtag": status,
                    "city": place,
                    "location": place,
                    "message": "what the carrier says",
                    "new_in_2027": {"anything": []},
                }
                for at, status, place in events
            ],
        }

    def webhook(self, number, *events):
        message = {"event": "tracking_update", "event_id": "e1", "msg": self._tracking(number, events), "ts": 1}
        return json.dumps(message).encode()

    def proof(self, body, secret=SECRET):
        mac = hmac.new(secret.encode(), body, hashlib.sha256).digest()
        return {"aftership-hmac-sha256": base64.b64encode(mac).decode()}


class SeventeenTrackStandIn(StandIn):
    name, on_the_way, delivered, nothing = "17track", "InTransit_Departure", "Delivered_Other", "InfoReceived"

    def answer(self, method, path, headers, body):
        assert (method, headers["17token"]) == ("POST", KEY)
        ((number,),) = [[each["number"] for each in body]]
        if path == "/track/v2.4/register":
            self.registered.setdefault(number, [])
            return 200, {"code": 0, "data": {"accepted": [{"origin": 1, "number": number}], "rejected": []}}
        assert path == "/track/v2.4/gettrackinfo"
        if number in self.registered:
            return 200, {"code": 0, "data": {"accepted": [self._tracked(number)], "rejected": []}}
        error = {"code": -18019902, "message": "The tracking number does not register, please register first."}
        return 200, {"code": 0, "data": {"accepted": [], "rejected": [{"number": number, "error": error}]}}

    def _tracked(self, number, events=None):
        events = self.registered[number] if events is None else events
        told = [
            {
                "time_iso": at,
                "time_utc": at,
                "time_raw": {"date": None},
                "description": "what the carrier says",
                "location": place,
                "stage": status.partition("_")[0],
                "sub_status": status,
            }
            for at, status, place in reversed(events)
        ]
        info = {
            "latest_status": {"status": "InTransit"},
            "tracking": {"providers_hash": 1, "providers": [{"events": told}]},
        }
        return {"number": number, "carrier": 3011, "param": None, "tag": "", "track_info": info}

    def webhook(self, number, *events):
        return json.dumps({"event": "TRACKING_UPDATED", "data": self._tracked(number, events)}).encode()

    def proof(self, body, secret=SECRET):
        return {"sign": hashlib.sha256(body + b"/" + secret.encode()).hexdigest()}


class EasyPostStandIn(StandIn):
    name, on_the_way, delivered, nothing = "easypost", "in_transit", "delivered", "pre_transit"

    def answer(self, method, path, headers, body):
        assert headers["authorization"] == "Basic " + base64.b64encode(f"{KEY}:".encode()).decode()
        target = urlsplit(path)
        assert target.path == "/v2/trackers"
        if method == "POST":
            self.registered.setdefault(body["tracker"]["tracking_code"], [])
            return 201, self._tracker(body["tracker"]["tracking_code"])
        (number,) = parse_qs(target.query)["tracking_code"]
        return 200, {"trackers": [self._tracker(number)] if number in self.registered else [], "has_more": False}

    def _tracker(self, number, events=None):
        events = self.registered[number] if events is None else events
        details = [
            {
                "object": "TrackingDetail",
                "message": "what the carrier says",
                "status": status,
                "datetime": at,
                "tracking_location": {"object": "TrackingLocation", "city": place, "country": None},
            }
            for at, status, place in events
        ]
        return {"id": "trk_1", "object": "Tracker", "tracking_code": number, "tracking_details": details}

    def webhook(self, number, *events):
        event = {"object": "Event", "description": "tracker.updated", "result": self._tracker(number, events)}
        return json.dumps(event).encode()

    def proof(self, body, secret=SECRET):
        return {"x-hmac-signature": "hmac-sha256-hex=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


class Ship24StandIn(StandIn):
    name, on_the_way, delivered, nothing = "ship24", "in_transit", "delivered", "info_received"

    def answer(self, method, path, headers, body):
        assert headers["authorization"] == f"Bearer {KEY}"
        if method == "POST":
            assert path == "/public/v1/trackers"
            self.registered.setdefault(body["trackingNumber"], [])
            return 201, {"data": {"tracker": {"trackerId": "t1", "trackingNumber": body["trackingNumber"]}}}
        number = path.removeprefix("/public/v1/trackers/search/").removesuffix("/results")
        if number not in self.registered:
            return 404, {"errors": [{"code": "tracker_not_found"}], "data": None}
        return 200, {"data": {"trackings": [self._tracking(number)]}}

    def _tracking(self, number, events=None):
        events = self.registered[number] if events is None else events
        return {
            "tracker": {"trackerId": "t1", "trackingNumber": number, "isSubscribed": True},
            "shipment": {"statusMilestone": events[-1][1] if events else "pending"},
            "events": [
                {
                    "eventId": f"e{place}",
                    "trackingNumber": number,
                    "occurrenceDatetime": at.replace("Z", ""),
                    "utcOffset": "+00:00",
                    "location": place,
                    "status": "what the carrier says",
                    "statusMilestone": status,
                }
                for at, status, place in events
            ],
        }

    def webhook(self, number, *events):
        return json.dumps({"trackings": [self._tracking(number, events)]}).encode()

    def proof(self, body, secret=SECRET):
        return {"carrier-authorization": f"Bearer {secret}"}


STAND_INS = (AfterShipStandIn, SeventeenTrackStandIn, EasyPostStandIn, Ship24StandIn)


@contextmanager
def served(stand_in: StandIn) -> Iterator[StandIn]:
    """The stand-in on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            stand_in.asked.append(f"{self.command} {self.path}")
            headers = {name.lower(): value for name, value in self.headers.items()}
            if stand_in.trouble is not None:
                status, more = stand_in.trouble
                content = b"{}"
            else:
                more = {}
                status, answer = stand_in.answer(self.command, self.path, headers, json.loads(body) if body else None)
                content = b"{" if stand_in.broken else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(content)),
                **more,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing: what is asked is noted above."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    stand_in.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
