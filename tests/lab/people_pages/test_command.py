"""The pages of the application for people are timed over conversations that are really there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.console import Console

from lab.people_pages.command import measure, pages
from lab.people_pages.report import Timed, measured_part
from returndesk.progress import Progress


@pytest.mark.embedded("it measures the embedded store alone")
def test_every_page_is_answered_and_timed(tmp_path, monkeypatch):
    monkeypatch.delenv("RETURNDESK_CONVERSATIONS_URL", raising=False)
    found = measure(tmp_path, 60, 1, Progress(Console(quiet=True)))
    assert len(found.pages) == len(pages("x"))
    assert all(0 < each.median <= each.longest and each.first > 0 for each in found.pages)
    assert "over 60 conversations" in measured_part(found)
    slow = replace(found, pages=[Timed("/rules", 900.0, 310.0, 400.0, 40.0), Timed("/log", 900.0, 20.0, 350.0, 20.0)])
    assert "needs less for each; with what ran beside it the median of `/rules` is above it." in measured_part(slow)
