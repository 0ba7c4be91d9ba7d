"""Takes in deliveries of changes: checks who signed them, and has each taken in once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Optional

import structlog
from sqlalchemy.engine import Engine

from actions.help_desk.webhook_signature import TOLERANCE, check_standard
from actions.shop_changes.request import changes_in
from actions.store.tables.changes import LONGEST_DELIVERY_ID
from actions.store.updates.deliveries import Deliveries
from core.clock import Clock, SystemClock
from core.settings import Settings

logger = structlog.get_logger(__name__)


class NoIntake(Exception):
    """No changes are taken in here."""


class ChangesInbox:
    """The way in for the shop's systems.

    Args:
        secret: What they sign their deliveries with; None closes the way in.
        deliveries: The store.
        wall: A clock that runs, for the age of signatures.
        clock: The shop's clock.
    """

    def __init__(self, secret: Optional[str], deliveries: Deliveries, wall: Clock, clock: Clock) -> None:
        self._secret = secret
        self._deliveries = deliveries
        self._wall = wall
        self._clock = clock

    @classmethod
    def for_settings(cls, settings: Settings, engine: Engine, clock: Clock) -> ChangesInbox:
        """The way in that the settings ask for."""
        secret = settings.store_secret.get_secret_value() if settings.store_secret else None
        return cls(secret, Deliveries(engine), SystemClock(), clock)

    def receive(self, headers: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
        """Take in one delivery.

        Args:
            headers: By lower-case name.
            body: As it was sent.

        Returns:
            What came of each change: the same for each time that a delivery is sent.

        Raises:
            NoIntake: No changes are taken in here.
            BadSignature: Somebody else sent it, or long ago.
            BadDelivery: It has another form.
            OtherContent: Another delivery had its id.
            StoreUnavailable: The database did not answer.
        """
        if self._secret is None:
            raise NoIntake("no changes are taken in here; set RETURNDESK_STORE_SECRET")
        now = self._wall.now()
        delivery_id = check_standard(self._secret, headers, body, now)
        changes = changes_in(body, max(now, self._clock.now()) + TOLERANCE)
        digest = hashlib.sha256(body).hexdigest()
        taken = self._deliveries.take(_bounded(delivery_id), digest, changes, now)
        logger.info("changes.taken", repeated=taken.repeated, **taken.counts())
        return taken.answer


def _bounded(delivery_id: str) -> str:
    """A delivery's id as it is kept; of a long one a digest, as its end counts too."""
    if len(delivery_id) <= LONGEST_DELIVERY_ID:
        return delivery_id
    return hashlib.sha256(delivery_id.encode("utf-8", "surrogatepass")).hexdigest()
