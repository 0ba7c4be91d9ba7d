"""What `lab turn-cost` makes of conversations that go on."""

from __future__ import annotations

from dataclasses import dataclass, field

from lab.benchmark.client import Answer, Client
from lab.benchmark.long_conversation import BLOCK_TURNS, Costs, talk
from lab.benchmark.turns import POLICY, STORE_BACKED, WHO


@dataclass
class Bot(Client):
    """Answers each message after as many seconds as messages came before it; nobody waits for them."""

    said: list[tuple[str, str]] = field(default_factory=list)

    async def say_at_last(self, sender: str, message: str) -> tuple[Answer, float]:
        self.said.append((sender, message))
        return (), 0.0


async def test_one_customer_asks_the_same_in_every_block_and_each_is_measured():
    bot, costs, taken = Bot("", None, "here"), Costs(), []  # type: ignore[arg-type]  # Nothing is sent.

    async def cost(turns, ask):
        before = len(bot.said)
        await ask()
        taken.append(turns)
        assert len(bot.said) - before == turns
        return float(before)

    await talk(bot, cost, 3, costs)
    assert bot.said[0] == ("here-0", WHO)
    assert {sender for sender, _ in bot.said} == {"here-0"}
    assert {said for _, said in bot.said} == {WHO, *POLICY, *STORE_BACKED}
    assert sum(taken) == 3 * BLOCK_TURNS == len(bot.said) - 1
    assert costs.rules == {0: [1.0], BLOCK_TURNS: [1.0 + BLOCK_TURNS], 2 * BLOCK_TURNS: [1.0 + 2 * BLOCK_TURNS]}


def test_a_turn_is_told_beside_one_of_the_same_conversation_when_it_was_new():
    costs = Costs({0: [0.010, 0.020, 0.010], 44: [0.015, 0.040, 0.015]}, {0: [0.05] * 3, 44: [0.05] * 3})
    assert list(costs.rows()) == [("0", "10.0 (1.00 ×)", "50.0 (1.00 ×)"), ("44", "15.0 (1.50 ×)", "50.0 (1.00 ×)")]
