"""How likely answers are right, and what is asked back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from actions.answers.clarify import clarification
from bot.nlu.doubt import (
    OPINIONS,
    TAKEN_FOR,
    Opinions,
    Table,
    choice,
    evidence,
    is_debatable,
    is_doubtful,
    read_table,
    with_doubt,
)
from bot.nlu.mistaken_for import HAND_IN
from bot.nlu.second_opinion import PROMISES, TOLD
from core.intents import DISTRESS, FALLBACK, OUT_OF_SCOPE

FEE, TIME, SHOP, LOST = "ask_return_fee", "ask_refund_time", "ask_shop_matter", "report_parcel_lost"


def opinions(first: Mapping[str, float], second: Mapping[str, float], **near: float) -> Opinions:
    return Opinions(first, second, near)


AGREED = opinions({FEE: 0.85, TIME: 0.05}, {FEE: 0.99, TIME: 0.01}, **{FEE: 0.95})
DIVIDED = opinions({FEE: 0.5, TIME: 0.3}, {TIME: 0.5, FEE: 0.3, OUT_OF_SCOPE: 0.2}, **{FEE: 0.1, TIME: 0.2})


def understood(intent: str, known: Opinions | None) -> Message:
    ranking = [{"name": intent, "confidence": 0.8}]
    message = Message(data={TEXT: "…", INTENT: ranking[0], INTENT_RANKING_KEY: ranking, OPINIONS: known})
    with_doubt(message)
    return message


def test_the_table_weighs_all_that_is_known():
    assert set(read_table().weights) == set(evidence(FEE, AGREED))
    assert 0 < read_table().bar < 1


def test_what_both_opinions_say_is_likelier_right_than_what_one_says():
    sure, unsure = (read_table().likely_right(evidence(FEE, each)) for each in (AGREED, DIVIDED))

    assert 0 < unsure < read_table().bar < sure < 1


@pytest.mark.parametrize(
    "worse",
    [
        opinions({FEE: 0.45, TIME: 0.45}, AGREED.second, **AGREED.near),
        opinions(AGREED.first, {FEE: 0.6, OUT_OF_SCOPE: 0.4}, **AGREED.near),
        opinions(AGREED.first, AGREED.second, **{FEE: 0.0}),
    ],
    ids=["another is likely", "may be none of ours", "others are near"],
)
def test_each_that_speaks_against_an_answer_makes_it_less_likely(worse: Opinions):
    table = read_table()

    assert table.likely_right(evidence(FEE, worse)) < table.likely_right(evidence(FEE, AGREED))


def test_a_matter_of_the_shop_is_mistaken_more_often():
    table = read_table()
    as_sure = opinions({SHOP: 0.85, TIME: 0.05}, {SHOP: 0.99, TIME: 0.01}, **{SHOP: 0.95})

    assert table.likely_right(evidence(SHOP, as_sure)) < table.likely_right(evidence(FEE, AGREED))


def test_promises_are_marked():
    assert {name: evidence(name, AGREED)["promise"] for name in (*PROMISES, FEE)} == {
        **dict.fromkeys(PROMISES, 1.0),
        FEE: 0.0,
    }


@pytest.mark.parametrize("intent", [DISTRESS, "express_threat", "give_details", "affirm", FALLBACK])
def test_what_words_tell_is_not_doubted(intent: str):
    assert not is_debatable(intent, DIVIDED)
    assert understood(intent, DIVIDED).get(INTENT)["name"] == intent


def test_what_is_read_out_of_single_words_is_not_doubted():
    assert is_debatable(TIME, DIVIDED) is is_debatable(LOST, DIVIDED) is False
    assert is_debatable(FEE, DIVIDED)


@pytest.mark.parametrize(("second", "expected"), [({"thank": 0.9, FEE: 0.1}, False), ({FEE: 0.9, "thank": 0.1}, True)])
def test_thanks_are_doubted_where_what_is_near_asks_something(second: dict[str, float], expected: bool):
    assert is_debatable("thank", opinions({"thank": 0.99}, second)) is expected


@pytest.mark.parametrize(("name", "near", "expected"), [(TIME, 0.6, True), (TIME, 0.4, False), (SHOP, 0.6, False)])
def test_what_is_out_of_scope_is_doubted_where_what_is_near_surely_asks_something(
    name: str, near: float, expected: bool
):
    known = opinions({OUT_OF_SCOPE: 0.99}, {name: near, OUT_OF_SCOPE: near - 0.1})

    assert is_doubtful(OUT_OF_SCOPE, known, read_table()) is expected


@pytest.mark.parametrize(("bar", "expected"), [(0.4, False), (0.6, True)])
def test_below_the_bar_the_customer_chooses(bar: float, expected: bool):
    assert is_doubtful(FEE, DIVIDED, Table(bar, 0.0, {})) is expected


def test_a_doubtful_answer_becomes_a_choice_of_what_either_opinion_says():
    message = understood(FEE, DIVIDED)

    assert message.get(INTENT)["name"] == FALLBACK
    assert message.get(TAKEN_FOR) == FEE
    asked = clarification("…", message.get(INTENT_RANKING_KEY), in_form=False)
    assert {each.payload for each in asked.choices} == {f"/{FEE}", f"/{TIME}", "/help"}
    assert {INTENT, INTENT_RANKING_KEY} <= set(message.as_dict(only_output_properties=True))
    assert OPINIONS not in message.as_dict(only_output_properties=True)


def test_what_words_tell_is_answered_however_unlikely():
    message = Message(data={TEXT: "…", INTENT: {"name": FEE, "confidence": 1.0}, OPINIONS: DIVIDED, TOLD: True})
    with_doubt(message)

    assert message.get(INTENT)["name"] == FEE


@pytest.mark.parametrize(("sense", "expected"), [("past", HAND_IN), ("other", FALLBACK)])
def test_a_hand_in_of_which_the_day_is_told_is_answered_however_unlikely(sense: str, expected: str):
    known = opinions({HAND_IN: 0.45, FEE: 0.4}, {HAND_IN: 0.45, FEE: 0.4, OUT_OF_SCOPE: 0.1})
    day = {"entity": "date", "value": "Friday", "sense": sense}
    text = "dropped the parcel off on Friday"
    message = Message(data={TEXT: text, INTENT: {"name": HAND_IN}, OPINIONS: known, ENTITIES: [day]})
    with_doubt(message)

    assert message.get(INTENT)["name"] == expected


def test_an_answer_that_is_likely_right_stays():
    message = understood(FEE, AGREED)

    assert message.get(INTENT) == {"name": FEE, "confidence": 0.8}
    assert message.get(INTENT_RANKING_KEY) == [message.get(INTENT)]


def test_what_was_unclear_is_asked_back_with_what_either_opinion_says():
    message = understood(FALLBACK, DIVIDED)

    assert message.get(INTENT) == {"name": FALLBACK, "confidence": 0.8}
    assert [each["name"] for each in message.get(INTENT_RANKING_KEY)][:2] in ([FEE, TIME], [TIME, FEE])


@pytest.mark.parametrize("known", [None, opinions({}, {FEE: 1.0})], ids=["one opinion", "no words known"])
def test_without_two_opinions_nothing_is_doubted(known: Opinions | None):
    assert understood(SHOP, known).get(INTENT)["name"] == SHOP


def test_a_choice_holds_what_one_opinion_alone_finds_likely():
    torn = opinions({LOST: 0.9, TIME: 0.0001}, {TIME: 0.9, LOST: 0.0001})

    offered = [each["name"] for each in choice(torn) if each["confidence"] >= 0.1]

    assert set(offered) == {LOST, TIME}
    assert [each["confidence"] for each in choice(torn)] == sorted(
        (each["confidence"] for each in choice(torn)), reverse=True
    )
