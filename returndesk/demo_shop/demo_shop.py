"""The demo shop behind its pages: whom a visitor can be, what they bought, and the tokens that say who is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final, Optional

import jwt

from core.clock import Clock
from core.settings import Environment, Settings, clock_from
from returndesk.demo_shop.shop_records import ShopAccount, account_from
from returndesk.demo_shop.signed_by import AUDIENCE, ISSUER

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

TOKEN_LIFE: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class ShopCustomer:
    """Whom a visitor can be.

    Args:
        key: The customer in the shop's addresses.
        number: The customer in the store and in tokens.
        name: The first name.
    """

    key: str
    number: str
    name: str


CUSTOMERS: Final[Mapping[str, ShopCustomer]] = {
    "ana": ShopCustomer("ana", "demo-ana", "Ana"),
    "ben": ShopCustomer("ben", "demo-ben", "Ben"),
}


@dataclass(frozen=True)
class DemoShop:
    """The demo shop.

    Args:
        database_url: The return store, which the assistant reads as well.
        secret: What it signs its customers' tokens with.
        clock: The desk's.
        origins: The web addresses that it goes by; under others it hands out no token.
        frozen_at: Where the clock stands; None where it runs.
    """

    database_url: str = field(repr=False)
    secret: str = field(repr=False)
    clock: Clock
    origins: frozenset[str]
    frozen_at: Optional[datetime] = None

    def token(self, customer: ShopCustomer) -> str:
        """Say that this customer is signed in, for `TOKEN_LIFE`."""
        now = self.clock.now()
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": customer.number,
            "given_name": customer.name,
            "iat": now,
            "exp": now + TOKEN_LIFE,
        }
        return jwt.encode(claims, self.secret, algorithm="HS256")

    def account(self, customer: ShopCustomer) -> ShopAccount:
        """What this customer bought and sent back.

        Raises:
            StoreUnavailable: The store did not answer.
        """
        # What reads databases is as large as the page's server, which a page without the shop does without.
        from actions.store.import_export.exchange import export_document

        return account_from(export_document(self._engine, customer.number), self.clock.now())

    @cached_property
    def _engine(self) -> Engine:
        from core.database.engine import open_engine

        return open_engine(self.database_url)


def demo_shop(settings: Settings) -> Optional[DemoShop]:
    """The demo shop, where `returndesk up` has made it a secret of its own; None in production, or for another shop."""
    secret = settings.customer_secret
    if settings.env is Environment.PRODUCTION or secret is None or settings.customer_issuer != ISSUER:
        return None
    return DemoShop(
        database_url=settings.database_url,
        secret=secret.get_secret_value(),
        clock=clock_from(settings),
        origins=frozenset(settings.allowed_origins.replace(",", " ").split()),
        frozen_at=settings.now,
    )
