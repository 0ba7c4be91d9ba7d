"""That of an order only the first return is free, to whoever plans two."""

from __future__ import annotations

import pytest
from custom_desk import Desk


@pytest.mark.parametrize(
    ("action", "intent"), [("action_return_window", "ask_return_window"), ("action_return_fee", "ask_multiple_items")]
)
def test_who_plans_two_returns_hears_that_the_first_is_free(desk: Desk, action: str, intent: str):
    said = "if I ship the cup today and the ice mould in two weeks, do I pay?"

    assert desk.verified("ana").ask(action, intent, said=said).startswith("The **first return on each order is free**")
