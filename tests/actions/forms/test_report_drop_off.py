"""A customer tells that a parcel was handed in: the day, the number, and what the note is worth."""

from __future__ import annotations

import pytest
from custom_desk import Desk
from custom_shop import NOW
from form_desk import Doing

from actions.dialogue.turn import SaidDate
from policy.model import EventType

ASKED_DAY = "On which day did you hand in the parcel?"


@pytest.fixture
def own(own_desk: Desk) -> Desk:
    """A desk with a shop of its own, in which Ana has proven who she is."""
    return own_desk.verified("ana")


@pytest.fixture
def telling(own: Desk) -> Doing:
    """The form for R1004, approved on Monday 12 October; the day was asked for."""
    doing = Doing(own, "drop_off_form")
    doing.begin(number="R1004")
    return doing


def claim(desk: Desk, number: str):
    return desk.services.store.of_session(desk.session, desk.now).drop_off_claim(number)


def test_day_and_number_are_repeated_and_noted(own: Desk, telling: Doing):
    telling.answer("yesterday", "give_details", date="yesterday")
    question = telling.answer("LP00999888", "give_details", tracking_number="LP00999888")
    noted = telling.answer("yes", "affirm")

    assert "on **Monday 12 October**" in question
    assert "Tracking number: **LP00999888**" in question
    assert noted.startswith("Noted.")
    # A holiday on Monday in Spain: Tuesday 13, Wednesday 14.
    assert "by **Wednesday 14 October**" in noted
    assert claim(own, "R1004").tracking_number == "LP00999888"
    found = own.services.store.of_session(own.session, own.now).return_request("R1004")
    assert EventType.DROPPED_OFF not in [event.type for event in found.as_recorded().events]


@pytest.mark.parametrize("words", ["I don't have one", "no", "none", "lost it"])
def test_without_a_number_it_goes_on(telling: Doing, words: str):
    telling.press("/button_choose", choice="today")

    assert "No tracking number" in telling.answer(words, "deny")


@pytest.mark.parametrize("words", ["LP 00 999 888", "lp-00999888", "it is 1Z999AA10123456784"])
def test_a_number_is_read_however_it_is_written(telling: Doing, words: str):
    telling.press("/button_choose", choice="today")

    assert "Tracking number: **" in telling.answer(words)


def test_a_day_before_the_request_is_no_hand_in(telling: Doing):
    said = telling.answer("on 1 October", "give_details", date="1 October")

    assert said.startswith("That is before return **R1004** was asked for.")
    assert telling.requested == "drop_off_day"


def test_a_day_to_come_is_no_hand_in(telling: Doing):
    assert telling.answer("tomorrow", "give_details", date="tomorrow").startswith(
        "**Wednesday 14 October** is still to come"
    )


@pytest.mark.parametrize("words", ["12", "12.", "the 12", "12.10.", "12/10", "on the 12.10"])
def test_a_bare_day_is_an_answer_where_a_day_is_asked_for(telling: Doing, words: str):
    telling.answer(words, "out_of_scope")

    assert str(telling.slots["drop_off_day"]).startswith("2026-10-12")


@pytest.mark.parametrize("words", ["11 or 12", "R1004", "99", "0.0.", "1200"])
def test_other_digits_are_no_day(telling: Doing, words: str):
    telling.answer(words, "out_of_scope")

    assert telling.slots.get("drop_off_day") is None


def test_a_bare_number_is_no_day_where_a_tracking_number_is_asked_for(telling: Doing):
    telling.press("/button_choose", choice="today")
    day = telling.slots["drop_off_day"]
    telling.answer("12", "out_of_scope")

    assert telling.slots["drop_off_day"] == day


@pytest.mark.parametrize("words", ["I don't remember", "no idea", "I can't tell", "I forgot", "not sure"])
def test_who_forgot_the_day_is_told_where_it_stands_and_nothing_is_noted(own: Desk, telling: Doing, words: str):
    said = telling.answer(words, "ask_reminders")

    assert said.startswith("No problem. The receipt from the counter may show the day")
    assert said.endswith("Nothing was sent or changed.")
    assert claim(own, "R1004") is None


@pytest.mark.parametrize("words", ["not yet", "I haven't", "I still have it"])
def test_who_has_handed_in_nothing_yet_notes_nothing(own: Desk, telling: Doing, words: str):
    assert telling.answer(words, "deny").startswith("All right, for return **R1004** nothing counts as handed in.")
    assert claim(own, "R1004") is None


def test_a_hand_in_that_lies_ahead_is_reckoned_with_and_not_noted(own: Desk, telling: Doing):
    said = telling.answer("I'll do it on Friday", "nlu_fallback", date=SaidDate("Friday", NOW, "ahead"))

    # Friday 16 October; Monday 19, Tuesday 20.
    assert said.startswith(
        "If you hand it in on **Friday 16 October**, the page should change by **Tuesday 20 October**."
    )
    assert claim(own, "R1004") is None


@pytest.mark.parametrize(
    ("date", "says"),
    [
        ("Tuesday the 12th", "That weekday and that date don't belong together."),
        ("last week", "Those are several days"),
        ("11 October or 12 October", "Those are several days"),
    ],
)
def test_what_is_no_single_day_is_asked_for_again(telling: Doing, date: str, says: str):
    assert telling.answer(date, "give_details", date=date).startswith(says)
    assert telling.requested == "drop_off_day"


def test_the_day_can_be_corrected_at_the_end_and_the_old_button_confirms_nothing(own: Desk, telling: Doing):
    telling.press("/button_choose", choice="today")
    telling.press("/button_choose", choice="none")
    key = telling.key

    assert "on **Monday 12 October**" in telling.answer("no, yesterday", "deny", date="yesterday")
    assert telling.press("/affirm", offer_key=key).startswith("Something is different now")
    assert claim(own, "R1004") is None


