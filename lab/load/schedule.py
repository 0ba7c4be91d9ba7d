"""When synthetic customers write: an arrival schedule that is fixed before the first answer comes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

#: A person reads and writes for that long between two messages, on average, in seconds.
THINK_SECONDS: Final = 4.0


@dataclass(frozen=True)
class Planned:
    """A conversation of a schedule.

    Args:
        number: Its place, from 0 on.
        begins: Seconds from the start of the run to each of its messages, one for each line.
    """

    number: int
    begins: Sequence[float]


def open_schedule(
    rate: float, seconds: float, lines: Sequence[int], think: float = THINK_SECONDS, seed: int = 7
) -> tuple[Planned, ...]:
    """Conversations that arrive whether or not earlier ones have been answered.

    Arrivals are those of people who know nothing of each other (exponential gaps), and the same for the same seed.

    Args:
        rate: Messages a second, on average, of all conversations together.
        seconds: How long conversations arrive.
        lines: How many messages the conversation of each number has; repeated from the start where there are more.
        think: Average seconds between two messages of one conversation.
        seed: What the chance comes from.

    Raises:
        ValueError: The rate is none.
    """
    if rate <= 0:
        raise ValueError(f"a rate of {rate} messages a second sends none")
    chance = random.Random(seed)  # noqa: S311  # repeatable, not secret
    conversations_a_second = rate * len(lines) / sum(lines)
    planned: list[Planned] = []
    at = chance.expovariate(conversations_a_second)
    while at < seconds:
        count = lines[len(planned) % len(lines)]
        gaps = (chance.uniform(think / 2, think * 3 / 2) for _ in range(count - 1))
        planned.append(Planned(len(planned), tuple(accumulate(gaps, initial=at))))
        at += chance.expovariate(conversations_a_second)
    return tuple(planned)
