"""One aspect of what was told, in one short answer, whatever the question was understood as."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk

from actions.dialogue.turn import PAST

STATUS = "action_return_status"


def asked(desk: Desk, number: str, said: str, **more: Any) -> list[str]:
    """What is said to a message about a return of Ana's."""
    return desk.say(desk.verified("ana").reply(STATUS, "ask_return_status", number=number, said=said, **more))


def behind(fact: str) -> dict[str, Any]:
    """A conversation whose last answer rests on this rule."""
    said = {"event": "bot", "text": "Words.", "metadata": {"utter_action": "utter_deadlines", "facts": [fact], "a": 1}}
    return {"events": ({"event": "user"}, said, {"event": "user"})}


def test_what_is_in_time_is_not_late_and_nothing_else_is_told(desk: Desk):
    # Friday 9 October at 18:00; Monday 12 is a holiday: Tuesday 13, Wednesday 14.
    (said,) = asked(desk, "R1001", "hm, is mine overdue?")

    assert said.startswith("No, it isn't late: there is still time until **Wednesday 14 October**.")
    assert "R1001" not in said


def test_what_is_counted_in_hours_is_told_with_its_hour(desk: Desk):
    (said,) = asked(desk, "R1002", "is that delayed?")

    assert said.startswith("No, it isn't late: there is still time until **Wednesday 14 October, 10:00**.")


def test_what_is_late_is_late_since_a_day(desk: Desk):
    # Monday 5 October; Wednesday 7.
    assert asked(desk, "R1006", "so that's late already")[0].startswith("Yes, it is late.")
    (said,) = asked(desk, "R1006", "how many days overdue is that")
    assert said.startswith("It was due by **Wednesday 7 October**. That was 6 days ago.")
    assert "time to get help" in said


def test_advice_is_never_late(desk: Desk):
    (said,) = asked(desk, "R1005", "is that behind schedule?")

    assert said.startswith("No, it isn't late.")


def test_a_day_that_was_told_in_the_chat_counts(desk: Desk):
    day = {"entity": "date", "value": "Sunday", "sense": PAST}
    told = {"event": "user", "text": "I took it there on Sunday", "parse_data": {"entities": [day]}, "timestamp": 0}
    events = ({**told, "timestamp": desk.now.timestamp()}, {"event": "bot", "text": "Good."}, {"event": "user"})
    first = asked(desk, "R1005", "at what point is it lost", events=events)[0]

    # 17 days from Sunday 11 October.
    assert "by **Wednesday 28 October**" in first


def test_a_parcel_on_its_way_is_not_lost_yet(desk: Desk):
    first, second = asked(desk, "R1001", "did it vanish? is it lost?")

    assert first == "It doesn't count as lost yet."
    assert "by **Monday 26 October**" in second


def test_the_number_is_told(desk: Desk):
    assert asked(desk, "R1001", "tell me the consignment number, please") == [
        "The tracking number of return **R1001** is **LP1001**."
    ]


def test_until_when_a_label_is_good(desk: Desk):
    mia = desk.verified("mia")
    question = {"said": "how long does the label last, until when is it usable?"}

    assert mia.ask(STATUS, "ask_label_use", number="R9601", **question) == (
        "The label of return **R9601** is good until **Monday 26 October**."
    )
    assert "expired on **Monday 12 October**" in mia.ask(STATUS, "ask_label_use", number="R9603", **question)
    assert mia.ask(STATUS, "ask_label_use", number="R9602", **question).startswith("Our records don't say until when")


def test_no_deadline_for_a_complaint_is_stated_to_anybody(desk: Desk):
    said = desk.ask("action_follow_up", "how_long", said="is there a time limit for an objection?")

    assert said.startswith("The rules I have name no deadline for that.")


def test_what_is_in_a_return_can_have_been_asked_for_until_a_day(desk: Desk):
    assert "Its window is open until" in asked(desk, "R1001", "up to when could I have asked for the lamp?")[0]


def test_what_is_cancelled_can_be_asked_for_again(desk: Desk):
    # 15 days from Monday 5 October.
    assert "yes, until **Tuesday 20 October**" in asked(desk, "R1012", "may I apply again at a later point")[0]


