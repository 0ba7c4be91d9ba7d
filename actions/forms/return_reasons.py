"""Why something goes back: the reason that words give, and what a wish to return something tells of it already."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from actions.dialogue.turn import ActionContext
from actions.forms.draft import DESCRIPTION, REASON, START_FORM, is_plain_question
from actions.store.tables.operations import LONGEST_DESCRIPTION

#: The first that fits is meant: "the wrong size" is about the size.
_SAID = (
    ("wrong_size", r"\b(?:size|fit|fits|too (?:small|big|large|tight|long|short|wide|narrow|loose))\b"),
    ("missing_parts", r"\b(?:missing|incomplete|parts? (?:is|are) not)\b"),
    ("wrong_item", r"\b(?:wrong|different (?:item|thing|product|colou?r)|not what i ordered)\b"),
    ("damaged", r"\b(?:broken|broke|damaged?|crack(?:ed)?|smashed|scratch(?:ed)?|shattered|torn|ripped|dented)\b"),
    (
        "faulty",
        r"\b(?:faulty|defect(?:ive)?|(?:does|do|did|is|wo|will)(?:n['’]?t| not) (?:work|turn|switch|charge|start|heat|"
        r"connect)|dead|leaks?|leaking|(?:stopped|stops|quit) (?:work|charg|play|turn|heat)ing|malfunction\w*|"
        r"no longer (?:works|charges|turns|starts|heats))",
    ),
    ("not_as_described", r"\b(?:describ|descri|picture|photo|quality|fake|advertis)"),
    ("not_wanted", r"\b(?:changed my mind|(?:don['’]?t|do not) (?:want|like|need)|no longer|unwanted|gift)\b"),
    ("other", r"\b(?:other|something else|another reason)\b"),
)
_READ = tuple((reason, re.compile(words, re.IGNORECASE)) for reason, words in _SAID)
#: "It isn't broken" gives no reason.
_DENIED = re.compile(
    r"\b(?:not|nothing|isn['’]?t|wasn['’]?t|no)\s(?:(?:really|even|at all|is|was|at)\s)?"
    r"(?:broken|damaged?|faulty|defective|wrong|missing|cracked|scratched|torn|dented)\b",
    re.IGNORECASE,
)

#: The words behind these tell why; "since" and "as" only before who or what does something.
_BECAUSE = re.compile(
    r"\b(?:because|cause|cuz|coz|bc)\b(?: of\b)?|['’]cause\b"
    r"|\b(?:since|as)\b(?=\s(?:it|they|i|we|the|my|one|this|that|he|she|its|it['’]s)\b(?! (?:soon|long|well)))",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[!?;:,\n]|\.(?!\d)")
_WISHES = re.compile(
    r"\b(?:return(?:ing)?|send(?:ing)? back|giv(?:e|ing) back|tak(?:e|ing) back|go(?:ing)? back|back to you|refund)\b"
    r"|\b(?:send|give|take|bring|ship)\b.{0,60}\bback\b",
    re.IGNORECASE,
)
#: What is no part of a description: an address, and the number of an order.
_DETAILS = re.compile(
    r"\S{1,64}@\S{1,64}|(?:\b(?:from|of|in)\s)?(?:\b(?:my|the)\s)?(?:\border\s)?(?:\bnumber\s)?\b\d{8,20}\b"
)
_SAYS_NOTHING = re.compile(r"(?:please|thanks|thank you|hi|hello|hey|my email is|cheers)?\W{0,5}", re.IGNORECASE)
#: In words: shorter ones tell nothing.
_LEAST = 2
#: In characters: what of a message is read.
_LONGEST = 1_000


def reason_meant(said: str) -> str | None:
    """The reason's code, None where the words give none."""
    plain = _DENIED.sub(" ", said)
    return next((reason for reason, words in _READ if words.search(plain)), None)


def told_before(turn: ActionContext) -> dict[str, Any]:
    """The slots for why something goes back, as the newest wish to return something tells it.

    Args:
        turn: The turn in which the form begins.
    """
    why = why_told(next(_wishes(turn), ""))
    if not why:
        return {}
    reason = reason_meant(why)
    return {DESCRIPTION: why[:LONGEST_DESCRIPTION], **({REASON: reason} if reason else {})}


def why_told(said: str) -> str:
    """The words of a wish to return something that tell why; empty where none do.

    Args:
        said: What the customer wrote: "I want to return the kettle because it leaks".
    """
    told: list[str] = []
    for clause in _clauses(_DETAILS.sub(" ", said[:_LONGEST])):
        before, *behind = _BECAUSE.split(clause, maxsplit=1)
        words = " ".join((behind[0] if behind else before).split())
        if is_plain_question(words) or _SAYS_NOTHING.fullmatch(words) or len(words.split()) < _LEAST:
            continue
        gives = behind or told or reason_meant(words) is not None
        if gives and (behind or not _WISHES.search(words)):
            told.append(words)
    return ", ".join(told)


def without_why(said: str) -> str:
    """A message up to the words that say why: "don't" behind them takes back no wish."""
    return _BECAUSE.split(said[:_LONGEST], maxsplit=1)[0]


def _clauses(said: str) -> Iterator[str]:
    """The clauses of a message, a question with its mark."""
    start = 0
    for end in _CLAUSE_ENDS.finditer(said):
        yield said[start : end.end()].rstrip(" .,;:!\n")
        start = end.end()
    yield said[start:]


#: What a wish to return something is understood as.
WISHES = frozenset({"ask_how_to_return", "report_item_problem"})


def _wishes(turn: ActionContext) -> Iterator[str]:
    """What the customer wrote who wished to return something, the newest first, since the last return was begun."""
    if not turn.is_press and (_WISHES.search(turn.said) or why_told(turn.said)):
        yield turn.said
    for event in reversed(turn.events):
        if event.get("event") == "active_loop" and event.get("name") == START_FORM:
            return
        said = str(event.get("text") or "")
        intent = (event.get("parse_data") or {}).get("intent") or {}
        if event.get("event") == "user" and intent.get("name") in WISHES and _WISHES.search(said):
            yield said
