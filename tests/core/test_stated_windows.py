"""Which numbers of days are the length of a window, by who states them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.stated_windows import asks_by_stated_window, only_states_window, stated_windows


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("her listing shows thirty days", 30),
        ("it came on Sunday and says 30 days", 30),
        ("the shop gives me 15 days for this one", 15),
        ("my return window is 7 days", 7),
        ("we have 15 days", 15),
        ("my sister has only 7 days", 7),
        ("a 30-day return", 30),
        ("fifteen days return period", 15),
        ("you get 90 days", 90),
        ("we are allowed 15 days", 15),
        ("the seller allows 30, it came on Sunday", 30),
        ("your site says 7. It came on Sunday", 7),
        ("return period: 15 days", 15),
        ("it is a 15 day item", 15),
        ("marked with 30 days", 30),
        ("two weeks to send it back, says the page", 14),
        ("the description says I have 10 days", 10),
        ("a month to return it", None),
        ("does the 30 days end on Sunday", 30),
        ("and under 15 days?", 15),
        ("with my 7 days, would Tuesday do", 7),
    ],
)
def test_a_length_is_known_by_who_states_it(said: str, days: int | None):
    assert [each.days for each in stated_windows(said)] == [days]


@pytest.mark.parametrize(
    "said",
    [
        "I bought it 30 days ago",
        "it reached me 7 days ago",
        "I have waited 15 days",
        "we have had it for 7 days",
        "I've 7 days left",
        "it took 15 days to return my money",
        "no money after 30 days, return not shown",
        "the page says 7 October",
        "the page says 7/10",
        "your site says $30",
        "they give you 15 %",
        "the page says delivered 7 days ago",
        "the site says 3 to 5 days",
        "do I have 7, 15 or 30 days?",
        "I have 3 weeks and nothing happens",
        "is the 15th fine?",
    ],
)
def test_what_has_gone_by_is_no_length(said: str):
    assert stated_windows(said) == ()


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("her page says 30 days, it came on Sunday", True),
        ("I have 15 days and got it 9 days ago", True),
        ("my window is 15 days, when is the last moment", True),
        ("I have 15 days", False),
        ("it came on Sunday", False),
    ],
)
def test_a_day_beside_the_length_or_its_end_is_asked_for(said: str, asks: bool):
    assert asks_by_stated_window(said) is asks


@given(st.text(alphabet="15 30days.,'-thepgsay/$", max_size=60))
def test_a_length_stands_where_it_is_said_to(said: str):
    assert all(0 <= each.start < each.end <= len(said) for each in stated_windows(said))


@pytest.mark.parametrize("said", ["it's labelled 30 days", "marked 7 days", "the listing says 15 days"])
def test_few_words_may_say_no_more_than_a_length(said: str):
    assert only_states_window(said)


@pytest.mark.parametrize("said", ["handed in 15 days ago", "waiting for 30 days", "7, 15 or 30 days?"])
def test_few_words_with_another_number_of_days_state_none(said: str):
    assert not only_states_window(said)
