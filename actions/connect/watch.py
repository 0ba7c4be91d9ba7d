"""Looks at a shop that keeps returns every few seconds: tells it what customers asked for, takes in what changed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, Union

import structlog

from actions.connect.connector import NoOrder, ShopOrder
from actions.connect.intake import ShopIntake
from actions.connect.returns_connector import ReturnsConnector, WantedReturn
from actions.help_desk.webhook_signature import TOLERANCE
from actions.store.shop_returns import ShopReturns, ToTell
from core.clock import Clock
from core.database.errors import StoreUnavailable
from core.http_client import ServiceRefused, ServiceUnavailable

logger = structlog.get_logger(__name__)

#: How far back a shop is read that was never looked at; `returndesk connect sync` reads all.
_BEGIN: Final = timedelta(days=7)
#: A change may show that long after its own time.
_LATE: Final = timedelta(seconds=10)
#: In one look. What is left over is read in the next one.
_MOST_CHANGED: Final = 500
_MOST_OPEN: Final = 50
_MOST_TOLD: Final = 20
#: So many orders are kept in mind, to tell those that have changed from others.
_MOST_SEEN: Final = 5_000


class ShopWatch:
    """Keeps store and shop alike. Any number of them may share a store: one looks at a time.

    Args:
        shop: The shop.
        intake: Into the store.
        returns: Which returns the shop knows.
        wall: A clock that runs.
        clock: The shop's clock, by which customers ask.
        every: Seconds between two looks.
    """

    def __init__(
        self, shop: ReturnsConnector, intake: ShopIntake, returns: ShopReturns, wall: Clock, clock: Clock, every: float
    ) -> None:
        self._shop = shop
        self._intake = intake
        self._returns = returns
        self._wall = wall
        self._clock = clock
        self._every = timedelta(seconds=every)
        self._stopping = threading.Event()
        self._seen: dict[str, Union[ShopOrder, NoOrder]] = {}

    def stop(self) -> None:
        """Begin nothing further."""
        self._stopping.set()

    async def run(self) -> None:
        """Look until it is stopped or the task is cancelled."""
        while not self._stopping.is_set():
            try:
                await asyncio.to_thread(self.look)
            except StoreUnavailable:
                logger.warning("connect.store_unavailable")
            except (ServiceUnavailable, ServiceRefused) as error:
                logger.warning("connect.later", shop=self._shop.name, reason=str(error))
            except Exception as error:  # noqa: BLE001  # one bad look must not end all later ones
                logger.error("connect.failed", error=type(error).__name__)
            await asyncio.sleep(self._every.total_seconds())

    def look(self) -> None:
        """Tell the shop what it is to know, and take in what it has changed, unless another process just did.

        Raises:
            StoreUnavailable: The database did not answer.
            ServiceUnavailable: The shop did not answer.
            ServiceRefused: The shop does not let us ask.
        """
        # A little early is no harm: the pause of the loop is as long.
        if not self._returns.may_look(self._shop.name, self._wall.now(), self._every / 2, self._clock.now()):
            return
        for _ in range(_MOST_TOLD):
            wanted = self._returns.to_tell(self._shop.name, self._wall.now())
            if wanted is None or not self._tell(wanted) or self._stopping.is_set():
                break
        self._read()

    def _tell(self, wanted: ToTell) -> bool:
        """Whether the shop answered."""
        try:
            if wanted.shop_id is not None:
                self._shop.cancel(wanted.shop_id)
                self._returns.told_cancelled(wanted.number)
                return True
            asked = WantedReturn(wanted.number, wanted.order_number, wanted.items, wanted.reason, wanted.description)
            shop_id, shop_order = self._shop.ask_for(asked)
            self._returns.link(wanted.number, shop_id, shop_order, self._wall.now())
        except (ServiceUnavailable, ServiceRefused) as error:
            refused = isinstance(error, ServiceRefused)
            pause = None if isinstance(error, ServiceRefused) else error.pause
            logger.warning("connect.not_told", shop=self._shop.name, refused=refused, reason=str(error))
            self._returns.failed(wanted, str(error), self._wall.now(), pause, refused)
            return refused
        return True

    def _read(self) -> None:
        now = self._wall.now()
        since = self._returns.read_to(self._shop.name) or now - _BEGIN
        changed = _Bounded(self._shop.changed_since(since))
        self._take_in(changed, now)
        # The two clocks may differ by the tolerance.
        read_to = changed.last if changed.broke_off else max((changed.last or since) - _LATE, now - TOLERANCE)
        if read_to is not None and read_to > since:
            self._returns.has_read(self._shop.name, read_to)
        # A refund changes no order, so orders with returns that wait for one are looked at besides.
        waiting = self._returns.open_orders(_MOST_OPEN, now)
        if waiting:
            self._take_in(self._shop.orders(waiting), now)

    def _take_in(self, orders: Iterable[Union[ShopOrder, NoOrder]], now: datetime) -> None:
        """Take in what has changed since it was looked at last: most is looked at many times."""
        new = {_name(each): each for each in orders if self._seen.get(_name(each)) != each}
        if not new:
            return
        taken = self._intake.take(new.values(), max(now, self._clock.now()) + TOLERANCE)
        if len(self._seen) > _MOST_SEEN:
            self._seen.clear()
        self._seen.update(new)
        logger.info("connect.looked", shop=self._shop.name, **taken.results)


def _name(order: Union[ShopOrder, NoOrder]) -> str:
    return order.id if isinstance(order, ShopOrder) else order.number or ""


class _Bounded:
    """Orders in the order of their changes, so many at most, and up to which change they were read."""

    def __init__(self, orders: Iterator[Union[ShopOrder, NoOrder]]) -> None:
        self._orders = orders
        self.last: datetime | None = None
        self.broke_off = False

    def __iter__(self) -> Iterator[Union[ShopOrder, NoOrder]]:
        for count, each in enumerate(self._orders):
            at = each.changed_at if isinstance(each, ShopOrder) else self.last
            # All of one instant, so that the next look begins behind it.
            if count >= _MOST_CHANGED and at != self.last:
                self.broke_off = True
                return
            yield each
            self.last = at
