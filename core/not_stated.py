"""Questions that the rules leave open: whether a seller's offer has to be taken, whether photos are a must."""

from __future__ import annotations

from typing import Final

from core.money_questions import names_amount
from core.word_sets import WordSets, phrases

_MUST: Final = phrases(
    "have to, must, need to, obliged, forced, supposed to, should i, can i refuse, can i say no, can i decline, "
    "can i reject, may i refuse, required to, bound to, can they make me, make me, can they force, force me, "
    "do i just, am i allowed to refuse, allowed to say no, could i refuse, can i turn, what if i refuse, "
    "what if i say no, what if i decline, if i refuse, if i don't accept, if i dont accept, if i decline, if i say no"
)
_TAKING: Final = phrases(
    "accept, take, agree, say yes, settle, refuse, decline, reject, say no, turn down, turn it down, "
    "turn that down, go for"
)
_OFFERS: Final = phrases(
    "offer, offers, offered, offering, compensation, partial, discount, voucher, coupon, deal, percent, goodwill, "
    "part of the money, half the money, half of it, proposal, proposes, proposed, suggestion"
)
_OFFER: Final = (WordSets(needed=(_MUST, _TAKING), barred=phrases("parcel, package, courier, driver, box"), most=24),)
_PICTURES: Final = phrases(
    "photo, photos, pic, pics, picture, pictures, image, images, video, videos, photograph, photographs"
)
_PHOTOS: Final = WordSets(
    needed=(
        _PICTURES,
        phrases(
            "must, need, needed, necessary, required, require, have to, mandatory, optional, without, obligatory, "
            "compulsory, skip, do you want, do they want, should i, essential, possible, enough, really"
        ),
    ),
    barred=phrases(
        "label, qr, code, scan, change, swap, replace, wrong, more, upload failed, can't upload, won't upload, page, "
        "receipt, where, already, sent, id, passport, person, from the photo, in the photo, looks"
    ),
    most=16,
)
#: "What happens if I don't add photos?", "can I leave the pictures out?".
_NO_PHOTOS: Final = WordSets(
    needed=(
        _PICTURES,
        phrases("what if, what happens, can i, could i, may i, is it ok, is it okay, is that ok, ok if, okay if, do i"),
        phrases(
            "don't, dont, no photo, no photos, no pic, no pics, no picture, no pictures, no video, can't, cannot, "
            "haven't, photos out, pictures out, pics out, leave out, leave off, without"
        ),
    ),
    barred=phrases("label, qr, code, receipt, upload, uploaded, page, where, see, find, open"),
    most=16,
)


#: "I'm not sending photos."
_REFUSED: Final = WordSets(
    needed=(
        _PICTURES,
        phrases(
            "i refuse, i don't want, i don't have, i dont have, i have no, i've no, i've got no, i can't take, "
            "i can't make, no photos, no pics, no pictures, no photo, no picture, no video, no videos, no images, "
            "not sending, not taking, not making, not uploading, not showing, not going to, won't send, won't take, "
            "won't make, won't upload, won't show, wont send, wont take, will not send, will not take, will not make, "
            "you won't get, i'd rather not"
        ),
    ),
    barred=phrases(
        "label, qr, code, receipt, page, website, shop, shown, sent me, got no, got the, received, arrived, "
        "in the photo, on the photo, like the, match, matches, as in the, listing, advert, working, loading, work, "
        "load, error"
    ),
    most=16,
)


def asks_to_take_offer(said: str) -> bool:
    """Whether a message asks if a seller's offer has to be taken: "must I accept the 10 euros?".

    Args:
        said: What the customer wrote.
    """
    if not any(each.fits(said) for each in _OFFER):
        return False
    return names_amount(said) or WordSets(needed=(_OFFERS,), most=24).fits(said)


def asks_if_photos_are_needed(said: str) -> bool:
    """Whether a message asks if photos or videos are needed: "are pics a must?".

    Args:
        said: What the customer wrote.
    """
    return _PHOTOS.fits(said) or _NO_PHOTOS.fits(said) or refuses_photos(said)


def refuses_photos(said: str) -> bool:
    """Whether a message says that its writer shows no photos: "I'm not sending pictures", "no video from me".

    Args:
        said: What the customer wrote.
    """
    return "?" not in said and _REFUSED.fits(said)
