"""Questions in few words that are taken for others near to them, by the words that tell them apart."""

from __future__ import annotations

from enum import Enum
from typing import Final, Optional

from core.short_messages import words
from core.word_sets import WordSets, phrases


class Near(str, Enum):
    """What a message asks that is taken for something else."""

    CHECKED = "checked"
    LOOK_AGAIN = "look_again"
    PAYS_ME = "pays_me"
    WHAT_TO_DO = "what_to_do"
    NO_WAIT = "no_wait"
    STARTS_AGAIN = "starts_again"
    OTHER_SPAN = "other_span"
    WHEN_TO_GO = "when_to_go"
    SHUT = "shut"


_READ: Final = (
    (
        Near.WHEN_TO_GO,
        WordSets(
            needed=(
                phrases(
                    "when should i go, when do i go, when must i go, when do i have to go, when shall i go, "
                    "when should we go, by when do i go, when do i need to go, when do i take it, when do i bring it"
                ),
            ),
            barred=phrases("money, refund, bank, court, if"),
            most=10,
        ),
    ),
    (
        Near.SHUT,
        WordSets(
            needed=(
                phrases("post office, post offices, counter, parcel shop, locker, station, drop-off point, depot"),
                phrases("is closed, is shut, are closed, are shut, closes, will be closed, is full, are full"),
            ),
            barred=phrases("return, request, case, refund, money, was, were, yesterday, couldn't, could not"),
            most=14,
        ),
    ),
    (
        Near.CHECKED,
        WordSets(
            needed=(
                phrases("is it, has it, was it, are they, have they, has that, is that, did you, have you"),
                phrases("checked, inspected, examined, been through the check, through the inspection"),
                phrases("already, yet, now, by now, so far, been"),
            ),
            barred=phrases("before, should i, if, must, when, how, worn, opened, used, washed, label, account"),
            most=10,
        ),
    ),
    (
        Near.LOOK_AGAIN,
        WordSets(
            needed=(
                phrases("check again, look again, double check, double-check, recheck, re-check, check once more"),
                phrases("can you, could you, please, pls, would you, will you, just"),
            ),
            barred=phrases("warehouse, item, items, inspection, seller, they, lamp, page, tomorrow, i'll, photo"),
            most=10,
        ),
    ),
    (
        Near.PAYS_ME,
        WordSets(
            needed=(phrases("who"), phrases("pays me, pay me, refunds me, refund me, pays me back, gives me my money")),
            barred=phrases("postage, label, shipping, fee, send"),
            most=14,
        ),
    ),
    (
        Near.WHAT_TO_DO,
        WordSets(
            needed=(
                phrases("what can i do, what could i do, what do i do, anything i can do, something i can do"),
                phrases("about it, about that, about this, against it, against that, against this"),
            ),
            most=12,
        ),
    ),
    (
        Near.NO_WAIT,
        WordSets(
            needed=(words("no nope nah not"), words("wait hold hang stop moment sec second")),
            known=words("no nope nah not wait hold hang on a stop moment sec second please sorry oh yet one just"),
            most=6,
        ),
    ),
    (
        Near.STARTS_AGAIN,
        WordSets(
            needed=(phrases("when, from when"), phrases("start again, starts again, start over, begin again")),
            barred=phrases("i, we, form, chat"),
            most=10,
        ),
    ),
    (
        Near.OTHER_SPAN,
        WordSets(
            needed=(
                phrases("i thought, i read, i heard, they told me, i was told, somebody said, my friend said"),
                phrases("it was, it is, it's, it takes, it took, that was, it would be, it would take, that takes"),
                words("day days week weeks hour hours"),
            ),
            barred=phrases("window, return it, send it, send back, ordered, arrived, came, ago, bought, left"),
            most=14,
        ),
    ),
)


def near_question(said: str) -> Optional[Near]:
    """What a message asks in words that are taken for other questions; None where it asks none of these.

    Args:
        said: What the customer wrote, in English.
    """
    return next((near for near, words_of_it in _READ if words_of_it.fits(said)), None)
