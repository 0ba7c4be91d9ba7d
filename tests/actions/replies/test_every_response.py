"""Everything that the custom actions can say is said here once, with the values that they really pass.

So no sentence reaches a customer with a hole in it, and no sentence of the domain waits for an action that never comes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from custom_desk import Desk
from custom_shop import LABELLED, NOW, ORDERS, RETURNS, order_number
from databases import Databases
from day_turns import played
from form_replies import about_cancelling, about_hand_ins, about_requests
from rasa.shared.core.domain import Domain

from actions.answers.clarify import clarification
from actions.answers.rule_for_own import ActionRuleForOwn
from actions.dialogue.lateness import LIMITS
from actions.dialogue.repeated import with_person
from actions.dialogue.turn import ASKED, PAST, SaidDate, Waited
from actions.help_desk.agent_tickets import AgentTickets
from actions.photos.kinds import Problem
from actions.replies.formatting import show_wait
from actions.replies.reply import Phrase, Reply, Utterance
from actions.server.registry import topic_actions
from actions.services import Services
from bot.responses.fact_values import quoted
from bot.responses.languages import english
from bot.responses.nlg import FactsResponseGenerator
from core.database.engine import open_engine
from core.intents import is_offered
from core.mail_told import address_digest
from policy.reminders import QuietHours, Reminder, ReminderKind

TOPICS = Path(__file__).parents[3] / "data" / "nlu"
#: Rasa says this one when an action fails.
RASAS_OWN = {"utter_default"}
#: What bot/channels says around the answers.
SAID_BY_CHANNELS = {"utter_choose_from_list", "utter_reply_with_number", "utter_own_label_picture"}
#: What is said to whoever opens a link (bot/gateway/labels.py).
SAID_BY_LINKS = {
    "utter_own_label_link_over",
    # Of bot/channels/mail/link_page.py.
    *(f"utter_mail_link_{part}" for part in ("title", "asked", "button", "done", "over", "later")),
}
#: Said by the response generator behind or before an answer.
SAID_BEHIND = {"utter_language_switched", "utter_no_more_than"}
#: Said by the response generator where a shop has rules of its own.
SAID_INSTEAD = {
    *("utter_own_rule", "utter_own_time", "utter_not_in_rules"),
    *(f"utter_span_{unit}" for unit in ("hours", "days", "working_days", "months")),
}

OWNERS = {order["number"]: order["customer"] for order in ORDERS}
#: Questions behind a hand-in: of a call, of somebody else's parcel, without a day, of what is never sent.
OF_A_HAND_IN = (
    *("is it any use ringing the courier?", "it's my aunt's parcel, why is it not marked?", "it's been posted"),
    "what if I never send it?",
)
ABOUT_A_RETURN = [
    ("action_return_status", "ask_return_status"),
    ("action_deadlines", "ask_deadlines"),
    ("action_parcel", "report_not_marked_returned"),
    ("action_refund", "ask_refund_time"),
    ("action_refund", "ask_refund_method"),
    ("action_cancel_or_change", "ask_cancel_return"),
    ("action_cancel_or_change", "ask_amend_return"),
    ("action_talk_to_person", "talk_to_person"),
]


def about_returns(desk: Desk) -> Iterator[Reply]:
    """Each question about a return, for each return."""
    for record in RETURNS:
        desk.verified(OWNERS[record["order"]])
        for action, intent in ABOUT_A_RETURN:
            yield desk.reply(action, intent, number=record["number"])


def about_orders(desk: Desk) -> Iterator[Reply]:
    """What the next return costs and until when items can go back, for each kind of order; then without one."""
    for customer, ending in [
        *(("ben", ending) for ending in range(20001, 20006)),
        *(("hana", ending) for ending in (80001, 80002)),
        ("ana", 10001),
        ("iris", 90001),
        ("kim", 95011),
    ]:
        desk.verified(customer)
        for action, intent in [("action_return_fee", "ask_return_fee"), ("action_return_window", "ask_return_window")]:
            yield desk.reply(action, intent, number=order_number(ending))
            yield desk.reply(action, intent)
    for customer in ("ben", "iris"):
        yield desk.verified(customer).reply("action_return_fee", "ask_return_fee", said="and one more this month?")


def about_labels(desk: Desk) -> Iterator[Reply]:
    """A label that is there, one that has run out, one that is not there yet."""
    mia = replace(desk, session="labels").verified("mia")
    for record in LABELLED:
        yield mia.reply("action_rule_for_own", "ask_label_missing", number=record["number"], said="my label please")
    ana = replace(desk, session="no label").verified("ana")
    yield ana.reply("action_rule_for_own", "ask_label_missing", number="R1004", said="my label please")


def about_several_parcels(desk: Desk) -> Iterator[Reply]:
    """The numbers of a return that travels in several parcels."""
    otto = replace(desk, session="parcels").verified("otto")
    yield otto.reply("action_rule_for_own", "ask_track_parcel", number="R9621", said="what are the tracking numbers?")


def about_lists(desk: Desk) -> Iterator[Reply]:
    """No return, some returns, many returns."""
    for customer in ("hana", "ben", "ana"):
        desk.verified(customer)
        yield desk.reply("action_my_returns", "ask_my_returns")
        yield desk.reply("action_return_status", "ask_return_status")
    yield desk.reply("action_return_status", "ask_return_status", number=order_number(10090))
    yield desk.reply("action_my_returns", "ask_my_returns", number="R1001", said="what's in that one?")


def about_rules(desk: Desk) -> Iterator[Reply]:
    """Each question of somebody unknown, with and without what they tell."""
    for action in topic_actions(desk.services):
        for topic in action.topics:
            yield action.respond(desk.turn(topic))
    for days in (1, 80, 90, 91):
        yield desk.reply("action_return_window", "ask_return_window", day_count=days)
    for days in (1, 7, 8):
        yield desk.reply("action_return_window", "ask_return_window", day_count=days, counts_from_receipt=True)
    for items in (2, 3):
        yield desk.reply("action_return_fee", "ask_multiple_items", item_count=items)
    for country in (None, "ES", "RU", "JP"):
        yield desk.reply("action_countries", "ask_countries", country=country)
    yield desk.reply("action_cancel_order", "ask_cancel_order")


def about_what_is_not_so_yet(desk: Desk) -> Iterator[Reply]:
    """What may be done now, again or later with the return in hand, when something happened, and a lower price."""
    ana = replace(desk, session="not so yet").verified("ana")
    yield ana.reply("action_deadlines", "ask_ship_by", number="R1002", said="can I post it already?")
    yield ana.reply("action_cancel_or_change", "ask_amend_return", number="R1005", said="can I apply again later?")
    yield ana.reply("action_cancel_or_change", "ask_cancel_return", number="R1005", said="does cancelling cost much?")
    yield ana.reply("action_return_status", "ask_return_status", number="R1001", said="when did I hand it in?")
    yield ana.reply("action_rule_for_own", "ask_get_refund", said="can I keep it for a discount?")
    yield ana.reply("action_rule_for_own", "report_order_not_arrived", said="my order never came, is it refunded?")
    yield ana.reply(
        "action_follow_up", "what_next", number="R1005", said="will I have my free return back if I cancel?"
    )
    for day in ("30 November", "1 November"):
        asked = SaidDate(day, ana.now, ASKED)
        said = f"so the window ends on {day}?"
        yield ana.reply("action_follow_up", "doubt_answer", number="R1005", said=said, asked_day=asked)
    offered = {"event": "bot", "text": "Yes.", "metadata": {"utter_action": "utter_cancel_allowed"}}
    events = ({"event": "user"}, offered, {"event": "user"})
    yield ana.reply("action_follow_up", "what_next", number="R1005", said="and once it is posted?", events=events)


def about_the_records(desk: Desk) -> Iterator[Reply]:
    """Who cancelled a return, what its seller said, what was done here, and what can't be taken back."""
    ana = replace(desk, session="records").verified("ana")
    for number, said in (
        ("R1012", "who called it off?"),
        ("R1012", "undo that"),
        ("R1003", "what did the seller say?"),
    ):
        yield ana.reply("action_return_status", "ask_return_status", number=number, said=said)
    noted = "you haven't noted that I sent it, have you?"
    yield ana.reply("action_return_status", "ask_return_status", number="R1005", said=noted)
    stopped = {"event": "bot", "text": "All right.", "metadata": {"utter_action": "utter_doing_stopped"}}
    events = ({"event": "user"}, stopped, {"event": "user"})
    yield ana.reply("action_return_status", "ask_return_status", said="so nothing was sent?", events=events)


