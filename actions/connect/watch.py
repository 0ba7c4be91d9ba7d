"""Looks every few seconds at a shop that does not tell of all that happens, and takes in what has changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Final, Optional, Union

import structlog

from actions.connect.connector import Connector, NoOrder, ShopOrder
from actions.connect.intake import ShopIntake
from actions.help_desk.webhook_signature import TOLERANCE
from actions.store.written_returns import WrittenReturns
from core.clock import Clock
from core.http_client import ServiceRefused, ServiceUnavailable
from core.repeated_work import RepeatedWork

logger = structlog.get_logger(__name__)

#: How far back the first look goes; `returndesk connect sync` reads all.
_BEGIN: Final = timedelta(days=7)
_TOGETHER: Final = 100
#: So many orders are kept in mind, to tell those that have changed from others.
_MOST_SEEN: Final = 5_000


class ShopWatch(RepeatedWork):
    """Keeps the store as the shop is. Any number of these may share a store, each looks by itself.

    Args:
        shop: The shop.
        intake: Into the store.
        written: Which returns the shop has.
        wall: A clock that runs.
        clock: The shop's clock.
        every: Seconds between two looks.
    """

    def __init__(
        self, shop: Connector, intake: ShopIntake, written: WrittenReturns, wall: Clock, clock: Clock, every: float
    ) -> None:
        super().__init__("connect", every)
        self._shop = shop
        self._intake = intake
        self._written = written
        self._wall = wall
        self._clock = clock
        self._since: Optional[datetime] = None
        self._after = ""
        self._seen: dict[Optional[str], Union[ShopOrder, NoOrder]] = {}

    def work(self) -> None:
        """Look; a shop that is away or does not let us ask is looked at again the next time."""
        try:
            self.look()
        except (ServiceUnavailable, ServiceRefused) as error:
            logger.warning("connect.later", shop=self._shop.name, reason=str(error))

    def look(self) -> None:
        """Take in what the shop has changed.

        Raises:
            StoreUnavailable: The database did not answer.
            ServiceUnavailable: The shop did not answer.
            ServiceRefused: The shop does not let us ask.
        """
        now = self._wall.now()
        self._take_in(self._shop.changed_since(self._since or now - _BEGIN), now)
        # The two clocks may differ by the tolerance.
        self._since = now - TOLERANCE
        # Money that is sent back may leave an order as it was: those whose returns wait for some are looked at in turn.
        waiting, after = self._written.waiting(self._after)
        self._take_in(self._shop.orders_of(waiting), now)
        self._after = after

    def _take_in(self, orders: Iterable[Union[ShopOrder, NoOrder]], now: datetime) -> None:
        """Take in what has changed since it was looked at last: most is looked at many times."""
        new = (each for each in orders if self._seen.get(each.number) != each)
        while not self._stopping.is_set() and (some := list(islice(new, _TOGETHER))):
            taken = self._intake.take(some, max(now, self._clock.now()) + TOLERANCE)
            if len(self._seen) > _MOST_SEEN:
                self._seen.clear()
            self._seen.update((each.number, each) for each in some)
            logger.info("connect.looked", shop=self._shop.name, refused=taken.refused, **taken.results)
