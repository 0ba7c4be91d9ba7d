"""Which conversations ended without an answer that their customer could use."""

from __future__ import annotations

import pytest
from report_turns import ANSWERED, DECLINED, GREETED, HANDED_OVER, UNCLEAR

from core.conversations.turns import KeptTurn
from returndesk.report.counting import outcome
from returndesk.report.given_up import LastAnswers

THANKED = ("thank", "utter_thank", "utter_thank")
TOLD = ("give_details", "return_form", "utter_ask_return_number")
PASSED_ON = ("ask_refund_time", "action_pass_on_to_person", "")


def useless(*turns, conversations=("web:a",)):
    """How many conversations are, in each of which all of it was said; a turn may name the words of its answer."""
    answers = LastAnswers()
    for place, turn in enumerate(turns):
        (intent, action, response), said = turn if isinstance(turn[0], tuple) else (turn, 100 + place)
        for conversation in conversations:
            kept = KeptTurn(place, conversation, float(place), intent, "en", [action], [response] if response else [])
            kept.said = said if response else 0
            answers.hear(kept, outcome(kept))
    return answers.useless


@pytest.mark.parametrize(
    ("turns", "count"),
    [
        ([UNCLEAR], 1),
        ([ANSWERED, UNCLEAR], 1),
        ([UNCLEAR, ANSWERED], 0),
        ([UNCLEAR, HANDED_OVER], 0),
        ([DECLINED], 0),
        # Who thanks or leaves got nothing more by it.
        ([UNCLEAR, THANKED], 1),
        ([ANSWERED, THANKED], 0),
        ([UNCLEAR, GREETED, UNCLEAR], 1),
        # The same words again, to a question put again or to what the assistant wants to know.
        ([(ANSWERED, 1), (ANSWERED, 1)], 1),
        ([(ANSWERED, 1), (THANKED, 5), (ANSWERED, 1)], 1),
        ([(ANSWERED, 1), (("repeat_answer", "action_follow_up", "utter_x"), 1)], 0),
        ([(ANSWERED, 1), (ANSWERED, 2)], 0),
        ([(ANSWERED, 1), (ANSWERED, 1), (ANSWERED, 2)], 0),
        ([(TOLD, 1), (TOLD, 1)], 1),
        ([(TOLD, 1), (TOLD, 1), (ANSWERED, 2)], 0),
        # A person has it: the same is said to each message, or nothing.
        ([(HANDED_OVER, 1), (HANDED_OVER, 1)], 0),
        ([HANDED_OVER, PASSED_ON, PASSED_ON], 0),
        # Nothing was asked.
        ([GREETED, GREETED, THANKED], 0),
        ([(GREETED, 1), (GREETED, 1)], 0),
        ([("ask_refund_time", "action_listen", "")], 1),
    ],
)
def test_what_is_of_use_is_told_by_the_last_answer(turns, count):
    assert useless(*turns) == count


def test_each_conversation_is_counted_by_itself():
    assert useless((ANSWERED, 1), UNCLEAR, conversations=("web:a", "web:b", "email:c")) == 3
    # The same answer to two customers is none that was repeated.
    assert useless((ANSWERED, 1), conversations=("web:a", "web:b")) == 0
