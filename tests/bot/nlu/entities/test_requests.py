"""That a return was asked for is no hand-in, on whatever day."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.entities.detail import Kind
from bot.nlu.entities.finder import DetailFinder
from bot.nlu.negations import NegationReader
from bot.nlu.return_details_extractor import as_entity


def senses(finder: DetailFinder, text: str) -> list[str | None]:
    return [each.sense and each.sense.value for each in finder.find(text) if each.kind is Kind.DATE]


@pytest.mark.parametrize(
    "text",
    [
        "I lodged the return request today",
        "submitted return R3001 this afternoon, chloe@example.com",
        "I've asked for a return today",
        "My application went in this morning",
        "I sent the form off yesterday",
        "we registered the return this morning",
        "I asked for it today",
    ],
)
def test_a_request_has_a_day_of_its_own(finder: DetailFinder, text: str):
    assert senses(finder, text) == ["other"]
    assert not [each for each in finder.find(text) if each.kind is Kind.HAND_IN]


@pytest.mark.parametrize(
    "text",
    [
        "I sent the return off today",
        "I handed the requested return in yesterday",
        "I've put the parcel in at the post office today",
        "I dropped off the return I asked for today",
    ],
)
def test_a_parcel_that_was_handed_in_stays_one(finder: DetailFinder, text: str):
    assert senses(finder, text) == ["past"]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("lodged the return request today, R3001", "ask_processing_time"),
        ("I asked for return R3001 today. What now?", "ask_processing_time"),
        ("I requested the return on Monday and the page still says not returned", "report_not_marked_returned"),
        ("I requested it on Monday and handed it in on Friday", "report_not_marked_returned"),
    ],
)
def test_who_only_tells_of_a_request_waits_for_its_processing(finder: DetailFinder, text: str, means: str):
    found = [as_entity(detail) for detail in finder.find(text)]
    message = Message(
        data={"text": text, "intent": {"name": "report_not_marked_returned", "confidence": 0.6}, "entities": found}
    )
    NegationReader().process([message])

    assert message.get("intent")["name"] == means
