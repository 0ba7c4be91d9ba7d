"""Dates, counts, countries and the sense of a hand-in in messages of other languages than English."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timezone
from pathlib import Path

import pytest
import yaml

from actions.dialogue.relative_dates import resolve_date
from actions.dialogue.turn import SaidDate
from bot.nlu.entities.dates import MONTHS, WEEKDAYS
from bot.nlu.entities.detail import Detail, Kind
from bot.nlu.entities.finder import DetailFinder
from bot.nlu.entities.vocabulary import TABLES, Vocabulary

MESSAGES = yaml.safe_load(Path(__file__).with_name("told_details.yml").read_text(encoding="utf-8"))
TAGS = sorted(MESSAGES)
NAMES = {Kind.DAY_COUNT: "days", Kind.WORKING_DAY_COUNT: "working_days", Kind.ITEM_COUNT: "items"}
NOW = datetime(2026, 10, 14, 12, tzinfo=timezone.utc)


def shown(detail: Detail) -> str:
    if detail.kind is Kind.DATE:
        return f"{detail.value} {detail.sense.value if detail.sense else ''}"
    return f"{NAMES.get(detail.kind, detail.kind.value)} {detail.value}"


@pytest.mark.parametrize(
    ("tag", "text", "details"),
    [pytest.param(tag, text, details, id=f"{tag}: {text}") for tag in TAGS for text, details in MESSAGES[tag]],
)
def test_the_details_of_a_message(finder, tag, text, details):
    found = Counter(map(shown, finder.find(text, tag)))

    assert found == Counter(filter(None, details.split(", ")))
