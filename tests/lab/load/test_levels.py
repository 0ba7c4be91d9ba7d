"""Arithmetic over what was measured, and what is written from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from lab.load.audit import Counts
from lab.load.fault_command import chosen
from lab.load.fault_run import Outcome
from lab.load.faults import FAULTS, set_clock
from lab.load.levels import Level, gain, knee
from lab.load.operation_audit import Deeds
from lab.load.page import measured_part
from lab.load.quota import processor_quota
from lab.load.results import keep, read
from lab.load.soak import Soak, slopes
from lab.load.usage import EVERYONE_ELSE, GENERATOR, Sample, Watch, cores_used
from returndesk.failure import Failure

MIB = 1024**2
CORES = {"bots": 0.5, "action servers": 0.2, GENERATOR: 0.1, EVERYONE_ELSE: 0.0}


def level(conversations: int, rate: float, bots: int = 1, cores: Mapping[str, float] = CORES) -> Level:
    return Level(bots, 2, conversations, 0.0, rate, 0.1, 0.2, 0.3, cores, 0)


def test_the_knee_is_where_more_conversations_only_wait_longer():
    measured = [level(32, 100.0), level(1, 40.0), level(8, 97.0), level(128, 101.0)]
    assert knee(measured).conversations == 8


def test_without_measurements_there_is_no_knee():
    with pytest.raises(ValueError, match="nothing was measured"):
        knee([])


def test_two_are_held_against_one_by_the_middle_of_their_rounds():
    measured = [level(16, rate, bots) for bots, rate in ((1, 10), (2, 19), (1, 11), (2, 90), (1, 9), (2, 18))]
    assert gain(measured) == pytest.approx(1.9)


def sample(at: float, memory: int, processor: float = 0.0) -> Sample:
    return Sample(at, {"bots": processor}, {"bot-0": memory})


def test_memory_that_only_grew_at_the_start_is_flat():
    seen = [sample(float(at), (100 + min(at, 300)) * MIB) for at in range(0, 1800, 10)]
    assert slopes(seen)["bot-0"] == pytest.approx(0.0)


def test_memory_that_grows_is_seen_in_megabytes_an_hour():
    seen = [sample(float(at), int((100 + at / 60) * MIB)) for at in range(0, 1800, 10)]
    assert slopes(seen)["bot-0"] == pytest.approx(60.0, rel=0.01)


def test_cores_are_processor_time_by_time():
    assert cores_used([sample(10.0, 0, 5.0), sample(20.0, 0, 8.0)]) == {"bots": pytest.approx(0.3)}


def test_a_watch_sees_this_process():
    with Watch(lambda: {}, every=60, memory=True) as watch:
        pass
    assert [set(each.processor) for each in watch.samples] == [{GENERATOR, EVERYONE_ELSE}] * 2
    assert watch.samples[-1].processor[GENERATOR] > 0


@pytest.mark.parametrize("first_version", [True, False])
def test_a_process_is_held_to_a_share_and_let_go(tmp_path: Path, first_version: bool):
    parent = tmp_path / "cpu" if first_version else tmp_path
    parent.mkdir(exist_ok=True)
    if first_version:
        (parent / "cpu.cfs_quota_us").touch()
    with processor_quota(42, 0.35, tmp_path):
        own = parent / "returndesk-42"
        written = {path.name: path.read_text() for path in own.iterdir()}
    first = {"cpu.cfs_period_us": "20000", "cpu.cfs_quota_us": "7000", "cpu.shares": "20480"}
    expected = first if first_version else {"cpu.max": "7000 20000", "cpu.weight": "2000"}
    assert written == {**expected, "cgroup.procs": "42"}
    assert (parent / "cgroup.procs").read_text() == "42"


def test_a_share_that_can_not_be_had_says_so(tmp_path: Path):
    with pytest.raises(Failure, match="run as root"), processor_quota(42, 0.35, tmp_path / "nowhere"):
        pass


def test_a_clock_is_set_as_a_whole(tmp_path: Path):
    file = tmp_path / "clock"
    for ahead, written in ((3600, "+3600\n"), (-3600, "-3600\n"), (0, "+0\n")):
        set_clock(file, ahead)
        assert file.read_text() == written
    assert list(tmp_path.iterdir()) == [file]


def test_faults_are_chosen_by_name():
    assert chosen(()) == list(FAULTS)
    assert [fault.name for fault in chosen(("redis", "bot"))] == ["bot", "redis"]
    with pytest.raises(Failure, match='no fault "rain"; there are none, bot, actions'):
        chosen(("rain",))


def test_what_was_found_is_read_again(tmp_path: Path, frozen: datetime):
    assert read(tmp_path, "levels") is None
    keep(tmp_path, "levels", frozen, {"closed": []})
    kept = read(tmp_path, "levels")
    assert kept is not None
    assert (kept["begun"], kept["found"]) == ("2026-10-13T10:00:00Z", {"closed": []})


def test_a_page_shows_what_is_there(tmp_path: Path, frozen: datetime):
    assert measured_part(tmp_path) == ""
    _keep_everything(tmp_path, frozen)
    page = measured_part(tmp_path)
    assert "| 1 | 32 | 100.0 | 100 | 200 | 300 | 0 | 0.0 |" in page
    assert "two answer **1.90 times** as much as one" in page
    assert "| bot-0 | 300 | 301 | +0.50 |" in page
    assert "| Redis away | 10 | 9 | 9 | 0 | 1 | 0 | 0 | 1 | 3 | 2 / 0 | 1 / 0 | 0.3 | 2.0 |" in page
    assert "- Redis away: it took its time" in page


def _keep_everything(folder: Path, begun: datetime) -> None:
    closed = [asdict(each) for each in (level(32, 100.0), level(32, 190.0, bots=2))]
    keep(folder, "levels", begun, {"closed": closed, "open": closed[:1], "action_servers": closed[:1], "share": closed})
    memory = ((0.0, {"bot-0": 300.0}), (1800.0, {"bot-0": 301.0}))
    soaked = Soak(10.0, 1800.0, memory, {"bot-0": 0.5}, CORES, Counts(sent=18_000), 0.05, 0.2)
    keep(folder, "soak", begun, asdict(soaked))
    counts = Counts(sent=10, acknowledged=9, answered=9, lost=1, unacknowledged=1)
    outcome = Outcome(
        *("redis", "Redis away", counts, Deeds(confirmed=2, done=2), 0.3, 4.0, {"503": 3}, 0.1, 2.0),
        tickets=(1, 1, 0),
        notes=["it took its time"],
    )
    keep(folder, "faults", begun, [outcome.as_json()])


def test_an_outcome_can_be_kept_as_json():
    outcome = Outcome("none", "Nothing", Counts(), Deeds(), None, 0.0, {}, 0.1, 0.2)
    content: dict[str, Any] = json.loads(json.dumps(outcome.as_json()))
    assert content["back"] is None
    assert outcome.kept
