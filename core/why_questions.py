"""Which part of an answer a "why" is about, and whether it compares two things."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, Optional

from core.short_messages import MOST_WORDS, asked_pieces, pieces, words
from core.word_sets import WordSets, phrases

#: Words by which customers name the part of an answer that a rule stands behind.
_PARTS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "window.receipt": words(
            "shipped ships ship origin category categories received reception arrived arrival came"
        ),
        "window.order": words("ordered order ordering placed bought"),
        "refund.time": words("refund money bank paid payment payback"),
        "parcel.lost": words("lost undelivered missing"),
        "inspection": words("check checks checking inspect inspected inspection warehouse"),
        "seller.silence": words("seller sellers shopkeeper"),
        "update.dropoff": words("page update updates status"),
        "fee.monthly_limit": words("month monthly five"),
    }
)
_MATTERING: Final = words("matter matters depend depends important relevant difference")
_MORE: Final = words("longer shorter later earlier sooner slower faster different cheaper dearer more less")
_POINTING: Final = words("one that this than the mine")
_BUT: Final = words("and but while whereas though when yet")
_NOT: Final = words("isn't isnt not aren't arent doesn't doesnt don't dont can't cant cannot wasn't no")
#: "What's wrong with the lamp?" asks, behind an answer that says no to it, for the reason.
_WRONG: Final = frozenset(itertools.product(("what", "what's", "whats"), ("wrong", "up", "is", "about", "was", "were")))
_DOUBTS_START: Final = WordSets(
    needed=(
        words("came come arrived arrive reached reach got received turned delivered here had"),
        words("bought buy ordered order ordering paid pay purchase purchased checkout"),
        words("weeks week days day month months later after only until long ages late just"),
        words("i me we"),
    ),
    # What has not come is no doubt of a day, and neither is who asks where it is or until when.
    barred=_NOT
    | words(
        "hasn't hasnt haven't havent never yet nothing where where's wheres wondering pending customs tracking status"
    )
    | phrases("only one, only two, last day, too late, does the return, extra time"),
    most=2 * MOST_WORDS,
)
_ASKS_START: Final = WordSets(
    needed=(
        phrases(
            "from which day, from what day, from when, since when, which day, what day, from which date, what date"
        ),
        phrases("count, counts, counted, counting, start, starts, begin, begins, run, runs, running, days"),
    ),
    barred=phrases("refund, money, page, parcel, hand, handed, check, seller, holiday, holidays, working, did i"),
)
_COST: Final = words("free cost costs pay paid pays fee fees charge charged postage")
#: What may stand before the word that asks for a reason.
_BEFORE_WHY: Final = words("explain say tell me us just but then no yes yeah right please sorry i see hmm huh well")
_FOR_A_REASON: Final = (
    *(
        ("why",),
        ("why's",),
        ("whys",),
        ("how", "come"),
        ("for", "what", "reason"),
        ("what", "reason"),
        ("on", "what", "grounds"),
    ),
    *(("what's", "the", "reason"), ("what", "is", "the", "reason"), ("whats", "the", "reason"), ("any", "reason")),
    *(
        ("how", "can", "it", "be"),
        ("how", "can", "that", "be"),
        ("how", "can", "this", "be"),
        ("how", "is", "that", "possible"),
    ),
    *(("how", "do", "you", "get", "to"), ("how", "did", "you", "get", "to"), ("how", "do", "you", "arrive", "at")),
    *(("how", "did", "you", "arrive", "at"), ("how", "do", "you", "come", "up"), ("where", "do", "you", "get")),
    *(
        ("how", "do", "you", "work"),
        ("how", "did", "you", "work"),
        ("how", "do", "you", "reckon"),
        ("how", "do", "you", "count"),
    ),
)
#: "Two days for a kettle. Reason?"
_REASON_ALONE: Final = frozenset(
    [("reason",), ("reasons",), ("the", "reason"), ("your", "reason"), ("because",), ("the", "point"), ("how", "so")]
)
_CLAUSE: Final = re.compile(r"[.!?;\n](?:\s|$)|,\s|\s[-\u2013\u2014]\s")
_NUMBER_NAMES: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)


def is_why(said: str) -> bool:
    """Whether a message asks for a reason."""
    spoken = asked_pieces(said)
    return spoken[:1] in (["why"], ["why's"], ["whys"]) or spoken[:2] == ["how", "come"]


def asks_reason(said: str) -> bool:
    """Whether one clause of a short message asks for the reason of what was told: "no thanks, explain why 17"."""
    if len(pieces(said)) > 2 * MOST_WORDS:
        return False
    asked_for = any(spoken[: len(asked)] == asked for spoken in _clauses(said) for asked in _FOR_A_REASON)
    return asked_for or asks_reason_alone(said)


def asks_reason_alone(said: str) -> bool:
    """Whether a message asks for the reason of what it names by a word alone: "two days for a kettle. Reason?"."""
    return "?" in said and len(pieces(said)) <= MOST_WORDS and not _REASON_ALONE.isdisjoint(_clauses(said))


def _clauses(said: str) -> list[tuple[str, ...]]:
    """The words of each clause, from the first on that may ask."""
    return [tuple(itertools.dropwhile(_BEFORE_WHY.__contains__, asked_pieces(each))) for each in _CLAUSE.split(said)]


def asks_why_of(said: str) -> bool:
    """Whether a message asks why of something that it names: "why not the mug?"; "why not?" alone may agree."""
    spoken = asked_pieces(said)
    return is_why(said) and len(spoken) > len(("why", "not"))


def numbers_doubted(said: str, numbers: Sequence[int]) -> bool:
    """Whether a message asks why a rule has one of its numbers and no other, in digits or words: "why two days?"."""
    spoken = pieces(said)
    names = {str(each) for each in numbers} | {_NUMBER_NAMES[each] for each in numbers if each < len(_NUMBER_NAMES)}
    return not names.isdisjoint(spoken) and len(spoken) <= MOST_WORDS


def asks_why_it_matters(said: str) -> bool:
    """Whether a message asks only why a part of an answer counts: "why does it matter when it came?"."""
    return is_why(said) and len(asked_pieces(said)) <= MOST_WORDS and not _MATTERING.isdisjoint(asked_pieces(said))


def compares(said: str) -> bool:
    """Whether a message asks why two things are not alike: "why is that one so much later?", "how come the lamp is free
    and the chair isn't?"."""
    spoken = asked_pieces(said)
    heard = set(spoken)
    if not is_why(said) or len(spoken) > 2 * MOST_WORDS:
        return False
    if heard & _MORE and heard & _POINTING:
        return True
    behind = (spoken[at + 1 :] for at, word in enumerate(spoken) if word in _BUT)
    return bool(heard & _NOT) and any(map(_is_contrasted, behind))


