"""Whether a clause tells of the return's request, which is no hand-in: "I applied for it", "the form went in today"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.entities.stances import NEAR, OF_A_THING, PARCELS, PLACES, words
from core.hand_in_words import HANDED

#: What is asked for or sent in with a request, and is no parcel.
_FORMS = words("request requests application applications form forms claim claims")
#: What these are done to is a request by itself.
_REQUESTING = words("requested applied reapplied")
#: Nobody submits a parcel, or presses one.
_SENT_IN = words("submitted lodged filed clicked pressed tapped ticked")
#: What these are done to is a request where it is a return, or a form.
_ENTERING = words(
    "asked filed lodged submitted registered raised opened started created entered initiated completed filled made "
    "placed put sent set handed got"
)
#: "I asked for return R1003", and not "I sent the return".
_OF_A_RETURN = words("asked filed lodged submitted registered raised opened started created entered initiated")
_RETURNS = words("return returns refund")
_GONE = words("went gone was is has been sent handed got filed made put")
_BY = words("for in off up out with through the a an my our this that it one")


def tells_of_request(clause: Sequence[str]) -> bool:
    """Whether a clause tells that a return was asked for, and nothing of a parcel.

    Args:
        clause: Its words, in lower case, contractions in full.
    """
    if not (PARCELS | PLACES).isdisjoint(clause):
        return False
    for place in range(len(clause)):
        end = _end_of_request(clause, place)
        if end:
            return not (_hands_in(clause[:place]) or _hands_in(clause[end:]))
    return False


def _hands_in(words: Sequence[str]) -> bool:
    return any(word in HANDED and before not in OF_A_THING for before, word in zip(["", *words], words, strict=False))


def _end_of_request(clause: Sequence[str], place: int) -> int:
    """The place behind what tells of a request from a word on; 0 where it tells of none."""
    word, behind = clause[place], clause[place + 1 : place + 1 + NEAR]
    if word in _REQUESTING | _SENT_IN:
        return place + 1 if clause[max(0, place - 1) : place] != ["as"] else 0
    if word in _FORMS and clause[place + 1 : place + 2] and behind[0] in _GONE:
        return place + 2
    if word not in _ENTERING:
        return 0
    things = _FORMS | (_RETURNS if word in _OF_A_RETURN else frozenset())
    for away, each in enumerate(behind):
        if each in things:
            return place + 2 + away + (behind[away + 1 : away + 2] == ["request"])
        if each not in _BY | _RETURNS:
            break
    return place + 1 if word == "asked" and behind[:2] in (["for", "it"], ["for", "this"]) else 0
