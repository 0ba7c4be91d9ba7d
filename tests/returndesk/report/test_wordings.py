"""What was not answered: like wordings together, and none that could tell who said it."""

from __future__ import annotations

import pytest
from pace import quiet_seconds

from core.identifiers import session_key
from returndesk.report.wordings import LINKED, Wordings, without_details


def heard(*texts, kind="declined", least=3):
    wordings = Wordings()
    for number, text in enumerate(texts):
        wordings.hear(text, kind, f"web:{number}")
    return [(each.text, each.times, each.conversations) for each in wordings.most_common(10, least)]


def test_the_same_words_in_another_form_are_one_wording():
    said = ["Do you sell shoes?", "do you sell shoes", "Do you  SELL shoes?!", "shoes, do you sell them"]

    assert heard(*said[:3]) == [("do you sell shoes", 3, 3)]


def test_nearly_the_same_words_count_with_the_wording_that_was_said_most():
    said = ["is there a discount for students this week"] * 3 + ["is there any discount for students this week"]

    assert heard(*said) == [("is there a discount for students this week", 4, 4)]


def test_what_only_two_have_said_is_not_shown():
    assert heard("My neighbour Maria Gonzalez took it", "my neighbour maria gonzalez took it") == []


def test_one_customer_who_repeats_themselves_is_one_conversation():
    wordings = Wordings()
    for _ in range(5):
        wordings.hear("do you sell shoes", "declined", "web:1")

    assert wordings.most_common(10, 2) == []


def test_words_of_few_are_not_shown_where_they_are_like_those_of_many():
    said = ["can I pay with vouchers in the big store downtown"] * 3
    mine = "can I pay with vouchers in the big store downtown Xavier"

    assert heard(*said, mine) == [(said[0].lower().replace("can i", "can i"), 4, 4)]


def test_one_conversation_is_enough_where_that_is_asked_for_and_the_first_are_named():
    wordings = Wordings()
    for number in range(9):
        wordings.hear("are there gift cards", "declined", f"web:{number // 2}")
    wordings.hear("do you mend zips", "unclear", "email:7")
    common = wordings.most_common(10, 1)

    assert [each.conversations for each in common] == [5, 1]
    assert common[0].keys == [session_key(f"web:{number}") for number in range(5)]
    assert common[1].keys == [session_key("email:7")]


def test_no_more_conversations_are_named_than_a_page_can_hold_also_of_merged_wordings():
    wordings = Wordings()
    said = "is there a discount for students this week"
    for number in range(4):
        wordings.hear(said, "declined", f"web:{number}")
    for number in range(2, 9):
        wordings.hear(said.replace(" a ", " any big "), "declined", f"web:{number}")
    (common,) = wordings.most_common(10, 3)

    assert common.conversations == 9
    assert len(common.keys) == LINKED == len(set(common.keys))


def test_who_says_their_name_is_not_named():
    wordings = Wordings(lambda text: text.replace("Xavier", "[name]"))
    wordings.hear("My name is Xavier and I want vouchers", "declined", "web:1")

    assert [each.text for each in wordings.most_common(1, 1)] == ["my name is [name] and i want vouchers"]


def test_what_was_declined_and_what_was_unclear_stand_apart():
    wordings = Wordings()
    for number in range(3):
        wordings.hear("blue monday", "declined", f"web:{number}")
        wordings.hear("blue monday", "unclear", f"web:{number}")

    assert {each.kind for each in wordings.most_common(10, 3)} == {"declined", "unclear"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Where is 8120034500012345?", "where is [number]"),
        ("I am ana@example.com, hello", "i am [e-mail] hello"),
        ("see https://shop.example/o/12?x=1 now", "see [link] now"),
        ("R1001 and LP00123", "[number] and [number]"),
        ("I paid €12.50 on 2026-10-12", "i paid [number] on [number]"),
        ("call me at +34 612 345 678", "call me at [phone number]"),
        ("order #12#34 of you@shop", "order [number] of [e-mail]"),
    ],
)
def test_details_are_taken_out(text, shown):
    assert without_details(text) == shown


def test_a_letter_is_nobody_elses_wording():
    assert heard(*["a very long story " * 20] * 5) == []


@pytest.mark.parametrize("text", ["", "   ", "???", "🙂🙂", "!!"])
def test_what_holds_no_word_is_left_out(text):
    assert heard(text, text, text) == []


@pytest.mark.parametrize("unit", ["a", ".", "a@", "@", "a1", "[a"])
def test_the_details_of_a_long_text_are_taken_out_in_no_time(unit):
    assert quiet_seconds(lambda: without_details(unit * (40_000 // len(unit)))) < 1
