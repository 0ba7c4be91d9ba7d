"""Words from outside are words in every notation."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.notation import as_guarded, as_plain, escaped, unescaped

words = st.text(alphabet="ab1 *_[]()<>`~&\\.:/\n", max_size=60)


@given(title=words)
def test_what_was_escaped_shows_as_it_was(title: str) -> None:
    assert unescaped(escaped(title)) == title
    assert as_plain(escaped(title)) == title
    assert as_guarded(escaped(title)).replace("\u200b", "") == title


@given(title=words.filter(lambda title: title == title.strip() and len(title) > 0 and "\n" not in title))
def test_emphasis_around_a_title_is_the_assistants_own(title: str) -> None:
    assert as_plain(f"**{escaped(title)}** is in return **R1001**.") == f"{title} is in return R1001."


@pytest.mark.parametrize("address", ["https://shop.example/a_b/_c_?d=1&e=~2", "http://shop.example/x_*_y"])
def test_an_address_stays_one(address: str) -> None:
    assert address in as_guarded(f"See {escaped(address)} there")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**a** _b_", "a b"),
        ("**never closed", "never closed"),
        (r"**Lamp \*new\*** and _more_", "Lamp *new* and more"),
        (r"C:\files", r"C:\files"),
        (r"\_not italics\_", "_not italics_"),
    ],
)
def test_marks_that_are_meant_go_and_others_stay(text: str, plain: str) -> None:
    assert as_plain(text) == plain


def test_signs_within_a_word_need_nothing_around_them() -> None:
    assert as_guarded(escaped("snake_case 5*3")) == "snake_case 5*3"
    assert re.search("[^\u200b]\\*|\\*[^\u200b]", as_guarded(escaped("a *b* c"))) is None
