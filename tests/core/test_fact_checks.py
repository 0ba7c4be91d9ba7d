from __future__ import annotations

import pytest

from core.fact_checks import check_in, supposes_fact
from core.supposed_facts import Supposed


@pytest.mark.parametrize(
    ("said", "supposed", "denies"),
    [
        ("So the parcel is with the warehouse by now?", Supposed.AT_WAREHOUSE, False),
        ("they've got it already, right?", Supposed.AT_WAREHOUSE, False),
        ("so the warehouse has it?", Supposed.AT_WAREHOUSE, False),
        ("the warehouse has it, has it?", Supposed.AT_WAREHOUSE, False),
        ("ok so they haven't got it yet?", Supposed.AT_WAREHOUSE, True),
        ("you mean it was handed in on Friday?", Supposed.HANDED_IN, False),
        ("so it's been cancelled, has it?", Supposed.CANCELLED, False),
        ("hm, so nobody has replied yet?", Supposed.ANSWERED, True),
        ("it failed then, is that right?", Supposed.FAILED, False),
        ("so my refund has not landed on my card yet?", Supposed.MONEY_THERE, True),
        ("so I won't see any money?", Supposed.GETS_MONEY, True),
        ("so I still have to post it?", Supposed.TO_SEND, False),
        ("so there's no label yet?", Supposed.LABEL, True),
        ("so I can't call it off any more?", Supposed.CANCELLABLE, True),
        ("so the window has run out?", Supposed.WINDOW_CLOSED, False),
        ("so I've got until the 2nd?", Supposed.WINDOW_OPEN, False),
        ("did you really switch them off?", Supposed.REMINDERS_OFF, False),
        ("so I've used three, correct?", Supposed.USED, False),
        ("so there's none left this month?", Supposed.NONE_LEFT, True),
        ("that was at the depot in Leeds, wasn't it?", Supposed.PLACE, False),
    ],
)
def test_a_supposition_is_read_from_its_words(said: str, supposed: Supposed, denies: bool):
    check = check_in(said)

    assert check is not None
    assert supposed in check.supposed
    assert check.denies is denies


@pytest.mark.parametrize(
    "said",
    [
        "where is my parcel?",
        "can I still cancel it?",
        "so when does it arrive?",
        "so I dropped it off on Monday",
        "I want to return the kettle",
        "please cancel R1003",
        "so can you cancel it, please?",
        "R1001",
        "/give_details",
    ],
)
def test_questions_wishes_and_stories_put_nothing_up_for_a_yes(said: str):
    assert not supposes_fact(said)


@pytest.mark.parametrize(
    "said",
    ["so I'm left with a 30 euro lamp that flickers?", "so the 45 euros are just lost??", "I paid 12 for nothing?"],
)
def test_a_complaint_is_no_statement_to_be_confirmed(said: str):
    assert not supposes_fact(said)
