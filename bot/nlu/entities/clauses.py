"""What the clauses of a message say of a hand-in: that it happened, did not, lies ahead or is only supposed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cached_property
from typing import Optional

from spacy.tokens import Doc

from bot.nlu.entities.detail import Detail, Kind, Sense


class Stance(str, Enum):
    """What a clause says of the thing it is about."""

    DONE = "done"
    NOT = "not"
    AHEAD = "ahead"
    SUPPOSED = "supposed"
    ASKED = "asked"
    """Whether, where or when one can hand in."""
    OTHER = "other"
    """It is about something else that has its own day: the order, the label, what the page will show."""


def words(listed: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(listed.split())


# How contractions come out of the tokenizer.
WHOLE = {
    **dict.fromkeys(("n't", "n’t", "nt", "cannot"), "not"),
    **dict.fromkeys(("'ll", "’ll", "ll", "wo"), "will"),
    **dict.fromkeys(("'d", "’d"), "would"),
    **dict.fromkeys(("'m", "’m", "m"), "am"),
    **{"gon": "going", "wan": "want", "na": "to", "'re": "are", "’re": "are", "'ve": "have", "’ve": "have"},
    **{"ca": "can", "u": "you", "n": "and", "n'": "and", "nd": "and"},
}
BREAKS = frozenset(".!?;:,()\n") | words("— – ... … but because cause so although though while when which and then")
HANDED = words(
    "went gone walked drove handed dropped brought took taken posted mailed shipped sent gave given left deposited "
    "surrendered dispatched returned"
)
HAND = words("hand drop bring take post mail ship send give deposit dispatch return")
HANDING = words(
    "handing dropping bringing taking posting mailing shipping sending giving depositing dispatching returning"
)
CLEARLY_HANDED = frozenset(["handed", "dropped", "brought", "taken", "posted"])
GOES = words("go going went walk walking walked drive driving drove")
# "We didn't get to the post office."
GET = GOES | frozenset(["get", "make", "be", "been"])
GOING = frozenset(["going", "walking", "driving"])
# "The box I returned", "what I sent".
THINGS = words("parcel package packet box item items article thing goods what which that")
# "I still have it", "the box is still in my hallway": nothing was handed in.
KEPT = words("parcel package packet box item items it them")
AT_HOME = words(
    "me here home house flat hallway hall table desk kitchen car boot trunk garage shelf sofa couch room door bag"
)
# "So I left again" leaves no parcel.
LEAVING = frozenset(["again", "home", "early", "without"])
# Without these, to send something back is a wish that precedes every hand-in.
PARCELS = words("parcel package packet box")
KNOWN_THINGS = frozenset(["it", "them"])
OF_A_PARCEL = words("hand drop post mail deposit handing dropping posting mailing depositing")
DESIRES = words("want wants need like can could must have let may should how")
TIMES = words(
    "today tomorrow tonight tmrw tomorow later soon now next week weekend month morning afternoon evening day days "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun eve "
    "january february march april june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
# "I might try again on Thursday", "won't manage before Monday".
EFFORTS = words("try trying manage managing")
NO_SOONER = words("before until till")
LEFT_OVER = words("day days week weeks time is are was the")
PLACES = words("post office counter locker station courier depot shop")
# Before these, "post", "return" and "drop" are things and no deeds.
OF_A_THING = words("the a an my your our this that these any free - e of first")
# What has a day of its own that is no hand-in.
OTHERS = words(
    "ordered bought purchased placed paid requested applied approved cancelled canceled refunded arrived came "
    "called wrote emailed contacted opened started asked closed issued turned showed landed"
)
ME = words("i we husband wife partner son daughter mother father friend neighbour")
AUX = words("have has had did do does could can was were will would should is are am")
NOTS = words("not never unable forgot failed nobody without")
IFS = words("if suppose supposing assuming provided unless imagine whether")
ASKS = words("how where what which who can could may do does should must shall will would am is")
WILLS = words(
    "will shall going want wants plan planning intend intending would might may can could should must need have "
    "hope hoping try trying about let supposed expect ready"
)
# What may stand between "not" and the deed that it denies.
BETWEEN = words(
    "yet been still even actually really physically be able to manage managed get got have had it them the my our "
    "parcel package box around time chance want going anything ever a any"
)
# Who else says so: the page, not the customer.
REPORTS = words(
    "says say said saying shows showing show thinks think thought claims claim tells tell telling told insists "
    "reads states stating displayed pretends treating marked why page app site website status system according "
    "believes notification reminder reminders mail mails email emails"
)
# What was wanted and did not come about.
WANTED = frozenset(["wanted", "meant", "planned", "hoped", "intended", "tried"])
# With these a message complains of what was done, so that "I drop it off friday" tells of the past.
COMPLAINTS = words("still already since nothing ago yesterday lost")
SOMEBODY = frozenset(["i", "we", "they", "he", "she"])
INSTEAD = frozenset(["on", "yesterday", "today", "last"])
NEAR = 6

# What can be unwanted: a word for each thing that the assistant does, in the intents that ask for it.
WISHES = {
    **dict.fromkeys(("cancel", "canceling", "cancelling", "cancelled", "canceled", "withdraw", "delete"), "cancel"),
    **dict.fromkeys(("change", "changing", "amend", "modify", "alter"), "change"),
    **dict.fromkeys(("start", "open", "begin", "create", "register"), "start"),
    **dict.fromkeys(
        words("person human agent somebody anybody anyone someone people representative operator"), "person"
    ),
    **dict.fromkeys(("escalate", "transfer", "connect", "forward", "pass"), "person"),
    # "Don't put me through".
    "through": "person",
}
# What may stand between "don't" and the thing that is not wanted.
UNWANTED = words(
    "want wish need like to you me my the a an any it them that this dare please ever talk speak with for let have "
    "on put"
)


class Clauses:
    """The clauses of a message. Each word belongs to one and is looked at a bounded number of times."""

    def __init__(self, doc: Doc) -> None:
        self._words = [WHOLE.get(token.lower_, token.lower_) for token in doc]
        self._number: list[int] = []
        self._clauses: list[list[str]] = [[]]
        self._instead: list[int] = []
        for word in self._words:
            if word in BREAKS:
                self._clauses.append([])
            if word == "but":
                self._instead.append(len(self._clauses) - 1)
            self._number.append(len(self._clauses) - 1)
            if word not in BREAKS or word == "when":
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
        return found

    def stance_at(self, place: int) -> Optional[Stance]:
        """What the clause of a token says of a hand-in; that of the one before or behind where it has no verb."""
        number = self._number[place]
        beside = [number, number - 1, number + 1] if self._is_bare(number) else [number]
        return next((self._stances[each] for each in beside if self._has(each)), None)

    def own_stance(self, place: int) -> Optional[Stance]:
        """What the clause of a token says of a hand-in by itself."""
        return self._stances[self._number[place]]

    def hand_in(self) -> Optional[Stance]:
        """What the whole message says of the hand-in, where it says that none has happened; else None."""
        said = {stance for stance in self._stances if stance}
        if Stance.DONE in said:
            return None
        return next((each for each in (Stance.SUPPOSED, Stance.AHEAD, Stance.NOT) if each in said), None)

    def unwanted(self) -> Optional[str]:
        """What the customer does not want done, None where a clause says nothing of the kind."""
        return next((wish for wish in map(wish_denied, self._clauses) if wish), None)

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

    def _is_bare(self, number: int) -> bool:
        """Whether a clause says nothing by itself, as the "on Friday" of "on Friday, I'll bring it"."""
        clause = self._clauses[number]
        return self._stances[number] is None and len(clause) <= NEAR and SOMEBODY.isdisjoint(clause)


def find_hand_in(clauses: Clauses, doc: Doc) -> Iterator[Detail]:
    """That the parcel was not handed in, or only will be: a detail of the whole message."""
    stance = clauses.hand_in()
    if stance is not None:
        sense = Sense.NOT if stance is Stance.NOT else Sense.AHEAD
        yield Detail(Kind.HAND_IN, 0, len(doc.text), sense.value)


def find_unwanted(clauses: Clauses, doc: Doc) -> Iterator[Detail]:
    """That the customer does not want something done: "don't cancel R1003", "I don't want a person"."""
    unwanted = clauses.unwanted()
    if unwanted is not None and "?" not in doc.text:
        yield Detail(Kind.UNWANTED, 0, len(doc.text), unwanted)


def wish_denied(words: Sequence[str]) -> Optional[str]:
    """Which wish a clause takes back, None where none: "I didn't cancel it" tells what happened."""
    wish = next((place for place, word in enumerate(words) if word in WISHES), None)
    if wish is None or not IFS.isdisjoint(words[:wish]) or "why" in words[:wish]:
        return None
    before = list(words[max(0, wish - 2 * NEAR) : wish])
    while before and before[-1] in UNWANTED:
        before.pop()
    asked_not_to = before[-2:] in (["do", "not"], ["no", "need"], ["would", "not"]) or before[-1:] == ["never"]
    kind = WISHES[words[wish]]
    if before == ["no"]:
        asked_not_to = "need" in words[:wish] or (kind == "person" and len(words) <= NEAR)
    return kind if asked_not_to else None


def stance_of(words: Sequence[str], complains: bool) -> Optional[Stance]:
    """What a clause says of a hand-in, None where nothing.

    Args:
        words: Its words, in lower case, contractions in full.
        complains: Whether the message complains of something that was done.
    """
    deed = _deed(words)
    if deed is None:
        return _without_deed(words)
    before = words[max(0, deed - 2 * NEAR) : deed]
    if not REPORTS.isdisjoint(words[:deed]) or "you" in before:
        return None
    if before[-1:] and before[-1] in ("i", "we") and before[-2:-1] and before[-2] in THINGS:
        return Stance.DONE
    if not IFS.isdisjoint(before):
        if words[deed] in HANDED and "would" not in before:
            return Stance.SUPPOSED
        return Stance.AHEAD if _is_of_a_parcel(words, deed) else None
    mine = not ME.isdisjoint(before)
    if _denies(before):
        return Stance.NOT if mine or _speaks_for_itself(before, words[deed]) else None
    if words[deed] in HANDED:
        return _of_a_past_form(before)
    if before[-1:] == ["did"]:
        return Stance.DONE
    if mine and _asks(before):
        return Stance.ASKED
    if mine and (not WANTED.isdisjoint(before) or ("going" in before and not {"was", "were"}.isdisjoint(before))):
        return Stance.NOT
    if not _is_of_a_parcel(words, deed):
        return None
    if "when" in before or not WILLS.isdisjoint(before[-NEAR:]):
        return Stance.AHEAD if mine or before[0] in WILLS else None
    if words[deed] in HANDING | GOING:
        return Stance.AHEAD if not before or not {"am", "are", "be"}.isdisjoint(before[-3:]) else None
    if not {"i", "we"}.isdisjoint(before[-2:]):
        return Stance.DONE if complains else Stance.AHEAD
    return None


def _asks(before: Sequence[str]) -> bool:
    return before[0] in ASKS or (before[0] == "when" and len(before) > 1 and before[1] in ASKS | AUX)


def _deed(words: Sequence[str]) -> Optional[int]:
    """Where the hand-in stands, one that is told as past before any other."""
    deeds = [place for place in range(len(words)) if _is_deed(words, place)]
    return next((place for place in deeds if words[place] in HANDED), deeds[0] if deeds else None)


def _is_deed(words: Sequence[str], place: int) -> bool:
    word, before = words[place], words[place - 1] if place else ""
    if words[place + 1 : place + 2] in (["you"], ["me"], ["us"]):
        return False
    if word in ("went", "gone") and words[place + 1 : place + 2] == ["back"]:
        # "It went back on Sunday", and not "I went back".
        return before not in SOMEBODY
    if word in ("take", "taking", "took", "taken") and "out" in words[place + 1 : place + NEAR]:
        return not PLACES.isdisjoint(words)
    if word == "left" and (place + 1 == len(words) or words[place + 1] in LEAVING):
        return False
    if word == "gone":
        return False
    if word in GOES:
        return not PLACES.isdisjoint(words[place + 1 : place + NEAR])
    if word in HANDED:
        return before not in (LEFT_OVER if word == "left" else OF_A_THING)
    return word in HAND | HANDING and before not in OF_A_THING and words[place + 1 : place + 2] != ["office"]


def _is_of_a_parcel(words: Sequence[str], deed: int) -> bool:
    """Whether what lies ahead is a hand-in, and not the wish to send something back."""
    if not (PLACES | PARCELS | TIMES).isdisjoint(words) or words[deed] in OF_A_PARCEL or any(map(_is_a_day, words)):
        return True
    return not KNOWN_THINGS.isdisjoint(words[deed:]) and DESIRES.isdisjoint(words[:deed])


def _is_a_day(word: str) -> bool:
    """Whether a word is a day in digits: "12th", "9/10"."""
    return word[:1].isdigit() and (word[-2:] in ("st", "nd", "rd", "th") or "/" in word)


def _speaks_for_itself(before: Sequence[str], deed: str) -> bool:
    """Whether a denial without a subject is the customer's: "haven't dropped it off yet", not "still not returned"."""
    first = before[1] if before[0] == "still" and len(before) > 1 else before[0]
    return first in AUX or (deed in CLEARLY_HANDED and (before[0] in NOTS or "been" in before))


