"""The product with every channel on and a stand-in for the platforms, started once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from channel_drivers import Person, channel_settings
from databases import Databases
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
def channel_product(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory, platforms: StandIn
) -> Iterator[Product]:
    """The assistant with every channel on."""
    folder = tmp_path_factory.mktemp("channels")
    with carrier(folder) as parcels, product(folder, parcels, databases, channel_settings(platforms)) as running:
        yield running


@pytest.fixture
def meet(channel_product: Product, platforms: StandIn) -> Iterator[Callable[[type[Person]], Person]]:
    """Brings somebody new to the bot, on their platform, which works again afterwards whatever the test did to it."""
    yield lambda kind: kind(channel_product.bot, platforms, channel_product.conversations)
    platforms.failures.clear()
    platforms.start()
