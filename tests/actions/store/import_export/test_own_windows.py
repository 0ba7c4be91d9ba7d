"""The contract's windows are those that the shop's rules state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.store.import_export import fields

SMALL_SHOP = Path(__file__).parents[3] / "shops" / "small"


@pytest.fixture
def small_shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A shop whose rules state 14 days."""
    monkeypatch.setenv("RETURNDESK_RULES", str(SMALL_SHOP))
    fields._return_windows.cache_clear()
    yield
    fields._return_windows.cache_clear()


@pytest.mark.usefixtures("small_shop")
def test_a_window_that_the_shop_s_rules_state_is_taken():
    assert fields.return_window(14) == 14
    assert fields.return_window(None) is None


@pytest.mark.usefixtures("small_shop")
@pytest.mark.parametrize("days", [15, 14.0, "14", True])
def test_another_one_is_refused_with_those_there_are(days: object):
    with pytest.raises(ValueError, match="is not one of 14, null"):
        fields.return_window(days)
