"""Days to come that a message puts up for a hand-in in other ways than "may I bring it on Friday".

"Not Saturday, I'm away. Monday?", "my mum would go on Friday, will that do", "can't get there before the 30th".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from core.follow_ups import names_day
from core.hand_in_words import HAND, HANDED, HANDING, HANDS
from core.own_people import OWN_PEOPLE
from core.short_messages import MOST_WORDS, pieces, words
from core.word_sets import WordSets, phrases

_PART: Final = re.compile(r"[,;.!?\n\u2013\u2014]| - |\bso\b|\bbut\b")
_NOTS: Final = words("not can't cant cannot won't wont don't doesn't doesnt isn't isnt no unable never impossible")
_PAST: Final = (HANDED - {"returned"}) | words("was wasn't did didn't were weren't had couldn't came arrived got")
#: What is asked with these is no day for a hand-in.
_ELSE: Final = words(
    "where how when who why which page site website status refund refunded money label code cancel remind reminder "
    "order ordered collect pick pick-up pickup courier driver delivery deliver delivered come comes arrive arrives "
    "window holiday return exchange person call email"
)
_GOING: Final = (HAND - {"return"}) | words("go going drive walk take drop manage do make stop swing pop run cycle")
_WOULD: Final = words(
    "would could might will can i'd we'd she'd he'd they'd i'll we'll she'll he'll they'll i'm we're gonna want wants "
    "plans planning hopes hoping offered"
)
#: "The second one goes on Monday."
_GOES: Final = HANDS | words("goes leaves")
#: "My neighbour is driving past on Monday."
_ON_THE_WAY: Final = words("driving going walking passing heading popping cycling swinging")
_IS: Final = words("is are i'm we're he's she's they're am")
_AROUND_GOING: Final = (
    OWN_PEOPLE
    | HANDING
    | _ON_THE_WAY
    | _IS
    | words(
        "i we she he they my our the a there then to by over past on in at it them this off with for be only maybe "
        "probably just rather instead then morning afternoon evening night noon lunch lunchtime early late about "
        "around post office counter shop locker station depot drop-off point parcel package box next work after before "
        "and says said thinks there's near town your school kids coming one "
        "first second third other with"
    )
)
#: "Fine?" behind a plan.
_JUDGED: Final = words("ok okay fine alright good enough possible early soon do does work works suit time")
_AROUND_JUDGED: Final = words("is that it this still be would will all right so for you yeah right too late in any")
#: So the question begins, whatever sign stands behind it.
_ASKING: Final = words("is will would does do can")
_LEAVING: Final = (HAND - {"return"}) | words("go goes going leave leaves leaving")
_WILL: Final = words("will i'll we'll it'll gonna going i'm we're")
_OF_A_PARCEL: Final = words("i i'll we we'll i'm we're it it'll this parcel package packet box")
_UNTIL: Final = words("before until till earlier sooner make")
_BEFORE_A_DAY: Final = words("ok okay so right well fine alright on next the let's say then")
#: Who plans says so by these, or by what they are about to do.
_PLANNERS: Final = words("i i'll i'd i'm ill we we'll we'd we're gonna might")
_SUPPOSING: Final = words("if suppose supposing say assuming imagine")
_AROUND_A_PLAN: Final = _SUPPOSING | words(
    "prob probs probably likely perhaps possibly what or and earliest latest sometime somewhen somehow managed able "
    "think guess shift classes uni gym off day this it's no nah yeah hm um hmm me myself only"
)
#: The day of the name that was told is the one to come.
_COMING_DAY: Final = WordSets(
    needed=(
        phrases(
            "coming one, next one, one coming, one that's coming, upcoming, coming up, one to come, yet to come, "
            "one ahead, not last, not the last, not the past, in the future, not been yet, hasn't been yet"
        ),
        phrases("this, no, noo, nooo, nope, nah, not, mean, meant, haven't, havent, hasn't, coming, upcoming"),
    ),
    barred=phrases(
        "order, delivery, return, refund, money, list, item, button, label, person, agent, step, page, what, before, "
        "earlier, previous, prior, ago"
    ),
)
#: In words: a day that is put up stands in a short part.
_SHORT: Final = 5


def puts_up_day(said: str) -> bool:
    """Whether a message puts up a day to come in the place of another, or a plan with its day.

    Args:
        said: What the customer wrote, in English.
    """
    spoken = pieces(said)
    if len(spoken) > 2 * MOST_WORDS or not (_PAST | _ELSE).isdisjoint(spoken):
        return False
    parts = [part for part in _PART.split(said.lower().replace("\u2019", "'")) if pieces(part)]
    if len(parts) <= 1 or not ("?" in said or pieces(parts[-1])[0] in _ASKING):
        return False
    *before, last = parts
    if names_day(last):
        return len(pieces(last)) <= _SHORT and any(map(_rejects_day, before))
    judged = pieces(last)
    is_judged = not _JUDGED.isdisjoint(judged) and (_JUDGED | _AROUND_JUDGED).issuperset(judged)
    return is_judged and any(map(_plans, before))


def _rejects_day(part: str) -> bool:
    # "Thursday's no good for me."
    return names_day(part.replace("'s", "")) and not _NOTS.isdisjoint(pieces(part))


def _plans(part: str) -> bool:
    """Whether a part says that somebody would go on a day, and nothing else."""
    spoken = pieces(part)
    goes = not (_WOULD.isdisjoint(spoken) or _GOING.isdisjoint(spoken)) or not _GOES.isdisjoint(spoken)
    if not names_day(part) or not (goes or not (_IS.isdisjoint(spoken) or _ON_THE_WAY.isdisjoint(spoken))):
        return False
    return all(word in _AROUND_GOING | _WOULD | _GOING | _GOES or names_day(word) for word in spoken)


def tells_of_plan(said: str) -> bool:
    """Whether a message only tells on which day a parcel will go: "so it will go out on the 2nd"."""
    spoken = pieces(said)
    if "?" in said or len(spoken) > MOST_WORDS or not (_PAST | _ELSE | _NOTS).isdisjoint(spoken):
        return False
    needed = (_WILL, _LEAVING, _OF_A_PARCEL)
    return names_day(said) and all(not heard.isdisjoint(spoken) for heard in needed)


def settles_on_day(said: str) -> bool:
    """Whether a message begins with the day that it settles on: "Thursday then, bye", "ok so the 16th it is"."""
    spoken = pieces(said)
    if "?" in said or len(spoken) > MOST_WORDS or not (_PAST | _NOTS).isdisjoint(spoken):
        return False
    at = next((place for place, word in enumerate(spoken[:4]) if names_day(word)), None)
    if at is None or not _BEFORE_A_DAY.issuperset(spoken[:at]):
        return False
    return spoken[at + 1 : at + 2] == ["then"] or spoken[at + 1 : at + 3] == ["it", "is"]


def plans_to_go(said: str) -> bool:
    """Whether a message only says that its writer goes to the place that was told of, or can't before a day: "ok I go
    there tomorrow", "I can't before the 20th"."""
    spoken = pieces(said)
    if len(spoken) > MOST_WORDS or not names_day(said) or not (_PAST | _ELSE).isdisjoint(spoken):
        return False
    if _plans_alone(spoken, is_asked="?" in said):
        return True
    if "?" in said:
        return False
    known = _AROUND_GOING | _WOULD | _GOING | _BEFORE_A_DAY | _NOTS | _UNTIL
    if not all(word in known or names_day(word) for word in spoken):
        return False
    goes = not {"there", "over"}.isdisjoint(spoken) and not (_GOING | {"be"}).isdisjoint(spoken)
    return waits_for_day(said) or (goes and _NOTS.isdisjoint(spoken))


