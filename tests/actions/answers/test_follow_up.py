"""What refers to the answer before. NOW is Tuesday 13 October 2026, noon in Madrid."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from custom_desk import Desk
from custom_shop import NOW, order_number

from actions.answers.what_follows import STAGES
from actions.dialogue.turn import SaidDate, Waited
from policy.facts import load_facts
from returndesk.project import this_project

ACTION = "action_follow_up"
DOMAIN = yaml.safe_load((this_project().root / "bot" / "domain" / "follow_up.yml").read_text(encoding="utf-8"))


def after(*facts: str, response: str = "utter_a", text: str = "Words.", **metadata: Any) -> tuple[dict[str, Any], ...]:
    """A conversation whose last answer rests on these rules."""
    said = {"event": "bot", "text": text, "metadata": {"utter_action": response, "facts": list(facts), **metadata}}
    return ({"event": "user"}, said, {"event": "user"})


def test_every_rule_has_its_reason():
    assert {f"utter_reason_{fact.replace('.', '_')}" for fact in load_facts()} <= set(DOMAIN["responses"])


def test_every_stage_has_what_follows_on_it():
    assert {f"utter_after_{fact.replace('.', '_')}" for fact in STAGES} <= set(DOMAIN["responses"])


def test_why_names_the_rule_and_counts_in_words(desk: Desk):
    said = desk.verified("ana").ask(ACTION, "explain_why", number="R1001", events=after("update.dropoff"))

    assert "1 to 2 working days to update the status" in said
    # Handed in on Friday 9 October; Monday 12 October is a holiday in Spain.
    assert "I count 2 working days after Friday 9 October" in said
    assert "public holidays in Spain are left out" in said
    assert "ends on **Wednesday 14 October**" in said
    assert said.endswith("_Source: AliExpress return policy, “Already dropped off”_")


def test_hours_are_counted_to_the_hour(desk: Desk):
    said = desk.verified("ana").ask(ACTION, "explain_why", number="R1002", events=after("request.processing"))

    # Requested today at 10:00 in Madrid.
    assert "I count 24 hours from Tuesday 13 October, 10:00, which ends on **Wednesday 14 October, 10:00**" in said


def test_why_of_a_rule_alone_counts_nothing(desk: Desk):
    said = desk.ask(ACTION, "explain_why", events=after("seller.silence"))

    assert "The seller has 48 hours to answer" in said
    assert "I count" not in said


def test_a_date_of_another_rule_is_not_counted(desk: Desk):
    said = desk.verified("ana").ask(ACTION, "explain_why", number="R1001", events=after("seller.silence"))

    assert "I count" not in said


def test_whether_it_is_sure_tells_when_the_rules_were_read_and_what_they_leave_out(desk: Desk):
    said = desk.ask(ACTION, "doubt_answer", events=after("parcel.track"))

    assert "last checked on 26 May 2026" in said
    assert "breaks off there" in said
    assert "breaks off" not in desk.ask(ACTION, "doubt_answer", events=after("seller.silence"))


def test_how_long_is_from_today(desk: Desk):
    said = desk.verified("ana").ask(ACTION, "how_long", number="R1001", events=after("update.dropoff"))

    assert "From today that is **1 day**, until **Wednesday 14 October**." in said


def test_how_long_without_a_return_is_the_rule(desk: Desk):
    assert "3 to 20 business days" in desk.ask(ACTION, "how_long", events=after("refund.time"))


@pytest.mark.parametrize("said", ["and until when could I", "how long have we got then?"])
def test_how_long_one_has_behind_a_rule_without_a_length_is_the_window(desk: Desk, said: str):
    told = desk.ask(ACTION, "how_long", said=said, events=after("packing"))

    assert "**90 days" in told
    assert "7, 15 or 30 days" in told


def test_how_long_something_takes_is_no_window(desk: Desk):
    assert "90 days" not in desk.ask(ACTION, "how_long", said="how long does that take", events=after("packing"))


def test_what_it_means_comes_with_the_next_step(desk: Desk):
    said = desk.verified("ana").ask(ACTION, "explain_answer", number="R1001", events=after("update.dropoff"))

    assert said.startswith("In other words:")
    assert "The page should show it by **Wednesday 14 October**" in said


def test_and_then_is_the_next_step_of_the_return_in_hand(desk: Desk):
    said = desk.verified("ana").ask(ACTION, "what_next", number="R1001", events=after("refund.time"))

    assert "You handed in your return **R1001** on Friday 9 October." in said
    assert "The page should show it by **Wednesday 14 October**" in said


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("request.processing", "The seller has 48 hours to answer"),
        ("inspection", "the refund starts. It often takes 3 to 20 business days"),
        ("refund.time", "the rules name no further step"),
        ("fee.first", "These times apply to a free return"),
    ],
)
def test_and_then_without_a_return_is_the_next_stage(desk: Desk, fact: str, words: str):
    assert words in desk.ask(ACTION, "what_next", events=after(fact))


def test_again_is_the_same_words_with_the_same_buttons(desk: Desk):
    said = {
        "event": "bot",
        "text": "**3** days.",
        "metadata": {"utter_action": "utter_rule_ask_label_use"},
        "data": {"buttons": [{"title": "Look", "payload": "/affirm"}]},
    }
    reply = desk.reply(ACTION, "repeat_answer", events=({"event": "user"}, said, {"event": "user"}))

    assert desk.say(reply) == ["**3** days."]
    assert desk.buttons(reply) == [("Look", "/affirm")]


def test_what_was_ones_own_is_repeated_for_nobody_else(desk: Desk):
    events = after("refund.time", response="utter_refund_issued", text="Your €12.50 was sent.", amount="€12.50")
    slots = {"belongings": {"of": "ana", "things": []}}
    assert desk.ask(ACTION, "repeat_answer", events=events, topic="ask_refund_time", slots=slots) == ""
    assert desk.verified("ana").ask(ACTION, "repeat_answer", events=events, slots=slots) == "Your €12.50 was sent."


@pytest.mark.parametrize("intent", ["explain_why", "doubt_answer", "explain_answer", "repeat_answer", "what_next"])
def test_before_any_answer_there_is_nothing_to_say_more_of(desk: Desk, intent: str):
    assert desk.ask(ACTION, intent).startswith("I haven't told you anything yet")


@pytest.mark.parametrize("intent", ["doubt_answer", "explain_answer"])
def test_what_rests_on_no_rule_is_said_again(desk: Desk, intent: str):
    events = after(response="utter_reminders_off", text="I won't remind you.")

    assert desk.ask(ACTION, intent, events=events) == "I won't remind you."


@pytest.mark.parametrize("intent", ["explain_why", "how_long"])
def test_without_the_store_the_rule_is_left(desk: Desk, intent: str):
    said = desk.without_store().ask(ACTION, intent, number="R1001", events=after("refund.time"))

    assert "3 to 20 business days" in said


def test_while_details_are_asked_for_why_is_about_them(desk: Desk):
    asked = after(response="utter_ask_identity_form_customer_number")

    assert "to the person who placed it" in desk.ask(ACTION, "explain_why", in_form=True, events=asked)
    assert desk.say(desk.reply(ACTION, "repeat_answer", in_form=True, events=asked)) == []


def test_while_details_are_asked_for_a_rule_that_was_told_with_them_is_what_why_is_about(desk: Desk):
    assert "3 to 20" in desk.ask(ACTION, "explain_why", in_form=True, events=after("refund.time"))


def test_and_if_they_do_not_is_about_the_seller(desk: Desk):
    desk.verified("ana")
    for number in (None, "R1002"):
        said = desk.ask(ACTION, "what_next", number=number, said="and if they don't?", events=after("seller.silence"))
        assert "without an answer by then the platform steps in" in said


@pytest.mark.parametrize(
    "said", ["and if it never arrives?", "what if the parcel goes missing", "and if it doesn't turn up"]
)
@pytest.mark.parametrize("fact", ["update.dropoff", "seller.silence", "parcel.track"])
def test_what_follows_if_a_parcel_never_comes_is_when_it_counts_as_lost(desk: Desk, said: str, fact: str):
    # R1006 was handed in on Monday 5 October; 17 days are Thursday the 22nd.
    told = desk.verified("ana").ask(ACTION, "what_next", number="R1006", said=said, events=after(fact))

    assert told.startswith("If the parcel is not properly delivered by **Thursday 22 October**")


@pytest.mark.parametrize("fact", ["update.dropoff", "refund.time"])
def test_the_money_of_a_parcel_that_never_comes_is_a_matter_of_the_parcel(desk: Desk, fact: str):
    said = "and what becomes of my money if that box never arrives?"
    told = desk.verified("ana").ask(ACTION, "what_next", number="R1006", said=said, events=after(fact))

    assert told.startswith("If the parcel is not properly delivered by **Thursday 22 October**")


def test_so_it_is_where_it_is_understood_as_a_question_of_the_refund(desk: Desk):
    said = "what becomes of my refund if that package never turns up"
    told = desk.verified("ana").ask("action_refund", "ask_refund_time", number="R1006", said=said)

    assert told.startswith("If the parcel is not properly delivered by **Thursday 22 October**")


def test_whoever_is_unknown_gets_the_rule_of_a_lost_parcel(desk: Desk):
    told = desk.ask(ACTION, "what_next", said="and if it never arrives?", in_form=True)

    assert "not been properly delivered within **17 days**" in told


@pytest.mark.parametrize(
    ("said", "fact"), [("and if it never comes?", "refund.time"), ("what if my money never comes", "update.dropoff")]
)
def test_of_money_that_never_comes_a_person_is_named(desk: Desk, said: str, fact: str):
    # R1010 was paid on Tuesday 6 October; twenty working days without Monday 12 October end on Wednesday 4 November.
    known = {"number": "R1010", "said": said, "events": after(fact)}
    reply = desk.verified("ana").reply(ACTION, "what_next", **known)

    (told,) = desk.say(reply)
    assert told.startswith("The money should reach you by **Wednesday 4 November**.")
    assert "ask your bank or payment service first" in told
    assert desk.buttons(reply) == [("Talk to a person", "/talk_to_person")]
    assert reply.slots["offer"] == "person"


def test_of_nobodys_money_the_rule_is_told(desk: Desk):
    told = desk.ask(ACTION, "what_next", said="and if it never comes?", events=after("refund.time"))

    assert "not there 20 business days after the warehouse has confirmed" in told


@pytest.mark.parametrize("said", ["so what am I to do about it?", "and now?", "what do I do now"])
def test_who_doubts_that_the_money_came_is_not_told_that_nothing_is_left(desk: Desk, said: str):
    doubted = after("refund.time", response="utter_late_by_your_count")
    doubted[1]["data"] = {"buttons": [{"title": "Talk to a person", "payload": "/talk_to_person"}]}
    reply = desk.verified("ana").reply(ACTION, "what_next", number="R1011", said=said, events=doubted)

    (told,) = desk.say(reply)
    assert "is complete. The refund arrived on Friday 2 October" in told
    assert "nothing left" not in told
    assert desk.buttons(reply) == [("Talk to a person", "/talk_to_person")]
    assert "nothing left to do" in desk.ask(ACTION, "what_next", number="R1011", events=after("refund.time"))


def test_a_doubt_about_money_that_arrived_names_bank_and_person(desk: Desk):
    events = after("refund.time", response="utter_refund_settled")
    told = desk.verified("ana").ask(ACTION, "doubt_answer", number="R1011", events=events)

    assert told.startswith("That is what our records say. If you can't find the money there, please ask your bank")


def test_the_next_step_that_needs_a_person_has_the_button(desk: Desk):
    reply = desk.verified("ana").reply(ACTION, "what_next", number="R1006", events=after("update.dropoff"))

    assert desk.buttons(reply) == [("Talk to a person", "/talk_to_person")]


@pytest.mark.parametrize("said", ["which of them holds for mine?", "which one applies to me", "and which is mine"])
@pytest.mark.parametrize("fact", ["window.order", "window.receipt"])
def test_which_window_is_mine_depends_on_the_item_and_can_be_looked_up(desk: Desk, said: str, fact: str):
    told = desk.ask(ACTION, "explain_answer", said=said, events=after(fact))

    assert "depends on where the item was sent from and on its category" in told
    assert told.endswith("Just type its number.")


def test_of_an_order_in_hand_it_is_its_windows(desk: Desk):
    # Received in Amsterdam on Monday 28 September: 7 days are over on the 5th, 15 are Tuesday 13 October.
    said = {"number": order_number(80002), "said": "which one is mine?", "events": after("window.order")}
    told = desk.verified("hana").ask(ACTION, "explain_answer", **said)

    assert "• Cup: no, the window closed on Monday 5 October." in told


@pytest.mark.parametrize(
    ("number", "fact", "said", "day", "says"),
    [
        # Spain: Monday 12 October was a holiday, Monday the 19th is none.
        (
            "R1001",
            "update.dropoff",
            "is Monday a holiday for you?",
            "Monday",
            ["**Monday 12 October** is a public holiday"],
        ),
        (
            "R1001",
            "update.dropoff",
            "is Monday a holiday?",
            "Monday",
            ["**Monday 19 October** counts as a working day"],
        ),
        (
            "R1001",
            "refund.time",
            "does Sunday count as a working day",
            "Sunday",
            ["**Sunday 18 October** is on the weekend"],
        ),
        ("R1001", "refund.time", "was the 12th a holiday?", "the 12th", ["**Monday 12 October** is a public holiday"]),
        ("R1001", "update.dropoff", "do you work on sundays?", None, ["Spain: I count Monday to Friday"]),
    ],
)
def test_which_days_count_is_told_by_the_calendar_of_the_return(
    desk: Desk, number: str, fact: str, said: str, day: str | None, says: list[str]
):
    asked = SaidDate(day, NOW, "asked") if day else None
    known = {"number": number, "said": said, "asked_day": asked, "events": after(fact)}
    told = desk.verified("ana").ask(ACTION, "explain_answer", **known)

    for words in says:
        assert words in told


@pytest.mark.parametrize(
    ("country", "day", "says"),
    [
        ("IL", "Sunday", "Israel: I count Sunday to Thursday as working days, without public holidays."),
        ("IL", "Sunday", "**Sunday 18 October** counts as a working day."),
        ("IL", "Friday", "**Friday 16 October** is on the weekend, so it does not count."),
        ("IT", "Wednesday", "**Wednesday 14 October** counts as a working day."),
        (None, "Sunday", "I count Monday to Friday as working days, in Israel Sunday to Thursday"),
    ],
)
def test_of_nobody_it_is_that_of_the_country_they_name(desk: Desk, country: str | None, day: str, says: str):
    asked = SaidDate(day, NOW, "asked")
    told = desk.ask(
        ACTION, "explain_answer", said=f"does {day} count as a working day?", country=country, asked_day=asked
    )

    assert says in told


@pytest.mark.parametrize("said", ["what is a working day for you", "what counts as a business day?"])
def test_what_a_working_day_is_needs_no_answer_before(desk: Desk, said: str):
    assert "I count Monday to Friday" in desk.ask(ACTION, "explain_answer", said=said)


def test_what_a_working_day_is_is_told_behind_calendar_days_too(desk: Desk):
    said = {"number": "R1006", "said": "what does working days mean here?"}
    told = desk.verified("ana").ask(ACTION, "explain_answer", **said, events=after("parcel.lost"))

    assert told == "Spain: I count Monday to Friday as working days, without public holidays."
    assert "In other words" in desk.ask(ACTION, "explain_answer", **said, events=after("update.dropoff"))


def test_why_so_long_names_the_holidays_that_were_left_out(desk: Desk):
    told = desk.verified("ana").ask(ACTION, "explain_why", number="R1001", events=after("update.dropoff"))

    assert "Public holidays that I left out: Monday 12 October." in told
    # Handed in on Monday 5 October: no holiday until Wednesday.
    again = desk.verified("ana").ask(ACTION, "explain_why", number="R1006", events=after("update.dropoff"))
    assert "Public holidays" not in again


def test_a_number_of_days_is_told_in_weeks(desk: Desk):
    said = desk.ask(ACTION, "explain_answer", said="and how many is that in weeks?", events=after("refund.time"))

    # The longest time is 20 working days, five of which are a week.
    assert "20 working days are about 4 weeks" in said
    ninety = desk.ask(ACTION, "how_long", said="in weeks?", events=after("window.order"))
    assert "90 days are about 13 weeks" in ninety


def test_hours_are_told_in_no_weeks(desk: Desk):
    assert "week" not in desk.ask(ACTION, "how_long", said="in weeks?", events=after("seller.silence"))


def test_a_day_holds_to_its_end(desk: Desk):
    said = desk.ask(ACTION, "explain_answer", said="till what hour?", events=after("window.order"))

    assert "for the whole of that day" in said
    assert "whole of that day" not in desk.ask(
        ACTION, "explain_answer", said="till what hour?", events=after("request.processing")
    )


@pytest.mark.parametrize("number", [None, "R1006"])
def test_what_follows_on_the_day_of_a_lost_parcel(desk: Desk, number: str | None):
    reply = desk.verified("ana").reply(ACTION, "what_next", number=number, events=after("parcel.lost"))

    [said] = desk.say(reply)
    assert "the refund starts by itself" in said
    assert reply.slots["offer"] == "person"


@pytest.mark.parametrize(
    ("number", "fact", "rule"),
    [
        ("R1009", "dispute", "whether it is undamaged and fits the description"),
        ("R1009", "inspection.checks", "whether it is undamaged and fits the description"),
        ("R1013", "dispute", "the platform steps in and decides"),
    ],
)
def test_why_a_return_was_refused_is_not_recorded_and_a_person_can_ask(desk: Desk, number: str, fact: str, rule: str):
    reply = desk.verified("ana").reply(ACTION, "explain_why", number=number, said="for what cause?", events=after(fact))

    untold, told = desk.say(reply)
    assert untold == "The records that I have don't say why."
    assert rule in told
    assert desk.buttons(reply) == [("Talk to a person", "/talk_to_person")]
    assert reply.slots["offer"] == "person"


def test_why_of_a_return_that_goes_on_is_the_rule_alone(desk: Desk):
    said = {"number": "R1007", "said": "why is that?", "events": after("inspection")}

    assert len(desk.say(desk.verified("ana").reply(ACTION, "explain_why", **said))) == 1


def test_how_long_the_platform_takes_is_not_stated(desk: Desk):
    said = {"number": "R1014", "said": "how long is that?", "events": after("dispute")}

    assert "don't say how long that takes" in desk.verified("ana").ask(ACTION, "how_long", **said)


@pytest.mark.parametrize("intent", ["how_long", "what_next", "doubt_answer"])
def test_a_first_message_that_brings_number_and_address_is_answered_for_them(desk: Desk, intent: str):
    told = {"number": "R1006", "email": "ana@example.com", "told_now": frozenset({"customer_number", "email"})}

    assert "Your return **R1006** is on its way." in desk.ask(ACTION, intent, said="so how long is it now?", **told)


@pytest.mark.parametrize(
    ("said", "fact", "says"),
    [
        ("do weekends count?", "parcel.lost", "not of working days. So I count every day"),
        ("so is Christmas left out", "window.order", "I count every day"),
        ("the 48, are saturdays in that?", "seller.silence", "I count every hour"),
        ("20 days, are those business days?", "refund.time", "I count Monday to Friday"),
    ],
)
def test_whether_a_day_is_in_a_span_depends_on_what_the_span_is_counted_in(desk: Desk, said: str, fact: str, says: str):
    assert says in desk.ask(ACTION, "explain_answer", said=said, events=after(fact))


def test_of_several_spans_the_one_with_the_number_is_meant(desk: Desk):
    events = after("update.dropoff", "parcel.lost")
    said = {"number": "R1006", "events": events}
    told = desk.verified("ana").ask(ACTION, "explain_answer", said="the 17, from when do they run?", **said)

    # Handed in on Monday 5 October.
    assert told.startswith("With the free label or code, a returned parcel")
    assert "I count from the hand-in" in told
    assert "I count 17 days from Monday 5 October, which ends on **Thursday 22 October**" in told
    calendar = desk.verified("ana").ask(ACTION, "explain_answer", said="and those 17, calendar days?", **said)
    assert "I count every day" in calendar


def test_a_span_is_named_by_the_date_on_which_it_ends(desk: Desk):
    asked = SaidDate("the 22nd", NOW, "asked")
    said = {"number": "R1006", "said": "why the 22nd", "asked_day": asked, "events": after("update.dropoff")}

    assert "17 days from Monday 5 October" in desk.verified("ana").ask(ACTION, "explain_why", **said)


def test_what_both_windows_count_from_is_told_together(desk: Desk):
    events = after("window.order", "window.receipt")
    told = desk.ask(ACTION, "explain_answer", said="counted from the order or from when it came?", events=events)

    assert "within 90 days after the order was placed" in told
    assert "7, 15 or 30 days after reception" in told
    one = desk.ask(ACTION, "explain_answer", said="from when do those 30 days run?", events=events)
    assert "90 days" not in one


@pytest.mark.parametrize(
    ("country", "says"),
    [
        ("US", "**Thursday 26 November** is a public holiday"),
        ("CA", "**Monday 12 October** is a public holiday in some regions only"),
        ("ES", "Spain: I count Monday to Friday as working days, without public holidays."),
    ],
)
def test_a_holiday_may_be_named_by_its_name(desk: Desk, country: str, says: str):
    before = {
        "event": "user",
        "text": "I live there",
        "parse_data": {"entities": [{"entity": "country", "value": country}]},
    }
    events = (before, *after("update.dropoff"))

    assert says in desk.ask(ACTION, "explain_answer", said="is thanksgiving left out?", events=events)


def test_why_is_about_the_part_that_is_named(desk: Desk):
    events = after("window.order", "window.receipt")
    told = desk.ask(ACTION, "explain_why", said="why does the category matter?", events=events)

    assert "within 7, 15 or 30 days after reception" in told
    assert "The rules I have give no reason for that." in told
    assert "90 days" not in told


@pytest.mark.parametrize(("fact", "is_given"), [("parcel.lost", False), ("refund.time", True), ("ship.within", True)])
def test_that_the_rules_give_no_reason_is_said(desk: Desk, fact: str, is_given: bool):
    assert ("give no reason" in desk.ask(ACTION, "explain_why", events=after(fact))) is not is_given


def test_why_one_thing_has_longer_than_another_names_the_window_of_each(desk: Desk):
    # Hana ordered on 15 July and received it on 8 October.
    said = {"said": "why is the jacket's so much later than the speaker's?", "events": after("window.receipt")}
    told = desk.verified("hana").ask(ACTION, "explain_why", number=order_number(80001), **said)

    assert "• Jacket: 30 days from the day you received it, until Saturday 7 November." in told
    assert "• Speaker: 15 days from the day you received it, until Friday 23 October." in told
    assert "depends on where it was sent from and on its category" in told


def test_what_was_named_before_is_what_that_one_is_compared_with(desk: Desk):
    before = tuple({"event": "user", "text": text} for text in ("just the jacket", "and the vase"))
    events = (*before, *after("window.order"))
    said = {"said": "why has that one so much less", "events": events}
    told = desk.verified("hana").ask(ACTION, "explain_why", number=order_number(80001), **said)

    assert "• Vase: 90 days from the order, until Tuesday 13 October." in told
    assert "• Jacket: 30 days" in told


def test_why_one_thing_is_free_and_another_is_not_is_told_by_their_marks(desk: Desk):
    said = {"said": "how come the vase is free and the sticker isn't?", "events": after("window.general")}
    reply = desk.verified("hana").reply(ACTION, "explain_why", number=order_number(80001), **said)

    [told] = desk.say(reply)
    assert "• Vase: it is marked “Free returns”." in told
    assert "• Sticker: it is not marked “Free returns”." in told
    assert "don't say why an item has it or not" in told
    # The return or order in hand stays the one in hand.
    assert "customer_number" not in reply.slots


def test_of_two_things_that_are_marked_the_first_return_alone_is_free(desk: Desk):
    said = {"said": "why is the cup free but the mug isn't", "events": after("fee.next")}
    told = desk.verified("hana").ask(ACTION, "explain_why", number=order_number(80002), **said)

    assert "The first return on each order is free." in told
    assert "can't be chosen again for its other items" in told


def test_without_the_store_nothing_is_compared(desk: Desk):
    said = {"said": "why is the cup free but the mug isn't", "events": after("fee.first")}

    assert "The first return" in desk.without_store().ask(ACTION, "explain_why", **said)


@pytest.mark.parametrize(
    ("said", "days", "working", "fact", "says"),
    [
        ("and mine is at 18 days", 18, False, "parcel.lost", "18 days"),
        ("one more at 21 business days", 21, True, "refund.time", "After 21 working days"),
        ("and if it is 20 days?", 20, False, "update.dropoff", "20 days"),
    ],
)
def test_a_second_span_is_late_by_the_limit_that_was_told(
    desk: Desk, said: str, days: int, working: bool, fact: str, says: str
):
    waited = Waited(days, working=working)
    reply = desk.reply(ACTION, "how_long", said=said, waited=waited, events=after(fact))

    assert desk.buttons(reply) == [("Talk to a person", "/talk_to_person")]
    assert reply.slots["offer"] == "person"
    assert says.split()[-2] in desk.say(reply)[0]


def test_a_span_within_the_limit_is_not_late(desk: Desk):
    said = {"said": "another is at 9 days", "waited": Waited(9), "events": after("parcel.lost")}
    told = desk.ask(ACTION, "how_long", **said)

    assert told.startswith("After 9 days that is not late yet.")
    assert "within 17 days is refunded automatically" in told


def test_a_span_against_no_limit_is_not_judged(desk: Desk):
    said = {"said": "another is at 9 days", "waited": Waited(9), "events": after("packing")}

    assert "late" not in desk.ask(ACTION, "how_long", **said)


def test_the_days_since_a_hand_in_are_confirmed_or_corrected(desk: Desk):
    # R1006 was handed in on Monday 5 October, eight days ago.
    known = {"number": "R1006", "events": after("parcel.lost")}
    desk.verified("ana")

    right = desk.ask(ACTION, "doubt_answer", said="eight days by now, right?", **known)
    assert right == "Yes, it is **8 days** since the hand-in on Monday 5 October."
    other = desk.ask(ACTION, "doubt_answer", said="that's 9 days, correct?", **known)
    assert other == "By our records it is **8 days** since the hand-in on Monday 5 October."


def test_the_amount_again_is_that_of_the_return_in_hand(desk: Desk):
    known = {"number": "R1010", "said": "what was the sum again?"}
    told = desk.verified("ana").ask(ACTION, "repeat_answer", **known, events=after("refund.time"))

    assert "The refund for return **R1010** is **€12.50**" in told
    assert desk.ask(ACTION, "repeat_answer", **known, events=after("fee.first")) == "Words."


@pytest.mark.parametrize("said", ["so there is nothing I can do?", "ok, then no other way is left"])
def test_where_the_rules_leave_nothing_a_person_is_left(desk: Desk, said: str):
    reply = desk.reply(ACTION, "what_next", said=said, events=after("window.order"))

    [told] = desk.say(reply)
    assert "name no other way" in told
    assert "the platform steps in and decides" in told
    assert desk.buttons(reply) == [("Talk to a person", "/talk_to_person")]


@pytest.mark.parametrize("said", ["and once that time is over?", "what when those hours are up", "and if they passed?"])
def test_what_follows_the_sellers_time_is_the_platform(desk: Desk, said: str):
    told = desk.verified("ana").ask(ACTION, "what_next", number="R1002", said=said, events=after("seller.silence"))

    assert "without an answer by then the platform steps in" in told
