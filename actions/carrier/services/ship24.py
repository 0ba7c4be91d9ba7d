"""Ship24's tracking API, version 1."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Optional

from actions.carrier.services.service import Call, Parcel, TrackingService, entries, fields, report, text
from policy.model import ScanKind


class Ship24(TrackingService):
    """An account of Ship24."""

    name = "ship24"
    base_url = "https://api.ship24.com"
    statuses: ClassVar[Mapping[str, Optional[ScanKind]]] = MappingProxyType(
        {
            "pending": None,
            "info_received": None,
            "in_transit": ScanKind.IN_TRANSIT,
            "out_for_delivery": ScanKind.IN_TRANSIT,
            "available_for_pickup": ScanKind.IN_TRANSIT,
            "failed_attempt": ScanKind.EXCEPTION,
            "exception": ScanKind.EXCEPTION,
            "delivered": ScanKind.DELIVERED,
        }
    )
    #: Under a name of ours: what the bot shows the action server stands in the header of that name.
    signed_by = ("carrier-authorization",)

    def look_up(self, number: str) -> Call:
        """What is known of a number."""
        return Call("GET", f"/public/v1/trackers/search/{number}/results", self._headers())

    def register(self, number: str) -> Call:
        """A tracker; Ship24 finds the carrier by the number."""
        body = json.dumps({"trackingNumber": number}).encode()
        return Call("POST", "/public/v1/trackers", {**self._headers(), "Content-Type": "application/json"}, body=body)

    def answered(self, answer: Any) -> Iterator[Parcel]:
        """The trackings of an answer."""
        return map(_parcel, entries(fields(fields(answer).get("data")).get("trackings")))

    def told(self, body: Any) -> Iterator[Parcel]:
        """The trackings that a webhook brings."""
        return map(_parcel, entries(fields(body).get("trackings")))

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._key}"}

    def _proof(self, secret: str, body: bytes) -> str:
        # Ship24 signs nothing: it shows the secret itself.
        return f"Bearer {secret}"


def _parcel(tracking: Mapping[str, Any]) -> Parcel:
    found = (
        report(each.get("statusMilestone"), each.get("location"), *_times(each))
        for each in entries(tracking.get("events"))
    )
    number = fields(tracking.get("tracker")).get("trackingNumber")
    return Parcel(text(number), tuple(each for each in found if each is not None))


def _times(event: Mapping[str, Any]) -> Iterator[str]:
    """When something happened: in the carrier's time, with its zone where that is told."""
    at = text(event.get("occurrenceDatetime")) or text(event.get("datetime"))
    yield at
    if text(event.get("utcOffset")):
        yield at + text(event.get("utcOffset"))
