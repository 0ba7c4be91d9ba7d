"""What the worker of an action server does at an instant, done here: the clock of the running one stands still."""

from __future__ import annotations

from conversation_product import ACTIONS_SECRET, Product

from actions.services import services_from
from core.clock import parse_instant
from core.settings import load_settings


def remind(product: Product, now: str) -> None:
    """Has everything said that is due in the product's store at an instant; each call is a worker of its own."""
    settings = load_settings(
        database_url=product.database, actions_secret=ACTIONS_SECRET, bot_url=product.bot, now=parse_instant(now)
    )
    worker = services_from(settings).reminding.worker
    assert worker is not None
    worker.remind()
