"""A stranger attacks a desk of real servers: others are answered, and whom it is about gets in. Times are not held."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from lab.load.attack_command import Attacking, measured_part
from lab.load.attack_run import Suffered, suffered
from lab.load.attacks import ATTACKS
from lab.load.customers import customers
from lab.load.environment import stand
from lab.load.hostile import PRODUCTION_LIMITS, Plan
from lab.testbed.programs import MissingServer
from returndesk.failure import Failure
from returndesk.progress import Progress
from returndesk.project import this_project

PLAN = Plan(times=1, rounds=1, seconds=3.0, rate=3.0, flood_seconds=0.0)


def test_the_page_tells_of_each_attack() -> None:
    found = [
        Suffered("fuzz", 0.020, 0.023, 0, 501.2, 520.0, 502.0, True, 3.21),
        Suffered("lock-out", 0.020, 0.050, 2, 500.0, 500.0, 500.0, False, 9.0),
    ]
    page = measured_part(found, date(2026, 11, 3))
    assert "| fuzz | 20 | 23 | 1.15 | 0 | 501 | 520 | 502 | yes | 3.2 |" in page
    assert "| lock-out | 20 | 50 | 2.50 | 2 | 500 | 500 | 500 | no | 9.0 |" in page
    assert "Measured on 3 November 2026." in page


def test_an_attack_that_there_is_not_is_named_with_those_that_there_are() -> None:
    with pytest.raises(Failure, match=r'no attack "siege"; there are fuzz, hostile messages'):
        Attacking(this_project(), Progress(Console())).run(["siege"])


@pytest.mark.services
@pytest.mark.embedded("it starts servers of its own in any case")
def test_whoever_attacks_others_are_answered_and_the_customer_it_is_about_gets_in(tmp_path: Path) -> None:
    everyone = customers(60)
    try:
        with stand(tmp_path / "stand", everyone, bots=1, action_servers=1, settings=PRODUCTION_LIMITS) as cluster:
            found = asyncio.run(suffered(cluster, list(ATTACKS), PLAN, everyone, lambda _: None))
    except MissingServer as missing:
        pytest.skip(str(missing))
    assert [each.attack for each in found] == list(ATTACKS)
    assert [each.attack for each in found if each.unanswered or not each.gets_in] == []
