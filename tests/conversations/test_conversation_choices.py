"""Buttons lead somewhere: whatever the bot offers, pressing it is answered."""

from __future__ import annotations

from typing import Any

import pytest
from conversation_product import Conversation, Product

pytestmark = pytest.mark.served

#: What is said where nothing was understood or something broke.
NO_ANSWER = ("I'm not sure", "didn't understand", "something went wrong", "not something I can help with")


def buttons(messages: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [button for message in messages for button in message.get("buttons", [])]


def test_an_unclear_message_gets_the_likeliest_topics_and_a_way_out(chat: Conversation) -> None:
    offered = buttons(chat.say("the label"))
    assert {"/ask_label_problem", "/ask_label_use"} <= {button["payload"] for button in offered}
    assert 3 <= len({button["title"] for button in offered}) == len(offered) <= 4
    assert offered[-1] == {"title": "Something else", "payload": "/help"}


@pytest.mark.parametrize(
    "messages",
    [
        ["Good morning to you"],
        ["date"],
        ["How many days does it normally take until I have my cash back?"],
        ["This whole thing is a disgrace and you lot are driving me up the wall!"],
        ["Who won the football match last night?"],
        ["I clicked buy by accident and want the order stopped before it is shipped to me"],
        [
            "R1017, felix@example.com",
            "Why is the website still treating my return as if it had never been handed over?",
        ],
        [
            "R1018, dmitri@example.com",
            "Why is the website still treating my return as if it had never been handed over?",
        ],
        [
            "R1011, lukas@example.com",
            "Why is the website still treating my return as if it had never been handed over?",
        ],
        ["R2601, marta@example.com", "Please show me every return that I have got with you"],
        ["8120034500000029, marta@example.com"],
        ["8120034500000040, tom@example.com", "Please show me every return that I have got with you"],
        ["📦🛵🪴"],
    ],
    ids=lambda messages: messages[-1][:40],
)
def test_every_button_of_an_answer_is_answered(messages: list[str], running_product: Product) -> None:
    def offered_after(chat: Conversation) -> list[dict[str, str]]:
        answers = [chat.say(message) for message in messages]
        return buttons(answers[-1])

    offered = offered_after(running_product.conversation())
    assert offered
    for button in offered:
        chat = running_product.conversation()
        assert offered_after(chat) == offered
        answer = chat.text(button["payload"])
        assert answer, button
        assert not any(phrase in answer for phrase in NO_ANSWER), (button, answer)
