"""What comes in beside messages: photos of a customer, and their order as the shop's own system tells of it."""

from __future__ import annotations

from decimal import Decimal

from actions.connect.connector import ShopItem, ShopOrder
from actions.connect.intake import ShopIntake
from actions.connect.rules import ItemRule, ShopRules
from actions.store.written_returns import WrittenReturns
from lab.store_size.desk import Case, Desk
from lab.store_size.shop import NOW

_RULES = ShopRules(
    timezone="UTC",
    timezones={},
    locale="en",
    locales={},
    ship_from="CN",
    ship_from_field=None,
    received="unknown",
    category="other",
    items=(ItemRule("items", None, None, free_returns=True, return_window_days=None),),
)


def photo(desk: Desk, case: Case, kind: str) -> str:
    """A photo of theirs of which all is there; `kind` tells those of one customer apart."""
    name = f"{kind}-{case.number}"
    desk.photos.begin(name, case.conversation, 1_000, NOW)
    desk.photos.whole(name, "image/jpeg", 900)
    return name


def sent_photo(desk: Desk, case: Case, kind: str) -> str:
    """The id of a message with such a photo."""
    name = photo(desk, case, kind)
    desk.photos.send(case.conversation, [name], name, None)
    return name


def intake(desk: Desk) -> ShopIntake:
    """The way of the shop's orders into the store."""
    return ShopIntake(desk.engine, _RULES)


def written(desk: Desk, case: Case) -> WrittenReturns:
    """What the shop was told of returns, among them one of theirs."""
    told = WrittenReturns(desk.engine)
    told.link({case.return_: f"there-{case.number}"}, (), NOW)
    return told


def shop_order(case: Case) -> ShopOrder:
    """Their order as the shop's system has it."""
    return ShopOrder(
        number=case.order,
        account=None,
        email=case.email,
        country="DE",
        placed_at=NOW,
        changed_at=NOW,
        completed_at=None,
        ship_to="DE",
        currency="EUR",
        items=[ShopItem("1", "Lamp", (), 1, Decimal("9.90"))],
        refunds=[],
        fields={},
    )
