"""The words for a hand-in, wherever they are read."""

from __future__ import annotations

import pytest

from core.hand_in_words import (
    asks_for_anothers_hands,
    reads_day_off,
    says_long_received,
    sends_no_parcel,
    speaks_of_hand_in,
    tells_bare_hand_in,
    tells_it_is_done,
    tells_of_another_event,
    tells_of_hand_in,
    tells_of_money_sent,
    tells_only_of_hand_in,
)


@pytest.mark.parametrize(
    "said", ["i gave it to the courier", "Left it at the locker!", "we shipped on the 4th", "dropping it off was easy"]
)
def test_what_was_done_with_a_parcel_is_told(said: str) -> None:
    assert tells_of_hand_in(said)


@pytest.mark.parametrize("said", ["it was delivered on Friday", "the page still says not returned", "signed for it"])
def test_what_others_do_with_it_is_not(said: str) -> None:
    assert not tells_of_hand_in(said)


@pytest.mark.parametrize("said", ["from Leeds, posting tomorrow", "my packet, Porto, Thursday", "mails it from Kyiv"])
def test_a_word_for_a_parcel_speaks_of_a_hand_in(said: str) -> None:
    assert speaks_of_hand_in(said)


@pytest.mark.parametrize("said", ["what will the weather be in Rome tomorrow", "take me to Paris on Friday"])
def test_other_plans_speak_of_none(said: str) -> None:
    assert not speaks_of_hand_in(said)


@pytest.mark.parametrize(
    "said",
    [
        "can my aunt bring the parcel to the shop",
        "is it ok for someone else to post it?",
        "may the neighbour drop my package",
        "my mate drives past the depot, could he hand it over",
    ],
)
def test_a_question_for_somebody_elses_hands(said: str) -> None:
    assert asks_for_anothers_hands(said)


@pytest.mark.parametrize(
    "said",
    [
        "may I post it before they have looked at it?",
        "my sister posted it, when can the page change?",
        "can I post it on Friday",
        "if she drops it off today, is that fine?",
        "he can't find the label",
    ],
)
def test_other_questions_ask_for_none(said: str) -> None:
    assert not asks_for_anothers_hands(said)


@pytest.mark.parametrize(
    "said", ["the courier delivered it on Friday", "it was confirmed on the 9th", "my deadline was last Sunday"]
)
def test_the_day_of_another_event(said: str) -> None:
    assert tells_of_another_event(said)


@pytest.mark.parametrize(
    "said",
    ["I delivered it to the shop on Friday", "posted it, arrived on Friday", "handed in on the 9th", "since Sunday"],
)
def test_the_day_of_a_hand_in_is_none(said: str) -> None:
    assert not tells_of_another_event(said)


@pytest.mark.parametrize(
    "said", ["I've just dropped off R2040", "R-2040 has been posted, jo@example.com", "we sent R2040 this week"]
)
def test_a_return_is_told_to_be_handed_in(said: str):
    assert tells_only_of_hand_in(said)


@pytest.mark.parametrize(
    "said",
    [
        "I haven't dropped off R2040",
        "I sent you R2040 already",
        "where can R2040 be handed in",
        "I handed in R2040, when is the money back?",
        "I posted the parcel",
        "they sent R2040 back",
    ],
)
def test_what_asks_denies_or_names_no_return_does_not(said: str):
    assert not tells_only_of_hand_in(said)


@pytest.mark.parametrize(
    ("said", "done"),
    [
        ("ended up free today, so I've done it this morning", True),
        ("did it on the way home", True),
        ("who did it?", False),
        ("I didn't get round to it, never did it", False),
    ],
)
def test_what_was_planned_is_told_to_be_done(said: str, done: bool):
    assert tells_it_is_done(said) == done


@pytest.mark.parametrize(
    "said",
    ["it's been handed in", "left the box at the counter", "I've sent it, how long now?", "posted it. is it late?"],
)
def test_a_hand_in_is_told_with_nothing_beside_but_what_follows(said: str):
    assert tells_bare_hand_in(said)


@pytest.mark.parametrize(
    "said",
    [
        *("has it been posted?", "I haven't sent it", "you sent me the wrong one", "where do I drop it off"),
        *("I sent it back and want my money", "I left a review", "they sent it to me"),
    ],
)
def test_other_messages_with_such_words_tell_of_none(said: str):
    assert not tells_bare_hand_in(said)


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("I won't send them any photos", False),
        ("I haven't sent the screenshots", True),
        ("no video from me, I never sent one", True),
        ("I haven't sent the parcel, here is a photo", False),
        ("I have not posted it", False),
    ],
)
def test_pictures_and_letters_are_no_parcel(said: str, holds: bool):
    assert sends_no_parcel(said) is holds


@pytest.mark.parametrize(
    "said",
    ["the mixer reached your depot on the 9th", "you've had it since Friday", "it came to you last week, didn't it?"],
)
def test_a_day_of_the_warehouse_is_none_of_a_hand_in(said: str) -> None:
    assert tells_of_another_event(said)


@pytest.mark.parametrize(
    ("said", "of_money"),
    [
        ("paid on the 3rd, you say, so is that the start?", True),
        ("sent on Tuesday so it starts then?", True),
        ("I sent the box on Tuesday", False),
        ("dropped off on the 3rd", False),
        ("we sent it on the 3rd", False),
    ],
)
def test_what_was_sent_may_be_money(said: str, of_money: bool) -> None:
    assert tells_of_money_sent(said) is of_money


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ("the docket is stamped 9 October, 16.40", True),
        ("ok receipt shows the 10th", True),
        ("the receipt says the 10th?", False),
        ("the receipt for my order says 10 euros", False),
        ("I lost the slip", False),
    ],
)
def test_the_day_on_a_receipt_is_read_off(said: str, reads: bool) -> None:
    assert reads_day_off(said) is reads


@pytest.mark.parametrize(
    ("said", "received"),
    [
        ("it's nearly three weeks since you received my boots", True),
        ("you have had our blender for 10 days", True),
        ("you have my e-mail for weeks", False),
        ("I got my boots 3 weeks ago", False),
    ],
)
def test_something_that_we_have_for_long(said: str, received: bool) -> None:
    assert says_long_received(said) is received
