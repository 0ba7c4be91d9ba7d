"""The carrier that the settings name: a tracking service, or the desk's own protocol."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final, Optional

from sqlalchemy.engine import Engine

from actions.carrier.carrier import Carrier
from actions.carrier.http_carrier import HttpCarrier, Watch
from actions.carrier.inbox import TrackingInbox
from actions.carrier.services.aftership import AfterShip
from actions.carrier.services.easypost import EasyPost
from actions.carrier.services.service import TrackingService
from actions.carrier.services.seventeen_track import SeventeenTrack
from actions.carrier.services.ship24 import Ship24
from actions.carrier.tracked_carrier import TrackedCarrier
from actions.store.tracked_parcels import TrackedParcels
from core.clock import SystemClock
from core.settings import Settings, SettingsError

SERVICES: Final[Mapping[str, type[TrackingService]]] = MappingProxyType(
    {each.name: each for each in (AfterShip, SeventeenTrack, EasyPost, Ship24)}
)


def service_from(settings: Settings) -> Optional[TrackingService]:
    """The tracking service, None where the shop uses none.

    Raises:
        SettingsError: Its key is missing.
    """
    if settings.tracking_service is None:
        return None
    if settings.tracking_key is None:
        raise SettingsError(
            f"RETURNDESK_TRACKING_KEY: is needed for {settings.tracking_service.value}; set its API's key"
        )
    secret = settings.tracking_secret.get_secret_value() if settings.tracking_secret else None
    return SERVICES[settings.tracking_service.value](settings.tracking_key.get_secret_value(), secret)


def carrier_from(settings: Settings, engine: Engine, watch: Watch) -> Carrier:
    """Whom the actions ask for parcels.

    Raises:
        SettingsError: The tracking service's key is missing.
    """
    service = service_from(settings)
    if service is None:
        return HttpCarrier(settings.carrier_url, watch=watch)
    return TrackedCarrier(
        service,
        settings.tracking_url or service.base_url,
        TrackedParcels(engine),
        timedelta(minutes=settings.tracking_minutes),
        SystemClock(),
        watch=watch,
    )


def inbox_from(settings: Settings, engine: Engine) -> TrackingInbox:
    """The way in for its webhooks.

    Raises:
        SettingsError: The tracking service's key is missing.
    """
    return TrackingInbox(service_from(settings), TrackedParcels(engine), SystemClock())
