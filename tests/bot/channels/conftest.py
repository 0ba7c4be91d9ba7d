"""The product with every channel on and a stand-in for the platforms, started once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from channel_drivers import Person, channel_settings
from databases import Databases
from mail_server import KeptMails, mail_server
from mails import POSTMARK_PASSWORD
from platform_stand_in import StandIn, platform_stand_in

# The product that conversations talk to is theirs; it is started here with channels.
sys.path.append(str(Path(__file__).parents[2] / "conversations"))

from conversation_product import Product, carrier, product


@pytest.fixture(scope="session")
def platforms() -> Iterator[StandIn]:
    """All platforms on this machine."""
    with platform_stand_in() as stand_in:
        yield stand_in


@pytest.fixture(scope="session")
def sent_mails() -> Iterator[KeptMails]:
    """The server by which the assistant sends mails."""
    with mail_server() as kept:
        yield kept


@pytest.fixture(scope="session")
def channel_product(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory, platforms: StandIn, sent_mails: KeptMails
) -> Iterator[Product]:
    """The assistant with every channel on."""
    folder = tmp_path_factory.mktemp("channels")
    mails = {
        "RETURNDESK_EMAIL_ADDRESS": "Return Desk <returns@shop.example>",
        "RETURNDESK_EMAIL_SMTP_URL": f"smtp://127.0.0.1:{sent_mails.port}",
        "RETURNDESK_EMAIL_POSTMARK_PASSWORD": POSTMARK_PASSWORD,
    }
    photos = {"RETURNDESK_PHOTOS_DIR": str(folder / "photos"), "RETURNDESK_VIDEO_MEGABYTES": "16"}
    settings = {**channel_settings(platforms), **mails, **photos}
    with carrier(folder) as parcels, product(folder, parcels, databases, settings) as running:
        yield running


@pytest.fixture
def meet(channel_product: Product, platforms: StandIn) -> Iterator[Callable[[type[Person]], Person]]:
    """Brings somebody new to the bot, on their platform, which works again afterwards whatever the test did to it."""
    yield lambda kind: kind(channel_product.bot, platforms, channel_product.conversations)
    platforms.failures.clear()
    platforms.start()
