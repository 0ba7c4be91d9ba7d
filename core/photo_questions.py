"""Questions where photos or videos of a problem go, and whether they can be shown here."""

from __future__ import annotations

from typing import Final

from core.not_stated import asks_if_photos_are_needed
from core.short_messages import pieces, words
from core.word_sets import WordSets, phrases

_PHOTOS: Final = phrases(
    "photo, photos, pic, pics, picture, pictures, image, images, video, videos, photograph, photographs, snapshot, "
    "snapshots, clip, film, footage, screenshot, screenshots"
)
_ADDING: Final = phrases(
    "add, adding, attach, attaching, upload, uploading, send, sending, put, post, show, share, submit, include, "
    "paste, give you, get them to you, go, drop, provide, take, accept, look at, see"
)
_ASKING: Final = phrases(
    "where, how, can i, could i, can you, could you, may i, do i, should i, shall i, am i able, is it possible, "
    "possible to, way to, want to, like to, want you to, let me, i'd, do you take, do you accept, are you able, will "
    "you, would you, need to, have to"
)
_WHERE: Final = WordSets(
    needed=(_PHOTOS, _ADDING, _ASKING),
    barred=phrases(
        "label, qr, code, barcode, scan, scans, my photo id, passport, id card, in the photo, in the picture, from "
        "the photo, looks like, look like the, than in, than the, as in the, on the photo, on the picture, advert, "
        "website photo, already, receipt, proof of, hand-in, money, refund, delivery photo, courier, driver, sent me "
        "a, i sent"
    ),
    most=22,
)


def asks_where_photos_go(said: str) -> bool:
    """Whether a message asks where photos are added or if they can be shown: "can I send a pic of the torn seam?".

    Args:
        said: What the customer wrote.
    """
    return _WHERE.fits(said) and not asks_if_photos_are_needed(said) and not _names_thing(said)


_WHICH: Final = WordSets(
    needed=(
        _PHOTOS,
        phrases(
            "or, too, also, as well, instead, either, both, rather than, enough, okay, ok, good, fine, allowed, "
            "accepted, count, counts, only, just"
        ),
        phrases(
            "video, videos, clip, clips, film, footage, how many, one photo, one picture, pics, photos, pictures, which"
        ),
        phrases("is, are, can, do, does, will, would, or, may, could, which"),
    ),
    barred=phrases(
        "label, qr, code, barcode, scan, receipt, money, refund, passport, already, in the photo, in the picture, on "
        "the photo, in the video, on the picture, looks, looked, looking, person, where, upload failed, website"
    ),
    most=16,
)


def asks_which_pictures(said: str) -> bool:
    """Whether a message asks if photos or videos will do: "is a clip fine too?".

    Args:
        said: What the customer wrote.
    """
    return "?" in said and _WHICH.fits(said) and not _names_thing(said)


_SHOWN: Final = words("photo pic picture image video clip film snapshot screenshot")
_BEHIND_PHOTO: Final = words(
    "of or and to in on at for from with here there somewhere anywhere as that which showing so too please now first "
    "via by through into over evidence proof file files upload uploads go goes be up anyway instead i it is my"
)


def _names_thing(said: str) -> bool:
    """Whether a word for a photo belongs to the name of a thing: "the picture hook", "a photo frame"."""
    spoken = pieces(said)
    behind = [spoken[place + 1 : place + 2] for place, word in enumerate(spoken) if word in _SHOWN]
    return any(each and each[0] not in _BEHIND_PHOTO for each in behind)
