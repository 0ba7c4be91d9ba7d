"""Questions how a return may end at its stage."""

from __future__ import annotations

import pytest

from core.stage_question import StageQuestion
from core.stage_questions import stage_questions


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("and at the latest?", StageQuestion.LATEST),
        ("what would be the worst-case date", StageQuestion.LATEST),
        ("what if the box turns up after all", StageQuestion.TURNS_UP),
        ("and if he refuses?", StageQuestion.SELLER_REFUSES),
        ("then it's approved automatically?", StageQuestion.WINS),
        ("any deadline to appeal?", StageQuestion.LAST_DATE),
    ],
)
def test_an_end_is_asked_for(said: str, asked: StageQuestion):
    assert asked in stage_questions(said)


@pytest.mark.parametrize(
    "said",
    [
        "what's the latest on my order",
        "where do I find the number",
        "if the warehouse says no",
        "deadline for sending it",
    ],
)
def test_all_else_asks_for_no_end(said: str):
    ends = {"latest", "turns_up", "seller_refuses", "wins", "last_date"}
    assert ends.isdisjoint(each.value for each in stage_questions(said))