def about_checked_facts(desk: Desk) -> Iterator[Reply]:
    """Yes or no to what is put up for one, over several returns too, and what the rules leave open."""
    ana = replace(desk, session="checks").verified("ana")
    for said in ("so it was handed in, right?", "so it's cancelled, is it?", "so it was handed in at the post office?"):
        yield ana.reply("action_follow_up", "doubt_answer", number="R1001", said=said)
    for said in ("was it posted?", "is it too late to post it?"):
        yield ana.reply("action_parcel", "report_not_marked_returned", number="R1001", said=said)
    asked = SaidDate("tomorrow", ana.now, ASKED)
    earliest = "so tomorrow at the earliest?"
    yield ana.reply("action_follow_up", "doubt_answer", number="R1007", said=earliest, asked_day=asked)
    for said in ("which of mine are approved?", "which of mine have not been approved?"):
        yield ana.reply("action_my_returns", "ask_my_returns", said=said)
    for said in ("must I accept their 10 euros?", "are photos a must?"):
        yield ana.reply("action_follow_up", "doubt_answer", said=said)
    yield Reply((Utterance("utter_returns_fitting_none", {"lines": [Phrase("check_right")]}),))
    yield Reply((Utterance("utter_check_seen", {"lines": [Phrase("check_right")]}), Utterance("utter_check_open")))
    yield Reply((Utterance("utter_check_when", {"when": Phrase("check_right")}),))


