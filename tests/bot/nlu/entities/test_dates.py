"""What a customer says of a day: that a parcel was handed in then, will be, was not; which of several days is meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.entities.detail import Kind
from bot.nlu.entities.finder import DetailFinder
from core.identifiers import USUAL_SHAPES

DAYS = st.sampled_from(["on Friday", "on 9 October", "on the 12th", "on Mon", "9/10"])
DONE = st.sampled_from(["dropped it off", "handed the parcel in", "posted it", "brought the box", "sent it back"])
TO_DO = st.sampled_from(["drop it off", "hand the parcel in", "post it", "bring the box", "send it back"])
DENIALS = st.sampled_from(
    ["didn't", "did not", "couldn't", "could not", "won't", "wasn't able to", "forgot to", "never"]
)
PLANS = st.sampled_from(
    ["I'll", "I will", "I'm going to", "we want to", "I plan to", "I might", "if I", "I'd", "I can"]
)


@pytest.fixture(scope="module")
def finder() -> DetailFinder:
    return DetailFinder(USUAL_SHAPES)


def senses(finder: DetailFinder, text: str) -> list[tuple[object, str | None]]:
    """The phrase of each date of a message with what is said of it."""
    return [(each.value, each.sense and each.sense.value) for each in finder.find(text) if each.kind is Kind.DATE]


def stated(finder: DetailFinder, text: str) -> list[object]:
    return [each.value for each in finder.find(text) if each.kind is Kind.HAND_IN]


@given(deed=DONE, day=DAYS, goes_on=st.sampled_from(["", ", still not returned", " and nothing has changed", "!"]))
@settings(deadline=None, max_examples=40)
def test_what_was_done_was_done_on_its_day(finder, deed, day, goes_on):
    text = f"I {deed} {day}{goes_on}"

    assert [sense for _, sense in senses(finder, text)] == ["past"]
    assert stated(finder, text) == []


@given(denial=DENIALS, deed=TO_DO, day=DAYS, before=st.sampled_from(["", "sorry, ", "the shop was closed so "]))
@settings(deadline=None, max_examples=60)
def test_what_is_denied_happened_on_no_day(finder, denial, deed, day, before):
    text = f"{before}I {denial} {deed} {day}"

    assert "past" not in [sense for _, sense in senses(finder, text)]
    assert stated(finder, text) == ["not"]


@given(plan=PLANS, deed=TO_DO, day=DAYS, behind=st.sampled_from(["", ", when will the page change?", " and then wait"]))
@settings(deadline=None, max_examples=60)
def test_what_is_planned_or_supposed_has_not_happened(finder, plan, deed, day, behind):
    text = f"{plan} {deed} {day}{behind}"

    assert senses(finder, text)[0][1] == "ahead"
    assert stated(finder, text) == ["ahead"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("haven't had a chance to drop the box off yet", "not"),
        ("my husband hasn't posted the parcel yet", "not"),
        ("we didn't get to the post office on Saturday", "not"),
        ("the depot had closed already so I couldn't", "not"),
        ("I would have dropped it off on Friday but the shop was shut", "not"),
        ("R1003: still haven't handed it in", "not"),
        ("it has not been handed in yet", "not"),
        ("sorry, that was wrong, I still have it", "not"),
        ("I mixed it up, it's still on my table", "not"),
        ("oh sorry i mixed that up, box is still in my hallway", "not"),
        ("turns out the parcel is still here", "not"),
        ("we've still got the package", "not"),
        ("it is still sitting in my kitchen", "not"),
        ("hang on, my daughter says the parcel is still in the hallway", "not"),
        ("oh dear, my flatmate just told me that it's still on the shelf", "not"),
        ("my wife noticed the box is still in the trunk", "not"),
        ("wait, it never left the flat", "not"),
        ("my dad says he did not take it to the post office", "not"),
        ("hang on, I've still got that one", "not"),
        ("tomorrow I'll take it to the counter", "ahead"),
        ("planning to hand in the package on the 15th", "ahead"),
        ("what if I dropped it off yesterday?", "ahead"),
        ("we are handing it in next Monday", "ahead"),
    ],
)
def test_that_nothing_was_handed_in_is_understood(finder, text, says):
    assert stated(finder, text) == [says]
    assert "past" not in [sense for _, sense in senses(finder, text)]


@pytest.mark.parametrize(
    "text",
    [
        "return page says i havent sent it but i have",
        "you say I have not returned it, I have",
        "the app keeps telling me I haven't sent it",
        "still not returned",
        "three working days and still not returned",
        "the tracking says it is still in the car of the courier",
        "the page says the box is still in the hall",
        "my son says he dropped it off",
        "I still have the receipt",
        "do I still have time",
        "the page still says I have it",
        "it's still at the post office",
        "I still have a question about it",
        "the page isn't updated",
        "post office admits they can't find the box I returned",
        "the return page is wrong, I did drop it off",
        "you have not sent me the label",
        "can you send me the label",
        "I didn't hand it in on Friday but on Saturday",
        "I wanted to drop it off on Saturday but they were closed so I dropped it off yesterday",
    ],
)
def test_what_the_page_says_and_what_was_done_after_all_deny_no_hand_in(finder, text):
    assert stated(finder, text) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # A weekday with its date is one day.
        ("dropped off Monday, October 5th", ["Monday 5 October"]),
        ("I handed it in on Sunday the 11th", ["Sunday the 11th"]),
        ("Wed the 7th", ["Wednesday the 7th"]),
        ("9/10 (Friday)", ["Friday 9/10"]),
        ("Fri, 9th of October", ["Friday 9 October"]),
        ("sent yesterday, Monday", ["Monday yesterday"]),
        # Of two days the corrected one counts.
        ("yesterday, no, on Saturday", ["Saturday"]),
        ("not Sunday but Saturday", ["Saturday"]),
        ("it was on the 3rd, not on the 1st", ["the 3rd"]),
        ("not on Tuesday, on Wednesday", ["Wednesday"]),
        ("Friday, sorry, I mean Thursday", ["Thursday"]),
        ("yesterday... no wait, the day before yesterday", ["the day before yesterday"]),
        ("It wasn't Friday, it was Saturday", ["Saturday"]),
        ("posted Friday, not Thursday", ["Friday"]),
        # Of several days one is meant.
        ("two or three days ago", ["2 days ago or 3 days ago"]),
        ("2-3 weeks ago", ["2 weeks ago or 3 weeks ago"]),
        ("Friday or Saturday", ["Friday or Saturday"]),
        ("between Friday and Sunday", ["Friday or Sunday"]),
        ("a few days ago", ["2 days ago or earlier"]),
        ("the other day", ["yesterday or earlier"]),
        ("last week", ["last week"]),
        ("over the weekend", ["last weekend"]),
        # Two days that have nothing to do with each other.
        ("dropped it off Friday, no update since Monday", ["Friday", "Monday"]),
        ("it's Tuesday today and I dropped it off on Friday", ["Friday"]),
        ("five business days ago", ["5 working days ago"]),
    ],
)
def test_the_days_of_a_message(finder, text, days):
    assert [phrase for phrase, _ in senses(finder, text)] == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("I ordered it on Friday and handed it in on Monday", [("Friday", "other"), ("Monday", "past")]),
        ("the return was approved on Friday, still not returned", [("Friday", "other")]),
        ("I dropped it off on Friday, will it be late on Monday?", [("Friday", "past"), ("Monday", "other")]),
        ("I didn't hand it in on Friday but on Saturday", [("Friday", "not"), ("Saturday", "past")]),
        ("can I bring it on Friday?", [("Friday", "ahead")]),
        ("what if I dropped it off last Friday?", [("Friday", "supposed")]),
        ("tomorrow", [("tomorrow", "ahead")]),
        ("next Monday", [("next Monday", "ahead")]),
        ("coming Monday", [("Monday", "ahead")]),
        ("I'll post it next Monday the 19th", [("Monday the 19th", "ahead")]),
        ("by Saturday, soon enough?", [("Saturday", "past")]),
        ("the page changes by Saturday", []),
    ],
)
def test_each_day_belongs_to_what_its_clause_tells(finder, text, days):
    assert senses(finder, text) == days


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("don't cancel R1003", ["cancel"]),
        ("please do not withdraw my request", ["cancel"]),
        ("I don't want a person", ["person"]),
        ("no need to connect me to anyone", ["person"]),
        ("I would not like to talk to an agent", ["person"]),
        ("do not open a return for me", ["start"]),
        ("I don't want it any more, cancel my return", []),
        ("I didn't cancel it", []),
        ("I can't cancel R1003", []),
        ("why don't you cancel it", []),
        ("if you don't cancel it I will complain", []),
        ("could you not cancel it?", []),
        ("the agent did not help", []),
        ("no cancel option on my order", []),
        ("no person, please", ["person"]),
        ("please don't put me through, only say when it comes", ["person"]),
        ("I went through your pages and did not find it", []),
        ("do not hand me over, how long is the check?", ["person"]),
        ("please don't pass us on to somebody. when is it due?", ["person"]),
        ("stop trying to get me to an agent", ["person"]),
        ("I didn't hand it over yet", []),
        ("don't hand it over to the courier", []),
        ("don't you connect people with a person? it is late", []),
        ("the bus does not stop here, somebody said", []),
    ],
)
def test_what_is_not_wanted(finder, text, unwanted):
    assert [each.value for each in finder.find(text) if each.kind is Kind.UNWANTED] == unwanted


@pytest.mark.parametrize(
    "piece", ["on Friday or ", "not ", "I'll bring it and ", "Monday, ", "but on ", "1/1 to ", "if I "]
)
def test_the_work_on_a_hostile_message_is_bounded(finder, piece):
    assert finder.find(piece * 20_000) == finder.find(piece * 40_000)


@pytest.mark.parametrize(
    "text",
    [
        "got some bits to send back from my order",
        "I'd like to return the two cushions",
        "could u take the kettle out of R4471",
        "we want to send the jacket back",
        "if I send the lamp back, who pays for it",
        "the line was endless so I left",
    ],
)
def test_a_wish_to_send_something_back_is_no_hand_in(finder, text):
    assert stated(finder, text) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("I'll send it back", "ahead"),
        ("we need to get the box to the post office", None),
        ("I want to take the parcel to the locker", "ahead"),
        ("she will return the lamp on Friday", None),
        ("I will return the lamp on Friday", "ahead"),
        ("I meant to bring the box to the counter but it was shut so I left again", "not"),
    ],
)
def test_a_parcel_a_place_or_a_day_makes_it_a_hand_in_to_come(finder, text, says):
    assert stated(finder, text) == ([says] if says else [])


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("I might try on thurs", [("Thursday", "ahead")]),
        ("can't do it until weds", [("Wednesday", "ahead")]),
        ("we won't manage before Tuesday", [("Tuesday", "ahead")]),
        ("please answer before Tuesday", []),
        ("the box went back on sat", [("Saturday", "past")]),
        ("I went back home on Saturday to fetch it", [("Saturday", "past")]),
        ("we sat in the sun", []),
        ("if I post it on New Year's Eve", [("31 December", "ahead")]),
        ("dropped off on xmas eve", [("24 December", "past")]),
        ("handed in on boxing day", [("26 December", "past")]),
        ("happy new year", []),
    ],
)
def test_days_are_known_by_the_names_that_people_give_them(finder, text, days):
    assert senses(finder, text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("I sent it on Sunday. Sorry, that was my brother's, this one was on Friday", ["Friday"]),
        ("went back Tuesday, no wait, mine was Thursday", ["Thursday"]),
        ("no wait, on Sunday they were shut, it was Monday", ["Monday"]),
        ("hm, Saturday the shop had closed early, so it was on Friday", ["Friday"]),
        ("I handed it in on Monday. No scan until it was Wednesday", ["Monday", "Wednesday"]),
        ("I sent it Monday and the other one was on Friday", ["Monday", "Friday"]),
    ],
)
def test_a_day_that_was_another_parcels_is_taken_back(finder, text, days):
    assert [phrase for phrase, _ in senses(finder, text)] == days


@pytest.mark.parametrize(
    ("text", "counts"),
    [("it only turned up 9 days ago", [9]), ("it takes up to 9 days", []), ("bought 60 days back", [60])],
)
def test_up_is_a_limit_only_with_to(finder, text, counts):
    assert [each.value for each in finder.find(text) if each.kind is Kind.DAY_COUNT] == counts


@given(
    day=st.integers(1, 31),
    lead=st.sampled_from(["is", "would", "and is", ""]),
    judged=st.sampled_from(["too late", "still ok", "be fine", "early enough", "still be alright", "soon enough"]),
)
@settings(deadline=None, max_examples=40)
def test_a_day_that_is_judged_is_one(finder, day, lead, judged):
    ending = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")

    assert [phrase for phrase, _ in senses(finder, f"{lead} the {day}{ending} {judged}?")] == [f"the {day}{ending}"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("I just gave it to the courier, what now?", [("today", "past")]),
        ("it went to the counter just now, I posted it right now", [("today", "past")]),
        ("handing it over to the post office now", [("today", "ahead")]),
        ("handed it in ten minutes ago", [("10 minutes ago", "past")]),
        ("I just dropped it off on Friday", [("Friday", "past")]),
        ("I just want to return it", []),
        ("posted it and now nothing happens", []),
        ("the 2nd item is too late", []),
    ],
)
def test_just_and_now_are_today_where_a_parcel_is_handed_in(finder, text, days):
    assert senses(finder, text) == days
