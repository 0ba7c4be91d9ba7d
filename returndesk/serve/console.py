"""What `returndesk up` writes while the processes come up and run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.markup import escape

from returndesk.process.service import Service
from returndesk.progress import Progress, Step

_COLOURS = {"bot": "cyan", "actions": "magenta", "carrier": "blue", "page": "green"}
_NAME_WIDTH = 8

# A plain log line, Rasa's JSON lines, and Python's last word.
_SERIOUS = re.compile(r'\b(ERROR|CRITICAL)\b|"level": "(error|critical)"|\[(error|critical)\s*\]|^Traceback ')
_LINE_WIDTH = 200


class ConsoleWatcher:
    """Shows what the processes do: when each is ready, and the lines of output that matter.

    Args:
        progress: The console to write to.
        verbose: Shows every line of output, not just errors. All of them are in the logs in any case.
    """

    def __init__(self, progress: Progress, *, verbose: bool) -> None:
        self._progress = progress
        self._verbose = verbose
        self._step: Step | None = None

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Show who is waited for while the block runs."""
        with self._progress.step("Starting") as self._step:
            yield

    def line(self, service: Service, text: str) -> None:
        """A line of output, shown shortened and behind the name of its process."""
        if self._verbose or _SERIOUS.search(text):
            short = text if len(text) <= _LINE_WIDTH else text[: _LINE_WIDTH - 1] + "…"
            self._progress.console.print(f"{_label(service)} {escape(short)}", highlight=False, soft_wrap=True)

    def waiting(self, services: Sequence[Service], seconds: float) -> None:
        """Keep the spinner going."""
        if self._step is not None:
            self._step.update(", ".join(service.name for service in services))

    def ready(self, service: Service, seconds: float) -> None:
        """One more that answers."""
        self._progress.console.print(f"{_label(service)} [green]ready[/green] after {seconds:.1f} s", highlight=False)


def _label(service: Service) -> str:
    colour = _COLOURS.get(service.name, "white")
    return f"[{colour}]{service.name:<{_NAME_WIDTH}}[/{colour}]"
