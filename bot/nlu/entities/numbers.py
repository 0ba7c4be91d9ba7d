"""Order, return and tracking numbers as customers type them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Optional

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from bot.nlu.entities.counts import Pattern
from bot.nlu.entities.detail import Detail, Kind, Places

ORDER_DIGITS = 16
# From this many digits on, a number alone is meant as an order number, right or mistyped.
LEAST_DIGITS = 8
# More digits than any carrier's number has are no number at all.
MOST_DIGITS = 34

# Nobody's order number starts with a 0; a phone number at home does.
MOST_PHONE_DIGITS = 11
DIGITS = re.compile(r"\d+(\.\d+){2,}|\d+")
SEPARATOR = re.compile(r"[-–—/]|\s+")

# The letters O, I and l among digits are typos for 0 and 1.
MISTYPED_RETURN = r"^[Rr](?=.*\d.*\d)(?=.*[OoIl])[\dOoIl]{3,12}$"
MISTYPED_ORDER = r"^(?=(.*\d){7})(?=.*[OoIl])\d[\dOoIl]{7,}$"
GLUED_RETURN = r"^(R\d{1,12}|r\d{2,12})$"
NUMBER_LABELS = ["number", "numbers", "no", "no.", "nr", "nr.", "num", "id", "code", "nº", "n°", "#"]
TO_NUMBER = ["is", "was", ":", "=", "-", ".", "#"]

# Universal Postal Union S10, other carriers' letters and digits ("LP00123"), and UPS.
TRACKING = r"^([A-Za-z]{2}\d{9}[A-Za-z]{2}|[A-Za-z]{2,4}\d{5,}[A-Za-z]{0,3}|1[Zz][0-9A-Za-z]{16})$"
TRACKING_PREFIXES = ["LP", "CP", "RR", "RB", "RX", "LZ", "UA", "UE", "EE"]

# Right before a number, these say what else it is.
OTHER_NUMBERS = frozenset(["phone", "telephone", "tel", "mobile", "cell", "whatsapp", "iban", "card", "visa"])
TRACKING_WORDS = frozenset(["tracking", "waybill", "awb"])
ORDER_WORDS = frozenset(["order", "return", "purchase"])
WORDS_BEFORE = 5

# Rules in the order in which they claim digits: what says itself what it is, then digits that are enough for an order
# number, then fewer digits after the word "order" or "return".
EVIDENT = frozenset(["RETURN", "MISTYPED", "TRACKING"])
NAMED = frozenset(["NAMED_RETURN", "NAMED_ORDER"])


class NumberFinder:
    """Finds the numbers that identify an order, a return or a parcel, also those with a typo."""

    def __init__(self, nlp: Language) -> None:
        self._matcher = Matcher(nlp.vocab)
        label = {"LOWER": {"IN": NUMBER_LABELS}}
        to_number = {"LOWER": {"IN": TO_NUMBER}, "OP": "{0,3}"}
        r_and_label: Pattern = [{"LOWER": "r"}, {"LOWER": {"IN": [*NUMBER_LABELS, *TO_NUMBER]}, "OP": "{0,3}"}]
        patterns: dict[str, list[Pattern]] = {
            "RETURN": [
                [{"TEXT": {"REGEX": GLUED_RETURN}}],
                [*r_and_label, {"TEXT": {"REGEX": r"^\d{3,12}$"}}],
                [*r_and_label, {"TEXT": {"REGEX": r"^\d$"}, "OP": "{3,8}"}],
            ],
            "NAMED_RETURN": [
                [{"LOWER": {"IN": ["return", "rma"]}}, label, to_number, {"TEXT": {"REGEX": r"^\d{3,7}$"}}],
                [{"LOWER": "return"}, {"TEXT": {"REGEX": r"^\d{4,7}$"}}],
            ],
            "NAMED_ORDER": [
                [{"LOWER": {"IN": ["order", "purchase"]}}, label, to_number, {"TEXT": {"REGEX": r"^\d{3,7}$"}}],
                [{"LOWER": {"IN": ["order", "purchase"]}}, {"TEXT": {"REGEX": r"^\d{5,7}$"}}],
            ],
            "MISTYPED": [[{"TEXT": {"REGEX": MISTYPED_RETURN}}], [{"TEXT": {"REGEX": MISTYPED_ORDER}}]],
            "TRACKING": [
                [{"TEXT": {"REGEX": TRACKING}}],
                [
                    {"LOWER": {"IN": sorted(TRACKING_WORDS)}},
                    {"LOWER": {"IN": NUMBER_LABELS}, "OP": "?"},
                    to_number,
                    {"TEXT": {"REGEX": r"^(?=.*\d.*\d)(?=.*[A-Za-z])[A-Za-z0-9]{6,34}$"}},
                ],
                [
                    {"TEXT": {"REGEX": r"^[A-Z]{2}$"}},
                    {"TEXT": {"REGEX": r"^\d{3,9}$"}, "OP": "{1,3}"},
                    {"TEXT": {"REGEX": r"^[A-Z]{2}$"}},
                ],
                [
                    {"LOWER": {"IN": [prefix.lower() for prefix in TRACKING_PREFIXES]}},
                    {"TEXT": "-", "OP": "?"},
                    {"TEXT": {"REGEX": r"^\d{3,}$"}, "OP": "{1,6}"},
                ],
            ],
        }
        for rule, rules in patterns.items():
            self._matcher.add(rule, rules, greedy="LONGEST")

    def find(self, doc: Doc, taken: Collection[Detail] = ()) -> Iterator[Detail]:
        """The numbers of a message.

        Args:
            doc: The message.
            taken: What is known to be something else, a date or a count say: its digits belong to no number.
        """
        if not any(character.isdigit() for character in doc.text):
            return
        spans = self._matcher(doc, as_spans=True)
        evident = list(_read(spans, EVIDENT, taken))
        long = list(_long_numbers(doc, [*taken, *evident]))
        named = list(_read(spans, NAMED, [*taken, *evident, *long]))
        yield from (*evident, *long, *named)


def _read(spans: Sequence[Span], rules: Collection[str], claimed: Collection[Detail]) -> Iterator[Detail]:
    taken = Places(claimed)
    for span in filter_spans([span for span in spans if span.label_ in rules]):
        detail = None if taken.touch(span.start_char, span.end_char) else _lettered_number(span)
        if detail is not None:
            yield detail


def _lettered_number(span: Span) -> Optional[Detail]:
    last = span[-1]
    text = re.sub(r"[^0-9A-Za-z]", "", last.text).upper()
    if span.label_ == "RETURN":
        return Detail(Kind.CUSTOMER_NUMBER, span.start_char, span.end_char, "R" + re.sub(r"\D", "", span.text))
    if span.label_ == "NAMED_RETURN":
        return Detail(Kind.CUSTOMER_NUMBER, last.idx, span.end_char, "R" + text)
    if span.label_ in ("NAMED_ORDER", "MISTYPED"):
        return Detail(Kind.CUSTOMER_NUMBER, last.idx, span.end_char, text, well_formed=False)
    return _tracking_number(span)


def _tracking_number(span: Span) -> Optional[Detail]:
    numbered = span[-1:] if span[0].lower_ in TRACKING_WORDS else span
    value = re.sub(r"[^0-9A-Za-z]", "", numbered.text).upper()
    digits = sum(character.isdigit() for character in value)
    if len(numbered) > 1 and numbered[-1].is_alpha and digits != 9:
        # "ID 8120 0345 TO": only S10's nine digits go between two pairs of letters.
        return None
    return Detail(Kind.TRACKING_NUMBER, numbered.start_char, numbered.end_char, value) if digits >= 5 else None


def _long_numbers(doc: Doc, claimed: Collection[Detail]) -> Iterator[Detail]:
    for run in _digit_runs(doc, claimed):
        for group in _groups(run):
            yield from _digits(group)


def _digit_runs(doc: Doc, claimed: Collection[Detail]) -> Iterator[list[Token]]:
    """Digit tokens with nothing but separators between them. A plain loop: the matcher's time explodes on long runs."""
    taken = Places(claimed)
    run: list[Token] = []
    for token in doc:
        if taken.touch(token.idx, token.idx + len(token)) or not (
            DIGITS.fullmatch(token.text) or SEPARATOR.fullmatch(token.text)
        ):
            yield run
            run = []
        elif token.text[0].isdigit():
            run.append(token)
    yield run


