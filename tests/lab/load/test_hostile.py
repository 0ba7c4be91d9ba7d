"""A desk of real servers is sent what is made to wear it out. Times are not held."""

from __future__ import annotations

import asyncio
import json
import math
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import pytest

from bot.gateway.request_bodies import LARGEST_BODY, LONGEST_MESSAGE
from lab.benchmark.document import END
from lab.load.customers import customers
from lab.load.environment import stand
from lab.load.floods import Flooded, flooded
from lab.load.hostile import PRODUCTION_LIMITS, Attack, Plan, attack, cost
from lab.load.hostile_command import summary_of
from lab.load.hostile_texts import hostile_texts
from lab.load.page import MARK, measured_part
from lab.load.results import keep
from lab.testbed.programs import MissingServer

PLAN = Plan(times=1, rounds=1, seconds=4.0, rate=4.0, flood_seconds=1.0)


def test_every_hostile_message_gets_through_a_channel():
    texts = hostile_texts().values()
    assert max(map(len, texts)) == LONGEST_MESSAGE
    assert all(len(json.dumps({"sender": "s" * 128, "message": text})) < LARGEST_BODY for text in texts)


def test_others_are_held_against_themselves():
    quiet = [0.010] * 100
    assert Attack(quiet, [0.010] * 94 + [0.030] * 6, 12, [0.002], 0).rise == pytest.approx(3.0)


def test_the_page_tells_of_an_attack(tmp_path: Path, frozen: datetime):
    noticed = summary_of(Attack([0.02, 0.04], [0.03, 0.05], 160, [0.002, 0.012], 1))
    floods = [asdict(Flooded("binary", 12.5, 230.0, 260.0, 231.5, 0.025))]
    costs = {"at signs": 0.012, "digits": 0.034}
    keep(tmp_path, "hostile", frozen, {"costs": costs, "rate": 5.0, "attack": noticed, "floods": floods})
    page = measured_part(tmp_path)
    assert "| digits | 34 |\n| at signs | 12 |" in page
    assert "rises to **1.25 times**" in page
    assert "took at most 12 ms and failed 1 times" in page
    assert "| under attack | 30 | 50 | 50 |" in page
    assert "| binary | 12 | 230 | 260 | +1.5 | 25 |" in page


def test_what_other_runs_have_put_on_the_page_stays(tmp_path: Path, frozen: datetime):
    soak = (
        "## Half an hour of customers\n\n12.0 messages a second.\n\n| process | MB |\n| --- | ---: |\n| bot-0 | 234 |"
    )
    former = f"# Load\n\n{MARK}\n\n{soak}\n\n## While somebody means harm\n\nOld.\n\n{END}\n\n## What limits it\n"
    noticed = summary_of(Attack([0.02, 0.04], [0.03, 0.05], 160, [0.002], 1))
    keep(tmp_path, "hostile", frozen, {"costs": {"digits": 0.034}, "rate": 5.0, "attack": noticed, "floods": []})
    page = measured_part(tmp_path, former)
    assert page.startswith(soak)
    assert "| digits | 34 |" in page
    assert "Old." not in page
    assert "What limits it" not in page


@pytest.mark.services
@pytest.mark.embedded("it starts servers of its own in any case")
def test_whatever_is_sent_is_answered_and_others_are_too(tmp_path: Path):
    everyone = customers(40)
    try:
        with stand(tmp_path / "stand", everyone, bots=1, action_servers=1, settings=PRODUCTION_LIMITS) as cluster:
            costs = asyncio.run(cost(cluster, hostile_texts(), PLAN.times))
            noticed = asyncio.run(attack(cluster, PLAN, everyone, lambda _: None))
            floods = asyncio.run(flooded(cluster, ("binary", "connects"), PLAN.flood_seconds, lambda _: None))
    except MissingServer as missing:
        pytest.skip(str(missing))
    assert [name for name, seconds in costs.items() if seconds == math.inf] == []
    assert noticed.sent > 1
    assert noticed.health
    assert noticed.silent == 0
    assert len(noticed.attacked) == len(noticed.quiet) > 0
    assert [each.kind for each in floods] == ["binary", "connects"]
    assert all(each.sent > 0 and each.answered < math.inf for each in floods)
