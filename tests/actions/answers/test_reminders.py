"""Reminders are turned on and off in the words that people use."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
import yaml
from custom_desk import Desk
from custom_shop import NOW, order_number

from actions.answers.reminders import wants_none
from actions.store.reminders import Taken
from policy.facts import load_facts
from policy.reminders import QuietHours, due_reminders
from returndesk.project import this_project

ACTION = "action_reminders"
INTENT = "ask_reminders"
STOP = ("Stop reminders", '/ask_reminders{"reminder_wish": "off"}')


def wishes(desk: Desk):
    return [each for each in desk.services.reminding.wishes.waiting() if each.conversation == desk.session]


def taken(desk: Desk, now: datetime) -> list[Taken]:
    """The reminders of a conversation that are due, taken in hand as the worker takes them."""
    quiet = QuietHours(NOW.time(), NOW.time())
    return [
        desk.services.reminding.reminders.take(each, reminder)
        for each in wishes(desk)
        for reminder in due_reminders(each.found, each.customer, now, load_facts(), each.wish, each.told, quiet)
    ]


# --- On and off ---------------------------------------------------------------------------------------------------


def test_a_verified_customer_is_told_what_they_will_be_reminded_of(desk: Desk):
    said = desk.verified("ben").ask(ACTION, INTENT, number="R2001", said="remind me")

    assert said == (
        "I'll remind you about **R2001** here in this chat: before the advised day for sending it and before its "
        "return window ends, when a promised date has passed, and when the status has changed. Each only once, "
        "and never between 21:00 and 08:00 your time.\nTo end this, write “stop reminders”."
    )
    (wish,) = wishes(desk)
    assert (wish.customer.id, wish.found.number, wish.wish.since) == ("ben", "R2001", NOW)


def test_times_are_written_as_in_the_customers_country(desk: Desk):
    assert "between 9:00\u202fPM and 8:00\u202fAM" in desk.verified("carl").ask(ACTION, INTENT, said="remind me")


def test_without_a_number_all_open_returns_are_meant(desk: Desk):
    said = desk.verified("ben").ask(ACTION, INTENT, said="remind me")

    assert "R2001" in said
    assert {each.found.number for each in wishes(desk)} == {"R2001", "R2002", "R2005"}


def test_the_number_of_an_order_means_its_returns_that_are_open(desk: Desk):
    desk.verified("ana").ask(ACTION, INTENT, number=order_number(10001), said="remind me")

    assert {each.found.number for each in wishes(desk)} == {"R1001", "R1012"}


@pytest.mark.parametrize(
    ("customer", "number", "said"),
    [
        ("ana", "R1011", "There is nothing left to remind you of"),
        ("ana", order_number(10090), "no return for"),
        ("hana", None, "no return for you yet"),
    ],
)
def test_where_nothing_is_left_to_remind_of_that_is_said(desk: Desk, customer: str, number: str, said: str):
    assert said in desk.verified(customer).ask(ACTION, INTENT, number=number, said="remind me")
    assert wishes(desk) == []


def test_somebody_unknown_is_told_what_there_is_and_asked_for_a_number(desk: Desk):
    reply = desk.reply(ACTION, INTENT, said="remind me")

    assert reply.slots["offer"] == "look_up"
    assert reply.slots["topic"] == INTENT
    assert desk.say(reply)[0].startswith("I can remind you here in this chat")
    assert wishes(desk) == []


def test_somebody_elses_return_is_none(desk: Desk):
    desk.verified("ana").reply(ACTION, INTENT, number="R2001", said="remind me about R2001")

    assert wishes(desk) == []


def test_after_that_a_number_alone_asks_for_dates(desk: Desk):
    assert (
        desk.verified("ben").reply(ACTION, INTENT, number="R2001", said="remind me").slots["topic"] == "ask_deadlines"
    )


def test_words_and_the_button_end_all_reminders_of_the_conversation_alone(desk: Desk):
    other = replace(desk, session=f"{desk.session} other").verified("ben")
    other.reply(ACTION, INTENT, number="R2001", said="remind me")
    for said, wish in (("stop reminding me", None), (STOP[1], "off")):
        desk.verified("ben").reply(ACTION, INTENT, said="remind me")
        assert len(wishes(desk)) == 3
        assert desk.ask(ACTION, INTENT, said=said, reminder_wish=wish).startswith("I won't send you reminders")
        assert wishes(desk) == []
    assert len(wishes(other)) == 1


def test_nobody_has_to_prove_anything_to_be_left_alone(desk: Desk):
    desk.verified("ben").reply(ACTION, INTENT, number="R2001", said="remind me")
    later = desk.at(NOW + timedelta(days=2))
    assert later.known_as() is None

    assert later.ask(ACTION, INTENT, said="no more reminders").startswith("I won't send")
    assert later.ask(ACTION, INTENT, said="no more reminders").startswith("I'm not sending you any reminders")


def test_a_button_that_says_neither_offers_the_way_off_where_they_are_on(desk: Desk):
    desk.verified("ben").reply(ACTION, INTENT, number="R2001", said="remind me")

    reply = desk.reply(ACTION, INTENT, said="/ask_reminders", number="R2001")
    assert desk.buttons(reply) == [STOP]
    assert desk.say(reply) == ["Reminders are on in this chat. To end them, write “stop reminders”."]


def test_in_a_group_nobody_is_reminded(desk: Desk):
    reply = desk.verified("ben").reply(ACTION, INTENT, number="R2001", said="remind me", group=True)

    assert "utter_write_me_directly" in [each.response for each in reply.utterances]
    assert wishes(desk) == []


def test_a_store_that_is_down_is_no_promise(desk_without_store: Desk):
    for said in ("stop reminders", "/ask_reminders"):
        text = desk_without_store.ask(ACTION, INTENT, said=said)
        assert text.startswith("I'm sorry, I can't turn reminders on or off")
    assert "our records don't answer" in desk_without_store.ask(ACTION, INTENT, number="R2001", said="remind me")


# --- The offer ----------------------------------------------------------------------------------------------------


def test_dates_come_with_the_offer_to_be_reminded_of_them(desk: Desk):
    reply = desk.verified("ben").reply("action_deadlines", "ask_deadlines", number="R2001")

    button = ("Remind me before Thursday 15 October", '/ask_reminders{"customer_number": "R2001"}')
    assert button in desk.buttons(reply)
    assert reply.slots["offer"] == "reminders"


def test_where_no_shipping_is_due_the_offer_names_no_date(desk: Desk):
    reply = desk.verified("ben").reply("action_deadlines", "ask_deadlines", number="R2005")

    assert "Remind me" in [title for title, _ in desk.buttons(reply)]


def test_yes_takes_it_up_and_the_button_does(desk: Desk):
    desk.verified("ben")
    for action, intent, said in (
        ("action_accept_offer", "affirm", "yes"),
        (ACTION, INTENT, '/ask_reminders{"customer_number": "R2001"}'),
    ):
        told_now = frozenset({"customer_number"})
        desk.reply(action, intent, offer="reminders", number="R2001", said=said, told_now=told_now)
        assert [each.found.number for each in wishes(desk)] == ["R2001"]
        desk.ask(ACTION, INTENT, said="stop reminders")


def test_it_is_not_offered_where_they_are_on(desk: Desk):
    desk.verified("ben").reply(ACTION, INTENT, number="R2001", said="remind me")

    reply = desk.reply("action_deadlines", "ask_deadlines", number="R2001")
    assert (desk.buttons(reply), reply.slots.get("offer")) == ([], None)


# --- What a reminder says -----------------------------------------------------------------------------------------


def test_a_reminder_tells_number_and_date_and_nothing_else(desk: Desk):
    desk.verified("ben").reply(ACTION, INTENT, number="R2001", said="remind me")
    then = desk.at(datetime(2026, 10, 15, 8, tzinfo=timezone.utc))
    (due,) = taken(desk, then.now)
    assert then.known_as() is None, "the proof has run out by then"

    reply = then.reply("action_tell_reminder", "system_reminder_due", reminder=due.id)
    assert then.say(reply) == [
        "A reminder for your return **R2001**: please hand in the parcel, best by **Thursday 15 October**. This is "
        "advice, not a limit.\nTo end reminders, write “stop reminders”."
    ]
    assert then.buttons(reply) == [("Look at my return", '/give_details{"customer_number": "R2001"}'), STOP]


def test_a_reminder_of_somebody_else_says_nothing(desk: Desk):
    desk.verified("ben").reply(ACTION, INTENT, number="R2001", said="remind me")
    then = datetime(2026, 10, 15, 8, tzinfo=timezone.utc)
    (due,) = taken(desk, then)
    other = replace(desk, session="somebody else").verified("ana")

    assert other.reply("action_tell_reminder", "system_reminder_due", reminder=due.id).utterances == ()
    assert desk.reply("action_tell_reminder", "system_reminder_due", reminder=due.id, group=True).utterances == ()
    assert desk.reply("action_tell_reminder", "system_reminder_due").utterances == ()
    desk.ask(ACTION, INTENT, said="stop reminders")
    assert desk.reply("action_tell_reminder", "system_reminder_due", reminder=due.id).utterances == ()


_MESSAGES = yaml.safe_load((this_project().root / "data" / "nlu" / "reminders.yml").read_text("utf-8"))
TRAINING = [line.removeprefix("- ") for line in _MESSAGES["nlu"][0]["examples"].splitlines()]
FIRST_AGAINST = TRAINING.index("stop reminders")


@pytest.mark.parametrize("message", TRAINING[:FIRST_AGAINST])
def test_a_message_for_reminders_wants_some(message: str):
    assert not wants_none(message)


@pytest.mark.parametrize("message", TRAINING[FIRST_AGAINST:])
def test_a_message_against_reminders_wants_none(message: str):
    assert wants_none(message)


@pytest.mark.parametrize(
    ("message", "none"),
    [
        ("STOP REMINDERS", True),
        ("I don’t want to be reminded", True),
        ("so I don’t forget, remind me", False),
        (
            "remind me, or I'll never send it",
            True,
        ),  # nobody can tell from the words alone; the answer says how to undo it
        ("tell me if they don't answer", False),
        ("if you don't mind, stop the reminders", True),
        ("so that I do not lose the date, write to me", False),
        ("remind me at the end of the window", False),
        ("remind me to drop the parcel off", False),
        ("stop  the\nreminders", True),
        ("will you remind me or not", False),
        ("message my wife and not me", False),
        ("remind me, only not at night", False),
        ("yesterday's reminder never arrived", False),
        ("not one every morning please", False),
        ("not one more reminder", True),
        ("", False),
    ],
)
def test_other_words(message: str, none: bool):
    assert wants_none(message) is none


@pytest.mark.parametrize(
    "said",
    ["STOP", "stop", "Unsubscribe.", "end", "Stopp!", "ARRÊTEZ", "Hör auf.", "sair", "afmelden", "СТОП", "годі", "הסר"],
)
def test_a_bare_stop_ends_reminders(desk: Desk, said: str):
    desk.verified("ben").reply(ACTION, INTENT, number="R2001", said="remind me")

    assert desk.ask("action_stop", "stop", said=said).startswith("I won't send you reminders in this chat any more.")
    assert wishes(desk) == []
    assert desk.ask("action_stop", "stop", said=said).startswith("All right, I'll leave it there.")


def test_to_leave_a_question_leaves_reminders_on(desk: Desk):
    desk.verified("ben").reply(ACTION, INTENT, number="R2001", said="remind me")

    assert desk.ask("action_stop", "stop", said="never mind").startswith("All right, I'll leave it there.")
    assert len(wishes(desk)) == 1


@pytest.mark.parametrize(
    ("language", "message", "ends"),
    [
        ("es", "deja de mandarme avisos del paquete", True),
        ("es", "¿me avisas el jueves para no olvidar llevarlo?", False),
        ("fr", "J'en ai marre de vos rappels", True),
        ("fr", "n'oubliez pas de me le rappeler lundi", False),
        ("pt", "podem desligar esses lembretes?", True),
        ("pt", "me lembra amanhã de levar a caixa", False),
        ("nl", "hou op met die berichten over mijn retour", True),
        ("nl", "stuur me vrijdag even een berichtje", False),
        ("de", "Bitte löschen Sie meine Erinnerung", True),
        ("de", "Erinnern Sie mich, wenn ich aus dem Urlaub zurück bin", False),
        ("it", "non ricordarmelo più, l'ho spedito", True),
        ("it", "me lo ricordi domenica sera?", False),
        ("he", "אל תשלחו לי יותר תזכורות", True),
        ("he", "תזכירו לי ביום רביעי", False),
        ("uk", "відпишіть мене від ваших нагадувань", True),
        ("uk", "нагадайте, щоб не забути про посилку", False),
        ("ru", "перестаньте слать мне напоминания", True),
        ("ru", "напомните в среду, пожалуйста", False),
    ],
)
def test_reminders_are_ended_in_every_language(language: str, message: str, ends: bool):
    assert wants_none(message, language) is ends


# --- When, between which hours, and how to end them -----------------------------------------------------------------


def after_reminders(response: str = "utter_reminders_on"):
    said = {"event": "bot", "text": "Words.", "metadata": {"utter_action": response}}
    return ({"event": "user"}, said, {"event": "user"})


@pytest.mark.parametrize("action", [ACTION, "action_follow_up"])
def test_when_a_reminder_comes_is_told_with_its_hour(desk: Desk, action: str):
    # The label came on Saturday 10 October at 10:00 in London, so the five days end on Thursday at that hour. The
    # window of 30 days after 5 October ends with Wednesday 4 November; three days before it is night.
    asked = {"number": "R2001", "said": "and which day would it come?", "events": after_reminders()}
    told = desk.verified("ben").ask(action, INTENT if action == ACTION else "how_long", **asked)

    assert "From Wednesday 14 October, 10:00 on, before the advised day for sending, Thursday 15 October" in told
    assert "From Monday 2 November, 08:00 on, before the return window ends, Wednesday 4 November" in told


def test_where_no_date_lies_ahead_news_is_what_is_left(desk: Desk):
    asked = {"number": "R2005", "said": "when will the reminder come?", "events": after_reminders()}

    assert desk.verified("ben").ask(ACTION, INTENT, **asked).startswith("No date lies ahead for return **R2005**")


def test_without_an_answer_about_reminders_they_are_turned_on(desk: Desk):
    asked = {"number": "R2001", "said": "when would the alert come?"}

    assert desk.verified("ben").ask(ACTION, INTENT, **asked).startswith("I'll remind you")


def test_the_hours_of_reminders_can_not_be_chosen(desk: Desk):
    told = desk.verified("ben").ask(ACTION, INTENT, number="R2001", said="but never in the evening please")

    assert "never between 21:00 and 08:00 your time" in told
    assert "No other hour can be chosen" in told


def test_how_to_end_them_ends_none(desk: Desk):
    asked = {"number": "R2001", "said": "how would I switch those off later?"}
    assert desk.ask(ACTION, INTENT, **asked).startswith("I'm not sending you any")
    desk.verified("ben").reply(ACTION, INTENT, number="R2001", said="remind me")
    reply = desk.reply(ACTION, INTENT, **asked)

    assert desk.say(reply) == ["Reminders are on in this chat. To end them, write “stop reminders”."]
    assert desk.buttons(reply) == [STOP]
    assert wishes(desk)


@pytest.mark.parametrize("said", ["please stop pinging me", "Enough of these alerts", "no more messages pls"])
def test_a_stop_by_another_name_ends_reminders(desk: Desk, said: str):
    desk.verified("ben").reply(ACTION, INTENT, number="R2001", said="remind me")

    assert desk.ask("action_stop", "stop", said=said).startswith("I won't send you reminders in this chat any more.")
    assert wishes(desk) == []


def test_a_yes_to_reminders_that_are_on_is_a_yes(desk: Desk):
    on = {"event": "bot", "text": "I'll remind you.", "metadata": {"utter_action": "utter_reminders_on"}}
    events = ({"event": "user"}, on, {"event": "user"})

    said = desk.ask("action_accept_offer", "affirm", said="yes do", events=events)

    assert said.startswith("Reminders are on in this chat.")
