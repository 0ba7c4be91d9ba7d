"""The pages of the application for people are timed over conversations that are really there."""

from __future__ import annotations

import pytest
from rich.console import Console

from lab.people_pages.command import measure, pages
from returndesk.progress import Progress


@pytest.mark.embedded("it measures the embedded store alone")
def test_every_page_is_answered_and_timed(tmp_path, monkeypatch):
    monkeypatch.delenv("RETURNDESK_CONVERSATIONS_URL", raising=False)
    found = measure(tmp_path, 60, 1, Progress(Console(quiet=True)))
    assert len(found) == len(pages("x"))
    assert all(0 < each.median <= each.longest for each in found)
