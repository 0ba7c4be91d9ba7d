"""What is taken off a refund is told from what sending something back costs."""

from __future__ import annotations

import pytest

from core.deductions import asks_what_is_deducted


@pytest.mark.parametrize(
    "said",
    [
        "is anything deducted when the kettle comes back",
        "do you withhold a percentage",
        "are there penalties for changing my mind",
        "would I forfeit my postage on this order",
        "do you keep a share of what I paid",
        "does a handling charge come off the price",
    ],
)
def test_what_is_kept_of_the_money_is_asked(said: str) -> None:
    assert asks_what_is_deducted(said)


@pytest.mark.parametrize(
    "said",
    [
        "what does a return cost me",
        "who pays the courier for the way back",
        "is the price of a second label deducted",
        "do I pay postage",
        "is anything deducted " + "really " * 80,
    ],
)
def test_what_a_return_costs_is_another_question(said: str) -> None:
    assert not asks_what_is_deducted(said)
