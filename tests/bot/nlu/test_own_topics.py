"""Which messages keep the topic that they were surely taken for, and which may go on about an answer before."""

from __future__ import annotations

import pytest

from bot.nlu.own_topics import says_its_topic

NOT_HANDED_IN = [{"entity": "hand_in", "value": "not"}]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("when does my order arrive please, it was due on Monday and it's late", "report_order_not_arrived"),
        ("how many days does the seller get before you decide instead", "ask_seller_silent"),
        ("the driver who should fetch my parcel today never rang the bell", "ask_pickup"),
        ("why do parcels to the warehouse need longer in December", "ask_delays"),
        ("how long is the guarantee on the kettle that I bought", "ask_shop_matter"),
        ("my flatmate keeps my bicycle and won't give it back", "out_of_scope"),
    ],
)
def test_what_surely_has_a_topic_of_its_own_keeps_it(text: str, intent: str) -> None:
    assert says_its_topic(text, intent, 0.97, [])


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("why do parcels to the warehouse need longer in December", "ask_delays", 0.6),
        ("why is that so long", "ask_delays", 0.99),
        ("and if the page has not changed by next Tuesday", "report_not_marked_returned", 0.99),
        ("leave the reminders, what about the money for my shoes", "ask_reminders", 0.99),
        ("what if I put the wrong jumper into the parcel by mistake", "report_item_problem", 0.99),
        ("are public holidays business days where the warehouse is", "ask_delays", 0.99),
        ("I am paying the return postage myself, when will the page change", "ask_paid_return", 0.99),
        ("my number is R1001 and the address is the same as before", "give_details", 0.99),
    ],
)
def test_what_may_go_on_about_something_else_does_not(text: str, intent: str, confidence: float) -> None:
    assert not says_its_topic(text, intent, confidence, [])


def test_a_hand_in_that_is_taken_back_is_read_beside_a_rule_that_is_asked_for() -> None:
    text = "can I swap it for a bigger one? it never went to the post"
    assert says_its_topic(text, "ask_exchange", 0.99, [])
    assert not says_its_topic(text, "ask_exchange", 0.99, NOT_HANDED_IN)
