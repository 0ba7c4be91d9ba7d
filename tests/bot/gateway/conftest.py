"""The running bots that the tests of the channels talk to: one in development, one in production with narrow limits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from databases import Databases
from running_desk import LIMIT, Desk, actions, bot


@pytest.fixture(scope="session")
def shared_settings(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A running action server, as what bots have to know of it."""
    with actions(tmp_path_factory.mktemp("actions"), databases) as settings:
        yield settings


@pytest.fixture(scope="session")
def desk(
    shared_settings: dict[str, str], databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """A bot in development."""
    with bot(tmp_path_factory.mktemp("development"), shared_settings, databases) as running:
        yield running


@pytest.fixture(scope="session")
def strict_desk(
    shared_settings: dict[str, str], databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """A bot in production, behind a proxy on this machine, where a conversation may say little."""
    with bot(
        tmp_path_factory.mktemp("production"),
        shared_settings,
        databases,
        RETURNDESK_ENV="production",
        RETURNDESK_DRAIN_SECONDS="0",
        RETURNDESK_TRUSTED_PROXIES="127.0.0.1",
        RETURNDESK_MESSAGES_PER_SESSION=f"{LIMIT}/hour",
        RETURNDESK_REQUESTS_PER_ADDRESS=f"{5 * LIMIT}/hour",
    ) as running:
        yield running