def about_aspects(desk: Desk) -> Iterator[Reply]:
    """One aspect of a return: whether it is late or lost, its label, what can be asked for together, what is listed."""
    ana = replace(desk, session="aspects").verified("ana")
    asked = (("R1001", "is it late?"), ("R1001", "is it lost?"), ("R1006", "is it late?"), ("R1005", "is it late?"))
    for number, said in (*asked, ("R1005", "until when is the label valid?"), ("R1001", "last day to apply for it?")):
        yield ana.reply("action_return_status", "ask_return_status", number=number, said=said)
    mia = replace(desk, session="labels").verified("mia")
    yield mia.reply("action_return_status", "ask_return_status", number="R9601", said="until when is the label valid?")
    yield ana.reply("action_follow_up", "how_long", said="is there a deadline for complaining?")
    told = {"event": "bot", "text": "Words.", "metadata": {"utter_action": "utter_deadlines", "facts": ["ship.within"]}}
    events = ({"event": "user"}, told, {"event": "user"})
    yield ana.reply("action_follow_up", "how_long", said="do I lose anything otherwise?", events=events)
    hana = replace(desk, session="together").verified("hana")
    named = {"event": "bot", "text": "The refund: \u2022 speaker \u2022 jacket", "metadata": {}}
    shown = ({"event": "user"}, named, {"event": "user"})
    window = {"number": "8120034500080001", "said": "last day for both?", "events": shown}
    yield hana.reply("action_return_window", "ask_return_window", **window)
    listed = {"event": "bot", "text": "Words.", "metadata": {"utter_action": "utter_a", "facts": ["seasonal"]}}
    for said in ("is a shoe dryer on it?", "and a bus?"):
        yield ana.reply(
            "action_resume_question", "give_details", said=said, events=({"event": "user"}, listed, {"event": "user"})
        )
    yield ana.reply("action_my_returns", "ask_my_returns", said="how are my returns doing?")
    closed = {"title": "Lamp", "return_number": "R1011", "ends_on": show_wait(timedelta(days=1))}
    held = [Phrase("line_item_in_return_closed", closed), Phrase("line_item_in_return", closed)]
    yield Reply((Utterance("utter_check_seen", {"lines": held}),))
    yield Reply((Utterance("utter_confirm_cancel_again", {"return_number": "R1005"}),))
    yield Reply((Utterance("utter_cancel_dropped", {"return_number": "R1005"}),))


def about_reasons(desk: Desk) -> Iterator[Reply]:
    """Why a date is what it is, asked once and again, of a day in the count and of what is free."""
    ana = replace(desk, session="reasons").verified("ana")
    for number in ("R1005", "R1013"):
        yield ana.reply("action_follow_up", "doubt_answer", number=number, said="it stays open, right?")
    yield Reply((Utterance("utter_about_reasons"),))
    for fact, number in (("update.dropoff", "R1001"), ("refund.time", "R1007"), ("fee.monthly_limit", "R1001")):
        said = [
            {"event": "bot", "text": "Words.", "metadata": {"utter_action": response, "facts": [fact]}}
            for response in ("utter_why", "utter_why")
        ]
        for times in range(3):
            before = [event for each in said[:times] for event in (each, {"event": "user"})]
            first = {"event": "bot", "text": "Words.", "metadata": {"utter_action": "utter_a", "facts": [fact]}}
            events = ({"event": "user"}, first, {"event": "user"}, *before)
            yield ana.reply("action_follow_up", "explain_why", number=number, said="why?", events=events)
            for day in ("9 October", "13 October"):
                asked = SaidDate(day, ana.now, PAST)
                yield ana.reply(
                    "action_follow_up", "explain_why", number=number, said="why?", events=events, asked_day=asked
                )


def about_cards(desk: Desk) -> Iterator[Reply]:
    """What clients that show cards read besides: each return at times at which dates hold, pass and are long over."""
    for days in (0, 1.5, 7, 120):
        then = replace(desk.at(NOW + timedelta(days=days)), rich=True, session="cards")
        for record in RETURNS:
            then.verified(OWNERS[record["order"]])
            for action, intent in ABOUT_A_RETURN[:2]:
                yield then.reply(action, intent, number=record["number"])
    for customer in ("ben", "ana"):
        desk.with_cards().verified(customer)
        yield desk.with_cards().reply("action_my_returns", "ask_my_returns")
        yield desk.with_cards().reply("action_return_status", "ask_return_status")


def about_openings(desk: Desk) -> Iterator[Reply]:
    """The chat is opened: by a guest, by customers with several open returns, one and none."""
    yield replace(desk, session="guest").reply("action_greeting", "system_open_chat")
    for customer in ("ana", "ben", "carl", "hana"):
        for shown in (desk, desk.with_cards()):
            yield replace(shown, session=customer).verified(customer).reply("action_greeting", "system_open_chat")
    yield replace(desk, session="greeted").signed_in("hana", "Hana").reply("action_greeting", "system_open_chat")


