"""Questions about the return that is being prepared are answered, and its own question is asked again."""

from __future__ import annotations

import pytest
from custom_desk import Desk
from custom_shop import order_number
from form_desk import Doing


@pytest.fixture
def asking(own_desk: Desk) -> Doing:
    """The speaker and the jacket are to go back; the reason is asked for."""
    doing = Doing(own_desk.verified("hana"), "start_return_form")
    doing.begin(number=order_number(80001))
    doing.answer("the speaker and the jacket")
    assert doing.requested == "return_reason"
    return doing


AGAIN = "Why do you want to send it back?"


@pytest.mark.parametrize(
    "said", ["so how much would that be for me?", "what would I see of this in euros", "and what do we get for both?"]
)
@pytest.mark.parametrize("intent", ["ask_refund_amount", "nlu_fallback"])
def test_what_it_pays_back(asking: Doing, said: str, intent: str):
    replied = asking.answer(said, intent)

    assert "**€25.00**" in replied
    assert "whether shipping is paid back" in replied
    assert AGAIN in replied


def test_at_the_question_for_the_amount_that_is_told_again(asking: Doing):
    asking.answer("too small")

    assert asking.answer("how much is it?", "ask_refund_amount").startswith("The refund would be **€25.00**")


@pytest.mark.parametrize(
    "said", ["how much does the postage cost?", "how long does the refund take?", "who pays for it?"]
)
def test_what_it_costs_or_takes_is_for_others_to_answer(asking: Doing, said: str):
    assert asking.answer(said) == ""


@pytest.mark.parametrize(
    "said", ["why can't I have the sticker in it?", "what's wrong with the sticker?", "and the sticker?"]
)
def test_why_an_item_can_not_be_in_it(asking: Doing, said: str):
    replied = asking.answer(said, "report_item_problem")

    assert "Sticker: it is not marked “Free returns”" in replied
    assert AGAIN in replied


def test_an_item_whose_window_has_closed_is_told_with_its_day(own_desk: Desk):
    doing = Doing(own_desk.verified("hana"), "start_return_form")
    doing.begin(number=order_number(80002))

    # 7 days from Monday 28 September.
    assert "Cup: no, the window closed on Monday 5 October." in doing.answer("how come the cup isn't there?")


@pytest.mark.parametrize("said", ["how long would I have?", "and whats the final day for me to post it"])
def test_until_when_it_can_be_sent(asking: Doing, said: str):
    replied = asking.answer(said, "how_long")

    # 15 and 30 days from Thursday 8 October.
    assert "Speaker: yes, until **Friday 23 October**" in replied
    assert "Jacket: yes, until **Saturday 7 November**" in replied
    assert "Vase" not in replied
    assert AGAIN in replied


def test_a_part_of_one_item_is_told_to_go_as_a_whole(asking: Doing):
    asking.answer("only the jacket")
    replied = asking.answer("can just one of the two go back?")

    assert "**Jacket** is one item in your order" in replied
    assert asking.slots["return_items"] == ["I4"]


def test_who_goes_on_with_it_is_asked_again(asking: Doing):
    assert asking.answer("ok, let's carry on with the jacket", "out_of_scope").startswith(AGAIN)


def test_a_general_answer_says_nothing_of_returns_that_are_not_there(asking: Doing):
    desk = asking.desk
    said = desk.ask(
        "action_refund", "ask_refund_time", number=order_number(80001), said="when is the money back?", loop=asking.form
    )

    assert "business days" in said
    assert "There is no return" not in said
