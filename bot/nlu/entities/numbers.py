"""Order, return and tracking numbers in what customers type.

What is a number says `core.identifiers`. Here are the words around one, and what is meant as one and is mistyped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Optional

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from bot.nlu.entities.counts import Pattern
from bot.nlu.entities.detail import Detail, Kind, Places
from bot.nlu.entities.named_digits import few_digits_named
from core.identifiers import (
    SEPARATOR,
    TRACKING_PREFIXES,
    TRACKING_WORD,
    Digits,
    Number,
    NumberShapes,
    number_key,
    parse,
)

# From this many digits on, a number alone is meant as an order number, right or mistyped.
LEAST_DIGITS = 8
# As many digits as an order number of the shop has are one wherever they stand; fewer than this are a year or a price.
LEAST_ORDER_DIGITS = 6
# More digits than any carrier's number has are no number at all.
MOST_DIGITS = 34

# Nobody's order number starts with a 0; a phone number at home does.
MOST_PHONE_DIGITS = 11
# One dot between few digits is a price's; between four and four it is a number's.
DIGITS = re.compile(rf"\d+(?:(?:{SEPARATOR}\d+){{2,}}|(?<=\d{{4}}){SEPARATOR}\d{{4,}})?")
# All of a message but for the signs around it.
WHOLE = re.compile(r"[^\W_](?s:.*)[^\W_]")
# Between blanks a dot ends a sentence, and a "#" begins another number.
BETWEEN = re.compile(rf"(?![.#]){SEPARATOR}|\s+")

# The letters O, I and l among digits are typos for 0 and 1, also behind the letters of a shop's return numbers.
MISTYPED_RETURN = r"(?=.*\d.*\d)(?=.*[OoIl])[\dOoIl]{3,12}$"
MISTYPED_ORDER = r"^(?=(.*\d){7})(?=.*[OoIl])\d[\dOoIl]{7,}$"
NUMBER_LABELS = ["number", "numbers", "no", "no.", "nr", "nr.", "num", "id", "code", "nº", "n°", "#"]
TO_NUMBER = ["is", "was", ":", "=", "-", ".", "#"]

# "TrackingID" is written in one word too.
CALLED_TRACKING = re.compile(r"^(?:tracking|waybill|awb)")
# "WF-2026-0815": letters and digits of something else, where the letters are no word for a number.
LETTERED = re.compile(rf"(?<![^\W_])(?P<letters>[A-Za-z]{{1,6}})[-/_](?P<digits>\d+(?:{SEPARATOR}\d+)*)(?![^\W_])")
LEAST_LETTERED_DIGITS = 5
# A message that is nothing but this may be the number of something, of no shape that the shop has: "O5001", "ORD-5001",
# "2026/1184". A page offers its order to ask about by the number that it writes, whatever that looks like.
ALONE = re.compile(r"[A-Za-z0-9][A-Za-z0-9#/_-]{2,63}")
# "PS5" and "mp3" have fewer digits; "256GB" begins with them and is shorter.
LEAST_ALONE = 3
LEAST_BARE = 4
LEAST_MIXED = 8
YEAR = re.compile(r"(?:19|20)\d\d")
# "12oct2026" is a day, "1200x800" a size.
DAY_OR_SIZE = re.compile(r"x|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.IGNORECASE)
# "R" and few digits are much else; letters that no word has are a shop's number, also where a digit is missing.
LEAST_LEAD = 2
# "#2", "photo #1001": what is counted, not ordered.
COUNTED_BY_HASH = frozenset(
    ["item", "photo", "picture", "image", "page", "step", "question", "room", "apt", "flat", "unit"]
)
# How many digits behind the word "order" are its number, mistyped or not: more are one by themselves.
MOST_NAMED = LEAST_DIGITS - 1
# "20.50", "1,299.00"
AMOUNT = re.compile(r"\d[\d ]*[.,]\d{2}")

# Right before a number, these say what else it is.
OTHER_NUMBERS = frozenset(["phone", "telephone", "tel", "mobile", "cell", "whatsapp", "iban", "card", "visa"])
ORDER_WORDS = frozenset(["order", "return", "purchase"])
WORDS_BEFORE = 5
NO_LETTERS = frozenset([*NUMBER_LABELS, *TO_NUMBER, *OTHER_NUMBERS, *ORDER_WORDS, *map(str.lower, TRACKING_PREFIXES)])

# Rules in the order in which they claim digits: what says itself what it is, then digits that are enough for an order
# number, then fewer digits after the word "order" or "return".
EVIDENT = frozenset(["RETURN", "MISTYPED", "TRACKING"])
NAMED = frozenset(["NAMED_RETURN", "NAMED_ORDER"])


class NumberFinder:
    """Finds the numbers that identify an order, a return or a parcel, also those with a typo.

    Args:
        nlp: The language of the messages.
        shapes: What the numbers of the shop look like.
    """

    def __init__(self, nlp: Language, shapes: NumberShapes) -> None:
        self._shapes = shapes
        # Where lengths differ no run of digits can be split into order numbers.
        self._order_digits = shapes.order_digits.exactly
        self._return = shapes.of("return")[0]
        self._matcher = Matcher(nlp.vocab)
        label = {"LOWER": {"IN": NUMBER_LABELS}}
        to_number = {"LOWER": {"IN": TO_NUMBER}, "OP": "{0,3}"}
        labels = {"LOWER": {"IN": [*NUMBER_LABELS, *TO_NUMBER]}, "OP": "{1,3}"}
        order = {"LOWER": {"IN": ["order", "purchase"]}}
        leads = [shape for shape in shapes.of("return") if shape.lead]
        patterns: dict[str, list[Pattern]] = {
            "RETURN": [
                [{"LOWER": shape.lead.lower()}, labels, _digits_from(3, shape.digits.least, shape.digits.most)]
                for shape in leads
            ],
            "NAMED_RETURN": [
                [{"LOWER": {"IN": ["return", "rma"]}}, label, to_number, _named(3, self._return.digits)],
                [{"LOWER": "return"}, _named(4, self._return.digits)],
            ],
            "NAMED_ORDER": [
                [order, label, to_number, _digits_from(3, 3, MOST_NAMED)],
                [order, _digits_from(5, 5, MOST_NAMED)],
                [order, _digits_from(4, *shapes.order_digits)],
            ],
            "MISTYPED": [
                *([{"TEXT": {"REGEX": f"^(?i:{shape.lead}){MISTYPED_RETURN}"}}] for shape in leads),
                [{"TEXT": {"REGEX": MISTYPED_ORDER}}],
            ],
            "TRACKING": [
                [{"TEXT": {"REGEX": TRACKING_WORD}}],
                [
                    {"LOWER": {"REGEX": CALLED_TRACKING.pattern}},
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
            if rules:
                self._matcher.add(rule, rules, greedy="LONGEST")

    def returns(self, doc: Doc, taken: Iterable[Detail] = ()) -> Iterator[Detail]:
        """The numbers that their letters or a "#" make evident, and the number that is all of a message.

        Args:
            doc: The message, `folded`.
            taken: What is known to be something else and belongs to no number.
        """
        text = _without(doc.text, taken)
        whole = WHOLE.search(text)
        number = parse(whole.group(), self._shapes) if whole and not AMOUNT.fullmatch(whole.group()) else None
        if whole and isinstance(number, Number) and (number.kind == "return" or len(number.key) < LEAST_DIGITS):
            yield Detail(Kind.CUSTOMER_NUMBER, whole.start(), whole.end(), number.key)
            return
        for found in self._shapes.written(text):
            if text[found.start] != "#" or not _is_counted(text[: found.start]):
                yield Detail(Kind.CUSTOMER_NUMBER, found.start, found.end, found.key)

    def find(self, doc: Doc, taken: Collection[Detail] = ()) -> Iterator[Detail]:
        """The other numbers of a message.

        Args:
            doc: The message, `folded`.
            taken: What is known to be something else, a date or a count say: its digits belong to no number.
        """
        if not any(character.isdigit() for character in doc.text):
            return
        spans = self._matcher(doc, as_spans=True)
        evident = [*self._read(spans, EVIDENT, taken)]
        evident += self._lettered(doc, [*taken, *evident])
        long = list(self._long_numbers(doc, [*taken, *evident]))
        named = list(self._read(spans, NAMED, [*taken, *evident, *long]))
        named += self._beside_words(doc, [*taken, *evident, *long, *named])
        alone = () if taken or evident or long or named else self._alone(doc)
        yield from (*evident, *long, *named, *alone)

    def _read(self, spans: Sequence[Span], rules: Collection[str], claimed: Collection[Detail]) -> Iterator[Detail]:
        taken = Places(claimed)
        for span in filter_spans([span for span in spans if span.label_ in rules]):
            detail = None if taken.touch(span.start_char, span.end_char) else self._of_span(span)
            if detail is not None:
                yield detail

    def _of_span(self, span: Span) -> Optional[Detail]:
        last = span[-1]
        text = number_key(last.text)
        if span.label_ == "RETURN":
            return Detail(Kind.CUSTOMER_NUMBER, span.start_char, span.end_char, f"{span[0].text.upper()}{text}")
        if span.label_ == "NAMED_RETURN" and not (len(span) == 2 and self._shapes.counts(len(text))):
            return Detail(Kind.CUSTOMER_NUMBER, last.idx, span.end_char, f"{self._return.lead}{text}")
        if span.label_ == "TRACKING":
            return self._tracking_number(span)
        return self._customer_number(last.idx, span.end_char, text)

    def _tracking_number(self, span: Span) -> Optional[Detail]:
        numbered = span[-1:] if CALLED_TRACKING.match(span[0].lower_) else span
        value = number_key(numbered.text)
        digits = sum(character.isdigit() for character in value)
        if len(numbered) > 1 and numbered[-1].is_alpha and digits != 9:
            # "ID 8120 0345 TO": only S10's nine digits go between two pairs of letters.
            return None
        if len(span) == 1 and _called_an_order(span[0]) and not self._shapes.is_tracking(value):
            return Detail(Kind.CUSTOMER_NUMBER, numbered.start_char, numbered.end_char, value, well_formed=False)
        return Detail(Kind.TRACKING_NUMBER, numbered.start_char, numbered.end_char, value) if digits >= 5 else None

    def _customer_number(self, start: int, end: int, text: str) -> Detail:
        number = parse(text, self._shapes)
        if isinstance(number, Number):
            return Detail(Kind.CUSTOMER_NUMBER, start, end, number.key)
        kind = Kind.TRACKING_NUMBER if number.kind == "tracking" else Kind.CUSTOMER_NUMBER
        return Detail(kind, start, end, text, kind is Kind.TRACKING_NUMBER)

    def _lettered(self, doc: Doc, claimed: Collection[Detail]) -> Iterator[Detail]:
        """Letters and digits that are the number of something else, so that the customer can be told."""
        for found in LETTERED.finditer(_without(doc.text, claimed)):
            value = number_key(found.group())
            digits = len(number_key(found["digits"]))
            if found["letters"].lower() in NO_LETTERS or CALLED_TRACKING.match(found["letters"].lower()):
                continue
            lead = found["letters"].upper()
            is_own = len(lead) >= LEAST_LEAD and lead in self._shapes.leads
            if is_own or (digits >= LEAST_LETTERED_DIGITS and not self._shapes.counts(digits)):
                yield Detail(Kind.CUSTOMER_NUMBER, found.start(), found.end(), value, well_formed=False)

    def _beside_words(self, doc: Doc, claimed: Collection[Detail]) -> Iterator[Detail]:
        """Digits that are as many as a number of the shop has, too few to be one by themselves: behind a word for an
        order, or beside an address."""
        taken = Places(claimed)
        for found in few_digits_named(doc.text, [each for each in claimed if each.kind is Kind.EMAIL]):
            number = parse(found.group(), self._shapes)
            if isinstance(number, Number) and not taken.touch(found.start(), found.end()):
                yield Detail(Kind.CUSTOMER_NUMBER, found.start(), found.end(), number.key)

    def _alone(self, doc: Doc) -> Iterator[Detail]:
        """The number that is all of a message and of none of the shop's shapes, so that the customer can be told."""
        whole = WHOLE.search(doc.text)
        if whole is None or "+" in doc.text[: whole.start()]:
            return
        if ALONE.fullmatch(whole.group()) and _may_be_a_number(whole.group()):
            yield self._customer_number(whole.start(), whole.end(), number_key(whole.group()))

    def _long_numbers(self, doc: Doc, claimed: Collection[Detail]) -> Iterator[Detail]:
        for run in _digit_runs(doc, claimed):
            for group in self._groups(run):
                yield from self._digits(group)

    def _groups(self, run: Sequence[Token]) -> Iterator[Sequence[Token]]:
        """Split a run where the digits of an order number are complete and enough for another one follow."""
        group: list[Token] = []
        read, ahead = 0, _digit_count(run)
        for token in run:
            if read and read == self._order_digits and ahead >= min(self._order_digits, LEAST_DIGITS):
                yield group
                group, read = [], 0
            group.append(token)
            digits = _digit_count([token])
            read += digits
            ahead -= digits
        yield group

    def _digits(self, group: Sequence[Token]) -> Iterator[Detail]:
        count = _digit_count(group)
        is_one = self._shapes.counts(count)
        if not LEAST_ORDER_DIGITS <= count <= MOST_DIGITS or (count < LEAST_DIGITS and not is_one):
            return
        first, last = group[0], group[-1]
        meaning = _said_before(first)
        if first.text[0] == "0" and count <= MOST_PHONE_DIGITS and meaning == "":
            return
        if meaning == "other" or (first.i and first.nbor(-1).text.endswith("+")):
            return
        end = last.idx + len(last)
        digits = "".join(character for token in group for character in token.text if character.isdigit())
        if meaning == "tracking" and not is_one:
            yield Detail(Kind.TRACKING_NUMBER, first.idx, end, digits)
        else:
            yield self._customer_number(first.idx, end, digits)


