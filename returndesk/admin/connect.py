"""`returndesk connect`: takes in what the shop has changed, and explains what becomes of an order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.engine import Engine

from actions.connect.connector import Connector, NoOrder, ShopOrder
from actions.connect.intake import ShopIntake
from actions.connect.patience import ONCE, PATIENT, Patience
from actions.connect.records import customer_record, refunded
from actions.connect.returned import returned
from actions.connect.settings import connector_from, rules_from
from actions.help_desk.webhook_signature import TOLERANCE
from actions.store.engine import is_made, migrate
from core.clock import SystemClock, format_instant, parse_instant
from core.database.errors import StoreUnavailable
from core.http_client import ServiceRefused, ServiceUnavailable
from core.settings import Settings
from returndesk.admin import store
from returndesk.admin.importing import opened
from returndesk.failure import Failure
from returndesk.progress import Progress

#: So many refused records are named.
_MOST_NAMED: Final = 20


def sync_shop(
    settings: Settings,
    progress: Progress,
    *,
    days: int = 7,
    since: str | None = None,
    everything: bool = False,
    patience: Patience = PATIENT,
) -> None:
    """Take in all orders that the shop has changed since an instant, with their refunds.

    Args:
        settings: The shop and the store.
        progress: Where the person looks.
        days: How far back.
        since: The same as an instant, which counts instead.
        everything: All that the shop has, whenever it changed.
        patience: With a shop that doesn't answer, or throttles.

    Raises:
        Failure: The shop doesn't answer, or won't be asked. What was taken in until then stays; another try goes on.
        SettingsError: No shop is set up.
        StoreUnavailable: The database did not answer.
    """
    now = SystemClock().now()
    try:
        start = parse_instant(since) if since else now - timedelta(days=days)
    except ValueError as error:
        raise Failure(f"--since: {error}") from None
    engine = store.open_store(settings.database_url)
    shop, intake = _shop(settings, patience, engine)
    migrate(engine)
    with progress.step("Asking the shop") as step:

        def told() -> Iterator[ShopOrder | NoOrder]:
            for count, each in enumerate(shop.changed_since(None if everything else start), start=1):
                step.update(f"{count:,} orders")
                yield each

        with _answering():
            taken = intake.take(told(), now + TOLERANCE)
    if 0 < taken.orders == taken.results["left out"]:
        progress.warn(
            "no order has an e-mail address; may the app or key read them? (docs/connect.md, the shop's page)"
        )
    for line in taken.refused[:_MOST_NAMED]:
        progress.warn(line)
    if len(taken.refused) > _MOST_NAMED:
        progress.warn(f"{len(taken.refused) - _MOST_NAMED:,} more were not taken")
    counts = ", ".join(f"{count:,} {result}" for result, count in sorted(taken.results.items())) or "nothing new"
    progress.done(f"{taken.orders:,} orders of the shop; records: {counts}")


def explain_order(settings: Settings, number: str, progress: Progress) -> None:
    """Show what the store holds, or would hold, of an order, with the rule behind each value.

    Raises:
        Failure: The shop doesn't answer, or has no such order.
        SettingsError: No shop is set up.
        StoreUnavailable: The database did not answer.
    """
    with opened(settings, dry_run=True) as engine:
        if not _is_there(engine):
            migrate(engine)
        shop, intake = _shop(settings, ONCE, engine)
        with _answering():
            found = shop.order(number)
        if found is None:
            raise Failure(f"the shop has no order {number}; look for its number there")
        if isinstance(found, NoOrder):
            raise Failure(f"order {number} is not taken in: {found.reason}")
        for line in _explained(found, intake):
            progress.say(line)


def _is_there(engine: Engine) -> bool:
    """Whether a store is that of the shop, and not the empty one that a dry run has where there is none."""
    try:
        return is_made(engine)
    except StoreUnavailable:
        return False


def _explained(order: ShopOrder, intake: ShopIntake) -> Iterator[str]:
    rules, owner = intake.rules, intake.owner(order)
    customer, origin, arrival = customer_record(order, rules, owner), rules.origin(order), rules.arrival(order)
    yield f"Order {order.number}, as of {format_instant(order.changed_at)}: {'in' if owner else 'not yet in'} the store"
    why = "the order's own in the store" if owner else "the account" if order.account else "made of the address"
    yield f"  customer {customer['id']} ({why}), {customer['locale']}, {customer['timezone']} (by {order.country})"
    yield f"  from {origin.value} ({origin.why}) to {order.ship_to}"
    yield f"  arrived {_shown(arrival.value)} ({arrival.why})"
    for item in order.items:
        rule, category = rules.of_item(item, origin.value)
        window = "the rule from the order" if rule.return_window_days is None else f"{rule.return_window_days} days"
        free = "free returns" if rule.free_returns else "no free returns"
        yield f"  {item.quantity} × {item.title}: {window}, {free} ({rule.place}, category {category})"
    known = intake.returns_of(order, owner)
    of_shop = list(returned(order, rules, known))
    for each in of_shop:
        happened = ", ".join(f"{event['type']} {event['at']}" for event in each.record["events"])
        known_as = f"{each.record['number']}, {each.why}, {each.record['shipping']}"
        yield f"  return {each.of_shop.number}: {known_as}; {happened}"
    numbers = {each.of_shop.id: each.record["number"] for each in of_shop}
    held = {each["number"]: each for each in (*known, *(found.record for found in of_shop))}
    for refund, record, reason in refunded(order, list(held.values()), numbers):
        of = f"return {record['number']} {reason}" if record else reason
        yield f"  refund {refund.id} of {refund.amount} {order.currency}, {format_instant(refund.at)}: {of}"


def _shown(instant: datetime | None) -> str:
    return "nobody knows when" if instant is None else format_instant(instant)


def _shop(settings: Settings, patience: Patience, engine: Engine) -> tuple[Connector, ShopIntake]:
    shop = connector_from(settings, patience)
    if shop is None:
        raise Failure("no shop is connected; set RETURNDESK_CONNECT (docs/connect.md)")
    return shop, ShopIntake(engine, rules_from(settings))


@contextmanager
def _answering() -> Iterator[None]:
    """Says what to do where the shop doesn't answer."""
    try:
        yield
    except ServiceUnavailable as error:
        raise Failure(f"{error}; what was taken in stays, run this again later") from None
    except ServiceRefused as error:
        remedy = "check RETURNDESK_CONNECT_URL, and that RETURNDESK_CONNECT_KEY may read"
        raise Failure(f"{error}; {remedy}") from None
