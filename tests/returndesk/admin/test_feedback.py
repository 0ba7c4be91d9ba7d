"""`returndesk feedback` as someone at a terminal uses it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timezone
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from actions.store.engine import migrate
from actions.store.feedback import Feedback, Rating
from core.database.engine import open_engine
from core.settings import Settings, load_settings
from returndesk.admin.feedback import feedback
from returndesk.failure import Failure
from returndesk.project import Project

NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)


@pytest.fixture
def settings(new_database: Callable[..., str]) -> Settings:
    return load_settings(database_url=new_database())


@pytest.fixture
def rated(settings: Settings) -> Feedback:
    """A store in which nothing was rated yet."""
    engine = open_engine(settings.database_url)
    migrate(engine)
    return Feedback(engine)


def shown(project: Project, settings: Settings, *, as_json: bool = False) -> str:
    page = StringIO()
    feedback(project, settings, Console(file=page, width=120), as_json=as_json)
    return page.getvalue()


def thumb(value: Any, response: str, message: str) -> Rating:
    return Rating("web:one", message, value, response, ("refund.time",), NOW)


def test_the_worst_answer_stands_first(project, settings, rated):
    rated.keep(thumb("up", "utter_refund_expected", "m1.0"))
    rated.keep(thumb("down", "utter_refund_late_issued", "m2.0"))

    lines = [line for line in shown(project, settings).splitlines() if "utter_" in line]
    assert [line.split()[1] for line in lines] == ["utter_refund_late_issued", "utter_refund_expected"]
    assert "refund.time" in lines[0]
    assert "0%" in lines[0]


def test_why_an_answer_did_not_help_stands_beside_it(project, settings, rated):
    for place in range(2):
        given = thumb("down", "utter_refund_expected", f"m{place}.0")
        rated.keep(replace(given, reason="unclear"))

    assert "unclear 2" in shown(project, settings)


def test_what_customers_wrote_stands_below_and_is_no_markup(project, settings, rated):
    given = thumb("down", "utter_refund_expected", "m1.0")
    rated.keep(replace(given, reason="unclear", words="[red]Which[/red] day?"))

    page = shown(project, settings)
    assert "What customers wrote of them" in page
    assert "[red]Which[/red] day?" in page
    assert json.loads(shown(project, settings, as_json=True))[0]["words"] == ["[red]Which[/red] day?"]


def test_programs_read_the_same_as_json(project, settings, rated):
    rated.keep(thumb("down", "utter_refund_late_issued", "m2.0"))

    assert json.loads(shown(project, settings, as_json=True)) == [
        {
            "response": "utter_refund_late_issued",
            "up": 0,
            "down": 1,
            "facts": ["refund.time"],
            "reasons": {},
            "words": [],
        }
    ]


def test_before_anybody_has_rated_an_answer_it_says_so(project, settings, rated):
    assert shown(project, settings) == "No answer has been rated yet.\n"
    assert json.loads(shown(project, settings, as_json=True)) == []


def test_a_store_that_is_missing_is_named_with_the_remedy(project, settings):
    with pytest.raises(Failure, match=r"there is no store at .*; `returndesk up` makes one"):
        shown(project, settings)
