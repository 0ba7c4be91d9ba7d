"""Whether a message is a day and little else: an answer, or another day to reckon with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rasa.shared.nlu.constants import (
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
)

from bot.nlu.entities.day_names import DAY_EARLIER, DAY_LATER
from bot.nlu.entities.detail import Kind
from bot.nlu.entities.stances import words
from core.follow_ups import goes_on
from core.own_people import OWN_PEOPLE

#: No more than these may stand around a day that is an answer or another one to reckon with: "it was on", "no, on",
#: "and what about".
AROUND_A_DAY = words(
    "it was on the no since sorry think i of and or but what about if then also too maybe say let lets let's ok okay "
    "hm hmm ugh oh ah oops wait actually mine my mean meant is would be better for me us rather instead well just so "
    "try again might at in half morning afternoon evening night noon midday lunchtime"
) | {""}
#: In words: what else may stand beside a sentence that is only a day.
LONGEST_ASIDE = 3
#: In words: what stands before "it was Thursday" and only tells how somebody knows: "found the receipt".
LONGEST_REASON = 8
#: What begins a message that drops something, up to what it says instead; each language's words are none of another's.
_DROPS = re.compile(
    r"\W*(?:(?:no|oh|ok|okay|hm|sorry|wait|please|well|actually)\b\W*){0,3}"
    r"(?:forget|ignore|scrap|scratch|disregard|never ?mind|nvm|strike|"
    r"vergiss|vergesst|vergessen sie|streich\w*|ignorier\w*|olvid[ae]\w*|ignor[ae]\w*|oublie[sz]?|laisse[rz]? tomber|"
    r"dimentic\w*|lasci\w* perdere|esque[cç]\w*|vergeet|negeer|schrap|забудь\w*|תשכח\w*|עזוב|עזבי)"
    r"\b[^,.;:!?]{0,60}[,.;:!?]",
    re.IGNORECASE,
)
#: "She now says it was on Monday": who tells of it is the customer's own.
_SAYING = words("says said say tells told thinks remembers remembered swears reckons insists that me")
_OTHERS = OWN_PEOPLE | words("he she they")
#: What is said of a day that stands alone.
_OF_A_DAY = frozenset([None, "past", "ahead"])
_SENTENCE = re.compile(r"[.!?\n]")
_CLAUSE = re.compile(r"[,;.!\n]")


def says_only_a_day(text: str, entities: Sequence[dict[str, Any]]) -> bool:
    """Whether a message is a day, or a few words for one, perhaps with a short sentence beside it."""
    days = sorted(
        (day[ENTITY_ATTRIBUTE_START], day[ENTITY_ATTRIBUTE_END])
        for day in entities
        if day[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value and day.get("sense") in _OF_A_DAY
    )
    if not days or len(days) != sum(entity[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value for entity in entities):
        return False
    start, end = days[0][0], days[-1][1]
    if len(days) > 1 and not AROUND_A_DAY.issuperset(words_of(text[days[0][1] : days[-1][0]])):
        return False
    before, after = words_of(_last_clause(text[:start])), _SENTENCE.split(text[end:], maxsplit=1)
    is_beside = any(day[ENTITY_ATTRIBUTE_VALUE] in (DAY_LATER, DAY_EARLIER) for day in entities)
    if "?" in text and not (goes_on(text) or is_beside):
        return False
    aside = words_of(after[1]) if len(after) > 1 else []
    return AROUND_A_DAY.issuperset([*before, *words_of(after[0])]) and len(aside) <= LONGEST_ASIDE


def puts_another_day(text: str, entities: Sequence[dict[str, Any]]) -> bool:
    """Whether a message drops what was said before and tells a past day instead: "never mind Friday, it was today"."""
    dropped = _DROPS.match(text)
    past = (each for each in entities if each[ENTITY_ATTRIBUTE_TYPE] == Kind.DATE.value and each.get("sense") == "past")
    return dropped is not None and any(each[ENTITY_ATTRIBUTE_START] >= dropped.end() for each in past)


def _last_clause(before: str) -> str:
    """What leads to a day; behind the "found the receipt" of "found the receipt, it was Thursday" the rest alone."""
    before = _without_who_says(before)
    *reason, last = _CLAUSE.split(before)
    said = [word for clause in reason for word in words_of(clause)]
    leads = {"it", "was"} <= set(words_of(last)) and "?" not in before
    return last if leads and len(said) <= LONGEST_REASON else before


def _without_who_says(before: str) -> str:
    """What leads to a day, without who says so: the "it was" of "my mum now says it was"."""
    said = words_of(before)
    place = max((place for place, word in enumerate(said) if word in _SAYING), default=-1)
    is_by_another = not _OTHERS.isdisjoint(said[:place]) and place <= LONGEST_REASON and "was" in said[place + 1 :]
    return " ".join(said[place + 1 :]) if place >= 0 and is_by_another and "?" not in before else before


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without the signs around them; empty where one is only signs."""
    return [word.strip(".,!?") for word in text.lower().split()]
