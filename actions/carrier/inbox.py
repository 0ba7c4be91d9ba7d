"""Takes in what a tracking service tells by webhook. The same however often, late or out of order it comes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Optional

import structlog

from actions.carrier.services.service import TrackingService
from actions.help_desk.webhook_signature import BadSignature
from actions.store.tracked_parcels import TrackedParcels
from core.clock import Clock
from core.identifiers import can_be_looked_up

logger = structlog.get_logger(__name__)


class NotReadable(Exception):
    """A webhook is not JSON."""


class TrackingInbox:
    """The way in for the tracking service.

    Args:
        service: The one that the shop uses, None where there is none.
        parcels: What services have told.
        wall: A clock that runs.
    """

    def __init__(self, service: Optional[TrackingService], parcels: TrackedParcels, wall: Clock) -> None:
        self._service = service
        self._parcels = parcels
        self._wall = wall

    def receive(self, name: str, headers: Mapping[str, str], body: bytes) -> int:
        """Take in one webhook.

        Args:
            name: The service that is said to have sent it.
            headers: By lower-case name.
            body: As it was sent.

        Returns:
            Of how many parcels it tells that somebody has asked for. Others are none of the shop's.

        Raises:
            LookupError: The shop does not use this service.
            BadSignature: Somebody else sent it, or no secret is set.
            NotReadable: It is not JSON.
            StoreUnavailable: The database did not answer.
        """
        service = self._service
        if service is None or service.name != name:
            raise LookupError(f"no tracking service {name} is set up here; see RETURNDESK_TRACKING_SERVICE")
        if not service.authentic(headers, body):
            raise BadSignature("the signature is missing or wrong")
        try:
            parcels = list(service.told(json.loads(body)))
        except (ValueError, RecursionError):
            raise NotReadable("the body is not JSON") from None
        taken = 0
        for parcel in parcels:
            if can_be_looked_up(parcel.number):
                told = [(each.at, each.status, each.place) for each in parcel.reports]
                taken += self._parcels.tell(parcel.number, told, self._wall.now())
        logger.info("tracking.told", service=name, parcels=len(parcels), taken=taken)
        return taken
