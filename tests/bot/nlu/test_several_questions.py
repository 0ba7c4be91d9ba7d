"""Two questions in one message."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.first_words import FIRST_WORDS, METADATA
from bot.nlu.mistaken_for import UNWANTED
from bot.nlu.second_opinion import IN_QUESTION, TORN
from bot.nlu.several_questions import QUESTION_TEXTS, QUESTIONS, SEVERAL_QUESTIONS, QuestionCollector, QuestionSplitter


def understood(text: str, *parts: tuple[str, float]) -> Message:
    """What the collector makes of a message whose parts were understood like this."""
    messages = QuestionSplitter().process([Message(data={TEXT: text, INTENT: {"name": "whole", "confidence": 0.4}})])
    assert len(messages) == 1 + len(parts)
    for message, (name, confidence) in zip(messages[1:], parts, strict=True):
        message.set(INTENT, {"name": name, "confidence": confidence})
    collected = QuestionCollector(QuestionCollector.get_default_config()).process(messages)
    assert len(collected) == 1
    return collected[0]


def test_a_question_beside_what_is_not_wanted_is_what_the_message_asks() -> None:
    text = "please don't cancel it, I just want to know when the money comes"
    messages = QuestionSplitter().process([Message(data={TEXT: text})])
    for message, name in zip(messages, ("message_unwanted", "ask_refund_time"), strict=True):
        message.set(INTENT, {"name": name, "confidence": 0.9})

    [message] = QuestionCollector(QuestionCollector.get_default_config()).process(messages)

    assert message.get(INTENT)["name"] == "ask_refund_time"


def test_a_question_beside_thanks_need_not_be_surer_than_any_other() -> None:
    messages = QuestionSplitter().process([Message(data={TEXT: "cheers, when is it due"})])
    for message, (name, confidence) in zip(messages, (("thank", 0.9), ("ask_deadlines", 0.4)), strict=True):
        message.set(INTENT, {"name": name, "confidence": confidence})

    [message] = QuestionCollector(QuestionCollector.get_default_config()).process(messages)

    assert message.get(INTENT)["name"] == "ask_deadlines"


TWO = "Is Japan covered? Do I need a receipt?"


def test_two_sure_questions_become_several_with_the_confidence_of_the_less_sure() -> None:
    message = understood(TWO, ("ask_countries", 0.9), ("ask_receipt_needed", 0.7))
    assert message.get(INTENT) == {"name": SEVERAL_QUESTIONS, "confidence": 0.7}
    assert message.get(QUESTIONS) == ["ask_countries", "ask_receipt_needed"]
    assert message.get(QUESTION_TEXTS) == ["Is Japan covered?", "Do I need a receipt?"]
    assert {QUESTIONS, QUESTION_TEXTS} <= message.as_dict(only_output_properties=True).keys()


@pytest.mark.parametrize(
    "parts",
    [
        (("ask_countries", 0.9), ("ask_countries", 0.9)),
        (("ask_countries", 0.9), ("ask_receipt_needed", 0.3)),
        (("ask_countries", 0.9), ("greet", 0.99)),
        (("nlu_fallback", 0.9), ("out_of_scope", 0.99)),
    ],
)
def test_the_same_an_unsure_or_another_kind_of_part_leaves_the_message_as_it_was(
    parts: tuple[tuple[str, float], ...],
) -> None:
    message = understood(TWO, *parts)
    assert message.get(INTENT) == {"name": "whole", "confidence": 0.4}
    assert message.get(QUESTIONS) is None


def test_messages_keep_their_own_parts() -> None:
    texts = [TWO, "Where is my refund?", TWO]
    messages = QuestionSplitter().process([Message(data={TEXT: text}) for text in texts])
    assert len(messages) == 7
    for message, name in zip(messages, "abcdefg", strict=True):
        message.set(INTENT, {"name": f"ask_{name}", "confidence": 1.0})
    collected = QuestionCollector(QuestionCollector.get_default_config()).process(messages)
    assert [message.get(QUESTIONS) for message in collected] == [["ask_b", "ask_c"], None, ["ask_f", "ask_g"]]


@pytest.mark.parametrize(
    ("confidence", "intent"),
    [(0.9, {"name": "express_distress", "confidence": 0.9}), (0.5, {"name": "whole", "confidence": 0.4})],
)
def test_one_part_of_sure_distress_is_what_the_message_says(confidence: float, intent: dict[str, object]) -> None:
    message = understood("It came broken. I would rather be dead.", ("express_distress", confidence))
    assert message.get(INTENT) == intent


def test_distress_is_what_the_message_says_whatever_is_asked_beside_it() -> None:
    messages = QuestionSplitter().process(
        [Message(data={TEXT: "Who pays once I am dead? Does my son get the refund?"})]
    )
    names = ("express_distress", "ask_return_fee", "ask_refund_method", "ask_return_fee")
    for message, name in zip(messages, names, strict=True):
        message.set(INTENT, {"name": name, "confidence": 0.9})

    [message] = QuestionCollector(QuestionCollector.get_default_config()).process(messages)

    assert message.get(INTENT)["name"] == "express_distress"
    assert message.get(QUESTIONS) is None


@pytest.mark.parametrize(("is_torn", "expected"), [(False, "ask_return_fee"), (True, "nlu_fallback")])
def test_a_question_decides_between_no_two_opinions_on_the_whole(is_torn: bool, expected: str) -> None:
    messages = QuestionSplitter().process([Message(data={TEXT: "I had to buy a stamp. Is that on me?", TORN: is_torn})])
    for message, name in zip(messages, ("nlu_fallback", "ask_return_fee"), strict=True):
        message.set(INTENT, {"name": name, "confidence": 0.9})

    [message] = QuestionCollector(QuestionCollector.get_default_config()).process(messages)

    assert message.get(INTENT)["name"] == expected


@pytest.mark.parametrize(
    ("likely", "is_first", "expected"),
    [
        ({"ask_packaging", "ask_return_fee"}, True, "ask_return_fee"),
        ({"ask_packaging", "ask_pickup"}, True, "nlu_fallback"),
        ({"ask_packaging", "ask_pickup"}, False, "ask_return_fee"),
        (None, True, "ask_return_fee"),
    ],
    ids=["likely", "unlikely", "later words", "one opinion"],
)
def test_a_question_decides_for_the_whole_where_that_is_likely_to_an_opinion(
    likely: set[str] | None, is_first: bool, expected: str
) -> None:
    message = Message(data={TEXT: "I had to buy a stamp. Is that on me?", IN_QUESTION: likely})
    message.set(METADATA, {FIRST_WORDS: is_first})
    messages = QuestionSplitter().process([message])
    for each, name in zip(messages, ("nlu_fallback", "ask_return_fee"), strict=True):
        each.set(INTENT, {"name": name, "confidence": 0.9})

    [message] = QuestionCollector(QuestionCollector.get_default_config()).process(messages)

    assert message.get(INTENT)["name"] == expected


def test_what_only_tells_is_no_question() -> None:
    message = understood(
        "It came broken. My phone is dead. The lamp is dead.", ("report_parcel_lost", 0.9), ("out_of_scope", 0.9)
    )
    assert message.get(INTENT) == {"name": "whole", "confidence": 0.4}


@pytest.mark.parametrize(
    ("text", "follow_up"),
    [
        ("this is so annoying. when is that?", "how_long"),
        ("unbelievable! why", "explain_why"),
        ("such a mess. and then?", "what_next"),
    ],
)
def test_a_complaint_beside_a_question_about_the_answer_before_is_that_question(text: str, follow_up: str) -> None:
    messages = QuestionSplitter().process([Message(data={TEXT: text})])
    for message, name in zip(messages, ("express_frustration", follow_up), strict=True):
        message.set(INTENT, {"name": name, "confidence": 0.9})

    [message] = QuestionCollector(QuestionCollector.get_default_config()).process(messages)

    assert message.get(INTENT)["name"] == follow_up


def test_a_follow_up_that_is_not_sure_leaves_the_complaint_a_complaint() -> None:
    messages = QuestionSplitter().process([Message(data={TEXT: "such a mess! who does that"})])
    for message, (name, confidence) in zip(messages, (("express_frustration", 0.9), ("explain_why", 0.5)), strict=True):
        message.set(INTENT, {"name": name, "confidence": confidence})

    [message] = QuestionCollector(QuestionCollector.get_default_config()).process(messages)

    assert message.get(INTENT)["name"] == "express_frustration"


def planned(value: str | None, *parts: tuple[str, float]) -> str:
    """The intent of a plan beside a question, whose parts were understood like this."""
    text = "I was going to post it tonight, can I still cancel"
    messages = QuestionSplitter().process([Message(data={TEXT: text})])
    stated = [{"entity": "hand_in", "value": value}] if value else []
    messages[0].set("entities", stated)
    for message, (name, confidence) in zip(messages, (("report_not_marked_returned", 1.0), *parts), strict=True):
        message.set(INTENT, {"name": name, "confidence": confidence})
    [message] = QuestionCollector(QuestionCollector.get_default_config()).process(messages)
    return str(message.get(INTENT)["name"])


@pytest.mark.parametrize(
    ("value", "part", "means"),
    [
        ("not", ("ask_cancel_return", 0.9), "ask_cancel_return"),
        ("not", ("ask_cancel_return", 0.4), "report_not_marked_returned"),
        ("not", ("what_next", 0.9), "report_not_marked_returned"),
        # "If I post it tonight, when does the page change" asks of the plan.
        ("ahead", ("ask_cancel_return", 0.9), "report_not_marked_returned"),
        (None, ("ask_cancel_return", 0.9), "report_not_marked_returned"),
    ],
)
def test_a_plan_that_was_not_carried_out_overrides_no_sure_question(
    value: str | None, part: tuple[str, float], means: str
) -> None:
    assert planned(value, part) == means


@pytest.mark.parametrize(
    ("whole", "means"), [("nlu_fallback", "ask_cancel_return"), ("deny", "deny"), ("thank", "thank")]
)
def test_what_is_understood_behind_a_question_is_not_passed_over(whole: str, means: str) -> None:
    messages = QuestionSplitter().process([Message(data={TEXT: "can you call it off? no wait, keep it as it is"})])
    for message, (name, confidence) in zip(messages, ((whole, 0.6), ("ask_cancel_return", 0.9)), strict=True):
        message.set(INTENT, {"name": name, "confidence": confidence})

    [message] = QuestionCollector(QuestionCollector.get_default_config()).process(messages)

    assert message.get(INTENT)["name"] == means


def test_the_question_that_was_meant_is_what_the_message_asks() -> None:
    message = understood("sorry, I meant how long does the check take", ("ask_inspection_time", 0.9))

    assert message.get(INTENT)["name"] == "ask_inspection_time"


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("not a person please, just tell me how long that is", "how_long"),
        ("don't pass me on, only give me the date", "how_long"),
        ("don't pass me on, just tell me who you are", UNWANTED),
    ],
)
def test_a_question_beside_what_is_not_wanted_asks_of_the_answer_before(text: str, means: str) -> None:
    message, part = QuestionSplitter().process([Message(data={TEXT: text, INTENT: {"name": UNWANTED}})])
    part.set(INTENT, {"name": "nlu_fallback", "confidence": 0.35})
    QuestionCollector(QuestionCollector.get_default_config()).process([message, part])

    assert message.get(INTENT)["name"] == means


@pytest.mark.parametrize(
    ("whole", "confidence", "asked", "means"),
    [
        ("report_order_not_arrived", 0.99, 0.8, "report_order_not_arrived"),
        ("report_order_not_arrived", 0.7, 0.8, "message_several_questions"),
        ("report_order_not_arrived", 0.99, 0.97, "message_several_questions"),
        ("report_parcel_lost", 0.99, 0.8, "message_several_questions"),
    ],
)
def test_of_an_order_is_what_is_so_as_a_whole(whole: str, confidence: float, asked: float, means: str) -> None:
    """Its questions alone may be of a parcel on its way back."""
    text = "where is the box now and what can I do if it stays away"
    message, *parts = QuestionSplitter().process([Message(data={TEXT: text})])
    message.set(INTENT, {"name": whole, "confidence": confidence})
    for part, name in zip(parts, ("ask_track_parcel", "report_parcel_lost"), strict=True):
        part.set(INTENT, {"name": name, "confidence": asked})
    (message,) = QuestionCollector(QuestionCollector.get_default_config()).process([message, *parts])
    assert message.get(INTENT)["name"] == means


@pytest.mark.parametrize(
    ("told", "confidence", "is_first", "means"),
    [
        ("The shop never wrote back. ", 0.93, True, "ask_seller_silent"),
        ("The shop never wrote back. ", 0.85, True, "message_several_questions"),
        ("The shop never wrote back. ", 0.93, False, "message_several_questions"),
        ("", 0.93, True, "message_several_questions"),
    ],
    ids=["told and sure", "unsure", "later words", "nothing told"],
)
def test_first_words_that_tell_a_topic_before_they_ask_are_of_that(
    told: str, confidence: float, is_first: bool, means: str
) -> None:
    message = Message(data={TEXT: f"{told}Is that how it goes here? Who pays for it?"})
    message.set(METADATA, {FIRST_WORDS: is_first})
    message, *parts = QuestionSplitter().process([message])
    message.set(INTENT, {"name": "ask_seller_silent", "confidence": confidence})
    for part, name in zip(parts, ("ask_return_status", "ask_return_fee"), strict=True):
        part.set(INTENT, {"name": name, "confidence": 0.95})

    (message,) = QuestionCollector(QuestionCollector.get_default_config()).process([message, *parts])

    assert message.get(INTENT)["name"] == means
