"""A verified customer gets the label of their return; everybody else hears the rule."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from custom_desk import Desk
from custom_shop import order_number

from actions.labels.labels import Labels
from actions.labels.links import LabelLinks, Part
from actions.store.labels import StoredLabels

ACTION, MISSING = "action_rule_for_own", "ask_label_missing"
LINK = re.compile(r"http://127\.0\.0\.1:5005/webhooks/label/(file|code)\?t=([\w\\-]+)")
RULE = "once your request is approved"
BUTTON = ("Get my label", "/ask_label_missing")


@pytest.fixture
def mia(desk: Desk) -> Desk:
    return desk.verified("mia")


def opened(desk: Desk, text: str) -> list[dict[str, str]]:
    """What the links of a message lead to."""
    return [dict(desk.services.labels.open(token.replace("\\", ""), Part(part))) for part, token in LINK.findall(text)]


def test_label_and_code_come_as_links_and_a_picture_with_their_last_day_and_the_next_step(mia: Desk):
    reply = mia.reply(ACTION, MISSING, number="R9601", said="could I have the label once more")

    (message,) = mia.messages(reply)
    text = message["text"]
    assert "The label for your return **R9601**: http" in text
    assert "The QR code for your return **R9601**" in text
    assert "Expires on **Monday 26 October**." in text
    assert "a link works for 10 minutes" in text
    assert "Please hand in the parcel, best by **Friday 16 October**." in text
    assert "_Source: " in text
    file, code = opened(mia, text)
    assert (file["media_type"], file["name"]) == ("application/pdf", "label-R9601.pdf")
    assert (code["media_type"], code["name"]) == ("image/png", "label-R9601-code.png")
    assert opened(mia, message["image"]) == [code]


def test_a_label_that_lies_elsewhere_is_gone_to_by_a_link_of_ours(mia: Desk):
    (text,) = mia.say(mia.reply(ACTION, MISSING, number="R9602", said="where is my label"))

    assert "carrier.example" not in text
    assert opened(mia, text) == [{"address": "https://carrier.example/labels/9602"}]
    assert "QR code" not in text
    assert "Expires" not in text
    # It need not be downloaded from the return's page first.
    assert "return's page" not in text
    assert "best by **Friday 16 October**" in text


def test_a_label_that_has_run_out_is_not_given_out_and_a_person_is_offered(mia: Desk):
    reply = mia.reply(ACTION, MISSING, number="R9603", said="where do I find the code")

    (text,) = mia.say(reply)
    assert text.startswith("The label for your return **R9603** expired on **Monday 12 October**.")
    assert "don't say what happens" in text
    assert LINK.search(text) is None
    assert mia.buttons(reply) == [("Talk to a person", "/talk_to_person")]
    assert reply.slots["offer"] == "person"


def test_a_label_that_is_not_there_yet_comes_with_the_approval(mia: Desk):
    (text,) = mia.say(mia.reply(ACTION, MISSING, number="R9604", said="no label so far"))

    assert text.startswith("The label for your return **R9604** is not there yet.")
    assert "within 24 hours" in text
    assert "by **Wednesday 14 October, 09:00**" in text
    assert "Processing the Request" in text
    assert "Shipping Return Items" in text


def test_an_approved_return_without_a_label_is_told_so(desk: Desk):
    reply = desk.verified("ana").reply(ACTION, MISSING, number="R1004", said="I can't find the label anywhere")

    (text,) = desk.say(reply)
    assert text.startswith("Your return **R1004** is approved, but I see no label for it yet.")
    assert "Please don't hand in the parcel before." in text
    assert desk.buttons(reply) == [("Talk to a person", "/talk_to_person")]
    assert reply.slots["offer"] == "person"


def test_a_cancelled_return_has_no_label_any_more(mia: Desk):
    text = mia.ask(ACTION, MISSING, number="R9605", said="where is my label")

    assert LINK.search(text) is None
    assert "was cancelled" in text


def test_who_has_several_returns_to_send_is_asked_which(mia: Desk):
    reply = mia.reply(ACTION, MISSING, said="I need my label")

    (text,) = mia.say(reply)
    assert text.startswith("You have 4 returns.")
    assert [payload for _, payload in mia.buttons(reply)] == [
        f'/give_details{{"customer_number": "R960{last}"}}' for last in (4, 2, 1, 3)
    ] or len(mia.buttons(reply)) == 4


def test_who_has_one_return_to_send_need_not_name_it(desk: Desk):
    (text,) = desk.verified("noa").say(desk.reply(ACTION, MISSING, said="where is my label"))

    assert "**R9611**" in text
    assert len(opened(desk, text)) == 2


def test_details_that_come_with_the_question_are_checked_first(desk: Desk):
    details = {"number": "R9601", "told_now": frozenset({"customer_number", "email"}), "said": "my label?"}
    (text,) = desk.say(desk.reply(ACTION, MISSING, email="mia@example.com", **details))
    assert len(opened(desk, text)) == 2

    stranger = replace(desk, session="a stranger's")
    rule, refused = stranger.say(stranger.reply(ACTION, MISSING, email="noa@example.com", **details))
    assert RULE in rule or RULE in refused
    assert LINK.search(rule + refused) is None


@pytest.mark.parametrize("said", [{}, {"number": "R9601"}, {"number": "R9601", "group": True}])
def test_nobody_gets_a_label_without_a_proof_or_where_others_read_along(desk: Desk, said: dict[str, object]):
    known = desk.verified("mia") if said.get("group") else desk
    text = known.ask(ACTION, MISSING, said="where is my label", **said)

    assert RULE in text
    assert LINK.search(text) is None


def test_nobody_gets_the_label_of_anothers_return(desk: Desk):
    noa = desk.verified("noa")
    text = noa.ask(ACTION, MISSING, number="R9601", said="where is my label")

    assert "R9601" not in text
    assert all(each["name"].startswith("label-R9611") for each in opened(noa, text))


def test_a_status_offers_the_label_where_there_is_one(mia: Desk):
    def offered(number: str) -> bool:
        return BUTTON in mia.buttons(mia.reply("action_return_status", "ask_return_status", number=number))

    assert [number for number in ("R9601", "R9602", "R9603", "R9604", "R9605") if offered(number)] == ["R9601", "R9602"]


def test_the_button_gets_the_label_of_the_return_in_hand(mia: Desk):
    (text,) = mia.say(mia.reply(ACTION, MISSING, number="R9601", said="/ask_label_missing"))

    assert len(opened(mia, text)) == 2


def test_a_label_that_does_not_work_can_be_had_anew(mia: Desk):
    rule, copy = mia.say(mia.reply(ACTION, "ask_label_problem", number="R9601", said="the printer ate my label"))

    assert "download the label or code once more" in rule
    assert len(opened(mia, copy)) == 2
    assert len(mia.say(mia.reply(ACTION, "ask_label_problem", number="R9603", said="it is no good any more"))) == 1


def test_where_the_bots_address_is_unknown_no_link_is_given(mia: Desk):
    made = mia.services.labels
    links = LabelLinks("x" * 32, None, mia.services.clock)
    without = replace(mia, services=replace(mia.services, labels=Labels(links, made._stored, mia.services.clock)))
    reply = without.reply(ACTION, MISSING, number="R9601", said="where is my label")

    assert LINK.search("".join(without.say(reply))) is None
    assert "label" in "".join(without.say(reply))
    assert BUTTON not in without.buttons(without.reply("action_return_status", "ask_return_status", number="R9601"))


def test_the_store_may_be_away(desk_without_store: Desk):
    assert RULE in desk_without_store.ask(ACTION, MISSING, said="where is my label")


def test_what_was_handed_in_meanwhile_needs_no_label(desk: Desk):
    noa = desk.verified("noa")
    text = noa.ask(ACTION, MISSING, number="R9612", said="the label is gone")

    assert LINK.search(text) is None
    assert "handed in" in text


def test_an_order_number_names_its_return(mia: Desk):
    text = mia.ask(
        ACTION, MISSING, number=order_number(96001), said="label for it", told_now=frozenset({"customer_number"})
    )
    assert len(opened(mia, text)) == 2


def test_a_store_of_ones_own_is_asked_for_the_label(own_desk: Desk):
    assert own_desk.services.labels._stored is not StoredLabels
    (text,) = own_desk.verified("mia").say(own_desk.reply(ACTION, MISSING, number="R9601", said="my label"))
    later = own_desk.at(own_desk.now + timedelta(days=20))
    assert len(opened(own_desk, text)) == 2
    assert "expired" in later.verified("mia").ask(ACTION, MISSING, number="R9601", said="my label")
