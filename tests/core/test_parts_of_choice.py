"""The part of a message that chooses, and what stands around it."""

from __future__ import annotations

from core.parts_of_choice import LONGEST, parts_of_choice


def test_the_whole_message_comes_first_and_then_the_longest_choice():
    assert list(parts_of_choice("only the mug, set of 2, its handle is loose"))[:3] == [
        ("", "only the mug, set of 2, its handle is loose", ""),
        ("", "only the mug, set of 2", "its handle is loose"),
        ("", "only the mug", "set of 2, its handle is loose"),
    ]


def test_a_few_words_may_lead_to_it():
    assert ("fair enough", "just the mug", "it leaks") in list(parts_of_choice("fair enough. just the mug, it leaks"))
    long = "I have thought about all of this again, just the mug"
    assert all(choice != "just the mug" for _, choice, _ in parts_of_choice(long))


def test_an_amount_ends_no_choice():
    assert all(not rest.startswith("30") for _, _, rest in parts_of_choice("only the 22,30 one, it buzzes"))


def test_a_story_is_no_choice():
    assert list(parts_of_choice("the mug, " * LONGEST)) == []
