"""In a form, what is about something else is answered there; a sum of money is no place, and what is chosen beside a
question is chosen."""

from __future__ import annotations

import pytest
from custom_desk import Desk
from custom_shop import order_number
from form_desk import Doing

from actions.forms.draft import Draft
from actions.forms.other_things import other_numbers


@pytest.fixture
def asking(own_desk: Desk) -> Doing:
    """Nell's mugs are to go back; the reason is asked for."""
    doing = Doing(own_desk.verified("nell"), "start_return_form")
    doing.begin(number=order_number(98001))
    doing.answer("the mugs")
    assert doing.requested == "return_reason"
    return doing


def meant(doing: Doing, said: str, **told: object) -> tuple[str, ...]:
    turn = doing.desk.turn("nlu_fallback", said=said, slots=doing.slots, loop=doing.form, **told)
    draft = Draft.of(turn)
    assert draft is not None
    return other_numbers(turn, draft, doing.desk.services)


@pytest.mark.parametrize("said", ["4 €", "£3 only", "it was 2 euros", "7.50", "2 bucks!", "€ 5"])
def test_a_sum_of_money_is_no_reason(asking: Doing, said: str):
    asking.answer(said)

    assert asking.slots.get("return_reason") is None


def test_a_number_alone_still_is_one(asking: Doing):
    asking.answer("2.")

    assert asking.slots["return_reason"] == "faulty"


@pytest.mark.parametrize("said", ["3 euros", "for 2 €?", "i paid £4", "which was the 12 euro one?"])
def test_a_sum_of_money_is_no_item(own_desk: Desk, said: str):
    doing = Doing(own_desk.verified("nell"), "start_return_form")
    doing.begin(number=order_number(98001))
    answered = doing.answer(said)

    assert not doing.slots.get("return_items")
    assert "not in the list" not in answered


def test_a_question_about_a_sum_tells_what_is_chosen(asking: Doing):
    told = asking.answer("10 euros, is that all I get for them?")

    assert "The refund would be **€25.00**" in told


@pytest.mark.parametrize(
    ("said", "items"),
    [
        ("the case and the desk lamp please. when is the money back?", ["I2", "I4"]),
        ("how long does the check take? the floor lamp and the case instead", ["I3", "I4"]),
        ("only the desk lamp, and how long does the refund take?", ["I2"]),
    ],
)
def test_items_beside_a_question_are_chosen_and_shown(asking: Doing, said: str, items: list[str]):
    told = asking.answer(said, "ask_refund_time")

    assert asking.slots["return_items"] == items
    assert "this is to go back" in told
    assert "3 to 20 business days" in told
    assert asking.slots.get("return_reason") is None


def test_a_question_that_names_an_item_chooses_nothing(asking: Doing):
    asking.answer("is the desk lamp free to send?", "ask_return_fee")

    assert asking.slots["return_items"] == ["I1"]


def test_another_return_ends_the_form_and_is_answered(own_desk: Desk):
    doing = Doing(own_desk.verified("kim"), "start_return_form")
    doing.begin(number=order_number(95001))
    assert meant(doing, "and lamp 95003, where is that?") == ("R9003",)
    assert meant(doing, "the bulb flickers") == ()
    assert meant(doing, "the lamp flickers") == ()
    told = doing.answer("and lamp 95003, where is that?", "ask_return_status")

    assert "Nothing was sent or changed" in told
    assert "R9003" in told


def test_a_number_alone_is_the_order_that_is_meant(own_desk: Desk):
    doing = Doing(own_desk.verified("kim"), "start_return_form")
    doing.begin(number=order_number(95001))
    told = frozenset({"customer_number"})

    assert meant(doing, order_number(95003), number=order_number(95003), told_now=told) == ()
    asked = f"until when does {order_number(95003)} go?"
    assert meant(doing, asked, number=order_number(95003), told_now=told) == (order_number(95003),)
    assert meant(doing, f"no, {order_number(95003)} ok?", number=order_number(95003), told_now=told) == ()
