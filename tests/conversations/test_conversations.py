"""Holds every conversation of cases/*.yml with the running product."""

from __future__ import annotations

import pytest
from conversation_cases import Case, all_cases
from conversation_check import difference
from conversation_product import Conversation

pytestmark = pytest.mark.served


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.file}: {case.name}") for case in all_cases()])
def test_the_bot_answers_as_the_case_says(case: Case, chat: Conversation) -> None:
    for turn in case.turns:
        differs = difference(turn, chat.say(turn.user))
        if differs:
            pytest.fail(f"{case.file}: {case.name}\n{differs}", pytrace=False)
