"""Several bots and action servers as a large shop runs them, started once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster_talk import Talk

from lab.testbed.cluster import Cluster
from lab.testbed.programs import MissingServer

WITH_SERVICES = os.environ.get("RETURNDESK_TEST_SERVICES") == "on"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They take real servers and half a minute to start, so `make test-services` runs them."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and not WITH_SERVICES:
            item.add_marker(pytest.mark.skip(reason="needs real servers: make test-services"))


@pytest.fixture(scope="session")
def running_cluster() -> Iterator[Cluster]:
    """Two bots, two action servers, and the application for people in two processes."""
    # Not below pytest's own folder, which another run would close to the user that PostgreSQL runs as.
    try:
        with (
            tempfile.TemporaryDirectory(prefix="returndesk-cluster-") as folder,
            Cluster(Path(folder), people=2) as cluster,
        ):
            yield cluster
    except MissingServer as missing:
        pytest.skip(str(missing))


@pytest.fixture
def cluster(running_cluster: Cluster) -> Cluster:
    """The cluster with all of its processes, whatever the test before did to them."""
    for server in (
        running_cluster.postgresql,
        running_cluster.redis,
        *running_cluster.action_servers,
        *running_cluster.bots,
        *running_cluster.people,
    ):
        server.start()
    return running_cluster


@pytest.fixture
def talk(cluster: Cluster) -> Talk:
    """A conversation of one of the shop's customers."""
    return Talk(cluster)
