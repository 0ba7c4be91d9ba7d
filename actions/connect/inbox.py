"""Takes in what a shop tells by webhook. The same however often, late or out of order it comes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Optional

import structlog

from actions.carrier.inbox import NotReadable
from actions.connect.connector import Connector, NotToldOf, ToBeForgotten
from actions.connect.intake import ShopIntake
from actions.help_desk.webhook_signature import TOLERANCE, BadSignature
from core.clock import Clock
from core.http_client import ServiceRefused, ServiceUnavailable

logger = structlog.get_logger(__name__)


class ShopInbox:
    """The way in for the shop's own system.

    Args:
        connector: The one that the shop uses, None where there is none.
        intake: Into the store, None where there is no connector.
        wall: A clock that runs.
        clock: The shop's clock.
    """

    def __init__(self, connector: Optional[Connector], intake: Optional[ShopIntake], wall: Clock, clock: Clock) -> None:
        self._connector = connector
        self._intake = intake
        self._wall = wall
        self._clock = clock

    def receive(self, name: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, int]:
        """Take in one webhook.

        Args:
            name: The kind of shop that is said to have sent it.
            headers: By lower-case name.
            body: As it was sent.

        Returns:
            How many records came to each result. `again` where this webhook was taken in before. `later` where the shop
            did not tell what is needed besides: a shop gives up on webhooks that fail several times, and `returndesk
            connect sync` brings what was left out.

        Raises:
            LookupError: No such shop is connected.
            BadSignature: Somebody else sent it, or no secret is set.
            NotReadable: It is not JSON.
            StoreUnavailable: The database did not answer.
        """
        connector, intake = self._connector, self._intake
        if connector is None or intake is None or connector.name != name:
            raise LookupError(f"no shop of the kind {name} is connected here; see RETURNDESK_CONNECT")
        if connector.is_greeting(headers, body):
            return {}
        if not connector.authentic(headers, body):
            raise BadSignature("the signature is missing or wrong")
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            raise NotReadable("the body is not JSON") from None
        delivery = connector.delivery(headers)
        # Nobody but the shop can have signed the body, but its id is not signed: together they are what came before.
        told_by = None if delivery is None else f"{name} {delivery} {hashlib.sha256(body).hexdigest()}"
        if told_by is not None and intake.was_taken(told_by):
            return {"again": 1}
        try:
            order = connector.told(said)
        except NotToldOf:
            return {}
        except ToBeForgotten as wish:
            # Conversations, which go with it, are not for this process to delete.
            return {"to_be_forgotten": intake.note_to_forget(wish.account, wish.email, self._wall.now())}
        except (ServiceUnavailable, ServiceRefused) as error:
            logger.warning("connect.later", shop=name, reason=str(error))
            return {"later": 1}
        taken = intake.take([order], max(self._wall.now(), self._clock.now()) + TOLERANCE)
        if told_by is not None:
            intake.note_taken(told_by, self._wall.now())
        logger.info("connect.told", shop=name, refused=taken.refused, **taken.results)
        return dict(taken.results)
