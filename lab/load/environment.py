"""The stand that load and faults are tried on: a cluster whose store holds the synthetic customers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Final, Optional

from sqlalchemy.engine import Engine

from actions.store.import_export.exchange import import_document
from lab.load.client import Target
from lab.load.customers import Customer, carrier_scans, store_document
from lab.load.usage import Groups
from lab.testbed.cluster import Cluster

_SCANS: Final = "scans.json"


@contextmanager
def stand(
    folder: Path,
    everyone: Sequence[Customer],
    *,
    bots: int,
    action_servers: int,
    settings: Optional[Mapping[str, str]] = None,
    model_dir: Optional[Path] = None,
) -> Iterator[Cluster]:
    """A cluster that serves these customers for the time of a block.

    Args:
        folder: Where its data and logs go; a new or an empty one.
        everyone: Who is in the store.
        bots: How many bots.
        action_servers: How many action servers.
        settings: Further RETURNDESK_… variables.
        model_dir: The folder of a trained model; None for the checkout's.

    Raises:
        MissingServer: PostgreSQL, Redis or nginx is not installed.
        Failure: Something does not come up.
    """
    now = datetime.now(timezone.utc)

    def fill(engine: Engine) -> None:
        import_document(engine, store_document(everyone, now))

    cluster = Cluster(
        folder,
        bots=bots,
        action_servers=action_servers,
        fill=fill,
        settings=settings,
        model_dir=model_dir,
        callers_tell=True,
    )
    with cluster:
        (folder / _SCANS).write_text(json.dumps(carrier_scans(everyone, now)), encoding="utf-8")
        yield cluster


def target(cluster: Cluster) -> Target:
    """Where messages to a cluster go."""
    return Target(cluster.url, cluster.api_key)


def groups(cluster: Cluster) -> Groups:
    """The processes of a cluster by what they are, as they are whenever it is asked."""

    def now() -> Mapping[str, Sequence[int]]:
        return {
            "bots": [bot.pid for bot in cluster.bots],
            "action servers": [server.pid for server in cluster.action_servers],
            "PostgreSQL": [cluster.postgresql.pid],
            "Redis": [cluster.redis.pid],
            "nginx": [cluster.nginx.pid],
            "carrier": [cluster.carrier.pid],
        }

    return now


def members(cluster: Cluster) -> Groups:
    """Each process of a cluster by its own name, as they are whenever it is asked."""

    def now() -> Mapping[str, Sequence[int]]:
        own = (cluster.postgresql, cluster.redis, cluster.nginx, cluster.carrier)
        return {member.name: [member.pid] for member in (*cluster.bots, *cluster.action_servers, *own)}

    return now
