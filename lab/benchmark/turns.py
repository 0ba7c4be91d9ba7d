"""What is said to both bots while they are measured."""

from __future__ import annotations

from typing import Final

#: Questions that a rule answers with a response of the domain: understood, decided and answered by the bot alone.
POLICY: Final = (
    "how do I return an item?",
    "do I need the receipt for a return?",
    "where can I drop off my return parcel?",
    "how do I track the parcel I sent back?",
    "which return methods are there?",
    "how do I use the return label?",
    "who decides if my refund is refused?",
    "how do I cancel my order?",
    "what is the piece-by-piece identification service?",
    "which seasonal categories are covered?",
    "hello",
    "thank you",
)
#: How a customer of the demo shop proves who they are; the look-ups that follow are theirs.
WHO: Final = "R1001 ana@example.com"
#: Questions that a custom action answers from the store, one of them with the carrier's scans.
STORE_BACKED: Final = (
    "what is the status of my return R1001?",
    "which deadlines apply to my return?",
    "I dropped it off but it is still not marked as returned",
    "where is my refund?",
    "can I still cancel my return?",
)
