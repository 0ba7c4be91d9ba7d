"""Messages about a parcel at its sender's own cost."""

from __future__ import annotations

import pytest

from core.own_cost import asks_of_promise_at_own_cost, sends_at_own_cost


@pytest.mark.parametrize(
    "said",
    [
        "I sent it at my own expense, when does the status change?",
        "paid for the postage and the page still shows nothing",
        "what if it gets lost, I bought my own label",
    ],
)
def test_a_promise_that_the_free_label_has_is_asked_for(said: str):
    assert asks_of_promise_at_own_cost(said)


@pytest.mark.parametrize("said", ["I paid the postage, who gives it back?", "who covers my own costs?"])
def test_a_question_for_the_cost_asks_for_no_promise(said: str):
    assert sends_at_own_cost(said)
    assert not asks_of_promise_at_own_cost(said)


@pytest.mark.parametrize(
    "said", ["when does the page change?", "I paid 20 euros for the lamp", "I used the free label"]
)
def test_a_parcel_with_the_free_label_is_none_at_own_cost(said: str):
    assert not sends_at_own_cost(said)
