"""What the carrier knows of a parcel, where it can be asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog

from actions.carrier.carrier import Carrier, CarrierUnavailable
from policy.model import CarrierScan, ReturnRequest
from policy.parcels import scans_together

logger = structlog.get_logger(__name__)


def known_scans(tracking_number: str | None, carrier: Carrier) -> tuple[CarrierScan, ...] | None:
    """The scans of a parcel, none where it has no number; None where the carrier does not answer."""
    if tracking_number is None:
        return ()
    try:
        return carrier.scans(tracking_number)
    except CarrierUnavailable:
        logger.warning("carrier.unavailable")
        return None


def known_of_each(numbers: Sequence[str], carrier: Carrier) -> tuple[tuple[CarrierScan, ...] | None, ...]:
    """The scans of several parcels. Where the carrier doesn't answer for one, it is not asked for those behind it:
    a customer waits no longer for several than for one."""
    found: list[tuple[CarrierScan, ...] | None] = []
    for number in numbers:
        found.append(None if None in found else known_scans(number, carrier))
    return tuple(found)


def known_of_return(found: ReturnRequest, carrier: Carrier, now: datetime) -> tuple[CarrierScan, ...] | None:
    """The scans of a return's parcels as if it travelled in one; None where the carrier does not answer."""
    return scans_together(known_of_each(found.tracking_numbers, carrier) or ((),), found, now)
