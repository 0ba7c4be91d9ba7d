"""Whether a message asks if its writer should call who carries the parcel."""

from __future__ import annotations

import pytest

from core.courier_calls import asks_if_to_call_carrier


@pytest.mark.parametrize(
    "said",
    [
        "would it help if I phoned, or is ringing the depot no good? is it worth calling dpd",
        "shall I contact the parcel service about it?",
        "no point pestering the post office, is there?",
        "posted it on Monday, do I need to chase the courier",
    ],
)
def test_a_call_to_the_carrier_is_asked_about(said: str):
    assert asks_if_to_call_carrier(said)


@pytest.mark.parametrize(
    "said",
    [
        "should I call the courier, my order has not come",
        "which post office can I use?",
        "can I ask the courier to collect it",
        "please call me",
        "the courier never called",
    ],
)
def test_other_calls_are_none(said: str):
    assert not asks_if_to_call_carrier(said)