def _may_be_a_number(text: str) -> bool:
    """Whether letters and digits without a blank are more likely a number than a name, a size or a day."""
    letters = "".join(filter(str.isalpha, text))
    digits = sum(map(str.isdigit, text))
    if not letters:
        # Of more digits in a row it was decided before whether they are a number; a phone's begin with 0.
        least, most = (LEAST_BARE, LEAST_DIGITS - 1) if text.isdigit() else (LEAST_BARE + 1, MOST_DIGITS)
        return least <= digits <= most and text[0] != "0" and not YEAR.fullmatch(text)
    if DAY_OR_SIZE.match(letters) and (text[0].isdigit() or YEAR.search(text)):
        return False
    return digits >= LEAST_ALONE and (text[0].isalpha() or len(number_key(text)) >= LEAST_MIXED)


def _without(text: str, taken: Iterable[Detail]) -> str:
    """A text with commas in place of some details, so that what is found beside them ends there."""
    signs = list(text)
    for detail in taken:
        signs[detail.start : detail.end] = "," * (detail.end - detail.start)
    return "".join(signs)


def _digits_from(least: int, *bounds: int) -> dict[str, object]:
    """A token of so many digits: never fewer than `least`, whatever the shape has."""
    low, high = bounds
    return {"TEXT": {"REGEX": rf"^\d{{{max(least, low)},{max(least, low, high)}}}$"}}


