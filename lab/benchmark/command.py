"""`python -m lab benchmark`: trains and serves our bot and stock Rasa's, measures both in turns, writes what it saw."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Final

from rich.table import Table

from lab.benchmark import document, picture
from lab.benchmark.client import Client, common_questions, connections
from lab.benchmark.machine import load, machine
from lab.benchmark.memory import tree_memory
from lab.benchmark.results import OURS, STOCK, Results, Row, rows
from lab.benchmark.stand import Contender, Served, Stand
from lab.benchmark.turns import POLICY, STORE_BACKED, WHO
from lab.evaluation import sets
from lab.evaluation.command import REPORT
from returndesk.admin.store import replace_file
from returndesk.failure import Failure
from returndesk.model.training import model_file
from returndesk.process.processes import Processes
from returndesk.process.stop_signals import StopSignals
from returndesk.progress import Progress, Step
from returndesk.project import Project

CONVERSATIONS: Final = (1, 8, 32)
PICTURE: Final = "benchmark.png"
_STOCK_CONFIG: Final = Path(__file__).with_name("stock.yml")
_EPOCHS: Final = re.compile(r"(?<=epochs: )\d+")


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    Args:
        rounds: How often the two bots take turns at being timed.
        throughput_rounds: How often they take turns at each number of conversations.
        throughput_seconds: How long each of those takes.
        cold_starts: How often each bot is started.
        retrain: Whether to train bots that are trained already.
        publish: Whether docs/benchmarks.md is written.
        stock_epochs: How many epochs the stock bot trains instead of its hundred, None for all.
        keep_stock: Whether the stock bot of an earlier run is measured, where there is one.
    """

    rounds: int
    throughput_rounds: int
    throughput_seconds: float
    cold_starts: int
    retrain: bool
    publish: bool
    stock_epochs: int | None = None
    keep_stock: bool = False


FULL: Final = Plan(30, 3, 8.0, 3, retrain=True, publish=True)
QUICK: Final = Plan(3, 1, 2.0, 1, retrain=False, publish=False)


