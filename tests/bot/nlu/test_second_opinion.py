"""What two opinions on a message say together, and when a message gets a second one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.second_opinion import (
    alone,
    credible,
    goes_on,
    in_question,
    is_asked_for,
    is_easily_mistaken,
    joined,
    torn,
    unfounded,
)
from core.intents import FALLBACK

INTENTS = ("cancel", "refund", "status")
FEE, TIME = "ask_return_fee", "ask_refund_time"
SHARES = st.fixed_dictionaries({name: st.floats(0.01, 1) for name in INTENTS})


@pytest.mark.parametrize(
    ("first", "text", "expected"),
    [
        ({FEE: 0.89, TIME: 0.1}, "what does it cost me", True),
        ({FEE: 0.9, TIME: 0.1}, "what does it cost me", False),
        ({FEE: 0.4, TIME: 0.3}, "and the blue one?", False),
        ({"express_distress": 0.5, FEE: 0.4}, "who pays when I am gone for ever", False),
        ({}, "xyzzy plugh frotz", False),
    ],
    ids=["unsure", "sure", "goes on", "distress", "unknown"],
)
def test_who_is_unsure_of_a_message_asks_for_a_second_opinion(first: dict[str, float], text: str, expected: bool):
    assert is_asked_for(first, text, 0.9) is expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("ask_shop_matter", "does the lamp need a bulb", True),
        ("out_of_scope", "still swimming across the ocean?", True),
        ("greet", "good evening and a sunny week, the vase never came", True),
        ("greet", "good evening", False),
        (FEE, "does the lamp need a bulb", False),
        ("express_distress", "does anybody need me", False),
    ],
)
def test_what_many_things_are_taken_for_gets_a_second_opinion_however_sure(name: str, text: str, expected: bool):
    assert is_easily_mistaken({name: 0.99}, text) is expected


@given(SHARES, SHARES)
def test_joined_opinions_are_confidences_in_falling_order(first: dict[str, float], second: dict[str, float]):
    likely = list(joined(first, second).values())

    assert likely == sorted(likely, reverse=True)
    assert sum(likely) == pytest.approx(1, abs=1e-4)


@given(SHARES, SHARES)
def test_an_intent_that_both_have_before_another_stays_before_it(first: dict[str, float], second: dict[str, float]):
    together = joined(first, second)

    for one in INTENTS:
        for other in INTENTS:
            if first[one] > first[other] and second[one] > second[other]:
                assert together[one] >= together[other]


def test_an_intent_that_the_first_opinion_leaves_out_can_be_found():
    together = joined({"cancel": 0.4, "refund": 0.3}, {"cancel": 0.00001, "refund": 0.00001, "status": 0.99998})

    assert next(iter(together)) == "status"


def test_what_either_opinion_finds_likely_comes_into_question():
    first = {"cancel": 0.5, "refund": 0.3, "status": 0.09}

    assert in_question(first, {"status": 0.9, "cancel": 0.06, "refund": 0.04}) == {"cancel", "refund", "status"}
    assert in_question(first, {"refund": 0.91, "cancel": 0.06, "status": 0.03}) == {"cancel", "refund"}


def test_a_move_of_the_conversation_is_not_heard_of_the_second_opinion_alone():
    second = {"express_threat": 0.8, "out_of_scope": 0.1, FEE: 0.1}

    assert credible({FEE: 0.6, "express_threat": 0.09}, second) == {"out_of_scope": 0.1, FEE: 0.1}
    assert credible({FEE: 0.6, "express_threat": 0.1}, second) == second
    assert next(iter(joined({FEE: 0.6}, credible({FEE: 0.6}, second)))) == FEE


@pytest.mark.parametrize(
    ("first", "second", "together", "expected"),
    [
        ({FEE: 0.6, TIME: 0.3}, {TIME: 0.7, FEE: 0.2}, {TIME: 0.55, FEE: 0.4}, True),
        ({FEE: 0.6, TIME: 0.3}, {FEE: 0.5, TIME: 0.4}, {FEE: 0.55, TIME: 0.4}, False),
        ({FEE: 0.2, TIME: 0.1}, {TIME: 0.95, FEE: 0.01}, {TIME: 0.8, FEE: 0.1}, False),
        ({FEE: 0.85, TIME: 0.1}, {TIME: 0.99, FEE: 0.01}, {TIME: 0.8, FEE: 0.1}, True),
        ({FEE: 0.6, TIME: 0.3}, {TIME: 0.29, FEE: 0.2}, {FEE: 0.5, TIME: 0.4}, False),
        ({"thank": 0.6, TIME: 0.3}, {TIME: 0.7, "thank": 0.2}, {TIME: 0.55, "thank": 0.4}, False),
        ({FEE: 0.6, TIME: 0.3}, {"out_of_scope": 0.7, FEE: 0.2}, {"out_of_scope": 0.55, FEE: 0.4}, False),
    ],
    ids=["differ", "agree", "decided", "the first was sure", "no opinion", "a move", "elsewhere"],
)
def test_opinions_are_torn_where_they_name_different_questions_and_none_outweighs_the_other(
    first: dict[str, float], second: dict[str, float], together: dict[str, float], expected: bool
):
    assert torn(first, second, together) is expected


@pytest.mark.parametrize(
    ("first", "together", "expected"),
    [
        ({"report_parcel_lost": 0.3, "report_order_not_arrived": 0.2}, {"report_parcel_lost": 0.9}, True),
        ({"report_parcel_lost": 0.3, "ask_return_status": 0.2}, {"report_parcel_lost": 0.9}, False),
        ({"ask_return_fee": 0.3}, {"ask_return_fee": 0.9}, False),
        ({}, {}, False),
    ],
    ids=["a parcel on its way here", "a parcel on its way back", "promises nothing", "nothing"],
)
def test_a_promise_of_a_parcel_on_its_way_back_needs_words_that_speak_of_one(
    first: dict[str, float], together: dict[str, float], expected: bool
):
    assert unfounded(first, together) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and the one from last month?", True),
        ("What about the blue kettle", True),
        ("how about my other order?", True),
        ("android phone, can I return it?", False),
        ("where is my money and the label?", False),
        ("sorry, I meant the other kettle, not that one", True),
        ("so on Friday at the latest?", True),
        ("the voucher", True),
        ("and when I called you the day before yesterday nobody at all could tell me a single thing about it", False),
        ("and " * 5_000, False),
    ],
)
def test_a_short_message_that_goes_on_is_known_by_how_it_begins(text: str, expected: bool):
    assert goes_on(text) is expected


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ({"ask_return_fee": 0.51}, False),
        ({"ask_return_fee": 0.49}, True),
        ({"give_details": 0.49}, False),
        ({"give_details": 0.34}, True),
        ({"give_details": 0.4, "thank": 0.36}, True),
    ],
)
def test_an_opinion_is_doubted_where_it_alone_would_be_asked_back(first: dict[str, float], expected: bool):
    assert alone(first) == (FALLBACK if expected else next(iter(first)))
