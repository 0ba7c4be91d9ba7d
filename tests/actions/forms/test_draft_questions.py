"""Questions about the return that is being prepared are answered, and its own question is asked again."""

from __future__ import annotations

import pytest
from custom_desk import Desk
from custom_shop import NOW, order_number
from form_desk import Doing

from actions.dialogue.turn import ASKED, SaidDate


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
    "said", ["how much does the label cost?", "how long does the refund take?", "who pays for it?"]
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


@pytest.mark.parametrize(
    "said", ["which of these could go back?", "what items are eligible", "which ones can I return"]
)
def test_which_items_can_go_is_told_of_all(asking: Doing, said: str):
    replied = asking.answer(said, "nlu_fallback")

    assert "Speaker: yes, until" in replied
    assert "Sticker: it is not marked “Free returns”" in replied
    assert AGAIN in replied


@pytest.mark.parametrize("said", ["which order is that", "And what order do you mean?", "which order?"])
@pytest.mark.parametrize("intent", ["report_order_not_arrived", "nlu_fallback"])
def test_which_order_it_is_about_is_told_with_all_that_is_in_it(asking: Doing, said: str, intent: str):
    replied = asking.answer(said, intent)

    assert f"For order **{order_number(80001)}**" in replied
    assert "Speaker: yes, until" in replied
    assert AGAIN in replied


def test_which_order_it_is_about_is_told_where_the_reason_is_asked_for(own_desk: Desk):
    doing = Doing(own_desk.verified("hana"), "start_return_form")
    doing.begin(number=order_number(80001))
    doing.answer("the speaker")

    assert f"For order **{order_number(80001)}**" in doing.answer("which order was it", "report_order_not_arrived")


def test_why_an_item_is_not_in_it_that_could_be(own_desk: Desk):
    doing = Doing(own_desk.verified("hana"), "start_return_form")
    doing.begin(number=order_number(80001))
    doing.answer("the speaker")

    assert "Jacket: yes, until" in doing.answer("how come the jacket isn't?", "affirm")


def test_what_is_told_of_the_thing_at_the_last_choice_describes_it(own_desk: Desk):
    doing = Doing(own_desk.verified("hana"), "start_return_form")
    doing.begin(number=order_number(80001))
    for said in ("the speaker", "it is too big", "yes"):
        doing.answer(said)
    assert doing.requested == "return_service"

    doing.answer("it hums all night and the cat is scared of it", "nlu_fallback")

    assert doing.slots["return_description"] == "it hums all night and the cat is scared of it"
    assert doing.requested == "return_service"


def test_what_is_no_answer_and_no_question_is_no_topic_either(asking: Doing):
    asking.answer("too small")

    assert "I can't make an answer of that." in asking.answer("purple monday", "nlu_fallback")


# Until Friday 23 October and Saturday 7 November.
@pytest.mark.parametrize(
    ("said", "day", "told"),
    [
        (
            "and if I only take the speaker there on the 24th?",
            "the 24th",
            "Speaker: on Saturday 24 October it is too late",
        ),
        ("what if the jacket leaves on the 24th", "the 24th", "Jacket: on Saturday 24 October you still can"),
        ("so the jacket has until the 7th of November?", "7 November", "on Saturday 7 November you still can"),
    ],
)
def test_a_day_is_held_against_the_windows_and_is_no_choice(own_desk: Desk, said: str, day: str, told: str):
    doing = Doing(own_desk.verified("hana"), "start_return_form")
    doing.begin(number=order_number(80001))

    replied = doing.answer(said, "nlu_fallback", asked_day=SaidDate(day, NOW, ASKED))

    assert told in replied
    assert doing.requested == "return_items"


@pytest.mark.parametrize("said", ["until when for the jacket", "by when then"])
def test_until_when_is_no_choice(own_desk: Desk, said: str):
    doing = Doing(own_desk.verified("hana"), "start_return_form")
    doing.begin(number=order_number(80001))

    assert "Jacket: yes, until **Saturday 7 November**" in doing.answer(said, "ask_return_window")
    assert doing.requested == "return_items"


@pytest.mark.parametrize("said", ["the sticker too?", "is the sticker possible as well?"])
def test_an_item_that_can_not_be_chosen_is_asked_about_by_its_name_alone(own_desk: Desk, said: str):
    doing = Doing(own_desk.verified("hana"), "start_return_form")
    doing.begin(number=order_number(80001))

    assert "Sticker: it is not marked “Free returns”" in doing.answer(said, "nlu_fallback")


@pytest.mark.parametrize(
    "said", ["is the reason so important?", "may I name several reasons?", "and what if nothing really fits"]
)
def test_how_to_choose_a_reason_is_told(asking: Doing, said: str):
    replied = asking.answer(said, "explain_why")

    assert replied.startswith("Choose the one that fits best; the guide asks for a precise reason.")
    assert AGAIN in replied
    assert asking.slots.get("return_description") is None


def test_what_the_postage_costs_is_told_for_the_order(asking: Doing):
    replied = asking.answer("and what is the postage for that?", "nlu_fallback")

    assert "Your next return from order" in replied
    assert AGAIN in replied


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("how much would it be with the phone case too", "37.50"),
        ("what if I only sent the jacket", "12.50"),
        ("the money for speaker and phone case, no jacket", "25.00"),
    ],
)
def test_what_another_choice_would_pay_back_keeps_the_choice(asking: Doing, said: str, amount: str):
    assert f"**\u20ac{amount}**" in asking.answer(said)
    assert "**\u20ac25.00**" in asking.answer("how much is it now?", "ask_refund_amount")


def test_what_is_in_it_is_told(asking: Doing):
    assert "**Speaker, Jacket**" in asking.answer("what items are in it so far", "ask_my_returns")


def test_whether_a_thing_may_go_is_answered(asking: Doing):
    replied = asking.answer("could the sticker come along as well")

    assert "Sticker: it is not marked" in replied
    assert AGAIN in replied


@pytest.mark.parametrize("said", ["hm, and the vase?", "ok, what about my vase then?"])
def test_a_thing_that_could_go_too_is_told_by_its_name_alone(asking: Doing, said: str):
    asking.answer("too small")
    assert asking.requested == "return_amount"

    replied = asking.answer(said, "give_details")

    assert "• Vase: yes, but today is the last day" in replied
    assert "Jacket: yes" not in replied
    assert "The refund would be **€25.00**" in replied
    assert asking.slots["return_items"] == ["I3", "I4"]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("if the vase goes now and the jacket later, do I pay?", "alright, both of them together then"),
        ("and the vase?", "fine, both together. must I name a reason?"),
    ],
)
def test_both_are_the_two_that_were_named(own_desk: Desk, before: str, said: str):
    doing = Doing(own_desk.verified("hana"), "start_return_form")
    doing.begin(number=order_number(80001))
    doing.answer("the jacket, it is too small")
    assert doing.requested == "return_amount"
    told = {"event": "user", "text": before, "parse_data": {"entities": []}, "timestamp": 0}

    doing.answer(said, "affirm", events=(told, {"event": "bot", "text": "Words."}, {"event": "user", "text": said}))

    assert doing.slots["return_items"] == ["I1", "I4"]
    assert doing.requested == "return_amount"


def test_both_among_more_is_left_open_where_nothing_says_which(own_desk: Desk):
    doing = Doing(own_desk.verified("hana"), "start_return_form")
    doing.begin(number=order_number(80001))
    doing.answer("the vase, the speaker and the jacket, all too small")

    doing.answer("both of them together then", "affirm")

    assert doing.slots["return_items"] == ["I1", "I3", "I4"]
