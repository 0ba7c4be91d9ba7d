"""How long each statement of a store takes, whichever engine runs it: the one place that listens to SQLAlchemy.

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
_BETWEEN: Final = frozenset({__name__, "core.database.sessions", "core.database.engine", "actions.store.engine"})


@contextmanager
def timing_statements(
    metrics: ServerMetrics, target: Engine | type[Engine] = Engine, *, slow: float = SLOW
) -> Iterator[None]:
    """Have every statement measured for the time of the block.

    Args:
        metrics: Where the times go.
        target: One engine, or the class for all engines of this process.
        slow: From how many seconds on a statement is logged.
    """

    def begins(_c: Connection, _cursor: Any, _text: str, _values: Any, context: Any, _many: bool) -> None:
        setattr(context, _BEGAN, time.perf_counter())

    def ended(_c: Connection, _cursor: Any, _text: str, _values: Any, context: Any, _many: bool) -> None:
        seconds = time.perf_counter() - getattr(context, _BEGAN)
        query = _query()
        metrics.store_seconds.labels(query).observe(seconds)
        if seconds >= slow:
            logger.warning("store.slow", query=query, seconds=round(seconds, 3))

    def failed(error: ExceptionContext) -> None:
        if isinstance(error.sqlalchemy_exception, IntegrityError):
            return
        query = _query()
        metrics.store_failures.labels(query).inc()
        began = getattr(error.execution_context, _BEGAN, None)
        seconds = {} if began is None else {"seconds": round(time.perf_counter() - began, 3)}
        logger.warning("store.failed", query=query, error=type(error.original_exception).__name__, **seconds)

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
