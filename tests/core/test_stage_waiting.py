"""Messages that say only that nothing has come of what was told."""

from __future__ import annotations

import pytest

from core.stage_question import StageQuestion
from core.stage_questions import stage_questions
from core.stage_waiting import tells_only_wait


@pytest.mark.parametrize(
    "said",
    [
        "hm, no news so far",
        "it's Friday now and nothing happened",
        "no update on the page",
        "4 days later, still the same",
        "I checked just now, it hasn't moved",
    ],
)
def test_nothing_new_is_told(said: str):
    assert StageQuestion.NOTHING_NEW in stage_questions(said)


@pytest.mark.parametrize(
    "said", ["not yet", "nothing", "is there any change?", "and if nothing changes?", "no change of the label please"]
)
def test_an_answer_or_a_question_of_its_own_is_something_else(said: str):
    assert StageQuestion.NOTHING_NEW not in stage_questions(said)


@pytest.mark.parametrize(
    ("said", "only"),
    [
        ("it's been 6 days", True),
        ("well, its been two weeks now", True),
        ("been waiting for over a month", True),
        ("it's been 6 days since I ordered", False),
        ("6 days", False),
        ("it's been 6 days, can I return it?", False),
    ],
)
def test_a_wait_alone_is_told_apart_from_an_age(said: str, only: bool):
    assert tells_only_wait(said) == only
