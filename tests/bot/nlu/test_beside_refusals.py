"""What is asked beside the refusal of a person."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.nlu.beside_refusals import asked_beside


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("no human please, what about my scarf", "nlu_fallback"),
        ("I want no operator! tell me the number of the label", "nlu_fallback"),
        ("no staff, is there something I need to do", "what_next"),
        ("no human please", None),
        ("I don't need a person, thanks", None),
        ("what about my scarf", None),
    ],
)
def test_the_rest_counts(text: str, asked: Optional[str]):
    assert asked_beside(text) == asked
