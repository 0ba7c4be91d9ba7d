"""Short messages that go on about the answer before, told by their words."""

from __future__ import annotations

import pytest

from core.follow_ups import (
    age_corrected,
    ages_corrected,
    asks_if_late_now,
    asks_in_time,
    asks_of_page,
    asks_same_of_another,
    asks_to_explain,
    corrects_age,
    corrects_arrival,
    goes_on,
    knows_not,
    names_another_order,
    never_arrives,
)


@pytest.mark.parametrize(
    "said",
    [
        "I don't remember",
        "I don’t know when",
        "no idea anymore",
        "oh I have no clue",
        "i forgot",
        "not sure which day it was",
        "sorry, can't recall the exact date",
        "I couldn't tell you, honestly",
    ],
)
def test_who_only_says_so_knows_not(said: str):
    assert knows_not(said)


@pytest.mark.parametrize(
    "said",
    [
        "I don't know what to do",
        "no, I know that",
        "I forgot my number",
        "not sure if I sent it",
        "don't you know?",
        "",
    ],
)
def test_what_says_more_is_no_answer_of_that_kind(said: str):
    assert not knows_not(said)


@pytest.mark.parametrize(
    "said",
    [
        "and if it never arrives at all?",
        "what happens if the parcel doesn't turn up",
        "and if it won’t get there?",
        "what if R2001 goes missing",
        "ok but what if my money never comes",
        "what if it does not show up on your page?",
    ],
)
def test_what_follows_if_something_never_comes_is_asked(said: str):
    assert never_arrives(said)


@pytest.mark.parametrize(
    "said",
    [
        "and if the seller never answers",
        "if it arrives on Friday, when is it checked?",
        "it never arrived",
        "and if it doesn't change",
        "what if I never get to the post office with it",
    ],
)
def test_other_ifs_are_about_something_else(said: str):
    assert not never_arrives(said)


@pytest.mark.parametrize(
    "said",
    [
        "is that too late?",
        "would that still be in time",
        "is Thursday the 29th soon enough?",
        "does the 27th still work?",
        "would 3 November be ok?",
        "and am I within the window then?",
        "so is tomorrow early enough",
        "Saturday alright?",
        "by the 16th, soon enough?",
        "next Sunday fine?",
    ],
)
def test_whether_a_day_is_early_enough_is_asked(said: str):
    assert asks_in_time(said)


@pytest.mark.parametrize(
    "said",
    [
        "is that too small?",
        "is the lamp ok?",
        "it came too late",
        "is it too late to cancel R1003?",
        "too late",
        "the label does not work",
        "when does the 30-day window end?",
        "Saturday, alright",
        "Saturday is a bit late",
        "ok?",
    ],
)
def test_other_judgements_are_about_something_else(said: str):
    assert not asks_in_time(said)


@pytest.mark.parametrize(
    "said",
    [
        "and when would the page show it then?",
        "by when will the status be updated?",
        "what day is it marked as returned then",
    ],
)
def test_when_the_page_changes_is_asked(said: str):
    assert asks_of_page(said)


@pytest.mark.parametrize("said", ["when does my money come?", "where is the page?", "the page shows nothing"])
def test_other_questions_are_not_about_the_page(said: str):
    assert not asks_of_page(said)


@pytest.mark.parametrize(
    "said",
    [
        "sorry, it was bought 11 weeks ago",
        "oops, not 70 days but 75 days",
        "actually the parcel arrived two weeks ago",
        "make that 13 weeks",
        "no wait, I received it 6 days ago",
        "what if it was 11 weeks?",
    ],
)
def test_an_age_is_put_right(said: str):
    assert corrects_age(said)


@pytest.mark.parametrize(
    "said",
    [
        "it arrived 6 days ago",
        "no, I ordered it 11 weeks ago and it never came",
        "sorry, is 11 weeks too long?",
        "and if I wait 3 weeks more?",
        "sorry about the wait",
        "I meant R1001, not R1002",
        "I handed it in 3 days ago, not 5 days ago",
        "not today",
    ],
)
def test_what_says_more_or_no_number_of_days_puts_no_age_right(said: str):
    assert not corrects_age(said)


