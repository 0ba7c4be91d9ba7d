"""Which reason a customer gives."""

from __future__ import annotations

import pytest

from actions.forms.return_reasons import reason_meant


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("it came broken", "damaged"),
        ("the screen doesn't turn on", "faulty"),
        ("wrong colour", "wrong_item"),
        ("it is too small", "wrong_size"),
        ("nothing like the picture", "not_as_described"),
        ("two screws are missing", "missing_parts"),
        ("I changed my mind", "not_wanted"),
        ("another reason", "other"),
        ("it never switched on, even at the mains", "faulty"),
        ("won't hold its charge", "faulty"),
        ("arrived with two stains", "damaged"),
        ("it's too deep for the alcove", "wrong_size"),
        ("made for longer arms than mine", "wrong_size"),
        ("no screws in the box", "missing_parts"),
        ("I ordered grey but got green", "wrong_item"),
        ("we already have one", "not_wanted"),
        ("not genuine leather", "not_as_described"),
        ("blue", None),
    ],
)
def test_a_reason_in_the_customers_words(said: str, reason: str | None):
    assert reason_meant(said) == reason
