"""Short questions about reminders that were set or offered: when one comes, at what hour, how to end them."""

from __future__ import annotations

import itertools
import re
from typing import Final

from core.short_messages import MOST_WORDS, asked_pieces, pieces, words

_REMINDERS: Final = words("reminder reminders ping pings nudge nudges alert alerts message messages notification")
_WHEN: Final = frozenset(
    [("when",), ("what", "day"), ("which", "day"), ("what", "time"), ("on", "which"), ("how", "soon")]
)
_AROUND_WHEN: Final = _REMINDERS | words(
    "when what day which time on how soon would will do does is are that this it the them those your first next one i "
    "you get come comes be sent send arrive hear then and at exactly hour o'clock to me from about"
)
_NIGHTS: Final = words(
    "night nights evening evenings midnight early late sleep sleeping asleep nighttime morning mornings"
)
_NOT: Final = words("not never no don't dont")
_AROUND_NIGHTS: Final = (
    _NIGHTS
    | _NOT
    | _REMINDERS
    | words(
        "please pls in the middle of at and but ok okay so though tho then me wake up when i i'm am my while during "
        "before after too send any that it just only ever hours hour weekend do you"
    )
)
_ENDING: Final = words("off end stop quit cancel disable")
_AROUND_ENDING: Final = (
    _ENDING
    | _REMINDERS
    | words(
        "how do does would can could i we you turn switch get rid of it that this them those again later and then so "
        "ok but if want to one the an a stops ends me"
    )
)

#: "Remind me again when that was" asks to be told once more what was said.
_TOLD_BEFORE: Final = words("was were again meant supposed said told did")
_WHAT: Final = words("when what which by until till how where")


def asks_to_be_told_again(said: str) -> bool:
    """Whether a message asks with "remind me" for what was told: "remind me when it was meant to change?".

    "Remind me when it changes" and "remind me on Friday" are wishes for a message to come.
    """
    spoken = pieces(said)
    place = next((at for at, pair in enumerate(itertools.pairwise(spoken)) if pair == ("remind", "me")), None)
    if place is None or len(spoken) > MOST_WORDS or not _REMINDERS.isdisjoint(spoken):
        return False
    asked = [word for word in spoken[place + 2 :] if word not in ("again", "of", "please", "just", "once", "more")]
    return bool(asked) and asked[0] in _WHAT | {"the"} and not _TOLD_BEFORE.isdisjoint(spoken[place + 2 :])


def asks_when_reminded(said: str) -> bool:
    """Whether a message asks, behind an answer about reminders, when one comes: "and when would I hear?"."""
    spoken = asked_pieces(said)
    asks = tuple(spoken[:1]) in _WHEN or tuple(spoken[:2]) in _WHEN
    return asks and len(spoken) <= MOST_WORDS and _AROUND_WHEN.issuperset(spoken)


def wants_no_nights(said: str) -> bool:
    """Whether a message only wants not to be disturbed at some hours: "but not in the evening please"."""
    heard = set(pieces(said))
    return bool(heard & _NIGHTS and heard & _NOT) and len(pieces(said)) <= MOST_WORDS and heard <= _AROUND_NIGHTS


def asks_how_to_end(said: str) -> bool:
    """Whether a message asks how something is turned off, without asking for that now: "how would I stop it?"."""
    spoken = asked_pieces(said)
    heard = set(spoken)
    is_short = len(spoken) <= MOST_WORDS and heard <= _AROUND_ENDING
    names_one = not heard.isdisjoint(_REMINDERS | words("it that this them those"))
    if not is_short or spoken[:1] != ["how"] or not names_one:
        return False
    return "off" in heard or bool(heard & _REMINDERS and heard & _ENDING)


_WISH: Final = re.compile(
    r"\b(?:remind|ping|nudge|notify|alert|message|text|buzz|poke|reminder|alarm|tell me|"
    r"write (?:to )?me|let me know)\b",
    re.IGNORECASE,
)
#: A day or an hour of the customer's own.
_OWN_DAY: Final = re.compile(
    r"\b(?:tomorrow|tonight|tmrw|tmr|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|next (?:week|month)|"
    r"in (?:an?|the|\d{1,3}|two|three|four|five|six|seven|ten) (?:[a-z]{1,8} )?(?:minutes?|mins?|hours?|hrs?|days?|"
    r"weeks?|morning|evening)|on the \d{1,2}(?:st|nd|rd|th)?|on \d{1,2}[./]\d{1,2}|"
    r"(?:at|around) (?:\d{1,2}|noon|midnight)|every (?:day|week|morning|evening)|"
    r"\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} \d{1,2})\b",
    re.IGNORECASE,
)
#: "Remind me before it closes on Friday" names a date of the return.
_DATE_OF_RETURN: Final = re.compile(
    r"\b(?:before|until|till|by|ahead of|prior to|due|ends?|closes?|expires?|since|was|were|said|handed|arrived|not|"
    r"never|don'?t|no)\b",
    re.IGNORECASE,
)
_CLAUSE_END: Final = re.compile(r"[,.;!?\n]")
_LONGEST_WISH: Final = 200


def wants_own_day(said: str) -> bool:
    """Whether a message wishes to be reminded on a day, or at an hour, of its writer's own: "ping me on Tuesday".

    Args:
        said: What the customer wrote; what is longer than a wish is none.
    """
    wish = _WISH.search(said) if len(said) <= _LONGEST_WISH else None
    day = _OWN_DAY.search(said) if wish else None
    if wish is None or day is None:
        return False
    if day.end() <= wish.start() and _CLAUSE_END.search(said[day.end() : wish.start()]):
        # "I handed it in on Friday, remind me" tells of the Friday.
        return False
    between = said[wish.end() : day.start()] if wish.end() <= day.start() else said[day.end() : wish.start()]
    return _DATE_OF_RETURN.search(between) is None
