"""Until when the items of an order can still be sent back."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import NOW, order_number

from actions.dialogue.turn import ASKED, SaidDate

ACTION = "action_return_window"
INTENT = "ask_return_window"


def lines(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("•")]


def test_each_item_of_an_order_has_its_own_end(desk: Desk):
    said = desk.verified("hana").ask(ACTION, INTENT, number=order_number(80001))

    # Placed on 15 July at 23:30: 16 days of July, 31, 30 and 13 make 90. Received on Thursday 8 October.
    assert lines(said) == [
        "• Vase: yes, but today is the last day, until **Tuesday 13 October, 23:59**.",
        "• Phone case: yes, until **Thursday 15 October** (2 days left).",
        "• Speaker: yes, until **Friday 23 October** (10 days left).",
        "• Jacket: yes, until **Saturday 7 November** (25 days left).",
        "• Sticker: it is not marked “Free returns”, and the rules I have state no window for such items. A person can "
        "check it for you.",
    ]


def test_a_day_later_one_is_closed_and_one_has_a_day(desk: Desk):
    tomorrow = desk.at(datetime(2026, 10, 14, 10, tzinfo=timezone.utc)).verified("hana")

    said = tomorrow.ask(ACTION, INTENT, number=order_number(80001))
    assert lines(said)[0] == "• Vase: no, the window closed on Tuesday 13 October."
    assert lines(said)[1] == "• Phone case: yes, until **Thursday 15 October** (1 day left)."


def test_a_window_is_open_to_the_end_of_its_last_day(desk: Desk):
    # Received on 28 September at noon in Amsterdam; 15 days later is 13 October, which ends at 22:00 UTC.
    open_still = desk.at(datetime(2026, 10, 13, 21, 59, tzinfo=timezone.utc)).verified("hana")
    said = open_still.ask(ACTION, INTENT, number=order_number(80002))
    closed = desk.at(datetime(2026, 10, 13, 22, 0, 1, tzinfo=timezone.utc)).verified("hana")

    assert "• Mug: yes, but today is the last day, until **Tuesday 13 October, 23:59**." in said
    assert "• Mug: no, the window closed on Tuesday 13 October." in closed.ask(
        ACTION, INTENT, number=order_number(80002)
    )


def test_where_all_windows_are_closed_a_person_is_offered_in_place_of_a_return(desk: Desk):
    later = desk.at(datetime(2026, 10, 20, 10, tzinfo=timezone.utc)).verified("hana")
    reply = later.reply(ACTION, INTENT, number=order_number(80002))

    assert "After that day the rules I have name no return." in later.say(reply)[0]
    assert later.buttons(reply) == [("Talk to a person", "/talk_to_person")]
    assert reply.slots["offer"] == "person"


def test_what_is_in_a_return_or_not_yet_here_leaves_no_windows_closed(desk: Desk):
    later = desk.at(datetime(2027, 1, 20, 10, tzinfo=timezone.utc))

    assert "name no return" not in later.verified("iris").ask(ACTION, INTENT)
    assert "name no return" not in later.verified("dmitri").ask(ACTION, INTENT)


def test_a_window_that_outlasts_summer_time_ends_with_its_day(desk: Desk):
    # Placed on 1 September in Berlin: 29 days of September, 31 and 30 make 90.
    last_day = desk.at(datetime(2026, 11, 30, 8, tzinfo=timezone.utc)).verified("kim")

    assert "until **Monday 30 November, 23:59**" in last_day.ask(ACTION, INTENT, number="R9001")


def test_an_american_reads_an_american_clock(desk: Desk):
    last_day = desk.at(datetime(2026, 11, 30, 8, tzinfo=timezone.utc)).verified("carl")

    said = last_day.ask(ACTION, INTENT).replace("\u202f", " ")
    assert "until **Monday 30 November, 11:59 PM**" in said


def test_days_from_a_reception_that_has_not_been_are_not_dated(desk: Desk):
    said = desk.verified("iris").ask(ACTION, INTENT)

    assert "• Backpack: yes. The 15 days start when you receive it, and it has not been marked as received yet." in said


def test_a_return_number_names_its_order(desk: Desk):
    assert "For order **8120034500010001**:" in desk.verified("ana").ask(ACTION, INTENT, number="R1001")


def test_an_item_that_is_in_a_return_is_not_offered_again_unless_the_return_was_given_up(desk: Desk):
    said = desk.verified("ana").ask(ACTION, INTENT, number=order_number(10001))

    # The organiser's return was cancelled. It was received on 5 October.
    assert lines(said) == [
        "• Desk lamp: it is already in return **R1001**. Its window is open until **Tuesday 20 October**.",
        "• Cable organiser: yes, until **Tuesday 20 October** (7 days left).",
    ]


def test_several_orders_are_offered_as_buttons(desk: Desk):
    reply = desk.verified("hana").reply(ACTION, INTENT)

    assert desk.say(reply) == ["Which order do you mean? You can choose one or type its number."]
    assert desk.buttons(reply) == [
        ("8120034500080002 · Cup", '/give_details{"customer_number": "8120034500080002"}'),
        ("8120034500080001 · Vase", '/give_details{"customer_number": "8120034500080001"}'),
    ]


@pytest.mark.parametrize(
    ("days", "answer"),
    [
        (0, "after 0 days you have **90 days left**"),
        (80, "after 80 days you have **10 days left**"),
        (89, "after 89 days you have **1 day left**"),
        (90, "Today is the last day."),
        (91, "the window closed 1 day ago"),
        (120, "the window closed 30 days ago"),
    ],
)
def test_days_since_the_order_are_worked_out(desk: Desk, days: int, answer: str):
    said = desk.ask(ACTION, INTENT, day_count=days)

    assert answer in said
    assert "7, 15 or 30 days from the day you received them" in said


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (6, ["7-day window you have 1 day left", "15-day window you have 9 days left", "30-day window you have 24"]),
        (7, ["7-day window today is the last day", "15-day window you have 8 days left", "30-day window you have 23"]),
        (15, ["7-day window it is too late", "15-day window today is the last day", "30-day window you have 15"]),
        (31, ["7-day window it is too late", "15-day window it is too late", "30-day window it is too late"]),
    ],
)
def test_days_since_the_reception_are_worked_out_for_each_window(desk: Desk, days: int, expected: list[str]):
    listed = lines(desk.ask(ACTION, INTENT, day_count=days, counts_from_receipt=True))

    assert len(listed) == 3
    assert all(words in line for words, line in zip(expected, listed, strict=True))


def test_one_day_since_the_reception_is_one_day(desk: Desk):
    assert desk.ask(ACTION, INTENT, day_count=1, counts_from_receipt=True).startswith("Received 1 day ago,")


def test_a_verified_customer_who_names_days_gets_them_worked_out(desk: Desk):
    said = desk.verified("hana").say(desk.reply(ACTION, INTENT, day_count=80))

    assert len(said) == 1
    assert "you have **10 days left**" in said[0]


def test_a_verified_customer_who_names_days_and_an_order_gets_the_order(desk: Desk):
    said = desk.verified("hana").ask(
        ACTION, INTENT, day_count=80, number=order_number(80001), told_now=frozenset({"customer_number"})
    )

    assert "For order **8120034500080001**:" in said


def test_without_days_the_rule_is_told_and_a_look_offered(desk: Desk):
    said = desk.say(desk.reply(ACTION, INTENT))

    assert "**90 days after you placed the order**" in said[0]
    assert said[1].startswith("Shall I look at your own order?")


def test_the_age_of_the_order_and_of_the_receipt_give_both_windows(desk: Desk):
    said = desk.ask(ACTION, INTENT, day_count=85, received_days=10)

    assert lines(said) == [
        "• With the 90-day window, which counts from the order, you have 5 days left.",
        "• With a 7-day window it is too late.",
        "• With a 15-day window you have 5 days left.",
        "• With a 30-day window you have 20 days left.",
    ]


def test_the_last_days_of_both_windows_are_named(desk: Desk):
    said = desk.ask(ACTION, INTENT, day_count=90, received_days=30)

    assert "counts from the order, today is the last day." in lines(said)[0]
    assert lines(said)[-1] == "• With a 30-day window today is the last day."


def test_a_day_that_is_asked_about_is_answered(desk: Desk):
    said = desk.verified("hana").ask(
        ACTION, INTENT, number=order_number(80001), asked_day=SaidDate("24 October", NOW, "asked")
    )

    assert lines(said)[1:4] == [
        "• Phone case: on Saturday 24 October it is too late. You can until **Thursday 15 October** (2 days left).",
        "• Speaker: on Saturday 24 October it is too late. You can until **Friday 23 October** (10 days left).",
        "• Jacket: on Saturday 24 October you still can. The window is open until **Saturday 7 November**.",
    ]


def test_a_day_that_is_asked_about_waits_for_the_order_and_is_then_forgotten(desk: Desk):
    asked = desk.reply(ACTION, INTENT, asked_day=SaidDate("23 October", NOW, "asked"))
    remembered = SaidDate.from_slot(asked.slots["said_date"], NOW)
    reply = desk.verified("hana").reply(
        ACTION, "give_details", topic=INTENT, number=order_number(80001), date=remembered
    )

    assert "• Speaker: on Friday 23 October you still can." in desk.say(reply)[0]
    assert reply.slots["said_date"] is None


ARRIVED = {"arrived_day": SaidDate("6 October", NOW), "asked_day": SaidDate("21 October", NOW, "asked")}


def test_a_day_of_arrival_dates_each_window(desk: Desk):
    said = desk.ask(ACTION, INTENT, **ARRIVED)

    # Tuesday 6 October and 7, 15 and 30 days: the 13th, the 21st and Thursday 5 November.
    assert said.startswith("Received on Tuesday 6 October, whether **Wednesday 21 October** is in time depends on the")
    assert lines(said)[:3] == [
        "• With a 7-day window it is too late: the last day is Tuesday 13 October.",
        "• With a 15-day window it is: the last day is **Wednesday 21 October**.",
        "• With a 30-day window it is: the last day is **Thursday 5 November**.",
    ]


def test_without_a_day_that_is_asked_for_it_is_today(desk: Desk):
    said = desk.ask(ACTION, INTENT, arrived_day=SaidDate("5 October", NOW))

    assert "whether **Tuesday 13 October** is in time" in said
    assert "• With a 7-day window it is too late: the last day is Monday 12 October." in said


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        # 6 October and 15 days are the 21st.
        (ARRIVED, "the last day is **Wednesday 21 October**: **Wednesday 21 October** is in time."),
        ({**ARRIVED, "window_length": 7}, "the last day is **Tuesday 13 October**: Wednesday 21 October is too late."),
        ({"arrived_day": ARRIVED["arrived_day"]}, "**Wednesday 21 October**: **Tuesday 13 October** is in time."),
        # 13 days ago was 30 September.
        ({"day_count": 13, "said": "13 days ago"}, "With 15 days from Wednesday 30 September, the last day is"),
        ({"day_count": 40, "received_days": 13}, "With 15 days from Wednesday 30 September, the last day is"),
        # A day of the past is none of next year.
        (
            {**ARRIVED, "asked_day": SaidDate("10 October", NOW, "asked")},
            "the last day is **Wednesday 21 October**: **Saturday 10 October** is in time.",
        ),
    ],
)
def test_a_window_that_is_stated_counts_from_arrival(desk: Desk, told: dict[str, Any], answer: str):
    said = desk.ask(ACTION, INTENT, **{"window_length": 15, **told})

    assert answer in said
    assert "days left" not in said


@pytest.mark.parametrize("told", [{"window_length": 15}, {**ARRIVED, "window_length": 14}])
def test_without_a_day_or_a_known_length_nothing_is_counted(desk: Desk, told: dict[str, Any]):
    said = desk.ask(ACTION, INTENT, **told)

    assert "With " not in said.splitlines()[0]


def test_days_since_the_order_are_not_counted_as_those_of_a_window(desk: Desk):
    said = desk.ask(ACTION, INTENT, window_length=15, day_count=13, said="I bought it 13 days ago, the page says 15")

    assert "from Wednesday 30 September" not in said


def test_another_day_alone_asks_the_same_question(desk: Desk):
    said = desk.ask(ACTION, "give_details", topic=INTENT, **ARRIVED)

    assert "whether **Wednesday 21 October** is in time" in said


def wrote(text: str, *entities: dict[str, Any], answer: str = "") -> list[dict[str, Any]]:
    """A message of the conversation, and what answered it."""
    answered = {"event": "bot", "text": "", "metadata": {"utter_action": answer}}
    return [
        {"event": "user", "text": text, "parse_data": {"entities": list(entities)}},
        *([answered] if answer else []),
    ]


def days(value: int, text: str, sense: str | None = None) -> dict[str, Any]:
    """A number of days where it stands in a text."""
    start = text.index(str(value))
    place = {"start": start, "end": start + len(f"{value} days")}
    return {"entity": "day_count", "value": value, **place, **({"sense": sense} if sense else {})}


BOTH = "bought 81 days ago and it came 13 days ago"
AGES = wrote(BOTH, days(81, BOTH), days(13, BOTH), answer="utter_window_by_both_ages")


@pytest.mark.parametrize("intent", [INTENT, "give_details"])
@pytest.mark.parametrize(
    ("text", "value", "order", "receipt"),
    [
        ("sorry, bought 85 days ago", 85, 5, 17),
        ("no wait, it came 20 days ago", 20, 9, 10),
        ("make that 84 days", 84, 6, 17),
    ],
)
def test_an_age_that_is_put_right_is_reckoned_with_beside_the_other(
    desk: Desk, intent: str, text: str, value: int, order: int, receipt: int
):
    events = (*AGES, *wrote("and which one is mine?"), *wrote(text, days(value, text)))
    said = desk.ask(ACTION, intent, topic=INTENT, said=text, day_count=value, events=events)

    # 90 days less the age of the order, 30 less that of the receipt.
    assert f"counts from the order, you have {order} days left." in lines(said)[0]
    assert lines(said)[-1] == f"• With a 30-day window you have {receipt} days left."


@pytest.mark.parametrize(("text", "order", "receipt"), [("sorry, 20", 9, 10), ("no wait, 85", 5, 17)])
def test_a_bare_number_takes_the_place_of_the_nearer_age(desk: Desk, text: str, order: int, receipt: int):
    said = desk.ask(ACTION, "give_details", topic=INTENT, said=text, events=(*AGES, *wrote(text)))

    assert f"counts from the order, you have {order} days left." in lines(said)[0]
    assert lines(said)[-1] == f"• With a 30-day window you have {receipt} days left."


def test_another_question_with_one_age_keeps_none_of_the_others(desk: Desk):
    text = "and if I bought it 85 days ago?"
    said = desk.ask(ACTION, INTENT, topic=INTENT, said=text, day_count=85, events=(*AGES, *wrote(text, days(85, text))))

    assert "after 85 days you have **5 days left**" in said


@pytest.mark.parametrize("text", ["and for the jacket 9 November?", "what about the jacket on 9 November"])
def test_the_day_that_is_named_with_another_thing_is_the_one_asked_about(desk: Desk, text: str):
    said = desk.verified("hana").ask(
        "action_resume_question",
        "give_details",
        topic=INTENT,
        number=order_number(80001),
        said=text,
        asked_day=SaidDate("9 November", NOW, "asked"),
    )

    assert lines(said) == [
        "• Jacket: on Monday 9 November it is too late. You can until **Saturday 7 November** (25 days left)."
    ]


def test_a_number_with_the_day_of_something_else_asks_for_no_day(desk: Desk):
    said = desk.verified("hana").ask(
        ACTION,
        "give_details",
        topic=INTENT,
        number=order_number(80001),
        told_now=frozenset({"customer_number"}),
        said=f"{order_number(80001)}, paid on 9 October",
        asked_day=SaidDate("9 October", NOW, "asked"),
    )

    assert "9 October" not in said


@pytest.mark.parametrize("said", ["and the kite string stays here, right?", "I keep the kite string, don't I"])
def test_what_stays_is_told_by_what_the_return_is_for(desk: Desk, said: str):
    none, listed = desk.say(desk.verified("carl").reply(ACTION, INTENT, number=order_number(30001), said=said))

    assert none == "There is no return with **Kite string** yet."
    assert listed == "Return **R3001** is for: Kite."


def test_until_when_a_thing_can_be_kept_is_a_question_of_its_window(desk: Desk):
    said = {"number": order_number(30001), "said": "how long can I keep the kite string?"}

    assert "• Kite string: yes, until" in desk.verified("carl").ask(ACTION, INTENT, **said)


DAY = {"entity": "date", "value": "7 November"}


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (wrote("only the jacket, please"), "is the 7th of November too late?"),
        (wrote("what about the jacket"), "and the 7th of November?"),
        (wrote("the jacket alone") + wrote("and on 1 November?", DAY), "or 7 November"),
    ],
)
def test_a_day_goes_on_with_the_item_that_was_named_before(desk: Desk, before: list[dict[str, Any]], said: str):
    asked = {"said": said, "events": (*before, *wrote(said)), "asked_day": SaidDate("7 November", NOW, "asked")}
    answer = desk.verified("hana").ask(ACTION, "give_details", topic=INTENT, number=order_number(80001), **asked)

    # Received on 8 October, with 30 days.
    assert lines(answer) == [
        "• Jacket: on Saturday 7 November you still can. The window is open until **Saturday 7 November**."
    ]


def test_a_day_behind_a_question_for_all_items_is_of_all(desk: Desk):
    said = "and the 24th?"
    before = (*wrote("and the jacket?"), *wrote("until when can I send the things?"), *wrote(said))
    asked = {"said": said, "events": before, "asked_day": SaidDate("24 October", NOW, "asked")}

    answer = desk.verified("hana").ask(ACTION, "give_details", topic=INTENT, number=order_number(80001), **asked)
    assert len(lines(answer)) == 5


def test_what_a_cancelled_return_had_can_be_asked_for_again(desk: Desk):
    own = desk.verified("ana").reply(ACTION, INTENT, number="R1012", said="could I request it once more?")

    assert lines(desk.say(own)[0]) == ["• Cable organiser: yes, until **Tuesday 20 October** (7 days left)."]
    assert own.slots["offer"] == f"button_start_return {order_number(10001)}"


def test_the_advised_days_are_no_age_of_an_order(desk: Desk):
    said = desk.verified("ana").ask(
        "action_return_window",
        "ask_return_window",
        number="R1005",
        said="would Thursday be past the recommended 5 days?",
        day_count=5,
        asked_day=SaidDate("Thursday", NOW, ASKED),
    )

    assert "90-day rule" not in said
    assert "the advised last day" in said
