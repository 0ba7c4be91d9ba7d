"""Whether the shop took the returns that were asked for, and cancelled, in the chat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from actions.connect.connector import Connector
from actions.store.written_returns import WrittenReturns
from core.clock import SystemClock
from core.database.engine import open_engine
from core.database.errors import StoreUnavailable
from core.settings import Settings
from returndesk import store_address
from returndesk.doctor.check import Check, fail, warn

_NAME: Final = "shop's returns"
_LATELY: Final = timedelta(days=30)
_MOST_NAMED: Final = 5


def written_returns(settings: Settings, shop: Connector) -> Iterator[Check]:
    """What the shop did not take lately, for now or for good; nothing where it is not told, or took all of it."""
    if not settings.connect_writes:
        return
    if not shop.keeps_returns:
        yield fail(_NAME, f"{shop.name} keeps no returns", "leave RETURNDESK_CONNECT_WRITES out")
        return
    file = store_address.sqlite_file(settings.database_url)
    if file is not None and not file.exists():
        return
    try:
        written, since = WrittenReturns(open_engine(settings.database_url)), SystemClock().now() - _LATELY
        refused, troubled = written.refused(since), written.troubled(since)
    except StoreUnavailable:
        # What is wrong with the store is said where the store is looked at.
        return
    if refused:
        found = f"the shop did not take {len(refused)} of the chat: {_named(refused)}"
        yield warn(_NAME, found, "put them right in the shop")
    if troubled:
        found = f"the shop has not taken {len(troubled)} of the chat yet: {_named(troubled)}"
        yield warn(_NAME, found, "nothing, where the reason passes: they are tried again; else remove it")


def _named(returns: Mapping[str, str]) -> str:
    return "; ".join(f"{number}: {reason}" for number, reason in list(returns.items())[:_MOST_NAMED])
