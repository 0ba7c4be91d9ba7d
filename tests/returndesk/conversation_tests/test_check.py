"""What came of a turn beside what was expected of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from returndesk.conversation_tests.case import ActionCheck, Case, CaseTurn, Check, MessageCheck, SlotCheck
from returndesk.conversation_tests.check import compare, plain
from returndesk.conversation_tests.file_format import Message, Slot
from returndesk.conversation_tests.outcome import Outcome, Verdict
from returndesk.conversation_tests.report import as_text
from returndesk.conversation_tests.seen import Seen, Uttered, seen

YES = ("Yes", "/affirm")


def message(**wants: Any) -> MessageCheck:
    return MessageCheck(7, Message(**wants))


def no_message(**wants: Any) -> MessageCheck:
    return MessageCheck(7, Message(**wants), absent=True)


def holds(came: Seen, *checks: Check, whole_answer: bool = False, ordered: bool = False) -> bool:
    turn = CaseTurn(3, "Hi", checks, ordered=ordered)
    return all(row.holds for row in compare(turn, came, whole_answer=whole_answer))


def shown(came: Seen, *checks: Check) -> str:
    turn = CaseTurn(3, "Hi", checks)
    case = Case(Path("mine.yml"), 1, "a case", (turn,), whole_answer=True)
    rows = tuple(compare(turn, came, whole_answer=True))
    return as_text([Outcome(case, Verdict.FAILED, turn=turn, rows=rows)])


@pytest.mark.parametrize(
    ("check", "uttered", "complaint"),
    [
        (message(text="Hello"), Uttered("Hello there"), "✗ text: Hello"),
        (message(text_contains="14 October"), Uttered("13 October"), "✗ contains: 14 October"),
        (message(text_contains="Hello", not_contains="R1001"), Uttered("Hello R1001"), "✗ does not contain: R1001"),
        (message(text_matches="^Yes"), Uttered("No"), "✗ matches: ^Yes"),
        (message(utter_name="utter_a"), Uttered("No", name="utter_b"), "✗ utter_name: utter_a"),
        (message(buttons=["Yes"]), Uttered("Sure?"), "[Yes]"),
        (message(buttons=[]), Uttered("Sure?", (YES,)), "✗ buttons: none"),
        (message(buttons=[{"title": "Yes", "payload": "/no"}]), Uttered("Sure?", (YES,)), "[Yes] → /no"),
        (message(buttons=["Yes"]), Uttered("Sure?", (YES, ("No", "/deny"))), "[No] → /deny"),
    ],
)
def test_what_differs_stands_beside_what_was_said(check: MessageCheck, uttered: Uttered, complaint: str) -> None:
    text = shown(Seen((uttered,)), check)
    assert complaint in text
    assert any(uttered.text in line.split("│")[3] for line in text.splitlines() if line.count("│") == 5)
    assert "mine.yml:7" in text
    assert "customer: Hi" in text


def test_an_answer_as_expected_holds() -> None:
    came = Seen((Uttered("The page shows it by\n**Wednesday 14 October**.", (YES,), "utter_wait"),))
    wanted = message(
        text_contains="Wednesday 14 October",
        not_contains="late",
        text_matches=r"^The .*\.$",
        buttons=["Yes"],
        utter_name="utter_wait",
    )
    assert holds(came, wanted, whole_answer=True)


def test_a_whole_answer_is_every_message_in_order() -> None:
    came = Seen((Uttered("a"), Uttered("b")))
    a, b = message(text="a"), message(text="b")
    assert holds(came, a, b, whole_answer=True)
    assert not holds(came, a, whole_answer=True)
    assert not holds(came, b, a, whole_answer=True)
    assert not holds(came, a, b, message(text="c"), whole_answer=True)


def test_otherwise_any_message_may_meet_an_expectation_as_in_rasa() -> None:
    came = Seen((Uttered("a"), Uttered("b")))
    a, b = message(text="a"), message(text="b")
    assert holds(came, b)
    assert holds(came, b, a)
    assert not holds(came, b, a, ordered=True)
    assert holds(came, a, b, ordered=True)
    assert not holds(came, message(text="c"))


def test_a_message_that_may_not_come_is_found_wherever_it_stands() -> None:
    came = Seen((Uttered("a"), Uttered("pay", name="utter_pay")))
    assert holds(came, no_message(text_matches="refund"))
    assert not holds(came, no_message(utter_name="utter_pay"))
    # All parts of it have to be there for it to be that message.
    assert holds(came, no_message(utter_name="utter_pay", text_matches="refund"))


@pytest.mark.parametrize(
    ("slot", "was_set"),
    [
        (Slot(name="topic"), True),
        (Slot(name="topic", value="refund"), True),
        (Slot(name="topic", value="fee"), False),
        (Slot(name="offer"), False),
        (Slot(name="offer", value=None), True),
        (Slot(name="other"), False),
    ],
)
def test_a_slot_was_set_or_was_not(slot: Slot, was_set: bool) -> None:
    came = Seen((), slots=(("topic", "refund"), ("offer", None)))
    assert holds(came, SlotCheck(1, slot)) is was_set
    assert holds(came, SlotCheck(1, slot, absent=True)) is not was_set


def test_actions_and_slots_may_be_held_to_their_order() -> None:
    came = Seen((), slots=(("a", 1), ("b", 2)), actions=("action_one", "action_two"))
    one, two = ActionCheck(1, "action_one"), ActionCheck(2, "action_two")
    a, b = SlotCheck(3, Slot(name="a")), SlotCheck(4, Slot(name="b"))
    assert holds(came, two, one, b, a)
    assert not holds(came, two, one, ordered=True)
    assert not holds(came, b, a, ordered=True)
    assert holds(came, one, two, a, b, ordered=True)


def test_what_ran_is_shown_where_something_else_was_expected() -> None:
    text = shown(Seen((Uttered("a"),), actions=("action_one",)), message(text="a"), ActionCheck(9, "action_two"))
    assert "action_executed: action_two" in text
    assert "ran: action_one" in text
    assert "mine.yml:9" in text


def test_no_answer_fails_where_any_answer_would_do() -> None:
    assert not holds(Seen(()), whole_answer=True)
    assert holds(Seen((Uttered("a"),)), whole_answer=True)


def test_silence_can_be_expected() -> None:
    silent = CaseTurn(3, "Hi", silent=True)
    assert [row.holds for row in compare(silent, Seen(()), whole_answer=True)] == [True]
    assert [row.holds for row in compare(silent, Seen((Uttered("a"),)), whole_answer=True)] == [False]


def test_a_text_is_compared_without_bold_and_line_breaks() -> None:
    assert plain("by **Wednesday\n14 October**,\u202fsoon") == "by Wednesday 14 October, soon"


def test_only_the_events_of_the_last_turn_count() -> None:
    events = [
        {"event": "action", "name": "action_session_start"},
        {"event": "user", "intent": "greet"},
        {"event": "slot", "name": "topic", "value": "old"},
        {"event": "bot", "text": "Hello", "utter_name": "utter_greet"},
        {"event": "user", "intent": "ask_fee"},
        {"event": "action", "name": "action_fee"},
        {"event": "slot", "name": "topic", "value": "fee"},
        {"event": "bot", "text": "It is free.\n\nThe first one is.", "utter_name": "utter_fee"},
        {"event": "bot", "text": "", "utter_name": "utter_card"},
        {"event": "bot", "text": "Shall I look?", "utter_name": "utter_offer"},
    ]
    answer = [
        {"recipient_id": "me", "text": "It is free."},
        {"recipient_id": "me", "text": "The first one is."},
        {"recipient_id": "me", "text": "Shall I look?", "buttons": [{"title": "Yes", "payload": "/affirm"}]},
    ]
    assert seen(answer, events) == Seen(
        (
            Uttered("It is free.", name="utter_fee"),
            Uttered("The first one is.", name="utter_fee"),
            Uttered("Shall I look?", (YES,), "utter_offer"),
        ),
        (("topic", "fee"),),
        ("action_fee",),
        "ask_fee",
    )


def test_without_events_only_the_messages_are_seen() -> None:
    assert seen([{"text": "Hello"}, {"image": "a.png"}]) == Seen((Uttered("Hello"), Uttered("")))
