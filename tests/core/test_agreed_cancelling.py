"""Which messages agree to cancelling, and which ask what it costs."""

from __future__ import annotations

import pytest

from core.agreed_cancelling import agrees_to_cancel, asks_cost_of_cancelling, keeps_return, wants_cancelling


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


@pytest.mark.parametrize(
    "said",
    [
        "kindly withdraw my return",
        "The lamp works now. Call that return off please",
        "ok then cancel this one",
        "could you cancel R3120 for me?",
        "we'd like to revoke the request",
    ],
)
def test_a_wish_to_cancel(said: str):
    assert wants_cancelling(said)


@pytest.mark.parametrize(
    "said",
    [
        "can it be cancelled?",
        "how do I withdraw my return",
        "if I cancel it, what then",
        "don't cancel it",
        "cancel my order",
        "cancel it and add the tray",
        "would you still cancel it?",
        "cancel the reminders",
        "cancel it " * 40,
        "",
    ],
)
def test_no_wish_to_cancel(said: str):
    assert not wants_cancelling(said)


@pytest.mark.parametrize("said", ["hm, keep the return", "no, leave R3120 open please", "I'd rather keep my request"])
def test_a_return_that_stays(said: str):
    assert keeps_return(said)


@pytest.mark.parametrize("said", ["keep the tray", "keep the return label", "shall I keep the return?", "leave", ""])
def test_no_return_stays(said: str):
    assert not keeps_return(said)
