"""What a tracking service answers: `{"tracking_number": …, "scans": [{"kind": …, "at": …, "place": …}]}`."""

from __future__ import annotations

from datetime import datetime

import structlog
from pydantic import BaseModel, ValidationError, validator

from core.clock import parse_instant
from core.outside_text import plain
from policy.model import CarrierScan, ScanKind

logger = structlog.get_logger(__name__)


class _Scan(BaseModel):
    """A scan as JSON; what else a carrier adds is of no use here."""

    kind: ScanKind
    at: datetime
    place: str

    @validator("at", pre=True)
    @classmethod
    def _at_is_an_instant(cls, value: object) -> datetime:
        return parse_instant(str(value))

    def value(self) -> CarrierScan:
        return CarrierScan(kind=self.kind, at=self.at, place=plain(self.place))


class _Parcel(BaseModel):
    """A service's answer about one parcel, its scans unread."""

    tracking_number: str
    scans: list[object]


def parcel_scans(answer: object, tracking_number: str) -> tuple[CarrierScan, ...]:
    """The scans in a service's answer, oldest first; what can't be read as a scan is left out and logged.

    Args:
        answer: The parsed JSON.
        tracking_number: The parcel that was asked for; an answer about another one is wrong.

    Raises:
        ValueError: The answer is not of the protocol.
    """
    try:
        parcel = _Parcel.parse_obj(answer)
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(str(step) for step in problem["loc"])
        raise ValueError(f"{where}: {problem['msg']}") from error
    if parcel.tracking_number != tracking_number:
        raise ValueError("the answer is about another parcel")
    scans: list[CarrierScan] = []
    unreadable: set[str] = set()
    for scan in parcel.scans:
        try:
            scans.append(_Scan.parse_obj(scan).value())
        except ValidationError as error:
            unreadable.update(str(problem["loc"][0]) for problem in error.errors())
    if unreadable:
        # The fields alone: what they hold may say whose parcel it is.
        logger.warning("carrier.scans_left_out", count=len(parcel.scans) - len(scans), fields=sorted(unreadable))
    return tuple(sorted(scans, key=lambda scan: scan.at))
