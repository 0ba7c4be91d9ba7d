"""How much the items come to that a message names, adds or leaves out."""

from __future__ import annotations

import pytest
from custom_desk import Desk
from custom_shop import order_number

REFUND, AMOUNT = "action_refund", "ask_refund_amount"


def asked(desk: Desk, customer: str, number: str, said: str, intent: str = AMOUNT, **more: object) -> str:
    return desk.verified(customer).ask(REFUND, intent, number=number, said=said, **more)


@pytest.mark.parametrize(
    ("said", "amount", "titles"),
    [
        ("what do vase and jacket add up to", "25.00", ["Vase", "Jacket"]),
        ("how much for all that can still be returned, without the vase", "37.50", ["Phone case", "Speaker", "Jacket"]),
        ("how much would it be with just the speaker", "12.50", ["Speaker"]),
    ],
)
def test_the_sum_of_what_is_named(desk: Desk, said: str, amount: str, titles: list[str]):
    told = asked(desk, "hana", order_number(80001), said)

    assert told.startswith(f"The refund would be **€{amount}**")
    assert [line.split(":")[0][2:] for line in told.splitlines() if line.startswith("•")] == titles
    assert "whether anything is deducted" in told


def test_an_item_that_is_added_to_a_return(desk: Desk):
    told = asked(desk, "ana", "R1001", "what would it come to with the organiser as well", "nlu_fallback")

    assert "Desk lamp" in told
    assert "Cable organiser" in told


def test_all_of_a_return_is_its_refund(desk: Desk):
    told = asked(desk, "ana", "R1005", "how much would that be?", "how_long")

    assert told.startswith("The refund for return **R1005** is **€12.50** in our records.")


def test_what_is_paid_back_already_is_not_reckoned_anew(desk: Desk):
    assert "would be" not in asked(desk, "ana", "R1010", "how much is the lamp?")


def test_who_has_proven_nothing_is_told_no_price(desk: Desk):
    said = desk.say(desk.reply(REFUND, AMOUNT, number=order_number(80001), said="how much for the vase?"))

    assert "12.50" not in " ".join(said)
