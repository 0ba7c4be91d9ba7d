"""The clauses of a message, and what they say of a hand-in together."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Optional

from spacy.tokens import Doc

from bot.nlu.entities.come_back import with_come_back
from bot.nlu.entities.deeds import stance_of
from bot.nlu.entities.detail import Detail, Kind, Sense
from bot.nlu.entities.kept import CORRECTING, was_another
from bot.nlu.entities.plans import is_belief, misses_day
from bot.nlu.entities.stances import COMPLAINTS, IFS, INSTEAD, NEAR, SOMEBODY, Stance, of_a_day, words
from core.follow_ups import asks_in_time
from core.hand_in_words import HANDED

# How contractions come out of the tokenizer.
WHOLE = {
    **dict.fromkeys(("n't", "n’t", "nt", "cannot"), "not"),
    **dict.fromkeys(("'ll", "’ll", "ll", "wo"), "will"),
    **dict.fromkeys(("'d", "’d"), "would"),
    **dict.fromkeys(("'m", "’m", "m"), "am"),
    **{"gon": "going", "wan": "want", "na": "to", "'re": "are", "’re": "are", "'ve": "have", "’ve": "have"},
    **{
        "imma": "going",
        "finna": "going",
        "tryna": "trying",
        "til": "till",
        "ca": "can",
        "u": "you",
        "n": "and",
        "n'": "and",
        "nd": "and",
    },
}
BREAKS = frozenset(".!?;:,()\n") | words("— – ... … but because cause so although though while when which and then")
# Where nothing could be handed in.
SHUT = words("closed shut")
# Behind what somebody believed, these tell that it was not so.
DISPROVES = words("turns turned apparently not never still wrong mistaken")
# What can be unwanted: a word for each thing that the assistant does, in the intents that ask for it.
WISHES = {
    **dict.fromkeys(("cancel", "canceling", "cancelling", "cancelled", "canceled", "withdraw", "delete"), "cancel"),
    **dict.fromkeys(("change", "changing", "amend", "modify", "alter"), "change"),
    **dict.fromkeys(("start", "open", "begin", "create", "register"), "start"),
    **dict.fromkeys(
        words(
            "person persons human humans agent agents somebody anybody anyone someone people representative operator "
            "colleague colleagues staff"
        ),
        "person",
    ),
    **dict.fromkeys(("escalate", "transfer", "connect", "forward", "pass"), "person"),
    # "Don't put me through", "don't hand me over".
    **dict.fromkeys(("through", "over"), "person"),
}
# What may stand between "don't" and the thing that is not wanted.
UNWANTED = words(
    "want wish need like to you me us my the a an any it them that this dare please ever talk speak with for let have "
    "on put bother bothering involve involving going of yet just now your one another else real any live calling"
)
# What stands before a person who is not wanted, all else left out: "rather no human", "skip the agent".
DECLINES = (["no"], ["not"], ["rather", "no"], ["rather", "not"], ["not", "interested", "in"], ["skip"], ["without"])
# Behind "don't" these pass somebody on: "don't hand me over".
PASSING = words("hand pass put send give turn")


class Clauses:
    """The clauses of a message. Each word belongs to one and is looked at a bounded number of times."""

    def __init__(self, doc: Doc) -> None:
        self._words = [WHOLE.get(token.lower_, token.lower_) for token in doc]
        self._number: list[int] = []
        self._clauses: list[list[str]] = [[]]
        self._instead: list[int] = []
        self._asked: set[int] = set()
        for place, word in enumerate(self._words):
            if word == "?":
                self._asked.add(len(self._clauses) - 1)
            if word in BREAKS or _is_dash(doc, place):
                self._clauses.append([])
            if word == "but":
                self._instead.append(len(self._clauses) - 1)
            self._number.append(len(self._clauses) - 1)
            if (word not in BREAKS or word == "when") and not _is_dash(doc, place):
                self._clauses[-1].append(word)

    @cached_property
    def _stances(self) -> list[Optional[Stance]]:
        complains = not COMPLAINTS.isdisjoint(self._words)
        found = [stance_of(clause, complains) for clause in self._clauses]
        for number in self._instead:
            # "I didn't hand it in on Friday but on Saturday."
            if (
                found[number] is None
                and found[number - 1] is Stance.NOT
                and self._clauses[number][:1]
                and (self._clauses[number][0] in INSTEAD)
            ):
                found[number] = Stance.DONE
        if not CORRECTING.isdisjoint(self._words):
            last_day = self._last_with(of_a_day)
            for number, clause in enumerate(self._clauses):
                # "No sorry, that was my brother's parcel"; "mine was on Friday" behind it keeps a hand-in.
                if clause and number >= last_day and was_another(clause):
                    found[number] = Stance.NOT
        disproof = self._last_with(DISPROVES.__contains__)
        believed = [number for number in range(len(found) - 1) if is_belief(self._clauses[number])]
        for number in believed:
            behind = self._clauses[number + 1]
            if number + 1 in self._instead and "was" in behind and any(map(of_a_day, behind)):
                # "I thought I posted it on Friday but it was Saturday."
                found[number + 1] = found[number + 1] or Stance.DONE
            elif not HANDED.isdisjoint(self._clauses[number]) and (disproof > number or number + 1 in self._instead):
                # "I thought I posted it, turns out it is in the car."
                found[number] = Stance.NOT
        return with_come_back(self._clauses, self._with_missed_days(found))

    def _with_missed_days(self, found: list[Optional[Stance]]) -> list[Optional[Stance]]:
        """The stances, that of a day which was missed, and of the one that is put up behind it."""
        is_put_up, is_missed = False, False
        for number, clause in enumerate(self._clauses):
            named = any(map(of_a_day, clause))
            if misses_day(clause):
                found[number], is_put_up, is_missed = Stance.NOT, True, True
            elif found[number] is Stance.NOT or (named and not SHUT.isdisjoint(clause)):
                is_missed = True
            elif found[number] is None and named and (is_put_up or (is_missed and asks_in_time(" ".join(clause)))):
                # "Couldn't make it Wednesday, say Monday instead?"
                found[number] = Stance.AHEAD
        return found

    @cached_property
    def _past(self) -> frozenset[int]:
        """The numbers of the clauses with "was"."""
        return frozenset(number for number, clause in enumerate(self._clauses) if "was" in clause)

    def _last_with(self, is_meant: Callable[[str], bool]) -> int:
        """The number of the last clause with such a word, -1 where none has one."""
        return max((number for number, clause in enumerate(self._clauses) if any(map(is_meant, clause))), default=-1)

    def stance_at(self, place: int) -> Optional[Stance]:
        """What the clause of a token says of a hand-in; that of the one before or behind where it has no verb."""
        number = self._number[place]
        beside = [number, number - 1, number + 1] if self._is_bare(number) else [number]
        if number in self._past:
            # "They were shut on Friday, it was Saturday": the first is no hand-in, the second is.
            beside = [each for each in beside if each == number or not self._is_shut(each)]
        return next((self._stances[each] for each in beside if self._has(each)), None)

    def own_stance(self, place: int) -> Optional[Stance]:
        """What the clause of a token says of a hand-in by itself."""
        return self._stances[self._number[place]]

    def hand_in(self) -> Optional[Stance]:
        """What the whole message says of the hand-in, where it says that none has happened; else None."""
        said = {stance for stance in self._stances if stance}
        if Stance.DONE in said:
            return None
        if self._asks_of_day():
            said.add(Stance.AHEAD)
        return next((each for each in (Stance.SUPPOSED, Stance.AHEAD, Stance.NOT) if each in said), None)

    def _asks_of_day(self) -> bool:
        """Whether another day is asked about behind what was not done: "couldn't on Monday, can I on Thursday?"."""
        stances = self._stances
        behind = range(stances.index(Stance.NOT) + 1, len(stances)) if Stance.NOT in stances else ()
        return any(stances[each] is Stance.ASKED and any(map(of_a_day, self._clauses[each])) for each in behind)

    def unwanted(self) -> Optional[str]:
        """What the customer does not want done, None where a clause says nothing of the kind.

        No clause that asks can: "don't put me through, how long is it?" does, "don't you cancel?" does not.
        """
        clauses = [clause for number, clause in enumerate(self._clauses) if clause and number not in self._asked]
        if self._asked:
            clauses = [each for each in clauses if ("not", "you") not in itertools.pairwise(each)]
        return next((wish for wish in map(wish_denied, clauses) if wish), None)

    def has_any(self, place: int, wanted: frozenset[str]) -> bool:
        """Whether the clause of a token has one of these words."""
        return not wanted.isdisjoint(self._clauses[self._number[place]])

    def words_before(self, place: int, count: int) -> list[str]:
        """At most so many words before a token."""
        return self._words[max(0, place - count) : place]

    def words_between(self, start: int, end: int) -> list[str]:
        """The words between two tokens."""
        return self._words[start:end]

    def _has(self, number: int) -> bool:
        return 0 <= number < len(self._clauses) and self._stances[number] is not None

    def _is_shut(self, number: int) -> bool:
        return self._has(number) and not SHUT.isdisjoint(self._clauses[number])

    def _is_bare(self, number: int) -> bool:
        """Whether a clause says nothing by itself, as the "on Friday" of "on Friday, I'll bring it"."""
        clause = self._clauses[number]
        return self._stances[number] is None and len(clause) <= NEAR and SOMEBODY.isdisjoint(clause)


def _is_dash(doc: Doc, place: int) -> bool:
    """Whether a hyphen stands between two parts of a message: "can't today - is Friday ok", and not "pick-up"."""
    if doc[place].text != "-" or not doc[place].whitespace_ or not 0 < place < len(doc) - 1:
        return False
    before, behind = doc[place - 1], doc[place + 1]
    return bool(before.whitespace_) and before.is_alpha and behind.is_alpha


def find_hand_in(clauses: Clauses, doc: Doc) -> Iterator[Detail]:
    """That the parcel was not handed in, or only will be: a detail of the whole message."""
    stance = clauses.hand_in()
    if stance is not None:
        sense = Sense.NOT if stance is Stance.NOT else Sense.AHEAD
        yield Detail(Kind.HAND_IN, 0, len(doc.text), sense.value)


def find_unwanted(clauses: Clauses, doc: Doc) -> Iterator[Detail]:
    """That the customer does not want something done: "don't cancel R1003", "I don't want a person"."""
    unwanted = clauses.unwanted()
    if unwanted is not None:
        yield Detail(Kind.UNWANTED, 0, len(doc.text), unwanted)


def wish_denied(words: Sequence[str]) -> Optional[str]:
    """Which wish a clause takes back, None where none: "I didn't cancel it" tells what happened."""
    wish = next((place for place, word in enumerate(words) if word in WISHES), None)
    if wish is None or not IFS.isdisjoint(words[:wish]) or "why" in words[:wish]:
        return None
    before = list(words[max(0, wish - 2 * NEAR) : wish])
    if words[wish] == "over":
        # "Don't hand it over" is about the parcel.
        if words[wish - 1 : wish] not in (["me"], ["us"]) or words[wish - 2] not in PASSING:
            return None
        before = before[:-2]
    while before and before[-1] in UNWANTED:
        before.pop()
    asked_not_to = before[-2:] in (["do", "not"], ["no", "need"], ["would", "not"]) or before[-1:] == ["never"]
    kind = WISHES[words[wish]]
    # "Stop trying to get me to a person".
    asked_not_to = asked_not_to or (kind == "person" and before[:1] == ["stop"] and before[1:2] != ["me"])
    if kind == "person" and len(words) <= 2 * NEAR and before in DECLINES[1:]:
        return kind
    if kind == "person" and before[-2:] in (["rather", "not"], ["prefer", "not"], ["not", "interested"]):
        return kind
    if before == ["no"]:
        asked_not_to = "need" in words[:wish] or (kind == "person" and len(words) <= NEAR)
    return kind if asked_not_to else None


__all__ = ["BREAKS", "NEAR", "SOMEBODY", "WHOLE", "Clauses", "Stance", "find_hand_in", "find_unwanted", "words"]
