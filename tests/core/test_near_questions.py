"""Questions in few words that are taken for others near to them."""

from __future__ import annotations

from typing import Optional

import pytest

from core.near_questions import Near, near_question


@pytest.mark.parametrize(
    ("said", "near"),
    [
        ("has it been inspected by now?", Near.CHECKED),
        ("are they examined yet", Near.CHECKED),
        ("must it be checked before I send it?", None),
        ("could you double check, please", Near.LOOK_AGAIN),
        ("can you check the item again", None),
        ("who refunds me then", Near.PAYS_ME),
        ("who will pay me the postage", None),
        ("is there anything I can do about that?", Near.WHAT_TO_DO),
        ("what can you do", None),
        ("nope, hang on", Near.NO_WAIT),
        ("no, wait for the courier", None),
        ("from when do the five begin again?", Near.STARTS_AGAIN),
        ("when can I start again?", None),
        ("a friend told me it takes a week", None),
        ("I heard it takes 5 weeks", Near.OTHER_SPAN),
        ("I read it was 14 days to send it back", None),
        ("so when do I need to go?", Near.WHEN_TO_GO),
        ("when do I go to court", None),
        ("our counter is shut on Mondays", Near.SHUT),
        ("the station was closed, so I couldn't", None),
        ("", None),
        ("wait " * 60, None),
    ],
)
def test_what_is_asked(said: str, near: Optional[Near]):
    assert near_question(said) is near
