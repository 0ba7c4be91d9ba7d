"""Ctrl-C and the signals that ask a program to stop, as something to look at rather than something that strikes."""

from __future__ import annotations

import signal
from types import FrameType, TracebackType
from typing import Any

_NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopSignals:
    """Counts the requests to stop, so that no step is cut through the middle (a child started, but not yet noted).

    Use it as a context manager on the main thread; leaving gives the signals back to whoever had them.
    """

    def __init__(self) -> None:
        self.count = 0
        self._former: dict[signal.Signals, Any] = {}

    def __enter__(self) -> StopSignals:
        """Take over the signals."""
        for number in _NUMBERS:
            self._former[number] = signal.signal(number, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the signals back."""
        for number, handler in self._former.items():
            signal.signal(number, handler)
        self._former.clear()

    @property
    def requested(self) -> bool:
        """Whether anyone has asked to stop."""
        return self.count > 0

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.count += 1
