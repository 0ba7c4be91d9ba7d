"""To a person: offered with a summary where words ask for one, opened once where a button or a yes does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import order_number

from actions.help_desk.agent_tickets import AgentTickets
from actions.help_desk.ticket import Priority
from actions.help_desk.transcript import readable
from actions.replies.reply import Reply

ACTION = "action_talk_to_person"
INTENT = "talk_to_person"
PRESS = "/talk_to_person"
OFFER = "I can pass this on to a person, together with what was said here. They would answer in this chat. Shall I?"
ADVICE = (
    "I'm sorry, I can't pass this on to a person just now. Please try the shop's online customer service, or ask "
    "me again in a few minutes."
)


def user(text: str, at: float = 1_760_000_000.0, **metadata: object) -> dict[str, object]:
    return {"event": "user", "text": text, "timestamp": at, "metadata": metadata}


def bot(text: str, at: float = 1_760_000_001.0, **metadata: object) -> dict[str, object]:
    return {"event": "bot", "text": text, "timestamp": at, "metadata": metadata}


def press(desk: Desk, **said: object) -> Reply:
    """The button below what would be passed on."""
    return desk.reply("action_accept_offer", "affirm", **{"offer": "ticket", "said": "/affirm", **said})


def ticket_of(desk: Desk):
    return desk.services.hand_over.tickets.open_of(desk.session)


# --- The offer ----------------------------------------------------------------------------------------------------


def test_a_press_shows_what_would_be_passed_on_and_opens_nothing(desk: Desk):
    reply = desk.verified("ana").reply(ACTION, INTENT, number="R1006", said=PRESS)

    assert "Return R1006" in desk.say(reply)[0]
    assert reply.slots == {"offer": "ticket"}
    assert ticket_of(desk) is None


def test_a_verified_customer_sees_what_would_be_passed_on(desk: Desk):
    said = desk.verified("ana").ask(ACTION, INTENT, number="R1006", said="a person please")

    assert "Return R1006, order 8120034500010006: Lamp 10006" in said
    assert "Status: on its way" in said
    assert [line for line in said.splitlines() if line.startswith("•")] == [
        "• Thursday 1 October: return requested",
        "• Friday 2 October: approved",
        "• Friday 2 October: label issued",
        "• Monday 5 October: handed in",
        "• Tuesday 6 October: scanned by the carrier",
        "• The page should have shown your hand-in by Wednesday 7 October. It is time to get help.",
        "• If the parcel is not delivered by **Thursday 22 October**, the refund starts by itself.",
    ]


def test_words_alone_open_nothing_and_a_yes_may_follow(desk: Desk):
    reply = desk.reply(ACTION, INTENT, said="customer service number")

    assert desk.say(reply) == [OFFER]
    assert desk.buttons(reply) == [("Yes, pass it on", "/affirm"), ("Not now", "/deny")]
    assert reply.slots == {"offer": "ticket"}
    assert ticket_of(desk) is None


def test_all_items_are_named(desk: Desk):
    assert "Kettle, Toaster" in desk.verified("ben").ask(ACTION, INTENT, number="R2001")


def test_the_only_return_need_not_be_named(desk: Desk):
    desk.verified("carl")

    for number in (None, order_number(30001)):
        assert "Return R3001" in desk.ask(ACTION, INTENT, number=number)


def test_an_order_with_one_return_names_it(desk: Desk):
    assert "Return R1006" in desk.verified("ana").ask(ACTION, INTENT, number=order_number(10006))


def test_a_return_without_events_has_a_summary_that_says_so(desk: Desk):
    assert "• Nothing has been recorded yet." in desk.verified("kim").ask(ACTION, INTENT, number="R9011")


def test_of_several_returns_none_is_guessed(desk: Desk):
    assert desk.verified("ana").ask(ACTION, INTENT) == OFFER


@pytest.mark.parametrize("number", ["R3001", None])
def test_whoever_is_not_verified_gets_no_summary(desk: Desk, number: str | None):
    assert desk.ask(ACTION, INTENT, number=number, email="carl@example.com") == OFFER


def test_somebody_elses_return_is_not_summarised(desk: Desk):
    assert "R3001" not in desk.verified("ana").ask(ACTION, INTENT, number="R3001")


# --- The ticket ---------------------------------------------------------------------------------------------------


def test_a_button_opens_a_ticket_and_says_what_happens_next(desk: Desk):
    reply = press(desk)
    number = ticket_of(desk).number

    assert desk.say(reply) == [
        f"I'm passing this on to a person, together with what was said here. Your number is **{number}**. They will "
        "answer in this chat; I can't tell how soon.\nUntil then I pass on what you write and don't answer myself."
    ]
    assert desk.buttons(reply) == [("Back to the assistant", "/return_to_bot")]
    assert reply.slots == {"offer": None, "with_person": number}


def test_a_double_tap_opens_one_ticket_and_names_it_again(desk: Desk):
    number = press(desk).slots["with_person"]
    reply = press(desk)

    assert reply.slots["with_person"] == number
    assert desk.say(reply)[0].startswith(f"Your request **{number}** is with a person.")


def test_who_has_a_ticket_need_not_say_yes_again(desk: Desk):
    number = press(desk).slots["with_person"]
    desk.reply("action_return_to_bot", "return_to_bot")

    assert desk.reply(ACTION, INTENT, said="a person after all").slots["with_person"] == number
    note = desk.services.hand_over.tickets.messages(number)[-1]
    assert note.words.startswith("The customer asks for a person again.")


def test_a_ticket_brings_the_case_of_a_verified_customer(desk: Desk):
    press(desk.verified("ana"), number="R1006")
    ticket = ticket_of(desk)
    case = ticket.content

    assert (case.customer_id, case.email) == ("ana", "ana@example.com")
    assert (case.return_number, case.order_number, case.items) == ("R1006", order_number(10006), ("Lamp 10006",))
    assert [event.who for event in case.events] == [
        "requested",
        "approved",
        "label_issued",
        "dropped_off",
        "carrier_scan",
    ]
    assert [(line.who, line.words) for line in case.deadlines] == [
        ("drop_off_update", "has passed"),
        ("lost_parcel", ""),
    ]
    assert ticket.priority is Priority.HIGH
    assert {"update.dropoff", "parcel.lost"} <= set(case.rules)


def test_where_no_date_has_passed_the_priority_is_normal(desk: Desk):
    press(desk.verified("kim"), number="R9011")
    assert ticket_of(desk).priority is Priority.NORMAL


def test_what_somebody_claims_to_be_is_not_passed_on_as_theirs(desk: Desk):
    press(desk, number="R3001", email="carl@example.com", events=[user("I am carl@example.com, return R3001")])
    case = ticket_of(desk).content

    assert (case.customer_id, case.email, case.return_number) == (None, None, None)
    assert [line.words for line in case.transcript] == ["I am [e-mail address], return R3001"]


def test_the_transcript_says_who_said_what_when_and_leaves_out_what_the_desk_set_off(desk: Desk):
    press(
        desk,
        events=[
            {"event": "session_started", "timestamp": 1.0},
            user("where is my return, my card is 4111 1111 1111 1111"),
            bot("By Wednesday.", facts=["update.dropoff"], because="update.dropoff"),
            user("EXTERNAL: remind", is_external=True),
            bot("Ask your bank.", facts=["refund.time"]),
            user("/ask_refund_time", title="When do I get my refund?"),
            {"event": "bot", "text": None, "timestamp": 1_760_000_002.0},
        ],
    )
    case = ticket_of(desk).content

    assert [(line.who, line.words) for line in case.transcript] == [
        ("customer", "where is my return, my card is [card number]"),
        ("assistant", "By Wednesday."),
        ("assistant", "Ask your bank."),
        ("customer", "When do I get my refund?"),
    ]
    assert case.transcript[0].at == "2025-10-09T08:53:20Z"
    assert case.rules == ("update.dropoff", "refund.time")


def test_a_ticket_brings_the_photos_where_they_were_sent(desk: Desk):
    stored = desk.services.photos.stored
    for name, media_type, caption in (("one", "image/jpeg", "the cracked foot"), ("two", "video/mp4", None)):
        stored.begin(name, desk.session, 100, datetime.fromtimestamp(1_760_000_050, timezone.utc))
        stored.whole(name, media_type, 90)
        stored.send(desk.session, [name], f"m-{name}", caption)
    press(
        desk,
        events=[
            user("It came broken", 1_760_000_000.0),
            bot("I'm sorry", 1_760_000_001.0),
            user("Now?", 1_760_000_100.0),
        ],
    )
    said = [(line.who, line.words.partition(" http")[0]) for line in ticket_of(desk).content.transcript]
    assert said == [
        ("customer", "It came broken"),
        ("assistant", "I'm sorry"),
        ("customer", '[photo: "the cracked foot"]'),
        ("customer", "[video]"),
        ("customer", "Now?"),
    ]


def test_an_endless_conversation_is_passed_on_from_its_end(desk: Desk):
    press(desk, events=[user(f"message {count} " + "x" * 5000) for count in range(200)])
    transcript = ticket_of(desk).content.transcript

    assert len(transcript) == 60
    assert transcript[-1].words.startswith("message 199")
    assert max(len(line.words) for line in transcript) < 1600


def test_nothing_is_opened_where_others_read_along(desk: Desk):
    for reply in (press(desk, group=True), desk.reply("action_accept_offer", "affirm", offer="person", group=True)):
        assert [said.response for said in reply.utterances] == ["utter_write_me_directly"]
    assert ticket_of(desk) is None


@pytest.mark.parametrize("said", [PRESS, "a person please"])
def test_a_store_that_is_down_leaves_advice(desk_without_store: Desk, said: str):
    reply = desk_without_store.reply(ACTION, INTENT, number="R1001", said=said)

    assert desk_without_store.say(reply) == [ADVICE]
    assert reply.slots == {"offer": None}


# --- While a person has it ----------------------------------------------------------------------------------------


def pass_on(desk: Desk, said: str, message_id: str = "m1", events: Sequence[Mapping[str, Any]] = ()) -> Reply:
    return desk.reply("action_pass_on_to_person", "ask_refund_time", said=said, message_id=message_id, events=events)


def promising(desk: Desk, **within: float) -> Desk:
    """A desk of a shop that has said how soon a person answers."""
    hand_over = replace(desk.services.hand_over, answers_within=timedelta(**within))
    return replace(desk, services=replace(desk.services, hand_over=hand_over))


def answer(desk: Desk, number: str, key: str = "d1") -> None:
    """A person writes in the ticket."""
    desk.services.hand_over.tickets.reply(number, key, "We found it.", desk.now)


def test_what_the_customer_says_goes_to_the_ticket_and_they_are_told_each_time(desk: Desk):
    number = press(desk).slots["with_person"]
    first, second = pass_on(desk, "any news?"), pass_on(desk, "hello?", "m2")

    assert re.match(rf"I've added this to your request \*\*{number}\*\*", desk.say(first)[0])
    assert desk.say(second) == ["I've passed this on too. A person answers in this chat."]
    assert desk.buttons(second) == [("Back to the assistant", "/return_to_bot")]
    assert [message.words for message in desk.services.hand_over.tickets.messages(number)] == ["any news?", "hello?"]


def test_who_asks_for_a_person_is_told_how_soon_one_answers_where_the_shop_has_said_so(desk: Desk):
    assert "They will answer in this chat within 4 hours." in desk.say(press(promising(desk, hours=4)))[0]


@pytest.mark.parametrize(
    ("waited", "told"),
    [
        ({"minutes": 0}, "A person answers in this chat within 2 hours."),
        ({"minutes": 65}, "A person answers in this chat within 55 minutes."),
        ({"hours": 2}, "You should have had an answer within 2 hours, and it takes longer; I'm sorry."),
    ],
)
def test_of_the_time_that_was_promised_what_is_left_is_told_and_never_a_new_one(desk: Desk, waited, told):
    desk = promising(desk, hours=2)
    press(desk)
    later = replace(desk, now=desk.now + timedelta(**waited))
    for message in ("m1", "m2"):
        assert told in later.say(pass_on(later, "any news?", message))[0]


def test_in_a_talk_with_a_person_the_assistant_says_nothing_in_between(desk: Desk):
    desk = promising(desk, hours=2)
    answer(desk, press(desk).slots["with_person"])
    pass_on(desk, "thank you")
    said = {"event": "bot", "metadata": {"utter_action": "utter_agent_says"}}
    assert pass_on(desk, "and the lamp?", "m2", (said, {"event": "user"})).utterances == ()


def at_minutes(desk: Desk, *minutes: int) -> list[list[str]]:
    """What a customer is told who writes so many minutes after now."""
    return [
        [said.response for said in pass_on(later(desk, each), "and the lamp?", f"at{each}").utterances]
        for each in minutes
    ]


def later(desk: Desk, minutes: int) -> Desk:
    return replace(desk, now=desk.now + timedelta(minutes=minutes))


@pytest.mark.parametrize(("within", "long"), [({}, 15), ({"hours": 2}, 120), ({"minutes": 1}, 1)])
def test_who_waits_long_for_a_further_answer_is_told_once_that_it_was_passed_on(desk: Desk, within, long: int):
    desk = promising(desk, **within) if within else desk
    number = press(desk).slots["with_person"]
    pass_on(desk, "any news?", "m0")
    answer(desk, number)

    assert at_minutes(desk, 10) == [[]]
    # The wait begins with what was written first.
    waited = at_minutes(desk, 9 + long, 10 + long, 11 + long, 500 + long)
    assert waited == [[], ["utter_passed_on_too"], [], []]


def test_an_answer_ends_the_wait_and_the_next_one_is_told_of_again(desk: Desk):
    number = press(desk).slots["with_person"]
    pass_on(desk, "any news?", "m0")
    answer(desk, number)
    assert at_minutes(desk, 1, 20, 30) == [[], ["utter_passed_on_too"], []]
    answer(later(desk, 40), number, "d2")
    assert at_minutes(desk, 50, 60, 66, 90) == [[], [], ["utter_passed_on_too"], []]


def test_a_redelivered_message_of_one_who_waits_is_answered_alike(desk: Desk):
    number = press(desk).slots["with_person"]
    pass_on(desk, "any news?", "m0")
    answer(desk, number)
    assert at_minutes(desk, 1) == [[]]
    again = pass_on(later(desk, 30), "and the lamp?", "at1")
    assert again.utterances == ()
    assert at_minutes(desk, 31, 31) == [["utter_passed_on_too"]] * 2


def test_now_and_then_the_customer_is_told_again_how_to_come_back(desk: Desk):
    answer(desk, press(desk).slots["with_person"])
    pass_on(desk, "any news?")
    said = {"event": "bot", "metadata": {"utter_action": "utter_passed_on"}}

    def after(messages: int) -> list[str]:
        return desk.say(pass_on(desk, "hello?", f"n{messages}", events=(said, *({"event": "user"},) * messages)))

    assert [len(after(messages)) for messages in range(1, 12)] == [0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]
    assert "Would you like me to?" in after(15)[0]


def test_a_redelivered_message_is_added_once_and_answered_alike(desk: Desk):
    number = press(desk).slots["with_person"]

    assert pass_on(desk, "any news?") == pass_on(desk, "any news?")
    assert len(desk.services.hand_over.tickets.messages(number)) == 1


def test_what_is_passed_on_is_masked(desk: Desk):
    number = press(desk).slots["with_person"]
    pass_on(desk, "card 4111 1111 1111 1111, write to carl@example.com")

    (message,) = desk.services.hand_over.tickets.messages(number)
    assert message.words == "card [card number], write to carl@example.com"


def test_a_message_without_words_is_passed_on_as_such(desk: Desk):
    number = press(desk).slots["with_person"]
    pass_on(desk, "")
    assert desk.services.hand_over.tickets.messages(number)[0].words == "[a message without words]"


def test_a_button_of_an_earlier_answer_is_not_passed_on_but_the_way_back_is_offered(desk: Desk):
    number = press(desk).slots["with_person"]
    for _ in range(2):
        reply = pass_on(desk, "/ask_refund_time")
        assert desk.say(reply)[0].startswith(f"Your request **{number}** is with a person, so I don't answer")
        assert desk.buttons(reply) == [("Back to the assistant", "/return_to_bot")]
    assert desk.services.hand_over.tickets.messages(number) == ()


@pytest.mark.parametrize("said", ["any news?", "/greet"])
def test_a_forged_slot_is_taken_back_and_the_message_answered(desk: Desk, said: str):
    reply = pass_on(desk, said)

    assert reply == Reply(slots={"with_person": None}, undone=True)


def test_a_store_that_is_down_is_owned_up_to(desk_without_store: Desk):
    said = desk_without_store.say(pass_on(desk_without_store, "any news?"))
    assert said == ["I'm sorry, I couldn't pass that on just now. Please send it again in a few minutes."]


def test_back_at_the_assistant_the_ticket_stays_open(desk: Desk):
    number = press(desk).slots["with_person"]
    reply = desk.reply("action_return_to_bot", "return_to_bot")

    assert desk.say(reply)[0].startswith(f"I'm here again. Your request **{number}** stays open")
    assert reply.slots == {"with_person": None}
    assert ticket_of(desk).is_open
    assert pass_on(desk, "hello").undone


def test_back_without_having_left_is_no_trouble(desk: Desk, desk_without_store: Desk):
    for each in (desk, desk_without_store):
        reply = each.reply("action_return_to_bot", "return_to_bot")
        assert each.say(reply) == ["I'm here. What would you like to know about your return?"]


# --- The way back -------------------------------------------------------------------------------------------------


def test_what_a_person_wrote_is_said_to_the_conversation_that_it_is_for(desk: Desk):
    number = press(desk).slots["with_person"]
    tickets = desk.services.hand_over.tickets
    tickets.reply(number, "d1", "We found {it}.", desk.now)
    (message,) = tickets.messages(number)
    elsewhere = Desk(desk.services, desk.voice, session="somebody else")

    for _ in range(2):
        reply = desk.reply("action_agent_replied", "system_agent_replied", agent_message=message.id)
        assert desk.say(reply) == ["**A person from customer service writes:**\n\nWe found {it}."]
        assert reply.slots == {}
    assert elsewhere.reply("action_agent_replied", "system_agent_replied", agent_message=message.id) == Reply()
    assert desk.reply("action_agent_replied", "system_agent_replied") == Reply()


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "**Ana \\*of\\* the \\[shop\\](x) (customer service) writes:**"),
        ("ru", "**Пишет Ana \\*of\\* the \\[shop\\](x) (служба поддержки):**"),
    ],
)
def test_above_the_words_of_a_person_with_a_name_stands_the_name_and_no_name_formats(
    desk: Desk, engine, language, heading
):
    desk, agents = desk.with_store(engine), AgentTickets(engine)
    number = press(desk).slots["with_person"]
    agents.claim(number, "mia", desk.now)
    agents.answer(number, "mia", "k1", "We found it.", desk.now, "Ana *of* the [shop](x)")
    (message,) = agents.messages(number)
    theirs = in_language(desk, language)
    (said,) = theirs.say(theirs.reply("action_agent_replied", "system_agent_replied", agent_message=message.id))
    assert said == f"{heading}\n\nWe found it."


@pytest.mark.parametrize(
    ("name", "who"),
    [("", "A person from customer service"), ("Ana *of* [it](x)", "**Ana \\*of\\* \\[it\\](x)** (customer service)")],
)
def test_who_asked_for_a_person_is_told_that_somebody_has_taken_it_as_long_as_somebody_has(
    desk: Desk, engine, name, who
):
    desk, agents = desk.with_store(engine), AgentTickets(engine)
    number = press(desk).slots["with_person"]
    assert desk.reply("action_agent_replied", "system_agent_replied") == Reply()
    agents.claim(number, "mia", desk.now, name)
    reply = desk.reply("action_agent_replied", "system_agent_replied")
    assert desk.say(reply) == [f"{who} has taken your request **{number}** and will answer in this chat."]
    assert reply.slots == {}
    agents.release(number, "mia")
    assert desk.reply("action_agent_replied", "system_agent_replied") == Reply()
    agents.claim(number, "mia", desk.now, name)
    agents.finish(number, "mia", desk.now)
    assert desk.reply("action_agent_replied", "system_agent_replied") == Reply()


def test_when_the_ticket_is_closed_the_assistant_speaks_again(desk: Desk):
    number = press(desk).slots["with_person"]
    assert desk.reply("action_ticket_closed", "system_ticket_closed") == Reply()
    desk.services.hand_over.tickets.close(number, desk.now)
    reply = desk.reply("action_ticket_closed", "system_ticket_closed")

    assert desk.say(reply)[0].startswith(f"Customer service has closed your request **{number}**.")
    assert reply.slots == {"with_person": None}
    assert pass_on(desk, "thanks").undone


def test_when_a_person_gives_it_back_the_assistant_speaks_again_and_the_ticket_stays_open(desk: Desk, engine):
    desk, agents = desk.with_store(engine), AgentTickets(engine)
    number = press(desk).slots["with_person"]
    agents.claim(number, "mia", desk.now)
    agents.give_back(number, "mia", desk.now)
    reply = desk.reply("action_ticket_closed", "system_ticket_closed")

    assert desk.say(reply)[0].startswith(f"I'm here again. Your request **{number}** stays open")
    assert reply.slots == {"with_person": None}
    assert pass_on(desk, "thanks").undone


def test_nothing_stays_offered(desk: Desk):
    assert press(desk).slots["offer"] is None


def test_an_address_that_nobody_has_proven_is_left_out_whole():
    assert readable("I am o'brien@example.com", verified=False) == "I am [e-mail address]"


# --- In the customer's language -----------------------------------------------------------------------------------


def in_language(desk: Desk, tag: str) -> Desk:
    """The same desk for somebody who reads another language."""
    return replace(desk, voice=desk.voice.in_language(tag))


def understood(text: str, intent: str, language: str, *questions: str) -> dict[str, object]:
    parsed = {"intent": {"name": intent}, "language": language, **({"questions": questions} if questions else {})}
    return {**user(text), "parse_data": parsed}


def pressed(title: str, intent: str) -> dict[str, object]:
    """A button is not read: what is noted of its language is always English."""
    return {**user(f"/{intent}", title=title), "parse_data": {"intent": {"name": intent}, "language": "en"}}


def test_what_would_be_passed_on_is_shown_in_the_customers_language(desk: Desk):
    said = in_language(desk.verified("ana"), "uk").ask(ACTION, INTENT, number="R1006", said="людину, будь ласка")

    assert said.startswith("Я можу передати це оператору")
    assert "Повернення R1006, замовлення 8120034500010006: Lamp 10006" in said
    assert "6 жовтня (вівторок)" in said
    assert said.endswith("Передати?")
    # What is left are the shop's own words.
    assert re.findall("[A-Za-z]+", said) == ["R", "Lamp"]


def test_a_ticket_has_the_language_of_the_conversation_and_what_was_asked_last(desk: Desk):
    asked = [understood("איפה ההחזר שלי?", "ask_track_refund", "he"), pressed("מעבר למענה אנושי", "talk_to_person")]
    press(desk, spoken="he", events=asked)

    case = ticket_of(desk).content
    assert (case.language, case.topic) == ("he", "track refund")


def test_a_person_reads_the_customers_own_words_with_what_they_mean_in_english(desk: Desk):
    press(
        desk,
        spoken="uk",
        events=[
            understood("Where is my parcel?", "ask_track_parcel", "en"),
            understood(
                "де гроші і хто платить за пересилку",
                "message_several_questions",
                "uk",
                "ask_track_refund",
                "ask_return_fee",
            ),
            bot("Гроші надійдуть **в середу**.", english="The money comes **on Wednesday**."),
            understood("щось незрозуміле", "nlu_fallback", "uk"),
            pressed("Так, передати", "affirm"),
        ],
    )

    assert [(line.who, line.words) for line in ticket_of(desk).content.transcript] == [
        ("customer", "Where is my parcel?"),
        ("customer", "де гроші і хто платить за пересилку [understood as: track refund, return fee]"),
        ("assistant", "The money comes on Wednesday."),
        ("customer", "щось незрозуміле"),
        ("customer", "Так, передати [understood as: yes]"),
    ]


def test_what_is_understood_stands_behind_the_longest_words_too(desk: Desk):
    press(desk, events=[understood("я" * 5000, "ask_return_fee", "ru")])

    (line,) = ticket_of(desk).content.transcript
    assert line.words.endswith("я … [understood as: return fee]")


def test_a_topic_is_a_question_and_the_newest(desk: Desk):
    asked = [
        understood("a", "ask_return_fee", "en"),
        understood("b", "report_parcel_lost", "en"),
        understood("c", "express_frustration", "en"),
        understood("d", "nlu_fallback", "en"),
    ]
    press(desk, events=asked)

    assert ticket_of(desk).content.topic == "parcel lost"


def test_what_is_passed_on_later_brings_its_meaning_and_its_note_is_in_the_customers_language(desk: Desk):
    number = press(desk, spoken="it").slots["with_person"]
    said = desk.reply(
        "action_pass_on_to_person", "ask_track_refund", said="allora, i miei soldi?", message_id="m1", language="it"
    )

    (message,) = desk.services.hand_over.tickets.messages(number)
    assert message.words == "allora, i miei soldi? [understood as: track refund]"
    assert in_language(desk, "it").say(said)[0].startswith("L'ho aggiunto")


@pytest.mark.parametrize(
    ("tag", "opened", "says", "closed"),
    [
        ("he", "מספר הפנייה", "מענה אנושי משירות הלקוחות", "סגר את הפנייה"),
        ("de", "Die Nummer", "Ein Mensch aus dem Kundenservice schreibt", "hat Ihre Anfrage"),
        ("ru", "Номер", "поддержки", "закрыла"),
    ],
)
def test_number_answer_and_closing_are_told_in_the_customers_language(
    desk: Desk, tag: str, opened: str, says: str, closed: str
):
    theirs = in_language(desk, tag)
    reply = press(theirs, spoken=tag)
    number = reply.slots["with_person"]
    assert opened in theirs.say(reply)[0] and number in theirs.say(reply)[0]

    tickets = theirs.services.hand_over.tickets
    tickets.reply(number, "d1", "We found it.", theirs.now)
    (message,) = tickets.messages(number)
    (said,) = theirs.say(theirs.reply("action_agent_replied", "system_agent_replied", agent_message=message.id))
    assert says in said and "We found it." in said
    tickets.close(number, theirs.now)
    (said,) = theirs.say(theirs.reply("action_ticket_closed", "system_ticket_closed"))
    assert closed in said and number in said
