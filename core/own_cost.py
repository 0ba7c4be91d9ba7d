"""Messages about a parcel that their writer sends at their own cost: the rules promise nothing for it."""

from __future__ import annotations

from typing import Final

from core.word_sets import WordSets, phrases

#: In words: a longer message tells a story.
_MOST_WORDS: Final = 40
_OWN_COST: Final = WordSets(
    needed=(
        phrases(
            "own cost, own costs, own expense, own pocket, own money, own postage, own courier, own label, self paid, "
            "paid for the postage, paid the postage, paid postage, paid for postage, paid the return postage, "
            "paid for the return postage, paid return postage, paid the shipping, paid shipping, paid for shipping, "
            "paid for the shipping, paid the return shipping, paid for the return shipping, paid return, paid for it "
            "myself, paid it myself, paid for the return, paid for the label, bought the label, bought my own label, "
            "bought a label, bought the postage, paid the post office, paid to send it, paid to post it, paid to ship "
            "it, paid to return it, paying for the postage, paying the postage, pay the postage myself, pay for the "
            "postage myself, without the free label, without a free label, no free label, not the free label, "
            "didn't use the free label, not use the free label, paid myself, postage myself, postage i paid for, "
            "label i paid for, label i bought"
        ),
    ),
    most=_MOST_WORDS,
)
_OF_THE_PAGE: Final = phrases(
    "page, status, site, website, marked, shows, show, update, updated, updates, not returned, working days"
)
_OF_A_LOSS: Final = phrases(
    "lost, never arrives, never arrived, doesn't arrive, goes missing, gone missing, vanishes, disappears, 17 days, "
    "17, seventeen, not delivered, isn't delivered, by itself, automatically"
)


def sends_at_own_cost(said: str) -> bool:
    """Whether a message says that its writer pays or paid for the way back."""
    return _OWN_COST.fits(said)


def asks_of_promise_at_own_cost(said: str) -> bool:
    """Whether it asks then for what the rules promise to the free label or code alone: when the page changes, or what
    holds of a lost parcel."""
    promise = WordSets(needed=(_OF_THE_PAGE | _OF_A_LOSS,), most=_MOST_WORDS)
    return sends_at_own_cost(said) and promise.fits(said)
