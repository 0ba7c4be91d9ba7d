"""All details of a message in one go."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Optional

from spacy.tokens import Doc

from bot.nlu.entities.clauses import Clauses, find_hand_in, find_unwanted
from bot.nlu.entities.countries import CountryFinder
from bot.nlu.entities.counts import CountFinder
from bot.nlu.entities.dates import DateFinder
from bot.nlu.entities.detail import Detail, Places
from bot.nlu.entities.emails import EmailFinder
from bot.nlu.entities.language import details_language
from bot.nlu.entities.number_words import NumberWords
from bot.nlu.entities.numbers import NumberFinder
from bot.nlu.entities.told_details import Told, ToldDetails
from bot.nlu.entities.vocabulary import has_table
from core.identifiers import NumberShapes, folded
from core.languages import ENGLISH

# What a customer states stands early in a message. Whoever pastes a novel gets an answer as fast as anyone.
LONGEST_TEXT = 4_000
# Twice as many words and signs as fill that length in prose. Punctuation makes a token of each sign, which are dear.
MOST_WORDS = 2_000
WORD_OR_SIGN = re.compile(r"[^\W_]+|\S")
# Nothing that we look for is written without a space for longer than this; spaCy takes quadratic time for such runs.
TOO_LONG_RUN = re.compile(r"\S{128,}")
# JSON can carry half of an emoji, which is no text: spaCy refuses it.
SURROGATE = re.compile("[\ud800-\udfff]")


class DetailFinder:
    """Finds numbers, e-mails, countries, counts and dates in a message.

    Looks at the beginning of a message only, see `end_of_reading`, so that the time a message takes is bounded.

    Args:
        shapes: What the numbers of the shop look like.
    """

    def __init__(self, shapes: NumberShapes) -> None:
        self._nlp = details_language()
        words = NumberWords()
        self._emails = EmailFinder()
        self._dates = DateFinder(self._nlp, words)
        self._counts = CountFinder(self._nlp, words)
        self._numbers = NumberFinder(self._nlp, shapes)
        self._countries = CountryFinder(self._nlp)
        self._told = lru_cache(maxsize=None)(ToldDetails)

    def find(self, text: str, language: Optional[str] = None) -> tuple[Detail, ...]:
        """The details of a message by their place in it, in English where the language has no table of words.

        Only a date and a day count may overlap ("3 days ago"), and what the message says as a whole overlaps all."""
        text = _in_bounds(text)
        emails = list(self._emails.find(text))
        addresses = Places(emails)
        # The zone forgets the words of this message: the vocabulary neither grows nor keeps personal data.
        with self._nlp.memory_zone():
            doc = self._nlp.make_doc(folded(text))
            # spaCy puts its text together anew each time it is asked for.
            plain = doc.text
            told = self._in_words(doc, language.split("-")[0]) if language else self._in_english(doc)
            dates = [date for date in told.dates if not addresses.touch(date.start, date.end)]
            counts = [count for count in told.counts if not addresses.touch(count.start, count.end)]
            apart = [date for date in dates if not _is_glued(date, plain)]
            returns = list(self._numbers.returns(doc, taken=[*emails, *apart, *counts]))
            in_returns = Places(returns)
            dates = [date for date in dates if not in_returns.touch(date.start, date.end)]
            numbers = list(self._numbers.find(doc, taken=[*emails, *dates, *counts, *returns]))
            named = [*emails, *returns, *numbers]
            taken = Places(named)
            countries = [found for found in told.countries if not taken.touch(found.start, found.end)]
        return tuple(
            sorted([*named, *dates, *counts, *countries, *told.stated], key=lambda detail: (detail.start, detail.end))
        )

    def _in_english(self, doc: Doc) -> Told:
        clauses = Clauses(doc)
        return Told(
            [*find_hand_in(clauses, doc), *find_unwanted(clauses, doc)],
            [*self._dates.find(doc, clauses)],
            [*self._counts.find(doc, clauses)],
            [*self._countries.find(doc)],
        )

    def _in_words(self, doc: Doc, tag: str) -> Told:
        return self._told(tag).find(doc.text) if tag != ENGLISH and has_table(tag) else self._in_english(doc)


def end_of_reading(text: str) -> int:
    """Where the part of a message ends that is looked at: `LONGEST_TEXT` characters or `MOST_WORDS` words and signs."""
    last = next(islice(WORD_OR_SIGN.finditer(text, 0, LONGEST_TEXT), MOST_WORDS - 1, None), None)
    return last.end() if last else min(len(text), LONGEST_TEXT)


def _is_glued(date: Detail, text: str) -> bool:
    """Whether what looks like a date follows a sign or a letter as a part of a number does: "R-10-01"."""
    return date.start > 0 and not text[date.start - 1].isspace() and text[date.start].isdigit()


def _in_bounds(text: str) -> str:
    """The part of a message that is looked at, with every character in its place.

    Overlong runs and halves of a surrogate pair become blanks.
    """
    text = text[: end_of_reading(text)]
    if not text.isascii():
        text = SURROGATE.sub(" ", text)
    return TOO_LONG_RUN.sub(lambda run: " " * len(run.group()), text)
