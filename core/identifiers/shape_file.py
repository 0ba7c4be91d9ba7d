"""Reads the file in which a shop says what its numbers look like (docs/own-rules.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any, Final, NoReturn, get_args

import yaml
from babel import Locale
from babel.numbers import list_currencies

from core.identifiers.numbers import folded, number_key
from core.identifiers.shapes import OWN_RETURNS, Digits, NumberShape, NumberShapes, ShapeKind

_KINDS: Final[tuple[ShapeKind, ...]] = get_args(ShapeKind)
_NEEDED: Final = ("order", "return")
_FIELDS: Final = {"shape", "examples"}
#: With fewer digits a number is a count, a price or a day as often as not; with more no carrier has any.
_FEWEST, _FEWEST_BARE, _MOST = 3, 4, 32

_BEGINNING: Final = re.compile(r"#?[A-Za-z]{1,8}(?![A-Za-z])|#(?![A-Za-z])")
_DIGITS: Final = re.compile(r"<([0-9]{1,2})(?: to ([0-9]{1,2}))? digits>")
#: Digits of a number that stands where a shape should.
_AS_DIGITS: Final = re.compile(r"[0-9]{1,32}")
_BETWEEN: Final = frozenset("-./_ ")
_NOTATION: Final = 'such as "#<4 to 6 digits>", "RMA-<5 digits>" or "<3 digits>-<7 digits>"'
#: What stands before digits that are the number of nothing: an amount, a month's day, a phone.
_WORDS: Final = frozenset(
    [
        *("NO", "NR", "NUM", "ID", "CODE", "PIN", "TEL", "FAX", "IBAN", "VAT", "AM", "PM"),
        *("SIZE", "ITEM", "ITEMS", "DAY", "DAYS", "ORDER", "RETURN"),
    ]
)


class ShapesError(ValueError):
    """The file can't be used; the message names it, the place in it and the remedy."""


def load_shapes(path: Path) -> NumberShapes:
    """Read and check what a shop's numbers look like.

    Args:
        path: The file.

    Raises:
        ShapesError: A shape or an example in it is wrong, or two kinds of numbers can't be told apart.

    Returns:
        The shapes in it, and behind them that of the numbers that the store gives itself.
    """
    document = _read(path)
    shapes: list[NumberShape] = []
    examples: dict[str, str] = {}
    for kind in _KINDS:
        for where, record in _records(path.name, kind, document.get(kind, [])):
            shape = _shape(where, kind, record["shape"])
            if kind != "return" and shape.could_be(OWN_RETURNS):
                _fail(
                    where,
                    f'shape "{record["shape"]}" could be a return\'s too, as what is asked for in the chat is numbered '
                    "from R1001 on; its letters or digits must differ",
                )
            examples.setdefault(kind, _examples(where, shape, record["examples"])[0])
            shapes.append(shape)
    for one, other in combinations(shapes, 2):
        if one.kind != other.kind and one.could_be(other):
            _fail(
                path.name,
                f"a number could be of {one.kind} and {other.kind} alike; their letters or digits must differ",
            )
    return NumberShapes((*shapes, OWN_RETURNS), examples["order"], examples["return"])


def _fail(where: str, problem: str) -> NoReturn:
    raise ShapesError(f"{where}: {problem}")


def _read(path: Path) -> Mapping[str, Any]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        _fail(str(path), f"can't be read: {error.strerror}")
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}: " if mark else ""
        _fail(path.name, f"{place}{getattr(error, 'problem', None) or error}")
    if not isinstance(document, dict) or not set(_NEEDED) <= set(document) <= set(_KINDS):
        _fail(path.name, 'the file has the parts "order" and "return" and may have "tracking"')
    return document


def _records(file: str, kind: ShapeKind, records: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not isinstance(records, list) or (not records and kind in _NEEDED):
        _fail(f"{file}: {kind}", 'is no list of shapes; write "- shape: …" and "examples: […]"')
    for place, record in enumerate(records):
        where = f"{file}: {kind}[{place}]"
        if not isinstance(record, dict) or set(record) != _FIELDS:
            _fail(where, 'has exactly two fields, "shape" and "examples"')
        yield where, record


def _shape(where: str, kind: ShapeKind, written: object) -> NumberShape:
    if not isinstance(written, str):
        _fail(where, f"shape {written!r} is not text; write it in quotes, {_NOTATION}")
    found = _BEGINNING.match(written)
    begins = found.group() if found else ""
    groups = _DIGITS.findall(written, len(begins))
    if not groups or not _BETWEEN.issuperset(_DIGITS.sub("", written[len(begins) :])):
        meant = f'"{_AS_DIGITS.sub(_counted, written)}"' if _AS_DIGITS.search(written) and "<" not in written else ""
        notation = f"such as {meant} for that number" if meant else _NOTATION
        _fail(where, f'shape "{written}" is none; write letters or "#" and then digits, {notation}')
    least, most = sum(int(low) for low, _ in groups), sum(int(high or low) for low, high in groups)
    fewest = _FEWEST if begins else _FEWEST_BARE
    if not fewest <= least <= most <= _MOST:
        _fail(where, f'shape "{written}" needs from {fewest} to {_MOST} digits, the smaller number first')
    shape = NumberShape(kind, begins.strip("#").upper(), Digits(least, most), hashed=begins == "#")
    if shape.lead in _reserved():
        _fail(where, f'shape "{written}": "{begins}" stands before amounts, days and other numbers too')
    if kind != "tracking" and shape.could_be_of_a_carrier():
        _fail(where, f'shape "{written}" is one that carriers have for their tracking numbers')
    return shape


def _examples(where: str, shape: NumberShape, examples: object) -> list[str]:
    if not isinstance(examples, list) or not examples or not all(isinstance(each, str) for each in examples):
        _fail(where, 'examples are one or more numbers in quotes, such as ["#1001"]')
    for example in examples:
        key = number_key(example)
        found = [number.key for number in shape.written(folded(example))]
        if not shape.fits(key) or ((shape.lead or shape.hashed) and found != [key]):
            _fail(where, f'example "{example}" is not of its shape, {_described(shape)}')
    return examples


def _described(shape: NumberShape) -> str:
    """What a shape asks for, in words."""
    least, most = shape.digits
    digits = f"{least} digits" if least == most else f"{least} to {most} digits"
    begins = f'"{shape.lead}" and ' if shape.lead else '"#" and ' if shape.hashed else ""
    return f"{begins}{digits}"


def _counted(run: re.Match[str]) -> str:
    """How a shape has a run of digits."""
    return f"<{len(run[0])} digits>"


def _reserved() -> frozenset[str]:
    """What customers write before amounts and dates: the codes of currencies, the months, a few words."""
    months = Locale("en").months["format"]
    names = {str(name).upper() for width in ("wide", "abbreviated") for name in months[width].values()}
    return frozenset({*_WORDS, *names, "SEPT", *map(str, list_currencies())})