_COMPARING_DAYS: Final = WordSets(
    needed=(
        words("earlier sooner later before first quicker faster"),
        words("than or before"),
        words("money refund paid due refunded pays payment"),
        words("is are comes come gets will be due arrives lands"),
    ),
    barred=words(
        "why how if can could i we to get my card bank seller you send sent hand within wait "
        "posting sending parcel make makes rather today tomorrow"
    ),
    most=2 * MOST_WORDS,
)


def compares_days(said: str) -> bool:
    """Whether a message asks which of two things is paid first: "so the lamp's money comes sooner than the mat's?"."""
    return _COMPARING_DAYS.fits(said)


def asks_whats_wrong(said: str) -> bool:
    """Whether a message asks what stands against a thing: "what's wrong with the lamp?"."""
    spoken = asked_pieces(said)
    return len(spoken) <= MOST_WORDS and (
        is_why(said) or (tuple(spoken[:2]) in _WRONG and not words("wrong up").isdisjoint(spoken[1:3]))
    )


def asks_start(said: str) -> bool:
    """Whether a message asks from which day something counts: "from which day does it run for the vase?"."""
    return _ASKS_START.fits(said)


def doubts_start(said: str) -> bool:
    """Whether a message holds the day on which something came against that on which it was bought: "but it reached me
    weeks after I bought it"."""
    return _DOUBTS_START.fits(said)


def is_of_cost(said: str) -> bool:
    """Whether a message names what something costs."""
    return not _COST.isdisjoint(pieces(said))


def part_named(said: str, rules: Sequence[str]) -> Optional[str]:
    """The one of some rules that a message names by its words; None where it names none, or the words of several."""
    heard = set(pieces(said))
    named = [rule for rule in rules if not heard.isdisjoint(_PARTS.get(rule, ()))]
    return named[0] if len(named) == 1 else None


def _is_contrasted(spoken: Sequence[str]) -> bool:
    """Whether words behind an "and" say of something else that it is so or is not: "and this one isn't"."""
    says_so = not _NOT.isdisjoint(spoken) or spoken[-1:] in (["is"], ["are"], ["does"], ["was"])
    return says_so and words("i you we they").isdisjoint(spoken)