def about_identity(desk: Desk) -> Iterator[Reply]:
    """What is wrong with the details."""
    yield desk.reply("action_return_status", "give_details", email="ana@", email_is_incomplete=True)
    yield desk.reply("action_return_status", "ask_return_status", group=True)
    for number in ("1", "1" * 17, "81I2", "RR123456785DE", "WF-2026-0815"):
        yield desk.reply("action_return_status", "give_details", number=number)
    wrong = {"number": "R1001", "email": "ben@example.com"}
    for wait in (0, 60, 120, 121, 180, 240, 300, 360):  # refusals, a pause, and the lock
        guessing = replace(desk, session="guessing").at(NOW + timedelta(seconds=wait))
        yield guessing.reply("action_return_status", "give_details", **wrong)
    for length in (1, 60, 120, 3600, 7200):
        wait = show_wait(timedelta(seconds=length))
        yield Reply((Utterance("utter_identity_locked", {"wait": wait}),))
    from_ana = {"number": "R1001", "written_by": address_digest("ana@example.com")}
    yield replace(desk, session="mail").reply("action_return_status", "ask_return_status", **from_ana)
    for known in (desk.verified("ana"), replace(desk, session="signed in").signed_in("ana")):
        yield known.reply("action_return_status", "give_details", number="R3001")
    signed_out = replace(desk, session="signed out").signed_in("ana").at(NOW + timedelta(hours=2))
    yield signed_out.reply("action_return_status", "give_details", number="R3001", email="carl@example.com")


def about_nothing(desk: Desk, domain: Domain) -> Iterator[Reply]:
    """A yes to nothing, a person for somebody unknown, and what nobody understood."""
    yield desk.reply("action_accept_offer", "affirm")
    for offer in (None, "ticket"):
        yield desk.reply("action_stop", "stop", offer=offer)
        yield desk.reply("action_decline", "deny", offer=offer)
    yield desk.reply("action_frustration", "express_frustration")
    yield desk.reply("action_stop", "stop", said="my aunt takes it")
    yield desk.reply("action_talk_to_person", "talk_to_person")
    yield Reply((Utterance("utter_after_distress"),))
    yield replace(desk, session="distress").reply("action_distress", "express_distress", said="words")
    for said in ("utter_attachment", "utter_out_of_scope", "utter_photos_elsewhere", "utter_yes_in_words"):
        yield Reply((Utterance(said),))
    yield Reply((Utterance("utter_other_shop", {"shop": "Shopee"}),))
    yield Reply((with_person(clarification("?", [], in_form=False)),))
    yield Reply((Utterance("utter_taken_for", {"topic": Phrase("label_ask_return_status")}),))
    for intent in sorted(filter(is_offered, domain.intents)):
        yield Reply((clarification("?", [{"name": intent, "confidence": 0.5}], in_form=False),))
    likely = [{"name": "ask_refund_time", "confidence": 0.3}, {"name": "ask_track_refund", "confidence": 0.3}]
    yield Reply((clarification("?", likely, in_form=False),))
    for text, in_form in (("", False), ("x" * 3000, False), ("?", False), ("?", True), ("ana@", True)):
        yield Reply((clarification(text, [], in_form),))


