"""What of a conversation a person reads who takes it over."""

from __future__ import annotations

from actions.help_desk.transcript import transcript_of
from core.form_before import FILLED_IN


def test_what_was_filled_in_before_the_chat_stands_in_it_without_an_address():
    slot = {
        "event": "slot",
        "name": "customer_number",
        "value": "R1001",
        "timestamp": 1_760_000_000,
        "metadata": {FILLED_IN: "Ana, ana@example.com, R1001"},
    }
    (line,) = transcript_of([slot, {**slot, "metadata": None}], verified=False, language="en")
    assert line.who == "customer"
    assert line.words == "[in the form before the chat] Ana, [e-mail address], R1001"
