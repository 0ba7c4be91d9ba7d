"""How long a return window lasts by a message: "the page says fifteen days", "they give you 30", "a 15-day return".

Such a number is what a rule allows, and not how long ago anything was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple, Optional

from core.follow_ups import names_day
from core.own_people import OWN_PEOPLE
from core.short_messages import pieces, words

#: In characters: what of a message is read.
LONGEST: Final = 1_000
#: In words: so far before a number stands who states it.
_NEAR: Final = 8
#: In words: a message that says little else.
_FEW: Final = 9

_WORD: Final = re.compile(r"\d+|[^\W\d_]+(?:['\u2019][^\W\d_]+)?|[.!?;,()]")
_SIGNS: Final = frozenset(".!?;,()")
_NUMBERS: Final = {
    **{"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9},
    **{"ten": 10, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90},
}
#: The days of a unit; None where they are not the same in each.
_UNITS: Final = {
    **dict.fromkeys(("day", "days"), 1),
    **dict.fromkeys(("week", "weeks"), 7),
    **dict.fromkeys(("month", "months"), None),
}
#: Numbers of days that pages give; of any other "I have 12 days" may tell of a wait.
_USUAL: Final = frozenset([7, 15, 30, 90])

#: Behind these a usual number of days is one that both know of.
_KNOWN: Final = words("the my those these your our with under")
_WINDOWS: Final = words(
    "window windows period policy limit limits deadline guarantee term terms rule rules right rights timeframe"
)
_RETURNS: Final = words("return returns refund")
_RETURNING: Final = words("return returning send sending give giving bring bringing ship shipping decide change get")
#: A "15-day return" is none where it goes on so.
_OF_A_PARCEL: Final = words("parcel package label request not still is was never hasn't isn't")
_PAGES: Final = words(
    "page pages site website shop store seller listing ad advert item label product description policy rule rules "
    "terms it they which that order app tag sticker"
)
_STATES: Final = words("says say said shows show showed states stated reads lists mentions promises displays")
_GIVES: Final = words("give gives gave allow allows offer offers grant grants lets let got gets get")
_GIVEN: Final = words("given allowed granted promised")
_GIVERS: Final = _PAGES | words("you u")
_HAS: Final = words("have has had get gets got i've we've you've")
_PEOPLE: Final = OWN_PEOPLE | words("i we she he you people customers buyers one everybody everyone")
_IS: Final = words("is was of being says")
#: "It came on Monday and says 15 days."
_JOINS: Final[tuple[list[str], ...]] = ([], ["and"], ["but"])
_MARKED: Final = words("marked labelled labeled listed advertised tagged returnable refundable")
_THINGS: Final = words("one item thing product")
#: What may stand between these and the number.
_FILLS: Final = words(
    "just only a an the about up to around full whole like for as with exactly maybe me you us her him them people "
    "everyone buyers customers within clearly still also always"
)
_FILLS_OF_A_SAYING: Final = _FILLS | words(
    "i we she he it it's its there there's is are has have got return returns returnable items can be sent send back"
)
#: Behind a number these tell how long something takes already, or what is left.
_ELAPSED: Final = words(
    "ago back since late already left remaining old waiting without in of later before earlier more now"
)
_SPENT: Final = words("waited wait waiting took take takes taken been after needed need needs")
_UNTIL_WHEN: Final = words("ago until till last latest deadline end ends")
#: Behind a number without a unit.
_ENDS: Final = _SIGNS | words("and but so from after since as is if on")


class StatedWindow(NamedTuple):
    """A window's length in days, None where its unit has no fixed number of them, and where it stands."""

    days: Optional[int]
    start: int
    end: int


def stated_windows(said: str) -> tuple[StatedWindow, ...]:
    """The lengths of a return window that a message states, in the order in which they stand."""
    tokens = [(found.group().lower().replace("\u2019", "'"), found) for found in _WORD.finditer(said[:LONGEST])]
    spoken = [word for word, _ in tokens]
    stated = []
    for place, (word, found) in enumerate(tokens):
        number = _number(word)
        if number is None:
            continue
        has_unit = spoken[place + 1 : place + 2] != [] and spoken[place + 1] in _UNITS
        end = place + 1 + has_unit
        before, behind = _clause_before(spoken[:place]), spoken[end : end + 3]
        if _is_one_of_several(before, behind):
            continue
        if has_unit:
            unit = _UNITS[spoken[place + 1]]
            days = number * unit if unit else None
            if _is_stated(before, behind, days):
                stated.append(StatedWindow(days, found.start(), tokens[end - 1][1].end()))
        elif number in _USUAL and _stands_alone(said, found, behind) and _is_given(before):
            stated.append(StatedWindow(number, found.start(), found.end()))
    return tuple(stated)


