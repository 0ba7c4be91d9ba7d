"""Questions in words that are taken for others."""

from __future__ import annotations

import pytest

from core.plain_questions import (
    asks_before_arrival,
    asks_end_of_window,
    asks_if_returnable,
    asks_to_explain,
    asks_to_return,
)


@pytest.mark.parametrize("said", ["could you explain a bit", "put that differently please", "sorry, you've lost me"])
def test_plain_words_are_wanted(said: str):
    assert asks_to_explain(said)


@pytest.mark.parametrize(
    "said", ["explain why it takes so long", "can you explain the fee", "how do I explain the defect"]
)
def test_who_names_what_is_to_be_explained_asks_that(said: str):
    assert not asks_to_explain(said)


def test_whether_something_can_go_back_at_all():
    assert asks_if_returnable("all I need to know is whether I can still return it")
    assert not asks_if_returnable("can I return it in a store")
    assert not asks_if_returnable("where is my return")


def test_what_has_not_come_is_to_go_back():
    assert asks_before_arrival("may I send it back before it gets here?")
    assert asks_before_arrival("The rug hasn't arrived, how do I return it")
    assert not asks_before_arrival("my return is still on its way, can you check")
    assert not asks_before_arrival("the rug hasn't arrived")


@pytest.mark.parametrize(
    ("said", "wants"),
    [
        ("can I return the robot lawnmower", True),
        ("I'd like to return a chat lamp", True),
        ("can I return to the bot", False),
        ("return me to the assistant", False),
    ],
)
def test_a_thing_that_is_called_after_the_assistant_goes_back_too(said: str, wants: bool):
    assert asks_to_return(said) == wants


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("till when did my window go?", True),
        ("how long is the return period for these", True),
        ("when is the window over", True),
        ("how long until the window with the chat closes? refund?", False),
        ("open the window", False),
    ],
)
def test_the_end_of_a_window_is_asked_for(said: str, asks: bool):
    assert asks_end_of_window(said) is asks
