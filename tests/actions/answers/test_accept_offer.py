"""A "yes" means the last offer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import NOW

from actions.dialogue.turn import SaidDate

ACTION = "action_accept_offer"


def test_yes_to_a_look_asks_for_the_details(desk: Desk):
    reply = desk.reply(ACTION, "affirm", offer="look_up", topic="ask_refund_time")

    assert reply.utterances == ()
    assert reply.form == "identity_form"
    assert reply.slots == {"topic": "ask_refund_time", "offer": None}


def test_yes_to_a_look_by_somebody_verified_is_the_look(desk: Desk):
    said = desk.verified("carl").ask(ACTION, "affirm", offer="look_up", topic="ask_refund_time")

    assert "for return **R3001** has not started yet" in said


def test_yes_to_a_person_shows_what_would_be_passed_on_and_a_second_yes_opens_the_ticket(desk: Desk):
    reply = desk.reply(ACTION, "affirm", offer="person", topic="ask_refund_time")

    assert desk.say(reply)[0].startswith("I can pass this on to a person")
    assert reply.slots == {"offer": "ticket"}
    assert desk.ask(ACTION, "affirm", offer="ticket").startswith("I'm passing this on to a person")


def test_yes_to_what_an_answer_offers_in_passing_is_told_too(desk: Desk):
    said = {"event": "bot", "text": "…", "metadata": {"utter_action": "utter_bot_challenge"}}
    reply = desk.reply(ACTION, "affirm", events=({"event": "user"}, said, {"event": "user"}))

    assert desk.say(reply)[0].startswith("I can pass this on to a person")


def test_yes_to_nothing_asks_what_is_meant(desk: Desk):
    for offer in (None, "", "the moon"):
        reply = desk.reply(ACTION, "affirm", offer=offer, topic="ask_refund_time")
        assert desk.say(reply) == ["Good. What would you like to know about your return?"]
        assert len(desk.buttons(reply)) == 5


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        (None, "that's the one I took there yesterday"),
        (None, "yes, it went yesterday"),
        ("person", "this is what I brought in yesterday"),
    ],
)
def test_what_tells_of_a_hand_in_is_no_mere_yes(desk: Desk, offer: str | None, said: str):
    told = {"said": said, "date": SaidDate("yesterday", NOW), "asked_day": SaidDate("yesterday", NOW, "asked")}
    answer = desk.verified("ana").ask(ACTION, "affirm", offer=offer, number="R1005", **told)

    assert "after you handed it in on Monday 12 October" in answer


def test_a_yes_to_a_person_stays_one_whatever_day_it_tells(desk: Desk):
    told = {"said": "yes, it went yesterday", "date": SaidDate("yesterday", NOW)}

    answer = desk.verified("ana").ask(ACTION, "affirm", offer="person", number="R1005", **told)
    assert answer.startswith("I can pass this on to a person")


def bot(response: str, *buttons: tuple[str, str]) -> dict[str, Any]:
    """A message of the assistant, with buttons by title and payload."""
    shown = [{"title": title, "payload": payload} for title, payload in buttons]
    return {"event": "bot", "text": "…", "metadata": {"utter_action": response}, "data": {"buttons": shown}}


def offered(offer: str | None) -> dict[str, Any]:
    """What an answer leaves for a yes."""
    return {"event": "slot", "name": "offer", "value": offer}


def test_a_yes_right_behind_a_no_takes_what_was_declined(desk: Desk):
    user = {"event": "user"}
    declined = (
        user,
        bot("utter_rule_ask_refund_time"),
        offered("look_up"),
        user,
        bot("utter_declined"),
        offered(None),
        user,
    )

    reply = desk.reply(ACTION, "affirm", topic="ask_refund_time", said="hm, do it after all", events=declined)
    assert reply.form == "identity_form"

    later = (*declined, bot("utter_thank"), user)
    assert desk.ask(ACTION, "affirm", topic="ask_refund_time", events=later).startswith("Good. What would you like")


def test_the_same_menu_is_not_shown_twice(desk: Desk):
    menu = bot("utter_greet", *[("…", f"/ask_{each}") for each in ("return_status", "refund_time", "return_window")])
    user = {"event": "user"}

    reply = desk.reply(ACTION, "affirm", events=(user, menu, user, bot("utter_declined"), user))

    assert desk.say(reply)[0].startswith("Good. Then tell me in your own words")
    assert desk.buttons(reply) == []


@pytest.mark.parametrize("said", ["yes please", "yes do it", "go ahead"])
def test_a_yes_to_the_question_whether_to_cancel_cancels_and_asks_no_more(own_desk: Desk, said: str):
    ana = own_desk.verified("ana")
    told = ana.say(ana.reply(ACTION, "affirm", offer="button_cancel_return", number="R1005", said=said))

    assert told[0].startswith("Done. Return **R1005** is cancelled.")
    assert told[1].startswith("You can ask for a return of these items again until")


@pytest.mark.parametrize("said", ["yes, but what about my refund?", "yes but only the label"])
def test_a_yes_with_more_in_it_cancels_nothing(own_desk: Desk, said: str):
    ana = own_desk.verified("ana")
    reply = ana.reply(ACTION, "affirm", offer="button_cancel_return", number="R1005", said=said)

    assert reply.form == "cancel_return_form" or "Done." not in " ".join(ana.say(reply))


def test_to_cancel_is_no_yes_to_reminders(desk: Desk):
    reply = desk.verified("ana").reply(ACTION, "affirm", offer="reminders", number="R1005", said="ok, cancel it then")

    assert reply.form == "cancel_return_form"


@pytest.mark.parametrize("said", ["right.", "ok i see", "alright then"])
def test_who_only_hears_a_person_named_is_connected_to_nobody(desk: Desk, said: str):
    named = {"event": "bot", "text": "A person can look into it.\n\n_Source: a, \u201cWhere?\u201d_", "metadata": {}}
    events = ({"event": "user"}, named, {"event": "user"})

    assert desk.ask(ACTION, "affirm", offer="person", said=said, events=events).startswith("All right.")


def test_a_yes_takes_up_the_button_that_starts_a_return(desk: Desk):
    buttons = [{"title": "Start a return", "payload": '/button_start_return{"customer_number": "8120034500080001"}'}]
    shown = {"event": "bot", "text": "You can ask for a return.", "metadata": {}, "data": {"buttons": buttons}}
    events = ({"event": "user"}, shown, {"event": "user"})
    reply = desk.verified("hana").reply(ACTION, "affirm", said="yes, go for it", events=events)

    assert reply.form == "start_return_form"


def test_what_could_not_be_asked_for_again_is_asked_about_with_that(own_desk: Desk):
    later = own_desk.at(NOW + timedelta(days=90)).verified("ana")
    reply = later.reply(ACTION, "affirm", offer="button_cancel_return", number="R1005", said="yes please")

    assert reply.form == "cancel_return_form"
