from __future__ import annotations

import pytest

from core.changed_minds import dislikes_without_fault
from core.follow_ups import asks_same_of_another, denies_hand_in
from core.not_stated import asks_if_photos_are_needed, asks_to_take_offer, refuses_photos
from core.references import without_titles
from core.which_returns import asked_of_several


@pytest.mark.parametrize(
    "said",
    [
        "am I obliged to take the 12 pounds they offer?",
        "can i refuse the voucher the shop proposed",
        "must I settle for a partial refund?",
        "what if I say no to the seller's offer of 8 euros",
    ],
)
def test_whether_an_offer_has_to_be_taken_is_asked(said: str):
    assert asks_to_take_offer(said)


@pytest.mark.parametrize("said", ["do I have to take the parcel to a shop?", "the seller offers 5 euros", "I take 2"])
def test_other_wishes_ask_of_no_offer(said: str):
    assert not asks_to_take_offer(said)


@pytest.mark.parametrize(
    "said",
    [
        "is a video mandatory?",
        "photos necessary?",
        "can i apply without pictures",
        "what happens if I send no pics",
        "and what if I don't have any photos?",
        "may I leave the pictures out",
    ],
)
def test_whether_photos_are_needed_is_asked(said: str):
    assert asks_if_photos_are_needed(said)


@pytest.mark.parametrize(
    "said",
    [
        "I sent the photos already",
        "it looks nothing like the photo",
        "what if I can't see the photo of the label",
        "scan the label",
    ],
)
def test_what_tells_of_photos_does_not_ask_for_them(said: str):
    assert not asks_if_photos_are_needed(said)


@pytest.mark.parametrize(
    ("said", "denies"),
    [
        ("which of my returns are at the warehouse?", False),
        ("which ones haven't been approved yet", True),
        ("are any of mine refunded already?", False),
        ("which ones do I still have to send?", False),
    ],
)
def test_a_question_over_several_returns_is_read(said: str, denies: bool):
    check = asked_of_several(said)

    assert check is not None
    assert check.denies is denies


@pytest.mark.parametrize("said", ["which returns have I got?", "is it approved?", "which label do I use?"])
def test_other_questions_are_not_over_several(said: str):
    assert asked_of_several(said) is None


@pytest.mark.parametrize("said", ["same question about the hat", "ditto for R2001", "and the same for the towels"])
def test_the_same_is_asked_of_another(said: str):
    assert asks_same_of_another(said)


def test_the_same_label_is_no_same_question():
    assert not asks_same_of_another("same label for the towels?")


@pytest.mark.parametrize("said", ["no I did NOT leave it there", "nope, I never handed it over", "we haven't sent it"])
def test_a_hand_in_is_denied_at_the_head(said: str):
    assert denies_hand_in(said)


@pytest.mark.parametrize("said", ["no thanks", "no, I don't want a refund", "didn't you send it?"])
def test_other_refusals_deny_no_hand_in(said: str):
    assert not denies_hand_in(said)


def test_who_dislikes_a_sound_thing_wants_to_return_it():
    assert dislikes_without_fault("there's nothing wrong with it, it's just not my style")
    assert not dislikes_without_fault("the handle is broken and I don't want it any more")


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("the torn jeans don't fit", "the  don't fit"),
        ("my cake moulds are mouldy", "my  are mouldy"),
        ("the post is scratched", "the post is scratched"),
    ],
)
def test_titles_are_names(said: str, left: str):
    assert without_titles(said, ["Torn jeans, blue", "Cake mould", "Scratching post"]) == left


@pytest.mark.parametrize(
    "said",
    [
        "I'm not taking any pics of that",
        "no video from me, sorry",
        "I refuse to make a film or photos of it",
        "we won't send pictures",
        "I have no photo of it",
    ],
)
def test_who_shows_no_photos(said: str):
    assert refuses_photos(said)
    assert asks_if_photos_are_needed(said)


@pytest.mark.parametrize(
    "said",
    [
        "I'm not sending it back",
        "there is no picture on the page",
        "the lamp does not match the photo, I won't keep it",
        "I got no photo from the courier",
        "why are you not showing photos?",
        "I'm not happy, the picture frame is broken",
    ],
)
def test_other_refusals_are_none_of_photos(said: str):
    assert not refuses_photos(said)
