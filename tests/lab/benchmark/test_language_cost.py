"""What other languages cost is what their components take, and no more."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from lab.benchmark.language_cost import COMPONENTS, LanguageCost, Timer, language_cost, resident_memory

_MEGABYTES = 1 << 20


@dataclass
class Machine:
    """Whose processor time and memory are what components took of them."""

    seconds: float = 0.0
    held: int = 0

    def work(self, milliseconds: float) -> None:
        """Take processor time."""
        self.seconds += milliseconds / 1000

    def hold(self, megabytes: int) -> None:
        """Take memory."""
        self.held += megabytes * _MEGABYTES


def node(machine: Machine, name: str, milliseconds: float, megabytes: int = 0) -> Any:
    kind = type(name, (), {"load": staticmethod(lambda **_: machine.hold(megabytes))})
    return SimpleNamespace(
        _component_class=kind,
        _constructor_name="load",
        _component_config={},
        _execution_context=None,
        _get_resource=lambda _: None,
        _fn=lambda: machine.work(milliseconds),
    )


@dataclass
class Bot:
    """As much of Rasa's agent as is looked at."""

    nodes: dict[str, Any]
    read: list[str] = field(default_factory=list)

    @property
    def processor(self) -> Any:
        return SimpleNamespace(graph_runner=SimpleNamespace(_instantiated_nodes=self.nodes))

    domain = SimpleNamespace(responses={})

    async def parse_message(self, text: str) -> None:
        self.read.append(text)
        for each in self.nodes.values():
            each._fn()


def test_the_time_and_the_memory_of_what_is_there_for_languages_are_told():
    machine = Machine()
    nodes = {name: node(machine, name, 0.5, megabytes=32) for name in COMPONENTS}
    bot = Bot(nodes | {"Tokenizer": node(machine, "Tokenizer", 4.0, megabytes=500)})

    def read_on() -> int:
        return machine.held + (10 * _MEGABYTES if bot.read[-1] == "hallo" else 0)

    found = asyncio.run(language_cost(bot, None, ["hello"] * 60, ["hallo"], lambda: machine.seconds, read_on))

    assert (round(found.message, 6), round(found.added, 6)) == (4 + 0.5 * len(COMPONENTS), 0.5 * len(COMPONENTS))
    assert (found.loaded, found.read) == (32 * len(COMPONENTS), 10)


def test_a_function_that_is_timed_does_the_same():
    machine = Machine()
    timer = Timer(lambda: machine.seconds)

    def doubled(times: int) -> int:
        machine.work(1)
        return 2 * times

    assert timer.timed(doubled)(3) == 6
    assert timer.seconds == 0.001


def test_what_is_in_memory_is_read_in_bytes(tmp_path: Path):
    status = tmp_path / "status"
    status.write_text("Name:\tbot\nVmRSS:\t    2048 kB\nVmSwap:\t0 kB\n", encoding="utf-8")
    assert resident_memory(status) == 2048 * 1024


def test_the_table_has_every_figure():
    said = " ".join(LanguageCost(7.9, 0.3, 105, 18).lines())
    assert all(figure in said for figure in ("7.90 ms", "0.30 ms", "105 MB", "18 MB"))
