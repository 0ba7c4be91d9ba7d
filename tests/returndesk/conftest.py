"""A small checkout to drive, free ports, and a console to read back."""

from __future__ import annotations

import io
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console

from returndesk.process.stop_signals import StopSignals
from returndesk.progress import Progress
from returndesk.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A checkout with one file of each kind that a model is made from."""
    files = {
        "data/nlu/refund.yml": "nlu: []\n",
        "data/rules/topics.yml": "rules: []\n",
        "data/test/test_refund.yml": "stories: []\n",
        "bot/domain/refund.yml": "responses: {}\n",
        "bot/config.yml": "recipe: default.v1\n",
        "bot/nlu/sentences.py": "SIZE = 1\n",
        "bot/nlu/artefacts/sentences.bin": "0101",
    }
    for name, text in files.items():
        path = tmp_path / "checkout" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Project(tmp_path / "checkout")


@pytest.fixture
def console() -> Console:
    """A console that is no terminal; `console.file.getvalue()` is what was written."""
    return Console(file=io.StringIO(), width=200)


@pytest.fixture
def progress(console: Console) -> Progress:
    """Progress written to `console`."""
    return Progress(console)


@pytest.fixture
def stop_signals() -> Iterator[StopSignals]:
    """The signals of the test process, taken over for the time of a test."""
    with StopSignals() as signals:
        yield signals


@pytest.fixture
def free_port() -> Callable[[], int]:
    """A function that names a port nobody listens on."""

    def find() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])

    return find
