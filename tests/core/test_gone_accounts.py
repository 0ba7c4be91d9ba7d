"""Which messages tell of a card or an account that money can't go back to."""

from __future__ import annotations

import pytest

from core.gone_accounts import tells_of_gone_account


@pytest.mark.parametrize(
    "said",
    [
        "that account was closed in July",
        "I've got a new card since",
        "what if the bank has blocked it",
        "my card expired",
    ],
)
def test_it_is_gone(said: str):
    assert tells_of_gone_account(said)


@pytest.mark.parametrize(
    "said", ["does it go to my card?", "the label has expired", "I lost the password", "to which account?", ""]
)
def test_it_is_not(said: str):
    assert not tells_of_gone_account(said)
