"""What a session's proof is, and the condition under which it counts: the one that every look-up asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Optional

from sqlalchemy import and_, select

from actions.store.tables.identity import VerifiedSessionRow
from policy.model import Customer


class AnothersConversation(Exception):
    """Another customer has been known in the conversation, and what was told them is still to be read there."""


class Verification(str, Enum):
    """How a customer has proven who they are: by a number with its e-mail address, or by the shop's own sign-in."""

    GUEST = "guest"
    SIGNED_IN = "signed_in"


@dataclass(frozen=True)
class Verified:
    """The customer that a session has proven to be, how, and the name by which the shop knows them."""

    customer: Customer
    proven: Verification
    given_name: Optional[str] = None

    @property
    def signed_in(self) -> bool:
        """Whether the shop itself has vouched for them."""
        return self.proven is Verification.SIGNED_IN


def live(session_digest: Any, now: Any) -> Any:
    """Select a session's proof, as long as it counts: by its digest and the instant, or by parameters for both."""
    return and_(VerifiedSessionRow.session_key == session_digest, VerifiedSessionRow.live_until >= now)


def proven_customer(session_digest: str, now: datetime) -> Any:
    """The customer that a session has proven to be, as a part of a statement; no customer's id where there is none."""
    return select(VerifiedSessionRow.customer_id).where(live(session_digest, now)).scalar_subquery()


def require_aware(instant: datetime) -> None:
    """Refuse an instant that means a different moment in every time zone.

    Raises:
        ValueError: It has no time zone.
    """
    if instant.utcoffset() is None:
        raise ValueError(f"the instant {instant.isoformat()} has no time zone")
