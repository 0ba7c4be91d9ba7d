"""Questions for what is not so yet, told by their words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.what_ifs import (
    asks_by_other_rule,
    asks_how_long_left,
    asks_if_holds,
    asks_of_refund_by_itself,
    asks_to_apply_again,
    asks_to_send_now,
    supposes_coming_day,
    supposes_month,
    supposes_no_change,
    supposes_sent,
    supposes_silence,
)

READERS = (
    asks_how_long_left,
    asks_of_refund_by_itself,
    asks_to_apply_again,
    asks_to_send_now,
    supposes_month,
    supposes_sent,
    supposes_silence,
)

ASKED: dict[Callable[[str], bool], tuple[str, ...]] = {
    asks_to_send_now: (
        "may we hand it in yet?",
        "ok, am I allowed to ship the parcel right away?",
        "could I take it to the post office already",
        "should I mail that now?",
        "is it fine if I drop them off already?",
    ),
    supposes_sent: (
        "and as soon as it is posted?",
        "what if I\u2019ve handed it in already?",
        "hm, and once the carrier has it?",
        "how about after it has left?",
        "but if it's on its way by then?",
    ),
    asks_to_apply_again: (
        "am I able to apply a second time?",
        "can I open it again on Monday if I take it back today",
        "may we request it once more afterwards?",
        "if I drop it, is it possible that I reapply?",
        "could I file it anew?",
    ),
    supposes_silence: (
        "say the shop does not respond",
        "and if they never write back?",
        "what if the vendor won't answer",
        "suppose I don't hear from the seller",
        "assuming they keep silent?",
    ),
    asks_how_long_left: (
        "till when?",
        "how long may I hang on to it?",
        "how much time do we have left",
        "by when should I drop it off?",
        "and how many days can I keep the box here?",
    ),
    supposes_month: (
        "could I hold it until December?",
        "and if I wait until next month?",
        "what if I do it later, in january",
        "would it be better to wait until march?",
        "next month?",
    ),
    asks_of_refund_by_itself: (
        "do the seventeen days go for my money too?",
        "is the automatic refund valid for mine?",
        "would the refund by itself apply to a paid one",
        "does that 17-day refund count for me",
        "and the money after 17 days, does it hold here?",
    ),
}
OTHERS = (
    "when did I post it?",
    "how long does the check take?",
    "can you send it again?",
    "what if the money never arrives?",
    "is my parcel there already?",
    "how much do I have left to pay?",
    "I will wait until November",
    "may I cancel it now?",
    "how many days is that now?",
    "if I bring it on Friday",
    "",
)


@pytest.mark.parametrize(("asks", "said"), [(asks, said) for asks, all_said in ASKED.items() for said in all_said])
def test_a_question_is_read_as_what_it_asks(asks: Callable[[str], bool], said: str):
    assert asks(said)


@pytest.mark.parametrize("asks", READERS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("said", OTHERS)
def test_what_asks_something_else_is_not(asks: Callable[[str], bool], said: str):
    assert not asks(said)


@pytest.mark.parametrize(
    "said",
    [
        "do the 17 days apply to me as well?",
        "the seventeen day rule doesn't count for mine?",
        "is the 2-day limit valid for me",
    ],
)
def test_a_question_whether_a_time_holds(said: str):
    assert asks_if_holds(said)


@pytest.mark.parametrize("said", ["I waited 17 days for my refund", "why 17 days?", "does it apply to me?"])
def test_what_asks_for_no_rule_that_holds(said: str):
    assert not asks_if_holds(said)


@pytest.mark.parametrize(
    "said",
    [
        "say it's monday and the page has not moved",
        "let's say the 27th, still not there?",
        "come Friday and nothing's different, what do I do",
        "the weekend passes and it's still the same?",
        "if tuesday's over and nothing happened",
        "imagine it is the 30th and the site still asks me to ship",
    ],
)
def test_a_day_is_supposed_on_which_nothing_has_changed(said: str):
    assert supposes_no_change(said)


@pytest.mark.parametrize(
    "said",
    [
        "they say it's not there",
        "I say nothing",
        "let me know if nothing moves by Friday",
        "does the page say no change?",
    ],
)
def test_what_is_said_or_wished_supposes_no_such_day(said: str):
    assert not supposes_no_change(said)


@pytest.mark.parametrize(
    ("said", "is_coming"),
    [
        ("if it turned up next Tuesday, until when?", True),
        ("suppose they came this sat", True),
        ("if it came on Tuesday", False),
        ("it came this Tuesday", False),
    ],
)
def test_a_supposed_day_is_the_next_of_its_name_only_where_that_is_said(said: str, is_coming: bool):
    assert supposes_coming_day(said) is is_coming


@pytest.mark.parametrize("said", ["how late may I keep it here?", "n how late could we drop it off"])
def test_how_late_asks_how_long_is_left(said: str):
    assert asks_how_long_left(said)


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("and under the 90-day rule, if I buy it today", True),
        ("the other rule then, bought on Friday", True),
        ("cancel the other one I bought", False),
        ("which other rule is there", False),
    ],
)
def test_the_other_rule_is_that_of_the_order(said: str, asks: bool):
    assert asks_by_other_rule(said) is asks
