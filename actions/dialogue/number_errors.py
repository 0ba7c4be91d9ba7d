"""How a customer is told that a number is none of an order or a return.

The form of a number says nothing of whether it exists, so it may be told to anybody: a missing digit is the customer's
most frequent slip, and "it has 15 digits" helps more than a refusal.
"""

from __future__ import annotations

from actions.replies.reply import Utterance
from core.identifiers import NumberError, NumberShapes


def error_utterance(error: NumberError, shapes: NumberShapes) -> Utterance:
    """The message; it repeats the number as written, so that it can be compared."""
    values = {
        "number": error.number,
        "digits": error.digits,
        "expected": shapes.order_digits.exactly,
        "order_example": shapes.order_example,
        "return_example": shapes.return_example,
    }
    return Utterance(f"utter_number_{error.kind}", values)


def tracking_utterance(number: str, shapes: NumberShapes) -> Utterance:
    """The message for a tracking number where the number of an order or a return is needed."""
    error = NumberError("tracking", number, sum(sign.isdigit() for sign in number))
    return error_utterance(error, shapes)