def about_times(desk: Desk) -> Iterator[Reply]:
    """What is planned, supposed or denied, days that are none, and what takes longer than the rules say."""
    parcel, intent = "action_parcel", "report_not_marked_returned"
    known = replace(desk, session="times").verified("ana")
    for said in (SaidDate("Friday", NOW, "ahead"), SaidDate("9 October", NOW, "supposed"), SaidDate("", NOW, "not")):
        yield replace(desk, session="unknown").reply(parcel, intent, date=said)
        yield known.reply(parcel, intent, number="R1005", date=said)
    for said, day in (("it went on Friday", "9 October"), ("it went in September", "30 September")):
        told = {"said": said, "country": "CA", "date": SaidDate(day, NOW)}
        yield replace(desk, session="unknown").reply(parcel, intent, **told)
    before = {
        "event": "user",
        "text": "it went on Friday",
        "parse_data": {
            "entities": [
                {"entity": "date", "value": "9 October", "sense": "past"},
                {"entity": "country", "value": "CA"},
            ]
        },
    }
    told = {"event": "bot", "metadata": {"utter_action": "utter_hand_in_counted"}}
    waits = {"said": "if nothing has moved on Thursday?", "asked_day": SaidDate("Thursday", NOW, "asked")}
    yield replace(desk, session="unknown").reply(parcel, intent, events=(before, told, {"event": "user"}), **waits)
    in_town = {"said": "it went on Friday in Valencia", "date": SaidDate("9 October", NOW)}
    yield replace(desk, session="unknown").reply(parcel, intent, events=({"event": "user"},), **in_town)
    for phrase in ("yesterday", "20 October"):
        yield replace(desk, session="unknown").reply(parcel, intent, date=phrase)
    paid = {"said": "I paid the postage myself, when does the page change?"}
    yield replace(desk, session="unknown").reply(parcel, intent, **paid)
    for phrase in ("last week", "Wednesday the 8th", "1 October"):
        yield known.reply(parcel, intent, number="R1005", date=phrase)
    for topic, waited in product(LIMITS, (Waited(1, working=True), Waited(16), Waited(99), Waited(99, working=True))):
        action = next(each for each in topic_actions(desk.services) if topic in each.topics).name()
        yield replace(desk, session="unknown").reply(action, topic, waited=waited)
    yield known.reply("action_refund", "ask_refund_time", number="R1005", waited=Waited(99))
    # On a Monday one working day is three days.
    monday = replace(desk, session="unknown").at(NOW - timedelta(days=1))
    yield monday.reply("action_deadlines", "ask_processing_time", waited=Waited(1, working=True))
    yield known.reply(parcel, intent, number="R1001", waited=Waited(21))
    yield known.reply(parcel, "report_parcel_lost", number="R1001")
    window, asks = "action_return_window", "ask_return_window"
    arrived = {"arrived_day": SaidDate("5 October", NOW)}
    for length in (None, 7, 15):
        yield replace(desk, session="unknown").reply(window, asks, window_length=length, **arrived)
    said = "I ordered it on Friday, what is my last day?"
    told = {"entity": "date", "value": "Friday", "sense": "other", "start": said.index("Friday")}
    wrote = {"event": "user", "text": said, "parse_data": {"intent": {"name": asks}, "entities": [told]}}
    yield desk.reply(window, asks, said=said, events=(wrote,))
    for day in ("24 October", "24 February"):
        yield desk.reply(window, asks, day_count=60, asked_day=SaidDate(day, NOW, "asked"))
    said = "if it comes on Friday, until when can it go back?"
    told = {"entity": "date", "value": "Friday", "sense": "supposed", "start": said.index("Friday")}
    supposed = {"event": "user", "text": said, "parse_data": {"intent": {"name": asks}, "entities": [told]}}
    waits = replace(desk, session="waits").verified("iris")
    yield waits.reply(window, asks, number=order_number(90001), said=said, events=(supposed,))
    for ages in ((85, 10), (90, 30), (95, 40)):
        yield desk.reply(window, asks, day_count=ages[0], received_days=ages[1])
    asked = SaidDate("24 October", NOW, "asked")
    yield (
        replace(desk, session="asks").verified("hana").reply(window, asks, number=order_number(80001), asked_day=asked)
    )
    for said in ("utter_hand_in_day_span", "utter_hand_in_day_forgotten"):
        yield Reply((Utterance(said),))
    yield known.reply(parcel, intent, number="R1005", date="last week", said="I don't remember")
    yield known.reply(parcel, "report_parcel_lost", number="R1006", said="and if it never arrives?")
    yield known.reply(parcel, "report_parcel_lost", said="it never came")
    payer = replace(desk, session="pays").verified(OWNERS[order_number(97017)])
    yield payer.reply(parcel, "report_parcel_lost", number="R9117", said="so the 17 days don't apply to me?")
    yield known.reply("action_refund", "ask_refund_time", number="R1010", said="can I have it by card instead?")
    yield known.reply("action_refund", "ask_refund_time", number="R1011", said="nothing came")
    yield known.reply("action_refund", "ask_refund_amount", number="R1001")
    partly = replace(desk, session="partly").verified(OWNERS[order_number(30001)])
    yield partly.reply("action_refund", "ask_refund_amount", number=order_number(30001))
    yield replace(desk, session="unknown").reply(
        "action_refund", "ask_refund_time", said="can I get a voucher instead?"
    )


def about_the_answer_before(desk: Desk) -> Iterator[Reply]:
    """What is said of each rule once it was told, of dates that hold, are today and are over, and of nothing."""
    action = "action_follow_up"

    def after(fact: str) -> tuple[dict[str, Any], ...]:
        rule = desk.services.facts[fact]
        source = f"{desk.services.facts.source_of(fact).title}, {quoted(rule.section, english())}"
        said = {
            "event": "bot",
            "text": f"Words.\n\n_Source: {source}_",
            "metadata": {"utter_action": "utter_a", "facts": [fact]},
            "data": {"buttons": [{"title": "Look", "payload": "/affirm"}]},
        }
        return ({"event": "user"}, said, {"event": "user"})

    guest, known = replace(desk, session="unknown"), replace(desk, session="known").verified("ana")
    for fact in desk.services.facts:
        for intent in ("explain_why", "doubt_answer", "explain_answer", "how_long", "repeat_answer", "what_next"):
            yield guest.reply(action, intent, events=after(fact))
    yield guest.reply(action, "explain_why")
    of_things = {"lines": [Phrase("mark_on_page"), Phrase("no_difference")]}
    yield Reply((Utterance("utter_what_next", of_things, "window.order"),))
    yield Reply((Utterance("utter_what_next", {"lines": [Phrase("list_effect_open")]}, "seasonal"),))
    never = {"said": "and if it never comes?", "events": after("refund.time")}
    yield guest.reply(action, "what_next", **never)
    yield known.reply(action, "what_next", number="R1010", **never)
    asked = "is that a holiday?"
    yield guest.reply(action, "explain_answer", said=asked)
    for country, day in product(("ES", "IL", "IT"), ("9 October", "12 October", "Wednesday", "Friday", "Sunday")):
        said = SaidDate(day, desk.now, "asked")
        yield guest.reply(action, "explain_answer", said=asked, country=country, asked_day=said)
    for fact, asked in product(
        ("refund.time", "parcel.lost"), ("what is that in weeks?", "until what hour of that day?")
    ):
        yield guest.reply(action, "how_long", said=asked, events=after(fact))
    owner = replace(desk, session="compares").verified("hana")
    for asked, fact in (
        ("why is the vase longer than the speaker?", "window.order"),
        ("how come the vase is free and the sticker isn't", "fee.first"),
    ):
        yield owner.reply(action, "explain_why", said=asked, number="8120034500080001", events=after(fact))
    span = {"said": "mine is at 3 days", "waited": Waited(3), "events": after("parcel.lost")}
    yield guest.reply(action, "how_long", **span)
    for days in (8, 9):
        yield known.reply(action, "doubt_answer", number="R1006", said=f"{days} days, right?")
    yield guest.reply(action, "what_next", said="so nothing to be done?", events=after("window.order"))
    for fact in ("parcel.lost", "seller.silence"):
        yield guest.reply(action, "explain_answer", said="are weekends in there?", events=after(fact))
    for number, fact in (("R1001", "update.dropoff"), ("R1002", "request.processing"), ("R1001", "parcel.lost")):
        for days in (0, 1, 30):
            then = known.at(NOW + timedelta(days=days))
            yield then.verified("ana").reply(action, "how_long", number=number, events=after(fact))


