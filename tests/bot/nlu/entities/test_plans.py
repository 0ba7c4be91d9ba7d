"""Plans and suppositions count as no hand-in, whoever carries the parcel; what was done stays done."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.entities.detail import Kind
from bot.nlu.entities.finder import DetailFinder

TIMES = st.sampled_from(["today", "this afternoon", "this evening", "tonight"])


def senses(finder: DetailFinder, text: str) -> list[tuple[object, str | None]]:
    """The phrase of each date of a message with what is said of it."""
    return [(each.value, each.sense and each.sense.value) for each in finder.find(text) if each.kind is Kind.DATE]


def stated(finder: DetailFinder, text: str) -> list[object]:
    return [each.value for each in finder.find(text) if each.kind is Kind.HAND_IN]


@given(
    plan=st.sampled_from(
        [
            "I was going to",
            "we were about to",
            "I had been meaning to",
            "I was hoping to",
            "meant to",
            "was planning to",
        ]
    ),
    deed=st.sampled_from(["drop the parcel off", "bring it to the locker", "lug it to the depot", "mail the box"]),
    time=TIMES,
)
@settings(deadline=None, max_examples=40)
def test_a_plan_of_the_past_is_no_hand_in(finder, plan, deed, time):
    text = f"{plan} {deed} {time}"

    assert senses(finder, text) == [("today", "not")]
    assert stated(finder, text) == ["not"]


@given(
    lead=st.sampled_from(["", "if ", "what if ", "suppose ", "let's say ", "assuming ", "as soon as ", "once "]),
    leaves=st.sampled_from(
        [
            *("it goes off", "the packet leaves", "it gets collected", "the box is being picked up", "it goes out"),
            *("it gets handed over", "they fetch it", "the driver collects the parcel", "it goes to the counter"),
        ]
    ),
    time=TIMES,
    behind=st.sampled_from(["", ", when will it show?", ", can I still add a shirt"]),
)
@settings(deadline=None, max_examples=80)
def test_a_parcel_that_is_to_leave_has_not_left(finder, lead, leaves, time, behind):
    text = f"{lead}{leaves} {time}{behind}"

    assert senses(finder, text) == [("today", "ahead")]
    assert stated(finder, text) == ["ahead"]


@given(
    left=st.sampled_from(
        [
            *("it went off", "the packet left", "it was collected", "the box got picked up", "it went out"),
            *(
                "it got handed over",
                "they fetched it",
                "the driver collected the parcel",
                "I carried it to the counter",
            ),
        ]
    ),
    time=TIMES,
    behind=st.sampled_from(["", ", when will it show?", ", can I still add a shirt"]),
)
@settings(deadline=None, max_examples=60)
def test_a_parcel_that_has_left_has_left(finder, left, time, behind):
    text = f"{left} {time}{behind}"

    assert senses(finder, text) == [("today", "past")]
    assert stated(finder, text) == []


@pytest.mark.parametrize(
    ("text", "says", "days"),
    [
        # A plan, in the words for one.
        ("my plan was to hand it over on Monday", "not", [("Monday", "not")]),
        ("our plan is to bring it round on Monday", "ahead", [("Monday", "ahead")]),
        ("I was planning to ship it tomorrow", "ahead", [("tomorrow", "ahead")]),
        ("I'm off to the post office with it this evening", "ahead", [("today", "ahead")]),
        ("we are heading to the courier shop tonight", "ahead", [("today", "ahead")]),
        ("thinking of posting it on Monday", "ahead", [("Monday", "ahead")]),
        # Somebody else carries it.
        ("my neighbour takes it to the depot on Monday", "ahead", [("Monday", "ahead")]),
        ("if my son drops it off on Monday", "ahead", [("Monday", "ahead")]),
        ("I'm having it fetched on Monday", "ahead", [("Monday", "ahead")]),
        ("we'll get it posted on Monday", "ahead", [("Monday", "ahead")]),
        # What is waited for has not come about.
        ("once I've handed it over on Monday, what then", "ahead", [("Monday", "ahead")]),
        ("once posted, how long does it take", "ahead", []),
        ("when it's in the mail on Monday", "ahead", [("Monday", "ahead")]),
        ("as soon as it's with UPS on Monday", "ahead", [("Monday", "ahead")]),
        ("when it's gone, can I change my mind", "ahead", []),
        ("once it has been picked up on Monday", "ahead", [("Monday", "ahead")]),
        ("what if the parcel is handed in on Monday?", "ahead", [("Monday", "ahead")]),
        # A supposed past.
        ("if it went out on Monday, when should it show", "ahead", [("Monday", "supposed")]),
        ("suppose the courier collected it on Monday", "ahead", [("Monday", "supposed")]),
        ("I was going to post it on Monday", "not", [("Monday", "not")]),
        ("I'm going to post it on Monday", "ahead", [("Monday", "ahead")]),
        # A day for what goes without saying.
        ("and if I only make it on Monday", "ahead", [("Monday", "ahead")]),
        ("what if we can't get there before Monday?", "ahead", [("Monday", "ahead")]),
        # Passive and denied.
        ("it was meant to go off on Monday", "not", [("Monday", "not")]),
        ("it was supposed to be collected on Monday", "not", [("Monday", "not")]),
        ("it didn't go out today", "not", [("today", "not")]),
        ("it isn't going off tonight", "not", [("today", "not")]),
        ("it won't go off before Monday", "ahead", [("Monday", "ahead")]),
        ("it will be with the courier on Monday", "ahead", [("Monday", "ahead")]),
    ],
)
def test_what_lies_ahead_or_is_supposed_tells_of_no_hand_in(finder, text, says, days):
    assert stated(finder, text) == ([says] if says else [])
    assert senses(finder, text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("I was going to wait but posted it this morning", [("today", "past")]),
        ("when I handed it over on Monday they gave me a slip", [("Monday", "past")]),
        ("as soon as I dropped it off on Monday the site changed", [("Monday", "past")]),
        ("once I brought it there on Monday nothing happened", [("Monday", "past")]),
        ("I was supposed to mail it today and did", [("today", "not")]),
        ("my neighbour took it to the depot on Monday", [("Monday", "past")]),
        ("it is already posted, since Monday", [("Monday", "past")]),
        ("still not returned, we drop it off monday", [("Monday", "past")]),
        ("I got it posted on Monday", [("Monday", "past")]),
        ("the box went back on Monday", [("Monday", "past")]),
    ],
)
def test_what_was_done_beside_a_plan_stays_a_hand_in(finder, text, days):
    assert stated(finder, text) == []
    assert senses(finder, text) == days


@pytest.mark.parametrize(
    "text",
    [
        "if it goes missing, who pays",
        "if it gets lost",
        "we leave for Rome next month",
        "it leaves a mark on the wood",
        "the plant has spots on the leaves",
        "the money goes out by card",
        "is it collected from my door",
        "when will it be picked up",
        "can the courier fetch it tomorrow?",
        "I need it picked up on Monday",
        "would like to have it collected on Monday",
        "the page says it goes back tomorrow",
        "my order goes out tonight",
        "if the seller's answer goes to my inbox",
        "I'm at the post office and they can't scan the code",
    ],
)
def test_what_others_send_and_what_is_asked_for_is_no_plan_to_hand_in(finder, text):
    assert stated(finder, text) == []
    assert "ahead" in [sense for _, sense in senses(finder, text)] or "day" not in text


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("please let me send the kettle back now, it leaks", []),
        ("let us return the curtains today", [("today", "other")]),
        ("I'd like to post them back, the colour is wrong", []),
        ("I want to ship it back this afternoon because it is too small", [("today", "other")]),
        ("we have to give the rug back soon", []),
        ("thinking of sending the boots back today", [("today", "other")]),
    ],
)
def test_a_wish_to_send_a_thing_back_is_a_return_to_begin(finder, text, days):
    assert stated(finder, text) == []
    assert senses(finder, text) == days


@pytest.mark.parametrize(
    "text",
    [
        "I want to send it back on Monday",
        "let me post the packet back today",
        "let me drop it off today",
        "I'd like to bring it back to the shop today",
        "I'm going to send the rug back today",
    ],
)
def test_a_day_to_come_a_parcel_or_a_place_makes_the_wish_a_plan(finder, text):
    assert stated(finder, text) == ["ahead"]
    assert [sense for _, sense in senses(finder, text)] == ["ahead"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("took it there tonight", [("today", "past")]),
        ("I'll take it there tonight", [("today", "ahead")]),
        ("or the day after?", [("the day after", "past")]),
        ("and the next day?", [("the day after", "past")]),
        ("what about a day later", [("the day after", "past")]),
        ("it came the day after", []),
        ("I bought it on Monday and the day after the shop had it for less", [("Monday", "other")]),
        ("what about sat?", [("Saturday", "past")]),
    ],
)
def test_evenings_and_the_day_after_are_days(finder, text, days):
    assert senses(finder, text) == days


@pytest.mark.parametrize("piece", ["it goes ", "if it is ", "once it's picked up ", "will be with ", "say it "])
def test_the_work_on_a_hostile_message_is_bounded(finder, piece):
    assert finder.find(piece * 20_000) == finder.find(piece * 40_000)


@pytest.mark.parametrize(
    "text",
    [
        "what if the page still says not returned on Thursday?",
        "and assuming it is still marked as not returned on Monday, then what?",
        "who do I write to if nothing has moved by Tuesday",
        "what should I do if it's unchanged on the 20th?",
    ],
)
def test_a_day_to_look_again_is_no_hand_in(finder: DetailFinder, text: str):
    assert [sense for _, sense in senses(finder, text)] == ["other"]
    assert stated(finder, text) == []


@pytest.mark.parametrize("text", ["it isn't dropped off yet", "the box was not posted, I forgot the lid"])
def test_what_is_not_posted_is_no_hand_in(finder: DetailFinder, text: str):
    assert stated(finder, text) == ["not"]


@pytest.mark.parametrize(
    "text", ["may she drop it off for me?", "could someone post the box for me?", "can they bring it in?"]
)
def test_a_question_for_somebody_elses_errand_tells_of_nothing(finder: DetailFinder, text: str):
    assert stated(finder, text) == []


def test_somebody_elses_errand_on_a_day_lies_ahead(finder: DetailFinder):
    assert senses(finder, "fine, she will do it on Thursday") == [("Thursday", "ahead")]


@pytest.mark.parametrize(
    ("text", "meant"),
    [("did that just now", "today"), ("have done it this morning", "today"), ("she did it an hour ago", "1 hour ago")],
)
def test_what_was_done_just_now_was_today(finder: DetailFinder, text: str, meant: str):
    assert senses(finder, text) == [(meant, "past")]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("couldn't do Thursday, let's say Monday", [("Thursday", "not"), ("Monday", "ahead")]),
        ("I was not able to go on Saturday, is Wednesday alright", [("Saturday", "not"), ("Wednesday", "ahead")]),
        ("didn't manage Friday", [("Friday", "not")]),
        ("can't make Thursday after all, Friday then?", [("Thursday", "not"), ("Friday", "ahead")]),
        ("couldn't come Friday but dropped it off Saturday", [("Friday", "not"), ("Saturday", "past")]),
        ("the courier couldn't make it Friday, I posted it Saturday", [("Friday", "past"), ("Saturday", "past")]),
        ("never got round to it yesterday, Thursday then?", [("yesterday", "not"), ("Thursday", "ahead")]),
        ("no chance today - does Monday suit?", [("today", "not"), ("Monday", "ahead")]),
        ("was too tired on Saturday. is Wednesday still fine", [("Saturday", "not"), ("Wednesday", "ahead")]),
        ("missed closing time today, Friday instead?", [("today", "not"), ("Friday", "ahead")]),
        ("they were closed on Sunday, would Tuesday be too late?", [("Sunday", "other"), ("Tuesday", "ahead")]),
        ("couldn't bring it on Monday, may I do it on Thursday?", [("Monday", "not"), ("Thursday", "ahead")]),
        ("the queue was too long. is Monday too late to bring it?", [("Monday", "ahead")]),
        ("Friday won't work, Saturday maybe?", [("Friday", "not"), ("Saturday", "ahead")]),
    ],
)
def test_a_day_that_was_missed_is_none_of_a_hand_in_and_the_next_is_a_plan(finder: DetailFinder, text: str, days):
    assert senses(finder, text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("shall I drop it off on Friday instead of Thursday", [("Friday", "ahead")]),
        ("I missed the delivery today", [("today", "past")]),
        ("the lamp didn't work yesterday", [("yesterday", "past")]),
    ],
)
def test_a_day_that_is_replaced_is_dropped_and_what_else_fails_is_no_missed_hand_in(finder: DetailFinder, text, days):
    assert senses(finder, text) == days
