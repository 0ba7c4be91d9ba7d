"""What other languages cost is what their components take, and no more."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from lab.benchmark.language_cost import COMPONENTS, LanguageCost, Timer, language_cost, resident_memory

_SPUN = 20_000


def spin(times: int) -> int:
    return sum(range(times * _SPUN))


def node(name: str, work: int) -> Any:
    kind = type(name, (), {"load": staticmethod(lambda **_: bytearray(1 << 25))})
    return SimpleNamespace(
        _component_class=kind,
        _constructor_name="load",
        _component_config={},
        _execution_context=None,
        _get_resource=lambda _: None,
        _fn=lambda: spin(work),
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
    bot = Bot({name: node(name, 0) for name in COMPONENTS} | {"Tokenizer": node("Tokenizer", 40)})
    found = asyncio.run(language_cost(bot, None, ["hello"] * 60, ["hallo"]))
    assert 0 <= found.added < found.message / 2
    assert found.loaded > 32 * len(COMPONENTS) / 2
    assert bot.read[-1] == "hallo"
    busy = Bot({name: node(name, 40) for name in COMPONENTS} | {"Tokenizer": node("Tokenizer", 0)})
    found = asyncio.run(language_cost(busy, None, ["hello"] * 60, []))
    assert found.added > found.message / 2


def test_a_function_that_is_timed_does_the_same():
    timer = Timer()
    assert timer.timed(spin)(3) == spin(3)
    assert timer.seconds > 0


def test_what_is_in_memory_is_read_in_bytes(tmp_path: Path):
    status = tmp_path / "status"
    status.write_text("Name:\tbot\nVmRSS:\t    2048 kB\nVmSwap:\t0 kB\n", encoding="utf-8")
    assert resident_memory(status) == 2048 * 1024


def test_the_table_has_every_figure():
    said = " ".join(LanguageCost(7.9, 0.3, 105, 18).lines())
    assert all(figure in said for figure in ("7.90 ms", "0.30 ms", "105 MB", "18 MB"))
