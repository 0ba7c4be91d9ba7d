"""What is said when the chat is opened: to guests, to customers, once, and again where something is new."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from custom_desk import Desk

from actions.replies.reply import Reply

ACTION = "action_greeting"
INTENT = "system_open_chat"
#: Two days before Ben's parcel should be handed in, and half an hour before his other request should be processed.
NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)


def opened(desk: Desk, welcomed: str | None = None) -> Reply:
    return desk.reply(ACTION, INTENT, welcomed=welcomed)


def test_a_guest_is_greeted_as_always(desk: Desk):
    reply = opened(desk)

    assert [utterance.response for utterance in reply.utterances] == ["utter_greet"]


def test_a_customer_is_told_what_is_due_soon_and_then_the_open_returns(desk: Desk):
    first, second = desk.say(opened(desk.verified("ben")))

    assert first.splitlines() == [
        "Hello. This is due soon:",
        "• **R2002**: Your request is processed by Tuesday 13 October, 11:30 (today). You can follow it online.",
        "• **R2001**: Hand in the parcel by Thursday 15 October (2 days left). This is advice, not a limit.",
        "_Source: Complete guide to AliExpress free returns, “Processing the Request”_",
    ]
    assert second.splitlines() == [
        "These are your open returns:",
        "• **R2002**, Lamp 20002: requested",
        "• **R2001**, Kettle +1: label ready",
        "• **R2005**, Lamp 20005: handed in",
        "Choose one to see where it stands, or ask me anything about returns and refunds.",
    ]


def test_whom_the_shop_has_signed_in_is_greeted_by_name(desk: Desk):
    first, second = desk.say(opened(desk.signed_in("ben", "Ben")))

    assert first.splitlines()[0] == "Hello Ben. This is due soon:"
    assert second.splitlines()[0] == "These are your open returns:"


def test_whoever_signs_in_under_a_name_after_giving_a_number_is_greeted_again(desk: Desk):
    told = opened(desk.verified("hana")).slots["welcomed"]

    assert desk.say(opened(desk.signed_in("hana", "Hana"), told))[0].startswith("Hello Hana. You have no open return.")


def test_the_open_returns_are_buttons_that_ask_where_the_return_stands(desk: Desk):
    reply = opened(desk.verified("ben"))

    assert desk.buttons(reply)[0] == ("R2002 · Lamp 20002", '/give_details{"customer_number": "R2002"}')
    assert reply.slots["topic"] == "ask_return_status"
    assert reply.slots["customer_number"] is None


def test_returns_that_are_over_are_left_out(desk: Desk):
    numbers = {title.split(" ")[0] for title, _ in desk.buttons(opened(desk.verified("ana")))}

    # Settled, cancelled, declined.
    assert numbers.isdisjoint({"R1011", "R1012", "R1013"})


def test_where_nothing_is_near_the_greeting_stands_with_the_returns(desk: Desk):
    [said] = desk.say(opened(desk.at(datetime(2026, 10, 14, 7, tzinfo=timezone.utc)).verified("carl")))

    assert said.splitlines()[0] == "Hello. This is your open return:"


def test_whoever_has_no_open_return_is_told_so(desk: Desk):
    reply = opened(desk.verified("hana"))

    assert desk.say(reply) == ["Hello. You have no open return. Ask me anything about returns and refunds."]
    assert len(desk.buttons(reply)) == 3


# --- Cards --------------------------------------------------------------------------------------------------------


def test_the_dates_are_a_notice_and_the_returns_a_picker(desk: Desk):
    desk = desk.with_cards().verified("ben")
    dates, returns = [message["custom"] for message in desk.messages(opened(desk))]

    assert (dates["card"], dates["notice"], dates["due"]) == ("deadlines", True, "2026-10-13T10:30:00Z")
    assert dates["notice_text"] == "R2002: Your request is processed by Tuesday 13 October, 11:30"
    assert dates["title"] == "Due soon"
    assert [date["return_number"] for date in dates["deadlines"]] == ["R2002", "R2001"]
    assert (returns["card"], returns["text"]) == ("return_picker", "These are your open returns:")
    assert [each["number"] for each in returns["returns"]] == ["R2002", "R2001", "R2005"]


def test_a_client_without_cards_gets_the_words_alone(desk: Desk):
    assert all("custom" not in message for message in desk.messages(opened(desk.verified("ben"))))


# --- Once ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("customer", [None, "ben", "hana"])
def test_the_same_greeting_is_not_repeated(desk: Desk, customer: str | None):
    desk = desk.verified(customer) if customer else desk
    told = opened(desk).slots["welcomed"]

    assert opened(desk, told) == Reply()


def test_whoever_signs_in_after_the_greeting_is_greeted_again(desk: Desk):
    told = opened(desk).slots["welcomed"]

    assert opened(desk.verified("ben"), told).utterances


def test_a_date_that_has_come_near_is_told_although_the_greeting_was_given(desk: Desk):
    early = desk.at(NOW - timedelta(hours=3)).verified("ben")
    told = opened(early).slots["welcomed"]

    assert opened(desk.at(NOW).verified("ben"), told).utterances


def test_what_is_remembered_of_a_greeting_names_nobody(desk: Desk):
    told = opened(desk.verified("ben")).slots["welcomed"]

    assert "ben" not in told
    assert "R2002" not in told


def test_a_store_that_is_down_leaves_the_usual_greeting(desk_without_store: Desk):
    reply = opened(desk_without_store)

    assert [utterance.response for utterance in reply.utterances] == ["utter_greet"]
    assert "welcomed" not in reply.slots
