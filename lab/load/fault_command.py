"""`python -m lab faults`: customers talk while one part after the other breaks; counts, and writes what it found."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Final, Optional

from lab.load.customers import customers
from lab.load.environment import stand
from lab.load.fault_run import Outcome, Plan, learn, play
from lab.load.faults import FAULTS, Fault, set_clock
from lab.load.help_desk import SlowHelpDesk
from lab.load.page import publish
from lab.load.results import keep, read
from returndesk.failure import Failure
from returndesk.process.ports import free_ports
from returndesk.progress import Progress, Step
from returndesk.project import Project

FULL: Final = Plan(rate=10.0, seconds=40.0, strikes_at=8.0, talkers=80, deeds=12, pairs=8)
QUICK: Final = Plan(rate=4.0, seconds=8.0, strikes_at=2.0, talkers=12, deeds=3, pairs=2)
#: Customers of one run who have something done, or write two messages at a time.
_OTHERS: Final = 80
#: In MB: small enough to be filled in a moment, large enough for a store and its logs.
_DISK: Final = 400
_FAKETIME: Final = "libfaketime.so.1"


@dataclass
class FaultSeries:
    """A series of runs, each with a fault.

    Args:
        project: The checkout.
        progress: Who is told how far it is.
        quick: Whether a few customers have to do; docs/load.md stays as it is then.
        model_dir: The folder of a trained model; None for the checkout's.
    """

    project: Project
    progress: Progress
    quick: bool = False
    model_dir: Optional[Path] = None

    def __post_init__(self) -> None:
        """Nothing has broken yet."""
        self.folder = self.project.state / ("load-quick" if self.quick else "load")
        self.plan = QUICK if self.quick else FULL

    def run(self, names: Sequence[str]) -> list[Outcome]:
        """Break one part after the other.

        Args:
            names: The faults; none for all of them.

        Raises:
            MissingServer: A server is not installed.
            Failure: There is no such fault, or something does not come up.
        """
        faults = chosen(names)
        with self.progress.step("Breaking") as step:
            # A clock that can be set costs each look at it a little, so that only those runs have it that need it.
            outcomes = [
                *self._series([fault for fault in faults if not fault.sets_clock], step, clock=None),
                *self._series([fault for fault in faults if fault.sets_clock], step, self.folder / "clock"),
            ]
        if not self.quick:
            publish(self.project, self.folder)
        return outcomes

    def _series(self, faults: Sequence[Fault], step: Step, clock: Optional[Path]) -> list[Outcome]:
        if not faults:
            return []
        everyone = customers(self.plan.talkers + _OTHERS * len(faults))
        talkers, others = everyone[: self.plan.talkers], everyone[self.plan.talkers :]
        help_desk = SlowHelpDesk(free_ports(1)[0])
        settings = {**help_desk.settings(), **(_follows(clock) if clock else {})}
        with (
            small_disk(self.folder / "disk", _DISK) as disk,
            stand(
                disk / "stand", everyone, bots=2, action_servers=2, settings=settings, model_dir=self.model_dir
            ) as cluster,
        ):

            async def all_of_them() -> list[Outcome]:
                async with help_desk.serving():
                    step.update("asking everything while nothing is broken")
                    truth = await learn(cluster, talkers)
                    found = []
                    for number, fault in enumerate(faults):
                        step.update(fault.says)
                        own = others[_OTHERS * number : _OTHERS * (number + 1)]
                        found.append(await play(cluster, fault, self.plan, (*talkers, *own), truth, help_desk, clock))
                        self._show(found[-1])
                        self._keep(found[-1])
                    return found

            return asyncio.run(all_of_them())

    def _show(self, outcome: Outcome) -> None:
        counts = outcome.counts
        back = "never back" if outcome.back is None else f"back after {outcome.back:.1f} s"
        said = (
            f"{outcome.says}: {counts.sent} sent, {counts.acknowledged} acknowledged, {counts.answered} answered, "
            f"{counts.doubled} doubled, {counts.lost} lost, {counts.wrong} wrong, {counts.disordered} out of order, "
            f"{counts.unacknowledged} never answered; {back}"
        )
        (self.progress.done if outcome.kept else self.progress.warn)(said)
        for example in counts.examples:
            self.progress.say(f"  {example}")

    def _keep(self, outcome: Outcome) -> None:
        """Keep what was found beside what was found of other faults; the next one may break more than it should."""
        earlier = read(self.folder, "faults")
        found: Mapping[str, object] = {
            **{each["name"]: each for each in (earlier["found"] if earlier else ())},
            outcome.name: outcome.as_json(),
        }
        now = datetime.now(timezone.utc)
        keep(self.folder, "faults", now, [found[fault.name] for fault in FAULTS if fault.name in found])


def chosen(names: Sequence[str]) -> list[Fault]:
    """The faults of these names, all where there are none.

    Raises:
        Failure: There is no fault of a name.
    """
    known = {fault.name: fault for fault in FAULTS}
    if unknown := [name for name in names if name not in known]:
        raise Failure(f'there is no fault "{unknown[0]}"; there are {", ".join(known)}')
    return [fault for fault in FAULTS if not names or fault.name in names]


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A folder on a disk of its own that can be filled, for the time of a block.

    Raises:
        Failure: It can't be made, which wants root.
    """
    if folder.is_mount():
        subprocess.run(["umount", str(folder)], check=False)  # noqa: S603, S607  # left over by a run that was killed
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    options = ("-t", "tmpfs", "-o", f"size={megabytes}m", "returndesk", str(folder))
    made = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)  # noqa: S603, S607
    if made.returncode:
        raise Failure(f"a small disk can't be made ({made.stderr.strip()}); run this as root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=False)  # noqa: S603, S607


def _follows(clock: Path) -> Mapping[str, str]:
    """The variables by which the wall clocks of processes follow a file.

    Raises:
        Failure: libfaketime is not installed.
    """
    found = sorted(Path("/usr/lib").glob(f"*/faketime/{_FAKETIME}"))
    if not found:
        raise Failure("libfaketime is not installed; install the Debian package libfaketime")
    clock.parent.mkdir(parents=True, exist_ok=True)
    set_clock(clock, 0)
    return {
        "LD_PRELOAD": str(found[0]),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        # What measures spans of time must not notice, as it does not where a machine's clock is set.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        # In seconds: how soon a jump is noticed.
        "FAKETIME_CACHE_DURATION": "1",
    }
