"""What asks, with a question mark or without, and what only begins like a question."""

from __future__ import annotations

import pytest

from bot.nlu.questions import is_question


@pytest.mark.parametrize(
    "text",
    [
        "the kettle too?",
        "where do I bring it",
        "were can I bring it",
        "can i still add a shirt",
        "is Malta covered",
        "are weekends counted",
        "will the money come by card",
        "does it matter",
        "when is it due",
        "by when must it be there",
        "R1001 ana@example.com, what now",
        "ok so how do i",
        "I was wondering whether you got it",
        "at which desk do I leave it",
        "has it been opened",
        "have you got it",
        "when's the money there",
    ],
)
def test_a_question_is_known_by_how_it_begins(text: str):
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "will post it on Monday",
        "could not find the counter",
        "can do Tuesday",
        "would be nice",
        "would like to return a shirt",
        "were not able to go",
        "am going to bring it tonight",
        "is still on my desk",
        "do not cancel it",
        "did bring it on Monday",
        "when I bring it on Monday",
        "by Friday I'll bring it",
        "what a mess",
        "so what a mess",
        "I know how that is",
        "have posted it on Monday",
        "has arrived",
        "",
    ],
)
def test_a_statement_without_its_subject_is_no_question(text: str):
    assert not is_question(text)
