"""Every table of the return store: importing this adds them all to `Base.metadata`."""

from __future__ import annotations

from actions.store.tables import (
    changes,
    feedback,
    figures,
    help_desk,
    identity,
    operations,
    parcels,
    people,
    photos,
    privacy,
    reminders,
    shop,
    shop_returns,
)

__all__ = [
    "changes",
    "feedback",
    "figures",
    "help_desk",
    "identity",
    "operations",
    "parcels",
    "people",
    "photos",
    "privacy",
    "reminders",
    "shop",
    "shop_returns",
]
