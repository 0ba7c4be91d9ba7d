"""Which aspect of what was told a message asks for."""

from __future__ import annotations

import pytest

from core.aspects import Aspect, asks_until_when, aspect_asked


@pytest.mark.parametrize(
    ("said", "aspect"),
    [
        ("hm, is mine overdue?", Aspect.LATE),
        ("so that's late already", Aspect.LATE),
        ("how many days overdue is that", Aspect.HOW_LATE),
        ("did it vanish? is it lost?", Aspect.LOST),
        ("at what point is it lost", Aspect.LOST_FROM),
        ("which consignment number do I have", Aspect.TRACKING_NUMBER),
        ("is there a page where I can watch the refund? how can I track the money", Aspect.WHERE_REFUND),
        ("when does the QR code run out?", Aspect.LABEL_UNTIL),
        ("by when must I have lodged an appeal, what's the last day", Aspect.COMPLAINT),
        ("is it mandatory or just a tip?", Aspect.ADVICE),
        ("will I be punished if I'm late", Aspect.CONSEQUENCE),
        ("says who?", Aspect.SOURCE),
        ("only five days, really?", Aspect.SOURCE),
        ("was it monday or tuesday", Aspect.WHICH_DAY),
        ("has the vase been refunded yet", Aspect.PAID),
        ("may I apply again at a later point", Aspect.ASK_AGAIN),
        ("up to when can I put in another one", Aspect.ASK_UNTIL),
        ("last day for those two, please, the pair", Aspect.ASK_UNTIL),
        ("how soon do I hear back", Aspect.HEAR_BACK),
        ("and it comes at the latest when", Aspect.LATEST),
        ("do I really have to put the code on paper? I could just show it", Aspect.LABEL_PRINTED),
        ("could the clerk print that label, must it be printed", Aspect.LABEL_PRINTED),
        ("is b&w alright", Aspect.LABEL_LOOKS),
        ("may I fold the label", Aspect.LABEL_LOOKS),
        ("where do I stick it", Aspect.LABEL_PLACE),
        ("does the label go inside or outside?", Aspect.LABEL_PLACE),
        ("can't anything speed this up", Aspect.QUICKER),
        ("by when does the platform decide", Aspect.REVIEW),
    ],
)
def test_the_aspect_is_heard_in_its_words(said: str, aspect: Aspect):
    assert aspect_asked(said) is aspect


@pytest.mark.parametrize(
    "said",
    [
        "is it too late to post it?",
        "what happens if it gets lost",
        "I lost the label",
        "where do I enter the tracking number",
        "which of my returns have not been refunded",
        "what day did I bring it, again?",
        "my label expired, what now",
        "did they really send it?",
        "until when does the seller have to answer",
        "see you later",
        "where do I download the label to print it",
        "I can't print my label, send me another",
        "it is black, not white as in the picture",
        "how do I stick to the deadline",
        "can they decide on a voucher instead",
    ],
)
def test_what_asks_something_else_asks_for_none(said: str):
    assert aspect_asked(said) is None


@pytest.mark.parametrize(
    "said",
    ["how much time have I got, it's here since Monday", "so my deadline is when?", "by when, if it came on the 4th?"],
)
def test_how_long_there_is_is_asked(said):
    assert asks_until_when(said)


@pytest.mark.parametrize(
    "said",
    [
        *["by when is the money there, it got to you on the 4th", "until when is the label good, I got it on Monday"],
        *["how long do you take to check it, it arrived Friday", "it came on the 4th", "is it late?"],
    ],
)
def test_how_long_something_else_takes_or_holds_is_not(said):
    assert not asks_until_when(said)


def test_same_date_of_another_thing_and_all_in_one_go() -> None:
    of_windows = (
        "hang on, there was a scarf in it as well. the same deadline?",
        "is it the same last day for the belt",
        "should I hurry then so that all four can be asked for together",
        "better do it soon, to have both in one go?",
    )
    others = ("the label has the same date as the page", "better send both parcels together", "same day refund for it?")
    assert [said for said in of_windows if aspect_asked(said) is not Aspect.ASK_UNTIL] == []
    assert [said for said in others if aspect_asked(said) is Aspect.ASK_UNTIL] == []
