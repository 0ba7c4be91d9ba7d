"""`python -m lab hostile`: sends what is made to keep the desk busy or to fill its memory; writes what it found."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Final, Optional

from lab.benchmark.samples import percentile
from lab.load.customers import customers
from lab.load.environment import stand
from lab.load.floods import Flooded, flooded
from lab.load.hostile import FULL, PRODUCTION_LIMITS, QUICK, Attack, attack, cost
from lab.load.hostile_texts import hostile_texts
from lab.load.page import publish
from lab.load.results import keep
from lab.load.socket_flood import KINDS
from returndesk.progress import Progress
from returndesk.project import Project

#: Seconds of processor time that a message may take, whatever is in it.
MOST_SECONDS: Final = 0.3
#: How much longer others may wait during an attack, in times of what they wait without.
MOST_RISE: Final = 1.2
#: Megabytes by which a flood may have the bot grow for good.
MOST_GROWTH: Final = 50.0
_POPULATION: Final = 400
_MILLI: Final = 1000.0


@dataclass
class Hostility:
    """One run against a desk with one bot and one action server, in production mode.

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

    def run(self) -> bool:
        """Attack, measure, write.

        Returns:
            Whether the desk kept within its bounds.

        Raises:
            MissingServer: PostgreSQL, Redis or nginx is not installed.
            Failure: Something does not come up.
        """
        folder = self.project.state / ("load-quick" if self.quick else "load")
        plan = QUICK if self.quick else FULL
        everyone = customers(_POPULATION)
        begun = datetime.now(timezone.utc)
        texts = hostile_texts()
        shutil.rmtree(folder / "stand", ignore_errors=True)
        with (
            self.progress.step("Attacking") as step,
            stand(
                *(folder / "stand", everyone),
                bots=1,
                action_servers=1,
                settings=PRODUCTION_LIMITS,
                model_dir=self.model_dir,
            ) as cluster,
        ):
            step.update("what each message costs")
            costs = asyncio.run(cost(cluster, texts, plan.times))
            attacked = asyncio.run(attack(cluster, plan, everyone, step.update))
            floods = asyncio.run(flooded(cluster, KINDS, plan.flood_seconds, step.update))
        found = {
            "costs": costs,
            "rate": plan.rate,
            "attack": summary_of(attacked),
            "floods": [asdict(each) for each in floods],
        }
        keep(folder, "hostile", begun, found)
        if not self.quick:
            publish(self.project, folder)
        return all((self._show_costs(costs), self._show_attack(attacked), self._show_floods(floods)))

    def _show_costs(self, costs: Mapping[str, float]) -> bool:
        dear = {name: seconds for name, seconds in costs.items() if seconds > MOST_SECONDS}
        for name, seconds in dear.items():
            self.progress.warn(f"{name}: {seconds * _MILLI:.0f} ms of processor time, more than {MOST_SECONDS:g} s")
        worst = max(costs, key=lambda name: costs[name])
        self.progress.say(f"  dearest message: {worst}, {costs[worst] * _MILLI:.0f} ms of processor time")
        return not dear

    def _show_attack(self, attacked: Attack) -> bool:
        said = (
            f"p95 of others {percentile(attacked.quiet, 95) * _MILLI:.0f} ms alone, "
            f"{percentile(attacked.attacked, 95) * _MILLI:.0f} ms under attack, {attacked.rise:.2f} times; "
            f"/healthz at most {max(attacked.health, default=0.0) * _MILLI:.0f} ms, {attacked.silent} times silent"
        )
        kept = attacked.rise < MOST_RISE and not attacked.silent
        (self.progress.done if kept else self.progress.warn)(said)
        return kept

    def _show_floods(self, floods: Sequence[Flooded]) -> bool:
        worst = max(floods, key=lambda each: each.growth)
        slowest = max(floods, key=lambda each: each.answered)
        said = (
            f"{len(floods)} kinds of floods: the bot is {worst.growth:+.1f} MB behind the worst ({worst.kind}); "
            f"a customer waited for at most {slowest.answered * _MILLI:.0f} ms ({slowest.kind})"
        )
        kept = worst.growth < MOST_GROWTH and slowest.answered < float("inf")
        (self.progress.done if kept else self.progress.warn)(said)
        return kept


def summary_of(attacked: Attack) -> Mapping[str, Any]:
    """An attack in a form that JSON can hold; times in seconds."""
    return {
        "sent": attacked.sent,
        "rise": attacked.rise,
        "silent": attacked.silent,
        "slowest_health": max(attacked.health, default=0.0),
        **{
            f"{name}_p{of_hundred}": percentile(getattr(attacked, name), of_hundred)
            for name in ("quiet", "attacked")
            for of_hundred in (50, 95, 99)
        },
    }
