"""Two questions in one message."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.negations import UNWANTED
from bot.nlu.several_questions import (
    ASKS,
    QUESTIONS,
    SEVERAL_QUESTIONS,
    TELLS,
    WISHES,
    QuestionCollector,
    QuestionSplitter,
    parts_of,
    question_beside,
    question_meant,
    questions_of,
)


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("How long does a refund take and where do I hand in the parcel?",
         ["How long does a refund take", "where do I hand in the parcel?"]),
        ("Is Japan covered? Do I need a receipt?", ["Is Japan covered?", "Do I need a receipt?"]),
        ("R1001 ana@example.com when do I get my refund and can I still cancel it",
         ["R1001 ana@example.com when do I get my refund", "can I still cancel it"]),
        ("how do i cancel\nhow long is the check", ["how do i cancel", "how long is the check"]),
        ("The label, where is it? And also can I still cancel",
         ["The label, where is it?", "can I still cancel"]),
        ("is it free\nR1001,how do I send it", ["is it free", "R1001,how do I send it"]),
        ("is it free\nso hi ana@ how do I send it", ["is it free", "so hi ana@ how do I send it"]),
        ("is it free\nhello, what's next", ["is it free", "hello, what's next"]),
        ("is it free \t and   how   long", ["is it free", "how long"]),
    ],
)  # fmt: skip
def test_a_message_is_split_into_its_questions(text: str, questions: list[str]) -> None:
    assert questions_of(text) == questions


@pytest.mark.parametrize(
    "text",
    [
        "Where is my refund?",
        "I dropped it off on Monday and the page still says not returned",
        "I sent the gloves back and have rather lost the thread. What stage has my case reached?",
        "I dropped it off on Monday. Tracking says delivered. Where is my money?",
        "the lamp and the shoes are broken, how do I send them back",
        "/ask_refund_time? how? why?",
        "",
        "how? " * 200,
        "how? " * 9,
        "is it free\nana@how long it takes",
        "is it free\nthe lamp R1001 how do I send it",
    ],
)
def test_a_story_with_one_question_stays_whole(text: str) -> None:
    assert questions_of(text) == []


def understood(text: str, *parts: tuple[str, float]) -> Message:
    """What the collector makes of a message whose parts were understood like this."""
    messages = QuestionSplitter().process([Message(data={TEXT: text, INTENT: {"name": "whole", "confidence": 0.4}})])
    assert len(messages) == 1 + len(parts)
    for message, (name, confidence) in zip(messages[1:], parts, strict=True):
        message.set(INTENT, {"name": name, "confidence": confidence})
    collected = QuestionCollector(QuestionCollector.get_default_config()).process(messages)
    assert len(collected) == 1
    return collected[0]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("do not cancel R6001, I only want to know when it is due", "I only want to know when it is due"),
        (
            "leave it open please! was just wondering whether the shop wrote",
            "was just wondering whether the shop wrote",
        ),
        ("no refund wanted - just tell me if the box came", "just tell me if the box came"),
        ("not a person, just say when the money is due", "just say when the money is due"),
        ("stop putting me through and tell me how many days I have", "and tell me how many days I have"),
        ("don't pass me on, only give me the day", "only give me the day"),
    ],
)
def test_a_question_that_is_told_is_one(text: str, question: str) -> None:
    assert question_beside(text) == [question]


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
    assert QUESTIONS in message.as_dict(only_output_properties=True)


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


def test_a_sentence_that_may_be_distress_is_understood_by_itself() -> None:
    story = "I sent it back weeks ago. Nobody answers. I would rather be dead. Where is my money?"
    assert parts_of(story) == [("Where is my money?", ASKS), ("I would rather be dead", TELLS)]
    assert parts_of("I would rather be dead") == []
    assert parts_of("Is Japan covered? Do I need a receipt? My phone is dead.") == [
        ("Is Japan covered?", ASKS),
        ("Do I need a receipt?", ASKS),
        ("My phone is dead", TELLS),
    ]
    assert len(parts_of("I want to die. " * 400)) <= 8


@pytest.mark.parametrize(
    ("confidence", "intent"),
    [(0.9, {"name": "express_distress", "confidence": 0.9}), (0.5, {"name": "whole", "confidence": 0.4})],
)
def test_one_part_of_sure_distress_is_what_the_message_says(confidence: float, intent: dict[str, object]) -> None:
    message = understood("It came broken. I would rather be dead.", ("express_distress", confidence))
    assert message.get(INTENT) == intent


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


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "Can I still call R1003 off? I was going to take it to the counter this afternoon.",
            ["Can I still call R1003 off?"],
        ),
        ("is it free? my brother says he had to pay", ["is it free?"]),
        ("where is it? R1001 ana@example.com", []),
        ("where is it? thanks a lot", []),
        ("where is it", []),
    ],
)
def test_a_question_before_what_is_told_is_found_as_well(text: str, questions: list[str]) -> None:
    assert question_beside(text) == questions


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


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("no sorry, what I wanted to ask is how long the check takes", "how long the check takes"),
        ("oh I meant: when is the label there?", "when is the label there?"),
        ("I meant the blue one", None),
        ("I mean it, this is bad", None),
        ("what do I mean by that?", None),
    ],
)
def test_the_question_that_was_meant_is_cut_off(text: str, meant: str | None) -> None:
    assert question_meant(text) == meant


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
    ("text", "wish"),
    [
        ("Thanks, that's very kind. Cancel R1003 then", "Cancel R1003 then"),
        ("thx! put me through to somebody", "put me through to somebody"),
        ("great, thank you so much, remind me on Friday", "remind me on Friday"),
    ],
)
def test_what_stands_behind_thanks_is_understood_by_itself(text: str, wish: str):
    assert parts_of(text) == [(wish, WISHES)]


@pytest.mark.parametrize("text", ["thanks", "thank you, bye", "Cancel it, thanks", "thanks a lot!"])
def test_thanks_alone_wish_nothing(text: str):
    assert parts_of(text) == []
