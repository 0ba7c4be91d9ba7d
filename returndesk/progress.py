"""What a person sees of a long step: a spinner on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.status import Status

_SECONDS_BETWEEN_LINES = 15.0


class Step:
    """A long step that is under way."""

    def __init__(self, console: Console, title: str, status: Status | None) -> None:
        self._console = console
        self._title = title
        self._status = status
        self._begin = time.monotonic()
        self._last_line = self._begin

    def update(self, detail: str) -> None:
        """Show what the step is at, with the time it has taken so far."""
        now = time.monotonic()
        text = f"{self._title} {now - self._begin:.0f} s" + (f" · {detail}" if detail else "")
        if self._status is not None:
            self._status.update(escape(text))
        elif now - self._last_line >= _SECONDS_BETWEEN_LINES:
            self._last_line = now
            self._console.print(f"  … {text}", markup=False, highlight=False)


class Progress:
    """Writes a command's progress to a console."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def say(self, text: str) -> None:
        """A line about what comes next."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)

    def done(self, text: str) -> None:
        """A line about what has been reached."""
        self.console.print(f"[green]✓[/green] {escape(text)}", highlight=False, soft_wrap=True)

    def warn(self, text: str) -> None:
        """A line about what to look out for."""
        self.console.print(f"[yellow]![/yellow] {escape(text)}", highlight=False, soft_wrap=True)

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Show a spinner (on a terminal) while the block runs."""
        if self.console.is_terminal:
            with self.console.status(escape(title)) as status:
                yield Step(self.console, title, status)
        else:
            yield Step(self.console, title, None)
