"""`python -m lab load`: measures how much the desk carries, or has it carry some of that for long; writes the page."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Final, Optional

from lab.load import levels, pictures
from lab.load.customers import customers
from lab.load.environment import groups, members, stand
from lab.load.levels import ACTION_SERVERS, BOTS, Level, Measuring, knee
from lab.load.page import publish
from lab.load.results import keep, read
from lab.load.soak import soak
from returndesk.failure import Failure
from returndesk.progress import Progress
from returndesk.project import Project

_POPULATION: Final = 2_000
#: Of what the desk carries at its knee.
_SOAK_SHARE: Final = 0.4


@dataclass
class Load:
    """The two kinds of runs.

    Args:
        project: The checkout.
        progress: Who is told how far it is.
        quick: Whether a few seconds have to do; docs/load.md stays as it is then.
        model_dir: The folder of a trained model; None for the checkout's.
    """

    project: Project
    progress: Progress
    quick: bool = False
    model_dir: Optional[Path] = None

    def __post_init__(self) -> None:
        """Nothing is measured yet."""
        self.folder = self.project.state / ("load-quick" if self.quick else "load")
        self._pictures = (self.folder if self.quick else self.project.root / "docs") / "pictures"

    def measure(self) -> None:
        """Find out how much the desk carries.

        Raises:
            MissingServer: PostgreSQL, Redis or nginx is not installed.
            Failure: Something does not come up, or can't be held to a share of a core.
        """
        plan = levels.QUICK if self.quick else levels.FULL
        everyone = customers(_POPULATION)
        begun = datetime.now(timezone.utc)
        with (
            self.progress.step("Loading") as step,
            stand(
                self._new_stand(), everyone, bots=BOTS, action_servers=ACTION_SERVERS, model_dir=self.model_dir
            ) as cluster,
        ):
            measuring = Measuring(cluster, everyone, plan, step.update)
            closed = measuring.closed()
            opened = measuring.open(max(level.rate for level in closed if level.bots == 2))
            found = {
                "closed": closed,
                "action_servers": measuring.by_action_servers(),
                "open": opened,
                "share": measuring.held_to_a_share(),
            }
        keep(self.folder, "levels", begun, {name: [asdict(level) for level in each] for name, each in found.items()})
        pictures.draw_levels(closed, opened, self._pictures / "load-levels.png")
        self._publish()
        for level in closed:
            self.progress.say(
                f"  {level.bots} bots, {level.conversations} conversations: {level.rate:.1f} messages a second, "
                f"p50 {level.p50 * 1000:.0f} ms, p99 {level.p99 * 1000:.0f} ms"
            )

    def soak(self, minutes: float, rate: Optional[float]) -> None:
        """Have customers talk for long.

        Args:
            minutes: For how long.
            rate: Messages a second; None for a share of what the last `measure` found.

        Raises:
            MissingServer: PostgreSQL, Redis or nginx is not installed.
            Failure: Something does not come up, or nothing says at what rate.
        """
        wanted = rate or self._soak_rate()
        everyone = customers(_POPULATION)
        begun = datetime.now(timezone.utc)
        with (
            self.progress.step(f"Talking for {minutes:g} minutes"),
            stand(self._new_stand(), everyone, bots=2, action_servers=2, model_dir=self.model_dir) as cluster,
        ):
            found = soak(cluster, everyone, wanted, minutes * 60, members(cluster), groups(cluster))
        keep(self.folder, "soak", begun, asdict(found))
        pictures.draw_soak(found, self._pictures / "load-soak.png")
        self._publish()
        for name, slope in found.slopes.items():
            self.progress.say(f"  {name}: {slope:+.2f} MB an hour")

    def _publish(self) -> None:
        if not self.quick:
            publish(self.project, self.folder)

    def _soak_rate(self) -> float:
        kept = read(self.folder, "levels")
        if kept is None:
            raise Failure(
                "how much the desk carries was not measured here; run `python -m lab load` first, or say --rate"
            )
        return _SOAK_SHARE * knee([Level(**each) for each in kept["found"]["closed"] if each["bots"] == 2]).rate

    def _new_stand(self) -> Path:
        folder = self.folder / "stand"
        shutil.rmtree(folder, ignore_errors=True)
        return folder
