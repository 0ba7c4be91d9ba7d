"""Cases that have not come about, by the words that suppose them."""

from __future__ import annotations

import pytest

from core.suppositions import Case, case_supposed


@pytest.mark.parametrize(
    ("said", "case"),
    [
        ("imagine the carrier loses it", Case.LOST),
        ("what happens if my package goes astray", Case.LOST),
        ("if you never receive it, do I get my money?", Case.LOST),
        ("suppose it breaks in transit", Case.DAMAGED),
        ("and if they claim that it is scratched?", Case.DAMAGED),
        ("what if I don't return it after all", Case.NEVER_SENT),
        ("what happens when I keep it?", Case.NEVER_SENT),
        ("if I forget to post it?", Case.FORGOTTEN),
        ("what if I hand it in late", Case.FORGOTTEN),
    ],
)
def test_a_case_is_supposed(said: str, case: Case):
    assert case_supposed(said) is case


@pytest.mark.parametrize(
    "said",
    [
        "what if my order gets lost?",
        "my parcel was lost two weeks ago",
        "it arrived broken",
        "what if I lose the label",
        "if I don't send it before Friday, is that late?",
        "how do I post it",
    ],
)
def test_what_has_happened_or_is_something_else_is_none(said: str):
    assert case_supposed(said) is None
