"""Asks a tracking service for parcels, each once in a while, and goes on with what was told before where it is away."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Final, Optional

import structlog

from actions.carrier.breaker import CircuitBreaker
from actions.carrier.carrier import CarrierUnavailable
from actions.carrier.http_carrier import Watch
from actions.carrier.services.service import Call, Parcel, TrackingService
from actions.store.tracked_parcels import Told, TrackedParcels
from core.clock import Clock, parse_instant
from core.database.errors import StoreUnavailable
from core.http_client import HttpClient, ServiceUnavailable
from core.identifiers import can_be_looked_up
from policy.model import CarrierScan

logger = structlog.get_logger(__name__)

#: In seconds: to connect or between two pieces of an answer, and for a look-up in all.
_TIMEOUT: Final = 2.0
_BUDGET: Final = 5.0
_LONGEST_ANSWER: Final = 512 * 1024
_FAILURES, _COOLDOWN = 5, 30.0


class TrackedCarrier:
    """All carriers, by way of one tracking service. Blocks: call it from a worker thread; several may.

    Args:
        service: The service.
        base_url: Where its API is.
        parcels: What it has told, which processes share.
        every: After how long it may be asked for the same parcel again, whatever customers ask.
        wall: A clock that runs.
        monotonic: A clock in seconds that never stands still.
        watch: Told of every call how it ended and how many seconds it took.
    """

    def __init__(
        self,
        service: TrackingService,
        base_url: str,
        parcels: TrackedParcels,
        every: timedelta,
        wall: Clock,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        watch: Watch | None = None,
    ) -> None:
        self._service = service
        self._base_url = base_url.rstrip("/")
        self._parcels = parcels
        self._every = every
        self._wall = wall
        self._monotonic = monotonic
        self._watch = watch
        self._client = HttpClient(
            f"the tracking service {service.name}",
            timeout=_TIMEOUT,
            budget=_BUDGET,
            longest=_LONGEST_ANSWER,
            monotonic=monotonic,
        )
        self._breaker = CircuitBreaker(_FAILURES, _COOLDOWN, monotonic)

    def scans(self, tracking_number: str) -> tuple[CarrierScan, ...]:
        """The parcel's scans, oldest first; empty where the service doesn't know it yet.

        Raises:
            CarrierUnavailable: The service could not be asked, and has told nothing before.
        """
        if not can_be_looked_up(tracking_number):
            return ()
        now = self._wall.now()
        try:
            if self._parcels.may_ask(tracking_number, now, self._every):
                parcel = self._found(tracking_number)
                if parcel is not None:
                    told = [(each.at, each.status, each.place) for each in parcel.reports]
                    self._parcels.tell(tracking_number, told, now, asked=True)
            known = self._parcels.known(tracking_number)
        except StoreUnavailable as error:
            raise CarrierUnavailable("what tracking services have told can't be read") from error
        if known is None or not (known.told or known.answered):
            raise CarrierUnavailable(f"{self._client.name} did not answer, and has told nothing before")
        return scans_of(self._service, known.told)

    def _found(self, number: str) -> Optional[Parcel]:
        """What the service says; None where it can't be asked. A parcel that it doesn't follow yet is registered."""
        if not self._breaker.admits():
            self._note("left_alone", 0.0)
            return None
        began = self._monotonic()
        try:
            found = self._ask(number, began + _BUDGET)
        except (ServiceUnavailable, ValueError, RecursionError) as error:
            self._breaker.failed()
            self._note("unavailable", self._monotonic() - began)
            logger.warning("tracking.unavailable", service=self._service.name, error=type(error).__name__)
            return None
        self._breaker.succeeded()
        self._note("answered", self._monotonic() - began)
        return found

    def _ask(self, number: str, deadline: float) -> Parcel:
        answer = self._send(self._service.look_up(number), deadline)
        parcels = [] if answer is None else list(self._service.answered(json.loads(answer)))
        # An answer about another parcel is none about this one.
        found = next((each for each in parcels if each.number == number), None)
        if found is None:
            self._send(self._service.register(number), deadline)
            return Parcel(number, ())
        return found

    def _send(self, call: Call, deadline: float) -> Optional[bytes]:
        """The answer's bytes, None where there is no such thing.

        Raises:
            ServiceUnavailable: The service is away, busy, or refuses us.
        """
        answer = self._client.send(
            call.method,
            self._base_url + call.path,
            call.body,
            query=call.query,
            headers=call.headers,
            deadline=deadline,
        )
        if answer.status == HTTPStatus.NOT_FOUND:
            return None
        if not answer.succeeded:
            # A key that is refused is for the shop to mend; no other parcel would fare better.
            raise ServiceUnavailable(f"{self._client.name} answered {answer.status}")
        return answer.body

    def _note(self, outcome: str, seconds: float) -> None:
        if self._watch is not None:
            self._watch(outcome, seconds)


def scans_of(service: TrackingService, told: tuple[Told, ...]) -> tuple[CarrierScan, ...]:
    """What a service has told, as the rules know it.

    Statuses that nobody has given a meaning are logged, and stay in the store: once they have one, they count.
    """
    scans: list[CarrierScan] = []
    unknown: set[str] = set()
    for at, status, place in told:
        try:
            kind = service.kind_of(status)
        except LookupError:
            unknown.add(status)
            continue
        if kind is not None:
            scans.append(CarrierScan(kind, parse_instant(at), place))
    if unknown:
        logger.warning("tracking.unknown_statuses", service=service.name, statuses=sorted(unknown))
    return tuple(sorted(scans, key=lambda scan: scan.at))
