"""Several questions in one message while a return is prepared."""

from __future__ import annotations

from custom_desk import Desk
from custom_shop import order_number
from form_desk import Doing

SEVERAL = "message_several_questions"


def ask(desk: Desk, questions: tuple[str, ...], texts: tuple[str, ...]) -> str:
    """What the form says to questions where it asks for the reason."""
    doing = Doing(desk.verified("nell"), "start_return_form")
    doing.begin(number=order_number(98001))
    doing.answer("both lamps")
    return doing.answer(", ".join(texts), SEVERAL, questions=questions, question_texts=texts)


def test_each_question_is_answered_and_the_form_asks_again(own_desk: Desk) -> None:
    said = ask(
        own_desk, ("ask_return_fee", "ask_return_window"), ("what's the postage", "how long do I have to return them")
    )

    assert said.index("free") < said.index("For order **")
    assert "Why do you want to send it back?" in said


def test_what_is_not_of_the_draft_is_answered_by_its_rule(own_desk: Desk) -> None:
    said = ask(own_desk, ("what_next", "ask_refund_amount"), ("what happens after I send it", "how much do I get back"))

    assert said.index("These times apply to a free return") < said.index("The refund would be")
    assert "Why do you want to send it back?" in said