def _named(least: int, digits: Digits) -> dict[str, object]:
    """The digits of a return number behind the word "return": more are an order's, where returns may have fewer."""
    most = digits.most if digits.least > MOST_NAMED else min(digits.most, MOST_NAMED)
    return _digits_from(least, digits.least, most)


def _is_counted(before: str) -> bool:
    """Whether the word before a "#" says that what follows is the number of something else."""
    words = before.lower().split()[-1:]
    return bool(words) and words[0].strip("(,:") in COUNTED_BY_HASH | OTHER_NUMBERS


def _called_an_order(token: Token) -> bool:
    """Whether nothing but a label stands between a number and a word for an order or a return."""
    before = (word for word in reversed(token.doc[max(0, token.i - WORDS_BEFORE) : token.i]))
    word = next((each for each in before if each.lower_ not in (*NUMBER_LABELS, *TO_NUMBER)), None)
    return word is not None and word.lower_ in ORDER_WORDS


def _digit_runs(doc: Doc, claimed: Collection[Detail]) -> Iterator[list[Token]]:
    """Digit tokens with nothing but separators between them. A plain loop: the matcher's time explodes on long runs."""
    taken = Places(claimed)
    run: list[Token] = []
    for token in doc:
        if taken.touch(token.idx, token.idx + len(token)) or not (_is_digits(token) or BETWEEN.fullmatch(token.text)):
            yield run
            run = []
        elif token.text[0].isdigit():
            run.append(token)
    yield run


def _is_digits(token: Token) -> bool:
    """Whether a token is a number or a long part of one; "7/15/30" is neither."""
    return token.is_digit or (DIGITS.fullmatch(token.text) is not None and _digit_count([token]) >= LEAST_DIGITS)


def _digit_count(tokens: Sequence[Token]) -> int:
    return sum(character.isdigit() for token in tokens for character in token.text)


def _said_before(token: Token) -> str:
    """What the words right before a number call it; the nearest one counts."""
    for word in reversed(token.doc[max(0, token.i - WORDS_BEFORE) : token.i]):
        if word.lower_ in OTHER_NUMBERS or (word.text.startswith("+") and word.text[1:].isdigit()):
            return "other"
        if CALLED_TRACKING.match(word.lower_):
            return "tracking"
        if word.lower_ in ORDER_WORDS:
            return "order"
    return ""
