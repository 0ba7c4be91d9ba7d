"""Who gives up in words of their own hears that nothing was sent; who has a return is asked whether to cancel it."""

from __future__ import annotations

import pytest
from custom_desk import Desk
from custom_shop import order_number

NOTHING = "All right, then nothing goes back. No return was asked for, and nothing was sent."
ORDER = order_number(80001)


@pytest.mark.parametrize("said", ["my uncle takes it", "hm, no return for us then", "we'll hang on to them"])
def test_where_nothing_was_begun_nothing_was_sent(desk: Desk, said: str):
    assert desk.ask("action_stop", "stop", said=said).startswith(NOTHING)
    assert desk.verified("hana").ask("action_stop", "stop", said=said, number=ORDER).startswith(NOTHING)


def test_a_wish_to_cancel_what_was_never_asked_for_is_told_the_same(desk: Desk):
    own = desk.verified("hana")

    assert own.ask("action_cancel_or_change", "ask_cancel_return", said="I keep the jacket", number=ORDER) == (
        f"{NOTHING} Just ask if you need anything else."
    )
    asked = own.ask("action_cancel_or_change", "ask_cancel_return", said="how do I cancel a return?", number=ORDER)
    assert "There is no return for order" in asked


@pytest.mark.parametrize("number", ["R1005", order_number(10004)])
def test_who_keeps_what_is_in_a_return_may_have_it_cancelled(desk: Desk, number: str):
    said = desk.verified("ana").ask("action_stop", "stop", said="it's staying with me after all", number=number)

    assert "shall I cancel it for you?" in said


@pytest.mark.parametrize("said", ["too much bother, leave it the way it is", "ok, keep it as it is"])
def test_a_return_that_is_to_stay_as_it_is_stays(desk: Desk, said: str):
    replied = desk.verified("ana").ask("action_stop", "stop", said=said, number="R1005")

    assert replied.startswith("All right, I'll leave it. Nothing was sent or changed.")


def test_what_was_offered_is_left_first(desk: Desk):
    own = desk.verified("ana")

    said = own.ask("action_stop", "stop", said="I'll keep it as it is", number="R1005", offer="button_cancel_return")

    assert said.startswith("All right, I'll leave it. Nothing was sent or changed.")


def test_a_store_that_does_not_answer_is_no_reason_to_claim_a_return(desk: Desk):
    said = desk.without_store().ask("action_stop", "stop", said="my uncle takes it", number=ORDER)

    assert said.startswith(NOTHING)
