"""Writes the log of a process: one line an event, the same form whoever logs.

Our own records, and those of Rasa, Sanic, aiohttp and SQLAlchemy, go through `core/log_privacy.py` and then through
one formatter. docs/operations.md says what stands in a line.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Final, Optional, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter

from core.line_writer import LineWriter
from core.log_privacy import PrivateLogs
from core.settings import LogForm, Settings

#: What stands first in a line; whatever else a record says follows.
_FIRST: Final = ("time", "level", "process", "event", "logger", "trace", "conversation")
#: Loggers whose news are worth a line. Of all others only warnings and errors are.
_OURS: Final = ("__main__", "core", "actions", "bot", "returndesk", "rasa")
#: What closes a line in some reader or other, so that a record stays on one.
_LINE_ENDS: Final = str.maketrans(dict.fromkeys("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))

_Record = MutableMapping[str, Any]


class _OwnLogger:
    """Writes what structlog has made a line of, where the standard library's logger of the same name would."""

    def __init__(self, former: logging.Logger, stream: LineWriter) -> None:
        self.name = former.name
        self.isEnabledFor = former.isEnabledFor
        self._stream = stream

    def msg(self, line: str) -> None:
        """Write a line."""
        self._stream.write(f"{line}\n")

    debug = info = warning = error = critical = msg


class Logs:
    """The log of a process.

    Args:
        process: What the process is: bot, actions, page, carrier.
        form: How lines are written.
        private: Makes records private.
        stream: Where lines go; standard error unless given.
    """

    def __init__(self, process: str, form: LogForm, private: PrivateLogs, stream: Optional[TextIO] = None) -> None:
        self._process = process
        self._private = private
        self._stream = LineWriter(stream or sys.stderr)
        self._renderer: Any = (
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if form is LogForm.JSON
            else structlog.dev.ConsoleRenderer(colors=self._stream.isatty(), sort_keys=False, timestamp_key="time")
        )

    @classmethod
    def from_settings(cls, process: str, settings: Settings) -> Logs:
        """The log that the settings ask for."""
        return cls(process, settings.logs_form, PrivateLogs.from_settings(settings))

    def install(self, level: int = logging.INFO) -> None:
        """Have all records of this process written; again after somebody else has configured logging.

        Args:
            level: The least that is written of our own and of Rasa's records.
        """
        self._private.install()
        handler: logging.Handler = logging.StreamHandler(self._stream)
        handler.setFormatter(self.formatter())
        root = logging.getLogger()
        root.handlers[:] = [handler]
        root.setLevel(logging.WARNING)
        for name in _OURS:
            logging.getLogger(name).setLevel(level)
        # Rasa keeps Sanic's and Socket.IO's records from the root, where nothing else writes them.
        logging.lastResort = handler
        structlog.configure(
            processors=[structlog.stdlib.filter_by_level, *self._both(), self._private.processor, *self._written()],
            # Not by way of the standard library: a record of its own and a handler take as long as all of this.
            logger_factory=self._own_logger,
            wrapper_class=structlog.make_filtering_bound_logger(level),
            cache_logger_on_first_use=True,
        )

    def formatter(self) -> logging.Formatter:
        """What makes a line of a record."""
        return ProcessorFormatter(foreign_pre_chain=[*self._both(), self._of_library], processors=[*self._written()])

    def _own_logger(self, *named: Any) -> _OwnLogger:
        # Whoever asks for a logger without a name gets one by the name of their module.
        former: logging.Logger = structlog.stdlib.LoggerFactory(ignore_frame_names=[__name__])(*named)
        return _OwnLogger(former, self._stream)

    def _written(self) -> tuple[Any, ...]:
        """What makes a line of a record."""
        return (structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"), self._finished, self._renderer)

    @staticmethod
    def _both() -> tuple[Any, ...]:
        """What is added to every record where it is made, whoever makes it."""
        return (
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
        )

    def _of_library(self, _logger: Any, _method: str, record: _Record) -> _Record:
        """Add what only the record of the standard library knows; it was made private when it was made."""
        if record["_record"].exc_text:
            record["failure"] = record["_record"].exc_text
        if (conversation := self._private.conversation()) is not None:
            record["conversation"] = conversation
        return record

    def _finished(self, _logger: Any, _method: str, record: _Record) -> _Record:
        """The record as it is written: on one line, what matters first."""
        said = {**record, "process": self._process, "event": str(record["event"]).translate(_LINE_ENDS)}
        first: dict[str, Any] = {name: said[name] for name in _FIRST if name in said}
        return {**first, **{name: value for name, value in said.items() if name not in first and name[0] != "_"}}
