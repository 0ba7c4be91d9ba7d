"""What a turn costs in a conversation that goes on: the same questions again, beside those when it was new."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Final

from lab.benchmark.client import Client
from lab.benchmark.samples import middle
from lab.benchmark.turns import POLICY, STORE_BACKED, WHO

#: How often the questions are asked in one block; the system counts processor time in hundredths of a second.
_RULES_TIMES: Final = 2
_STORE_TIMES: Final = 4
BLOCK_TURNS: Final = _RULES_TIMES * len(POLICY) + _STORE_TIMES * len(STORE_BACKED)

#: The processor seconds of a turn, for so many turns that are taken by a function.
Cost = Callable[[int, Callable[[], Awaitable[object]]], Awaitable[float]]


@dataclass
class Costs:
    """Processor seconds of a turn by the turns before it, a sample for each conversation."""

    rules: dict[int, list[float]] = field(default_factory=dict)
    store: dict[int, list[float]] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """For each number of turns so far, what a turn from the rules and one from the store cost, beside a new one."""
        for turns in self.rules:
            yield str(turns), _beside(self.rules, turns), _beside(self.store, turns)


async def talk(client: Client, cost: Cost, blocks: int, costs: Costs) -> None:
    """Have one customer, who has proven who they are, ask the same questions in block after block.

    Args:
        client: Talks to the bot.
        cost: Measures.
        blocks: How many; a block is `BLOCK_TURNS` turns.
        costs: Takes the samples.
    """
    sender = client.sender()
    await client.say_at_last(sender, WHO)

    def asked(questions: tuple[str, ...], times: int) -> tuple[int, Callable[[], Awaitable[object]]]:
        every = list(chain.from_iterable(repeat(questions, times)))
        return len(every), lambda: _ask(client, sender, every)

    for block in range(blocks):
        turns = block * BLOCK_TURNS
        costs.rules.setdefault(turns, []).append(await cost(*asked(POLICY, _RULES_TIMES)))
        costs.store.setdefault(turns, []).append(await cost(*asked(STORE_BACKED, _STORE_TIMES)))


async def _ask(client: Client, sender: str, questions: list[str]) -> None:
    for question in questions:
        await client.say_at_last(sender, question)


def _beside(samples: dict[int, list[float]], turns: int) -> str:
    """The middle cost, and how many times that of the same conversation when it was new."""
    times = middle([old / new for old, new in zip(samples[turns], samples[0], strict=True)])
    return f"{middle(samples[turns]) * 1000:.1f} ({times:.2f} ×)"
