"""Whether what was told holds for a thing that is named."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk

from actions.answers.resume_question import ActionResumeQuestion
from actions.answers.rule_of_thing import rule_of_thing
from actions.server.registry import topic_actions


def asked(desk: Desk, said: str, *facts: str, **slots: Any) -> str:
    """What is said of it behind an answer that rests on these rules."""
    answer = {"event": "bot", "text": "…", "metadata": {"utter_action": "utter_rule", "facts": facts}}
    turn = desk.turn("nlu_fallback", said=said, events=({"event": "user"}, answer, {"event": "user"}), **slots)
    resume = ActionResumeQuestion(desk.services, topic_actions(desk.services))
    reply = rule_of_thing(turn, desk.services, resume)
    return "" if reply is None else "\n".join(desk.say(reply))


def test_a_window_goes_by_the_mark(desk: Desk):
    said = asked(desk, "and does that hold for a hammock?", "window.order", "window.receipt")

    assert "90 days after the order was placed" in said
    assert "shown on its page" in said


def test_what_depends_on_no_kind_of_item_says_so(desk: Desk):
    said = asked(desk, "is this also true for candles", "inspection")

    assert "about 2 business days" in said
    assert "name no kind of item for which that would be different" in said


def test_a_label_takes_more_items_of_its_order_along(desk: Desk):
    assert "first label" in asked(desk, "does it cover the second lamp too?", "ship.label")


def test_without_an_answer_before_the_categories_are_told(desk: Desk):
    assert "marked on its page" in asked(desk, "does it cover the hammock?")


@pytest.mark.parametrize("said", ["does it cover me?", "where is my return?"])
def test_all_else_is_left_to_others(desk: Desk, said: str):
    assert asked(desk, said, "window.order") == ""


def test_a_form_goes_on(desk: Desk):
    assert asked(desk, "does it cover the hammock?", "window.order", loop="start_return_form") == ""


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ("a robot for the pool is inside?", "Robot Pool Cleaner"),
        ("does the list include shoe dryers", "Shoe Dryer"),
        ("is a fridge on the list", "Compact/Portable Refrigerator"),
        ("are party masks one of those things", "Party Masks"),
    ],
)
def test_behind_the_list_a_thing_is_on_it_or_not(desk: Desk, said: str, entry: str):
    told = asked(desk, said, "seasonal", "seasonal.published")
    assert f"that list names it: {entry}" in told


def test_a_thing_that_no_entry_names_is_not_on_it(desk: Desk):
    assert "not in the part of the list" in asked(desk, "are party hats on the list?", "seasonal")


def test_what_the_list_changes_is_not_stated(desk: Desk):
    told = asked(desk, "so do I get more days with that?", "seasonal")
    assert "don't state that being on that list changes anything else" in told
