"""17TRACK's API, version 2.4."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Optional

from actions.carrier.services.service import Call, Parcel, TrackingService, entries, fields, report, text
from policy.model import ScanKind


class SeventeenTrack(TrackingService):
    """An account of 17TRACK."""

    name = "17track"
    base_url = "https://api.17track.net"
    statuses: ClassVar[Mapping[str, Optional[ScanKind]]] = MappingProxyType(
        {
            "NotFound": None,
            "InfoReceived": None,
            "Expired": None,
            "InTransit_PickedUp": ScanKind.ACCEPTED,
            "InTransit": ScanKind.IN_TRANSIT,
            "OutForDelivery": ScanKind.IN_TRANSIT,
            "AvailableForPickup": ScanKind.IN_TRANSIT,
            "DeliveryFailure": ScanKind.EXCEPTION,
            "Exception": ScanKind.EXCEPTION,
            "Delivered": ScanKind.DELIVERED,
        }
    )
    signed_by = ("sign",)

    def look_up(self, number: str) -> Call:
        """What is known of a number."""
        return self._call("gettrackinfo", number)

    def register(self, number: str) -> Call:
        """Registers a number; 17TRACK finds the carrier by it."""
        return self._call("register", number)

    def answered(self, answer: Any) -> Iterator[Parcel]:
        """The numbers that were accepted; one that is not registered is among the rejected."""
        return map(_parcel, entries(fields(fields(answer).get("data")).get("accepted")))

    def told(self, body: Any) -> Iterator[Parcel]:
        """The number that an update is about; that tracking was stopped tells nothing."""
        about = fields(body)
        return map(_parcel, entries([about.get("data")] if about.get("event") == "TRACKING_UPDATED" else []))

    def _call(self, what: str, number: str) -> Call:
        headers = {"17token": self._key, "Content-Type": "application/json"}
        return Call("POST", f"/track/v2.4/{what}", headers, body=json.dumps([{"number": number}]).encode())

    def _proof(self, secret: str, body: bytes) -> str:
        # No HMAC, but what 17TRACK does. The secret stands behind the body, so that nothing can be added to it.
        return hashlib.sha256(body + b"/" + secret.encode()).hexdigest()


def _parcel(tracked: Mapping[str, Any]) -> Parcel:
    tracking = fields(fields(tracked.get("track_info")).get("tracking"))
    found = (
        report(
            each.get("sub_status") or each.get("stage"),
            each.get("location"),
            each.get("time_utc"),
            each.get("time_iso"),
        )
        for provider in entries(tracking.get("providers"))
        for each in entries(provider.get("events"))
    )
    return Parcel(text(tracked.get("number")), tuple(each for each in found if each is not None))
