"""A parcel that was handed in while the page still says "not returned": wait, ask, or is it lost?

What the store recorded, what the carrier scanned and what the customer tells are put together: the earliest of them
is the hand-in, and everything counts from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Optional

from policy.calendars import Place, latest, local_date, logistics_place, utc
from policy.facts import Facts
from policy.model import CarrierScan, Customer, EventType, Order, ReturnRequest, ScanKind, Word
from policy.own_cost import follows_times
from policy.progress import is_over
from policy.status import AT_WAREHOUSE, REFUNDED, SENT, History, is_rejected

IN_CARRIERS_HANDS: Final = (ScanKind.ACCEPTED, ScanKind.IN_TRANSIT, ScanKind.DELIVERED)
"""Scans that prove a hand-in. An exception does not: carriers report one also for a parcel they never got."""


class DropOffKind(Word):
    """What to tell the customer about a parcel that was handed in."""

    NO_DROP_OFF = "no_drop_off"
    """Neither store nor carrier nor customer says that it was handed in."""
    WAIT = "wait"
    UNSTATED = "unstated"
    """Handed in at the customer's own cost: the sources name the time for the page, and what a loss means, for free
    returns alone."""
    LATE = "late"
    """The page should have changed by now: get help."""
    LOST = "lost"
    """Not delivered in time: the refund starts by itself."""
    DELIVERED = "delivered"
    """The carrier delivered it; the page may lag behind until `due`."""
    DELIVERED_LATE = "delivered_late"
    """The carrier delivered it, and the page should have changed by now: get help."""
    RECEIVED = "received"
    """The warehouse has it."""
    CLOSED = "closed"
    """Cancelled, rejected or refunded."""


@dataclass(frozen=True)
class DropOffOutlook:
    """What happens to a parcel that was handed in, and when (instants in UTC).

    `due` is when the page should show it, `lost_refund_on` when the refund starts by itself unless the parcel is
    delivered; both None where nothing was handed in or no promise runs any more. `because` is the fact that decides.
    `told` where the hand-in is known by the customer's word alone.
    """

    kind: DropOffKind
    dropped_off_at: Optional[datetime]
    due: Optional[datetime]
    lost_refund_on: Optional[datetime]
    last_scan: Optional[CarrierScan]
    delivered_at: Optional[datetime]
    because: str
    told: bool = False


def drop_off_outlook(
    ret: ReturnRequest,
    customer: Customer,
    scans: Optional[tuple[CarrierScan, ...]],
    now: datetime,
    facts: Facts,
    claimed: Optional[datetime] = None,
) -> DropOffOutlook:
    """Whether to wait for the page to change, until when, and what happens if the parcel does not arrive.

    Args:
        ret: The return; events after `now` have not happened.
        customer: Who sent it.
        scans: What the carrier knows, in any order; () where it knows nothing, None where it could not be asked.
            Scans after `now`, from before the request and of the order's own way to the customer are ignored.
        now: An aware instant.
        facts: The rules.
        claimed: When the customer says the parcel was handed in; any instant of the day will do. Ignored where it
            lies after `now` or on a day before the return was asked for.

    Source of the rules: facts `fee.first`, `update.dropoff`, `parcel.upload`, `parcel.lost`, `inspection`,
    `refund.time`, `request.cancel`, `dispute`.
    """
    history = History.until(ret.events, now)
    place = logistics_place(ret.order, customer)
    seen = _seen(scans or (), history, ret.order, now)
    word = _plausible(claimed, history, now, place) or history.told
    handed_in = _handed_in(history, seen, word)
    known = _Known(
        handed_in=handed_in,
        told=handed_in is not None and handed_in == word,
        last_scan=seen[-1] if seen else None,
        delivered_at=next((scan.at for scan in seen if scan.kind is ScanKind.DELIVERED), None),
    )
    if is_over(history) or history.has(*REFUNDED):
        return known.outlook(DropOffKind.CLOSED, _closed_by(history))
    if history.has(*AT_WAREHOUSE):
        return known.outlook(DropOffKind.RECEIVED, "inspection")
    if handed_in is None:
        return known.outlook(DropOffKind.NO_DROP_OFF, "update.dropoff")
    if not follows_times(ret, facts):
        return known.outlook(DropOffKind.UNSTATED, "update.dropoff")
    return _on_its_way(handed_in, known, place, now, facts)


def scans_of_return(scans: Iterable[CarrierScan], ret: ReturnRequest, now: datetime) -> tuple[CarrierScan, ...]:
    """The scans of a parcel that are of the return, and not of the order's own way to the customer.

    Args:
        scans: What the carrier knows of its number, in any order.
        ret: The return.
        now: An aware instant; later scans have not happened.

    Returns:
        The oldest first, their instants in UTC.
    """
    return tuple(_seen(scans, History.until(ret.events, now), ret.order, now))


def plausible_hand_in(claimed: datetime, ret: ReturnRequest, customer: Customer, now: datetime) -> Optional[datetime]:
    """When a parcel was handed in (UTC) by what the customer says, None where it can't have been then.

    Args:
        claimed: Any instant of the day that they name.
        ret: The return; nobody hands in a parcel before asking for the return.
        customer: Who says so.
        now: An aware instant; nobody has handed in a parcel tomorrow.
    """
    return _plausible(claimed, History.until(ret.events, now), now, logistics_place(ret.order, customer))


@dataclass(frozen=True)
class _Known:
    handed_in: Optional[datetime]
    told: bool
    last_scan: Optional[CarrierScan]
    delivered_at: Optional[datetime]

    def outlook(
        self, kind: DropOffKind, because: str, due: Optional[datetime] = None, lost: Optional[datetime] = None
    ) -> DropOffOutlook:
        return DropOffOutlook(kind, self.handed_in, due, lost, self.last_scan, self.delivered_at, because, self.told)


def _on_its_way(handed_in: datetime, known: _Known, place: Place, now: datetime, facts: Facts) -> DropOffOutlook:
    update, lost = facts["update.dropoff"], facts["parcel.lost"]
    lost_at = latest(handed_in, lost, place) if lost.is_stated else None
    if known.delivered_at is not None and (lost_at is None or known.delivered_at <= lost_at):
        return _delivered(known.delivered_at, known, place, now, facts)
    due = latest(handed_in, update, place)
    if lost_at is not None and utc(now) > lost_at:
        return known.outlook(DropOffKind.LOST, lost.id, due, lost_at)
    kind = DropOffKind.LATE if utc(now) > due else DropOffKind.WAIT
    return known.outlook(kind, update.id, due, lost_at)


def _delivered(delivered_at: datetime, known: _Known, place: Place, now: datetime, facts: Facts) -> DropOffOutlook:
    """The parcel came in time: no refund for a lost one, and the page may lag behind by the carriers' upload."""
    upload = facts["parcel.upload"]
    due = latest(delivered_at, upload, place)
    kind = DropOffKind.DELIVERED_LATE if utc(now) > due else DropOffKind.DELIVERED
    return known.outlook(kind, upload.id, due)


