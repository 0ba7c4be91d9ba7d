"""What the clauses of a message in another language than English say of a hand-in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Optional

from bot.nlu.entities.clauses import BREAKS, NEAR, SOMEBODY, Clauses, Stance, words
from bot.nlu.entities.day_names import MONTHS, WEEKDAYS
from bot.nlu.entities.vocabulary import Word

Says = frozenset[str]

#: Meanings that `dates` looks for between and before days, the first that a word has.
GLOSSES = (
    *("no", "not", "sorry", "or", "maybe", "to", "and", "between", "until", "before", "every", "next", "by", "last"),
    *("forget", "i.e.", "on", "the", "of", "was", "it", "i"),
)
LEADING = frozenset(["on", "the", "of"])
PAST_DEEDS = frozenset(["handed", "returned"])
DEEDS = PAST_DEEDS | words("hand send")
#: Verbs in two parts ("gebe … ab"), and ways to somewhere, which are hand-ins with the other part alone.
ASIDE = {"give": ("off", "hand"), "gave": ("off", "handed"), "go": ("place", "hand"), "went": ("place", "handed")}
LATER = frozenset(["tomorrow", "in 2 days", "soon"])
DAYS = frozenset([*WEEKDAYS.values(), *MONTHS.values()])
PASSED = DAYS | {"yesterday", "the day before yesterday", "last week"}
#: With one of these to bring or to send something is a hand-in, and not the wish to return it.
OF_A_PARCEL = LATER | DAYS | {"today", "place", "carrier", "parcel"}
_ENDS = frozenset(".!?;\n")
#: In words: a clause that says no more than "I could not".
_SHORT = 3
#: "If I have not brought it": so many words at most from "if" to the deed.
_SUPPOSED = 7
#: "I have it not yet to the post brought": so many words at most from "not" to the deed.
_DENIED = 7
#: In words, from "go" to the post office.
_NEAR_ASIDE = 6


def breaks_off(words: Sequence[Word], place: int) -> bool:
    """Whether a clause ends at a word; "12." and "39,90" end none."""
    word = words[place]
    if not BREAKS.isdisjoint((word.text, *(word.says & {"and", "but", "because", "when"}))):
        before, behind = words[max(0, place - 1)], words[min(len(words) - 1, place + 1)]
        joined = before.text[-1:].isdigit() and before.end == word.start
        if not joined or word.text not in (".", ",", ":"):
            return True
        return not (behind.text[:1].isdigit() and behind.start == word.end) and not (
            word.text == "." and (behind.says or behind.text[:1].islower())
        )
    return False


class ToldClauses(Clauses):
    """The clauses of a message whose words a `Vocabulary` has read, with the meanings of `GLOSSES` as words."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = [_gloss(words, place) for place in range(len(words))]
        self._number = []
        self._clauses = [[]]
        self._instead = []
        self._told: list[list[Says]] = [[]]
        self._ends = [""]
        for place, word in enumerate(words):
            if self._clauses[-1] and breaks_off(words, place):
                self._ends[-1] = word.text
                self._ends.append("")
                self._clauses.append([])
                self._told.append([])
            if "but" in word.says:
                self._instead.append(len(self._clauses) - 1)
            self._number.append(len(self._clauses) - 1)
            if word.text.isalnum() or word.says:
                self._clauses[-1].append(self._words[place])
                self._told[-1].append(word.says)

    def words_before(self, place: int, count: int) -> list[str]:
        """At most so many words before a token, without those that only lead to a day."""
        while place and self._words[place - 1] in LEADING | {"was"}:
            place -= 1
        return super().words_before(place, count)

    def words_between(self, start: int, end: int) -> list[str]:
        """The words between two tokens, without those that only lead to the second."""
        while end > start and self._words[end - 1] in LEADING:
            end -= 1
        return super().words_between(start, end)

    @cached_property
    def _stances(self) -> list[Optional[Stance]]:
        found = [self._stance(number) for number in range(len(self._told))]
        for number in self._instead:
            # "Not on Monday, but on Tuesday"; "but it was closed" takes nothing back.
            names_a_day = any(says & (PASSED | {"today"}) for says in self._told[number])
            if number and found[number] is None and found[number - 1] is Stance.NOT and names_a_day:
                found[number] = Stance.DONE
        told = [frozenset[str]().union(*clause) for clause in self._told]
        back = max(
            (number for number, whole in enumerate(told) if "come back" in whole and "if" not in whole), default=-1
        )
        # What was handed in before it came back counts for nothing.
        undone = {number for number in range(back + 1) if number == back or found[number] is Stance.DONE}
        return [Stance.NOT if number in undone else each for number, each in enumerate(found)]

    def _is_short(self, number: int) -> bool:
        return len(self._clauses[number]) <= NEAR and SOMEBODY.isdisjoint(self._clauses[number])

    def _is_bare(self, number: int) -> bool:
        return self._stances[number] is None and self._is_short(number)

    def _is_reported(self, number: int) -> bool:
        """Whether a clause is what the page says: "the page says, that I have not …"."""
        before = self._told[number - 1][-3:] if number and self._ends[number - 1] not in _ENDS else []
        return any("page" in says for says in before)

    def _is_asked(self, number: int, whole: Says) -> bool:
        behind = self._told[number + 1] if number + 1 < len(self._told) else []
        # "I must hand it in before when".
        is_left_open = len(behind) == 1 and "ask" in behind[0]
        return "ask" in whole or is_left_open or self._ends[number].startswith("?")

    def _stance(self, number: int) -> Optional[Stance]:
        clause = self._told[number]
        whole = frozenset[str]().union(*clause)
        clause = [says | _asides(clause, place) for place, says in enumerate(clause)]
        places = [place for place, says in enumerate(clause) if says & DEEDS]
        if not places:
            return None if self._is_reported(number) else _without_deed(clause, whole)
        deed = next((place for place in places if clause[place] & PAST_DEEDS), places[0])
        verb, before = clause[deed], clause[max(0, deed - 2 * NEAR) : deed]
        led_by = frozenset[str]().union(*before)
        if "page" in led_by or self._is_reported(number):
            return None
        if {"you", "to me"} & whole and "i" not in whole:
            return Stance.OTHER
        is_open = verb & {"hand", "send"} and ({"when", "if"} & led_by or "i" in (before or [verb])[-1])
        if verb & PAST_DEEDS and not is_open:
            return _of_a_past_form(clause, deed, whole, self._is_asked(number, whole))
        if not ({"unable", "forgot"} & led_by or _is_of_a_parcel(verb, clause, whole)):
            return None
        if _is_supposed(before):
            return Stance.AHEAD
        if _is_denied(before):
            return Stance.NOT if {"i", "will", "unable", "forgot", "could"} & whole else None
        if "wanted" in whole and not LATER & whole and PASSED & whole:
            return Stance.NOT
        if self._is_asked(number, whole):
            return Stance.ASKED
        return Stance.AHEAD if {"when", "will"} & whole or _is_mine(clause, deed) else None


