"""What words tell goes before what a message was taken for, and only from what is near to it."""

from __future__ import annotations

import pytest

from bot.nlu.told_topics import is_told_by_words, topic_told


@pytest.mark.parametrize(
    ("said", "taken_for", "meant"),
    [
        ("the vase has a free returns tag, until when may it go back?", "ask_window_not_stated", "ask_return_window"),
        ("what's the meaning of the free returns icon", "ask_window_not_stated", "ask_return_policy"),
        ("no free returns tag on the vase, until when then?", "ask_window_not_stated", None),
        (
            "tracking says returned to sender, I was at home all day",
            "report_not_marked_returned",
            "report_order_not_arrived",
        ),
        ("five weeks and no parcel, pay me back", "ask_get_refund", "report_order_not_arrived"),
        ("I sent it back five weeks ago, pay me", "ask_get_refund", None),
        ("due on the 3rd and nothing, please cancel it", "report_order_not_arrived", "ask_cancel_order"),
        ("returned both vases, only one was refunded, where's the rest", "report_item_problem", "ask_refund_amount"),
        ("returned both vases, only one was refunded, where's the rest", "ask_return_status", None),
        ("our order is stuck at an airport", "report_parcel_lost", "report_order_not_arrived"),
        ("my return is stuck at an airport", "report_parcel_lost", None),
    ],
)
def test_a_topic_is_told_by_its_words(said: str, taken_for: str, meant: str | None):
    assert topic_told(said, taken_for, is_sure=True) == meant


@pytest.mark.parametrize(
    ("said", "topic", "plainly"),
    [
        ("the vase has a free returns tag, until when may it go back?", "ask_return_window", True),
        ("until when may the vase go back?", "ask_return_window", False),
        ("what's the meaning of the free returns icon", "ask_return_policy", True),
        # The mark tells nothing of a hand-in.
        ("the vase has a free returns tag, until when may it go back?", "report_not_marked_returned", False),
        ("anything at all", "report_order_not_arrived", True),
    ],
)
def test_what_is_told_plainly_needs_no_opinion(said: str, topic: str, plainly: bool):
    assert is_told_by_words(said, topic) is plainly