def test_what_can_be_cancelled_can_be_asked_for_once_it_is(desk: Desk):
    assert "once return **R1005** is cancelled you can apply again" in asked(desk, "R1005", "can I do it later?")[0]


def test_the_last_day_for_several_at_once(desk: Desk):
    told = {"event": "bot", "text": "The refund would be 1.\n\n• Speaker: 1\n\n• Jacket: 2", "metadata": {}}
    events = ({"event": "user"}, told, {"event": "user"})
    hana = desk.verified("hana")
    number = "8120034500080001"
    windows, together = hana.say(
        hana.reply("action_return_window", "ask_return_window", number=number, said="last day for both?", events=events)
    )

    assert [line.split(":")[0] for line in windows.splitlines() if line.startswith("•")] == ["• Speaker", "• Jacket"]
    assert together == "Together you can ask for them until **Friday 23 October**."


def test_advice_is_no_must_and_no_consequence_is_stated(desk: Desk):
    assert (
        "is advice, not a limit" in asked(desk, "R1005", "is it mandatory or just a tip?", **behind("ship.within"))[0]
    )
    feared = asked(desk, "R1005", "will I be punished if I'm late", **behind("ship.within"))[0]
    assert feared.startswith("The rules I have state no such consequence.")


def test_who_has_proven_nothing_is_told_nothing_of_a_return(desk: Desk):
    said = desk.say(desk.reply(STATUS, "ask_return_status", number="R1001", said="is it late?"))

    assert "Wednesday 14 October" not in " ".join(said)


@pytest.mark.parametrize("said", ["how long until I hear back?", "when do I get an answer"])
def test_an_answer_comes_within_the_time_of_the_request(desk: Desk, said: str):
    assert "Wednesday 14 October, 10:00" in asked(desk, "R1002", said)[0]


def test_a_day_asked_between_two_is_the_day_of_what_happened(desk: Desk):
    assert "was cancelled on Thursday 8 October" in asked(desk, "R1012", "was it wednesday or thursday")[0]


def test_the_latest_day_of_the_money(desk: Desk):
    (said,) = asked(desk, "R1010", "and it comes at the latest when", **behind("refund.time"))

    assert said.startswith("From today that is ")


def unclear(desk: Desk, number: str, said: str) -> list[str]:
    """What is said to a message that was not understood, about a return of Ana's."""
    return desk.say(desk.verified("ana").reply("action_resume_question", "nlu_fallback", number=number, said=said))


def test_what_is_asked_of_something_else_names_a_printer_and_no_label(desk: Desk):
    (said,) = desk.say(
        desk.reply("action_rule_for_own", "report_order_not_arrived", said="where does my printer stay?")
    )
    assert "order on its way to you" in said


def test_whether_a_label_has_to_be_on_paper_is_left_open_but_where_the_rules_state_it(desk: Desk):
    (said,) = unclear(desk, "R1001", "must I really print the code?")
    assert said.startswith("The rules I have don't state that.")
    assert "In Russia a barcode is enough" in said
    assert "Save the label" not in said


def test_where_the_label_goes_and_how_it_may_look_is_told_to_guests_too(desk: Desk):
    (place,) = desk.say(
        desk.reply("action_resume_question", "nlu_fallback", said="does the label go inside or outside?")
    )
    assert "put it on the parcel" in place
    (looks,) = desk.say(desk.reply("action_resume_question", "nlu_fallback", said="may I fold the label"))
    assert looks.startswith("The rules I have don't state that.")


def test_nothing_makes_a_refund_quicker_once_the_parcel_is_back(desk: Desk):
    (said,) = unclear(desk, "R1007", "can't anything speed this up")
    assert said.startswith("The check at the warehouse should be done by")
    assert "name no other way" in said

    # Nothing was handed in: the advice is still of use.
    assert "**within 5 days**" in unclear(desk, "R1005", "can't anything speed this up")[0]


def test_no_time_is_stated_for_a_decision_on_a_return_that_was_declined(desk: Desk):
    (said,) = asked(desk, "R1013", "by when does the platform decide")
    assert "name no time by which the platform decides" in said
    assert "So far" not in said
