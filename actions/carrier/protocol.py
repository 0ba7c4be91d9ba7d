"""What a tracking service answers: `{"tracking_number": …, "scans": [{"kind": …, "at": …, "place": …}]}`."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ValidationError, validator

from core.clock import parse_instant
from policy.model import CarrierScan, ScanKind


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
        return CarrierScan(kind=self.kind, at=self.at, place=self.place)


class _Parcel(BaseModel):
    """A service's answer about one parcel."""

    tracking_number: str
    scans: list[_Scan]


def parcel_scans(answer: object, tracking_number: str) -> tuple[CarrierScan, ...]:
    """The scans in a service's answer, oldest first.

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
    return tuple(sorted((scan.value() for scan in parcel.scans), key=lambda scan: scan.at))