@pytest.mark.parametrize("said", ["explain plz", "could you clarify that?", "in plain words please", "ELI5"])
def test_an_explanation_of_the_answer_is_asked_for(said: str):
    assert asks_to_explain(said)


@pytest.mark.parametrize("said", ["explain the label", "why is that so", "can you explain how to cancel it?"])
def test_an_explanation_of_something_else(said: str):
    assert not asks_to_explain(said)


@pytest.mark.parametrize(
    ("said", "is_so"), [("and Sunday?", True), ("Or the 9th", True), ("Sunday, and", False), ("", False)]
)
def test_what_begins_with_and_goes_on(said: str, is_so: bool):
    assert goes_on(said) is is_so


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("sorry, 73 and 12", (73, 12)),
        ("my mistake: 12 / 73", (12, 73)),
        ("no wait, 61 and 20 days rather", (61, 20)),
        ("61, not 58", (61, 58)),
        # A choice from a list, a question, something else.
        ("sorry, 1 and 3", ()),
        ("73 and 12", ()),
        ("sorry, 73 and 12?", ()),
        ("sorry, I paid 73 and got 12 back", ()),
        ("no, 73", ()),
    ],
)
def test_ages_are_put_right_without_their_unit(said: str, numbers: tuple[int, ...]):
    assert ages_corrected(said) == numbers


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("sorry 66", 66),
        ("no wait, 13", 13),
        ("oops, meant 66", 66),
        ("i made a mistake it was 66", None),
        ("it was 66", None),
        ("sorry, 2", None),
        ("sorry, not 88", None),
        ("sorry, is it 66?", None),
        ("sorry, my number is 66", None),
    ],
)
def test_one_number_puts_an_age_right(said: str, number: int | None):
    assert age_corrected(said) == number


@pytest.mark.parametrize(
    "said",
    [
        "apologies, I was confused, the chair arrived 13 days ago",
        "my mistake, the invoice says it was ordered 70 days ago",
        "hang on, wrong item: that one came 6 days ago, I misread the mail",
    ],
)
def test_a_longer_message_puts_an_age_right(said: str):
    assert corrects_age(said)


@pytest.mark.parametrize("said", ["am I late?", "so is it too late already?", "still in time?", "too late now?"])
def test_a_question_whether_it_is_late_by_now(said: str):
    assert asks_if_late_now(said)


@pytest.mark.parametrize("said", ["too late on Friday?", "that's too late", "is the refund late?", "late"])
def test_what_asks_of_a_day_or_of_money_does_not_ask_of_now(said: str):
    assert not asks_if_late_now(said)


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("and the order I made in June?", True),
        ("and the one from last summer", True),
        ("and the order that never arrived?", False),
        ("the order from June", False),
        ("and where is the order from June?", False),
    ],
)
def test_another_order_is_named_to_go_on_with(said: str, names: bool):
    assert names_another_order(said) == names


@pytest.mark.parametrize("said", ["the hairdryer: same thing?", "R1002, ditto", "Board game - same question."])
def test_the_same_is_asked_behind_the_thing(said: str):
    assert asks_same_of_another(said)


@pytest.mark.parametrize("said", ["it is the same", "no, same as before, it says returned", "same"])
def test_what_is_the_same_asks_nothing_of_another(said: str):
    assert not asks_same_of_another(said)


@pytest.mark.parametrize(
    ("said", "corrects"),
    [
        ("oops, it reached me on the 4th, not on the 2nd", True),
        ("wait, the note says it came on Friday", True),
        ("it came on Friday", False),
        ("no, the warehouse received it on Friday", False),
        ("sorry, when did it come on Friday?", False),
    ],
)
def test_a_day_of_arrival_is_put_right(said: str, corrects: bool):
    assert corrects_arrival(said) is corrects
