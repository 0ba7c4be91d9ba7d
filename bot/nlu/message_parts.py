"""The parts of a message that are understood by themselves: its questions, and what it tells or wishes beside them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Optional

from bot.nlu.distress_evidence import alarm_of
from bot.nlu.questions import OPENINGS, is_question, may_ask_when

#: That a message is a part of the one before it, and whether this part asks something, tells it, or stands behind
#: thanks.
PART = "part_of_message"
ASKS, TELLS, WISHES = "asks", "tells", "wishes"

LONGEST_TEXT = 500
MOST_QUESTIONS = 3
#: Each part costs as much as a message; who asks more at once is understood as a whole.
MOST_PARTS = 8
#: In words: what stands behind a question and is longer tells more than a number and an address.
LONGEST_DETAIL = 3
#: In characters: how much of a message is looked through for words of distress.
LONGEST_STORY = 4_000

_BLANKS = re.compile(r"\s+")
#: For a text whose blanks `_BLANKS` has made single.
_BREAK = re.compile(rf"(?<=[?.!;])\s|\n|,?\s(?:and|also|plus|&)\s(?=(?:also\s|then\s)?(?:{OPENINGS})\b)", re.I)
#: Only behind a question: "the label, where is it" is one.
_COMMA = re.compile(rf",\s(?=(?:also\s|then\s)?(?:{OPENINGS})\b)", re.I)
#: Also a comma, a colon or a dash ends what stands before the only question: "this is a disgrace, when is it due".
_LEAD_BREAK = re.compile(
    rf"(?<=[?.!;:])\s|\n|(?:,|\s[-–—])\s(?=(?:(?:and|but|so|also)\s)?(?:{OPENINGS}|i\s(?:just|only)|just|only)\b)"
    rf"|\s(?=(?:and|but|so|also)\s(?:{OPENINGS}|(?:just\s|only\s)?tell\sme)\b)",
    re.I,
)
#: What takes back the question before: "sorry, I meant", "no, what I wanted to ask was".
_MEANT = re.compile(
    r"(?:(?:no|nope|sorry|oh|ah|wait|well|hm+|oops|actually|ugh|but)[,.!]?\s){0,4}(?:what\s)?i\s(?:really\s|actually\s)?"
    r"(?:meant|mean|wanted)(?:\sto\s(?:ask|say|know))?(?:\s(?:was|is))?[,:]?\s",
    re.I,
)
#: However short, this is more than a number or an address: "no person please".
_DECLINES = re.compile(r"(?:no|not|without|skip)\s", re.I)
_THANKFUL = re.compile(
    r"\W{0,3}(?:(?:ok|okay|oh|ah|great|perfect|super|alright|right|good|cool|wow|hi|hello|well|so|brilliant|lovely)"
    r"\W{1,3}){0,3}(?:many |big |a thousand )?(?:thanks|thank you|thank u|thankyou|thx|tx|ty|tysm|tnx|cheers|much "
    r"appreciated|appreciate|great|perfect|that(?:['\u2019]s| is| was) (?:\w+ )?(?:helpful|great|kind|good|clear|nice|"
    r"perfect|useful|it))\b",
    re.I,
)
#: Where thanks end.
_BEHIND_THANKS = re.compile(r"(?<=[?.!;:])\s|\n|,\s|\s[-\u2013\u2014]\s|\s(?=(?:but|and now|now)\s)", re.I)
_SENTENCE = re.compile(r"[.!?;\n]")


def parts_of(text: str) -> list[tuple[str, str]]:
    """The parts of a message that are understood by themselves: its questions, where it holds more than one.

    Where a word may be one of distress all sentences are: it must not be lost in a long complaint.
    """
    questions = questions_of(text) or question_beside(text)
    wish = None if questions else wish_behind_thanks(text)
    if wish is not None and not alarm_of(text).search(text):
        return [(wish, WISHES)]
    alarm = alarm_of(text)
    if text.startswith("/") or not alarm.search(text):
        return [(question, ASKS) for question in questions]
    sentences = [part for part in map(str.strip, _SENTENCE.split(text[:LONGEST_STORY])) if part]
    told = [part for part in sentences if part not in questions and alarm.search(part)]
    parts = [*((question, ASKS) for question in questions), *((part, TELLS) for part in told)]
    return parts[-MOST_PARTS:] if len(sentences) > 1 else parts[: len(questions)]


def questions_of(text: str) -> list[str]:
    """The questions of a message, where it holds more than one; else none.

    Only what is put as a question counts: in "I dropped it off on Monday. Where is my refund?" the first sentence tells
    a story. Blanks come out single.
    """
    if text.startswith("/") or len(text) > LONGEST_TEXT:
        return []
    plain = _BLANKS.sub(lambda run: "\n" if "\n" in run[0] else " ", text)
    questions: list[str] = []
    for part in map(str.strip, itertools.chain.from_iterable(map(_behind_questions, _BREAK.split(plain)))):
        if is_question(part) or (questions and may_ask_when(part)):
            questions.append(part)
    return questions if 1 < len(questions) <= MOST_PARTS else []


def _behind_questions(part: str) -> Iterator[str]:
    """A part, divided where a comma stands between two questions."""
    first, *others = _COMMA.split(part)
    for each in others:
        if is_question(first.strip()):
            yield first
            first = each
        else:
            first = f"{first}, {each}"
    yield first


def question_beside(text: str) -> list[str]:
    """The one question of a message that tells something else as well: "thanks a lot! when is it due"; else none.

    What is told may follow: "can I cancel? I was going to post it today".
    """
    if text.startswith("/") or len(text) > LONGEST_TEXT:
        return []
    meant = question_meant(text)
    if meant is not None:
        return [meant]
    parts = [part for part in map(str.strip, _LEAD_BREAK.split(_BLANKS.sub(" ", text))) if part]
    questions = [part for part in parts if is_question(part)]
    tells = parts[:1] != questions or any(
        len(part.split()) > LONGEST_DETAIL or _DECLINES.match(part) for part in parts[1:]
    )
    return questions if len(questions) == 1 and len(parts) > 1 and tells else []


def wish_behind_thanks(text: str) -> Optional[str]:
    """What stands behind thanks and is no question: "thanks, that helps. cancel it then"; None where nothing does."""
    if text.startswith("/") or len(text) > LONGEST_TEXT:
        return None
    parts = [part for part in map(str.strip, _BEHIND_THANKS.split(_BLANKS.sub(" ", text))) if part]
    if not parts or not _THANKFUL.match(parts[0]):
        return None
    rest = list(itertools.dropwhile(_THANKFUL.match, parts))
    # Of several parts the last one is what is wished for: "thanks. that was quick. cancel it then".
    return rest[-1] if rest and len(rest[-1].split()) > 1 else None


def question_meant(text: str) -> Optional[str]:
    """The question that a message asks instead of the one before: "sorry, I meant: is it there?"; None where it asks
    none so."""
    plain = _BLANKS.sub(" ", text[:LONGEST_TEXT]).strip()
    lead = _MEANT.match(plain)
    rest = plain[lead.end() :].strip() if lead else ""
    return rest if rest and is_question(rest) else None
