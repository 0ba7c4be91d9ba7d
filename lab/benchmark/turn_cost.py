"""`python -m lab turn-cost`: the processor time of a turn in all processes, and what many customers at once wait for.

With another checkout beside it the two take turns in one run, so that what a busy machine adds falls on both.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from math import ceil
from pathlib import Path
from typing import Final

import aiohttp
from rich.table import Table

from core.settings import ActionsIn
from lab.benchmark.client import TURNS_PER_CONVERSATION, Client, connections
from lab.benchmark.fixed_work import fixed_work_seconds
from lab.benchmark.long_conversation import Costs, talk
from lab.benchmark.machine import load
from lab.benchmark.samples import middle, summary
from lab.benchmark.stand import Contender, Served, Stand
from lab.benchmark.turns import POLICY, STORE_BACKED, WHO
from lab.load.usage import tree_seconds
from returndesk.model.training import model_file
from returndesk.process.processes import Processes
from returndesk.process.stop_signals import StopSignals
from returndesk.progress import Progress
from returndesk.project import Project

_WITH_ACTIONS: Final = "returndesk.serve.bot_with_actions"
#: How often the questions are asked in one sample; the system counts processor time in hundredths of a second.
_TIMES: Final = 4
_APPENDS: Final = re.compile(
    r'^returndesk_store_seconds_bucket\{le="([^"]+)",query="conversations\.append"\} (\S+)$', re.MULTILINE
)


@dataclass
class Crowd:
    """What many customers at once saw: seconds of each answer, how many messages were refused, seconds in all."""

    waits: list[float] = field(default_factory=list)
    refused: int = 0
    seconds: float = 0.0


@dataclass
class Side:
    """One of the checkouts that are measured.

    Args:
        name: What it is called.
        stand: Where it runs.
        served: Its bot.
        client: Talks to it.
        rules: Processor seconds of a turn that is answered from the rules, by sample.
        store: The same of a turn that is answered from the store.
        fixed: Processor seconds of a fixed piece of work beside each of them.
        long: What a turn costs as a conversation goes on.
        crowds: What many customers at once saw, by sample.
    """

    name: str
    stand: Stand
    served: Served
    client: Client
    rules: list[float] = field(default_factory=list)
    store: list[float] = field(default_factory=list)
    fixed: list[float] = field(default_factory=list)
    long: Costs = field(default_factory=Costs)
    crowds: list[Crowd] = field(default_factory=list)

    async def cost(self, turns: int, talk: Callable[[], Awaitable[object]]) -> float:
        """The processor seconds of a turn in all processes of this side."""
        before = self._used()
        await talk()
        return (self._used() - before) / turns

    def _used(self) -> float:
        return sum(tree_seconds(child.group) for child in self.stand.children)

    async def appends(self) -> str:
        """How long it took to add to a conversation, as far as the bot's metrics tell."""
        url = self.served.webhook.partition("/webhooks/")[0]
        async with self.client.session.get(f"{url}/metrics") as response:
            return told_of_appends(await response.text())


@dataclass(frozen=True)
class TurnCost:
    """One run of the command.

    Args:
        project: The checkout.
        against: Another one to measure beside it; None for none.
        actions_in: Which process runs the actions; of another one from before there was the choice, a server.
        rounds: How many samples of each.
        customers: How many talk at once in the end; 0 for none.
        seconds: For how long they do.
        conversations: How many long conversations are measured; 0 for none.
        blocks: How many blocks of questions each of them has.
        progress: Who is told how far it is.
    """

    project: Project
    against: Path | None
    actions_in: ActionsIn
    rounds: int
    customers: int
    seconds: float
    conversations: int
    blocks: int
    progress: Progress

    def run(self) -> None:
        """Measure, and show what was found."""
        projects = {"here": self.project, **({"there": Project(self.against)} if self.against else {})}
        before = load()
        with (
            StopSignals() as stop_signals,
            Processes(stop_signals) as processes,
            self.progress.step("Measuring") as step,
        ):
            sides = asyncio.run(self._measure(projects, processes, stop_signals, step.update))
        self._show(sides)
        self.progress.say(f"  load of the machine: {before:.1f} before, {load():.1f} after")

    async def _measure(
        self,
        projects: dict[str, Project],
        processes: Processes,
        stop_signals: StopSignals,
        told: Callable[[str], object],
    ) -> Sequence[Side]:
        async with connections() as session:
            sides = []
            for name, project in projects.items():
                told(f"starting {name}")
                stand = Stand(project, self.project.state / "turn-cost" / name, processes, stop_signals)
                may_be_inside = (project.root / f"{_WITH_ACTIONS.replace('.', '/')}.py").is_file()
                inside = may_be_inside and self.actions_in is ActionsIn.BOT
                with_actions = _WITH_ACTIONS if inside else None
                contender = Contender("ours", "bot", project.config, tensorflow=False, with_actions=with_actions)
                stand.model_dir(contender).mkdir(parents=True, exist_ok=True)
                shutil.copy(model_file(project.root / "models"), model_file(stand.model_dir(contender)))
                stand.prepare(action_server=not inside)
                served = stand.serve(contender, 0)
                sides.append(Side(name, stand, served, Client(served.webhook, session, name)))
            for number in range(self.rounds + 1):
                told(f"round {number} of {self.rounds}")
                # Each goes first in every other round.
                for side in sides if number % 2 else reversed(sides):
                    await _one_round(side)
            for side in sides:
                # The first round warms up.
                del side.rules[0], side.store[0], side.fixed[0]
            for number in range(self.conversations):
                told(f"long conversation {number + 1} of {self.conversations}")
                for side in sides:
                    await talk(side.client, side.cost, self.blocks, side.long)
            for _ in range(3 if self.customers else 0):
                for side in sides:
                    told(f"{self.customers} customers at once, {side.name}")
                    side.crowds.append(await _crowd(side.client, self.customers, self.seconds))
            for side in sides if self.customers else ():
                self.progress.say(f"  {side.name}: {await side.appends()}")
            return sides

    def _show(self, sides: Sequence[Side]) -> None:
        drawn = Table(title="Processor time of a turn, all processes", title_justify="left")
        for column in ("", *(side.name for side in sides), *(["here to there"] if len(sides) > 1 else [])):
            drawn.add_column(column, justify="right" if column else "left")
        rules, store = [side.rules for side in sides], [side.store for side in sides]
        for says, samples in (("rules (ms)", rules), ("store (ms)", store)):
            drawn.add_row(
                says,
                *(f"{middle(each) * 1000:.2f}" for each in samples),
                *([ratios(*samples)] if len(samples) > 1 else []),
            )
        for says, samples in (("rules, in fixed pieces of work", rules), ("store, in fixed pieces of work", store)):
            drawn.add_row(says, *(multiple(each, side.fixed) for each, side in zip(samples, sides, strict=True)))
        for says, value in _CROWD_ROWS if self.customers else ():
            drawn.add_row(f"{self.customers} at once: {says}", *(value(side.crowds) for side in sides))
        self.progress.console.print(drawn)
        for side in sides if self.conversations else ():
            grown = Table(
                title=f"Processor time of a turn as a conversation goes on, {side.name}", title_justify="left"
            )
            for column in ("turns so far", "rules (ms)", "store (ms)"):
                grown.add_column(column, justify="right")
            for row in side.long.rows():
                grown.add_row(*row)
            self.progress.console.print(grown)


