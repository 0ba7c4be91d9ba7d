"""What a few kinds of messages mean by their words."""

from __future__ import annotations

import pytest

from bot.nlu.told_apart import told_apart


@pytest.mark.parametrize(
    ("said", "taken_for", "means"),
    [
        ("how do I share pictures of the dent?", "ask_amend_return", "nlu_fallback"),
        ("does that hold for a hammock?", "ask_item_condition", "nlu_fallback"),
        ("could you explain a bit", "nlu_fallback", "explain_answer"),
        ("may I return it before it gets here?", "report_order_not_arrived", "ask_how_to_return"),
        ("just tell me if I can return it", "ask_return_status", "ask_return_window"),
        ("R2040 was dropped off at the shop", "ask_drop_off_points", "report_not_marked_returned"),
        ("suppose the lockers are full?", "ask_drop_off_points", "ask_ship_by"),
        ("what if I pack the wrong thing", "report_item_problem", "ask_failed_inspection"),
        ("if I regret it once it has been sent?", "ask_amend_return", "ask_cancel_return"),
        ("and if he forgets?", "stop", "ask_ship_by"),
    ],
)
def test_the_words_say_what_is_meant(said: str, taken_for: str, means: str):
    assert told_apart(said, taken_for, ()) == means


@pytest.mark.parametrize("taken_for", ["ask_pickup", "ask_packaging", "ask_exchange", "report_return_closed"])
def test_no_hand_in_is_heard_whatever_rule_it_was_taken_for(taken_for: str):
    denied = [{"entity": "hand_in", "value": "not"}]
    assert told_apart("they gave it back to me", taken_for, denied) == "report_not_marked_returned"
    assert told_apart("they gave it to me", taken_for, ()) == taken_for


def test_what_is_urgent_stays_so():
    assert told_apart("can I show you pictures of it", "talk_to_person", ()) == "talk_to_person"


def test_a_country_is_no_thing():
    country = {"entity": "country", "value": "PL"}
    assert told_apart("does that apply to Poland?", "ask_countries", [country]) == "ask_countries"


def test_the_question_for_a_day_is_one_for_what_follows_if_it_is_handed_in_then():
    days = [{"entity": "date", "sense": "not"}, {"entity": "date", "sense": "ahead"}]
    assert told_apart("no luck yesterday, is Friday ok?", "ask_return_window", days) == "report_not_marked_returned"


def test_a_day_of_somebody_elses_hand_in_is_asked_about_as_ones_own():
    days = [{"entity": "hand_in", "value": "ahead"}, {"entity": "date", "sense": "ahead"}]
    said = "my flatmate could bring it over on Friday, good enough?"
    assert told_apart(said, "ask_gift_return", days) == "report_not_marked_returned"


def test_a_day_without_a_parcel_is_no_hand_in():
    days = [{"entity": "date", "sense": "ahead"}]
    assert told_apart("is Friday ok?", "ask_return_window", days) == "ask_return_window"