def _groups(run: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Splits a run where the 16 digits of an order number are complete and enough for another one follow."""
    group: list[Token] = []
    read, ahead = 0, _digit_count(run)
    for token in run:
        if read == ORDER_DIGITS and ahead >= LEAST_DIGITS:
            yield group
            group, read = [], 0
        group.append(token)
        digits = _digit_count([token])
        read += digits
        ahead -= digits
    yield group


def _digit_count(tokens: Sequence[Token]) -> int:
    return sum(character.isdigit() for token in tokens for character in token.text)


def _digits(group: Sequence[Token]) -> Iterator[Detail]:
    count = _digit_count(group)
    if not LEAST_DIGITS <= count <= MOST_DIGITS:
        return
    first, last = group[0], group[-1]
    meaning = _said_before(first)
    if first.text[0] == "0" and count <= MOST_PHONE_DIGITS and meaning == "":
        return
    if meaning == "other" or (first.i and first.nbor(-1).text.endswith("+")):
        return
    kind = Kind.TRACKING_NUMBER if meaning == "tracking" and count != ORDER_DIGITS else Kind.CUSTOMER_NUMBER
    digits = "".join(character for token in group for character in token.text if character.isdigit())
    well_formed = kind is Kind.TRACKING_NUMBER or count == ORDER_DIGITS
    yield Detail(kind, first.idx, last.idx + len(last), digits, well_formed)


def _said_before(token: Token) -> str:
    """What the words right before a number call it; the nearest one counts."""
    for word in reversed(token.doc[max(0, token.i - WORDS_BEFORE) : token.i]):
        if word.lower_ in OTHER_NUMBERS or (word.text.startswith("+") and word.text[1:].isdigit()):
            return "other"
        if word.lower_ in TRACKING_WORDS:
            return "tracking"
        if word.lower_ in ORDER_WORDS:
            return "order"
    return ""
