"""How a return may end, where one is in hand and where only the rules are known."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk

from actions.answers.stage_outcomes import outcome_in_general
from core.stage_question import StageQuestion


@pytest.mark.parametrize(
    ("asked", "behind", "told"),
    [
        (StageQuestion.LATEST, "refund.time", "3 to 20 business days"),
        (StageQuestion.TURNS_UP, "parcel.lost", "about 2 business days"),
        (StageQuestion.SELLER_REFUSES, "seller.silence", "the platform steps in"),
        (StageQuestion.WINS, "seller.silence", "The rules I have don't state that."),
        (StageQuestion.LAST_DATE, "dispute", "The rules I have don't state that."),
    ],
)
def test_the_rule_behind_tells_what_may_follow(desk: Desk, asked: StageQuestion, behind: str, told: str):
    reply = outcome_in_general(asked, (behind,))

    assert reply is not None
    assert told in desk.say(reply)[0]
    assert outcome_in_general(asked, ("countries",)) is None


def test_the_worst_case_of_a_refund_is_its_last_day(own_desk: Desk):
    said: dict[str, Any] = {"said": "and at the latest?", "number": "R1010"}
    told = own_desk.verified("ana").ask("action_follow_up", "how_long", **said)

    assert "**R1010**" in told
