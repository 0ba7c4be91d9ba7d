"""Which of the things that were shown a customer means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.references import (
    asks_for_all,
    ending_meant,
    means_the_other,
    place_in_sentence,
    place_meant,
    same_words,
    things_named,
)

SHOWN = ("R1003 · Electric cup", "R1001 · Desk lamp", "R1002 · Running shoes")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("the first one", 0),
        ("second please", 1),
        ("And the 3rd?", 2),
        ("2", 1),
        ("#3", 2),
        ("(1)", 0),
        ("number two", 1),
        ("option 2", 1),
        ("the last one", 2),
        ("no, I meant the second one", 1),
        ("What about the last?", 2),
        ("the shoes", 2),
        ("and the running shoes?", 2),
        ("The Desk Lamp", 1),
        ("the one with the cup", 0),
        ("how about my lamp then", 1),
        ("R1002 · Running shoes", 2),
        ("the shoe", 2),
        ("hmm n the lamp", 1),
        ("nd the cup", 0),
    ],
)
def test_one_thing_is_meant(said: str, place: int):
    assert place_meant(said, SHOWN) == place


@pytest.mark.parametrize(
    "said",
    [
        *("", "?", "4", "the ninth one", "0", "that one", "it", "the other one", "my return", "the order"),
        *("I lost the second one", "when is the refund of the first one due", "the shoes are too small"),
        *("not the lamp", "the lamp and the cup", "the jacket", "the refund", "two weeks", "these two"),
        "the second one " * 20,
    ],
)
def test_none_is_meant(said: str):
    assert place_meant(said, SHOWN) is None


def test_a_word_of_two_titles_means_neither():
    assert place_meant("the jacket", ("Rain jacket", "Winter jacket")) is None
    assert place_meant("the rain jacket", ("Rain jacket", "Winter jacket")) == 0


def test_among_nothing_nothing_is_meant():
    assert place_meant("the last one", ()) is None
    assert things_named("where is the lamp", ()) == []


@pytest.mark.parametrize(
    ("said", "is_other"),
    [
        *(
            ("the other one", True),
            ("and the other?", True),
            ("no, the other order", True),
            ("what about my other one", True),
        ),
        *(("the other lamp", False), ("another", False), ("on the other hand it is late", False)),
    ],
)
def test_the_other_one_is_told_apart(said: str, is_other: bool):
    assert means_the_other(said) is is_other


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("when do I get the money for the shoes?", [(2,)]),
        ("can the electric cup still be cancelled", [(0,)]),
        ("is the lamp there yet", [(1,)]),
        ("running late, where is it", []),
        ("the cup and the lamp, when do they arrive", [(0,), (1,)]),
        ("not the lamp, the shoes", [(2,)]),
        ("where are they, not the shoes but my cup", [(0,)]),
        ("when do I get my money", []),
    ],
)
def test_a_sentence_names_things(said: str, places: list[tuple[int, ...]]):
    assert things_named(said, [title.partition(" · ")[2] for title in SHOWN]) == places


def test_things_are_named_in_the_order_of_the_sentence():
    assert things_named("are the shoes and the cup there", ("Electric cup", "Desk lamp", "Shoes")) == [(2,), (0,)]


def test_a_whole_title_wins_over_the_last_word_of_others():
    lamps = ("Reading lamp", "Desk lamp", "Lamp 40 W")
    assert things_named("where is the desk lamp", lamps) == [(1,)]
    assert things_named("is my lamp 40 w back", lamps) == [(2,)]


def test_words_apart_name_their_own_things():
    assert things_named("where are the kite and the string", ("Kite", "Kite string")) == [(0,), (1,)]
    assert things_named("where is the kite string", ("Kite", "Kite string")) == [(1,)]


def test_a_word_of_several_titles_leaves_open_which_is_meant():
    assert things_named("has the lamp arrived", ("Reading lamp", "Desk lamp", "Vase")) == [(0, 1)]
    assert things_named("both mugs please", ("Mug *new*", "Vase", "Mug, blue")) == [(0, 2)]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Charger 2-in-1 <fast>", "has the charger arrived"),
        ("Wireless headphones with microphone", "where are my headphones"),
        ("Curtain (grey)", "money for the curtains?"),
        ("Case for tablet", "is the case for tablet there"),
        ("Bath towel set", "the towels went off"),
        ("Paint brush", "the brushes, please"),
        ("Plush pony", "what of the ponies"),
        ("Smart watch", "n the watch"),
    ],
)
def test_a_thing_is_named_by_what_it_is(title: str, said: str):
    assert things_named(said, (title,)) == [(0,)]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Phone case", "what is the case with my refund"),
        ("Phone stand", "where does it stand"),
        ("Silver ring", "ring me tomorrow"),
        ("Headphones with microphone", "my microphone is broken"),
    ],
)
def test_ordinary_words_name_nothing(title: str, said: str):
    assert things_named(said, (title,)) == []
    assert things_named(f"is the {title} there", (title,)) == [(0,)]


@given(st.lists(st.text(max_size=30), max_size=6), st.text(max_size=200))
def test_whatever_is_said_means_a_thing_that_was_shown_or_none(titles: list[str], said: str):
    place = place_meant(said, titles)
    assert place is None or 0 <= place < len(titles)
    for places in things_named(said, titles):
        assert places and all(0 <= each < len(titles) for each in places)


@given(st.integers(1, 20), st.integers(1, 20))
def test_a_place_that_was_not_listed_is_not_meant(listed: int, said: int):
    assert place_meant(f"number {said}", ["Lamp"] * listed) == (said - 1 if said <= listed else None)


@given(st.text(max_size=60))
def test_a_title_means_itself(title: str):
    assert same_words(title.upper().lower()) == same_words(title.upper())


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("I still have to send off the second one", 1),
        ("is the first one late?", 0),
        ("the last one never left my house", 2),
        ("could the 3rd one be lost", 2),
    ],
)
def test_a_sentence_points_at_one_of_those_that_were_told(said: str, place: int):
    assert place_in_sentence(said, 3) == place


@pytest.mark.parametrize(
    "said", ["the fourth one is late", "the first one and the second one", "my second return", "that one", "latter", ""]
)
def test_a_sentence_points_at_none_of_those_that_were_told(said: str):
    assert place_in_sentence(said, 3) is None


def test_of_two_there_are_the_former_and_the_latter():
    assert place_in_sentence("has the former been checked", 2) == 0
    assert place_in_sentence("and when is the latter due", 2) == 1


@pytest.mark.parametrize(
    ("said", "digits"), [("347", "347"), ("then try 0347 please", "0347"), ("no, the one ending in 347", "347")]
)
def test_the_last_digits_of_a_number_are_the_whole_message(said: str, digits: str):
    assert ending_meant(said) == digits


@pytest.mark.parametrize("said", ["", "34", "346, not 347", "347 euros", "347 or 348", "123456789", "346 is late"])
def test_other_digits_are_no_end_of_a_number(said: str):
    assert ending_meant(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "what have I still got running?",
        "show me the ones that are open with you",
        "how many of mine are underway right now",
    ],
)
def test_all_that_goes_on_is_asked_for(said: str):
    assert asks_for_all(said)


@pytest.mark.parametrize(
    "said",
    [
        "which ones are blue?",
        "what am I to do now",
        "are mine open?",
        "which shop is open",
        "what do I get",
        "is it going on",
    ],
)
def test_a_question_of_something_else_asks_for_no_list(said: str):
    assert not asks_for_all(said)


ORDERED = ("Phone case", "Winter jacket", "Sewing box", "Chess set")


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("and the case?", [(0,)]),
        ("what about the box then", [(2,)]),
        ("ok and how about my set", [(3,)]),
        # Beside other words these are the desk's.
        ("pass my case on", []),
        ("case?", []),
        ("and the card?", []),
        ("what about the box that you sent", []),
    ],
)
def test_a_word_of_the_desk_names_a_thing_where_a_message_says_nothing_else(said: str, places: list[tuple[int, ...]]):
    assert things_named(said, ORDERED) == places


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("and the first, is that by transfer?", 0),
        ("ok, for the second: which day was it", 1),
        ("what about the last?", 1),
        ("the second day it broke", None),
        ("it came on the first, I think", None),
        ("the third, please", None),
    ],
)
def test_an_ordinal_that_begins_a_message_points_at_a_thing(said: str, place: int | None):
    assert place_in_sentence(said, 2) == place


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("and the trainers, when are they paid?", [(1,)]),
        ("is the anorak there yet", [(0,)]),
        ("what about the loudspeaker", [(2,)]),
        # A title that says it wins.
        ("the coat, not the jacket", [(3,)]),
        ("the flashlight?", []),
    ],
)
def test_another_word_for_a_kind_of_thing_names_it(said: str, places: list[tuple[int, ...]]):
    titles = ["Winter jacket", "Running shoes", "Bluetooth speaker", "Rain coat"]
    found = things_named(said, titles if "anorak" not in said else titles[:3])

    assert found == places
