"""Which language a conversation is in, and how English calls it."""

from __future__ import annotations

from typing import Optional

import pytest

from core.languages import conversation_language, english_name


@pytest.mark.parametrize(
    ("spoken", "page", "tag"),
    [
        (None, None, "en"),
        (None, "de-AT", "de-AT"),
        ("he", None, "he"),
        ("uk", "pl-PL", "uk"),
        ("es", "es-MX", "es-MX"),
        ("en", "it", "en"),
    ],
)
def test_what_was_written_goes_before_the_page_which_may_add_the_country(
    spoken: Optional[str], page: Optional[str], tag: str
):
    assert conversation_language(spoken, page) == tag


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("en", "English"),
        ("he", "Hebrew"),
        ("pt-BR", "Portuguese (Brazil)"),
        ("pt_PT", "Portuguese (Portugal)"),
        ("pl", "Polish"),
        ("zh-Hant-TW", "Chinese (Traditional, Taiwan)"),
        # Pages name whatever they like.
        ("xx-YY", "xx-YY"),
        ("abc-12345678-12345678", "abc-12345678-12345678"),
    ],
)
def test_english_has_a_name_for_a_language_and_keeps_the_tag_of_what_is_none(tag: str, name: str):
    assert english_name(tag) == name
