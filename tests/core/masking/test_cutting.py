"""A text that is too long is cut so that no half of a secret stays behind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import quiet_seconds

from core.masking import Masker, cut

LONGEST = 200

SECRETS = {
    "4111 1111 1111 1111": "1111",
    "4111-1111-1111-1111": "1111",
    "4111111111111111": "1111",
    "ES91 2100 0418 4502 0005 1332": "2100",
    "FR14 2004 1010 0505 0001 3M02 606": "2004",
    "+34 612 345 678": "612",
    "(202) 555-0123": "555",
    "passport no. AB 1234567": "123",
    "my password is hunter2-Horse": "hunter",
    "PIN: 12 34": "12",
}


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_across_the_border_leaves_nothing_behind_that_masking_would_not_know(secret):
    masker = Masker(order_number_digits=16)
    for left in range(len(secret) + 1):
        said = "word " * 100
        said = said[: LONGEST - left - 1] + " " + secret + " and so on"
        kept = masker.mask(cut(said, LONGEST))
        assert SECRETS[secret] not in kept


@pytest.mark.parametrize("between", ["\n", ", ", "; "])
def test_of_a_list_only_its_last_entry_goes(between):
    said = between.join(["LP00123456CN"] * 100)
    assert LONGEST - 2 * len("LP00123456CN" + between) < len(cut(said, LONGEST)) <= LONGEST


def test_a_text_that_is_not_too_long_stays_as_it_is():
    said = "my card is 4111 1111 1111 1111"
    assert cut(said, len(said)) == said


def test_a_word_longer_than_any_secret_is_cut_where_it_is():
    assert cut("x" * 500, LONGEST) == "x" * LONGEST


def test_a_text_without_blanks_keeps_what_fits():
    assert cut("我想退货。" * 100, LONGEST) == "我想退货。" * 40


def test_of_a_text_of_nothing_but_digits_only_a_mark_is_left():
    assert cut("1 " * 500, LONGEST) == "…"


def test_a_character_of_several_signs_goes_with_its_word():
    said = "word " * 39 + "👩\u200d👩\u200d👧\u200d👦 more"
    assert cut(said, LONGEST).strip() == ("word " * 39).strip()


@given(st.text(max_size=600), st.integers(min_value=1, max_value=300))
def test_what_is_left_is_the_beginning_and_no_longer_than_it_may_be(said, longest):
    kept = cut(said, longest)
    assert len(kept) <= longest
    assert kept == "…" or said.startswith(kept)


@pytest.mark.parametrize("unit", ["x", "1", "1 ", " ", "a1 ", "a", "-1", ",1", "a\n"])
def test_a_text_is_cut_in_no_time(unit):
    assert quiet_seconds(lambda: cut(unit * 400_000, 390_000)) < 1
