"""The words for a hand-in, wherever they are read."""

from __future__ import annotations

import pytest

from core.hand_in_words import speaks_of_hand_in, tells_of_hand_in


@pytest.mark.parametrize(
    "said", ["i gave it to the courier", "Left it at the locker!", "we shipped on the 4th", "dropping it off was easy"]
)
def test_what_was_done_with_a_parcel_is_told(said: str) -> None:
    assert tells_of_hand_in(said)


@pytest.mark.parametrize("said", ["it was delivered on Friday", "the page still says not returned", "signed for it"])
def test_what_others_do_with_it_is_not(said: str) -> None:
    assert not tells_of_hand_in(said)


@pytest.mark.parametrize("said", ["from Leeds, posting tomorrow", "my packet, Porto, Thursday", "mails it from Kyiv"])
def test_a_word_for_a_parcel_speaks_of_a_hand_in(said: str) -> None:
    assert speaks_of_hand_in(said)


@pytest.mark.parametrize("said", ["what will the weather be in Rome tomorrow", "take me to Paris on Friday"])
def test_other_plans_speak_of_none(said: str) -> None:
    assert not speaks_of_hand_in(said)
