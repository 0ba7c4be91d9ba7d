"""Questions what a return is for: "what's in R1001?", "which things did I put in that one?"."""

from __future__ import annotations

from typing import Final

from core.short_messages import asked_pieces
from core.word_sets import WordSets, phrases

_MOST_WORDS: Final = 14
_BARRED: Final = phrases(
    "when, how, why, where, until, the box says, the mail, the message, the page, the policy, the rules, days, day, "
    "time, happens, happened, step, meant by, return policy, if, can i, could i, may i, should i, must i, put in, "
    "general, stock, transit, progress, there for me, my account, a parcel, the parcel i get, the order i get, "
    "for what, refund, refunded, reimburse, reimbursed, money, pay, paid"
)
_IN: Final = WordSets(
    needed=(
        phrases(
            "what's in, whats in, what is in, what was in, what's inside, what is inside, what was inside, "
            "what are in, what items are in, which items are in, what things are in, which things are in, "
            "what is all in, what all is in, what's all in, which of my things are in, what exactly is in, "
            "what else is in"
        ),
    ),
    barred=_BARRED,
    most=_MOST_WORDS,
)
_FOR: Final = WordSets(
    needed=(
        phrases("what does, what do, what did, which items does, which items do, which items did, which things did"),
        phrases("contain, contained, include, consist of, i put in, we put in, hold, cover"),
    ),
    barred=_BARRED - phrases("put in") | phrases("free, label, refund, fee, source, guarantee, warranty, seller"),
    most=_MOST_WORDS,
)


def asks_what_return_is_for(said: str) -> bool:
    """Whether a message asks for the things that a return is for.

    Args:
        said: What the customer wrote.
    """
    spoken = " ".join(asked_pieces(said))
    return _IN.fits(spoken) or _FOR.fits(spoken)
