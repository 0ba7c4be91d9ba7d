"""What kind of answer a customer got, by the names of the responses that made it up."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum
from typing import Final, Optional


class AnswerKind(str, Enum):
    """How a message of a customer was taken up."""

    ANSWERED = "answered"
    DECLINED = "declined"
    UNCLEAR = "unclear"
    HANDED_OVER = "handed_over"


#: A person has the case from here on, or has it already.
HANDED_OVER: Final = frozenset(
    {
        *("utter_ticket_opened", "utter_ticket_opened_within", "utter_ticket_is_open", "utter_with_person"),
        *("utter_passed_on", "utter_passed_on_too", "utter_passed_on_within", "utter_passed_on_late"),
    }
)
#: What was meant is not clear, and is asked for again.
UNCLEAR: Final = frozenset(
    {
        *(
            "utter_clarify",
            "utter_clarify_one",
            "utter_not_understood",
            "utter_empty_message",
            "utter_message_too_long",
        ),
        "utter_not_an_answer",
    }
)
#: The desk has no answer to this, or none now.
DECLINED: Final = frozenset({"utter_out_of_scope", "utter_store_down", "utter_doing_store_down", "utter_not_passed_on"})
#: Nothing fits what was said, which is a fault of the desk's.
BROKEN: Final = frozenset({"utter_default"})
#: The action that passes a message on to a person without a word.
PASSES_ON: Final = "action_pass_on_to_person"


def answer_kind(responses: Collection[str], actions: Collection[str]) -> Optional[AnswerKind]:
    """The kind of a turn's answer.

    Args:
        responses: The names of the responses that were said.
        actions: The names of the actions that ran.

    Returns:
        None where there was no answer, or one that says that something went wrong.
    """
    said = frozenset(responses)
    if said & HANDED_OVER or (not said and PASSES_ON in actions):
        return AnswerKind.HANDED_OVER
    if not said or said & BROKEN:
        return None
    if said & UNCLEAR:
        return AnswerKind.UNCLEAR
    return AnswerKind.DECLINED if said & DECLINED else AnswerKind.ANSWERED
