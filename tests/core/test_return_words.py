"""Which messages say that a parcel is on its way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.return_words import speaks_of_return


@pytest.mark.parametrize(
    "text",
    [
        "my retrun has vanished",
        "the box I sent is nowhere",
        "Posted it on Monday and now it's gone",
        "what if it gets lost on the way back",
        "the warehouse never got it",
        "my husband dropped the parcel at the shop, lost now?",
        "R1003 is lost",
        "gave it to the driver, since then nothing",
    ],
)
def test_a_return_is_heard(text: str):
    assert speaks_of_return(text)


@pytest.mark.parametrize(
    "text",
    [
        "my hairdryer never arrived",
        "parcel lost",
        "courier says delivered but there is nothing here",
        "the seller never posted it",
        "you sent it to the wrong house",
        "was it shipped at all? it says lost",
        "order 8120034500012345 is missing",
    ],
)
def test_what_may_be_an_order_is_left_open(text: str):
    assert not speaks_of_return(text)


@given(st.text())
def test_any_text_can_be_read(text: str):
    assert speaks_of_return(text) in (True, False)
