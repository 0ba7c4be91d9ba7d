"""Texts made to make one regular expression slow, and how its time grows with them."""

from __future__ import annotations

import re
import signal
import sre_compile
import sre_constants as op
import sre_parse
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from time import process_time
from types import FrameType
from typing import Any, Final, Optional

#: Characters by which one-character parts of an expression are tried out, one of each kind.
_TRIED: Final = "a1 .-@_,\n:/AZ\u00e9(+'!#=<\u00a0Rz9é"
_REPEATS: Final = (op.MAX_REPEAT, op.MIN_REPEAT)
#: How many ways a part is written, and how many of its characters are tried.
_WAYS: Final = 4
#: What comes behind the repetition, so that the whole does not match.
_ENDS: Final = ("", "\x00", " ", "a")
#: From the first length at which twice as many ways show, to the longest message.
_LENGTHS: Final = (16, 24, 32, 64, 128, 512, 1_000)
LONGEST: Final = 4_000
#: Processor seconds. What grows with the length needs a tenth of it on a slow machine; what grows with its square, four
#: times as much on a fast one.
_NOTICEABLE: Final = 0.01
_LIMIT: Final = 2.0


@dataclass(frozen=True)
class Slow:
    """A text that an expression takes too long for."""

    text: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.seconds:.3f} s for {len(self.text)} characters such as {self.text[:40]!r}…{self.text[-10:]!r}"


def slowest(pattern: re.Pattern[str], uses: Collection[str], longest: int = LONGEST) -> Optional[Slow]:
    """The first text made for an expression whose time grows faster than its length; None where there is none.

    Args:
        pattern: The expression.
        uses: What is done with it: "search" for every place in a text, "match", "fullmatch".
        longest: How many characters its text can have.
    """
    for make in hostile(pattern):
        for length in (*(each for each in _LENGTHS if each < longest), longest):
            text = make(length)
            shorter = make(length // 4) if length == longest else ""
            # A machine that is busy may hold up one measurement, not three.
            if all(_takes_long(pattern, uses, text, shorter) for _ in range(3)):
                return Slow(text, _seconds(pattern, text, uses))
    return None


def _takes_long(pattern: re.Pattern[str], uses: Collection[str], text: str, shorter: str) -> bool:
    """Whether a text takes too long: the longest one by what a quarter of it takes.

    Where time grows with the length, eight quarters take twice as long as the whole, and where it grows with its
    square, half as long. Eight, as the clock of the processor may have no finer steps than four milliseconds.
    """
    seconds = _seconds(pattern, text, uses)
    return seconds > _NOTICEABLE and (not shorter or seconds > _seconds(pattern, shorter, uses, times=8))


def hostile(pattern: re.Pattern[str]) -> Iterator[Callable[[int], str]]:
    """Makers of texts of a length: each repetition of an expression pumped up, behind what comes before it or alone."""
    seen = set()
    for before, pump in _pumps(pattern):
        for end in _ENDS:
            for start, each in ((before, pump), ("", before + pump), ("", pump)):
                if each and (start, each, end) not in seen:
                    seen.add((start, each, end))
                    yield _maker(start, each, end)


def _maker(start: str, each: str, end: str) -> Callable[[int], str]:
    return lambda length: (start + each * (length // len(each) + 1))[: length - len(end)] + end


def _seconds(pattern: re.Pattern[str], text: str, uses: Collection[str], times: int = 1) -> float:
    begun = process_time()
    try:
        with processor_time(_LIMIT):
            for _ in range(times):
                if "match" in uses:
                    pattern.match(text)
                if "fullmatch" in uses:
                    pattern.fullmatch(text)
                for _ in pattern.finditer(text) if "search" in uses else ():
                    pass
    except TimeoutError:
        return _LIMIT
    return process_time() - begun


@contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Stops what takes longer: the engine of expressions looks for signals while it searches.

    Args:
        seconds: Of the processor, so that a busy machine counts for nothing.

    Raises:
        TimeoutError: It took longer.
    """

    def stop(_: int, __: Optional[FrameType]) -> None:
        raise TimeoutError(f"it took more than {seconds} s of processor time")

    former = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)


def _pumps(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """For each repetition of an expression, what may come before it and what it may repeat, written in several ways."""
    maker = _Texts(pattern.flags)
    tree = sre_parse.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    for way in range(_WAYS):
        yield from maker.pumps(tree, "", way)
    # Where an expression repeats nothing, or by what its parts have in common.
    yield from (("", each) for each in (*_TRIED, "a ", "1 ", "a1", "@.", "a@", "1-", "\n "))


class _Texts:
    """Writes texts that parts of an expression match.

    Args:
        flags: Of the expression.
    """

    def __init__(self, flags: int) -> None:
        self._flags = flags
        self._characters: dict[str, Sequence[str]] = {}

    def pumps(self, parts: Any, before: str, way: int) -> Iterator[tuple[str, str]]:
        """See `_pumps`."""
        for code, value in parts:
            if code in _REPEATS:
                _, most, inner = value
                if most > 8:
                    yield from ((before, each) for each in self._repeated(inner, way))
                yield from self.pumps(inner, before, way)
            elif code is op.SUBPATTERN:
                yield from self.pumps(value[-1], before, way)
            elif code is op.BRANCH:
                for branch in value[1]:
                    yield from self.pumps(branch, before, way)
            elif code in (op.ASSERT, op.ASSERT_NOT):
                yield from self.pumps(value[1], before, way)
            before += self._written([(code, value)], way)

    def _repeated(self, inner: Any, way: int) -> Iterator[str]:
        if len(inner) == 1 and inner[0][0] in (op.IN, op.NOT_LITERAL, op.ANY, op.LITERAL, op.CATEGORY):
            yield from self._matching(inner[0])
        elif len(inner) == 1 and inner[0][0] is op.BRANCH:
            yield from (self._written(branch, way) for branch in inner[0][1][1])
        else:
            yield self._written(inner, way)

    def _written(self, parts: Any, way: int) -> str:
        """A text that these parts match, or nearly: what lookarounds ask for is not looked at."""
        text = ""
        for code, value in parts:
            if code in _REPEATS:
                least, most, inner = value
                text += self._written(inner, way) * max(least, min(most, way % 3))
            elif code is op.SUBPATTERN:
                text += self._written(value[-1], way)
            elif code is op.BRANCH:
                branches = value[1]
                text += self._written(branches[way % len(branches)], way)
            elif code in (op.IN, op.NOT_LITERAL, op.ANY, op.LITERAL):
                fitting = self._matching((code, value))
                text += fitting[way % len(fitting)] if fitting else ""
        return text

    def _matching(self, part: Any) -> Sequence[str]:
        """Characters that a part of one character matches."""
        if part[0] is op.LITERAL:
            return [chr(part[1])]
        if repr(part) not in self._characters:
            state = sre_parse.State()
            state.flags = self._flags
            one = sre_compile.compile(sre_parse.SubPattern(state, [part]), self._flags & ~re.DEBUG)
            named = [chr(value) for code, value in part[1] if code is op.LITERAL] if part[0] is op.IN else []
            fitting = (sign for sign in dict.fromkeys([*named[:2], *_TRIED]) if one.fullmatch(sign))
            self._characters[repr(part)] = list(islice(fitting, 6))
        return self._characters[repr(part)]
