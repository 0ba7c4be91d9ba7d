"""What a message may ask of the return in hand, by its words alone."""

from __future__ import annotations

import pytest

from core.stage_question import StageQuestion as Asked
from core.stage_questions import stage_questions


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("and suppose it does not pass there?", Asked.CHECK_FAILS),
        ("what happens when the inspection fails", Asked.CHECK_FAILS),
        ("do they send it back to me then?", Asked.SENT_BACK),
        ("will I get the vase back?", Asked.SENT_BACK),
        ("could I post it before they approve?", Asked.SEND_EARLY),
        ("may I drop it off already?", Asked.SEND_EARLY),
        ("is it allowed that I ship it without waiting for approval, can I?", Asked.SEND_EARLY),
        ("if I cancel, will I have my free return back?", Asked.FREE_BACK),
        ("is the free one lost when I withdraw it?", Asked.FREE_BACK),
        ("can the jug travel in the same parcel?", Asked.SAME_LABEL),
        ("could I add one more thing under that label?", Asked.SAME_LABEL),
        ("so it's on me then?", Asked.OWN_COST),
        ("who has to pay for that?", Asked.OWN_COST),
        ("which ones were counted?", Asked.WHICH_USED),
        ("how come, I never used any", Asked.WHICH_USED),
        ("would it be possible to ask for it again in spring?", Asked.APPLY_AGAIN),
        ("can I cancel and request it again later?", Asked.APPLY_AGAIN),
        ("is it ok if I leave it until december?", Asked.MONTH),
        ("what if the other side stays quiet?", Asked.SILENCE),
        ("suppose nobody answers", Asked.SILENCE),
        ("I can't find it on my statement", Asked.NOT_SEEN),
        ("there is nothing on my card", Asked.NOT_SEEN),
        ("so it closes on 3 November?", Asked.DAY_RIGHT),
        ("I have till the 26th, correct?", Asked.DAY_RIGHT),
        ("how many days after posting?", Asked.AFTER_SENDING),
        ("and then, how long?", Asked.AFTER_THAT),
        ("how long is it after that", Asked.AFTER_THAT),
        ("what has the courier got to say", Asked.CARRIER),
        ("where was the box last?", Asked.CARRIER),
        ("and do dpd really have it", Asked.CARRIER),
        ("may I already hand in the coat? I'm next door", Asked.SEND_EARLY),
        ("could the earlier label work for the scarf", Asked.SAME_LABEL),
        ("what if they deliver it tomorrow", Asked.TURNS_UP),
        ("if not, do I get that vase back", Asked.SENT_BACK),
        ("what went wrong there?", Asked.CARRIER),
        ("how's the second one going?", Asked.STANDING),
        ("hm this takes ages, I'm uneasy", Asked.LATE),
        ("how many days does that last?", Asked.SPAN),
        ("imagine they register it on Monday, when is the refund there?", Asked.CONFIRMED),
        ("suppose the warehouse acknowledges the box tomorrow, until when would I have my money", Asked.CONFIRMED),
        ("what if I see no credit by the 12th?", Asked.NO_MONEY),
        ("should nothing be on my account on Friday?", Asked.NO_MONEY),
    ],
)
def test_what_is_asked(said: str, asked: Asked):
    assert stage_questions(said)[:1] == (asked,)


@pytest.mark.parametrize(
    "said",
    [
        "how do I return a lamp?",
        "can I hand it in at a shop?",
        "when do I get my refund?",
        "where do I send the parcel?",
        "the kettle arrived broken",
        "how long do I have to return it?",
        "please cancel my return",
        "is the money late?",
        "I paid the customs, who gives me that back?",
        "does the seller answer on Sundays?",
        "my order is late",
        "is it too late to send it back?",
        "I would like to open a new return please",
        "what would I have to pay for it?",
        "don't pass me on to a person",
        "is Friday too late?",
        "and as soon as the carrier has it?",
        "thanks a lot",
        "but why does it take so long?",
        "how come that is stuck",
        "what about it?",
    ],
)
def test_a_question_of_its_own(said: str):
    assert stage_questions(said) == ()
