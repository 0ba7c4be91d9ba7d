"""Handed in, and the page still says "not returned": the store, the carrier and the customer's own words together."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import NOW

from actions.dialogue.turn import SaidDate, Waited

ACTION = "action_parcel"
INTENT = "report_not_marked_returned"


def test_a_spanish_holiday_moves_the_promise_to_wednesday(desk: Desk):
    said = desk.verified("ana").ask(ACTION, INTENT, number="R1001")

    # Handed in on Friday 9 October; Monday the 12th is a holiday.
    assert "The page should show it by **Wednesday 14 October**, 2 working days after" in said
    assert "handed it in on Friday 9 October" in said
    assert "The carrier took it in at Madrid, Calle Mayor on Friday 9 October." in said
    assert "Nothing to do until then." in said
    assert said.endswith("_Source: AliExpress return policy, “Already dropped off”_")


@pytest.mark.parametrize(
    ("customer", "due"),
    [
        # Wednesday evening in Los Angeles: Thursday and Friday. In UTC it was Thursday, which would give Tuesday.
        ("carl", "should have changed by **Friday 9 October**"),
        # Monday morning in Sydney: Tuesday and Wednesday. In UTC it was Sunday, which would give Tuesday.
        ("fay", "should show it by **Wednesday 14 October**"),
        ("gil", "should show it by **Wednesday 14 October**"),
    ],
)
def test_the_day_of_the_hand_in_is_that_of_the_customers_clock(desk: Desk, customer: str, due: str):
    assert due in desk.verified(customer).ask(ACTION, INTENT)


def test_waiting_ends_with_the_last_minute_of_the_promised_day(desk: Desk):
    last_minute = desk.at(datetime(2026, 10, 14, 21, 59, tzinfo=timezone.utc)).verified("ana")
    midnight = desk.at(datetime(2026, 10, 14, 22, 0, tzinfo=timezone.utc)).verified("ana")

    assert "Nothing to do until then." in last_minute.ask(ACTION, INTENT, number="R1001")
    assert "Now is the time to get help." in midnight.ask(ACTION, INTENT, number="R1001")


def test_a_late_page_says_until_when_and_offers_a_person(desk: Desk):
    reply = desk.verified("ana").reply(ACTION, INTENT, number="R1006")

    said = desk.say(reply)[0]
    # Handed in on Monday 5 October at noon: two working days, and 17 days.
    assert "the page should have changed by **Wednesday 7 October**" in said
    assert "not delivered by **Thursday 22 October**" in said
    assert "The carrier last scanned it at Zaragoza on Tuesday 6 October." in said
    assert reply.slots["offer"] == "person"
    assert desk.buttons(reply) == [("Talk to a person", "/talk_to_person")]


def test_waiting_offers_nobody(desk: Desk):
    assert desk.verified("ana").reply(ACTION, INTENT, number="R1001").slots["offer"] is None


def test_after_17_days_the_refund_starts_by_itself(desk: Desk):
    said = desk.verified("dmitri").ask(ACTION, INTENT)

    # From noon on Friday 25 September in Moscow.
    assert said.startswith("Your refund should start by itself now.")
    assert "within 17 days, which ended on **Monday 12 October**" in said


@pytest.mark.parametrize(
    ("number", "news"),
    [
        ("R9003", "The carrier last scanned it at Hamburg on Monday 12 October."),
        ("R9005", "The carrier reports a problem on Monday 12 October."),
        ("R9006", "There is no tracking number, so I can't ask the carrier."),
        ("R9007", "The carrier last scanned it on Monday 12 October."),
        ("R9008", "The carrier reports a problem at Bremen on Monday 12 October."),
        ("R9009", "The carrier delivered it at Leipzig on Thursday 1 October."),
        ("R9010", "The carrier delivered it on Thursday 1 October."),
    ],
)
def test_what_the_carrier_knows_is_told(desk: Desk, number: str, news: str):
    assert news in desk.verified("kim").ask(ACTION, INTENT, number=number)


def test_a_carriers_scan_proves_a_hand_in_that_the_store_does_not_know(desk: Desk):
    said = desk.verified("kim").ask(ACTION, INTENT, number="R9004")

    # Taken in on Monday 12 October, no holiday in Germany.
    assert "The page should show it by **Wednesday 14 October**" in said
    assert "The carrier took it in on Monday 12 October." in said


def test_a_delivery_that_the_page_lags_behind_needs_a_day_or_two(desk: Desk):
    said = desk.verified("kim").ask(ACTION, "report_parcel_delivered", number="R9001")

    # Delivered on Monday 12 October at 11:00; carriers need up to 2 days.
    assert "the carrier delivered your parcel on Monday 12 October" in said
    assert "by **Wednesday 14 October**, as carriers need 1 to 2 days" in said


def test_a_delivery_that_the_page_ignores_for_longer_needs_a_person(desk: Desk):
    reply = desk.verified("kim").reply(ACTION, "report_parcel_delivered", number="R9002")

    # Delivered on Friday 9 October: two days, not working days.
    assert "should have shown it by **Sunday 11 October**" in desk.say(reply)[0]
    assert reply.slots["offer"] == "person"


def test_a_carrier_that_is_down_is_told_and_the_store_alone_answers(desk_without_carrier: Desk):
    said = desk_without_carrier.verified("ana").ask(ACTION, INTENT, number="R1001")

    assert "The page should show it by **Wednesday 14 October**" in said
    assert "I can't reach the carrier right now, so this is from our own records alone." in said


def test_a_hand_in_that_nobody_but_the_customer_knows_counts_from_the_day_they_tell(desk: Desk):
    said = desk.verified("ana").ask(ACTION, INTENT, number="R1005", date="last Friday")

    assert "after you handed it in on Friday 9 October" in said
    assert "by **Wednesday 14 October**" in said


def test_without_any_hand_in_the_customer_is_asked_for_the_day(desk: Desk):
    said = desk.verified("ana").ask(ACTION, INTENT, number="R1005")

    assert "I can't see a hand-in for your return **R1005** yet." in said
    assert "tell me on which day" in said


@pytest.mark.parametrize("date", ["2 weeks ago", "1 October"])
def test_a_day_before_the_request_is_asked_for_again(desk: Desk, date: str):
    # Requested on Saturday 3 October.
    said = desk.verified("ana").ask(ACTION, INTENT, number="R1005", date=date)

    assert said == "That is before return **R1005** was asked for. Could you check the day?"


@pytest.mark.parametrize(("date", "day"), [("tomorrow", "Wednesday 14 October"), ("2 November", "Monday 2 November")])
@pytest.mark.parametrize("customer", ["ana", None])
def test_a_day_to_come_is_said_to_be_one_and_asked_for(desk: Desk, date: str, day: str, customer: str | None):
    number = "R1005" if customer else None
    said = (desk.verified(customer) if customer else desk).ask(ACTION, INTENT, number=number, date=date)

    assert said.startswith(f"**{day}** is still to come")
    assert "On which day was it handed in?" in said


def test_what_names_no_day_is_not_believed(desk: Desk):
    assert "I can't see a hand-in" in desk.verified("ana").ask(ACTION, INTENT, number="R1005", date="soon")


def test_a_parcel_at_its_senders_own_cost_is_promised_nothing(desk: Desk):
    said = desk.ask(ACTION, INTENT, said="I paid for the postage and the page shows nothing", date="20 September")

    assert said.startswith("For a parcel that you send at your own cost, the rules don't state when the page changes")
    assert "17 days" not in said


def test_a_day_beside_the_rules_own_number_counts(desk: Desk):
    # Thursday 8 October: Friday 9 and Monday 12.
    told = {"said": "why 2 days? I brought it there on Thursday", "date": "Thursday", "waited": Waited(2)}

    assert desk.ask(ACTION, INTENT, **told).startswith("After 5 days that is late.")


@pytest.mark.parametrize(
    ("phrase", "sense", "says"),
    [
        # Friday 16 October: Monday 19, Tuesday 20.
        (
            "Friday",
            "ahead",
            "If you hand it in on **Friday 16 October**, the page should change by **Tuesday 20 October**.",
        ),
        ("tomorrow", "ahead", "on **Wednesday 14 October**, the page should change by **Friday 16 October**."),
        # Friday 9 October, and Monday the 12th is a holiday: Tuesday 13, Wednesday 14.
        ("Friday", "supposed", "If you handed it in on **Friday 9 October**, the page should change by **Wednesday 14"),
        ("", "ahead", "nothing counts as handed in"),
        ("", "not", "nothing counts as handed in"),
        ("1 October", "supposed", "nothing counts as handed in"),
    ],
)
def test_what_is_planned_supposed_or_denied_is_no_hand_in(desk: Desk, phrase: str, sense: str, says: str):
    reply = desk.verified("ana").reply(ACTION, INTENT, number="R1005", date=SaidDate(phrase, NOW, sense))

    assert says in desk.say(reply)[-1]
    assert "you handed it in on" not in desk.say(reply)[-1].replace("If you handed it in on", "")
    assert desk.buttons(reply) == []


def test_a_planned_day_that_is_too_late_is_told_so_first(desk: Desk):
    # Advised until Saturday 10 October; the window ends on Monday 30 November.
    def said(phrase: str, text: str = "") -> list[str]:
        turn = desk.verified("ana")
        return desk.say(turn.reply(ACTION, INTENT, number="R1005", date=SaidDate(phrase, NOW, "ahead"), said=text))

    assert "6 days after the advised last day, Saturday 10 October" in said("Friday")[0]
    assert "on Tuesday 1 December it is too late" in said("1 December")[0].replace("*", "")
    # Today nothing can be sooner, and beside a question the advice is none of it.
    assert len(said("today")) == 1
    assert len(said("Friday", "I bring it on Friday, when does the page change?")) == 1
    assert len(said("1 December", "I bring it on 1 December, when does the page change?")) == 2


@pytest.mark.parametrize("sense", ["ahead", "not"])
def test_the_store_knows_better_than_a_denial(desk: Desk, sense: str):
    said = desk.verified("ana").ask(ACTION, INTENT, number="R1001", date=SaidDate("", NOW, sense))

    assert "handed it in on Friday 9 October" in said


@pytest.mark.parametrize(
    ("phrase", "sense", "says"),
    [
        (
            "Friday",
            "ahead",
            "If you hand it in on **Friday 16 October**, the page should change by **Tuesday 20 October**.",
        ),
        (
            "9 October",
            "supposed",
            "If it was handed in on **Friday 9 October**, the page should change by **Tuesday 13",
        ),
        ("", "not", "Then nothing counts as handed in yet."),
    ],
)
def test_before_anybody_is_known_the_rule_is_counted_without_holidays(desk: Desk, phrase: str, sense: str, says: str):
    said = desk.ask(ACTION, INTENT, date=SaidDate(phrase, NOW, sense))

    assert says in said
    assert "That is normal" not in said
    assert said.endswith("Just type your order or return number.")


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("1 October", "After 12 days that is late."),
        ("20 September", "23 days is 6 days too long."),
        ("yesterday", "That is not late yet: with the free label or code, a parcel handed in on **Monday 12 October**"),
        ("4 days ago", "That is not late yet"),
        # The 1st of October or the 10th of January: nobody knows yet.
        ("1/10", "With the free return label or code"),
    ],
)
def test_a_day_told_before_anybody_is_known_is_held_against_the_rule(desk: Desk, phrase: str, says: str):
    assert desk.ask(ACTION, INTENT, date=phrase).startswith(says)


def test_a_weekday_that_is_not_that_of_its_date_is_asked_about(desk: Desk):
    reply = desk.verified("ana").reply(ACTION, INTENT, number="R1005", date="Wednesday the 8th")

    assert desk.say(reply) == [
        "That weekday and that date don't belong together. Did you hand in the parcel on **Wednesday 7 October** or on "
        "**Thursday 8 October**?"
    ]
    assert desk.buttons(reply) == [
        ("Wednesday 7 October", '/give_details{"customer_number": "R1005", "date": "2026-10-07"}'),
        ("Thursday 8 October", '/give_details{"customer_number": "R1005", "date": "2026-10-08"}'),
    ]
    assert reply.slots["said_date"] is None


def after(response: str, *days: str) -> tuple[dict[str, Any], ...]:
    """A conversation in which the customer named these days, and the last answer was this one."""
    entities = [{"entity": "date", "value": day, "sense": "past"} for day in days]
    said = {"event": "user", "text": "…", "parse_data": {"entities": entities}}
    return (said, {"event": "bot", "metadata": {"utter_action": response}}, {"event": "user"})


@pytest.mark.parametrize(
    ("asked", "answer", "day", "due"),
    [
        # Sunday the 11th or Monday the 12th, a holiday: Tuesday and Wednesday count after both.
        ("Monday 11 October", "Monday", "Monday 12 October", "Wednesday 14 October"),
        ("Monday 11 October", "Sunday", "Sunday 11 October", "Wednesday 14 October"),
        # Not the Wednesday or Thursday of this week, which lie ahead, nor another 8th.
        ("Wednesday the 8th", "Thursday", "Thursday 8 October", "Tuesday 13 October"),
        ("Wednesday the 8th", "the 7th", "Wednesday 7 October", "Friday 9 October"),
        # More than a week ago: the Sunday asked about, not last Sunday.
        ("Sunday 3 October", "Sunday", "Sunday 4 October", "Tuesday 6 October"),
        # Any other day is that day.
        ("Monday 11 October", "9 October", "Friday 9 October", "Wednesday 14 October"),
    ],
)
def test_either_of_the_two_days_is_an_answer(desk: Desk, asked: str, answer: str, day: str, due: str):
    events = after("utter_hand_in_day_contradicts", asked)
    said = desk.verified("ana").ask(ACTION, INTENT, number="R1005", date=answer, events=events)

    assert f"handed it in on {day}" in said or f"handed in the parcel on {day}" in said
    assert f"by **{due}**" in said


@pytest.mark.parametrize(
    ("number", "says"),
    [
        # Handed in on Friday 9 October: 17 days are Monday the 26th. Nothing is late yet.
        ("R1001", "If the parcel is not properly delivered by **Monday 26 October**, the refund starts by itself."),
        # On Monday 5 October, and the page is late.
        ("R1006", "If the parcel is not properly delivered by **Thursday 22 October**, the refund starts by itself."),
        # Nothing was handed in.
        ("R1005", "not been properly delivered within **17 days**"),
        ("R1007", "The warehouse has the parcel, so it is not lost."),
    ],
)
def test_when_a_parcel_counts_as_lost_is_told_whatever_is_in_hand(desk: Desk, number: str, says: str):
    said = desk.verified("ana").ask(ACTION, "report_parcel_lost", number=number, said="and if it never arrives?")

    assert says in said.split("_Source")[0]


@pytest.mark.parametrize("phrase", ["last week", "2 days ago or 3 days ago", "Sunday or Saturday"])
def test_of_several_days_the_latest_is_reckoned_with_and_said(desk: Desk, phrase: str):
    reply = desk.verified("ana").reply(ACTION, INTENT, number="R1005", date=phrase)

    said = desk.say(reply)
    # Sunday 11 October, and Monday the 12th is a holiday.
    assert said[0].startswith("You name no single day, so I reckon with the latest one, **Sunday 11 October**.")
    assert "by **Wednesday 14 October**" in said[1]
    # Which day it was is still to be asked before anything is noted.
    assert desk.buttons(reply)[-1] == ("I have handed it in", '/button_report_drop_off{"customer_number": "R1005"}')


@pytest.mark.parametrize(
    ("waited", "says"),
    [
        # Three working days back from Tuesday 13 October in Spain: Friday 9, Thursday 8, Wednesday 7.
        (
            Waited(3, working=True),
            "You handed in the parcel on Wednesday 7 October, so the page should have changed by **Friday 9",
        ),
        (Waited(9), "You handed in the parcel on Sunday 4 October, so the page should have changed by **Tuesday 6"),
    ],
)
def test_a_duration_counts_as_the_day_of_the_hand_in(desk: Desk, waited: Waited, says: str):
    said = desk.verified("ana").ask(ACTION, INTENT, number="R1005", waited=waited)

    assert says in said
    assert "Now is the time to get help." in said


def test_a_duration_of_something_else_is_no_hand_in(desk: Desk):
    said = desk.verified("ana").ask(ACTION, "report_parcel_lost", number="R1005", waited=Waited(9))

    assert "I can't see a hand-in" in said


@pytest.mark.parametrize(
    ("customer", "number", "handed_in"),
    [
        # Tuesday 6 October in the United States, a day before the store's own; the 10th of June in Spain.
        (
            "carl",
            "R3001",
            "Our records have the hand-in on Wednesday 7 October; by your words I would have reckoned with T",
        ),
        ("ana", "R1005", "That is before return **R1005** was asked for."),
    ],
)
def test_months_come_first_in_the_united_states_alone(desk: Desk, customer: str, number: str, handed_in: str):
    assert handed_in in desk.verified(customer).ask(ACTION, INTENT, number=number, date="10/6")


def test_a_day_that_was_used_is_not_remembered(desk: Desk):
    reply = desk.verified("ana").reply(ACTION, INTENT, number="R1005", date="yesterday")

    assert reply.slots["said_date"] is None


@pytest.mark.parametrize(
    ("customer", "number", "standing"),
    [
        ("ana", "R1007", "The check at the warehouse should be done by **Wednesday 14 October**."),
        ("ana", "R1008", "passed the check at the warehouse on Friday 9 October."),
        ("ana", "R1009", "did not pass the check at the warehouse on Monday 12 October."),
        ("kim", "R9015", "The check takes longer than usual"),
    ],
)
def test_a_parcel_that_the_warehouse_has_is_answered_with_where_the_return_stands(
    desk: Desk, customer: str, number: str, standing: str
):
    said = desk.verified(customer).ask(ACTION, INTENT, number=number)

    assert said.startswith("The warehouse has the parcel")
    assert standing in said


@pytest.mark.parametrize(
    ("customer", "number", "standing"),
    [
        ("ana", "R1010", "was sent on Tuesday 6 October. The money should reach you by **Wednesday 4 November**."),
        ("ana", "R1012", "was cancelled on Thursday 8 October."),
        ("ana", "R1013", "was declined on Thursday 8 October. If you disagree, the platform can decide."),
        ("kim", "R9012", "The parcel was sent all the same"),
    ],
)
def test_a_return_that_is_over_is_answered_with_how_it_ended(desk: Desk, customer: str, number: str, standing: str):
    said = desk.verified(customer).ask(ACTION, INTENT, number=number)

    assert said.startswith("The parcel of this return is no longer awaited.")
    assert standing in said


@pytest.mark.parametrize("number", ["R1007", "R1010"])
def test_who_speaks_of_no_parcel_is_told_nothing_of_one(desk: Desk, number: str):
    said = "the account has it with you since the 6th, count from then"
    told = desk.verified("ana").ask(ACTION, "report_parcel_delivered", number=number, said=said)

    assert told.startswith(f"{'Your return' if number == 'R1007' else 'The refund for your return'} **{number}**")


def test_a_day_told_before_the_details_is_remembered_with_when_it_was_told(desk: Desk):
    reply = desk.reply(ACTION, INTENT, date="yesterday")

    assert reply.slots["said_date"] == {"phrase": "yesterday", "said_at": "2026-10-13T10:00:00+00:00", "sense": "past"}


@pytest.mark.parametrize("phrase", ["6 days ago", "1 week ago", "3 working days ago", "last week"])
def test_a_span_is_no_better_than_the_recorded_day(desk: Desk, phrase: str):
    said = desk.verified("ana").say(desk.reply(ACTION, INTENT, number="R1001", date=phrase))

    # Recorded on Friday 9 October, and Monday the 12th is a holiday.
    assert len(said) == 1
    assert "by **Wednesday 14 October**, 2 working days after you handed it in on Friday 9 October" in said[0]


def test_a_span_that_is_far_from_the_recorded_day_is_said_with_it(desk: Desk):
    # Tuesday 13 October less 21 days.
    said = desk.verified("ana").say(desk.reply(ACTION, INTENT, number="R1001", waited=Waited(21)))

    assert said[0].startswith(
        "Our records have the hand-in on Friday 9 October; by your words I would have reckoned with Tuesday 22 Sep"
    )
    assert "handed it in on Friday 9 October" in said[1]


@pytest.mark.parametrize("day", ["Friday", "9 October"])
def test_the_recorded_day_in_the_customers_words_is_the_records_own(desk: Desk, day: str):
    (said,) = desk.say(desk.verified("ana").reply(ACTION, INTENT, number="R1001", date=day))

    assert "2 working days after you handed it in on Friday 9 October" in said
    assert "I go by the day" not in said


@pytest.mark.parametrize(("day", "theirs"), [("8 October", "Thursday 8 October"), ("yesterday", "Monday 12 October")])
def test_another_day_than_the_recorded_one_is_said_and_the_records_hold(desk: Desk, day: str, theirs: str):
    differs, said = desk.say(desk.verified("ana").reply(ACTION, INTENT, number="R1001", date=day))

    assert differs.startswith(
        f"Our records have the hand-in on Friday 9 October; by your words I would have reckoned with {theirs}."
    )
    assert "by **Wednesday 14 October**, 2 working days after you handed it in on Friday 9 October" in said


@pytest.mark.parametrize(
    ("said", "differs"),
    [
        ("the courier had it signed for yesterday and you show nothing", False),
        ("it arrived at your place yesterday, so?", False),
        ("I gave it to the driver yesterday, when will it have arrived?", True),
    ],
)
def test_the_day_of_a_delivery_is_not_held_against_that_of_the_hand_in(desk: Desk, said: str, differs: bool):
    told = desk.verified("ana").ask(ACTION, INTENT, number="R1001", date="yesterday", said=said)

    assert ("by your words" in told) is differs
    assert "handed it in on Friday 9 October" in told


def test_who_asks_when_a_parcel_is_lost_is_told_the_day(desk: Desk):
    said = desk.verified("ana").say(desk.reply(ACTION, "report_parcel_lost", number="R1001"))

    # Friday 9 October and 17 days: Monday 26 October.
    assert said[0].startswith("If the parcel is not properly delivered by **Monday 26 October**, the refund starts by")
    assert "17 days from the hand-in on Friday 9 October" in said[0]
    assert "The page should show it by **Wednesday 14 October**" in said[1]


def test_another_day_alone_asks_the_same_question(desk: Desk):
    day = {"date": SaidDate("Saturday", NOW, "ahead"), "asked_day": SaidDate("Saturday", NOW, "asked")}
    said = desk.ask(ACTION, "give_details", topic=INTENT, **day)

    # Saturday 17 October: Monday 19, Tuesday 20.
    assert "If you hand it in on **Saturday 17 October**, the page should change by **Tuesday 20 October**" in said


@pytest.mark.parametrize("intent", ["report_parcel_lost", "report_parcel_delivered"])
@pytest.mark.parametrize("said", ["it never came", "the courier lost my parcel", "marked delivered, nothing here"])
def test_where_nothing_speaks_of_a_return_it_is_asked_which_way_the_parcel_goes(desk: Desk, intent: str, said: str):
    reply = desk.verified("ana").reply(ACTION, intent, said=said)

    assert desk.say(reply) == ["Is it the order that you are waiting for, or a parcel that you sent back?"]
    assert desk.buttons(reply) == [("My order", "/report_order_not_arrived"), ("A parcel I sent back", f"/{intent}")]
    # A return's number that is typed now is asked about that.
    assert reply.slots["topic"] == intent


@pytest.mark.parametrize(
    ("said", "number"),
    [("they lost what I sent back", None), ("the courier lost it", "R1006"), ("/report_parcel_lost", None)],
)
def test_a_return_that_is_spoken_of_or_in_hand_is_answered(desk: Desk, said: str, number: str | None):
    assert "waiting for" not in desk.verified("ana").ask(ACTION, "report_parcel_lost", said=said, number=number)


@pytest.mark.parametrize("day", ["yesterday", "Friday"])
def test_a_parcel_that_was_sent_under_a_cancelled_return_is_for_a_person(desk: Desk, day: str):
    # Cancelled on Thursday 8 October.
    told = desk.verified("ana").reply(
        "action_parcel", "report_not_marked_returned", number="R1012", date=day, said=f"my son posted it {day} anyway"
    )

    assert "was sent all the same, and a person has to sort that out" in "\n".join(desk.say(told))
    assert told.slots["offer"] == "person"


@pytest.mark.parametrize(
    "said",
    [
        "the lamp came to you on Sunday, right?",
        "that's since Sunday now and there is no sign of anything",
        "you've got it",
    ],
)
def test_a_day_of_something_else_is_not_held_against_the_records(desk: Desk, said: str):
    told = desk.verified("ana").ask(ACTION, INTENT, number="R1001", said=said, date=SaidDate("Sunday", NOW))

    assert "by your words" not in told