def _plans_alone(spoken: Sequence[str], *, is_asked: bool) -> bool:
    """Whether words only say on which day their writer may go: "prob gonna drop it thurs", "if I go Friday"."""
    spoken = spoken[1:] if spoken[0] in ("no", "nah", "nope") else spoken
    known = _AROUND_GOING | _WOULD | _GOING | _BEFORE_A_DAY | _AROUND_A_PLAN
    if not all(word in known or names_day(word) for word in spoken) or not _NOTS.isdisjoint(spoken):
        return False
    supposes = not _SUPPOSING.isdisjoint(spoken[:3])
    goes = not (_GOING | HANDING).isdisjoint(spoken) and not _PLANNERS.isdisjoint(spoken)
    return goes and (supposes or not is_asked) and _ASKING.isdisjoint(spoken[:1])


_WILL_HAND_IN: Final = re.compile(
    r"\b(?:i|we|he|she|they)['\u2019]?(?:ll| will| shall|m going to| am going to|re going to| are going to)\s+"
    r"(?:\w+\s+){0,2}?(?:hand|drop|bring|take|post|send|ship|mail|deliver|leave)\b|"
    r"\b(?:gonna|going to) (?:hand|drop|bring|take|post|send|ship|mail|leave)\b",
    re.IGNORECASE,
)


