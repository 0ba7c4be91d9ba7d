"""Spoilt messages: always the same ones, never spoilt beyond what is said, and numbers stay what they are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import quiet_seconds

from lab.evaluation.perturbations import PERTURBATIONS, WORDS_PER_DROP, WORDS_PER_TYPO, perturbed

SAID = "I dropped my parcel off on Monday and the page still says not returned"
KINDS = tuple(PERTURBATIONS)
WORDS = st.text("abcdefghijklmnopqrstuvwxyzABC'?!.,😀éß", min_size=1, max_size=12)
MESSAGES = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)
SEEDS = st.integers(0, 2**32)


def edits(one: str, other: str) -> int:
    """The fewest single-letter changes between two words, two neighbours in the wrong order being one."""
    former: list[int] = []
    row = list(range(len(other) + 1))
    for down, letter in enumerate(one, start=1):
        before, former, row = former, row, [down]
        for across, against in enumerate(other, start=1):
            row.append(min(former[across] + 1, row[-1] + 1, former[across - 1] + (letter != against)))
            if down > 1 and across > 1 and letter == other[across - 2] and one[down - 2] == against:
                row[-1] = min(row[-1], before[across - 2] + 1)
    return row[-1]


@pytest.mark.parametrize("kind", KINDS)
@given(text=MESSAGES, seed=SEEDS)
def test_the_same_seed_spoils_a_message_in_the_same_way(kind, text, seed):
    assert perturbed(kind, text, seed) == perturbed(kind, text, seed)


@pytest.mark.parametrize("kind", KINDS)
def test_another_seed_spoils_it_in_another_way(kind):
    assert len({perturbed(kind, SAID, seed) for seed in range(20)}) > 1


@pytest.mark.parametrize(
    ("kind", "spoilt"), [("typos", SAID), ("dropped_words", SAID), ("casing", SAID), ("emoji", SAID)]
)
def test_a_message_is_spoilt_at_all(kind, spoilt):
    assert any(perturbed(kind, SAID, seed) != spoilt for seed in range(3))


@given(text=MESSAGES, seed=SEEDS)
def test_typos_are_one_slip_in_at_most_one_word_of_six(text, seed):
    before, after = text.split(" "), perturbed("typos", text, seed).split(" ")
    assert len(before) == len(after)
    changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    words = re.findall(r"[^\W\d_]+", text)
    assert len(changed) <= max(1, len(words) // WORDS_PER_TYPO)
    assert all(edits(one, other) <= 2 for one, other in changed)


@given(text=MESSAGES, seed=SEEDS)
def test_typos_leave_the_first_letter_of_every_word(text, seed):
    before, after = text.split(" "), perturbed("typos", text, seed).split(" ")
    assert [word[:1] for word in before] == [word[:1] for word in after]


@given(text=MESSAGES, seed=SEEDS)
def test_words_are_left_out_in_order_and_at_most_one_of_six(text, seed):
    before, after = text.split(), perturbed("dropped_words", text, seed).split()
    left = iter(before)
    assert all(word in left for word in after)
    assert len(before) - len(after) <= max(1, len(before) // WORDS_PER_DROP)


@given(text=MESSAGES, seed=SEEDS)
def test_other_case_is_the_same_message_in_other_letters(text, seed):
    assert perturbed("casing", text, seed).casefold() == text.casefold()


@given(text=st.lists(st.text("abcdefg", min_size=1), min_size=1).map(" ".join), seed=SEEDS)
def test_emoji_come_on_top_of_the_words(text, seed):
    spoilt = perturbed("emoji", text, seed)
    assert [word for word in spoilt.split() if word.isascii()] == text.split()
    assert 1 <= len([word for word in spoilt.split() if not word.isascii()]) <= 2


@pytest.mark.parametrize("kind", ["typos", "dropped_words", "emoji"])
@pytest.mark.parametrize("detail", ["R1001", "8120034500012345", "ana@example.com", "LP00123456ES"])
def test_numbers_and_addresses_are_not_spoilt(kind, detail):
    text = f"my return {detail} was dropped off in the village shop on Friday evening"
    assert all(detail in perturbed(kind, text, seed).split() for seed in range(50))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["ok", "R1001", "ana@example.com", "?", "8120 0345 0001 2345"])
def test_the_shortest_messages_can_be_spoilt_too(kind, text):
    assert perturbed(kind, text, 1)


def test_a_long_message_without_blanks_is_spoilt_in_no_time():
    assert quiet_seconds(lambda: perturbed("typos", "abcd-" * 8_000, 1)) < 1