def test_an_earlier_date_is_not_taken_for_a_correction(own: Desk, telling: Doing):
    telling.press("/button_choose", choice="today")
    telling.press("/button_choose", choice="none")

    assert telling.answer("yes", "affirm").startswith("Noted.")


def test_a_day_that_was_told_already_is_not_asked_for(own: Desk):
    doing = Doing(own, "drop_off_form")
    doing.begin(number="R1004", date="yesterday")

    assert doing.requested == "drop_off_tracking"


def test_a_number_that_the_store_has_is_not_asked_for(own: Desk):
    kim = own.verified("kim")
    doing = Doing(kim, "drop_off_form")
    doing.begin(number="R9004", date="yesterday")

    assert doing.requested == "confirmed"
    assert "Tracking number: **LP9004**" in kim.say(doing.replies[-1])[0]


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("R1001", "already show that the parcel of return **R1001** was handed in"),
        ("R1009", "The warehouse has the parcel"),
        ("R1012", "The parcel of this return is no longer awaited."),
    ],
)
def test_what_is_known_need_not_be_told(own: Desk, number: str, says: str):
    reply = Doing(own, "drop_off_form").begin(number=number)

    assert says in own.say(reply)[0]
    assert reply.form is None


def test_the_offer_stands_where_nobody_has_seen_the_parcel(own: Desk):
    said = own.reply("action_parcel", "report_not_marked_returned", number="R1004")
    dated = own.reply("action_parcel", "report_not_marked_returned", number="R1004", date="yesterday")

    assert own.buttons(said) == [("I have handed it in", '/button_report_drop_off{"customer_number": "R1004"}')]
    payload = '/button_report_drop_off{"customer_number": "R1004", "date": "2026-10-12"}'
    assert own.buttons(dated) == [("Note that I handed it in", payload)]
    assert dated.slots["offer"] == "button_report_drop_off 2026-10-12"


def test_a_yes_takes_the_day_along(own: Desk):
    reply = own.reply("action_accept_offer", "affirm", offer="button_report_drop_off 2026-10-12", number="R1004")

    assert reply.form == "drop_off_form"
    assert reply.slots["drop_off_day"].startswith("2026-10-12")


def test_what_was_noted_is_remembered_and_not_offered_again(own: Desk, telling: Doing):
    telling.answer("yesterday", "give_details", date="yesterday")
    telling.answer("LP9001", "give_details", tracking_number="LP9001")
    telling.answer("yes", "affirm")

    reply = own.reply("action_parcel", "report_not_marked_returned", number="R1004")

    assert own.buttons(reply) == []
    # The carrier is asked about the number that the customer told.
    assert "I have no scan from the carrier yet" not in own.say(reply)[0]


def test_an_order_that_is_asked_about_in_the_middle_is_another_matter(telling: Doing):
    assert telling.answer("When do I get my refund?", "ask_refund_time") == ""


def test_the_question_whether_to_note_it_tells_what_follows_from_the_day(own: Desk):
    doing = Doing(own, "drop_off_form")
    doing.begin(number="R1005", date="Thursday")

    # Friday 9 and Tuesday 13 October; the 12th is a holiday. 17 days from the 8th are the 25th.
    said = own.say(doing.replies[-1])[0]
    assert "• You handed in the parcel on **Thursday 8 October**." in said
    assert "• The page should show it by **Tuesday 13 October**." in said
    assert "• If it is not properly delivered by **Sunday 25 October**, the refund starts by itself." in said


@pytest.mark.parametrize(
    ("words", "day", "due", "lost"),
    [
        ("sorry, it was friday and not thursday", "Friday", "show it by **Wednesday 14 October**", "Monday 26 October"),
        ("no, on Wednesday", "Wednesday", "have shown it by **Friday 9 October**", "Saturday 24 October"),
        ("the 6th it was", "the 6th", "have shown it by **Thursday 8 October**", "Friday 23 October"),
    ],
)
def test_another_day_at_the_last_question_brings_all_its_dates(own: Desk, words: str, day: str, due: str, lost: str):
    doing = Doing(own, "drop_off_form")
    doing.begin(number="R1005", date="Thursday")
    said = doing.answer(words, "give_details", date=day)

    assert due in said
    assert f"by **{lost}**" in said
    # A question beside it is about that day too.
    aside = {"number": "R1005", "loop": "drop_off_form", "slots": doing.slots, "said": "and if it gets lost?"}
    assert f"by **{lost}**" in own.ask("action_parcel", "report_parcel_lost", **aside)


def test_a_parcel_at_the_customers_own_cost_gets_no_dates(own: Desk):
    doing = Doing(own, "drop_off_form")
    doing.begin(number="R1003", date="yesterday")

    assert "The rules I have don't state when the page shows" in doing.press("/button_choose", choice="none")


def test_of_a_weekday_and_another_date_either_is_an_answer(telling: Doing):
    said = telling.answer("Sunday the 12th", "give_details", date="Sunday the 12th")

    assert "on **Sunday 11 October** or on **Monday 12 October**?" in said
    before = {"event": "user", "parse_data": {"entities": [{"entity": "date", "value": "Sunday the 12th"}]}}
    asked = {"event": "bot", "metadata": {"utter_action": "utter_hand_in_day_contradicts"}}
    telling.answer("the Sunday", "give_details", date="Sunday", events=(before, asked, {"event": "user"}))
    assert str(telling.slots["drop_off_day"]).startswith("2026-10-11")