def _gloss(words: Sequence[Word], place: int) -> str:
    word = words[place]
    if {"no", "not"} <= word.says:
        # "No" is "not" as well in half of the languages: alone between signs it takes back what was said.
        behind = words[place + 1].text if place + 1 < len(words) else ","
        return "not" if behind[:1].isalnum() or not behind else "no"
    says = word.says | {"the"} if "the day" in word.says else word.says
    return next((each for each in GLOSSES if each in says), "_" if word.text[:1].isalpha() else word.text)


def _asides(clause: Sequence[Says], place: int) -> Says:
    """What a word says as well beside the other part of a verb; to the post office only known words lead."""
    says = frozenset[str]()
    for part, (other, deed) in ASIDE.items():
        near = range(max(0, place - _NEAR_ASIDE), min(len(clause), place + _NEAR_ASIDE + 1))
        for each in near if part in clause[place] else ():
            between = clause[min(each, place) : max(each, place)]
            if other in clause[each] and (other == "off" or all(between)):
                says |= {deed}
    return says


def _is_denied(before: Sequence[Says]) -> bool:
    for says in reversed(before[-_DENIED:]):
        if says & {"know", "that"}:
            return False
        if {"not", "unable", "forgot"} & says:
            return True
    return False


def _of_a_past_form(clause: Sequence[Says], deed: int, whole: Says, is_asked: bool) -> Optional[Stance]:
    is_clear = "handed" in clause[deed] or bool({"i", "kept"} & whole)
    before = clause[max(0, deed - 2 * NEAR) : deed]
    if _is_supposed(before):
        return Stance.SUPPOSED if is_clear else None
    is_of_a_form = "request" in whole and "parcel" not in whole
    if _is_denied(before):
        return Stance.NOT if is_clear and not is_of_a_form and "page" not in whole else None
    if "would" in whole:
        return Stance.NOT
    if "will" in whole and any("be" in says for says in clause[max(0, deed - 1) : deed + 2]):
        return (Stance.ASKED if is_asked else Stance.AHEAD) if is_clear else None
    if is_of_a_form or (not is_clear and {"other", "be"} & whole):
        return Stance.OTHER
    # "Ordered on Tuesday, sent on Thursday" has no room for anybody else.
    return Stance.DONE if is_clear or deed < 2 else None


def _is_of_a_parcel(verb: Says, clause: Sequence[Says], whole: Says) -> bool:
    """Whether what lies ahead is a hand-in, and not the wish to send something back."""
    spans = (place for place, says in enumerate(clause) if says & {"days", "weeks"})
    in_days = any("in" in says for place in spans for says in clause[max(0, place - 2) : place])
    return "hand" in verb or not OF_A_PARCEL.isdisjoint(whole) or in_days


def _is_mine(clause: Sequence[Says], deed: int) -> bool:
    return any("i" in says for says in clause[max(0, deed - 2) : deed + 2])


def _is_supposed(before: Sequence[Says]) -> bool:
    """Whether a deed stands behind "if", and not within what is asked: "if you got what I sent"."""
    for says in reversed(before[-_SUPPOSED:]):
        if "if" in says or "that" in says:
            return "if" in says
    return False


def _without_deed(clause: Sequence[Says], whole: Says) -> Optional[Stance]:
    if "kept" in whole and not {"page", "not", "no"} & whole:
        return Stance.NOT
    failed = ("unable" in whole or {"could", "not"} <= whole) and not {"be", "you", "page"} & whole
    if failed and ("place" in whole or (len(clause) <= _SHORT and all(clause))):
        return Stance.NOT
    return Stance.OTHER if {"other", "shall", "you"} & whole else None