@dataclass
class Bench:
    """One run of the benchmark.

    Args:
        project: The checkout.
        plan: How much to measure.
        progress: Who is told how far it is.
        stop_signals: Requests to stop.
    """

    project: Project
    plan: Plan
    progress: Progress
    stop_signals: StopSignals

    def __post_init__(self) -> None:
        """Two contenders, nothing measured yet."""
        self.folder = self.project.state / "bench"
        stock = _STOCK_CONFIG
        if self.plan.stock_epochs is not None:
            stock = self.folder / _STOCK_CONFIG.name
            replace_file(stock, with_epochs(_STOCK_CONFIG.read_text(encoding="utf-8"), self.plan.stock_epochs))
        self.contenders = (
            Contender(OURS, "bot", self.project.config, tensorflow=False),
            Contender(STOCK, "rasa", stock, tensorflow=True, stories=True),
        )
        self.results = {contender.name: Results() for contender in self.contenders}
        self._samples = self.folder / "samples.json"

    def run(self) -> tuple[Row, ...]:
        """Train, serve, measure, write; the comparison.

        Raises:
            Failure: A bot can't be trained or served, or the two share no answer.
            KeyboardInterrupt: Someone asked to stop.
        """
        load_before = load()
        with Processes(self.stop_signals) as processes:
            stand = Stand(self.project, self.folder, processes, self.stop_signals)
            with self.progress.step("Measuring") as step:
                stand.prepare()
                self._train(stand, step)
                self._start_cold(stand, step)
                asked = self._time(stand, step)
                self._measure_accuracy(stand, step)
                profile = self._profile(stand, step)
        found = rows(self.results[OURS], self.results[STOCK])
        self._write(found, profile, (load_before, load()), asked)
        self._show(found)
        return found

    def _train(self, stand: Stand, step: Step) -> None:
        former = self._former_training()
        for contender in self.contenders:
            self._check()
            known = former.get(contender.name)
            keep = not self.plan.retrain or (self.plan.keep_stock and contender.name == STOCK)
            if keep and known and model_file(stand.model_dir(contender)).is_file():
                self.results[contender.name].training = known
                continue
            step.update(f"training {contender.name}")
            self.results[contender.name].training = stand.train(contender)
            self._keep_samples()

    def _start_cold(self, stand: Stand, step: Step) -> None:
        """Start each bot alone, several times; the first of each is not counted, it fills the system's file cache."""
        for number in range(self.plan.cold_starts + 1):
            for contender in self.contenders:
                self._check()
                step.update(f"starting {contender.name}")
                served = stand.serve(contender, 0)
                stand.stop_one(served)
                if number:
                    self.results[contender.name].cold_starts.append(served.seconds_to_first_answer)

    def _time(self, stand: Stand, step: Step) -> str:
        served = [stand.serve(contender, number) for number, contender in enumerate(self.contenders)]
        asked = asyncio.run(self._take_turns(served, step))
        for contender, each in zip(self.contenders, served, strict=True):
            self.results[contender.name].memory = tree_memory(each.child.group)
            stand.stop_one(each)
        self._keep_samples()
        return asked

    async def _take_turns(self, served: Sequence[Served], step: Step) -> str:
        async with AsyncExitStack() as stack:
            clients = [
                Client(each.webhook, await stack.enter_async_context(connections()), contender.name)
                for contender, each in zip(self.contenders, served, strict=True)
            ]
            policy = await common_questions(clients, POLICY, None)
            store_backed = await common_questions(clients, STORE_BACKED, WHO)
            if not policy or not store_backed:
                raise Failure("the two bots give no common answer that could be timed")
            both = list(zip(clients, (self.results[each.name] for each in self.contenders), strict=True))
            for number in range(self.plan.rounds):
                step.update(f"timing turns, round {number + 1} of {self.plan.rounds}")
                # Each goes first in every other round.
                for client, results in both if number % 2 else reversed(both):
                    self._check()
                    results.policy += await client.time_policy(policy)
                    results.store_backed += await client.time_store_backed(store_backed)
            for number in range(self.plan.throughput_rounds):
                for conversations in CONVERSATIONS:
                    step.update(f"{conversations} conversations, round {number + 1} of {self.plan.throughput_rounds}")
                    for client, results in both if number % 2 else reversed(both):
                        self._check()
                        rate = await client.messages_per_second(policy, conversations, self.plan.throughput_seconds)
                        results.throughput.setdefault(conversations, []).append(rate)
            for client in clients:
                if client.refused:
                    self.progress.warn(f"{client.name} refused {client.refused} messages, which were sent again")
        return (
            f"{len(policy)} of {len(POLICY)} questions from the rules and {len(store_backed)} of {len(STORE_BACKED)} "
            "from the store, those that both bots answer alike"
        )

    def _measure_accuracy(self, stand: Stand, step: Step) -> None:
        for contender in self.contenders:
            self._check()
            step.update(f"putting unseen messages to {contender.name}")
            output = self.folder / f"{contender.name}-evaluation"
            options = ("--model-dir", str(stand.model_dir(contender)), "--output", str(output), "--as-is", "--plain")
            stand.run(f"evaluate-{contender.name}", ("lab", "evaluate", *options), contender)
            measures = json.loads((output / REPORT).read_text(encoding="utf-8"))["measures"]
            self.results[contender.name].accuracy = measures[sets.CONVERSATIONS]
        self._keep_samples()

    def _profile(self, stand: Stand, step: Step) -> dict[str, Any]:
        self._check()
        step.update("looking at where the time goes")
        output = self.folder / "profile.json"
        ours = self.contenders[0]
        command = ("lab.benchmark.profile", str(model_file(stand.model_dir(ours))), str(output))
        stand.run("profile", command, ours)
        found: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
        return found

    def _write(self, found: Sequence[Row], profile: dict[str, Any], loads: tuple[float, float], asked: str) -> None:
        self._keep_samples()
        ours = self.results[OURS]
        counts = (
            f"{len(ours.policy)} turns from the rules and {len(ours.store_backed)} from the store with each bot "
            f"({asked}), {len(ours.cold_starts)} cold starts, one training; "
            "ours learns all its languages, stock English alone"
        )
        if self.plan.stock_epochs is not None:
            counts += (
                f". The stock bot was trained for {self.plan.stock_epochs} of its 100 epochs only: its training time "
                "is a lower bound, and its accuracy might rise with more"
            )
        if self.plan.keep_stock:
            counts += ". The stock bot and its training time are those of an earlier run on this machine"
        conditions = document.Conditions(datetime.now(timezone.utc).date(), machine(), loads, counts)
        part = document.measured_part(found, profile, conditions, f"pictures/{PICTURE}")
        docs = self.project.root / "docs"
        if self.plan.publish:
            document.replace_measured(docs / "benchmarks.md", part)
        target = docs if self.plan.publish else self.folder
        (self.folder / "measured.md").write_text(part + "\n", encoding="utf-8")
        picture.draw(ours, self.results[STOCK], target / "pictures" / PICTURE)

    def _show(self, found: Sequence[Row]) -> None:
        drawn = Table(title="Ours beside stock Rasa", title_justify="left")
        for column in ("", "ours", "stock", "ours to stock", "goal"):
            drawn.add_column(column, justify="left" if not column else "right")
        for row in found:
            drawn.add_row(row.says, row.ours, row.stock, row.ratio, row.goal)
        self.progress.console.print(drawn)
        self.progress.say(f"  {self.project.shown(self._samples)}")

    def _former_training(self) -> dict[str, float]:
        try:
            former = json.loads(self._samples.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {name: float(results["training"]) for name, results in former.items() if results.get("training")}

    def _keep_samples(self) -> None:
        raw = {name: results.as_json() for name, results in self.results.items()}
        self._samples.write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")

    def _check(self) -> None:
        if self.stop_signals.requested:
            raise KeyboardInterrupt


def with_epochs(config: str, epochs: int) -> str:
    """A configuration in which everything that trains in epochs trains so many."""
    return _EPOCHS.sub(str(epochs), config)
