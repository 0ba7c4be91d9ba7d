"""What all topic actions share: who is asking, which return is meant, what is missing, what is down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from custom_desk import Desk
from custom_shop import NOW, order_number
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from structlog.testing import capture_logs

from actions.dialogue.base_actions import BEGINNINGS
from actions.server.registry import topic_actions

STATUS = "action_return_status"
REFUND = "action_refund"

REFUSAL = (
    "I can't find a return or order with that number and that e-mail address together. Please check both and try again."
)
OFFER = "Shall I look at your own return? Just type your order or return number."


# --- Nobody knows yet who is asking ------------------------------------------------------------------------------


def test_with_nothing_given_the_rule_comes_first_and_then_an_offer(desk: Desk):
    reply = desk.reply(REFUND, "ask_refund_time")

    assert desk.say(reply)[1] == OFFER
    assert desk.buttons(reply) == [("Look at my return", "/affirm"), ("No, thanks", "/deny")]
    assert reply.slots == {"topic": "ask_refund_time", "offer": "look_up"}
    assert reply.form is None


@pytest.mark.parametrize(
    ("action", "intent", "rule"),
    [
        ("action_cancel_or_change", "ask_cancel_return", "**before you send the items back**"),
        ("action_cancel_or_change", "ask_amend_return", "tick all the items you want to return at once"),
        ("action_deadlines", "ask_deadlines", "The refund takes 3 to 20 business days"),
        ("action_deadlines", "ask_processing_time", "within **24 hours**"),
        ("action_deadlines", "ask_seller_silent", "**48 hours**"),
        ("action_deadlines", "ask_ship_by", "**within 5 days**"),
        ("action_deadlines", "ask_inspection_time", "**about 2 business days**"),
        ("action_parcel", "report_not_marked_returned", "**1 to 2 working days** after you hand in the parcel"),
        ("action_parcel", "report_parcel_delivered", "Carriers need **1 to 2 days**"),
        ("action_parcel", "report_parcel_lost", "within **17 days**"),
        ("action_refund", "ask_refund_time", "**3 to 20 business days**"),
        ("action_refund", "ask_track_refund", "**“Your orders”**"),
        ("action_return_fee", "ask_return_fee", "The **first return on each order is free**, up to 5 times a month."),
    ],
)
def test_whoever_is_not_verified_hears_the_rule_and_is_offered_a_look(desk: Desk, action: str, intent: str, rule: str):
    said = desk.say(desk.reply(action, intent))

    assert rule in said[0]
    looked_at = "order" if action == "action_return_fee" else "return"
    assert said[1].startswith(f"Shall I look at your own {looked_at}?")


def test_a_question_that_only_a_look_can_answer_asks_for_the_details_at_once(desk: Desk):
    reply = desk.reply(STATUS, "ask_return_status")

    assert desk.say(reply) == ["I can look that up for you."]
    assert reply.form == "identity_form"
    assert reply.slots == {"topic": "ask_return_status", "offer": None}


def test_with_a_number_only_the_form_asks_for_the_address(desk: Desk):
    reply = desk.reply(REFUND, "ask_refund_time", number="R1001")

    assert reply.form == "identity_form"
    assert "customer_number" not in reply.slots
    assert "R1001" not in "".join(desk.say(reply))


def test_with_an_address_only_the_form_asks_for_the_number(desk: Desk):
    reply = desk.reply(REFUND, "ask_refund_time", email="ana@example.com", told_now=frozenset({"email"}))

    assert reply.form == "identity_form"
    assert "customer_email" not in reply.slots


def test_an_address_of_an_earlier_message_is_no_reason_to_ask_for_the_number_again(desk: Desk):
    reply = desk.reply(REFUND, "ask_refund_time", email="ana@example.com")

    assert reply.form is None
    assert reply.slots["offer"] == "look_up"
    assert "Shall I look at your own return?" in desk.say(reply)[-1]


def test_taken_up_again_the_form_runs_and_the_rule_is_not_repeated(desk: Desk):
    reply = desk.reply(REFUND, "affirm", topic="ask_refund_time")

    assert reply.utterances == ()
    assert reply.form == "identity_form"


def test_a_question_in_the_middle_of_the_form_gets_its_rule_and_the_form_goes_on(desk: Desk):
    reply = desk.reply(REFUND, "ask_refund_time", topic="ask_return_status", in_form=True)

    assert "3 to 20 business days" in desk.say(reply)[0]
    assert OFFER not in desk.say(reply)
    assert reply.slots["topic"] == "ask_refund_time"


def test_a_topic_of_another_action_is_not_answered_as_if_it_were_one_of_this(desk: Desk):
    reply = desk.reply(STATUS, "give_details", topic="ask_refund_time")

    assert reply.slots["topic"] == "ask_return_status"


# --- Both details are there --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["R1001", "r-1001", " R 1001 ", order_number(10001), "8120 0345 0001 0001"])
@pytest.mark.parametrize("email", ["ana@example.com", "ANA@Example.com "])
def test_number_and_address_together_prove_who_is_asking(desk: Desk, number: str, email: str):
    reply = desk.reply(STATUS, "ask_return_status", number=number, email=email)

    assert desk.known_as() == "ana"
    assert reply.slots["customer_email"] is None


@pytest.mark.parametrize("separator", [" ", "-", "–", "—", "‑", "−", ".", "/", "#"])
def test_separators_within_a_number_make_no_difference(desk: Desk, separator: str):
    written = separator.join(["8120", "0345", "0003", "0001"])

    said = desk.ask(STATUS, "ask_return_status", number=written, email="carl@example.com")

    assert "**R3001**" in said


@pytest.mark.parametrize(
    ("number", "email"),
    [
        ("R7777", "ana@example.com"),
        (order_number(77777), "ana@example.com"),
        ("R1001", "nobody@example.com"),
        ("R1001", "ben@example.com"),
        ("R1001", "not an address"),
        ("R1001", "ana@example.com' OR '1'='1"),
    ],
)
def test_a_refusal_does_not_tell_what_was_wrong(desk: Desk, number: str, email: str):
    reply = desk.reply(STATUS, "give_details", number=number, email=email)

    assert desk.say(reply) == [REFUSAL]
    assert reply.form == "identity_form"
    assert reply.slots == {
        "topic": "ask_return_status",
        "offer": None,
        # Either may be put right alone.
        "customer_number": number,
        "customer_email": None,
    }
    assert desk.known_as() is None


def test_a_refusal_of_a_new_question_still_tells_its_rule(desk: Desk):
    said = desk.say(desk.reply(REFUND, "ask_refund_time", number="R1001", email="ben@example.com"))

    assert "3 to 20 business days" in said[0]
    assert said[1] == REFUSAL


def test_the_third_refusal_offers_a_person_and_asks_no_more(desk: Desk):
    replies = [desk.reply(STATUS, "give_details", number="R1001", email="ben@example.com") for _ in range(3)]

    assert [reply.form for reply in replies] == ["identity_form", "identity_form", None]
    assert desk.say(replies[2])[0].startswith("I still can't match that number and e-mail address")
    assert replies[2].slots["offer"] == "person"
    assert desk.buttons(replies[2]) == [("Talk to a person", "/talk_to_person")]


@pytest.mark.parametrize("email", ["ana@example.com", "ben@example.com", "nobody@example.com"])
@pytest.mark.parametrize("number", ["R1001", "R7777"])
def test_after_three_refusals_a_pause_turns_every_pair_away_alike(desk: Desk, number: str, email: str):
    for _ in range(3):
        desk.reply(STATUS, "give_details", number="R1001", email="ben@example.com")

    reply = desk.reply(STATUS, "give_details", number=number, email=email)
    assert desk.say(reply) == [
        "I can check your details again in 5 seconds. That pause keeps others from guessing at your order. Please type "
        "the number and the e-mail address again then, or talk to a person now."
    ]
    assert desk.buttons(reply) == [("Talk to a person", "/talk_to_person")]
    assert reply.slots == {
        "topic": STATUS.replace("action", "ask"),
        "offer": "person",
        "customer_number": None,
        "customer_email": None,
    }
    assert reply.form is None
    assert desk.known_as() is None


def test_after_the_pause_the_right_pair_is_taken(desk: Desk):
    for _ in range(3):
        desk.reply(STATUS, "give_details", number="R1001", email="ben@example.com")

    later = desk.at(NOW + timedelta(seconds=5))
    assert "**R1001**" in later.ask(STATUS, "give_details", number="R1001", email="ana@example.com")


def test_a_pause_is_no_try(desk: Desk):
    for _ in range(9):
        desk.reply(STATUS, "give_details", number="R1001", email="ben@example.com")

    assert desk.at(NOW + timedelta(minutes=1)).refusals() == 3


def locked(desk: Desk) -> Desk:
    """The same desk after so many wrong tries that no more is taken, a minute apart."""
    for minute in range(6):
        desk = desk.at(NOW + timedelta(minutes=minute))
        desk.reply(STATUS, "give_details", number="R1001", email="ben@example.com")
    return desk.at(desk.now + timedelta(minutes=1))


@pytest.mark.parametrize("email", ["ana@example.com", "ben@example.com"])
@pytest.mark.parametrize("number", ["R1001", "R7777"])
def test_after_six_refusals_the_conversation_is_locked_and_a_person_offered(desk: Desk, number: str, email: str):
    reply = locked(desk).reply(STATUS, "give_details", number=number, email=email)

    assert desk.say(reply)[0].startswith("I can't check those details for the next 24 minutes, because there were too")
    assert desk.buttons(reply) == [("Talk to a person", "/talk_to_person")]
    assert (reply.slots["offer"], reply.form) == ("person", None)
    assert locked(desk).known_as() is None


def test_a_lock_ends_by_itself(desk: Desk):
    later = locked(desk).at(NOW + timedelta(minutes=30))

    assert "**R1001**" in later.ask(STATUS, "give_details", number="R1001", email="ana@example.com")


def test_another_conversations_refusals_do_not_count(desk: Desk):
    for _ in range(3):
        desk.reply(STATUS, "give_details", number="R1001", email="ben@example.com", session=desk.session + "-other")

    assert "**R1001**" in desk.ask(STATUS, "give_details", number="R1001", email="ana@example.com")


# --- A verified customer -----------------------------------------------------------------------------------------


def test_a_verified_customer_asks_the_next_question_without_details(desk: Desk):
    desk.ask(STATUS, "ask_return_status", number="R3001", email="carl@example.com")

    said = desk.say(desk.reply(REFUND, "ask_refund_time", topic="ask_return_status", number="R3001"))
    assert len(said) == 1
    assert "for return **R3001** has not started yet" in said[0]


def test_another_conversation_is_not_verified_with_this_one(desk: Desk):
    desk.verified("carl")

    assert desk.say(desk.reply(REFUND, "ask_refund_time", session=desk.session + "-other"))[1:] == [OFFER]


@pytest.mark.parametrize(("minutes", "known"), [(30, True), (31, False)])
def test_a_proof_lasts_for_thirty_idle_minutes(desk: Desk, minutes: int, known: bool):
    desk.verified("carl")

    said = desk.at(NOW + timedelta(minutes=minutes)).ask(STATUS, "ask_return_status")
    assert ("**R3001**" in said) is known


def test_every_question_starts_the_thirty_minutes_again(desk: Desk):
    desk.verified("carl")

    for minutes in (20, 40, 60):
        assert "**R3001**" in desk.at(NOW + timedelta(minutes=minutes)).ask(STATUS, "ask_return_status")


def test_when_the_proof_has_run_out_only_the_address_is_asked_for_again(desk: Desk):
    desk.verified("carl")

    reply = desk.at(NOW + timedelta(minutes=45)).reply(REFUND, "ask_refund_time", number="R3001")
    assert reply.form == "identity_form"
    assert "customer_number" not in reply.slots
    assert "€" not in "".join(desk.say(reply))


def test_somebody_elses_number_is_as_unknown_as_one_that_nobody_has(desk: Desk):
    desk.verified("carl")

    for number in ("R1001", "R7777"):
        reply = desk.reply(STATUS, "give_details", number=number)
        assert desk.say(reply) == [
            f"I can't find **{number}** among your orders and returns. If it belongs to another e-mail address, I can "
            "check that."
        ]
        assert reply.form == "identity_form"


def test_a_verified_customer_can_become_another_one_with_that_ones_details(desk: Desk):
    desk.verified("carl")

    said = desk.ask(STATUS, "give_details", number="R6001", email="fay@example.com")
    assert "**R6001**" in said
    assert desk.known_as() == "fay"


@pytest.mark.parametrize("number", ["R6001", "R7777"])
@pytest.mark.parametrize("email", ["fay@example.com", "carl@example.com"])
def test_whom_the_shop_has_vouched_for_no_address_makes_another_one(desk: Desk, number: str, email: str):
    desk.signed_in("carl")

    reply = desk.reply(STATUS, "give_details", number=number, email=email)
    assert desk.say(reply) == [
        f"I can't find **{number}** among the orders and returns of the account that you are signed in with. Please "
        "check the number. For an order of another account, sign in there and ask again."
    ]
    assert reply.form is None
    assert (reply.slots["customer_number"], reply.slots["customer_email"]) == (None, None)
    assert desk.known_as() == "carl"


def test_a_signed_in_customer_is_answered_at_once(desk: Desk):
    assert "**R3001**" in desk.signed_in("carl").ask(STATUS, "ask_return_status")


def test_a_sign_in_ends_when_the_shop_said_so_however_busy_the_conversation(desk: Desk):
    desk.signed_in("carl")
    for minute in range(0, 61, 10):
        assert desk.at(NOW + timedelta(minutes=minute)).known_as() == "carl"

    assert desk.at(NOW + timedelta(minutes=61)).known_as() is None


def test_a_refused_try_to_become_another_one_shows_nothing_of_either(desk: Desk):
    desk.verified("carl")

    assert desk.say(desk.reply(STATUS, "give_details", number="R6001", email="carl@example.com")) == [REFUSAL]


def test_the_return_that_was_answered_stays_the_one_that_is_meant(desk: Desk):
    assert desk.verified("carl").reply(STATUS, "ask_return_status").slots["customer_number"] == "R3001"


def test_what_was_offered_before_is_no_longer_offered(desk: Desk):
    reply = desk.verified("ana").reply(STATUS, "ask_return_status", number="R1002", offer="person")

    assert reply.slots["offer"] is None


# --- Which return is meant ---------------------------------------------------------------------------------------


def test_an_order_with_one_return_means_that_one(desk: Desk):
    assert "**R1005**" in desk.verified("ana").ask(STATUS, "ask_return_status", number=order_number(10005))


def test_an_order_with_several_returns_offers_those(desk: Desk):
    reply = desk.verified("ana").reply(STATUS, "ask_return_status", number=order_number(10001))

    assert desk.say(reply) == ["You have 2 returns. Which one do you mean? You can also type its number."]
    assert desk.buttons(reply) == [
        ("R1001 · Desk lamp", '/give_details{"customer_number": "R1001"}'),
        ("R1012 · Cable organiser", '/give_details{"customer_number": "R1012"}'),
    ]
    assert reply.slots["topic"] == "ask_return_status"


def test_an_order_without_a_return_offers_to_start_one(desk: Desk):
    reply = desk.verified("ana").reply(STATUS, "ask_return_status", number=order_number(10090))

    none, windows = desk.say(reply)
    assert none == "There is no return for order **8120034500010090** yet."
    # Ordered on Tuesday 1 September: 90 days.
    assert "• Lamp 10090: yes, until **Monday 30 November**" in windows
    assert [title for title, _ in desk.buttons(reply)] == ["Start a return"]
    assert reply.slots["offer"] == f"button_start_return {order_number(10090)}"


def test_without_a_number_the_only_return_is_meant(desk: Desk):
    assert "**R3001**" in desk.verified("carl").ask(STATUS, "ask_return_status")


def test_without_a_number_the_newest_six_of_several_are_offered(desk: Desk):
    reply = desk.verified("ana").reply(STATUS, "ask_return_status")

    assert desk.say(reply)[0].startswith("You have 14 returns.")
    assert [title.split()[0] for title, _ in desk.buttons(reply)] == [
        "R1002",
        "R1004",
        "R1003",
        "R1014",
        "R1001",
        "R1013",
    ]


def test_whoever_has_no_return_is_told_so(desk: Desk):
    reply = desk.verified("hana").reply(STATUS, "ask_return_status")

    assert desk.say(reply) == ["I find no return for you yet. I can tell you how to start one."]


# --- A number that can't be one ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "slip"),
    [
        (
            "812003450001000",
            "**812003450001000** has 15 digits, and order numbers have 16. Some digits seem to be missing.",
        ),
        (
            "81200345000100011",
            "**81200345000100011** has 17 digits, and order numbers have 16. There seem to be too many.",
        ),
        ("8120O345OOO1OOO1", "I can't read **8120O345OOO1OOO1** as a number."),
        ("RR12", "I can't read **RR12** as a number."),
        ("WF-2026-0815", "**WF-2026-0815** looks like a number of something else."),
        ("ABC", "I can't read **ABC** as a number."),
        ("{offer}", "I can't read **{offer}** as a number."),
    ],
)
def test_a_slip_of_the_pen_is_named_before_anybody_looks(desk: Desk, number: str, slip: str):
    reply = desk.reply(STATUS, "give_details", number=number, email="ana@example.com")

    assert desk.say(reply)[0].startswith(slip)
    assert reply.slots["customer_number"] is None
    assert reply.form == "identity_form"
    assert desk.refusals() == 0


def test_a_slip_in_a_question_still_gets_the_rule(desk: Desk):
    said = desk.say(desk.reply(REFUND, "ask_refund_time", number="812003450001000"))

    assert "3 to 20 business days" in said[0]
    assert "has 15 digits" in said[1]


def test_a_verified_customer_is_not_asked_for_their_address_after_a_slip(desk: Desk):
    reply = desk.verified("carl").reply(STATUS, "give_details", number="812003450001000")

    assert "has 15 digits" in desk.say(reply)[0]
    assert reply.form is None


def test_the_day_told_with_a_mistyped_number_is_not_lost(desk: Desk):
    reply = desk.reply("action_parcel", "report_not_marked_returned", number="R1", date="last Friday")

    assert reply.slots["said_date"] == {"phrase": "last Friday", "said_at": NOW.isoformat(), "sense": "past"}


# --- The store is down -------------------------------------------------------------------------------------------


#: Topics that have no general answer, and those that only a button or a yes leads to.
WITHOUT_RULE = {"ask_return_status", "ask_my_returns", *BEGINNINGS}


def test_every_topic_is_answered_with_its_rule_and_an_apology_while_the_store_is_down(desk_without_store: Desk):
    for action in topic_actions(desk_without_store.services):
        for topic in action.topics:
            said = desk_without_store.say(action.respond(desk_without_store.turn(topic, number="R1001", email="a@b.c")))
            assert said[-1].startswith("I can't look at your own return right now, because our records don't answer.")
            assert len(said) == (1 if topic in WITHOUT_RULE else 2)


def test_a_store_that_is_down_offers_a_person_and_keeps_what_was_given(desk_without_store: Desk):
    with capture_logs() as logs:
        reply = desk_without_store.reply(STATUS, "ask_return_status", number="R1001", email="ana@example.com")

    assert reply.slots == {"topic": "ask_return_status", "offer": "person"}
    assert reply.form is None
    assert logs == [{"event": "store.unavailable", "action": STATUS, "log_level": "warning"}]


def test_a_slip_is_named_even_while_the_store_is_down(desk_without_store: Desk):
    assert "has 15 digits" in desk_without_store.ask(STATUS, "give_details", number="812003450001000")


# --- As the action server runs it --------------------------------------------------------------------------------


def tracker(desk: Desk, intent: str, active_loop: str | None = None, **slots: object) -> Tracker:
    return Tracker.from_dict(
        {
            "sender_id": desk.session,
            "slots": slots,
            "latest_message": {"text": "…", "intent": {"name": intent}, "entities": []},
            "events": [{"event": "user"}],
            "active_loop": {"name": active_loop} if active_loop else {},
        }
    )


async def test_run_says_the_reply_and_sets_its_slots(desk: Desk):
    dispatcher = CollectingDispatcher()

    events = await desk.action(STATUS).run(
        dispatcher, tracker(desk, "ask_return_status", customer_number="R3001", customer_email="carl@example.com"), {}
    )

    assert "**R3001**" in desk.spoken(dispatcher)[0]["text"]
    slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    assert slots == {
        "topic": "ask_return_status",
        "offer": "person",  # R3001 is late
        "customer_email": None,
        "customer_number": "R3001",
        "belongings": {
            "of": "carl",
            "things": [{"number": "R3001", "title": "Kite"}, {"number": order_number(30001), "title": "Kite string"}],
        },
    }
    assert all(event["event"] == "slot" for event in events)


async def test_run_starts_the_form_where_something_is_missing(desk: Desk):
    events = await desk.action(STATUS).run(
        CollectingDispatcher(), tracker(desk, "ask_return_status", customer_number="R3001"), {}
    )

    assert events[-1] == {"event": "active_loop", "name": "identity_form", "timestamp": None}


async def test_run_does_not_start_a_form_that_is_running(desk: Desk):
    events = await desk.action(STATUS).run(
        CollectingDispatcher(), tracker(desk, "ask_return_status", "identity_form", customer_number="R3001"), {}
    )

    assert all(event["event"] == "slot" for event in events)


async def test_slots_that_claim_to_be_verified_prove_nothing(desk: Desk):
    dispatcher = CollectingDispatcher()

    await desk.action(STATUS).run(
        dispatcher,
        tracker(desk, "ask_return_status", verified=True, customer_id="ana", customer="ana", topic="ask_refund_time"),
        {},
    )

    assert [message["text"] for message in desk.spoken(dispatcher)] == ["I can look that up for you."]