async def _one_round(side: Side) -> None:
    side.fixed.append(fixed_work_seconds())
    rules = [*POLICY] * _TIMES
    side.rules.append(await side.cost(with_greetings(len(rules)), lambda: side.client.time_policy(rules)))
    store = [*STORE_BACKED] * _TIMES
    side.store.append(await side.cost(len(store) + 1, lambda: side.client.time_store_backed(store)))


def with_greetings(questions: int) -> int:
    """How many turns it is to ask so many questions: each customer says hello before their first one."""
    return questions + ceil(questions / TURNS_PER_CONVERSATION)


async def _crowd(client: Client, customers: int, seconds: float) -> Crowd:
    """So many customers who each wait for every answer, every third of whom asks about their own return."""
    seen, end = Crowd(), time.perf_counter() + seconds

    async def customer(number: int) -> None:
        sender = client.sender()
        questions = (WHO, *STORE_BACKED) if number % 3 == 0 else POLICY
        for question in islice(cycle(questions), 0 if number % 3 == 0 else number % len(POLICY), None):
            if time.perf_counter() >= end:
                return
            try:
                seen.waits.append((await client.say(sender, question))[1])
            except aiohttp.ClientResponseError:
                seen.refused += 1

    began = time.perf_counter()
    await asyncio.gather(*(customer(number) for number in range(customers)))
    seen.seconds = time.perf_counter() - began
    return seen


def multiple(samples: Sequence[float], fixed: Sequence[float]) -> str:
    """How many times as long as the fixed piece of work beside it a sample took, in the middle."""
    return f"{middle([each / work for each, work in zip(samples, fixed, strict=True)]):.2f}"


def ratios(here: Sequence[float], there: Sequence[float]) -> str:
    """The middle ratio of samples that were taken one right after the other, and the range of the ratios."""
    found = [one / other for one, other in zip(here, there, strict=True)]
    return f"{middle(found):.2f} ({min(found):.2f} to {max(found):.2f})"


def told_of_appends(metrics: str) -> str:
    """How many times something was added to a conversation, and within which time all of it was.

    Args:
        metrics: What the bot tells Prometheus.
    """
    counts = [(bound, float(count)) for bound, count in _APPENDS.findall(metrics)]
    if not counts:
        return "nothing was added to a conversation that could be timed"
    every = counts[-1][1]
    within = next(bound for bound, count in counts if count == every)
    return f"{every:.0f} times something was added to a conversation, each within {within} s"


_CROWD_ROWS: Final[tuple[tuple[str, Callable[[Sequence[Crowd]], str]], ...]] = (
    ("messages a second", lambda crowds: f"{middle([len(each.waits) / each.seconds for each in crowds]):.0f}"),
    ("refused", lambda crowds: str(sum(each.refused for each in crowds))),
    ("p50 (ms)", lambda crowds: f"{summary(_waits(crowds)).p50 * 1000:.0f}"),
    ("p99 (ms)", lambda crowds: f"{summary(_waits(crowds)).p99 * 1000:.0f}"),
    ("longest (ms)", lambda crowds: f"{max(_waits(crowds)) * 1000:.0f}"),
)


def _waits(crowds: Sequence[Crowd]) -> Sequence[float]:
    return [wait for each in crowds for wait in each.waits]
