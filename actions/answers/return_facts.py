"""What may be supposed of a return, and whether it is so by the records and the carrier."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from actions.carrier.known_scans import known_of_return
from actions.replies.return_case import Case
from actions.services import Services
from core.supposed_facts import Supposed
from policy.drop_off import DropOffKind, DropOffOutlook, drop_off_outlook
from policy.model import CarrierScan, EventType
from policy.progress import waits_for_parcel
from policy.status import AT_WAREHOUSE, REFUNDED, SENT, History, Status, return_state

EVENTS: Mapping[Supposed, tuple[EventType, ...]] = MappingProxyType(
    {
        Supposed.CANCELLED: (EventType.CANCELLED,),
        Supposed.REJECTED: (EventType.REJECTED,),
        Supposed.FAILED: (EventType.INSPECTION_FAILED,),
        Supposed.PASSED: (EventType.INSPECTION_PASSED,),
        Supposed.MONEY_THERE: (EventType.REFUND_SETTLED,),
        Supposed.REFUNDED: REFUNDED,
        Supposed.AT_WAREHOUSE: AT_WAREHOUSE,
        Supposed.HANDED_IN: (*SENT, *AT_WAREHOUSE),
        Supposed.LABEL: (EventType.LABEL_ISSUED,),
        Supposed.APPROVED: (EventType.APPROVED, EventType.LABEL_ISSUED),
        Supposed.ANSWERED: (EventType.SELLER_RESPONDED,),
    }
)
#: What is no longer so once something else has happened, by where the return must stand.
_ONLY_WHILE: Mapping[Supposed, frozenset[Status]] = MappingProxyType(
    {
        Supposed.CANCELLED: frozenset({Status.CANCELLED}),
        Supposed.REJECTED: frozenset({Status.REJECTED}),
        Supposed.FAILED: frozenset({Status.INSPECTION_FAILED}),
    }
)
DELIVERED = frozenset({DropOffKind.DELIVERED, DropOffKind.DELIVERED_LATE})
KNOWN = frozenset({*EVENTS, Supposed.TO_SEND})


def is_so(supposed: Supposed, case: Case, services: Services) -> bool:
    """Whether something is true of a return.

    Args:
        supposed: One of `KNOWN`.
        case: The return.
        services: The carrier and the rules.
    """
    if supposed is Supposed.TO_SEND:
        return waits_for_parcel(History.until(case.found.events, case.now)) is not None
    state = return_state(case.found.events, case.now)
    if supposed in _ONLY_WHILE:
        return state.status in _ONLY_WHILE[supposed]
    if any(each.type in EVENTS[supposed] for each in state.timeline):
        return True
    # The carrier may have delivered what the page does not show yet.
    return supposed is Supposed.AT_WAREHOUSE and parcel_outlook(case, services).kind in DELIVERED


def parcel_outlook(case: Case, services: Services) -> DropOffOutlook:
    """What is known of the parcel of a return."""
    return drop_off_outlook(case.found, case.customer, scans_of(case, services), case.now, services.facts)


def scans_of(case: Case, services: Services) -> tuple[CarrierScan, ...]:
    """The carrier's scans of a parcel, none where the carrier can't be asked."""
    return known_of_return(case.found, services.carrier, case.now) or ()
