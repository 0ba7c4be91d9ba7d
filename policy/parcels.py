"""Several parcels of one return, put together as one: it is handed in with the first and delivered with the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Optional

from policy.drop_off import scans_of_return
from policy.model import CarrierScan, ReturnRequest, ScanKind

#: What is known of a parcel: its scans, or None where the carrier could not be asked.
Scans = Optional[tuple[CarrierScan, ...]]


def scans_together(parcels: Sequence[Scans], ret: ReturnRequest, now: datetime) -> Scans:
    """The scans of all parcels of a return as if it travelled in one.

    While one is not delivered, the others' deliveries count as scans on the way: nobody may hear that the return has
    arrived when half of it has. Once all are, the last delivery is the return's.

    Args:
        parcels: What is known of each.
        ret: The return; scans that can't be of it tell nothing.
        now: An aware instant; scans after it have not happened.

    Returns:
        None where no carrier could be asked.
    """
    if len(parcels) == 1:
        return parcels[0]
    known = [scans_of_return(scans, ret, now) for scans in parcels if scans is not None]
    if parcels and not known:
        return None
    arrived = [
        max((scan for scan in scans if scan.kind is ScanKind.DELIVERED), key=lambda scan: scan.at, default=None)
        for scans in known
    ]
    last: Optional[CarrierScan] = None
    if len(known) == len(parcels) and None not in arrived:
        last = max((scan for scan in arrived if scan is not None), key=lambda scan: scan.at, default=None)
    return tuple(
        scan if scan.kind is not ScanKind.DELIVERED or scan == last else replace(scan, kind=ScanKind.IN_TRANSIT)
        for scans in known
        for scan in scans
    )
