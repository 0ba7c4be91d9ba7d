"""Whether a message asks if it helps to call the courier or the post office about a parcel that is on its way back."""

from __future__ import annotations

from typing import Final

from core.word_sets import WordSets, phrases

_CALLING: Final = WordSets(
    needed=(
        phrases(
            "call, called, calling, ring, rang, ringing, phone, phoned, phoning, contacted, chased, "
            "telephone, contact, contacting, chase, chasing, nag, pester, pestering, hassle, email, emailing, "
            "write to, writing to, speak to, speaking to, talk to, talking to, ask, asking, get in touch "
            "with, getting in touch with, badger, bother, bothering"
        ),
        phrases(
            "courier, couriers, carrier, carriers, post office, postal service, post, delivery company, delivery firm, "
            "delivery people, shipping company, parcel service, parcel company, parcel shop, depot, dhl, dpd, "
            "ups, gls, hermes, evri, fedex, correos, royal mail, la poste, postnl, mail service"
        ),
        phrases(
            "should i, should we, shall i, shall we, do i need, do i have to, must i, ought i, any point, no point, "
            "any use, any sense, worth, does it help, would it help, will it help, does it make sense, make sense to, "
            "good idea, better to, is it useful, can i, could i, point in, point of, use in, help if i, am i supposed"
        ),
    ),
    barred=phrases(
        "order, ordered, my delivery, arrived yet, where is the, nearest, which post office, collect, pick up, "
        "pick-up, address, print, box for, open, opening, you to"
    ),
    most=40,
)


def asks_if_to_call_carrier(said: str) -> bool:
    """Whether a message asks if its writer should call who carries the parcel: "is it worth ringing the courier?"."""
    return _CALLING.fits(said)
