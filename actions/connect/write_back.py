"""Writes to the shop what customers did in the chat: the returns that they asked for and those that they cancelled."""

from __future__ import annotations

import structlog

from actions.connect.connector import Connector
from actions.store.written_returns import WrittenReturns
from core.clock import Clock
from core.http_client import ServiceRefused, ServiceUnavailable
from core.repeated_work import RepeatedWork

logger = structlog.get_logger(__name__)


class ShopWriteBack(RepeatedWork):
    """Tells the shop, again and again until it has heard. Any number of these may share a store.

    What the shop refuses is noted with its reason and not tried again: `returndesk doctor` names it, for people to do
    it in the shop.

    Args:
        connector: One of a shop that keeps returns.
        written: What the shop was told.
        clock: A clock that runs.
        every: Seconds between two looks.
    """

    def __init__(self, connector: Connector, written: WrittenReturns, clock: Clock, every: float = 15.0) -> None:
        super().__init__("write_back", every)
        self._connector = connector
        self._written = written
        self._clock = clock

    def work(self) -> int:
        """Tell the shop."""
        return self.write()

    def write(self) -> int:
        """Tell the shop all that it has not heard of; return how much of that it took.

        Raises:
            StoreUnavailable: The database did not answer.
        """
        taken = 0
        try:
            # First what was cancelled: the same items may be asked back by the return that took its place.
            for number, shop_id in self._written.to_cancel(self._clock.now()).items():
                taken += self._cancel(number, shop_id)
            for wanted in self._written.wanted(self._clock.now()):
                if self._stopping.is_set() or not self._written.begin(wanted.number, self._clock.now()):
                    continue
                try:
                    shop_id = self._connector.request_return(wanted)
                except ServiceRefused as error:
                    self._refused(wanted.number, error)
                    continue
                except ServiceUnavailable:
                    self._written.end(wanted.number)
                    raise
                self._written.end(wanted.number, shop_id=shop_id)
                logger.info("write_back.requested", number=wanted.number)
                taken += 1
        except ServiceUnavailable as error:
            # The shop is down, or wants to be left alone: the rest waits for the next look.
            logger.warning("write_back.later", reason=str(error))
        return taken

    def _cancel(self, number: str, shop_id: str) -> bool:
        now = self._clock.now()
        if self._stopping.is_set() or not self._written.begin(number, now):
            return False
        try:
            self._connector.cancel_return(shop_id)
        except ServiceRefused as error:
            self._refused(number, error)
            return False
        except ServiceUnavailable:
            self._written.end(number)
            raise
        self._written.end(number, cancelled_at=now)
        logger.info("write_back.cancelled", number=number)
        return True

    def _refused(self, number: str, error: ServiceRefused) -> None:
        logger.warning("write_back.refused", number=number, reason=str(error))
        self._written.end(number, refused=str(error))
