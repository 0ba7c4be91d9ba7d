"""Reads a file in the store contract's format a record at a time, so that a file of any size fits in memory."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from ijson import JSONError, ObjectBuilder

# The quickest of its parsers, and the strictest: others take a number such as +1.
from ijson.backends import yajl2_c

from actions.store.import_export import fields
from actions.store.import_export.document import AnyRecord, check_section, checked, no_document, no_list, place
from actions.store.import_export.failure import ImportFailed

#: In bytes. Longer ones are a mistake: an order of ten thousand items has two million characters.
LONGEST_RECORD = 16_000_000
#: An order's item lies two levels below the order. What lies far deeper is a mistake too.
_DEEPEST = 32
_PIECE = 2**16
# The parser makes another character of half a one and what follows. Ten signs tell whether the other half follows.
_HALF = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])")
_HALF_SEEN = 10

_Event = tuple[str, Any]


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
            for section, index, value in _values(_Source(file, lambda read: progress(read / size if size else 1.0))):
                yield section, index, checked(section, index, value)
    except FileNotFoundError:
        raise ImportFailed(f"{path.name}: there is no such file") from None
    except OSError as error:
        raise ImportFailed(f"{path.name}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ImportFailed(f"{path.name}: {error}") from error


class _Source:
    """The bytes of a file, without a mark of their order, as long as they are UTF-8 and each record has an end."""

    def __init__(self, file: BinaryIO, progress: Callable[[int], None]) -> None:
        self._file = file
        self._progress = progress
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            file.seek(0)
        self._record_began = 0
        self._last = ""

    def next_record(self) -> None:
        """Count anew, because a record is complete."""
        self._record_began = self._file.tell()

    def read(self, length: int) -> bytes:
        """What the parser asks for, and more in a long record: it begins a value that is cut off once more."""
        if not length:
            # That much it asks for to see whether these are bytes.
            return b""
        began = self._file.tell()
        if began - self._record_began > LONGEST_RECORD:
            raise JSONError(f"has more than {LONGEST_RECORD} bytes")
        piece = self._file.read(max(length, began - self._record_began))
        end = began + len(piece)
        undecoded = len(self._decoder.getstate()[0])
        try:
            text = self._last + self._decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            raise ValueError(f"is not UTF-8 text (byte {began - undecoded + error.start})") from error
        half = _HALF.search(text)
        if half and half.start() + _HALF_SEEN <= len(text):
            behind = len(text[half.start() :].encode()) + len(self._decoder.getstate()[0])
            raise ValueError(f"holds half of a character (byte {end - behind})")
        self._last = text[-_HALF_SEEN:]
        self._progress(end)
        return piece


def _values(source: _Source) -> Iterator[tuple[str, int, Any]]:
    """The values of all sections, each with its section and its place there."""
    # As floats, numbers have bounds; the parser's whole numbers of thousands of digits break it.
    events = yajl2_c.basic_parse(source, buf_size=_PIECE, use_float=True)
    sections: set[str] = set()
    where = ""
    try:
        if next(events)[0] != "start_map":
            raise no_document()
        for event, section in events:
            if event == "end_map":
                continue
            check_section(section)
            if section in sections:
                raise ValueError(f"section {fields.shown(section)} stands twice")
            sections.add(section)
            where = f"{section}: "
            if next(events)[0] != "start_array":
                raise no_list(section)
            where = f"{place(section, 0, None)}: "
            for index, value in enumerate(_elements(events)):
                source.next_record()
                yield section, index, value
                where = f"{place(section, index + 1, None)}: "
            where = f"after {section}: "
    except (JSONError, UnicodeDecodeError) as error:
        # Below its first line the parser draws where in the text it was.
        raise ValueError(where + str(error).partition("\n")[0].removesuffix(".")) from error


def _elements(events: Iterator[_Event]) -> Iterator[Any]:
    """The values of a list that has begun, up to its end."""
    builder, depth = ObjectBuilder(map_type=_Object), 0
    for event, value in events:
        if event in ("start_map", "start_array"):
            depth += 1
            if depth > _DEEPEST:
                raise JSONError("is nested too deeply")
        elif event in ("end_map", "end_array"):
            if not depth:
                return
            depth -= 1
        builder.event(event, value)
        if not depth:
            yield builder.value


class _Object(dict[str, Any]):
    """An object that refuses a field that stands in it twice, of which JSON would keep the last."""

    def __setitem__(self, name: str, value: Any) -> None:
        if name in self:
            raise JSONError(f"field {fields.shown(name)} stands twice in {fields.shown(self)}")
        super().__setitem__(name, value)
