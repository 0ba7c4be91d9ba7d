"""Messages that put up for a yes or no what was just told: "so it is at the warehouse?", "that was in Leeds, right?".

What the message supposes is read from its words; whether it is so, the store and the rules know.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Optional

from core.days_put_up import puts_up_day, tells_of_plan
from core.short_messages import pieces, words
from core.supposed_facts import MOST_WORDS, Supposed, supposed_in

#: What may stand before a supposition without being a part of it.
_BEFORE: Final = words(
    "hm hmm hmmm wait ok okay oh ah aha but and right sorry hey well alright good great um uh now thanks thx cool sure "
    "yes yeah no what fine hang on huh"
)
_ASKING: Final = words(
    "what what's whats when how where which why who whose can could do does did is are am was were will would should "
    "may might shall if please let let's have has had don't cancel tell show stop start"
)
#: "Is it really …", "did you really …" put up for a check what other questions only ask.
_VERBS: Final = words("is are was were did does do has have had will")
#: How far behind its verb "really" stands.
_REALLY_WITHIN: Final = 5
_LEADS: Final = (
    *("you mean", "do you mean", "that means", "does that mean", "that would mean", "meaning", "you're saying"),
    *(
        "are you saying",
        "just to be sure",
        "just to be clear",
        "just to confirm",
        "to be clear",
        "i take it",
        "you say",
    ),
    *(
        "you really",
        "are you sure that",
        "are you sure",
        "you're sure",
        "am i right that",
        "is it right that",
        "is it true that",
        "in other words",
        "so you mean",
    ),
)
_TAGS: Final = (
    *(
        "right",
        "correct",
        "yes",
        "yeah",
        "yep",
        "true",
        "ok",
        "okay",
        "no",
        "or not",
        "after all",
        "am i right",
        "then",
    ),
    *("is that right", "is that correct", "is that so", "is that true", "isn't it", "is it", "wasn't it", "was it"),
    *("didn't it", "did it", "hasn't it", "has it", "doesn't it", "does it", "didn't they", "did they", "haven't they"),
    *("have they", "aren't they", "are they", "didn't i", "did i", "haven't i", "have i", "don't i", "do i", "can't i"),
    *(
        "didn't you",
        "did you",
        "haven't you",
        "have you",
        "isn't that so",
        "you sure",
        "are you sure",
        "really",
        "innit",
    ),
)
#: These alone make no statement a check: "I have it here then" tells.
_WEAK_TAGS: Final = frozenset({"then", "no", "ok", "okay", "after all", "yes", "really", "did i", "have i", "do i"})
#: Without a comma before them they belong to the statement: "so the warehouse has it?".
_BEHIND_A_COMMA: Final = frozenset(
    each for each in _TAGS if each.partition(" ")[2] in ("it", "they", "i", "you") and "n't" not in each
)
_LONGEST_TAG: Final = 3
_OPEN_QUESTIONS: Final = words("which what what's when how where who why")
_SUBJECTS: Final = words(
    "it it's its that that's thats this they they've they're the there there's my i i've i'm i'd we you you've you're "
    "nobody nothing seller warehouse page label refund money parcel from still not only until by tomorrow today all"
)
_FIRST_PERSON: Final = words("i i've i'm i'd i'll we we've we'll we're")
_NOTS: Final = words(
    "not no never nothing nobody none isn't isnt wasn't wasnt hasn't hasnt haven't havent didn't didnt doesn't doesnt "
    "don't dont can't cant cannot couldn't won't wont aren't without yet"
)
_BESIDE: Final = _NOTS | words("already really just still ever even actually also only finally so far")
#: "Not yet" denies once.
_YET: Final = "yet"


@dataclass(frozen=True)
class Check:
    """A statement that is put up for a yes or no.

    Args:
        statement: Its words, without what makes it a check.
        denies: Whether it says that something is not so.
        supposed: What it may suppose, the likeliest first.
        is_said: Whether words say that it is put up, and not its mark alone.
    """

    statement: str
    denies: bool
    supposed: tuple[Supposed, ...]
    is_said: bool = True


#: "So I'm left with a broken kettle?" is no statement to be confirmed.
_COMPLAINT: Final = re.compile(
    r"\b(?:(?:stuck|left|sitting|lumbered|stranded) (?:here )?with|out of pocket|for nothing|down the drain|"
    r"just lost|throw(?:n|ing)? (?:\w+ ){0,3}away)\b",
    re.IGNORECASE,
)
#: Behind "not" these say who did it otherwise.
_NOT_THESE: Final = words("me myself i us him her")


def check_in(said: str) -> Optional[Check]:
    """The statement that a message puts up for a yes or no; None where it does something else.

    Args:
        said: What the customer wrote.
    """
    spoken = [word.replace("\u2019", "'") for word in pieces(said)]
    if not 1 < len(spoken) <= MOST_WORDS or spoken[-1] == "so" or puts_up_day(said) or tells_of_plan(said):
        return None
    if _COMPLAINT.search(said):
        return None
    asked = list(itertools.dropwhile(_BEFORE.__contains__, spoken)) or spoken
    statement, tags = _without_tags(asked, said)
    is_led = statement[:1] == ["so"]
    statement = statement[1:] if is_led else statement
    lead = next((each for each in _LEADS if " ".join(statement).startswith(f"{each} ")), None)
    if lead is not None:
        statement = statement[len(lead.split()) :]
    doubts = statement[:1] and statement[0] in _VERBS and "really" in statement[1:_REALLY_WITHIN]
    if not statement or (statement[0] in _ASKING and not doubts):
        return None
    # One sentence alone: "only today? I thought that it was sent" tells, and "and the 21st?" goes on.
    is_marked = "?" in said and "?" not in said.rstrip(" ?!.)") and spoken[0] not in ("and", "or")
    if not _OPEN_QUESTIONS.isdisjoint(statement) or _asks_behind(said):
        return None
    tells = not is_marked and not _FIRST_PERSON.isdisjoint(statement)
    is_tagged = bool(set(tags) - _WEAK_TAGS)
    if tells and not is_tagged:
        return None
    if not (doubts or is_led or lead or is_tagged or (is_marked and (tags or statement[0] in _SUBJECTS))):
        return None
    # "By now" ends nothing.
    text = " ".join(statement).replace("by now", "now")
    # "It never arrived" supposes of the same as "it arrived".
    bare = " ".join(word for word in text.split() if word not in _BESIDE)
    is_said = bool(doubts or is_led or lead or is_tagged)
    return Check(text, denies(statement), supposed_in(text) or supposed_in(bare), is_said)


def supposes_fact(said: str) -> bool:
    """Whether a message puts something up for a yes or no that may be known of a return, an order or a customer."""
    check = check_in(said)
    return check is not None and bool(check.supposed)


def _without_tags(spoken: list[str], said: str) -> tuple[list[str], tuple[str, ...]]:
    """The words without what asks for a yes behind them, and what that was."""
    plain = said.lower().replace("\u2019", "'")
    tags: list[str] = []
    while len(spoken) > 1:
        sizes = range(min(_LONGEST_TAG, len(spoken) - 1), 0, -1)
        # Behind a first tag "has it" belongs to the statement: "the warehouse has it, right?"
        known = [
            each for each in (_WEAK_TAGS if tags else _TAGS) if each not in _BEHIND_A_COMMA or f", {each}" in plain
        ]
        tag = next((text for size in sizes if (text := " ".join(spoken[-size:])) in known), None)
        if tag is None:
            break
        tags.append(tag)
        spoken = spoken[: -len(tag.split())]
    return spoken, tuple(tags)


def _asks_behind(said: str) -> bool:
    """Whether the last clause of a message asks something of its own: "she sent hers too, is it the same for her?"."""
    *before, last = said.replace(";", ",").replace(". ", ", ").split(",")
    asked = pieces(last)
    return bool(before) and len(asked) > _LONGEST_TAG and asked[0] in _ASKING


def denies(statement: Sequence[str]) -> bool:
    """Whether the words of a statement say that something is not so."""
    # "My flatmate posted it, not me" denies nothing of what was done.
    pairs = itertools.zip_longest(statement, statement[1:])
    denied = {word for word, behind in pairs if word in _NOTS and behind not in _NOT_THESE} - {_YET}
    return len(denied) == 1