def about_days_in_time(desk: Desk) -> Iterator[Reply]:
    """Whether a day is early enough for a return whose label came on 5 October: before, on and after the 10th."""
    then = replace(desk, session="in time").at(NOW - timedelta(days=6))
    for day in ("9 October", "10 October", "20 October", "30 December"):
        asked = SaidDate(day, then.now, "asked")
        about = {"number": "R1005", "said": "is that too late?", "asked_day": asked}
        yield then.verified("ana").reply("action_return_window", "ask_return_window", **about)


def about_people(desk: Desk) -> Iterator[Reply]:
    """To a person and back, with what happens on the way."""
    desk = replace(desk, session="with a person")
    tickets = desk.services.hand_over.tickets
    yield desk.reply("action_agent_replied", "system_agent_replied")
    yield desk.reply("action_ticket_closed", "system_ticket_closed")
    yield desk.reply("action_return_to_bot", "return_to_bot")
    yield desk.reply("action_pass_on_to_person", "greet", said="hello")
    for _ in range(2):
        yield desk.reply("action_accept_offer", "affirm", offer="ticket")
    hand_over = replace(desk.services.hand_over, answers_within=timedelta(hours=2))
    promising = replace(desk, services=replace(desk.services, hand_over=hand_over))
    late = replace(promising, now=desk.now + timedelta(hours=3))
    for told, said in ((desk, "hello"), (desk, "again"), (desk, "/greet"), (promising, "now"), (late, "late")):
        yield told.reply("action_pass_on_to_person", "greet", said=said, message_id=said)
    yield replace(promising, session="promised a person").reply("action_accept_offer", "affirm", offer="ticket")
    yield desk.without_store().reply("action_pass_on_to_person", "greet", said="hello")
    number = tickets.open_of(desk.session).number
    tickets.reply(number, "d1", "We found it.", desk.now)
    message = tickets.messages(number)[-1]
    yield desk.reply("action_agent_replied", "system_agent_replied", agent_message=message.id)
    yield desk.reply("action_return_to_bot", "return_to_bot")
    tickets.close(number, desk.now)
    yield desk.reply("action_ticket_closed", "system_ticket_closed")
    yield desk.without_store().reply("action_talk_to_person", "talk_to_person", said="/talk_to_person")


def about_a_named_person(desk: Desk, tickets: AgentTickets) -> Iterator[Reply]:
    """Somebody who has chosen a name for customers."""
    desk = replace(desk, session="with a named person")
    yield desk.reply("action_accept_offer", "affirm", offer="ticket")
    number = tickets.open_of(desk.session).number
    for name in ("", "Ana from the shop"):
        tickets.claim(number, "mia", desk.now, name)
        yield desk.reply("action_agent_replied", "system_agent_replied")
        tickets.release(number, "mia")
    tickets.claim(number, "mia", desk.now)
    tickets.answer(number, "mia", "k1", "We found it.", desk.now, "Ana from the shop")
    message = tickets.messages(number)[-1]
    yield desk.reply("action_agent_replied", "system_agent_replied", agent_message=message.id)


def about_photos(desk: Desk) -> Iterator[Reply]:
    """Photos that arrived: of nobody known, for a return, with a person on the case, and none at all."""
    action, intent = "action_photos_received", "system_photos_sent"
    chat = replace(desk, session="photos")
    yield chat.reply(action, intent, photos_message="never sent")
    for name in ("first", "second", "third"):
        stored = chat.services.photos.stored
        stored.begin(name, chat.session, 100, NOW)
        stored.whole(name, "image/jpeg", 90)
        stored.send(chat.session, [name], name, None)
    yield chat.reply(action, intent, photos_message="first")
    known = chat.verified("ana")
    yield known.reply(action, intent, photos_message="second", number="R1001")
    known.reply("action_accept_offer", "affirm", offer="ticket", said="/affirm")
    yield known.reply(action, intent, photos_message="third", number="R1001")
    yield chat.reply(action, intent, photos_message="first", photos_unwanted=True)
    yield chat.reply(action, intent, photos_message="first", group=True)
    yield chat.reply(action, intent, photos_message="in a mail", photos_held=2)
    yield chat.reply(action, intent, photos_message="in a mail", photos_held=0, photos_refused={"many": 2})
    problems = {problem.value: 1 for problem in Problem}
    yield chat.reply(action, intent, photos_message="never sent", photos_refused=problems)
    yield known.reply(action, intent, photos_message="third", number="R1001", photos_refused={"kind": 2})
    for said in ("photos_here", "photos_asked_here"):
        yield Reply(
            (
                Utterance(
                    "utter_return_started_here", {"photos": Phrase(said), "return_number": "R1"}, "request.processing"
                ),
            )
        )


