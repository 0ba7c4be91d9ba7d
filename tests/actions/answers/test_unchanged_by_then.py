"""What holds if nothing has changed by a day that is supposed. NOW is Tuesday 13 October 2026, noon in Madrid."""

from __future__ import annotations

from typing import Any, Optional

import pytest
from custom_desk import Desk
from custom_shop import NOW

from actions.dialogue.turn import SaidDate

ACTION, INTENT = "action_parcel", "report_not_marked_returned"


def supposed(desk: Desk, said: str, day: str, number: Optional[str] = None, events: tuple[Any, ...] = ()) -> Any:
    asked = SaidDate(day, NOW, "asked")
    return desk.reply(ACTION, INTENT, said=said, asked_day=asked, number=number, events=events)


# Handed in on Friday 9 October, a holiday on Monday 12: the page by Wednesday 14, lost after Monday 26 October.
@pytest.mark.parametrize(
    ("said", "day", "says", "is_late"),
    [
        ("let's say it's friday and it hasn't moved", "Friday", "not changed on Friday 16 October, that is late", True),
        ("come wednesday and still nothing?", "Wednesday", "should change by **Wednesday 14 October**", False),
        ("say it's the 28th and still the same", "the 28th", "delivered by **Monday 26 October**, the refund", True),
    ],
)
def test_the_return_in_hand_is_judged_on_that_day(desk: Desk, said: str, day: str, says: str, is_late: bool):
    ana = desk.verified("ana")
    reply = supposed(ana, said, day, "R1001")

    assert says in "\n".join(ana.say(reply))
    assert reply.slots.get("offer") == ("person" if is_late else None)


@pytest.mark.parametrize(
    ("day", "says"), [("Friday", "After 4 days that is late."), ("31 October", "19 days is 2 days too long.")]
)
def test_for_anybody_it_counts_from_the_day_that_was_told(desk: Desk, day: str, says: str):
    told = {"entity": "date", "value": "yesterday", "sense": "past"}
    first = {
        "event": "user",
        "text": "handed it in yesterday",
        "parse_data": {"intent": {"name": INTENT}, "entities": [told]},
    }
    answer = {"event": "bot", "metadata": {"utter_action": "utter_rule_hand_in_told"}}
    now = {"entity": "date", "value": day, "sense": "past"}
    text = "suppose that day is there and it's unchanged"
    asked = {"event": "user", "text": text, "parse_data": {"intent": {"name": INTENT}, "entities": [now]}}

    assert says in "\n".join(desk.say(supposed(desk, text, day, events=(first, answer, asked))))
