"""A person who is declined, in whatever words, is not wanted."""

from __future__ import annotations

import pytest

from bot.nlu.entities.detail import Kind
from bot.nlu.entities.finder import DetailFinder


def unwanted(finder: DetailFinder, text: str) -> list[object]:
    return [each.value for each in finder.find(text) if each.kind is Kind.UNWANTED]


@pytest.mark.parametrize(
    "text",
    [
        "rather no operator",
        "I'd rather not speak with anybody",
        "skip the representative, what comes next?",
        "not interested in your colleagues",
        "don't bother with staff for now, I can wait",
        "no need to involve anyone yet, when is it due?",
        "what comes next? no agent please",
        "without another colleague: by when is it due?",
        "not a representative, thanks",
    ],
)
def test_a_person_who_is_declined(finder: DetailFinder, text: str):
    assert unwanted(finder, text) == ["person"]


@pytest.mark.parametrize(
    "text",
    [
        "no, an operator please",
        "I do want an agent",
        "nobody replies, get me a colleague",
        "not helpful, a human please",
        "is there no human here?",
        "can I not talk to staff?",
        "I can't reach anybody",
        "no I want somebody",
    ],
)
def test_a_person_who_is_wanted(finder: DetailFinder, text: str):
    assert unwanted(finder, text) == []
