"""Writes to the shop what customers did in the chat: the returns that they asked for and those that they cancelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, Optional

import structlog

from actions.connect.connector import Connector, ReturnNotTaken
from actions.store.written_returns import WantedReturn, WrittenReturns
from core.clock import Clock
from core.http_client import ServiceRefused, ServiceUnavailable
from core.repeated_work import RepeatedWork

logger = structlog.get_logger(__name__)

#: After so many tries that came to nothing the shop is down, and the rest waits for the next look.
_MOST_OUTAGES: Final = 3

#: Tells the shop, and returns what is to be noted of its answer.
Telling = Callable[[], Mapping[str, Any]]


class ShopWriteBack(RepeatedWork):
    """Tells the shop, again and again until it has heard. Any number of these may share a store.

    What it does not take for now, or because it does not let us in, is tried again with pauses that grow, beside all
    others. What it refuses for good is not. `returndesk doctor` names both with their reasons.

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
        #: Until when the shop wants to be left alone.
        self._alone_until: Optional[datetime] = None

    def work(self) -> int:
        """Tell the shop."""
        return self.write()

    def write(self) -> int:
        """Tell the shop all that it has not heard of; return how much of that it took.

        Raises:
            StoreUnavailable: The database did not answer.
        """
        now = self._clock.now()
        taken = outages = 0
        if self._alone_until is not None and now < self._alone_until:
            return taken
        self._alone_until = None
        for number, tell in self._to_tell(now):
            if self._stopping.is_set() or outages == _MOST_OUTAGES or self._alone_until is not None:
                break
            if not self._written.begin(number, self._clock.now()):
                continue
            try:
                answer = tell()
            except ReturnNotTaken as error:
                logger.warning("write_back.refused", number=number, reason=str(error))
                self._written.end(number, refused=str(error))
            except ServiceUnavailable as error:
                outages += 1
                self._later(number, str(error), error.pause)
            except ServiceRefused as error:
                outages += 1
                self._later(number, str(error))
            except Exception as error:  # noqa: BLE001  # an answer that nobody understands must not hold up the others
                self._later(number, f"the shop's answer was not understood: {type(error).__name__}")
            else:
                self._written.end(number, **answer)
                taken += 1
        return taken

    def _to_tell(self, now: datetime) -> Iterator[tuple[str, Telling]]:
        """What the shop has not heard of, by the return's number.

        First what was cancelled: the same items may be asked back by the return that took its place.
        """
        for number, shop_id in self._written.to_cancel(now).items():
            yield number, partial(self._cancel, number, shop_id)
        for wanted in self._written.wanted(now):
            yield wanted.number, partial(self._request, wanted)

    def _cancel(self, number: str, shop_id: str) -> Mapping[str, Any]:
        self._connector.cancel_return(shop_id)
        logger.info("write_back.cancelled", number=number)
        return {"cancelled_at": self._clock.now()}

    def _request(self, wanted: WantedReturn) -> Mapping[str, Any]:
        shop_id = self._connector.request_return(wanted)
        logger.info("write_back.requested", number=wanted.number)
        return {"shop_id": shop_id}

    def _later(self, number: str, reason: str, pause: Optional[timedelta] = None) -> None:
        logger.warning("write_back.later", number=number, reason=reason)
        now = self._clock.now()
        self._written.failed(number, reason, now, pause)
        if pause is not None:
            self._alone_until = now + pause
