"""How many days and how many items a message speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Optional

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span

from bot.nlu.entities.clauses import Clauses
from bot.nlu.entities.corrected_counts import bare_correction, is_corrected
from bot.nlu.entities.detail import Detail, Kind, Sense
from bot.nlu.entities.number_words import HYPHENS, NumberWords
from bot.nlu.entities.stances import Stance

# A month is the mean month: "3 months" is 91 days, which the 90-day rule no longer covers.
DAYS_OF_UNIT: Mapping[str, float] = {
    **dict.fromkeys(("day", "days", "d"), 1.0),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), 7.0),
    **dict.fromkeys(("fortnight", "fortnights"), 14.0),
    **dict.fromkeys(("month", "months", "mth", "mths"), 30.44),
}
# Every count has a numeral, or one of these words.
WITHOUT_NUMERAL = frozenset(["couple", "both", "single", "day", "week", "fortnight", "month"])
LONGEST_DAYS = 3660
MOST_ITEMS = 999

ITEM_NOUNS = [
    "item",
    "items",
    "thing",
    "things",
    "product",
    "products",
    "article",
    "articles",
    "piece",
    "pieces",
    "pcs",
]
BETWEEN = ["of", "my", "the", "these", "those", "them", "different", "other", "more", "separate", "free", "remaining"]
BEFORE_A = ["about", "after", "almost", "already", "another", "been", "for", "had", "nearly", "over", "than"]
# Around a span that a rule gives, and not the customer: "within the 30-day window", "up to 20 days", "3 days left".
BEFORE_A_LIMIT = frozenset(["within", "inside", "next", "every", "each"])
FILLS = frozenset(["the", "a", "to", "my", "your"])
BEHIND_A_LIMIT = frozenset(
    ["window", "rule", "policy", "period", "limit", "deadline", "guarantee", "term", "left", "remaining"]
)
# What happened to some of the goods that a message counts: "only 1 of 3 items was refunded" wants none returned.
HAPPENED = frozenset(["refunded", "refund", "credited", "paid", "missing"])
RETURN_VERBS = ["return", "returning", "returned", "back", "send", "sending", "sent"]
# After "return 3 …" these are not the goods.
NOT_GOODS = [
    *DAYS_OF_UNIT,
    *("hour", "hours", "minute", "minutes", "year", "years", "time", "times", "working", "business", "calendar"),
    *("order", "orders", "return", "returns", "parcel", "parcels", "package", "packages", "label", "labels", "box"),
    *("boxes", "request", "requests", "of", "or", "and", "to", "out", "in", "at", "on", "for", "from", "by", "percent"),
    *("euro", "euros", "dollar", "dollars", "pounds", "am", "pm", "digit", "digits", "not"),
]

# Repetitions are bounded everywhere: spaCy's matcher takes quadratic time for an open one.
Pattern = list[dict[str, Any]]
NUMERAL: Pattern = [{"LIKE_NUM": True, "IS_DIGIT": True, "LENGTH": {"<=": 4}}]
NUMBER_IN_WORDS: Pattern = [
    {"LIKE_NUM": True, "IS_ALPHA": True, "OP": "{1,3}"},
    {"TEXT": {"IN": sorted(HYPHENS)}, "OP": "?"},
    {"LIKE_NUM": True, "IS_ALPHA": True, "OP": "?"},
]
NUMBERS: tuple[Pattern, ...] = (NUMERAL, NUMBER_IN_WORDS)
HYPHEN: Pattern = [{"TEXT": {"IN": sorted(HYPHENS)}, "OP": "?"}]
COUPLE: Pattern = [{"LOWER": "a", "OP": "?"}, {"LOWER": "couple"}, {"LOWER": "of", "OP": "?"}]


class CountFinder:
    """Finds day counts ("80 days ago", "two weeks" is 14), working days and item counts ("five products").

    Spans in working days are counted apart: how many days they are depends on a calendar. A day count says whether it
    is so long since the hand-in.
    """

    def __init__(self, nlp: Language, numbers: NumberWords) -> None:
        self._numbers = numbers
        units = {"LOWER": {"IN": list(DAYS_OF_UNIT)}}
        whole = {"LOWER": {"IN": ["full", "whole", "calendar", "straight", "more"]}, "OP": "?"}
        # "for a week" is a week, "twice a week" is none.
        before_a = {"LOWER": {"IN": BEFORE_A}}
        ago = {"LOWER": {"IN": ["ago", "back"]}}
        working = {"LOWER": {"IN": ["working", "business", "work"]}}
        nouns = {"LOWER": {"IN": ITEM_NOUNS}}
        between = {"LOWER": {"IN": BETWEEN}, "OP": "{0,3}"}
        goods = {"IS_ALPHA": True, "LOWER": {"NOT_IN": NOT_GOODS}}
        determiners = ["the", "my", "these", "those", "all", "only", "just", "other"]
        verb: Pattern = [{"LOWER": {"IN": RETURN_VERBS}}, {"LOWER": {"IN": determiners}, "OP": "{0,3}"}]
        self._matcher = Matcher(nlp.vocab)
        self._matcher.add(
            Kind.DAY_COUNT.value,
            [
                *([*number, *HYPHEN, whole, units] for number in NUMBERS),
                [*COUPLE, units],
                [before_a, {"LOWER": "a"}, {"LOWER": {"IN": ["week", "fortnight", "month"]}}],
                [{"LOWER": "a"}, {"LOWER": {"IN": ["day", "week", "fortnight", "month"]}}, ago],
            ],
            greedy="LONGEST",
        )
        self._matcher.add(
            Kind.WORKING_DAY_COUNT.value,
            [[*number, working, {"LOWER": {"IN": ["day", "days"]}}] for number in NUMBERS],
            greedy="LONGEST",
        )
        self._matcher.add(
            Kind.ITEM_COUNT.value,
            [
                *([*number, between, nouns] for number in NUMBERS),
                *([*number, {"LOWER": "of"}, {"LOWER": {"IN": ["them", "these", "those"]}}] for number in NUMBERS),
                *([*verb, *number, goods] for number in NUMBERS),
                [*COUPLE, between, nouns],
                [{"LOWER": "both"}, between, {"LOWER": {"IN": [*ITEM_NOUNS, "them"]}}],
                [{"LOWER": "single"}, nouns],
            ],
            greedy="LONGEST",
        )

    def find(self, doc: Doc, clauses: Clauses) -> Iterator[Detail]:
        """The day counts and item counts of a message."""
        if not any(token.like_num or token.lower_ in WITHOUT_NUMERAL for token in doc):
            return
        days_told: list[tuple[Span, Detail]] = []
        for span in sorted(self._matcher(doc, as_spans=True), key=lambda found: found.start):
            if _ends_a_range(span) or _is_an_idiom(span):
                continue
            number = self._number(span)
            if number is None:
                continue
            if span.label_ != Kind.ITEM_COUNT.value:
                told = self._days(span, number, clauses)
                if told is None:
                    continue
                before = days_told[-1] if days_told else None
                if before and is_corrected(
                    [token.lower_ for token in doc[before[0].end : span.start]], before[1].sense is Sense.NOT
                ):
                    days_told.pop()
                days_told.append((span, told))
            elif 0 < number <= MOST_ITEMS and not clauses.has_any(span.start, HAPPENED):
                counted = _without_verb(span)
                yield Detail(Kind.ITEM_COUNT, counted.start_char, counted.end_char, number)
        denied = [each.sense is Sense.NOT for _, each in days_told]
        # "It's not 80 days yet" tells them; "12 weeks, not 80 days" takes them back.
        yield from (replace(each, sense=None) if all(denied) else each for _, each in days_told)

    def _days(self, span: Span, number: int, clauses: Clauses) -> Optional[Detail]:
        """So many days or working days; of a number that is corrected the right one, "95 days ago, sorry, 59"."""
        is_denied = clauses.words_before(span.start, 1) == ["not"]
        corrected = bare_correction(span.doc, span.end, self._numbers, is_denied)
        kind = Kind(span.label_)
        number = number if corrected is None else corrected
        days = number if kind is Kind.WORKING_DAY_COUNT else round(number * self._days_of_unit(span))
        if not 0 < days <= LONGEST_DAYS or _is_a_limit(span):
            return None
        counted = span[1:] if span[0].lower_ in BEFORE_A else span
        sense = Sense.PAST if clauses.stance_at(span.start) is Stance.DONE else None
        if is_denied and corrected is None:
            sense = Sense.NOT
        return Detail(kind, counted.start_char, counted.end_char, days, sense=sense)

    def _number(self, span: Span) -> Optional[int]:
        spelling = [token.i for token in span if token.like_num or token.lower_ in ("a", "couple", "both", "single")]
        if not spelling:
            return None
        numerals = [i for i in spelling if span.doc[i].like_num]
        if numerals:
            return self._numbers.value(span.doc[numerals[0] : numerals[-1] + 1])
        return self._numbers.value(span.doc[spelling[-1] : spelling[-1] + 1])

    @staticmethod
    def _days_of_unit(span: Span) -> float:
        return next(DAYS_OF_UNIT[token.lower_] for token in reversed(span) if token.lower_ in DAYS_OF_UNIT)


def _without_verb(span: Span) -> Span:
    """The "3 shirts" of "return the 3 shirts"."""
    if span[0].lower_ not in RETURN_VERBS:
        return span
    return span.doc[next(token.i for token in span if token.like_num) : span.end]


def _is_a_limit(span: Span) -> bool:
    before = [token.lower_ for token in span.doc[max(0, span.start - 3) : span.start]]
    up_to = before[-2:] == ["up", "to"]
    while before and before[-1] in FILLS:
        before.pop()
    behind = span.doc[span.end].lower_ if span.end < len(span.doc) else ""
    # "In three weeks" has not gone by, "handed in three weeks ago" has.
    lies_ahead = before[-1:] == ["in"] and behind not in ("ago", "back") and span[-1].lower_ not in ("ago", "back")
    return lies_ahead or up_to or behind in BEHIND_A_LIMIT or any(word in BEFORE_A_LIMIT for word in before[-1:])


def _is_an_idiom(span: Span) -> bool:
    """Whether this is the "one more thing" that opens a question, or the "3D" of a 3D printer."""
    return (span[0].lower_ == "one" and span[-1].lower_ == "thing") or span[-1].text == "D"


def _ends_a_range(span: Span) -> bool:
    """Whether this is the "5 days" of "3 to 5 days": such a span states a rule, not a number of days."""
    before = span.doc[max(0, span.start - 2) : span.start]
    return len(before) == 2 and before[0].like_num and before[1].lower_ in ("to", "or", "-", "–", "~", "/")
