"""Where the money of a return is, and when to expect it."""

from __future__ import annotations

import pytest
from custom_desk import Desk

from actions.answers.refund import method_phrase
from actions.replies.reply import Reply, Utterance

ACTION = "action_refund"
INTENT = "ask_refund_time"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("R1001", "The refund of **€12.50** for return **R1001** has not started yet."),
        # Received in Spain on Friday 9 October; Monday is a holiday, so the third working day is Thursday.
        ("R1007", "should reach you between **Monday 19 October** and **Wednesday 11 November**."),
        # Checked on Friday 9 October: Tuesday, Wednesday, Thursday.
        ("R1008", "should reach you between **Thursday 15 October** and **Monday 9 November**."),
        # From the issue on Tuesday 6 October: 7 to 9, 13 to 16, 19 to 23, 26 to 30 October, 2 to 4 November.
        ("R1010", "was sent on Tuesday 6 October. It should reach you by **Wednesday 4 November**"),
        ("R1011", "has arrived. It went back to your card and was there on Friday 2 October."),
        ("R1012", "was cancelled, so there is no refund for it"),
        (
            "R1009",
            "your return **R1009** did not pass the check at the warehouse on Monday 12 October. No refund is on",
        ),
        ("R1013", "your return **R1013** was declined"),
        ("R1014", "has not started yet"),
    ],
)
def test_the_money_of_every_state_is_told(desk: Desk, number: str, words: str):
    assert words in desk.verified("ana").ask(ACTION, INTENT, number=number)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        # Received on Monday 3 August in Germany: two working days for the check, and four weeks without a holiday.
        ("R9016", "should have reached you by Wednesday 2 September, and I can't see that it was sent."),
        ("R9017", "was sent on Monday 3 August and should have reached you by Monday 31 August. Please ask your bank"),
        ("R9012", "was cancelled, and its parcel was sent all the same"),
    ],
)
def test_where_something_went_wrong_a_person_is_offered(desk: Desk, number: str, words: str):
    reply = desk.verified("kim").reply(ACTION, INTENT, number=number)

    assert words in desk.say(reply)[0]
    assert reply.slots["offer"] == "person"
    assert desk.buttons(reply) == [("Talk to a person", "/talk_to_person")]


@pytest.mark.parametrize(("topic", "told"), [("ask_refund_method", True), ("ask_refund_time", False)])
def test_the_way_is_told_before_the_money_goes_where_it_is_asked_for(desk: Desk, topic: str, told: bool):
    said = desk.verified("ana").ask(ACTION, topic, number="R1001")

    assert ("The money for return **R1001** goes back to your card." in said) is told
    assert "has not started yet" in said


def test_a_refusal_offers_a_person(desk: Desk):
    assert desk.verified("ana").reply(ACTION, INTENT, number="R1013").slots["offer"] == "person"


def test_money_that_is_on_its_way_offers_nobody(desk: Desk):
    assert desk.verified("ana").reply(ACTION, INTENT, number="R1007").slots["offer"] is None


@pytest.mark.parametrize("topic", [INTENT, "ask_track_refund", "ask_refund_amount"])
def test_a_lost_parcel_should_be_paid_for_and_nothing_says_when(desk: Desk, topic: str):
    reply = desk.verified("dmitri").reply(ACTION, topic)

    (said,) = desk.say(reply)
    assert said.startswith("Our records show no refund for return **R4001** yet.")
    assert "not delivered within 17 days, so it should start by itself: **€12.50**, to your card." in said
    assert "So I can't name a day for the money." in said
    assert "October" not in said
    assert "November" not in said
    assert "_Source: AliExpress return policy, “Returned parcel already delivered?”_" in said
    assert reply.slots["offer"] == "person"


def test_a_french_bank_works_on_a_spanish_holiday(desk: Desk):
    # Received in Spain on Friday 9 October, so checked by Wednesday 14; 11 November is a holiday in France.
    said = desk.verified("elise").ask(ACTION, INTENT)

    assert "between **Monday 19 October** and **Thursday 12 November**" in said


def test_a_card_is_called_a_card_and_other_ways_by_their_name(desk: Desk):
    desk.verified("ana")

    assert "It goes back to your card." in desk.ask(ACTION, INTENT, number="R1007")
    assert "It goes back to your PayPal account." in desk.ask(ACTION, INTENT, number="R1010")


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("card", "your card"),
        ("Credit-Card", "your card"),
        ("paypal", "PayPal"),
        ("bank_transfer", "by bank transfer"),
        ("gift_card", "as a gift card"),
        ("Gift Card", "as a gift card"),
        ("original", "the way you paid"),
        ("store_credit", "“store credit”"),
    ],
)
def test_a_way_of_paying_back_is_named_as_people_do(desk: Desk, method: str, words: str):
    assert words in desk.say(Reply((Utterance("utter_refund_settled", {"method": method_phrase(method)}),)))[0]


