"""What short messages say of money, told by their words."""

from __future__ import annotations

import pytest

from core.money_questions import asks_for_another_way, denies_arrival


@pytest.mark.parametrize(
    "said",
    [
        "can I have it by PayPal instead?",
        "could you send it to my bank account rather",
        "I'd like it on another card",
        "please refund it as a gift card",
        "is it possible to get store credit",
        "would you refund me in cash",
    ],
)
def test_a_wish_for_another_way_is_heard(said: str):
    assert asks_for_another_way(said)


@pytest.mark.parametrize(
    "said",
    [
        "can I pay by card?",
        "my card shows nothing",
        "I paid with PayPal, where is it?",
        "can you check with my bank",
        "is it on my card yet?",
        "can I have the gift card box back",
        "how long would it take to get into my bank account",
        "when can I see the refund on my credit card please",
    ],
)
def test_a_way_that_is_only_named_is_no_wish(said: str):
    assert not asks_for_another_way(said)


def test_money_that_is_not_there_is_heard():
    assert denies_arrival("it says refunded but nothing is on my card")
    assert denies_arrival("it hasn't come")
    assert not denies_arrival("when was it sent?")
