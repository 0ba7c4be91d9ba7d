"""Which messages agree to cancelling, and which ask what it costs."""

from __future__ import annotations

import pytest

from core.agreed_cancelling import agrees_to_cancel, asks_cost_of_cancelling


@pytest.mark.parametrize(
    "said", ["yes please, cancel that one", "ok go ahead and cancel", "sure, cancel R3120 for me", "Yep. Cancel it."]
)
def test_a_yes_to_cancelling(said: str):
    assert agrees_to_cancel(said)


@pytest.mark.parametrize(
    "said",
    ["cancel that", "yes", "yes, cancel the order", "ok and if I cancel?", "no, don't cancel", "yes " * 30, "", "?"],
)
def test_no_yes_to_cancelling(said: str):
    assert not agrees_to_cancel(said)


@pytest.mark.parametrize(
    "said",
    ["do I pay for cancelling?", "any fee to call it off", "is withdrawing for nothing", "how much to cancel it"],
)
def test_what_cancelling_costs_is_asked(said: str):
    assert asks_cost_of_cancelling(said)


@pytest.mark.parametrize(
    "said",
    [
        "is a return free?",
        "is my free return gone when I cancel?",
        "will I be charged if I cancel my order",
        "does the next one cost anything after I cancel this",
        "cancel it",
        "",
    ],
)
def test_other_costs_are_not(said: str):
    assert not asks_cost_of_cancelling(said)
