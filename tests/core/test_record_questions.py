"""What messages ask of the records, and what was done in a chat."""

from __future__ import annotations

import pytest

from core.record_questions import RecordQuestion, record_question


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("oh no, could you reverse this?", RecordQuestion.UNDO),
        ("please reinstate it", RecordQuestion.UNDO),
        ("turn that back now", RecordQuestion.UNDO),
        ("morning, I cancelled R2040 last Tuesday and I really regret it", RecordQuestion.UNDO),
        ("is there a way to reactivate my cancelled return R2040?", RecordQuestion.UNDO),
        ("cancelled it by accident, please reopen", RecordQuestion.UNDO),
        ("changed my mind about cancelling R2040, pls bring it back", RecordQuestion.UNDO),
        ("could the cancellation of R2040 somehow be reversed", RecordQuestion.UNDO),
        ("i was too hasty, i called it off on sunday", RecordQuestion.UNDO),
        ("I regret buying it, can I cancel the return?", None),
        ("if I cancel by mistake, can it be undone?", None),
        ("I ordered by mistake, is it cancelled?", None),
        ("my return was cancelled, why?", None),
        ("I cancelled it yesterday, when do I get my money back on the card?", None),
        ("I changed my mind and want to cancel R2040", None),
        ("does cancelling burn one of my free returns?", RecordQuestion.FREE_IF_CANCELLED),
        ("is the new one still free?", RecordQuestion.FREE_IF_CANCELLED),
        ("how many free returns do I lose each month if I cancel?", None),
        ("there's no record that I posted it, is there?", RecordQuestion.HAND_IN_NOTED),
        ("u didnt log anything as handed in did u", RecordQuestion.HAND_IN_NOTED),
        ("why is the page not marked as sent?", None),
        ("has that gone through?", RecordQuestion.ANYTHING_DONE),
        ("so you haven't started anything?", RecordQuestion.ANYTHING_DONE),
        ("was the refund sent, is it done?", None),
        ("and who withdrew it?", RecordQuestion.WHO_CANCELLED),
        ("hang on, was that me?", RecordQuestion.WHO_CANCELLED),
        ("who can cancel an order?", None),
        ("on what grounds was it declined", RecordQuestion.WHY_REFUSED),
        ("why did the check fail?", RecordQuestion.WHY_REFUSED),
        ("why would they refuse it if it is clean?", None),
        ("what was the merchant's reply, what did he write?", RecordQuestion.SELLER_SAID),
        ("what if the seller does not answer?", None),
        ("call me back please", None),
        ("I want to take it back to the shop tomorrow", None),
        ("", None),
        ("undo " * 400, None),
    ],
)
def test_what_is_asked_of_the_records(said: str, asked: RecordQuestion | None):
    assert record_question(said) is asked