def _is_of_return(scan: CarrierScan, history: History, order: Order) -> bool:
    """Whether a scan can be one of the return's: after the request, and not on the order's own way to the customer.

    A recorded hand-in shows that the order had arrived by then, whenever its reception was noted.
    """
    asked, handed_in, received = history.first(EventType.REQUESTED), history.first(*SENT), order.received_at
    if asked is not None and scan.at < asked:
        return False
    return received is None or scan.at > received or (handed_in is not None and handed_in < received)


def _seen(scans: Iterable[CarrierScan], history: History, order: Order, now: datetime) -> list[CarrierScan]:
    """The return's scans up to now, the oldest first, their instants in UTC."""
    in_utc = {CarrierScan(scan.kind, utc(scan.at), scan.place) for scan in scans}
    return sorted(
        (scan for scan in in_utc if scan.at <= utc(now) and _is_of_return(scan, history, order)),
        key=lambda scan: (scan.at, list(ScanKind).index(scan.kind), scan.place),
    )


def _plausible(claimed: Optional[datetime], history: History, now: datetime, place: Place) -> Optional[datetime]:
    if claimed is None or utc(claimed) > utc(now):
        return None
    if not history.events:
        return utc(claimed)
    asked = history.events[0].at
    if local_date(claimed, place.timezone) < local_date(asked, place.timezone):
        return None
    # "On Friday" comes as Friday's midnight, although the request was made that morning.
    return max(utc(claimed), asked)


def _closed_by(history: History) -> str:
    if history.has(*REFUNDED):
        return "refund.time"
    return "dispute" if is_rejected(history) else "request.cancel"


def _handed_in(history: History, seen: Iterable[CarrierScan], claimed: Optional[datetime]) -> Optional[datetime]:
    proofs = (claimed, history.first(*SENT), next((scan.at for scan in seen if scan.kind in IN_CARRIERS_HANDS), None))
    return min((proof for proof in proofs if proof is not None), default=None)
