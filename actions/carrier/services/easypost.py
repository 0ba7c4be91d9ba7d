"""EasyPost's trackers, API version 2."""

from __future__ import annotations

import base64
import json
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Optional

from actions.carrier.services.service import Call, Parcel, TrackingService, entries, fields, hmac_of, report, text
from policy.model import ScanKind


class EasyPost(TrackingService):
    """An account of EasyPost."""

    name = "easypost"
    base_url = "https://api.easypost.com"
    statuses: ClassVar[Mapping[str, Optional[ScanKind]]] = MappingProxyType(
        {
            "unknown": None,
            "pre_transit": None,
            "cancelled": None,
            "in_transit": ScanKind.IN_TRANSIT,
            "out_for_delivery": ScanKind.IN_TRANSIT,
            "available_for_pickup": ScanKind.IN_TRANSIT,
            "return_to_sender": ScanKind.EXCEPTION,
            "failure": ScanKind.EXCEPTION,
            "error": ScanKind.EXCEPTION,
            "delivered": ScanKind.DELIVERED,
        }
    )
    signed_by = ("x-hmac-signature",)

    def look_up(self, number: str) -> Call:
        """The trackers of a code."""
        return Call("GET", "/v2/trackers", self._headers(), {"tracking_code": number})

    def register(self, number: str) -> Call:
        """A tracker; EasyPost finds the carrier by the code."""
        body = json.dumps({"tracker": {"tracking_code": number}}).encode()
        return Call("POST", "/v2/trackers", {**self._headers(), "Content-Type": "application/json"}, body=body)

    def answered(self, answer: Any) -> Iterator[Parcel]:
        """The trackers of an answer."""
        return map(_parcel, entries(fields(answer).get("trackers")))

    def told(self, body: Any) -> Iterator[Parcel]:
        """The tracker that an event is about; EasyPost tells of batches and refunds too."""
        about = fields(fields(body).get("result"))
        return map(_parcel, entries([about] if about.get("object") == "Tracker" else []))

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": "Basic " + base64.b64encode(f"{self._key}:".encode()).decode()}

    def _proof(self, secret: str, body: bytes) -> str:
        return f"hmac-sha256-hex={hmac_of(unicodedata.normalize('NFKD', secret), body).hexdigest()}"


def _parcel(tracker: Mapping[str, Any]) -> Parcel:
    found = (
        report(each.get("status"), fields(each.get("tracking_location")).get("city"), each.get("datetime"))
        for each in entries(tracker.get("tracking_details"))
    )
    return Parcel(text(tracker.get("tracking_code")), tuple(each for each in found if each is not None))
