"""How long each statement of a store takes, whichever engine runs it: the one place that listens to SQLAlchemy.

Statements of a turn that go past SQLAlchemy (core/database/plain_statements.py) are told here by name.

A statement goes by the function of ours that asked for it, such as `customer_records.returns`: that is what somebody
who reads a slow line looks up, it needs no name beside each query, and there are only so many of them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final, Optional

import structlog
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import IntegrityError

from core.metrics import OTHER, ServerMetrics

logger = structlog.get_logger(__name__)

#: In seconds: what took longer is worth a line in the log. An index look-up takes a thousandth of it.
SLOW: Final = 0.25

_BEGAN: Final = "returndesk_began"
_OURS: Final = ("core.", "actions.", "bot.")
# They stand between whoever asks and SQLAlchemy.
_BETWEEN: Final = frozenset(
    {
        __name__,
        *("core.database.sessions", "core.database.engine", "core.database.compiled_reads", "actions.store.engine"),
        *("core.database.remembered_reads",),
    }
)


class StatementTimes:
    """Notes how long statements take.

    Args:
        metrics: Where the times go.
        slow: From how many seconds on a statement is logged.
    """

    def __init__(self, metrics: ServerMetrics, slow: float = SLOW) -> None:
        self._metrics = metrics
        self._slow = slow

    def took(self, query: str, seconds: float) -> None:
        """Note that a query was answered."""
        self._metrics.store_seconds.observe(seconds, query)
        if seconds >= self._slow:
            logger.warning("store.slow", query=query, seconds=round(seconds, 3))

    def failed(self, query: str, error: BaseException, seconds: Optional[float]) -> None:
        """Note that a store failed on a query."""
        self._metrics.store_failures.labels(query).inc()
        after = {} if seconds is None else {"seconds": round(seconds, 3)}
        logger.warning("store.failed", query=query, error=type(error).__name__, **after)


@contextmanager
def timing_statements(
    metrics: ServerMetrics, target: Engine | type[Engine] = Engine, *, slow: float = SLOW
) -> Iterator[None]:
    """Have every statement that goes through SQLAlchemy measured for the time of the block.

    Args:
        metrics: Where the times go.
        target: One engine, or the class for all engines of this process.
        slow: From how many seconds on a statement is logged.
    """

    def begins(_c: Connection, _cursor: Any, _text: str, _values: Any, context: Any, _many: bool) -> None:
        setattr(context, _BEGAN, time.perf_counter())

    times = StatementTimes(metrics, slow)

    def ended(_c: Connection, _cursor: Any, _text: str, _values: Any, context: Any, _many: bool) -> None:
        times.took(_query(), time.perf_counter() - getattr(context, _BEGAN))

    def failed(error: ExceptionContext) -> None:
        if isinstance(error.sqlalchemy_exception, IntegrityError):
            return
        began = getattr(error.execution_context, _BEGAN, None)
        times.failed(_query(), error.original_exception, None if began is None else time.perf_counter() - began)

    listeners = (("before_cursor_execute", begins), ("after_cursor_execute", ended), ("handle_error", failed))
    for name, listener in listeners:
        event.listen(target, name, listener)
    try:
        yield
    finally:
        for name, listener in listeners:
            event.remove(target, name, listener)


def _query() -> str:
    """The function of ours that is nearest to the statement that is being run."""
    frame: Optional[FrameType] = sys._getframe(2)
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(_OURS) and module not in _BETWEEN:
            return f"{module.rpartition('.')[2]}.{frame.f_code.co_name}"
        frame = frame.f_back
    return OTHER
