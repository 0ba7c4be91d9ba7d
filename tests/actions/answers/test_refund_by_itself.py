"""The refund that starts by itself holds for free returns: not for orders that never came, nor for paid returns."""

from __future__ import annotations

from typing import Any

from custom_desk import Desk

SAID = "but the refund comes by itself after 17 days"
ACTION, INTENT = "action_parcel", "report_parcel_lost"


def told_of(intent: str) -> tuple[dict[str, Any], ...]:
    """A conversation in which this was asked before."""
    return ({"event": "user", "text": "…", "parse_data": {"intent": {"name": intent}}}, {"event": "user", "text": SAID})


def test_of_an_order_it_is_told_that_the_rule_is_about_returns(desk: Desk):
    said = desk.ask(ACTION, INTENT, said=SAID, events=told_of("report_order_not_arrived"))

    assert "a returned parcel" in said
    assert "order on its way to you" in said


def test_of_a_paid_return_nothing_is_promised(own_desk: Desk):
    # The return that its customer sent at her own cost.
    payer = own_desk.verified("lea")
    said = payer.ask(ACTION, INTENT, said=SAID, number="R9117")

    assert "starts by itself" not in said


def test_behind_other_questions_the_rule_is_told(desk: Desk):
    assert "**17 days**" in desk.ask(ACTION, INTENT, said=SAID, events=told_of("ask_refund_time"))
