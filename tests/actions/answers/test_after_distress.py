"""Whoever was in distress and is well again, or wants to go on, is met kindly and goes on."""

from __future__ import annotations

import pytest
from custom_desk import Desk
from custom_shop import order_number

ORDER = order_number(80001)


def distressed() -> list[dict[str, object]]:
    return [
        {"event": "user", "text": "…"},
        {"event": "bot", "text": "…", "metadata": {"utter_action": "utter_distress"}},
        {"event": "user", "text": "…"},
    ]


DRAFT = {"doing": {"form": "start_return_form", "about": ORDER, "begun": "now"}}


@pytest.mark.parametrize("action", ["action_accept_offer", "action_stop", "action_decline"])
def test_who_is_well_again_hears_kind_words_and_goes_on(desk: Desk, action: str):
    said = "I'm alright again, apologies"
    reply = desk.verified("hana").reply(action, "stop", said=said, events=distressed(), slots=DRAFT)

    assert desk.say(reply)[0].startswith("Thank you for telling me.")
    assert reply.form == "start_return_form"


def test_who_wants_to_go_on_goes_on(desk: Desk):
    reply = desk.reply("action_accept_offer", "affirm", said="let's carry on", events=distressed(), slots=DRAFT)

    assert (reply.utterances, reply.form) == ((), "start_return_form")


@pytest.mark.parametrize("said", ["I'm not ok at all", "yes"])
def test_nothing_goes_on_by_itself_after_distress(desk: Desk, said: str):
    assert desk.reply("action_accept_offer", "affirm", said=said, events=distressed(), slots=DRAFT).form is None


def test_without_distress_to_be_well_says_nothing(desk: Desk):
    assert desk.reply("action_accept_offer", "affirm", said="I'm fine, go on", slots=DRAFT).form is None
