"""A return is asked for, or asked for anew: what is possible comes first, and what is confirmed is what is written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from custom_desk import Desk
from custom_shop import NOW, order_number
from form_desk import Doing
from form_replies import answered

from policy.model import EventType, ReturnEvent, Shipping

ORDER = order_number(80001)


@pytest.fixture
def own(own_desk: Desk) -> Desk:
    """A desk with a shop of its own, in which Hana has proven who she is."""
    return own_desk.verified("hana")


@pytest.fixture
def starting(own: Desk) -> Doing:
    """A return of the speaker and the jacket, of which only the last yes is missing."""
    doing = Doing(own, "start_return_form")
    doing.begin(number=ORDER)
    return answered(doing, "the speaker and the jacket")


def returns(desk: Desk):
    return desk.services.store.of_session(desk.session, desk.now).returns_of_order(ORDER)


def test_windows_and_fee_come_before_the_first_question(own: Desk):
    reply = Doing(own, "start_return_form").begin(number=ORDER)
    windows, fee = own.say(reply)

    assert "Speaker: yes" in windows
    assert "Sticker: it is not marked" in windows
    assert "is **free**" in fee


def test_what_was_confirmed_is_what_is_written(own: Desk, starting: Doing):
    assert starting.answer("yes", "affirm").startswith("Done. Your return is **R")

    (new,) = returns(own)
    assert [item.id for item in new.items] == ["I3", "I4"]
    assert (str(new.refund.total.amount), new.shipping) == ("25.00", Shipping.FREE_QR)
    assert [event.type for event in new.events] == [EventType.REQUESTED]


def test_confirmed_twice_it_is_one_return(own: Desk, starting: Doing):
    slots = {**starting.slots, "confirmed": starting.key}
    said = [own.say(Doing(own, starting.form, slots).finish())[0] for _ in range(2)]

    assert said[0].startswith("Done.")
    assert said[1].startswith("That request is sent already")
    assert len(returns(own)) == 1


def test_an_old_button_confirms_nothing_once_the_items_are_others(own: Desk, starting: Doing):
    key = starting.key
    starting.answer("no, only the jacket", "deny")
    starting.press("/button_choose", choice="right")

    assert starting.press("/affirm", offer_key=key).startswith("Something is different now")
    assert returns(own) == ()
    assert starting.answer("yes", "affirm").startswith("Done.")
    assert [item.id for item in returns(own)[0].items] == ["I4"]


def test_other_items_have_their_amount_checked_again(starting: Doing):
    assert "€12.50" in starting.answer("no, only the jacket", "deny")
    assert starting.requested == "return_amount"


def test_an_amount_that_is_not_expected_is_not_insisted_on(own: Desk):
    doing = Doing(own, "start_return_form")
    doing.begin(number=ORDER)
    doing.answer("the jacket")
    doing.press("/button_choose", choice="wrong_size")

    assert "a person can" in doing.answer("no", "deny")
    assert doing.requested == "return_items"


def test_a_window_that_closes_before_the_yes_is_noticed(own: Desk, starting: Doing):
    later = own.at(NOW + timedelta(days=11)).verified("hana")

    said = later.say(Doing(later, starting.form, {**starting.slots, "confirmed": starting.key}).finish())

    assert said[0].startswith("Something has changed in the meantime")
    assert returns(own) == ()


def test_two_requests_for_the_same_items_are_one(own: Desk, starting: Doing):
    second = Doing(own, "start_return_form")
    second.begin(number=ORDER, message_id="another message")
    answered(second, "the speaker and the jacket")
    assert starting.key != second.key

    assert starting.answer("yes", "affirm").startswith("Done.")
    assert second.answer("yes", "affirm").startswith("Something has changed in the meantime")
    assert len(returns(own)) == 1


def test_somebody_elses_order_is_not_begun(own: Desk):
    reply = Doing(own, "start_return_form").begin(number=order_number(20003))

    assert reply.form == "identity_form"


def test_slots_that_somebody_wrote_ask_for_nothing(own: Desk):
    forged = {
        "doing": {"form": "start_return_form", "about": order_number(20003), "begun": ""},
        "return_items": ["I1"],
        "return_reason": "damaged",
        "return_amount": "12.50 EUR",
        "return_service": "free_label",
        "return_description": "It is broken, really.",
        "confirmed": "key",
    }

    for slots in (forged, {**forged, "return_items": "I1"}, {**forged, "return_service": ["x"]}):
        said = own.ask("action_start_return", "affirm", slots=slots)
        assert said.startswith("Something has changed in the meantime")


def test_a_description_may_hold_the_word_stop(own: Desk, starting: Doing):
    starting.press("/button_choose", choice="change_description")

    said = starting.answer("It just stopped after a day and a half", "stop")

    assert "“It just stopped after a day and a half”" in said


def test_a_question_is_no_description(starting: Doing):
    starting.press("/button_choose", choice="change_description")

    assert starting.answer("When do I get my refund?", "ask_refund_time") == ""
    assert starting.answer("never mind", "stop") == "All right, I'll leave it. Nothing was sent or changed."


@pytest.mark.parametrize("said", ["yes, submit that", "just send it off please", "ok go ahead and file it"])
def test_who_wants_it_sent_before_all_is_answered_hears_that_nothing_is_sent(own: Desk, said: str):
    doing = Doing(own, "start_return_form")
    doing.begin(number=ORDER)

    for answer in ("the speaker", None):
        assert doing.answer(said, "ask_ship_by").startswith("Nothing has been sent yet. First I need your answer to")
        if answer:
            doing.answer(answer)
    assert returns(own) == ()


def test_a_wish_to_send_it_is_no_description(starting: Doing):
    starting.press("/button_choose", choice="change_description")

    assert starting.answer("yes, please send that now", "affirm").startswith("Nothing has been sent yet.")


def test_a_changed_return_is_cancelled_and_asked_for_anew_at_once(own: Desk, starting: Doing):
    starting.answer("yes", "affirm")
    (old,) = returns(own)
    change = Doing(own, "amend_return_form")
    change.begin(number=old.number)

    question = answered(change, "the vase and the speaker")
    assert f"Cancel return **{old.number}**" in own.say(question.replies[-1])[0]
    assert change.answer("yes", "affirm").startswith(f"Done. Return {old.number} is cancelled")

    new, replaced = sorted(returns(own), key=lambda each: each.number, reverse=True)
    assert replaced.events[-1].type is EventType.CANCELLED
    assert [item.id for item in new.items] == ["I1", "I3"]
    # It takes the place of the first one, so it is the order's first free return.
    assert new.shipping is Shipping.FREE_QR


def test_a_return_that_left_before_the_yes_is_not_changed(own: Desk, starting: Doing):
    starting.answer("yes", "affirm")
    (old,) = returns(own)
    change = Doing(own, "amend_return_form")
    change.begin(number=old.number)
    answered(change, "the vase")
    own.services.store.append_event(old.number, ReturnEvent(EventType.DROPPED_OFF, NOW))

    assert "can't be changed any more" in change.answer("yes", "affirm")
    assert len(returns(own)) == 1


def test_a_change_that_would_lose_an_item_is_not_begun(own: Desk, starting: Doing):
    starting.answer("yes", "affirm")
    (old,) = returns(own)
    later = own.at(NOW + timedelta(days=11)).verified("hana")

    reply = later.reply("action_begin_amend_return", "button_amend_return", number=old.number)

    assert "it could not be asked for again with Speaker" in later.say(reply)[-1]
    assert reply.form is None


def test_what_nobody_wrote_to_the_form_keeps_a_proof_that_ran_out_from_doing_anything(own: Desk, starting: Doing):
    later = own.at(NOW + timedelta(hours=2))

    assert Doing(later, starting.form, starting.slots).answer("yes", "affirm").startswith("It has been a while")
    assert returns(own.verified("hana")) == ()


def test_another_order_takes_the_place_of_the_one_that_was_chosen_with_the_item_beside_it(own: Desk):
    doing = Doing(own, "start_return_form")
    doing.begin(number=ORDER)
    other = order_number(80002)
    said = doing.answer(
        f"no, the mug of {other}", "give_details", number=other, told_now=frozenset({"customer_number"})
    )

    assert other in said
    assert doing.slots["doing"]["about"] == other
    assert doing.slots["return_items"] == ["I2"]
    assert doing.requested == "return_reason"


def test_an_order_that_is_not_theirs_changes_nothing(own: Desk):
    doing = Doing(own, "start_return_form")
    doing.begin(number=ORDER)
    said = doing.answer("R1001", "give_details", number="R1001", told_now=frozenset({"customer_number"}))

    assert "can't find **R1001**" in said
    assert doing.slots["doing"]["about"] == ORDER


@pytest.mark.parametrize("intent", ["ask_reminders", "explain_why", "repeat_answer"])
def test_another_wish_before_the_last_yes_is_that_wish(own: Desk, starting: Doing, intent: str):
    assert starting.answer("remind me tomorrow then", intent) == ""
    assert starting.requested == "confirmed"
