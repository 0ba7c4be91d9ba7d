"""What the actions ask of a carrier, whoever it is."""

from __future__ import annotations

from typing import Protocol

from policy.model import CarrierScan


class CarrierUnavailable(Exception):
    """The carrier could not be asked, or answered something that cannot be understood."""


class Carrier(Protocol):
    """A source of carrier scans."""

    def scans(self, tracking_number: str) -> tuple[CarrierScan, ...]:
        """The parcel's scans, oldest first; empty where the carrier doesn't know the parcel.

        Raises:
            CarrierUnavailable: The carrier could not be asked.
        """
        ...