def asks_by_stated_window(said: str) -> bool:
    """Whether a message states how long a window lasts, and beside it a day, an age, or a word of the window's end."""
    stated = stated_windows(said)
    if not stated:
        return False
    ends = [0, *(each.end for each in stated)]
    starts = [*(each.start for each in stated), len(said)]
    rest = " ".join(said[end:start] for end, start in zip(ends, starts, strict=True))
    return names_day(rest) or not _UNTIL_WHEN.isdisjoint(pieces(rest))


def only_states_window(said: str) -> bool:
    """Whether a few words say how long a window lasts, and little else: "it's labelled 15 days"."""
    return len(pieces(said)) <= _FEW and len(stated_windows(said)) == 1


def _number(word: str) -> Optional[int]:
    if word.isdecimal():
        return int(word) if len(word) <= 3 else None
    return _NUMBERS.get(word)


def _clause_before(spoken: Sequence[str]) -> list[str]:
    near = list(spoken[-_NEAR:])
    since = max((place for place, word in enumerate(near) if word in _SIGNS), default=-1)
    return near[since + 1 :]


def _is_one_of_several(before: Sequence[str], behind: Sequence[str]) -> bool:
    """Whether a number is one of a list, "3 to 5 days", "7, 15 or 30 days": that is the rule in general."""
    leads = len(before) > 1 and before[-1] in ("or", "to") and _number(before[-2]) is not None
    return leads or (len(behind) > 1 and behind[0] in ("or", "to") and _number(behind[1]) is not None)


def _stands_alone(said: str, found: re.Match[str], behind: Sequence[str]) -> bool:
    """Whether a number without a unit is no date, price or share: "they give you 30"."""
    around = said[max(0, found.start() - 1) : found.start()] + said[found.end() : found.end() + 2]
    is_glued = any(each in around for each in "$\u20ac\u00a3%/:") or any(
        sign in "-.," and after.isdigit() for sign, after in zip(around[-2:-1], around[-1:], strict=False)
    )
    return not is_glued and (not behind or behind[0] in _ENDS)


def _is_stated(before: Sequence[str], behind: Sequence[str], days: Optional[int]) -> bool:
    if behind and behind[0] in _ELAPSED:
        return False
    if _is_named(behind) and _SPENT.isdisjoint(before[-3:]):
        return True
    if before[-1:] in (["a"], ["an"]) and behind and behind[0] in _THINGS:
        return True
    if days in _USUAL and before[-1:] != [] and before[-1] in _KNOWN:
        # "With the 30 days", "do my 15 days end then?", "and with 15 days?"
        return True
    lead = _without(before, _FILLS)
    whose = [*lead[-4:-1], *(each.partition("'")[0] for each in lead[-1:])]
    is_held = lead[-1:] != [] and lead[-1] in _HAS and not _PEOPLE.isdisjoint(whose)
    return _is_given(before) or (is_held and days in _USUAL)


def _is_named(behind: Sequence[str]) -> bool:
    """Whether what follows makes a span a window: "15 days return policy", "30 days to send it back"."""
    if not behind:
        return False
    if behind[0] in _RETURNS:
        return len(behind) == 1 or behind[1] not in _OF_A_PARCEL
    return behind[0] in _WINDOWS or (behind[0] in ("to", "for") and behind[1:2] != [] and behind[1] in _RETURNING)


def _is_given(before: Sequence[str]) -> bool:
    """Whether a page, a shop or a rule gives the number that follows."""
    saying = _without(before, _FILLS_OF_A_SAYING)
    if saying and saying[-1] in _STATES and (saying[-2:-1] in _JOINS or not _PAGES.isdisjoint(saying[-5:-1])):
        return True
    lead = _without(before, _FILLS)
    if not lead:
        return False
    if lead[-1] in _GIVEN | _MARKED | _WINDOWS:
        return True
    if lead[-1] in _GIVES and not _GIVERS.isdisjoint([*lead[-4:-1], *before[len(lead) :]]):
        return lead[-1] not in words("got gets get") or "you" in lead[-3:-1]
    return lead[-1] in _IS and not _WINDOWS.isdisjoint(lead[-5:-1])


def _without(before: Sequence[str], fills: frozenset[str]) -> list[str]:
    lead = list(before)
    while lead and lead[-1] in fills:
        lead.pop()
    return lead
