"""Whether a message, or a part of one, asks something: by its mark, or by the words with which it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from bot.nlu.entities.stances import words
from core.hand_in_words import HAND

#: What a question begins with, also where it is only a part: see `is_question`.
OPENINGS = (
    "how|when|were|where|wher|what|whats|which|who|whose|why|can|could|do|does|did|is|are|am|will|would|should|may|"
    "until|till|by|has|have|hows|whens|wheres|whos"
)
_QUESTION_WORDS = frozenset(OPENINGS.split("|"))
#: These always ask, but for "what a joke".
_ALWAYS = words("how where wher what whats which who whose why hows whens wheres whos")
_EXCLAIMS = words("a an")
_VERBS = words("can could do does did is are am was were will would should shall has have may s ll d re")
#: "When do I" asks, and so does "were do I", which is meant for "where"; "when I bring it" tells.
_BEFORE_A_VERB = words("when were")
#: "Have you got it" asks; "have posted it" tells.
_BEFORE_A_SUBJECT = words("has have")
_SUBJECTS = words(
    "i you we they he she it my your the this that these those their our any anyone anybody someone somebody"
)
#: In words: the longest "when I get it" that asks behind another question.
_LONGEST_WHEN = 7
#: "By when must it be there".
_BEFORE_A_QUESTION = words("until till by")
#: Behind "will", "could" or "is" without its subject: "will drop it off", "could not make it", "is still here".
_WITHOUT_SUBJECT = HAND | words(
    "not be have been try do make get go going come need like prefer love want wait collect walk leave manage keep "
    "also just still probably maybe definitely never only at in now gone"
)
#: What may stand before a question, beside a detail with a digit or an at sign in it.
_FILLERS = words("and also but so ok okay hi hello please then plus now")
#: A question that is told: "just want to know if", "I was wondering when", "tell me how".
_TOLD = re.compile(
    rf"\b(?:to know|wanna know|wonder|wondering|tell me|explain|(?:just|only|simply) say|asking|curious|to see)\s"
    rf"(?:if|whether|{OPENINGS})\b|\b(?:just|only|simply) (?:tell|give|show) me (?:the|my)\b",
    re.I,
)
#: "At which counter do I leave it".
_BEHIND_A_WORD = re.compile(r"(?:at|to|in|on|from|for|with|under|into|onto) (?:which|what|whom|whose)\b", re.I)
_PIECE = re.compile(r"\w+|\W+")
_DIGIT = re.compile(r"\d")


def is_question(part: str) -> bool:
    """Whether a part ends as a question or begins as one, behind fillers and details such as a number or an address.

    Reads each word once. A detail runs to the next blank, so a question word may follow it behind any other sign:
    "R1001,how" asks as "R1001 how" does.

    Args:
        part: A message or a part of one, without blanks around it.
    """
    if part.endswith("?") or _TOLD.search(part) or _BEHIND_A_WORD.match(part):
        return True
    opening = _opening(part)
    word, behind = next(opening, ""), next(opening, "")
    if word in _ALWAYS:
        return word != "what" or behind not in _EXCLAIMS
    if word in _BEFORE_A_VERB:
        return behind in _VERBS
    if word in _BEFORE_A_QUESTION:
        return behind in _ALWAYS | _BEFORE_A_VERB
    if word in _BEFORE_A_SUBJECT:
        return behind in _SUBJECTS
    return bool(word) and behind not in _WITHOUT_SUBJECT


def may_ask_when(part: str) -> bool:
    """Whether a part asks behind another question although it tells elsewhere: "how much is it and when I get it"."""
    return part[:5].lower() == "when " and len(part.split()) <= _LONGEST_WHEN and part[-1:] not in (".", "!", ",")


def _opening(part: str) -> Iterator[str]:
    """The word with which a question may begin, and those behind it; nothing where none can begin."""
    chunks = iter(part.split())
    for chunk in chunks:
        # Whether a question may begin here, and whether the chunk has shown itself to be a detail.
        may_begin, is_detail = True, False
        pieces = iter(_PIECE.findall(chunk))
        for piece in pieces:
            word = piece.lower()
            if may_begin and word in _QUESTION_WORDS:
                behind = chain(pieces, chain.from_iterable(map(_PIECE.findall, chunks)))
                yield word
                yield from (each.lower() for each in behind if each[0].isalnum())
                return
            if "@" in piece:
                is_detail = True
                may_begin = may_begin or "@" in piece[:-1]
            elif piece[0].isalnum() or piece[0] == "_":
                is_detail = is_detail or _DIGIT.search(piece) is not None
                may_begin = is_detail or (may_begin and word in _FILLERS)
        if not (may_begin or is_detail):
            return
