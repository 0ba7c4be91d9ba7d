"""Messages about a card or an account to which no money can go back any more: changed, closed, expired."""

from __future__ import annotations

from typing import Final

from core.word_sets import WordSets, phrases

_GONE: Final = WordSets(
    needed=(
        phrases("card, cards, account, bank, paypal, iban"),
        phrases(
            "changed, closed, expired, expires, lost, cancelled, canceled, blocked, replaced, switched, a new card, "
            "new cards, new bank, new account, no longer, don't have, dont have, not valid, stolen, gone, "
            "different card, other card, frozen, deactivated"
        ),
    ),
    barred=phrases("my return, my request, parcel, package, order, label, shop account, log in, login, password"),
    most=24,
)


def tells_of_gone_account(said: str) -> bool:
    """Whether a message says that the card or account is no longer there: "that card has expired by now"."""
    return _GONE.fits(said)
