"""A parcel that was on its way and is with the customer again: nobody took it, or somebody gave it back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.entities.stances import (
    AT_HOME,
    AUX,
    IFS,
    IS,
    KEPT,
    ME,
    NOTS,
    OF_THE_SHOP,
    PARCELS,
    PLACES,
    REPORTS,
    Stance,
    words,
)
from core.own_people import OWN_PEOPLE

#: Who stands at a counter, or comes for a parcel; the warehouse and the seller are others.
_CLERKS = words(
    "they he she clerk guy man woman lady bloke girl staff postman postie driver courier carrier counter office shop "
    "locker post depot station someone somebody assistant cashier"
)
_OF_THE_WAY_BACK = (OF_THE_SHOP - {"label", "code"}) | words("seller sellers warehouse you your")
_GIVING = words("gave handed sent passed pushed brought shoved returned give handing giving returning")
_TURNING = words("turned sent")
_TAKING = words("take accept have want scan")
_REFUSING = words("refused declined rejected")
_BRINGING = words("came come brought carried took lugged drove walked went bring carry take got")
_IT = words("it them this that mine") | PARCELS | {"bag"}
_AWAY = words("away off home")
_AGAIN = words("again back")
_WHOSE = words("my our the me us with here home")
_BE = IS | words("is are was sits stands sitting standing ended landed")
_WHO = ME | words("he she")
_AROUND_GIVING_UP = _WHO | words("just then so again simply had have to around round back home away off out without it")
_ME = words("me us him her")
_PERSONS = _ME | OWN_PEOPLE


def came_back(clause: Sequence[str]) -> bool:
    """Whether a clause tells that a parcel was not taken, or came back to the customer: "they gave it back to me".

    Args:
        clause: Its words, in lower case, contractions in full.
    """
    if not clause or clause[0] in AUX or not IFS.isdisjoint(clause) or not _OF_THE_WAY_BACK.isdisjoint(clause):
        return False
    if not REPORTS.isdisjoint(clause):
        return False
    return _was_given_back(clause) or _was_refused(clause) or _is_home_again(clause)


def with_come_back(clauses: Sequence[Sequence[str]], found: Sequence[Stance | None]) -> list[Stance | None]:
    """What clauses say of a hand-in, where one of them tells that the parcel came back: what was done before counts
    for nothing, what is told behind it does.

    Args:
        clauses: The clauses of a message.
        found: What each says by itself.
    """
    on_the_way = next((number for number, clause in enumerate(clauses) if not PLACES.isdisjoint(clause)), None)
    back = max(
        (
            number
            for number, clause in enumerate(clauses)
            if came_back(clause) or (on_the_way is not None and number > on_the_way and _gave_up(clause))
        ),
        default=-1,
    )
    return [
        Stance.NOT if number == back or (number < back and each is Stance.DONE) else each
        for number, each in enumerate(found)
    ]


def _gave_up(clause: Sequence[str]) -> bool:
    """ "I left", "we just turned around again": behind the way to a counter nothing was handed in."""
    rest = [word for word in clause if word not in _AROUND_GIVING_UP]
    return not _WHO.isdisjoint(clause) and rest in (["left"], ["gave", "up"], ["turned"], ["walked"], ["went"])


def _was_given_back(clause: Sequence[str]) -> bool:
    """ "They gave it back", "he handed me the box again", "the clerk turned us away"."""
    for place, word in enumerate(clause):
        before, behind = clause[max(0, place - 4) : place], clause[place + 1 : place + 6]
        if _CLERKS.isdisjoint(before) and word not in _REFUSING:
            continue
        if word in _TURNING and not _PERSONS.isdisjoint(behind) and not _AWAY.isdisjoint(behind):
            return True
        if word in _GIVING and not _IT.isdisjoint(behind[:4]) and not _AGAIN.isdisjoint(behind):
            to = behind[behind.index("to") + 1 :] if "to" in behind else ["me"]
            return not _PERSONS.isdisjoint(to)
    return False


def _was_refused(clause: Sequence[str]) -> bool:
    """ "They wouldn't take it", "the driver refused my parcel"."""
    for place, word in enumerate(clause):
        before, behind = clause[max(0, place - 5) : place], clause[place + 1 : place + 5]
        if _CLERKS.isdisjoint(before) or _IT.isdisjoint(behind):
            continue
        if word in _REFUSING or (word in _TAKING and not NOTS.isdisjoint(before)):
            return True
    return False


def _is_home_again(clause: Sequence[str]) -> bool:
    """ "It's on my kitchen table again", "it came home with me", "I carried the box back home"."""
    where = [place for place, word in enumerate(clause) if word in AT_HOME | {"us"}]
    if not where or KEPT.isdisjoint(clause[: where[-1]]):
        return False
    is_near = any(not _WHOSE.isdisjoint(clause[max(0, place - 3) : place + 1]) for place in where)
    moved = any(word in _BRINGING for word in clause[: where[-1]])
    stands = any(word in _BE for word in clause[: where[-1]])
    is_again = not _AGAIN.isdisjoint(clause)
    return is_near and ((moved and (is_again or {"home", "with"} <= set(clause))) or (stands and is_again))
