"""Messages whose other words have them taken for a topic that is near."""

from __future__ import annotations

import pytest

from core.misread_topics import (
    asks_price_difference,
    changes_mind_of_thing,
    is_accepted_but_unpaid,
    tells_of_claimed_damage,
    wants_no_exchange,
    wants_other_reminder,
)

SAID = {
    is_accepted_but_unpaid: (
        "They accepted the toaster on the 3rd, my bank shows nothing",
        "my return was approved by the warehouse ten days ago and I have no refund",
        "the kettle has passed the check, when does the money come",
    ),
    wants_no_exchange: (
        "the lamp is cracked, I want my money, not a replacement",
        "refund please rather than an exchange",
        "Don't send me another one, just give me the cash",
    ),
    asks_price_difference: (
        "I paid 40 for this mixer and now it is listed cheaper, can I have the rest",
        "the price dropped two days after I bought it, do you do price match",
        "ordered on Sunday, today it's half price",
    ),
    changes_mind_of_thing: (
        "we changed our minds about the rug, could we send it back?",
        "I've changed my mind about a coat how do i return it",
    ),
    wants_other_reminder: ("remind me to call my dentist at nine", "can you remind me about mum's birthday"),
    tells_of_claimed_damage: (
        "your warehouse says the vase was damaged but I packed it well and it left here whole",
        "they wrote that the boots are worn, when I sent them they were new",
    ),
}
NEAR_TO_IT = {
    is_accepted_but_unpaid: (
        "the parcel is at the warehouse since Monday, the page says nothing",
        "when do I get the refund once the warehouse has accepted it",
        "my request was approved, where is the label",
    ),
    wants_no_exchange: (
        "can I get a replacement instead of money",
        "I want the same lamp in blue",
        "no money, a new one",
    ),
    asks_price_difference: (
        "why is the refund less than I paid, the label was free",
        "I bought a cheaper one elsewhere, can I return this",
        "how much do I get back",
    ),
    changes_mind_of_thing: ("I changed my mind, cancel the return", "changed my mind about the return, I keep the rug"),
    wants_other_reminder: (
        "remind me to send the parcel on Friday",
        "remind me of it",
        "can you remind me when the last day is",
        "how long do I have",
    ),
    tells_of_claimed_damage: (
        "the vase arrived broken",
        "the seller says it was worn when I bought it",
        "what happens if the warehouse says it is damaged",
    ),
}


@pytest.mark.parametrize(("reads", "said"), [(reads, each) for reads, all_ in SAID.items() for each in all_])
def test_what_is_said(reads, said):
    assert reads(said)


@pytest.mark.parametrize(("reads", "said"), [(reads, each) for reads, all_ in NEAR_TO_IT.items() for each in all_])
def test_what_is_near_to_it(reads, said):
    assert not reads(said)