def will_hand_in(said: str) -> bool:
    """Whether a message says that its writer will hand in a parcel: "I'll bring it", also without the sign."""
    return _WILL_HAND_IN.search(said) is not None


_IF: Final = words("if when once suppose supposing say")
_SOMEBODY: Final = OWN_PEOPLE | words("he she they i we someone somebody")
_IF_WORD: Final = re.compile(rf"\b(?:{'|'.join(sorted(_IF))})\b", re.IGNORECASE)
#: In words: so far behind "if" and behind who goes stands what is done.
_NEAR: Final = 3
_SHOWN: Final = words("page site website status app show shows shown showing know knows update updated change changes")


def supposes_going(said: str) -> bool:
    """Whether a message supposes that its writer or somebody of theirs hands in a parcel on the day that it names
    beside it: "my sister is here on Saturday, if she drops it off then"."""
    spoken = pieces(said)
    if not names_day(said) or not (_PAST - {"came"}).isdisjoint(spoken):
        return False
    return any(_goes(spoken[at + 1 :]) for at, word in enumerate(spoken) if word in _IF)


def _goes(behind: Sequence[str]) -> bool:
    """Whether the words behind an "if" tell at once who does what with a parcel."""
    who = next((place for place, word in enumerate(behind[:_NEAR]) if word in _SOMEBODY), None)
    return who is not None and not (HANDS | HAND).isdisjoint(behind[who + 1 : who + 1 + _NEAR])


def where_supposed(said: str) -> int:
    """Where a message begins to suppose: the place of its first "if"."""
    found = _IF_WORD.search(said)
    return found.start() if found else 0


def asks_when_shown(said: str) -> bool:
    """Whether a message asks when a page shows what it supposes: "which day would it show?"."""
    spoken = pieces(said)
    return not _SHOWN.isdisjoint(spoken) and not {"when", "which", "what", "how"}.isdisjoint(spoken)


def means_coming_day(said: str) -> bool:
    """Whether a message says that the day which was named is one to come: "no, the coming one, I haven't been yet"."""
    return _COMING_DAY.fits(said) and "?" not in said


def waits_for_day(said: str) -> bool:
    """Whether a message says that nothing can be handed in before a day: "can't get there before the 30th"."""
    spoken = pieces(said)
    if len(spoken) > 2 * MOST_WORDS or not _PAST.isdisjoint(spoken) or _NOTS.isdisjoint(spoken):
        return False
    places = [place for place, word in enumerate(spoken) if word in ("before", "until", "till")]
    return any(names_day(" ".join(spoken[at + 1 : at + 4])) for at in places)


def only_after_day(said: str) -> bool:
    """Whether the first day that a message means is the one behind the day that it names: "only after the 3rd"."""
    spoken = pieces(said)
    for at, (word, behind) in enumerate(pairwise(spoken)):
        if word == "after" and spoken[at - 1 : at] not in (["day"], ["days"], ["week"], ["morning"]):
            named = spoken[at + 2 : at + 3] if behind in ("the", "on") else [behind]
            if named and names_day(named[0]):
                return True
    return False
