"""What a message denies decides what it means."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.corrected_topics import topic_added, topic_corrected
from bot.nlu.denials import intent_meant
from bot.nlu.entities.detail import Kind, Sense
from bot.nlu.entities.finder import DetailFinder
from bot.nlu.first_words import FIRST_WORDS
from bot.nlu.going_on import going_on
from bot.nlu.mistaken_for import HAND_IN, STOP
from bot.nlu.negations import NegationReader, deciding
from bot.nlu.return_details_extractor import as_entity
from bot.nlu.second_opinion import FIRST_OPINION, IN_QUESTION
from core.intents import FALLBACK

UNWANTED = "message_unwanted"


@pytest.mark.parametrize(
    ("intent", "said", "means"),
    [
        ("ask_cancel_return", {"unwanted": "cancel"}, UNWANTED),
        ("ask_cancel_order", {"unwanted": "cancel"}, UNWANTED),
        ("talk_to_person", {"unwanted": "person"}, UNWANTED),
        ("nlu_fallback", {"unwanted": "start"}, UNWANTED),
        ("ask_refund_time", {"unwanted": "person"}, "ask_refund_time"),
        # With a person, this is the way back.
        ("return_to_bot", {"unwanted": "person"}, "return_to_bot"),
        ("out_of_scope", {"hand_in": "ahead"}, "report_not_marked_returned"),
        ("nlu_fallback", {"hand_in": "not"}, "report_not_marked_returned"),
        ("ask_how_to_return", {"hand_in": "ahead"}, "ask_how_to_return"),
        ("ask_cancel_return", {"hand_in": "not"}, "ask_cancel_return"),
        ("out_of_scope", {}, "out_of_scope"),
        (None, {}, None),
    ],
)
def test_an_intent_gives_way_to_what_is_denied(intent: str | None, said: dict[str, str], means: str | None):
    assert intent_meant(intent, said) == means


@pytest.mark.parametrize("intent", ["deny", "stop", "ask_ship_by"])
def test_a_no_stays_a_no(intent: str):
    assert intent_meant(intent, {"hand_in": "not"}) == intent


def test_what_is_surely_out_of_scope_stays_so():
    assert intent_meant("out_of_scope", {"hand_in": "ahead"}, is_sure=True) == "out_of_scope"
    assert intent_meant("out_of_scope", {"unwanted": "person"}, is_sure=True) == UNWANTED
    assert intent_meant("out_of_scope", {"date": "Sunday"}, is_sure=True, says_only_a_day=True) == "give_details"


def test_what_surely_never_came_is_no_parcel_that_was_kept():
    kept = {"hand_in": "not", "date": "Monday"}
    assert intent_meant("report_order_not_arrived", kept, is_sure=True) == "report_order_not_arrived"
    assert intent_meant("report_order_not_arrived", kept, is_sure=True, tells_of_a_deed=True) == (
        "report_not_marked_returned"
    )
    assert intent_meant("report_order_not_arrived", kept) == "report_not_marked_returned"


def test_a_question_is_not_taken_for_a_plan():
    assert intent_meant("out_of_scope", {"hand_in": "ahead"}, is_question=True) == "out_of_scope"


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Sunday", "give_details"),
        ("it was on 9 October", "give_details"),
        ("on the 12th", "give_details"),
        ("I bought new curtains for my kitchen on Sunday", "out_of_scope"),
        ("my aunt now tells me it was on Sunday", "give_details"),
        ("the page says it was on Sunday", "out_of_scope"),
        ("Sunday?", "out_of_scope"),
        ("lottery numbers for Saturday", "out_of_scope"),
        ("I'll drop it off tomorrow", "report_not_marked_returned"),
    ],
)
def test_a_day_alone_is_an_answer(finder: DetailFinder, text: str, means: str):
    found = [as_entity(detail) for detail in finder.find(text)]
    message = Message(data={"text": text, "intent": {"name": "out_of_scope", "confidence": 0.6}, "entities": found})
    NegationReader().process([message])

    assert message.get("intent")["name"] == means


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("which counter can i hand this in at, sending back a rug", "out_of_scope"),
        ("could you drop it off tomorrow", "out_of_scope"),
        ("were do i bring it on monday", "out_of_scope"),
        ("you people bring my things whenever it suits you, on a sunday", "out_of_scope"),
        ("my wife will hand it in on monday, she has the label", "report_not_marked_returned"),
        ("could not hand it in today", "report_not_marked_returned"),
        ("will drop it off on monday", "report_not_marked_returned"),
        ("were not able to drop it off", "report_not_marked_returned"),
    ],
)
def test_a_question_without_its_mark_and_what_others_do_are_no_plan(finder: DetailFinder, text: str, means: str):
    found = [as_entity(detail) for detail in finder.find(text)]
    message = Message(data={"text": text, "intent": {"name": "out_of_scope", "confidence": 0.6}, "entities": found})
    NegationReader().process([message])

    assert message.get("intent")["name"] == means


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("I'll bring it on Friday", "report_not_marked_returned"),
        ("we will drop it off next week", "report_not_marked_returned"),
        ("I'll take this to court", "express_threat"),
        ("I will bring it to my lawyer on Monday", "express_threat"),
        ("You will hear from me", "express_threat"),
        ("I will post all of this to my followers on Monday", "express_threat"),
    ],
)
def test_a_plan_to_hand_in_is_no_threat(finder: DetailFinder, text: str, means: str):
    found = [as_entity(detail) for detail in finder.find(text)]
    message = Message(data={"text": text, "intent": {"name": "express_threat", "confidence": 0.9}, "entities": found})
    NegationReader().process([message])

    assert message.get("intent")["name"] == means


@pytest.mark.parametrize(
    ("text", "intent", "means"),
    [
        ("and on Saturday?", "out_of_scope", "give_details"),
        ("or what about the 20th", "nlu_fallback", "give_details"),
        ("Monday would be better", "out_of_scope", "give_details"),
        ("no, it was this morning. sorry", "deny", "give_details"),
        ("okay say the 9th", "affirm", "give_details"),
        ("could try again on Saturday", "nlu_fallback", "report_not_marked_returned"),
        ("no, it was this morning that the dog ate it", "deny", "deny"),
        ("and what does the shop open on Saturday?", "out_of_scope", "out_of_scope"),
        ("R1003 came to you Monday", "nlu_fallback", "give_details"),
        ("the parcel went back on Monday", "nlu_fallback", "give_details"),
        ("the concert was on Monday", "nlu_fallback", "nlu_fallback"),
        ("or maybe Tuesday", "ask_seasonal_categories", "give_details"),
        ("and if i only make it tuesday", "nlu_fallback", "report_not_marked_returned"),
        ("and Tuesday morning?", "nlu_fallback", "give_details"),
        ("or the day after?", "what_next", "give_details"),
        ("what about sat?", "help", "give_details"),
        ("was going to take it to the locker tonight", "out_of_scope", "report_not_marked_returned"),
        ("is it too late to call it off? I was going to post it tonight", "ask_cancel_return", "ask_cancel_return"),
        ("please let me send the rug back now, it smells", "nlu_fallback", "nlu_fallback"),
    ],
)
def test_another_day_keeps_the_question(finder: DetailFinder, text: str, intent: str, means: str):
    entities = [as_entity(detail) for detail in finder.find(text)]
    message = Message(data={"text": text, "intent": {"name": intent, "confidence": 0.5}, "entities": entities})

    NegationReader().process([message])

    assert message.get("intent")["name"] == means


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("Sorry, I meant the refund.", "ask_track_refund"),
        ("nope, i was asking about my money", "ask_track_refund"),
        ("I meant the refund, not the status", "ask_track_refund"),
        ("no I mean the fee for R1002", "ask_return_fee"),
        ("actually I meant the status of it", "ask_return_status"),
        ("i’m talking about the label", "ask_label_use"),
        ("sorry, I was asking when, not where", "ask_deadlines"),
        ("nope I meant how much", "ask_refund_amount"),
        ("no, I meant which one", "ask_my_returns"),
        ("I meant where, not how", "ask_return_status"),
    ],
)
def test_one_word_behind_i_meant_is_the_question(said: str, means: str):
    assert topic_corrected(said) == means


@pytest.mark.parametrize(
    "said", ["what do you mean", "I meant the shoes", "I meant R1002", "the refund", "do you mean refund or fee", ""]
)
def test_no_single_question_was_meant(said: str):
    assert topic_corrected(said) is None


def test_a_corrected_question_takes_the_place_of_what_the_words_were_taken_for():
    message = Message(data={"text": "no, I meant the money", "intent": {"name": "give_details", "confidence": 0.4}})

    NegationReader().process([message])

    assert message.get("intent")["name"] == "ask_track_refund"


@pytest.mark.parametrize(
    ("text", "intent", "means"),
    [
        ("I don't remember", "ask_reminders", "nlu_fallback"),
        ("no clue", "deny", "nlu_fallback"),
        ("I can't remember anything any more", "express_distress", "express_distress"),
        ("and if it never arrives at all?", "report_parcel_lost", "what_next"),
        ("is Monday a holiday for you?", "out_of_scope", "explain_answer"),
        ("can I have it by PayPal instead?", "out_of_scope", "ask_refund_method"),
        ("can I have it by PayPal instead?", "ask_return_fee", "ask_return_fee"),
        ("why?", "explain_why", "explain_why"),
        ("sorry, I bought it 11 weeks ago, not 10 weeks", "nlu_fallback", "give_details"),
        ("make that 13 weeks since I ordered", "report_order_not_arrived", "give_details"),
        ("oops, it came 9 days ago", "ask_return_window", "ask_return_window"),
    ],
)
def test_what_goes_on_about_the_answer_before_is_no_topic_of_its_own(text: str, intent: str, means: str):
    assert going_on(text, intent) == means


@pytest.mark.parametrize(
    ("text", "intent", "meant"),
    [
        ("my grandson wants it", "ask_pickup", "stop"),
        ("I won't be sending it back after all", "report_not_marked_returned", "stop"),
        ("far too much bother", FALLBACK, "stop"),
        ("we'll keep it, cancel the return", "ask_cancel_return", "ask_cancel_return"),
        ("I'd rather not be alive", "express_distress", "express_distress"),
        ("Yes, open one. The lid is chipped", "report_item_problem", "affirm"),
        ("the sofa is too wide, how can I be rid of it", FALLBACK, "ask_how_to_return"),
        ("yes open one, or is it too late?", "report_item_problem", "report_item_problem"),
    ],
)
def test_who_gives_up_or_agrees_decides_whatever_it_sounds_like(text: str, intent: str, meant: str):
    assert deciding(text, intent) == meant


@pytest.mark.parametrize(
    ("text", "intent", "means"),
    [
        ("the 17, are those calendar days?", "ask_parcel_lost", "explain_answer"),
        ("from when do they count?", "nlu_fallback", "explain_answer"),
        ("how come mine isn't free and the lamp is?", "ask_return_fee", "explain_why"),
        ("why does the country matter", "ask_countries", "explain_why"),
        ("is the cable in it too?", "give_details", "ask_my_returns"),
        ("is the label included", "ask_label_use", "ask_label_use"),
        ("how much was that again?", "doubt_answer", "repeat_answer"),
        ("ten days so far, correct?", "nlu_fallback", "doubt_answer"),
        ("how do I turn that off again?", "ask_cancel_return", "ask_reminders"),
        ("only not in the night please", "nlu_fallback", "ask_reminders"),
        ("when will that be decided?", "ask_inspection_time", "ask_dispute"),
        ("when will the seller decide?", "ask_seller_silent", "ask_seller_silent"),
        ("so there's nothing I can do", "nlu_fallback", "what_next"),
        ("how long does that take", "express_distress", "express_distress"),
        ("is my colleague allowed to post the box?", "ask_drop_off_points", "ask_gift_return"),
        ("on Thursday they confirmed, still no refund", "give_details", "ask_track_refund"),
        ("I posted it on Thursday and still no refund", "give_details", "give_details"),
        ("the limit was Friday. too late?", "ask_deadlines", "ask_return_window"),
        ("is Tuesday ok with the tip if I ship it then?", "ask_ship_by", "ask_return_window"),
        ("do the 17 days hold for me as well", "ask_refund_time", "how_long"),
    ],
)
def test_what_goes_on_about_the_answer_before_is_heard_by_its_words(text: str, intent: str, means: str):
    assert going_on(text, intent) == means


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("why was the return I opened shut overnight?", "report_return_closed"),
        ("how come mine shows as expired", "report_return_closed"),
        ("why is the tracking stuck since Monday", "report_order_not_arrived"),
        ("why hasn't it been dispatched", "report_order_not_arrived"),
        ("handed to your depot 9 days ago and no refund", "report_parcel_delivered"),
        ("how come it is at the warehouse and isn't booked in?", "report_parcel_delivered"),
        ("are holidays an excuse for no news?", "ask_delays"),
        ("where do I download this label?", "ask_label_missing"),
    ],
)
def test_what_asks_in_the_words_of_its_topic_does_not_go_on_about_an_answer(text: str, intent: str):
    assert going_on(text, intent) == intent


def test_why_something_is_so_elsewhere_is_out_of_scope_where_that_is_sure():
    for confidence, expected in ((0.99, "out_of_scope"), (0.6, "explain_why")):
        message = Message(
            data={"text": "why do owls hoot", "intent": {"name": "out_of_scope", "confidence": confidence}}
        )
        NegationReader().process([message])
        assert message.get("intent")["name"] == expected


def test_a_pick_up_that_did_not_come_about_stays_a_question_of_it():
    said = {Kind.HAND_IN.value: Sense.NOT.value, Kind.DATE.value: "yesterday"}
    assert intent_meant("ask_pickup", said) == "ask_pickup"
    assert intent_meant("ask_drop_off_points", said) == "report_not_marked_returned"
    assert intent_meant("ask_pickup", {**said, Kind.HAND_IN.value: Sense.AHEAD.value}) == "report_not_marked_returned"


@pytest.mark.parametrize(
    ("text", "intent", "meant"),
    [
        ("which one applies to me?", "nlu_fallback", "explain_answer"),
        ("and which of those two is mine", "out_of_scope", "explain_answer"),
        ("which of them is mine?", "ask_my_returns", "ask_my_returns"),
        ("which film is on tonight?", "out_of_scope", "out_of_scope"),
    ],
)
def test_which_is_mine_asks_for_more_of_the_answer_where_nothing_else_is_understood(text, intent, meant):
    assert going_on(text, intent) == meant


@pytest.mark.parametrize(
    ("text", "intent", "meant"),
    [
        ("suppose I hear nothing from the shop?", "nlu_fallback", "ask_seller_silent"),
        ("may I bring it to the post already?", "ask_drop_off_points", "ask_ship_by"),
        ("could I apply once more in a week?", "ask_how_to_return", "ask_amend_return"),
        ("how long may we keep the box here?", "nlu_fallback", "how_long"),
        ("and how long can we hold on to the box?", "ask_packaging", "how_long"),
        ("and once it has been shipped?", "report_not_marked_returned", "what_next"),
        ("what if I wait until December?", "nlu_fallback", "what_next"),
        ("is the automatic refund valid for mine?", "ask_refund_time", "report_parcel_lost"),
        ("could I keep it for a partial refund?", "out_of_scope", "ask_get_refund"),
        ("how much am I getting back for the vase?", "ask_how_to_return", "ask_refund_amount"),
        ("what is wrong with the scarf?", "report_item_problem", "explain_why"),
        ("but I got it weeks after ordering", "report_order_not_arrived", "explain_why"),
        ("what day did they receive it?", "nlu_fallback", "ask_return_status"),
        ("remind me what day that was?", "ask_reminders", "ask_deadlines"),
        ("how many days has it been now?", "nlu_fallback", "how_long"),
        ("so where do I see this?", "report_order_not_arrived", "explain_answer"),
        # What is surely something else stays it.
        ("remind me when it changes", "ask_reminders", "ask_reminders"),
        ("how much do I pay to send it back?", "ask_return_fee", "ask_return_fee"),
        ("what's wrong with my label?", "ask_label_problem", "ask_label_problem"),
        ("when did I order it?", "ask_shop_matter", "ask_shop_matter"),
    ],
)
def test_a_question_about_what_is_in_hand_is_no_other_topic(text: str, intent: str, meant: str):
    assert going_on(text, intent) == meant


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("only since this morning?? I could have sworn I sent it on Sunday", "ask_return_status"),
        ("huh, I thought we mailed it on the 9th", "ask_return_status"),
        ("I thought it would be cheaper on Sunday", "out_of_scope"),
        ("I sent it on Sunday, thought so", "give_details"),
    ],
)
def test_who_only_believed_that_it_was_sent_is_told_how_it_is(finder: DetailFinder, text: str, means: str):
    found = [as_entity(detail) for detail in finder.find(text)]
    message = Message(data={"text": text, "intent": {"name": "out_of_scope", "confidence": 0.6}, "entities": found})
    NegationReader().process([message])

    assert message.get("intent")["name"] == means


@pytest.mark.parametrize(
    ("text", "intent", "means"),
    [
        ("scratch that, it was Sunday", "stop", "give_details"),
        ("no wait, forget what I wrote: she took it there this morning", "deny", "give_details"),
        ("forget it, thanks", "stop", "stop"),
        ("never mind, I'll do it on Sunday", "stop", "stop"),
    ],
)
def test_who_drops_a_day_for_another_refuses_nothing(finder: DetailFinder, text: str, intent: str, means: str):
    found = [as_entity(detail) for detail in finder.find(text)]
    message = Message(data={"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": found})

    NegationReader().process([message])

    assert message.get("intent")["name"] == means


@pytest.mark.parametrize(
    ("text", "first", "expected"),
    [
        ("how much was it again", FALLBACK, "repeat_answer"),
        ("how much was it again", "ask_exchange", "ask_exchange"),
        ("how do I wrap a lamp", FALLBACK, "ask_exchange"),
    ],
)
def test_what_is_read_out_of_the_words_goes_before_a_second_opinion(text: str, first: str, expected: str):
    message = Message(data={"text": text, "intent": {"name": "ask_exchange", "confidence": 0.9}, FIRST_OPINION: first})

    NegationReader().process([message])

    assert message.get("intent")["name"] == expected


NOT_ARRIVED = "report_order_not_arrived"
LONG_PLAN = "My request was approved, and on Monday I will take the parcel to the post office near my mother's house"


@pytest.mark.parametrize(
    ("text", "likely", "is_first", "expected"),
    [
        (LONG_PLAN, {"ask_ship_by", "ask_packaging"}, True, FALLBACK),
        (LONG_PLAN, {"ask_ship_by", HAND_IN}, True, HAND_IN),
        (LONG_PLAN, {"ask_ship_by", "ask_packaging"}, False, HAND_IN),
        (LONG_PLAN, None, True, HAND_IN),
        ("I will hand in the parcel on Monday", {"ask_ship_by", "ask_packaging"}, True, HAND_IN),
    ],
    ids=["unlikely", "likely", "later words", "no second opinion", "few words"],
)
def test_what_is_read_out_of_first_words_has_to_be_likely_to_one_of_two_opinions(
    finder: DetailFinder, text: str, likely: set[str] | None, is_first: bool, expected: str
):
    found = [as_entity(detail) for detail in finder.find(text)]
    message = Message(data={"text": text, "intent": {"name": FALLBACK, "confidence": 0.35}, "entities": found})
    message.set("metadata", {FIRST_WORDS: is_first})
    message.set(IN_QUESTION, likely and frozenset(likely))

    NegationReader().process([message])

    assert message.get("intent")["name"] == expected


@pytest.mark.parametrize(
    ("text", "taken_for", "expected"),
    [
        (LONG_PLAN, ("ask_label_use", 0.95), "ask_label_use"),
        (LONG_PLAN, (HAND_IN, 0.95), HAND_IN),
        ("My order has not reached me yet and the seller does not answer", ("ask_seller_silent", 0.95), NOT_ARRIVED),
    ],
    ids=["unlikely", "likely", "told by its words"],
)
def test_what_is_read_out_of_first_words_does_not_go_before_what_is_surely_something_else(
    finder: DetailFinder, text: str, taken_for: tuple[str, float], expected: str
):
    intent = {"name": taken_for[0], "confidence": taken_for[1]}
    found = [as_entity(detail) for detail in finder.find(text)]
    message = Message(data={"text": text, "intent": intent, "intent_ranking": [intent], "entities": found})
    message.set("metadata", {FIRST_WORDS: True})

    NegationReader().process([message])

    assert message.get("intent")["name"] == expected


def test_who_gives_up_does_so_however_unlikely_that_is():
    taken_for = {"name": "ask_exchange", "confidence": 0.6}
    message = Message(data={"text": "it is not worth the hassle", "intent": taken_for, "metadata": {FIRST_WORDS: True}})
    message.set(IN_QUESTION, frozenset(["ask_exchange", "ask_packaging"]))

    NegationReader().process([message])

    assert message.get("intent")["name"] == STOP


@pytest.mark.parametrize(
    ("likely", "confidence", "expected"),
    [(0.35, 0.5, "ask_return_window"), (0.2, 0.5, FALLBACK), (0.35, 0.9, "ask_cancel_return")],
)
def test_an_age_in_few_words_of_another_language_asks_for_the_window_where_that_is_likely(likely, confidence, expected):
    taken_for = {"name": FALLBACK if confidence < 0.9 else "ask_cancel_return", "confidence": confidence}
    entities = [{"entity": "day_count", "value": 40, "start": 6, "end": 13}]
    ranking = [taken_for, {"name": "ask_return_window", "confidence": likely}]
    message = Message(
        data={"text": "et il y a 40 jours ?", "intent": taken_for, "intent_ranking": ranking, "entities": entities}
    )
    message.set("language", "fr")

    NegationReader().process([message])

    assert message.get("intent")["name"] == expected


@pytest.mark.parametrize(
    ("text", "intent", "means"),
    [
        ("left it with the courier on Thursday", "ask_pickup", "report_not_marked_returned"),
        ("my aunt posted it yesterday, does that count?", "ask_gift_return", "report_not_marked_returned"),
        ("nobody came for it yesterday", "ask_pickup", "ask_pickup"),
        ("The van was to be here yesterday. I took the morning off work", "ask_pickup", "ask_pickup"),
        ("may my aunt post it on Thursday?", "ask_gift_return", "ask_gift_return"),
    ],
)
def test_an_errand_that_was_done_is_a_hand_in(finder: DetailFinder, text: str, intent: str, means: str):
    found = [as_entity(detail) for detail in finder.find(text)]
    message = Message(data={"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": found})

    NegationReader().process([message])

    assert message.get("intent")["name"] == means


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "streich Montag, ich habe es am Dienstag abgegeben"),
        ("fr", "laissez tomber lundi, je l'ai déposé mardi"),
        ("es", "olvida el lunes, lo entregué el martes"),
        ("uk", "забудь про понеділок, я здав посилку у вівторок"),
    ],
)
def test_so_it_is_in_other_languages(finder: DetailFinder, language: str, text: str):
    found = [as_entity(detail) for detail in finder.find(text, language)]
    data = {"text": text, "language": language, "intent": {"name": "stop", "confidence": 0.9}, "entities": found}
    message = Message(data=data)

    NegationReader().process([message])

    assert message.get("intent")["name"] == "give_details"


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("and how much?", "ask_refund_amount"),
        ("ok and the amount then", "ask_refund_amount"),
        ("so when?", "ask_deadlines"),
        ("what about the refund", "ask_track_refund"),
        ("and the inspection?", "ask_inspection_time"),
        ("or the fee", "ask_return_fee"),
    ],
)
def test_a_topic_named_alone_goes_on_from_the_one_before(said: str, means: str):
    assert topic_added(said) == means


@pytest.mark.parametrize(
    "said",
    ["the money", "and the lamp?", "and how long?", "and when is my money there", "what about the label of R1001"],
)
def test_what_says_more_or_goes_on_from_nothing_names_no_topic(said: str):
    assert topic_added(said) is None


@pytest.mark.parametrize(
    ("text", "intent", "means"),
    [
        ("could I return only the bowl later", "goodbye", FALLBACK),
        ("can we talk about it later", "goodbye", "goodbye"),
        ("is the bowl on the list?", "ask_seasonal_categories", FALLBACK),
        ("no colleague needed, I'd rather wait", "return_to_bot", UNWANTED),
        ("I don't want a person. what about the bowl", "talk_to_person", FALLBACK),
        ("I don't want a person", "talk_to_person", UNWANTED),
    ],
)
def test_what_a_farewell_a_list_or_a_refusal_leaves_open_is_read(
    finder: DetailFinder, text: str, intent: str, means: str
):
    message = Message.build(text)
    message.set("entities", [as_entity(each) for each in finder.find(text)])
    message.set("intent", {"name": intent, "confidence": 0.5})
    NegationReader().process([message])

    assert message.get("intent")["name"] == means
