"""What a known customer names by its title, in the first turn as in any, and only of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import order_number
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue.belongings import MOST_THINGS, named_numbers, noted

STATUS, REFUND, PARCEL = "action_return_status", "action_refund", "action_parcel"
RESUME = "action_resume_question"
UNSURE = [{"name": "nlu_fallback", "confidence": 0.35}]


@pytest.mark.parametrize(
    ("action", "intent", "said"),
    [
        (STATUS, "ask_return_status", "has the desk lamp turned up"),
        (REFUND, "ask_refund_time", "when is the money for the desk lamp due"),
        (PARCEL, "report_not_marked_returned", "the page knows nothing of my desk lamp"),
        (RESUME, "give_details", "the desk lamp one"),
    ],
)
def test_a_signed_in_customer_names_a_thing_in_the_first_turn(desk: Desk, action: str, intent: str, said: str):
    reply = desk.signed_in("ana").reply(action, intent, said=said)

    assert reply.slots["customer_number"] == "R1001"
    assert "Which one do you mean?" not in "".join(desk.say(reply))


def test_somebody_elses_thing_is_nothing(desk: Desk):
    text = desk.signed_in("carl").ask(STATUS, "ask_return_status", said="has the desk lamp turned up")

    assert "R3001" in text  # Carl's only return


def test_nobody_known_has_nothing_to_name(desk: Desk):
    assert desk.reply(STATUS, "ask_return_status", said="has the desk lamp turned up").form == "identity_form"


def test_others_who_read_along_hear_of_nothing(desk: Desk):
    text = desk.signed_in("ana").ask(STATUS, "ask_return_status", said="has the desk lamp turned up", group=True)

    assert "R1001" not in text


def test_a_word_of_several_titles_asks_among_these(desk: Desk):
    reply = desk.signed_in("ana").reply(REFUND, "ask_refund_time", said="when is the money for my lamp due")

    said = desk.say(reply)
    assert "of your returns fit that. Which one do you mean?" in said[0]
    assert all("amp" in title for title, _ in desk.buttons(reply))


def test_the_one_in_hand_is_meant_where_a_word_fits_it_too(desk: Desk):
    text = desk.signed_in("ana").ask(REFUND, "ask_refund_time", said="and the money for my lamp?", number="R1010")

    assert "for return **R1010**" in text


def test_a_named_thing_of_another_return_wins_over_the_one_in_hand(desk: Desk):
    text = desk.signed_in("ana").ask(REFUND, "ask_refund_time", said="and for the desk lamp?", number="R1010")

    assert "for return **R1001**" in text


def test_a_number_wins_over_a_name(desk: Desk):
    told = frozenset({"customer_number"})
    turn: dict[str, Any] = {"said": "R1010, not the desk lamp", "number": "R1010", "told_now": told}

    assert "**R1010**" in desk.signed_in("ana").ask(REFUND, "ask_refund_time", **turn)


def test_two_named_things_are_both_answered(desk: Desk):
    said = desk.signed_in("carl").say(desk.reply(STATUS, "ask_return_status", said="where are the kite and the string"))

    assert "**R3001**" in said[0]
    assert any("There is no return with **Kite string** yet." in each for each in said)


@pytest.mark.parametrize(
    ("action", "intent"),
    [(STATUS, "ask_return_status"), (REFUND, "ask_refund_time"), ("action_deadlines", "ask_ship_by")],
)
def test_what_is_in_no_return_is_told_its_window(desk: Desk, action: str, intent: str):
    reply = desk.signed_in("hana").reply(action, intent, said="and my speaker?")

    said = desk.say(reply)
    assert "There is no return with **Speaker** yet." in said
    assert "Speaker: yes, until **Friday 23 October**" in said[-1]
    assert "Vase" not in said[-1]
    assert reply.slots["offer"] == f"button_start_return {order_number(80001)}"


def test_another_item_of_an_order_is_not_taken_for_the_one_in_a_return(desk: Desk):
    text = desk.signed_in("carl").ask(STATUS, "ask_return_status", said="what about the string")

    assert "There is no return with **Kite string** yet." in text
    assert "R3001" not in text


def test_a_question_until_when_is_about_the_named_item(desk: Desk):
    said = desk.signed_in("hana").say(
        desk.reply("action_return_window", "ask_return_window", said="my jacket, till when")
    )

    assert "Jacket: yes, until" in said[0]
    assert "Speaker" not in said[0]


def test_a_choice_among_ones_own_things_keeps_the_question_to_that_item(desk: Desk):
    said = '/give_details{"customer_number": "…", "choice": "Jacket"}'
    text = desk.signed_in("hana").ask(
        RESUME,
        "give_details",
        said=said,
        choice="Jacket",
        number=order_number(80001),
        topic="ask_return_window",
        told_now=frozenset({"customer_number"}),
    )

    assert "Jacket" in text
    assert "Speaker" not in text


@pytest.mark.parametrize(
    "said", ["the speaker has to go back", "gonna return my speaker", "sending the speaker back today"]
)
def test_a_wish_to_send_back_what_was_ordered_begins_a_return(desk: Desk, said: str):
    reply = desk.signed_in("hana").reply(RESUME, "give_details", said=said)

    assert reply.form == "start_return_form"
    assert reply.slots["return_items"] == ["I3"]


@pytest.mark.parametrize("said", ["the speaker is not to go back", "send the money for the speaker back", "my speaker"])
def test_other_words_begin_none(desk: Desk, said: str):
    assert desk.signed_in("hana").reply(RESUME, "give_details", said=said).form is None


def test_a_wish_about_what_is_in_a_return_begins_none(desk: Desk):
    assert desk.signed_in("carl").reply(RESUME, "give_details", said="going to send the kite back").form is None


def test_reminders_are_for_the_named_return(desk: Desk):
    text = desk.signed_in("ana").ask("action_reminders", "ask_reminders", said="remind me of the desk lamp")

    assert "I'll remind you about **R1001** here" in text


async def clarified(desk: Desk, text: str, **message: Any) -> list[dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    latest = {"text": text, "intent": UNSURE[0], "intent_ranking": UNSURE, **message}
    tracker = Tracker.from_dict({"sender_id": desk.session, "latest_message": latest, "events": [{"event": "user"}]})
    await desk.action("action_clarify").run(dispatcher, tracker, {})
    return desk.spoken(dispatcher)


@pytest.mark.parametrize(
    ("text", "words"), [("desk lamp, hm", "You handed in your return **R1001**"), ("desk lamp… cash?", "**R1001**")]
)
async def test_what_is_not_understood_but_names_a_thing_is_answered_for_it(desk: Desk, text: str, words: str):
    said = await clarified(desk.signed_in("ana"), text)

    assert words in said[0]["text"]


async def test_the_likeliest_question_is_put_to_the_named_thing(desk: Desk):
    ranking = [{"name": "ask_my_returns", "confidence": 0.3}, {"name": "ask_cancel_return", "confidence": 0.2}]
    said = await clarified(desk.signed_in("ana"), "eh the desk lamp", intent_ranking=ranking)

    assert "yourself any more, because the parcel has been sent" in said[0]["text"]


@pytest.mark.parametrize("text", ["until when, the speaker", "speaker how long have i got", "eh speaker"])
async def test_of_what_is_in_no_return_the_window_is_told(desk: Desk, text: str):
    said = await clarified(desk.signed_in("hana"), text)

    assert ["Speaker: yes, until **Friday 23 October**" in said[0]["text"], len(said)] == [True, 1]


@pytest.mark.parametrize(
    ("text", "confidence", "answered"),
    [
        ("how do I clean my desk lamp", 0.96, False),
        ("where is my desk lamp", 0.96, True),
        ("hm the desk lamp", 0.4, True),
    ],
)
async def test_what_is_not_answered_here_is_left_so_unless_it_asks_for_the_way_of_a_thing(
    desk: Desk, text: str, confidence: float, answered: bool
):
    intent = {"name": "out_of_scope", "confidence": confidence}
    said = await clarified(desk.signed_in("ana"), text, intent=intent)

    assert ("**R1001**" in said[0]["text"]) is answered


async def test_nobody_known_is_asked_which_topic(desk: Desk):
    assert "R1001" not in (await clarified(desk, "desk lamp, hm"))[0]["text"]


async def test_what_somebody_has_running_is_the_list_of_their_returns(desk: Desk):
    said = await clarified(desk.signed_in("ben"), "what have I got running here at the moment?")

    assert [line.split("**")[1] for line in said[0]["text"].splitlines() if line.startswith("•")] == [
        "R2002",
        "R2001",
        "R2005",
    ]


NO_REASON = "The records that I have don't say why."


@pytest.mark.parametrize(
    ("said", "number", "own", "reason"),
    [
        ("why was lamp 10012 refused", None, "R1013", True),
        ("why did it fail", "R1009", "R1009", True),
        ("why is there a quarrel about the desk lamp", None, "R1001", False),
        ("they refuse lamp 10012, who decides", None, "R1013", False),
        ("who decides a dispute", "R1013", None, False),
    ],
)
def test_a_rule_stands_behind_what_a_named_return_shows(
    desk: Desk, said: str, number: str | None, own: str | None, reason: bool
):
    texts = desk.signed_in("ana").say(desk.reply("action_rule_for_own", "ask_dispute", said=said, number=number))

    assert "the platform steps in" in texts[-1]
    assert (NO_REASON in texts) is reason
    assert f"**{own}**" in texts[0] if own else len(texts) == 1


def test_a_guest_hears_the_rule_alone(desk: Desk):
    assert (
        len(desk.say(desk.reply("action_rule_for_own", "ask_track_parcel", said="track my kite", number="R3001"))) == 1
    )


def test_a_store_that_is_down_names_nothing(desk: Desk):
    text = desk.without_store().ask(STATUS, "ask_return_status", said="has the desk lamp turned up")

    assert text


def test_so_many_things_are_noted_and_no_more(desk: Desk):
    customer = desk.signed_in("lea").services.verifications.verified(desk.session, desk.now)
    assert customer is not None
    things = noted(desk.turn("greet"), customer.customer, desk.services)["belongings"]["things"]
    assert 0 < len(things) <= MOST_THINGS


SAID_NOW = {"event": "user", "text": "…", "parse_data": {}}
ANSWER = {"event": "bot", "text": "…", "data": {}}


def asked(*numbers: str) -> dict[str, Any]:
    entities = [{"entity": "customer_number", "value": each} for each in numbers]
    return {"event": "user", "text": "…", "parse_data": {"entities": entities}}


def listed(*numbers: str) -> dict[str, Any]:
    buttons = [{"title": each, "payload": f'/give_details{{"customer_number": "{each}"}}'} for each in numbers]
    return {"event": "bot", "text": "…", "data": {"buttons": buttons}}


@pytest.mark.parametrize(
    ("said", "events", "number"),
    [
        ("the second one is still here", (asked("R1001", "R1003"), ANSWER), "R1003"),
        ("the first one is late", (SAID_NOW, listed("R1002", "R1001"), asked("R1001", "R1003"), ANSWER), "R1001"),
        ("is the last one lost", (asked("R1001", "R1003"), ANSWER, SAID_NOW, listed("R1002", "R1004")), "R1004"),
        ("the third one is late", (asked("R1001", "R1003"), ANSWER), None),
        ("the second one is late", (asked("R1001"), ANSWER), None),
        ("the second one is late", (asked("R1001", "R1003"), *(SAID_NOW, ANSWER) * 6), None),
    ],
)
def test_a_place_is_one_of_what_was_told_or_listed_last(
    desk: Desk, said: str, events: tuple[dict[str, Any], ...], number: str | None
):
    turn = desk.turn("report_parcel_lost", said=said, events=(*events, SAID_NOW))

    assert named_numbers(turn, desk.signed_in("ana").services) == ([(number,)] if number else [])


def test_buttons_that_do_something_else_are_no_list(desk: Desk):
    buttons = [{"title": "Yes", "payload": "/affirm"}, {"title": "No", "payload": "/deny"}]
    events = (SAID_NOW, {"event": "bot", "text": "…", "data": {"buttons": buttons}}, SAID_NOW)

    turn = desk.turn("ask_return_fee", said="the first one", events=events)
    assert named_numbers(turn, desk.signed_in("ana").services) == []


THREE = ("R1001", "R1002", "R1003")


@pytest.mark.parametrize(
    ("said", "events", "in_hand", "meant"),
    [
        ("and all three?", (asked(*THREE), ANSWER), None, THREE),
        ("are both on time?", (asked(*THREE), ANSWER), None, THREE),
        ("and the other two?", (asked(*THREE), ANSWER, asked("R1002"), ANSWER), "R1002", ("R1001", "R1003")),
        ("what about the others", (SAID_NOW, listed("R1002", "R1001", "R1003"), SAID_NOW), "R1001", ("R1002", "R1003")),
        # Which of them is in hand is open.
        ("and the other two?", (asked(*THREE), ANSWER), None, ()),
        # One other is "the other one".
        ("and the others?", (asked("R1001", "R1003"), ANSWER, asked("R1003"), ANSWER), "R1003", ()),
        # Nothing was told or listed of which these could be all.
        ("and all of them?", (SAID_NOW, ANSWER), "R1001", ()),
    ],
)
def test_all_or_the_rest_of_what_was_told_or_listed(
    desk: Desk, said: str, events: tuple[dict[str, Any], ...], in_hand: str | None, meant: tuple[str, ...]
):
    turn = desk.turn("give_details", said=said, events=(*events, SAID_NOW), number=in_hand)
    turn = replace(turn, told_now=frozenset())

    assert named_numbers(turn, desk.signed_in("ana").services) == [(each,) for each in meant]
