"""Two returns of one order, one now and one later."""

from __future__ import annotations

import pytest

from core.second_returns import asks_if_it_has_to_go, plans_two_returns, supposes_one_more_later


@pytest.mark.parametrize(
    "said",
    [
        "I'd send the hat today and the scarf later... both free?",
        "can I return two now and maybe one later",
        "if i ship the mug first and then the plates next week do i pay",
        "giving back the lamp now, the rest another time",
        "I have 3 things, want to send 1 back today and perhaps the others in two weeks",
        "are two separate returns both free?",
    ],
)
def test_two_returns_are_planned(said: str):
    assert plans_two_returns(said)


@pytest.mark.parametrize(
    "said",
    [
        "if I hand it in now, when will the money come later?",
        "should I return it now or later?",
        "I'll return the mug now",
        "are returns from two different orders both free?",
        "two returns, how long do they take",
        "I sent it today and the page changes next week?",
        "",
        "send now and the " * 200,
    ],
)
def test_near_messages_plan_none(said: str):
    assert not plans_two_returns(said)


def test_what_follows_later_or_has_to_go_too():
    assert supposes_one_more_later("and if I decide to send the lid later?")
    assert supposes_one_more_later("can i still return the others afterwards")
    assert not supposes_one_more_later("how much later is the refund?")
    assert asks_if_it_has_to_go("yes. does the lid need to go back as well? it's fine")
    assert asks_if_it_has_to_go("must the spoons be sent back too")
    assert not asks_if_it_has_to_go("does the money go back to my card?")
    assert not asks_if_it_has_to_go("where does it go")
