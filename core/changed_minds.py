"""Wishes to return something that nothing is wrong with: "nothing's broken, I just don't like it"."""

from __future__ import annotations

from typing import Final

from core.word_sets import WordSets, phrases

_NO_FAULT: Final = WordSets(
    needed=(
        phrases("nothing, nothing's, not, isn't, isnt, it's not, no, never, works, fine, perfect"),
        phrases(
            "broken, wrong, damaged, faulty, defective, defect, fault, damage, problem, works fine, is fine, "
            "it's fine, "
            "works perfectly, perfect, scratched, wrong with it"
        ),
        phrases(
            "don't like, dont like, do not like, didn't like, changed my mind, don't want it, dont want it, "
            "don't need, "
            "dont need, no longer want, no longer need, not for me, doesn't suit, not my style, not my taste, "
            "not my thing, not what i imagined, hate the colour, hate the color, don't fancy"
        ),
    ),
    barred=phrases("cancel, order, money, refund, person, keep, reminder, seller, label, parcel"),
    most=20,
)


def dislikes_without_fault(said: str) -> bool:
    """Whether a message tells that its writer does not want something although nothing is wrong with it.

    Args:
        said: What the customer wrote.
    """
    return _NO_FAULT.fits(said)
