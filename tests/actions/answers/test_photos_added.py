"""Where photos and videos of a problem go."""

from __future__ import annotations

from custom_desk import Desk

from actions.answers.photos_added import photos_added

SAID = "how can I attach pictures of the dent?"


def test_the_chat_on_a_page_takes_them(desk: Desk):
    reply = photos_added(desk.with_cards().turn("nlu_fallback", said=SAID))

    assert reply is not None
    assert "with the paper clip beside the text field" in desk.say(reply)[0]


def test_a_channel_that_takes_files_takes_them_as_they_are_sent_there_but_not_where_others_read_along(desk: Desk):
    alone = photos_added(desk.turn("nlu_fallback", said=SAID, takes_photos=True))
    in_group = photos_added(desk.turn("nlu_fallback", said=SAID, takes_photos=True, group=True))

    assert alone is not None and in_group is not None
    assert "right here, with a message" in desk.say(alone)[0]
    assert "add them on the return's page" in desk.say(in_group)[0]


def test_other_channels_name_the_page_of_the_return(desk: Desk):
    reply = photos_added(desk.turn("nlu_fallback", said=SAID))

    assert reply is not None
    assert "add them on the return's page" in desk.say(reply)[0]


def test_other_questions_are_left_alone(desk: Desk):
    assert photos_added(desk.turn("ask_return_status", said="where is my return?")) is None