def about_reminders(desk: Desk) -> Iterator[Reply]:
    """Reminders on and off, with and without quiet hours, and one of each kind."""
    desk = replace(desk, session="reminded").verified("ben")
    action, intent = "action_reminders", "ask_reminders"
    yield desk.reply("action_deadlines", "ask_deadlines", number="R2005")
    yield desk.reply("action_deadlines", "ask_deadlines", number="R2001")
    yield desk.reply(action, intent, number="R2001", said="please remind me on Thursday")
    yield desk.reply(action, intent, number="R2001")
    yield desk.reply(action, intent, said="/ask_reminders")
    (waiting,) = [each for each in desk.services.reminding.wishes.waiting() if each.conversation == desk.session]
    said = {"event": "bot", "text": "Words.", "metadata": {"utter_action": "utter_reminders_on"}}
    asked = {"said": "when would it come?", "events": ({"event": "user"}, said, {"event": "user"})}
    for number in ("R2001", "R2005"):
        yield desk.reply(action, intent, number=number, **asked)
    yield desk.reply(action, intent, number="R2001", said="not in the evening please")
    for kind in ReminderKind:
        taken = desk.services.reminding.reminders.take(waiting, Reminder(kind, NOW, f"{kind}:R2001"))
        yield desk.reply("action_tell_reminder", "system_reminder_due", reminder=taken.id)
    for _ in range(2):
        yield desk.reply(action, intent, said="stop reminders")
    yield replace(desk, session="not reminded").verified("ana").reply(action, intent, number="R1011")
    yield desk.without_store().reply(action, intent, said="stop reminders")
    always = replace(desk.services.reminding, quiet=QuietHours(time(0), time(0)))
    yield replace(desk, services=replace(desk.services, reminding=always)).reply(action, intent, number="R2001")
    desk.services.reminding.wishes.turn_off(desk.session)


@pytest.fixture(scope="module")
def desk(services: Services, voice: FactsResponseGenerator) -> Desk:
    """One conversation for all that is said."""
    return Desk(services, voice, session="everything")


def about_belongings(desk: Desk) -> list[Reply]:
    """What names things by their titles."""
    known = replace(desk, session="belongings").signed_in("ana")
    other = replace(desk, session="other belongings").signed_in("hana")
    guest = replace(desk, session="guest")
    later = replace(desk.at(NOW + timedelta(days=365)), session="a year later").verified("ana")
    return [
        known.reply("action_refund", "ask_refund_time", said="when is the money for my lamp due"),
        other.reply("action_refund", "ask_refund_time", said="and the speaker?"),
        known.reply("action_rule_for_own", "ask_dispute", said="why was lamp 10012 refused"),
        *(guest.reply("action_rule_for_own", topic) for topic in ActionRuleForOwn.topics),
        *(
            known.reply("action_rule_for_own", "ask_track_parcel", number=number, said="what number is it?")
            for number in ("R1001", "R1003")
        ),
        known.reply("action_rule_for_own", "ask_label_problem", number="R1001", said="is the old label still good?"),
        guest.reply("action_rule_for_own", "ask_about_details", said="do you store what i write here"),
        later.reply("action_return_window", "ask_return_window", number=order_number(10090)),
        guest.reply("action_rule_for_own", "ask_dispute", said="how long does that take"),
        *(guest.reply("action_parcel", "report_not_marked_returned", said=said) for said in OF_A_HAND_IN),
    ]


@pytest.fixture(scope="module")
def replies(
    desk: Desk, domain: Domain, databases: Databases, shop_template: str, tmp_path_factory: pytest.TempPathFactory
) -> list[Reply]:
    """One reply of every kind that there is."""
    engine = open_engine(databases.copy(shop_template, tmp_path_factory.mktemp("doing")))
    writing = desk.with_store(engine)
    return [
        *about_cancelling(writing),
        *about_hand_ins(writing),
        *about_requests(replace(writing, session="requests")),
        *about_rules(desk),
        *about_nothing(desk, domain),
        *about_identity(desk),
        *about_returns(desk),
        *about_orders(desk),
        *about_labels(desk),
        *about_several_parcels(desk),
        *about_lists(desk),
        *about_times(desk),
        *about_the_answer_before(desk),
        *about_days_in_time(desk),
        *about_people(desk),
        *about_a_named_person(writing, AgentTickets(engine)),
        *about_photos(desk),
        *about_belongings(desk),
        *about_cards(desk),
        *about_what_is_not_so_yet(desk),
        *about_reckoned_days(desk),
        *about_checked_facts(desk),
        *about_the_records(desk),
        *about_aspects(desk),
        *about_reasons(desk),
        *about_reminders(desk),
        *about_openings(desk),
        desk.without_carrier().verified("ana").reply(*ABOUT_A_RETURN[2], number="R1001"),
        desk.without_store().reply("action_refund", "ask_refund_time", number="R1001"),
    ]


