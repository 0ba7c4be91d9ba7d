"""Questions where photos of a problem go."""

from __future__ import annotations

import pytest

from core.photo_questions import asks_where_photos_go


@pytest.mark.parametrize(
    "said",
    [
        "how can I attach pictures of the dent?",
        "let me show you a video of how it rattles",
        "which button is for uploading an image, or do I paste it here, how",
        "is it possible to share a snapshot of the stain with you",
    ],
)
def test_who_wants_to_show_something_asks_where(said: str):
    assert asks_where_photos_go(said)


@pytest.mark.parametrize(
    "said",
    [
        "are photos a must?",
        "can you send me a picture of the label",
        "it is another colour than in the photo, can I send it back?",
        "I already sent three pictures",
        "where do I add my address",
    ],
)
def test_other_pictures_are_another_matter(said: str):
    assert not asks_where_photos_go(said)


@pytest.mark.parametrize(
    "said", ["I want to send the picture hook", "can I send the photo album", "how do I drop off a video card"]
)
def test_a_thing_that_is_called_after_a_picture_is_no_photo(said: str):
    assert not asks_where_photos_go(said)
