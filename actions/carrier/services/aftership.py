"""AfterShip's Tracking API, version 2025-07."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Optional

from actions.carrier.services.service import Call, Parcel, TrackingService, entries, fields, hmac_of, report, text
from policy.model import ScanKind

_PATH = "/tracking/2025-07/trackings"


class AfterShip(TrackingService):
    """An account of AfterShip."""

    name = "aftership"
    base_url = "https://api.aftership.com"
    statuses: ClassVar[Mapping[str, Optional[ScanKind]]] = MappingProxyType(
        {
            "Pending": None,
            "InfoReceived": None,
            "Expired": None,
            "InTransit_002": ScanKind.ACCEPTED,
            "InTransit": ScanKind.IN_TRANSIT,
            "OutForDelivery": ScanKind.IN_TRANSIT,
            "AvailableForPickup": ScanKind.IN_TRANSIT,
            "AttemptFail": ScanKind.EXCEPTION,
            "Exception": ScanKind.EXCEPTION,
            "Delivered": ScanKind.DELIVERED,
        }
    )
    signed_by = ("aftership-hmac-sha256", "as-signature-hmac-sha256")

    def look_up(self, number: str) -> Call:
        """The trackings of a number."""
        return Call("GET", _PATH, self._headers(), {"tracking_numbers": number})

    def register(self, number: str) -> Call:
        """A tracking; AfterShip finds the carrier by the number."""
        body = json.dumps({"tracking_number": number}).encode()
        return Call("POST", _PATH, {**self._headers(), "Content-Type": "application/json"}, body=body)

    def answered(self, answer: Any) -> Iterator[Parcel]:
        """The trackings of an answer."""
        return map(_parcel, entries(fields(fields(answer).get("data")).get("trackings")))

    def told(self, body: Any) -> Iterator[Parcel]:
        """The tracking that an event is about."""
        return map(_parcel, entries([fields(body).get("msg")]))

    def _headers(self) -> Mapping[str, str]:
        return {"as-api-key": self._key}

    def _proof(self, secret: str, body: bytes) -> str:
        return base64.b64encode(hmac_of(secret, body).digest()).decode()


def _parcel(tracking: Mapping[str, Any]) -> Parcel:
    found = (
        report(
            each.get("subtag") or each.get("tag"),
            each.get("location") or each.get("city"),
            # Some carriers tell no zone; then the time counts at which AfterShip came to know.
            *(each.get("checkpoint_time"), each.get("created_at")),
        )
        for each in entries(tracking.get("checkpoints"))
    )
    return Parcel(text(tracking.get("tracking_number")), tuple(each for each in found if each is not None))
