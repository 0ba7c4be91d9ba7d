"""Customers talk to a cluster of real servers while a part of it is killed or restarted. Times are not held."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab.load.customers import Customer, customers
from lab.load.environment import stand
from lab.load.fault_command import chosen
from lab.load.fault_run import Outcome, Plan, learn, play
from lab.load.help_desk import SlowHelpDesk
from lab.load.leak_check import Truth
from lab.testbed.cluster import Cluster
from lab.testbed.programs import MissingServer
from returndesk.process.ports import free_ports

pytestmark = [pytest.mark.services, pytest.mark.embedded("it starts servers of its own in any case")]

PLAN = Plan(rate=4.0, seconds=5.0, strikes_at=1.5, talkers=10, deeds=2, pairs=2)
FAULTS = ("bot", "actions", "redis", "postgresql")
OTHERS = 16


@dataclass
class Desk:
    """A cluster, its customers, and what may be said to them."""

    cluster: Cluster
    everyone: tuple[Customer, ...]
    help_desk: SlowHelpDesk
    truth: Truth

    def play(self, name: str) -> Outcome:
        """Breaks a part while customers talk; each part has customers of its own."""
        (fault,) = chosen([name])
        first = PLAN.talkers + OTHERS * FAULTS.index(name)
        everyone = (*self.everyone[: PLAN.talkers], *self.everyone[first : first + OTHERS])

        async def played() -> Outcome:
            async with self.help_desk.serving():
                return await play(self.cluster, fault, PLAN, everyone, self.truth, self.help_desk)

        return asyncio.run(played())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    everyone = customers(PLAN.talkers + OTHERS * len(FAULTS))
    help_desk = SlowHelpDesk(free_ports(1)[0])
    folder: Path = tmp_path_factory.mktemp("faults") / "stand"
    try:
        with stand(folder, everyone, bots=2, action_servers=2, settings=help_desk.settings()) as cluster:
            truth = asyncio.run(learn(cluster, everyone[: PLAN.talkers]))
            yield Desk(cluster, everyone, help_desk, truth)
    except MissingServer as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("name", FAULTS)
def test_no_acknowledged_message_is_lost_or_answered_twice(name: str, desk: Desk) -> None:
    outcome = desk.play(name)
    counts, deeds = outcome.counts, outcome.deeds
    assert counts.examples == []
    assert counts.kept
    assert counts.sent == counts.acknowledged == counts.answered
    assert deeds.kept
    assert deeds.confirmed == deeds.done == PLAN.deeds
    promised, opened, twice = outcome.tickets
    assert opened >= promised > 0
    assert twice == 0
    assert outcome.back is not None
