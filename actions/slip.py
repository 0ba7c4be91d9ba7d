"""Tells a customer what is wrong with the shape of a number."""

from __future__ import annotations

from actions.case_number import NumberSlip
from actions.reply import Utterance


def slip_utterance(slip: NumberSlip, order_number_digits: int) -> Utterance:
    """The message for a slip; it repeats the number as written, so that it can be compared."""
    values = {"number": slip.number, "digits": slip.digits, "expected": order_number_digits}
    return Utterance(f"utter_number_{slip.kind}", values)
