"""The connector that the settings name."""

from __future__ import annotations

from typing import Optional

from sqlalchemy.engine import Engine

from actions.connect.connector import Connector
from actions.connect.inbox import ShopInbox
from actions.connect.intake import ShopIntake
from actions.connect.medusa import Medusa
from actions.connect.patience import ONCE, Patience
from actions.connect.rules import RulesError, ShopRules, load_rules
from actions.connect.shopify.connector import Shopify
from actions.connect.watch import ShopWatch
from actions.connect.woocommerce import WooCommerce
from actions.connect.write_back import ShopWriteBack
from actions.store.written_returns import WrittenReturns
from core.clock import Clock, SystemClock
from core.settings import Settings, SettingsError, ShopKind


def connector_from(settings: Settings, patience: Patience = ONCE) -> Optional[Connector]:
    """The connector, None where no shop is connected.

    Raises:
        SettingsError: Its address or key is missing.
    """
    if settings.connect is None:
        return None
    kind = settings.connect.value
    if not settings.connect_url:
        raise SettingsError(f"RETURNDESK_CONNECT_URL: is needed for {kind}; set the shop's address")
    key = settings.connect_key.get_secret_value() if settings.connect_key else ""
    secret = settings.connect_secret.get_secret_value() if settings.connect_secret else None
    if settings.connect is ShopKind.SHOPIFY:
        if not key:
            raise SettingsError(
                "RETURNDESK_CONNECT_KEY: is needed; write the app's id and secret as id:secret, or a token"
            )
        return Shopify(settings.connect_url, key, secret, patience)
    if settings.connect is ShopKind.MEDUSA:
        if not key.startswith("sk_"):
            raise SettingsError("RETURNDESK_CONNECT_KEY: is no secret API key; make one in the shop's settings, sk_…")
        return Medusa(settings.connect_url, key, secret, patience)
    if ":" not in key:
        raise SettingsError("RETURNDESK_CONNECT_KEY: is not a key's two parts; write them as ck_…:cs_…")
    return WooCommerce(settings.connect_url, key, secret, patience)


def rules_from(settings: Settings) -> ShopRules:
    """The rules for what the shop does not tell.

    Raises:
        SettingsError: They are not named, or can't be used.
    """
    if settings.connect_rules is None:
        raise SettingsError("RETURNDESK_CONNECT_RULES: is needed beside RETURNDESK_CONNECT; name the file of rules")
    try:
        return load_rules(settings.connect_rules)
    except RulesError as error:
        raise SettingsError(f"RETURNDESK_CONNECT_RULES: {error}") from None


def shop_inbox_from(settings: Settings, engine: Engine, clock: Clock) -> ShopInbox:
    """The way in for its webhooks.

    Raises:
        SettingsError: Something is missing for the shop that they name.
    """
    connector = connector_from(settings)
    intake = None if connector is None else ShopIntake(engine, rules_from(settings))
    return ShopInbox(connector, intake, SystemClock(), clock)


def write_back_from(settings: Settings, engine: Engine) -> Optional[ShopWriteBack]:
    """What tells the shop of the chat's returns; None where it is not to be told.

    Raises:
        SettingsError: It is to be told, and keeps no returns, or something is missing for it.
    """
    if not settings.connect_writes:
        return None
    connector = connector_from(settings)
    if connector is None or not connector.keeps_returns:
        raise SettingsError("RETURNDESK_CONNECT_WRITES: no shop is connected that keeps returns; leave it out")
    return ShopWriteBack(connector, WrittenReturns(engine), SystemClock())


def shop_watch_from(settings: Settings, engine: Engine, clock: Clock) -> Optional[ShopWatch]:
    """What looks at a shop that does not tell of all by itself; None where no such shop is connected.

    Raises:
        SettingsError: Something is missing for the shop that they name.
    """
    connector = connector_from(settings)
    if connector is None or not connector.is_watched:
        return None
    intake = ShopIntake(engine, rules_from(settings))
    return ShopWatch(connector, intake, WrittenReturns(engine), SystemClock(), clock, settings.connect_every)
