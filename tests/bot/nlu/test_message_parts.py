"""The parts of a message that are understood by themselves."""

from __future__ import annotations

import pytest

from bot.nlu.message_parts import ASKS, TELLS, WISHES, parts_of, question_beside, question_meant, questions_of


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
        ("how do I wrap it, who picks it up", ["how do I wrap it", "who picks it up"]),
        ("has anyone looked at it, and if so, when's the refund",
         ["has anyone looked at it, and if so", "when's the refund"]),
        ("how much is it and when I get it", ["how much is it", "when I get it"]),
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
        "have dropped it off, when is it there",
        "can I still cancel. when I brought it on Monday the man at the counter said no",
        "is it free\nthe lamp R1001 how do I send it",
    ],
)
def test_a_story_with_one_question_stays_whole(text: str) -> None:
    assert questions_of(text) == []


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
