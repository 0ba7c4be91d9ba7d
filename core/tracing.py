"""The trace of a message: one id from the channel that it came by to the store, the carrier and the help desk.

It travels as W3C Trace Context (the `traceparent` header), so whoever calls the desk and whoever the desk calls can
find the same message in their own records. Within a process it is bound to the context that a message is worked on in:
tasks and threads that are started there inherit it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, Optional

from structlog.contextvars import bind_contextvars, bound_contextvars

HEADER: Final = "traceparent"

# Version 00 is just these four parts; a later one may add some behind them, and keeps these.
_WELL_FORMED: Final = re.compile(
    r"(?!ff)(?P<version>[0-9a-f]{2})-(?!0{32})(?P<id>[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-(?P<flags>[0-9a-f]{2})(?P<more>-.*)?",
    re.ASCII,
)
_RECORDED: Final = 0x01

_current: ContextVar[Optional[Trace]] = ContextVar("returndesk_trace", default=None)


@dataclass(frozen=True)
class Trace:
    """A trace as this process sees it.

    Args:
        id: 32 hexadecimal digits, the same in every process that the message comes through.
        span: 16 hexadecimal digits, this process's own part of it.
        recorded: Whether those who called keep a record of it.
    """

    id: str
    span: str
    recorded: bool = True

    @property
    def header(self) -> str:
        """The value of the `traceparent` header."""
        return f"00-{self.id}-{self.span}-{'01' if self.recorded else '00'}"


def new_trace() -> Trace:
    """A trace that begins here."""
    return Trace(secrets.token_hex(16), secrets.token_hex(8))


def trace_from(header: object) -> Trace:
    """This process's part of the trace that a caller names; a new one where the caller names none.

    Args:
        header: The value of a `traceparent` header. Anything that is not well-formed counts as nothing.
    """
    found = _WELL_FORMED.fullmatch(header) if isinstance(header, str) else None
    if found is None or (found["version"] == "00" and found["more"]):
        return new_trace()
    return Trace(found["id"], secrets.token_hex(8), bool(int(found["flags"], 16) & _RECORDED))


def continued(trace_id: Optional[str]) -> Trace:
    """This process's part of a trace whose id was kept with what waited; a new one where none was kept."""
    return Trace(trace_id, secrets.token_hex(8)) if trace_id else new_trace()


def current_trace() -> Optional[Trace]:
    """The trace of what is being worked on; None where nobody asked for anything, as in a worker between two tasks."""
    return _current.get()


def bind_trace(trace: Trace) -> None:
    """Have all that comes in this context belong to a trace, until another is bound."""
    _current.set(trace)
    bind_contextvars(trace=trace.id)


@contextmanager
def traced(trace: Trace) -> Iterator[Trace]:
    """Have all that happens in the block belong to a trace."""
    token = _current.set(trace)
    try:
        with bound_contextvars(trace=trace.id):
            yield trace
    finally:
        _current.reset(token)


def trace_kept() -> Mapping[str, str]:
    """The trace's id as it is stored with a message, and with what waits; nothing where there is no trace."""
    trace = _current.get()
    return {} if trace is None else {"trace": trace.id}


def onward() -> Mapping[str, str]:
    """The headers by which a call to another service carries the current trace on; none where there is none."""
    trace = _current.get()
    return {} if trace is None else {HEADER: trace.header}
