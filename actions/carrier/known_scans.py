"""What the carrier knows of a parcel, where it can be asked."""

from __future__ import annotations

import structlog

from actions.carrier.carrier import Carrier, CarrierUnavailable
from policy.model import CarrierScan

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
