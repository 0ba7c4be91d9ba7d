"""Which items a request is for: as the customer named them, with their pieces, and asked about where it is open."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import order_number
from form_desk import Doing
from form_replies import answered

ORDER = order_number(98001)


@pytest.fixture
def own(own_desk: Desk) -> Desk:
    """A desk with a shop of its own, in which Nell has proven who she is."""
    return own_desk.verified("nell")


def begun(desk: Desk, **said: Any) -> Doing:
    doing = Doing(desk, "start_return_form")
    doing.begin(number=ORDER, **said)
    return doing


def wish(text: str, intent: str = "ask_how_to_return") -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}}}


@pytest.mark.parametrize(
    ("said", "items", "pieces"),
    [
        ("not the mug, the case", ["I4"], None),
        ("everything but the desk lamp", ["I1", "I3", "I4"], None),
        ("both lamps", ["I2", "I3"], None),
        ("2-3", ["I2", "I3"], None),
        ("the iPhone 15 case", ["I4"], None),
        ("one mug and the floor lamp", ["I1", "I3"], {"I1": 1}),
        ("the mugs", ["I1"], None),
    ],
)
def test_what_was_named_is_selected(own: Desk, said: str, items: list[str], pieces: dict[str, int] | None):
    doing = begun(own)
    doing.answer(said)

    assert (doing.slots["return_items"], doing.slots["return_pieces"]) == (items, pieces)


def test_one_of_two_lamps_is_asked_about_and_the_rest_is_kept(own: Desk):
    doing = begun(own)
    asked = doing.answer("the case and the lamp")
    assert "I have noted iPhone 15 case" in asked
    assert "1. Desk lamp" in asked
    assert "Mug" not in asked

    doing.answer("the second one")
    assert doing.slots["return_items"] == ["I3", "I4"]


def test_a_button_answers_which_lamp(own: Desk):
    doing = begun(own)
    doing.answer("the case and the lamp")
    doing.press("/button_choose", choice="I2")

    assert doing.slots["return_items"] == ["I2", "I4"]


def test_another_item_answers_the_question_which_lamp_too(own: Desk):
    doing = begun(own)
    doing.answer("the lamp")
    doing.answer("just the case")

    assert doing.slots["return_items"] == ["I4"]


def test_a_mug_of_two_is_asked_about(own: Desk):
    doing = begun(own)
    assert "1. Mug \\*new\\* (2 pieces), €25.00" in doing.answer("the mug")
    assert "Mug \\*new\\* (1 of 2): €12.50" in "".join(
        [doing.press("/button_choose", choice="I1 1"), doing.answer("broken")]
    )


def test_the_confirmed_pieces_are_written(own: Desk):
    doing = answered(begun(own), "one of the mugs")
    last = own.say(doing.replies[-1])[0]
    assert "**Mug \\*new\\* (1 of 2)**" in last
    assert "**€12.50**" in last

    assert doing.answer("yes", "affirm").startswith("Done.")
    (new,) = own.services.store.of_session(own.session, own.now).returns_of_order(ORDER)
    assert [(item.id, item.quantity) for item in new.items] == [("I1", 1)]
    assert str(new.refund.total.amount) == "12.50"


def test_pieces_that_somebody_wrote_into_the_slot_are_no_more_than_there_are(own: Desk):
    for forged in (7, 0, -1, True, "1", None):
        doing = begun(own)
        doing.answer("the mugs")
        doing.slots = {**doing.slots, "return_pieces": {"I1": forged}}
        assert "(2 pieces): €25.00" in doing.answer("broken")


@pytest.mark.parametrize(
    ("said", "items"),
    [
        ("I want to return the floor lamp and the iphone 15 case from this order within 3 days", ["I3", "I4"]),
        ("please open a return for everything except the mugs", ["I2", "I3", "I4"]),
        ("both lamps have to go back", ["I2", "I3"]),
    ],
)
def test_items_of_the_first_sentence_are_not_asked_for_again(own: Desk, said: str, items: list[str]):
    doing = begun(own, events=[wish(said), wish(ORDER, "give_details")])

    assert doing.slots["return_items"] == items
    assert doing.requested == "return_reason"
    assert any("this is to go back" in text for text in own.say(doing.replies[0]))


def test_what_the_first_sentence_leaves_open_is_asked_about(own: Desk):
    doing = begun(own, events=[wish("I want to return a lamp")])

    assert doing.requested == "return_items"
    assert "Which do you mean?" in own.say(doing.replies[-1])[0]


def test_items_of_another_question_are_not_taken(own: Desk):
    doing = begun(own, events=[wish("is the floor lamp a free return?", "ask_return_fee")])

    assert doing.slots["return_items"] is None


def asked_for(desk: Desk, slot: str) -> Doing:
    """The form with both lamps in it, at the question for a slot."""
    doing = begun(desk)
    doing.answer("both lamps")
    answers = {
        "return_reason": "broken",
        "return_amount": "yes",
        "return_service": "the label",
        "return_description": "They do not look as expected.",
    }
    while doing.requested != slot:
        doing.answer(answers[str(doing.requested)])
    return doing


@pytest.mark.parametrize(
    "slot", ["return_reason", "return_amount", "return_service", "return_description", "confirmed"]
)
@pytest.mark.parametrize(
    ("said", "intent", "items"),
    [
        ("not the desk lamp, the case instead", "deny", ["I3", "I4"]),
        ("everything except the mugs, sorry", "nlu_fallback", ["I2", "I3", "I4"]),
        ("leave the floor lamp out", "stop", ["I2"]),
        ("no, only the iphone case", "message_unwanted", ["I4"]),
        ("yes, without the desk lamp", "affirm", ["I3"]),
        ("could you add the case please?", "ask_amend_return", ["I2", "I3", "I4"]),
        ("oh sorry, I picked the wrong one, the iphone case", "report_item_problem", ["I4"]),
    ],
)
def test_other_items_take_one_sentence_at_every_question(
    own: Desk, slot: str, said: str, intent: str, items: list[str]
):
    doing = asked_for(own, slot)
    replied = doing.answer(said, intent)

    assert doing.slots["return_items"] == items
    assert doing.requested == ("return_reason" if slot == "return_reason" else "return_amount")
    assert ("this is to go back" if slot == "return_reason" else "The refund would be") in replied
    assert own.services.store.of_session(own.session, own.now).returns_of_order(ORDER) == ()


@pytest.mark.parametrize(
    "said",
    [
        "the desk lamp flickers, not the floor lamp",
        "the desk lamp and the floor lamp",
        "not the lamps but their switches are loose",
        "only the desk lamp buzzes when it is on",
        "the wrong desk lamp was sent",
    ],
)
def test_a_description_of_items_is_no_correction(own: Desk, said: str):
    doing = asked_for(own, "return_description")
    doing.answer(said)

    assert (doing.slots["return_items"], doing.slots["return_description"]) == (["I2", "I3"], said)


@pytest.mark.parametrize("said", ["yes, only the desk lamp is broken", "yes, send it, but without the broken one"])
def test_a_yes_that_takes_something_away_sends_nothing(own: Desk, said: str):
    doing = asked_for(own, "confirmed")
    doing.answer(said, "affirm")

    assert own.services.store.of_session(own.session, own.now).returns_of_order(ORDER) == ()


def test_the_same_items_with_a_yes_are_a_yes(own: Desk):
    doing = asked_for(own, "return_amount")
    doing.answer("yes, both lamps", "affirm")

    assert doing.requested == "return_service"


def test_where_a_correction_leaves_nothing_the_items_are_asked_for_again(own: Desk):
    doing = asked_for(own, "return_amount")
    doing.answer("just the case")

    assert "1. Mug" in doing.answer("not the case")


def test_a_correction_that_is_open_is_asked_about(own: Desk):
    doing = asked_for(own, "return_service")

    assert "Which do you mean?" in doing.answer("not the lamp")


@pytest.mark.parametrize(
    ("said", "items", "reason", "described"),
    [
        ("hm, fair. just the floor lamp then, it flickers whenever I dim it", ["I3"], "faulty", True),
        ("make it the case instead because it is too narrow", ["I4"], "wrong_size", False),
        ("and the case too, the hinge wobbles", ["I2", "I3", "I4"], None, True),
        ("without the desk lamp - there is a dent in the other one", ["I3"], "damaged", True),
    ],
)
def test_other_items_and_why_they_go_back_take_one_message(
    own: Desk, said: str, items: list[str], reason: str | None, described: bool
):
    doing = asked_for(own, "return_reason")
    replied = doing.answer(said)

    assert (doing.slots["return_items"], doing.slots["return_reason"]) == (items, reason)
    assert (doing.slots["return_description"] is not None) is described
    assert ("The refund would be" if reason else "this is to go back") in replied


@pytest.mark.parametrize("said", ["the desk lamp, it flickers", "only the desk lamp, the floor lamp is loved by all"])
def test_words_beside_a_name_that_correct_nothing_change_no_items(own: Desk, said: str):
    doing = asked_for(own, "return_reason")
    doing.answer(said, "report_item_problem")

    assert doing.slots["return_items"] == ["I2", "I3"]


def test_the_first_answer_takes_the_reason_as_well(own: Desk):
    doing = begun(own)
    doing.answer("the floor lamp, it never lit up even with a new bulb")

    assert (doing.slots["return_items"], doing.slots["return_reason"]) == (["I3"], "faulty")
    assert doing.slots["return_description"] == "it never lit up even with a new bulb"


def test_who_keeps_the_only_item_sends_nothing(own: Desk):
    doing = asked_for(own, "return_amount")
    doing.answer("just the case")

    assert doing.answer("hm, I'll keep the case").startswith("All right, I'll leave it. Nothing was sent")


@pytest.mark.parametrize("intent", ["nlu_fallback", "ask_item_condition", "report_item_problem"])
def test_a_fault_in_words_that_are_not_known_is_kept_and_the_reason_asked_for_again(own: Desk, intent: str):
    doing = asked_for(own, "return_reason")
    replied = doing.answer("its lid wobbles whenever a door is shut", intent)

    assert replied.startswith("I have noted that as the description.")
    assert "Why do you want to send it back?" in replied
    doing.press("/button_choose", choice="other")
    assert doing.slots["return_description"] == "its lid wobbles whenever a door is shut"


@pytest.mark.parametrize("said", ["I'd like to know about the label", "hm", "please remind me"])
def test_what_tells_nothing_of_the_thing_is_no_description(own: Desk, said: str):
    doing = asked_for(own, "return_reason")
    doing.answer(said)

    assert (doing.slots["return_reason"], doing.slots["return_description"]) == (None, None)


@pytest.mark.parametrize("slot", ["return_amount", "return_service", "confirmed"])
def test_a_fault_that_is_told_later_is_taken_as_well(own: Desk, slot: str):
    doing = asked_for(own, slot)
    doing.answer("they were torn when they came, right at the seam", "report_item_problem")

    assert doing.slots["return_reason"] == "damaged"
    assert doing.slots["return_description"].endswith("they were torn when they came, right at the seam")
    assert doing.requested == slot


def test_one_word_of_a_reason_is_enough_where_it_is_told_as_a_problem(own: Desk):
    doing = asked_for(own, "return_service")
    doing.answer("incomplete", "report_item_problem")

    assert doing.slots["return_reason"] == "missing_parts"


@pytest.mark.parametrize("slot", ["return_amount", "confirmed"])
def test_what_is_said_of_something_else_is_no_part_of_the_description(own: Desk, slot: str):
    doing = asked_for(own, slot)
    before = doing.slots["return_description"]
    doing.answer("it should come to a bit more, I thought")

    assert doing.slots["return_description"] == before


def test_a_wrong_price_is_no_fault(own: Desk):
    doing = asked_for(own, "return_amount")
    doing.answer("but the price of it is wrong", "report_item_problem")

    assert doing.slots["return_reason"] == "damaged"


@pytest.mark.parametrize(
    "slot", ["return_reason", "return_amount", "return_service", "return_description", "confirmed"]
)
@pytest.mark.parametrize("said", ["oh, make that one mug", "sorry, just one"])
def test_a_count_takes_one_sentence_at_every_question(own: Desk, slot: str, said: str):
    doing = begun(own)
    doing.answer("both mugs")
    answers = {"return_reason": "broken", "return_amount": "yes", "return_service": "the label"}
    while doing.requested != slot:
        doing.answer(answers.get(str(doing.requested), "They do not look as expected."))
    doing.answer(said)

    assert (doing.slots["return_items"], doing.slots["return_pieces"]) == (["I1"], {"I1": 1})
