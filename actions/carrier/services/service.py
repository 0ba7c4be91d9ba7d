"""What a tracking service is to the desk: how it is asked, how its answers and webhooks are read and believed."""

from __future__ import annotations

import hashlib
import hmac
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Optional

from core.clock import format_instant, parse_instant
from core.outside_text import plain
from policy.model import ScanKind

#: Of a status longer than this nothing is known anyway.
_LONGEST_STATUS = 60


@dataclass(frozen=True)
class Call:
    """A request to a service: `path` stands behind its base address."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Optional[Mapping[str, str]] = None
    body: Optional[bytes] = None


@dataclass(frozen=True, order=True)
class Report:
    """Something that a service tells of a parcel, in its own words for it; `at` is an instant in UTC as text."""

    at: str
    status: str
    place: str


@dataclass(frozen=True)
class Parcel:
    """A parcel as a service tells of it."""

    number: str
    reports: tuple[Report, ...]


class TrackingService(ABC):
    """One service, as the shop uses it.

    Args:
        key: The key of its API.
        secret: What its webhooks are proven by; None where none are wanted.
    """

    name: ClassVar[str]
    base_url: ClassVar[str]
    #: What its statuses mean here; None of one that tells nothing of where a parcel is. docs/parcels.md shows them.
    statuses: ClassVar[Mapping[str, Optional[ScanKind]]]
    #: The headers that prove a webhook, in lower case.
    signed_by: ClassVar[tuple[str, ...]]

    def __init__(self, key: str, secret: Optional[str] = None) -> None:
        self._key = key
        self._secret = secret

    @abstractmethod
    def look_up(self, number: str) -> Call:
        """Asks for a parcel."""

    @abstractmethod
    def register(self, number: str) -> Call:
        """Has the service follow a parcel that it doesn't know yet."""

    @abstractmethod
    def answered(self, answer: Any) -> Iterator[Parcel]:
        """The parcels in an answer to a look-up; none where the service follows no such parcel."""

    @abstractmethod
    def told(self, body: Any) -> Iterator[Parcel]:
        """The parcels that a webhook tells of."""

    def authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether a webhook bears the proof that only the service can give, compared in constant time.

        Args:
            headers: By lower-case name.
            body: As it was sent.
        """
        given = next((headers[name] for name in self.signed_by if headers.get(name)), "")
        expected = None if self._secret is None else self._proof(self._secret, body)
        return expected is not None and hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())

    @abstractmethod
    def _proof(self, secret: str, body: bytes) -> str:
        """What the header has to say."""

    def kind_of(self, status: str) -> Optional[ScanKind]:
        """What a status means: as a whole, or by what it begins with.

        Raises:
            LookupError: Nobody has said what it means.
        """
        for known in (status, status.partition("_")[0]):
            if known in self.statuses:
                return self.statuses[known]
        raise LookupError(status)


def fields(value: object) -> Mapping[str, Any]:
    """A JSON object, an empty one where there is none."""
    return value if isinstance(value, dict) else {}


def entries(value: object) -> Iterator[Mapping[str, Any]]:
    """The objects in a JSON list, none where there is no list."""
    yield from (each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()


def text(value: object) -> str:
    """A text, an empty one where there is none."""
    return value if isinstance(value, str) else ""


def report(status: object, place: object, *times: object) -> Optional[Report]:
    """A report at the first of some times that is an instant; None where none is, or no status is told.

    Args:
        status: In the service's words.
        place: Where.
        times: When, as texts. One without a zone is no instant: the carrier's clock is not known.
    """
    said = plain(text(status))[:_LONGEST_STATUS]
    for each in times:
        instant = _instant(text(each))
        if said and instant is not None:
            return Report(format_instant(instant), said, plain(text(place)))
    return None


def _instant(written: str) -> Optional[datetime]:
    try:
        return parse_instant(written)
    except ValueError:
        return None


def hmac_of(secret: str, body: bytes) -> hmac.HMAC:
    """HMAC-SHA256 over a body."""
    return hmac.new(secret.encode(), body, hashlib.sha256)
