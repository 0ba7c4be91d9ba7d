"""`python -m lab attack`: a stranger does what strangers do; what other customers and the memory notice of it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Final, Optional

from lab.benchmark.document import replace_measured, table
from lab.benchmark.machine import machine
from lab.load.attack_run import Suffered, suffered
from lab.load.attacks import ATTACKS
from lab.load.customers import customers
from lab.load.environment import stand
from lab.load.hostile import PRODUCTION_LIMITS, Plan
from lab.load.hostile_command import MOST_GROWTH, MOST_RISE
from lab.load.results import keep
from returndesk.failure import Failure
from returndesk.progress import Progress
from returndesk.project import Project

MARK: Final = "<!-- measured by `python -m lab attack`; do not edit by hand -->"
_FULL: Final = Plan(times=1, rounds=3, seconds=10.0, rate=4.0, flood_seconds=0.0)
_QUICK: Final = Plan(times=1, rounds=1, seconds=4.0, rate=4.0, flood_seconds=0.0)
_POPULATION: Final = 400
_MILLI: Final = 1000.0


@dataclass
class Attacking:
    """One run against a desk in production mode: nginx, one bot, one action server, PostgreSQL and Redis.

    Args:
        project: The checkout.
        progress: Who is told how far it is.
        quick: Whether a few seconds have to do; docs/security.md stays as it is then.
        model_dir: The folder of a trained model; None for the checkout's.
    """

    project: Project
    progress: Progress
    quick: bool = False
    model_dir: Optional[Path] = None

    def run(self, names: Sequence[str] = ()) -> bool:
        """Attack, measure, print, write.

        Args:
            names: Which attacks; all without, and only then the page is written.

        Returns:
            Whether the desk kept within its bounds.

        Raises:
            MissingServer: PostgreSQL, Redis or nginx is not installed.
            Failure: There is no such attack, or something does not come up.
        """
        attacks = _chosen(names)
        folder = self.project.state / ("load-quick" if self.quick else "load")
        everyone = customers(_POPULATION)
        begun = datetime.now(timezone.utc)
        shutil.rmtree(folder / "attacked", ignore_errors=True)
        with (
            self.progress.step("Attacking") as step,
            stand(
                *(folder / "attacked", everyone),
                bots=1,
                action_servers=1,
                settings=PRODUCTION_LIMITS,
                model_dir=self.model_dir,
            ) as cluster,
        ):
            found = asyncio.run(suffered(cluster, attacks, _QUICK if self.quick else _FULL, everyone, step.update))
        keep(folder, "attack", begun, [asdict(each) for each in found])
        if not self.quick and not names:
            replace_measured(self.project.root / "docs" / "security.md", measured_part(found, begun.date()), MARK)
        shown = [self._show(each) for each in found]
        return all(shown)

    def _show(self, found: Suffered) -> bool:
        kept = (
            found.rise < MOST_RISE
            and found.gets_in
            and not found.unanswered
            and found.after - found.before < MOST_GROWTH
        )
        said = ", ".join(f"{name} {cell}" for name, cell in zip(_HEADER[1:], _cells(found)[1:], strict=True))
        (self.progress.done if kept else self.progress.warn)(f"{found.attack}: {said}")
        return kept


_HEADER: Final = (
    "one stranger's attack",
    "p95 of others without (ms)",
    "with it (ms)",
    "times",
    "unanswered",
    "memory before (MB)",
    "during it (MB)",
    "behind it (MB)",
    "the customer it was about gets in",
    "load of the machine",
)


def measured_part(found: Sequence[Suffered], day: date) -> str:
    """The measured part of docs/security.md, in Markdown.

    Args:
        found: What each attack came to.
        day: When.
    """
    on = machine()
    return "\n\n".join(
        (
            table(_HEADER, [_cells(each) for each in found]),
            f"Measured on {day.day} {day:%B %Y}. {on['Processor']}, {on['Memory']}; servers, customers "
            "and the stranger all on this one machine, whose load says how many processes wanted to run at any time, "
            "those of other programs among them.",
        )
    )


def _cells(found: Suffered) -> Sequence[str]:
    return (
        found.attack,
        f"{found.quiet * _MILLI:.0f}",
        f"{found.attacked * _MILLI:.0f}",
        f"{found.rise:.2f}",
        str(found.unanswered),
        f"{found.before:.0f}",
        f"{found.most:.0f}",
        f"{found.after:.0f}",
        "yes" if found.gets_in else "no",
        f"{found.load:.1f}",
    )


def _chosen(names: Sequence[str]) -> Sequence[str]:
    unknown = [name for name in names if name not in ATTACKS]
    if unknown:
        raise Failure(f'there is no attack "{unknown[0]}"; there are {", ".join(ATTACKS)}')
    return [name for name in ATTACKS if not names or name in names]