def about_reckoned_days(desk: Desk) -> Iterator[Reply]:
    """What follows from a day that is told or supposed."""
    yield from played(
        desk,
        [
            ("say they get it on Friday, when is it checked?", "Friday"),
            ("and the money then, when?", None),
            ("is that sure?", None),
            ("if the label comes on Friday, until when do I send it?", "Friday"),
            ("I asked for the return on Monday at 9:15, until when may the seller answer?", "Monday"),
        ],
    )
    page = {"event": "bot", "metadata": {"utter_action": "utter_drop_off_wait", "because": "update.dropoff"}}
    told = ({"event": "user", "text": "is it there?", "parse_data": {"entities": []}}, page)
    ana = replace(desk, session="reckoned by ana").verified("ana")
    kim = replace(desk, session="reckoned by kim").verified("kim")
    for late, number in ((kim, "R9002"), (ana, "R1001")):
        yield from played(late, [("so is that late?", None)], number, began=told)
    yield from played(ana, [("are the 17 days over now?", None)], "R1001", began=told)
    yield from played(kim, [("are the 17 days over now?", None)], "R9009", began=told)
    yield from played(ana, [("a scan had a problem, does that move the date?", None)], "R1001", began=told)
    yield from played(desk, [("can I return it before it arrives?", None)])
    yield ana.reply(
        "action_parcel",
        "report_not_marked_returned",
        said="come Wednesday and still nothing?",
        asked_day=SaidDate("Wednesday", ana.now, ASKED),
        number="R1001",
    )
    lost = {"event": "bot", "metadata": {"utter_action": "utter_lost_on", "because": "parcel.lost"}}
    asked = {"event": "user", "text": "is it lost?", "parse_data": {"entities": []}}
    yield from played(ana, [("and after that date, when is the money there?", None)], "R1001", began=(asked, lost))


def names(value: Any) -> Iterator[str]:
    """The responses that a message is made of: its own and those of the phrases within."""
    if isinstance(value, dict):
        if "response" in value:
            yield value["response"]
        if "say" in value:
            yield f"utter_{value['say']}"
        for inner in value.values():
            yield from names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names(inner)


def said_by_rules() -> set[str]:
    """The responses that rules say without an action of ours."""
    rules = [rule for path in TOPICS.glob("*.yml") for rule in yaml.safe_load(path.read_text("utf-8")).get("rules", ())]
    steps = [step.get("action", "") for rule in rules for step in rule["steps"]]
    return {action for action in steps if action.startswith("utter_")}


def asked_by_forms(domain: Domain) -> set[str]:
    """The responses by which forms ask for their slots."""
    slots = [(form, slot) for form in domain.form_names for slot in domain.required_slots_for_form(form)]
    return {name for form, slot in slots for name in (f"utter_ask_{slot}", f"utter_ask_{form}_{slot}")}


def test_every_sentence_is_whole_and_every_sentence_of_the_domain_is_said(
    desk: Desk, replies: list[Reply], domain: Domain
):
    said = set()
    for reply in replies:
        said.update(*(names(utterance.as_arguments()) for utterance in reply.utterances))
        for message in desk.messages(reply):
            texts = [message["text"], *(button["title"] for button in message.get("buttons", []))]
            for text in texts:
                assert text.strip()
                assert not re.search(r"[{}]|None|Phrase\(|datetime|\b\d{4}-\d\d-\d\d", text), text

    by_others = RASAS_OWN | SAID_BY_CHANNELS | SAID_BY_LINKS | SAID_BEHIND | SAID_INSTEAD
    others = said_by_rules() | asked_by_forms(domain) | by_others
    assert said - set(domain.responses) == set()
    assert set(domain.responses) - said - others == set()


def test_no_value_takes_the_name_of_a_part_of_a_message(replies: list[Reply]):
    # Rasa merges an action's values into the message that it sends, so a value named "text" would replace the text.
    parts = {
        *("text", "image", "json_message", "template", "response", "attachment", "buttons", "elements", "custom"),
        *("quick_replies", "timestamp", "choices", "because", "utter_action", "say", "payload"),
        *("card", "rich", "facts"),
    }

    for reply in replies:
        for utterance in reply.utterances:
            assert parts.isdisjoint(utterance.values), utterance.response


def test_what_an_action_says_survives_json(replies: list[Reply]):
    for reply in replies:
        for utterance in reply.utterances:
            arguments = utterance.as_arguments()
            assert json.loads(json.dumps(arguments)) == arguments


def test_every_personal_answer_with_a_rule_ends_with_its_source(desk: Desk, replies: list[Reply]):
    for reply in replies:
        for utterance, message in zip(reply.utterances, desk.messages(reply), strict=True):
            if utterance.because is not None:
                source = desk.services.facts.source_of(utterance.because).title
                section = quoted(desk.services.facts[utterance.because].section, english())
                last_line = message["text"].splitlines()[-1]
                assert last_line.startswith(f"_Source: {source}, {section}"), message["text"]
