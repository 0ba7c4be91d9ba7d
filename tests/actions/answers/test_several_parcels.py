"""A return that travels in several parcels: each one's state is told shortly, the dates are those of all of them."""

from __future__ import annotations

from custom_desk import Desk

ONE_IS_THERE = "R9621"
BOTH_ARE_THERE = "R9622"
OF_THE_FIRST = "Parcel LP96201: The carrier delivered it at Leipzig on Tuesday 13 October."
OF_THE_SECOND = "Parcel LP96201B: The carrier last scanned it at Hamburg on Monday 12 October."


def test_the_status_says_where_each_parcel_is(desk: Desk):
    said = desk.verified("otto").ask("action_return_status", "ask_return_status", number=ONE_IS_THERE)
    assert f"{OF_THE_FIRST} {OF_THE_SECOND}" in said


def test_a_question_about_the_parcel_is_answered_for_all_of_them(desk: Desk):
    said = desk.verified("otto").ask("action_parcel", "report_not_marked_returned", number=ONE_IS_THERE)
    assert f"{OF_THE_FIRST} {OF_THE_SECOND} Nothing to do until then." in said


def test_it_counts_as_delivered_when_the_last_one_is(desk: Desk):
    desk.verified("otto")
    one, both = (
        desk.reply("action_parcel", "report_parcel_delivered", number=number).utterances[0].response
        for number in (ONE_IS_THERE, BOTH_ARE_THERE)
    )
    assert (one, both) == ("utter_drop_off_wait", "utter_drop_off_delivered")


def test_while_the_carrier_is_away_each_is_said_to_be_unknown(desk: Desk):
    otto = desk.without_carrier().verified("otto")
    said = otto.ask("action_parcel", "report_not_marked_returned", number=ONE_IS_THERE)
    assert said.count("I can't reach the carrier right now") == 2


def test_the_numbers_are_told(desk: Desk):
    said = desk.verified("otto").ask(
        "action_rule_for_own", "ask_track_parcel", number=ONE_IS_THERE, said="what are the tracking numbers?"
    )
    assert "with the tracking numbers LP96201, LP96201B." in said
