"""Asks a carrier's tracking service for the scans of a parcel."""

from __future__ import annotations

import time
from collections.abc import Callable

from policy.model import CarrierScan


class HttpCarrier:
    """A carrier behind `GET {base_url}/v1/parcels/{tracking_number}`. Blocks: call it from a worker thread.

    Args:
        base_url: Where the service is, without a trailing path.
        timeout: Seconds to connect, and seconds between two pieces of an answer.
        budget: Seconds that one call may take in all, retries and pauses included.
        attempts: How often one call asks before it gives up.
        backoff: Seconds before the second try; doubled for each further one.
        breaker_threshold: Failed calls in a row after which the carrier is left alone.
        breaker_cooldown: Seconds it is left alone before one call may try again.
        monotonic: A clock in seconds that never stands still, also where the shop's clock is frozen.
    """

    def __init__(
        self,
        base_url: str,
        *,
        timeout: float = 2.0,
        budget: float = 5.0,
        attempts: int = 3,
        backoff: float = 0.2,
        breaker_threshold: int = 5,
        breaker_cooldown: float = 30.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keeps the settings; connects to nothing yet."""

    def scans(self, tracking_number: str) -> tuple[CarrierScan, ...]:
        """The parcel's scans, oldest first; empty where the carrier doesn't know the parcel.

        Raises:
            CarrierUnavailable: The carrier could not be asked, or is being left alone after repeated failures.
        """
        raise NotImplementedError