@pytest.mark.parametrize(
    ("number", "way"), [("R1010", "to your PayPal account"), ("R1007", "to your card"), ("R1011", "to your card")]
)
def test_a_wish_for_another_way_gets_the_recorded_one_and_a_person(desk: Desk, number: str, way: str):
    reply = desk.verified("ana").reply(ACTION, INTENT, number=number, said="can I have it by bank transfer instead?")

    (said,) = desk.say(reply)
    assert said.startswith(f"For the refund of return **{number}** our records name one way: {way}.")
    assert "don't state whether you can choose another one" in said
    assert reply.slots["offer"] == "person"


def test_where_there_is_no_refund_there_is_no_way_for_it(desk: Desk):
    said = desk.verified("ana").ask(ACTION, INTENT, number="R1012", said="can I get a voucher instead?")

    assert "so there is no refund for it" in said


def test_before_anybody_is_known_no_choice_is_stated(desk: Desk):
    said = desk.ask(ACTION, INTENT, said="could I get a voucher instead?")

    assert said.startswith("The rules I have don't state whether you can choose how the money comes back.")
    assert "Just type your order or return number" in said


@pytest.mark.parametrize(
    "said", ["it says refunded but nothing is on my card", "the money never came", "it isn't there"]
)
def test_money_that_is_not_there_though_recorded_names_bank_and_person(desk: Desk, said: str):
    reply = desk.verified("ana").reply(ACTION, INTENT, number="R1011", said=said)

    assert "has arrived" in desk.say(reply)[0]
    assert "If you can't find the money there, please ask your bank or payment service first." in desk.say(reply)[1]
    assert reply.slots["offer"] == "person"
    assert len(desk.say(desk.reply(ACTION, INTENT, number="R1011", said="when did it come?"))) == 1


def test_a_question_of_the_amount_tells_what_it_is_made_of(desk: Desk):
    amount, state = desk.say(desk.verified("ana").reply(ACTION, "ask_refund_amount", number="R1001"))

    assert "The refund for return **R1001** is **€12.50**" in amount
    assert "• Desk lamp: €12.50" in amount
    assert "has not started yet" in state


def test_where_no_money_comes_no_amount_is_told(desk: Desk):
    text = desk.verified("ana").ask(ACTION, "ask_refund_amount", number="R1013")

    assert "declined" in text
    assert "full price" not in text


def test_of_an_order_what_is_in_no_return_yet_is_told_beside_the_refund(desk: Desk):
    carl = desk.verified("carl")
    *refund, beside = carl.say(carl.reply(ACTION, "ask_refund_amount", number="8120034500030001"))

    assert "R3001" in refund[0]
    assert "8120034500030001" in beside
    assert "• Kite string: €12.50" in beside
    # The return alone, and one item by its name, are answered by themselves.
    assert "Kite string" not in "".join(carl.say(carl.reply(ACTION, "ask_refund_amount", number="R3001")))


def test_of_what_is_kept_beside_a_return_nothing_is_told(desk: Desk):
    asked = {"number": "R1001", "said": "is it still as much for the lamp when I keep the cable organiser?"}

    said = desk.verified("ana").ask("action_refund", "ask_refund_amount", **asked)

    assert "The refund for return **R1001**" in said
    assert "There is no return with" not in said
    assert "Cable organiser" not in said


def test_who_asks_how_much_alone_hears_which_way_it_goes_and_no_more(desk: Desk):
    ask = desk.verified("ana").ask

    alone = ask("action_refund", "ask_refund_amount", number="R1001", said="what's the sum of it in euros?")
    assert alone.startswith("The refund for return **R1001** is")
    assert "The money for return **R1001** goes back" in alone
    assert "has not started yet" not in alone

    dated = ask("action_refund", "ask_refund_amount", number="R1001", said="what's the sum of it, and when is it here?")
    assert "has not started yet" in dated


def test_who_closed_an_account_hears_which_way_the_money_goes_and_that_a_person_can_help(desk: Desk):
    ana = desk.verified("ana")
    reply = ana.reply(
        "action_refund", "ask_refund_method", number="R1005", said="paypal or bank? I closed a card last month"
    )
    way, rule = ana.say(reply)
    assert way.startswith("The money for return **R1005** goes back ")
    assert "If your card or account is closed, a person can help." in rule
    assert reply.slots["offer"] == "person"
