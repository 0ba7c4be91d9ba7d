"""What a wish to return something tells of the reason already."""

from __future__ import annotations

import pytest
from custom_desk import Desk
from custom_shop import order_number

from actions.dialogue.belongings import BELONGINGS
from actions.forms.draft import REASON
from actions.forms.return_reasons import reason_meant, tells_why, why_slots, why_told

BEGIN, INTENT = "action_begin_start_return", "button_start_return"


@pytest.mark.parametrize(
    ("said", "why", "reason"),
    [
        ("I want to return the lamp because the glass is cracked", "the glass is cracked", "damaged"),
        (
            "Returning order 8120034500012349: the sleeves are too short. me@example.com",
            "the sleeves are too short",
            "wrong_size",
        ),
        (
            "I need to send the drill back, it stopped working, the light still blinks",
            "it stopped working, the light still blinks",
            "faulty",
        ),
        ("please take it back since I don't need it any more", "I don't need it any more", "not_wanted"),
        ("I want to return the radio as it rattles", "it rattles", None),
        ("It isn't broken, I return it because I changed my mind, thanks", "I changed my mind", "not_wanted"),
        ("I want to return the cup because it leaks, how long do I have?", "it leaks", "faulty"),
    ],
)
def test_the_words_that_tell_why_are_taken(said: str, why: str, reason: str | None):
    assert why_told(said) == why
    assert reason_meant(why) == reason


@pytest.mark.parametrize(
    "said",
    [
        *("I want to return the lamp", "how do I return something that is broken?", "", "yes please"),
        *("I want to return the speaker as soon as possible", "I'd like to send back the mug. Thanks!"),
    ],
)
def test_where_none_is_told_none_is_taken(said: str):
    assert why_told(said) == ""


def test_what_was_told_is_not_asked_again(desk: Desk):
    said = "I want to return the jacket because the zip is broken"
    slots = desk.verified("hana").reply(BEGIN, INTENT, number=order_number(80001), said=said).slots

    assert (slots["return_reason"], slots["return_description"]) == ("damaged", "the zip is broken")


def test_a_reason_that_is_not_known_is_asked_for(desk: Desk):
    said = "I want to return the speaker because it hums"
    slots = desk.verified("hana").reply(BEGIN, INTENT, number=order_number(80001), said=said).slots

    assert (slots["return_reason"], slots["return_description"]) == (None, "it hums")


def test_the_words_of_a_return_that_was_begun_before_are_not_those_of_the_next(desk: Desk):
    before = [
        {
            "event": "user",
            "text": "I want to return it because it leaks",
            "parse_data": {"intent": {"name": "ask_how_to_return"}},
        },
        {"event": "active_loop", "name": "start_return_form"},
    ]
    reply = desk.verified("hana").reply(BEGIN, INTENT, number=order_number(80001), said="/x", events=before)

    assert reply.slots["return_description"] is None


@pytest.mark.parametrize("said", ["its lid wobbles", "the seam at the back opens", "it leaks", "and it came in pieces"])
def test_words_beside_a_choice_may_tell_why(said: str):
    assert tells_why(said)


@pytest.mark.parametrize(
    "said", ["", "and then send it please", "thanks a lot", "the refund to my card", "please hurry"]
)
def test_words_beside_a_choice_may_only_say_what_is_to_be_done(said: str):
    assert not tells_why(said)


@pytest.mark.parametrize(
    ("said", "title", "reason"),
    [
        ("the picture frame, I don't like it", "Picture frame, oak", "not_wanted"),
        ("my crack filler leaks", "Crack filler", "faulty"),
        ("those torn jeans are too small", "Torn jeans", "wrong_size"),
        ("it's for the gift box", "Gift box", None),
        ("the scratching post is scratched", "Scratching post", "damaged"),
    ],
)
def test_the_name_of_a_thing_gives_no_reason(said: str, title: str, reason: str | None):
    slots = {BELONGINGS: {"of": "C1", "things": [{"number": "8120034500012345", "title": title}]}}

    assert why_slots(said, slots).get(REASON) == reason


@pytest.mark.parametrize("said", ["nothing's broken, I just don't like it", "it was never damaged, I don't need it"])
def test_a_fault_that_is_denied_gives_no_reason(said: str):
    assert reason_meant(said) == "not_wanted"