def _denies(before: Sequence[str]) -> bool:
    for word in reversed(before[-NEAR:]):
        if word in NOTS:
            return True
        if word not in BETWEEN:
            return False
    return False


def _of_a_past_form(before: Sequence[str]) -> Stance:
    near = before[-4:]
    if {"be"} & set(near) and not WILLS.isdisjoint(near):
        return Stance.AHEAD
    if near[-1:] == ["have"] and not {"would", "could", "should", "might"}.isdisjoint(near):
        return Stance.NOT
    if near[-2:] == ["will", "have"]:
        return Stance.AHEAD
    return Stance.DONE


def _is_kept(words: Sequence[str]) -> bool:
    """Whether a clause says that the parcel is still with the customer."""
    if "still" not in words or not REPORTS.isdisjoint(words):
        return False
    behind = [place for place, word in enumerate(words) if word in ("have", "got")]
    if behind and not ME.isdisjoint(words):
        return not KEPT.isdisjoint(words[behind[-1] + 1 : behind[-1] + 4])
    where = [place for place, word in enumerate(words) if word in AT_HOME]
    return any(words[place] in ("me", "here", "home") or "my" in words[place - 3 : place] for place in where)


def _without_deed(words: Sequence[str]) -> Optional[Stance]:
    """What a clause says that names no hand-in: "so I couldn't", "we didn't get to the post office", "I ordered it"."""
    denied = "not" in words and (not ME.isdisjoint(words) or words[0] in AUX)
    if denied and words[-1] in ("not", "yet") and "not" in words[-2:] and not AUX.isdisjoint(words[-4:]):
        return Stance.NOT
    if denied and not GET.isdisjoint(words) and not PLACES.isdisjoint(words):
        return Stance.NOT
    if _is_kept(words):
        return Stance.NOT
    if "you" not in words and len(words) <= 2 * NEAR and not WILLS.isdisjoint(words):
        no_sooner = "not" in words and not NO_SOONER.isdisjoint(words)
        if not EFFORTS.isdisjoint(words) or (no_sooner and not {"make", "get", "do"}.isdisjoint(words)):
            return Stance.AHEAD if no_sooner or "not" not in words else Stance.NOT
    if not OTHERS.isdisjoint(words):
        return Stance.OTHER
    return Stance.OTHER if not {"will", "shall"}.isdisjoint(words) else None
