"""Questions whether what was told holds for a thing that they name: "and does it cover the kettle?"."""

from __future__ import annotations

import itertools
import re
from typing import Final

from core.short_messages import BEFORE_ASKING, pieces, words

#: In words: a longer message tells more than a thing.
_MOST: Final = 16
_MOST_ALONE: Final = 4
_POINTING: Final = (
    r"(?:it|that|this|they|those|these|the same|the (?:rule|rules|window|limit|deadline|policy|period|label|code|offer|"
    r"(?:7|15|30|90)(?:[- ]days?)?(?: (?:rule|window|limit|period))?))"
)
_HOLDING: Final = (
    r"(?:cover|covers|apply to|apply for|apply on|applies to|go for|hold for|count for|work for|include|includes|"
    r"extend to|be (?:true|valid|good|the same) (?:for|of|with))"
)
_STATED: Final = r"(?:(?:also |still |even )?(?:true|valid|good|the same|so|different) (?:for|of|with))"
_ASKS: Final = re.compile(
    rf"(?:(?:does|do|did|will|would|should|can|could) {_POINTING} (?:also |still |even |really )?{_HOLDING}|"
    rf"(?:is|are|isn't|is not) {_POINTING} {_STATED}) (?P<thing>[^?.!]{{1,80}})"
)
#: "Is the toaster included in that?"
_INCLUDED: Final = re.compile(
    r"(?:is|are) (?P<thing>(?:the|a|an|my|our) [^?.!,]{1,60}?) (?:also )?"
    r"(?:included (?:in|with|by) (?:it|that|this)|covered|part of (?:it|that|this))\b"
)
#: "Is a toaster on it?", of a list that was told.
_LISTED: Final = re.compile(
    r"(?:is|are) (?P<thing>[^?.!,]{1,60}?) (?:also |too |even |on there |actually )?"
    r"(?:(?:on|among|amongst|part of|listed in|listed on) (?:it|there|that|this|them|those)|"
    r"(?:on|in|part of|one of) (?:the|that|this|your|those|these)(?: seasonal)? "
    r"(?:list|things|items|ones|categories))\b"
)
#: "Mine is a toaster, is it inside?", "beach umbrella is inside?", "does it name toasters?"
_LISTED_BEHIND: Final = re.compile(
    r"(?P<thing>[^?.!,]{1,60}?) (?:is|are|isn't|isnt|aren't) (?:also |too |it |they )?"
    r"(?:inside|in there|on there|in it|on it|listed|included|one of (?:those|these|them)|"
    r"on (?:the|that|this|your) list)\b"
)
_LIST_NAMES: Final = re.compile(
    r"(?:does|do|did) (?:it|that|this|the list|your list|that list|they|you) (?:also |even )?"
    r"(?:have|include|contain|name|mention|list|say) (?P<thing>[^?.!,]{1,60}?)(?: too| also| in it| on it| there)?$"
)
#: What somebody asks who knows that a thing is listed: what that is good for.
_EFFECT: Final = re.compile(
    r"\b(?:chang\w+|difference|mean(?:s)? (?:for|to) me|effect|(?:more|extra|additional|longer) (?:days?|time|weeks?)|"
    r"longer|benefit\w*|advantage\w*|gain|get (?:out of|from) (?:it|that)|so what)\b"
)
#: "And a toaster?", behind the list.
_ALONE: Final = re.compile(
    r"(?:what about |how about |or |then )?(?:an?|the|some) (?P<thing>[^?.!,]{1,40}?)(?: too| then| also)?$"
)
#: What is no thing: somebody, a day, a country or all of it.
_NO_THING: Final = words(
    "me us you everyone everybody anyone all everything anything it that this weekends weekend holidays holiday "
    "country saturday saturdays sunday sundays monday refund refunds money seller sellers return returns order "
    "orders case customers people shipping postage cost costs tax taxes vat fee fees customs price delivery day days "
    "week weeks month months year label labels today tomorrow now spain france germany"
)
_AROUND_A_THING: Final = words("the a an my our your too also as well then both either please for of and")


def thing_listed(said: str) -> str:
    """The thing of which a message asks whether it is on a list that was told; empty where it asks no such thing.

    Args:
        said: What the customer wrote: "is a toaster on it?".
    """
    return _thing(said, _LISTED) or _thing(said, _LIST_NAMES) or _thing(said, _LISTED_BEHIND)


def asks_effect_of_list(said: str) -> bool:
    """Whether a message asks what it changes that something is on a list: "do I get more days then?".

    Args:
        said: What the customer wrote, behind an answer on the list.
    """
    spoken = pieces(said)
    return 0 < len(spoken) <= _MOST and _EFFECT.search(" ".join(spoken)) is not None


def thing_alone(said: str) -> str:
    """The thing that a message names and says nothing else: "and a toaster?"; empty where it says more.

    Args:
        said: What the customer wrote.
    """
    thing = _thing(said, _ALONE)
    return thing if len(thing.split()) <= _MOST_ALONE else ""


def _thing(said: str, asks: re.Pattern[str]) -> str:
    spoken = pieces(said)
    if not 0 < len(spoken) <= _MOST:
        return ""
    found = asks.match(" ".join(itertools.dropwhile(BEFORE_ASKING.__contains__, spoken)))
    thing = [word for word in found["thing"].split() if word not in _AROUND_A_THING] if found else []
    return " ".join(thing) if thing and _NO_THING.isdisjoint(thing) else ""


def thing_asked(said: str) -> str:
    """The thing of which a message asks whether what was told holds for it; empty where it asks no such thing.

    Args:
        said: What the customer wrote.
    """
    spoken = pieces(said)
    if not 0 < len(spoken) <= _MOST:
        return ""
    while spoken and (spoken[0] in BEFORE_ASKING or spoken[0] in ("then", "what")):
        spoken = spoken[1:]
    asked = " ".join(spoken)
    found = _ASKS.match(asked) or _INCLUDED.match(asked)
    thing = [word for word in found["thing"].split() if word not in _AROUND_A_THING] if found else []
    return " ".join(thing) if thing and _NO_THING.isdisjoint(thing) else ""
