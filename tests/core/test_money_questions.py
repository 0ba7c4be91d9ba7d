"""What short messages say of money, told by their words."""

from __future__ import annotations

import pytest

from core.money_questions import (
    asks_amount,
    asks_for_another_way,
    asks_for_discount,
    asks_when_paid,
    denies_arrival,
    is_of_money,
    misses_money,
    misses_on_account,
    names_parcel,
)


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


@pytest.mark.parametrize(
    ("said", "parcel", "money"),
    [
        ("what becomes of my refund if that box vanishes?", True, False),
        ("and my cash if the package never arrives", True, False),
        ("what happens with the parcel if the money never comes?", False, True),
        ("and my money if it never comes?", False, True),
        ("the parcel is missing", True, False),
        ("the refund for the parcel is missing", False, True),
        ("and if it never comes?", False, False),
    ],
)
def test_what_is_supposed_decides_whether_a_message_is_about_parcel_or_money(said: str, parcel: bool, money: bool):
    assert names_parcel(said) is parcel
    assert is_of_money(said) is money


@pytest.mark.parametrize(
    "said",
    [
        "would the seller lower the price if I kept it?",
        "I'd rather have a price reduction than send it in",
        "can I hang on to the chair for a partial refund",
        "could you take 5 euros off instead?",
        "is there a rebate so that I don't have to return it",
    ],
)
def test_a_lower_price_in_place_of_a_return_is_a_discount(said: str):
    assert asks_for_discount(said)


@pytest.mark.parametrize(
    "said", ["do you have a discount code?", "why was it only a partial refund?", "I want to keep it", "take it off"]
)
def test_what_wants_no_lower_price_is_none(said: str):
    assert not asks_for_discount(said)


def test_an_amount_is_asked_for():
    assert asks_amount("what sum do I get for the vase?")
    assert asks_amount("how much is coming back to us")
    assert not asks_amount("how much time do I get")
    assert not asks_amount("how much do I pay to send it back?")


@pytest.mark.parametrize(
    "said", ["what day did the refund come in?", "and when was that cash paid", "which date did my money get here"]
)
def test_on_which_day_the_money_came_is_asked(said: str):
    assert asks_when_paid(said)


@pytest.mark.parametrize(
    "said",
    ["when do I get my money?", "did the refund come?", "when did the parcel arrive", "when did I ask for a refund"],
)
def test_another_day_or_none_is_no_question_when_the_money_came(said: str):
    assert not asks_when_paid(said)


@pytest.mark.parametrize(
    "said", ["that was on Friday and no refund yet", "confirmed Monday, where is my money", "still don't see the cash"]
)
def test_money_that_is_not_there(said: str) -> None:
    assert misses_money(said)


@pytest.mark.parametrize("said", ["the parcel is not there, nor the refund", "the refund came", "nothing has changed"])
def test_what_does_not_miss_money(said: str) -> None:
    assert not misses_money(said)


@pytest.mark.parametrize(
    "said", ["it isn't on my account", "my paypal shows nothing", "that's a month ago and my balance is still zero"]
)
def test_an_account_that_shows_nothing_misses_money(said: str) -> None:
    assert misses_on_account(said)


@pytest.mark.parametrize(
    "said", ["my account is blocked", "not by card please", "the parcel is not on my account page"]
)
def test_other_words_of_an_account_miss_none(said: str) -> None:
    assert not misses_on_account(said)
