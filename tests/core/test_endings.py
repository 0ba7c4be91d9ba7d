"""Whether nothing is left to be done, and how long a decision takes, as short messages ask it."""

from __future__ import annotations

from core.endings import asks_how_long_to_decide, asks_if_all_is_lost


def test_whether_nothing_is_left_is_asked():
    assert asks_if_all_is_lost("and there's really nothing I can do?")
    assert asks_if_all_is_lost("so no other way then?")
    assert not asks_if_all_is_lost("nothing else, thanks")
    assert not asks_if_all_is_lost("I can do it")


def test_how_long_a_decision_takes_is_asked():
    assert asks_how_long_to_decide("whose decision is that and how soon?")
    assert asks_how_long_to_decide("how soon is it decided, and by whom")
    assert not asks_how_long_to_decide("how long may the seller take to decide")
    assert not asks_how_long_to_decide("how long does it take")
