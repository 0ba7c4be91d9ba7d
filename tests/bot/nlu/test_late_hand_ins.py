"""Which stories tell since when a parcel is on its way back."""

from __future__ import annotations

import pytest

from bot.nlu.entities.finder import DetailFinder
from bot.nlu.late_hand_ins import tells_of_late_hand_in
from bot.nlu.return_details_extractor import as_entity
from core.identifiers import USUAL_SHAPES

FINDER = DetailFinder(USUAL_SHAPES)


def tells(text: str) -> bool:
    return tells_of_late_hand_in(text, [as_entity(each) for each in FINDER.find(text, "en")])


@pytest.mark.parametrize(
    "text",
    [
        "picked up from my porch 4 weeks ago and not a word since, six calls, all for the bin",
        "GLS collected the carton 18 days ago. Nothing. I have rung you on Monday and on Tuesday",
        "I gave that parcel to the postie 22 days ago and your people keep sending me the same silly text",
        "my dad dropped the return at the depot five weeks ago, what is wrong with you all",
        "we had it collected a month ago, still no change, shame on you",
        "posted the shoes back on 14 September, wrote to you a dozen times, no answer",
        "two weeks since the driver fetched it and nobody moves a finger",
        "I gave the carton to the driver 19 days ago, not a word since. Good money I spent with you, never again!",
        "No apology, no payment, no shame: my return was collected three weeks ago. Nobody answers",
    ],
)
def test_a_parcel_that_went_back_long_ago_is_told_of(text: str):
    assert tells(text)


@pytest.mark.parametrize(
    "text",
    [
        "I ordered it three weeks ago and nothing moves, I have written four times",
        "the courier picked up my order 3 weeks ago and it has not arrived, nobody answers",
        "nobody collected it 3 days ago, I waited all day",
        "I took a week off last month for this delivery and nobody came with my parcel",
        "it should have been here two weeks ago, no answer from you",
        "this is the third time that I write, still nothing",
        "they are to collect it in 2 weeks, nobody tells me more",
        "it was due last Monday and still hasn't left your depot",
        "where is the thing I returned right now, still with the carrier?",
        "I meant it for Sunday and typed 30 by mistake. It has not been shipped, nobody answers",
        "sent the pans back on Tuesday, the money is what I need, nobody answers",
        "sent the pans back for my money on Tuesday, nobody answers",
        "handed the carton over 19 days ago, nobody answers! I want that payment now",
        "the tracking says shipment sent, but nothing since eleven days",
        "sent the chair back last Friday and the warehouse has got it, nobody tells me how to speed it up",
    ],
)
def test_an_order_and_a_parcel_that_is_still_here_are_no_such_story(text: str):
    assert not tells(text)


def test_what_is_taken_for_an_order_needs_a_word_of_the_way_back():
    text = "the app claims it was handed over yesterday evening, nobody here has it"
    found = [as_entity(each) for each in FINDER.find(text, "en")]
    assert not tells_of_late_hand_in(text, found, "report_order_not_arrived")
    text = "collected 16 days ago and nothing moves"
    found = [as_entity(each) for each in FINDER.find(text, "en")]
    assert tells_of_late_hand_in(text, found, "report_order_not_arrived")


def tells_as(text: str, intent: str) -> bool:
    return tells_of_late_hand_in(text, [as_entity(each) for each in FINDER.find(text, "en")], intent)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Shame on you all! I brought the carton to the post on the 17th of September, got a slip, and that was it. Do "
         "your job!", "express_frustration"),
        ("17 September. On that day I gave your package to the courier. Go and count!", "express_frustration"),
        ("On 17 September, after a night shift, I took my return to the locker, and you have ignored me since.",
         "express_frustration"),
        ("I queued forty minutes on 17 September to hand in this parcel and still read that I should send it. Clowns.",
         "ask_return_window"),
        ("The kettle leaked from day one. I posted it back on 17 September with your label and hear nothing, nothing.",
         "report_item_problem"),
        ("Robbers! Since the 17th of September the package is with your courier and I go on begging.", "nlu_fallback"),
        ("Dirt, that's how you treat me. On 17 September I lugged the package to the counter.", "nlu_fallback"),
    ],
)  # fmt: skip
def test_a_story_in_anger_tells_of_a_hand_in_by_its_day(text: str, intent: str):
    assert tells_as(text, intent)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I am raging. I sent you six e-mails on 17 September and nobody replied", "express_frustration"),
        ("The vase came in pieces. I sent pictures on 17 September and still nothing", "report_item_problem"),
        ("I dropped the tablet on 17 September and it has not worked since", "report_item_problem"),
        ("I hate it. I ordered on 17 September, it came broken, nobody replies", "express_frustration"),
        ("I went to the shop on 17 September to hand in the parcel but it was shut, nobody there", "nlu_fallback"),
        ("I went to the post on 17 September to fetch my order and it was cracked, no answer", "report_item_problem"),
        ("The first parcel I posted back on 17 September, still waiting. Can I send back the jug as well?",
         "ask_return_window"),
    ],
)  # fmt: skip
def test_what_else_was_done_on_a_day_is_no_hand_in(text: str, intent: str):
    assert not tells_as(text, intent)
