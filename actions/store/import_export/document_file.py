"""Reads a file in the store contract's format a record at a time, so that a file of any size fits in memory."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from actions.store.import_export import fields
from actions.store.import_export.document import (
    AnyRecord,
    ImportFailed,
    check_section,
    checked,
    no_document,
    no_list,
)

#: Longer ones are a mistake: an order of ten thousand items has two million characters.
LONGEST_RECORD = 16_000_000
_PIECE = 2**18
# A value that the end of a piece cuts off looks broken no further from that end than the longest word, -Infinity, is.
_CUT = 16
_BLANK = re.compile(r"[ \t\n\r]*")


def records_in_file(path: Path, progress: Callable[[float], None]) -> Iterator[tuple[str, int, AnyRecord]]:
    """The records of a file, each with its section and its place there, in the order of the file.

    Args:
        path: The file.
        progress: Is told now and then how much of the file was read, 0 to 1.

    Raises:
        ImportFailed: The file can't be read, is not JSON or breaks the format. Records before that were given already.
    """
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            text = _Text(file, lambda read: progress(read / size if size else 1.0))
            for section, index, value in _values(text):
                yield section, index, checked(section, index, value)
    except FileNotFoundError:
        raise ImportFailed(f"{path.name}: there is no such file") from None
    except OSError as error:
        raise ImportFailed(f"{path.name}: cannot be read: {error.strerror}") from error
    except RecursionError:
        raise ImportFailed(f"{path.name}: is nested too deeply") from None
    except ValueError as error:
        raise ImportFailed(f"{path.name}: {error}") from error


class _Text:
    """The text of a file, of which only the part that is being read is held."""

    def __init__(self, file: BinaryIO, progress: Callable[[int], None]) -> None:
        self._file = file
        self._progress = progress
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._bytes = 0
        # Where the part that is held begins.
        self._line, self._column = 1, 1
        self._held = ""
        self._at = 0
        self._begins, self._ended = True, False

    def sign(self) -> str:
        """The next sign that is not blank, empty at the end of the file."""
        while True:
            blank = _BLANK.match(self._held, self._at)
            self._at = blank.end() if blank else self._at
            if self._at < len(self._held):
                return self._held[self._at]
            if self._ended:
                return ""
            self._read_on()

    def skip(self, sign: str) -> bool:
        """Passes a sign where it comes next; returns whether it did."""
        found = self.sign() == sign
        self._at += found
        return found

    def value(self) -> Any:
        """Passes the value that comes next."""
        while True:
            try:
                found, end = _JSON.raw_decode(self._held, self._at)
                if end < len(self._held) or self._ended:
                    self._at = end
                    return found
            except json.JSONDecodeError as error:
                self._complain_unless_cut(error)
            if len(self._held) - self._at > LONGEST_RECORD:
                raise ValueError(f"line {self._line}: a record has more than {LONGEST_RECORD} characters")
            self._read_on()

    def check(self) -> None:
        """Complains of what comes next, as far as it is held, where it is not JSON."""
        try:
            _JSON.raw_decode(self._held, self._at)
        except json.JSONDecodeError as error:
            self._complain_unless_cut(error)

    def complain(self, trouble: str) -> NoReturn:
        """Tells what is wrong with the sign that comes next."""
        self.sign()
        self._complain(trouble, self._at)

    def _complain_unless_cut(self, error: json.JSONDecodeError) -> None:
        is_cut = error.msg.startswith("Unterminated string") or error.pos >= len(self._held) - _CUT
        if self._ended or not is_cut:
            self._complain(error.msg, error.pos)

    def _complain(self, trouble: str, position: int) -> NoReturn:
        line, column = self._place(position)
        raise ValueError(f"line {line}, column {column}: {trouble}")

    def _place(self, position: int) -> tuple[int, int]:
        lines = self._held.count("\n", 0, position)
        if not lines:
            return self._line, self._column + position
        return self._line + lines, position - self._held.rfind("\n", 0, position)

    def _read_on(self) -> None:
        """Lets go of what was passed, and takes in more: twice as much each time a record is not complete yet."""
        self._line, self._column = self._place(self._at)
        rest = self._held[self._at :]
        piece = self._file.read(max(_PIECE, len(rest)))
        undecoded = len(self._decoder.getstate()[0])
        try:
            self._held = rest + self._decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            raise ValueError(f"is not UTF-8 text (byte {self._bytes - undecoded + error.start})") from error
        if self._begins and self._held:
            self._held, self._begins = self._held.removeprefix("\ufeff"), False
        self._at, self._ended = 0, not piece
        self._bytes += len(piece)
        self._progress(self._bytes)


def _values(text: _Text) -> Iterator[tuple[str, int, Any]]:
    """The values of all sections, each with its section and its place there."""
    if text.sign() != "{":
        text.check()
        raise no_document()
    text.skip("{")
    first: dict[str, list[Any]] = {}
    if not text.skip("}"):
        while True:
            section = _section(text)
            if section in first:
                raise ValueError(f"field {fields.shown(section)} stands twice in {fields.shown(first)}")
            check_section(section)
            first[section] = []
            for index, value in enumerate(_elements(text, section)):
                if index == 0:
                    first[section].append(value)
                yield section, index, value
            if text.skip("}"):
                break
            if not text.skip(","):
                text.complain("Expecting ',' delimiter")
    if text.sign():
        text.complain("Extra data")


def _section(text: _Text) -> str:
    """Passes the name of a section, up to its value."""
    if text.sign() != '"':
        text.complain("Expecting property name enclosed in double quotes")
    name: str = text.value()
    if not text.skip(":"):
        text.complain("Expecting ':' delimiter")
    return name


def _elements(text: _Text, section: str) -> Iterator[Any]:
    """The values of a list."""
    if text.sign() != "[":
        text.check()
        raise no_list(section)
    text.skip("[")
    if text.skip("]"):
        return
    while True:
        text.sign()
        yield text.value()
        if text.skip("]"):
            return
        if not text.skip(","):
            text.complain("Expecting ',' delimiter")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Builds an object and refuses a field that stands in it twice, of which JSON would keep the last."""
    built: dict[str, Any] = {}
    for name, value in pairs:
        if name in built:
            raise ValueError(f"field {fields.shown(name)} stands twice in {fields.shown(built)}")
        built[name] = value
    return built


def _refuse_constant(constant: str) -> NoReturn:
    """JSON knows no NaN and no Infinity, though Python reads them."""
    raise ValueError(f"{constant} is not JSON")


_JSON = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_refuse_constant)
