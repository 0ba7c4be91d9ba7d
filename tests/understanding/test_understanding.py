"""What customers are answered, by the model that `make test` trains: the limits of the sets in this folder are kept."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from lab.evaluation.assistant import Assistant
from lab.evaluation.command import Examination, messages
from lab.evaluation.dangers import read_dangers
from lab.evaluation.examination import examine
from lab.evaluation.report import Report
from lab.evaluation.sets import CONVERSATIONS
from lab.evaluation.thresholds import Limit, read_thresholds
from returndesk.model.training import model_file
from returndesk.project import this_project

PROJECT = this_project()
EXAMINATION = Examination(PROJECT, model_file(PROJECT.root / "models"), Path())
SETS = ("public", "strangers", "topics")
LIMITS = [limit for limit in read_thresholds(EXAMINATION.thresholds, SETS) if limit.group in SETS]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """What becomes of each message of the sets, as it was written."""
    put, left_out = messages(EXAMINATION)
    dangers = read_dangers(EXAMINATION.dangers)
    assistant = Assistant(PROJECT, EXAMINATION.model, tmp_path_factory.mktemp("store"))
    told = [message for message in put if message.source != CONVERSATIONS]
    return Report(asyncio.run(examine(assistant, told, (), dangers)), left_out, dangers)


@pytest.mark.embedded("the store behind the answers is empty")
@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: f"{limit.group}.{limit.measure}")
def test_a_limit_is_kept(report: Report, limit: Limit):
    assert limit.miss(report.measured) is None, "\n".join(report.dangerous())


def test_what_costs_most_has_a_limit_in_every_set():
    limited = {(limit.group, limit.measure) for limit in LIMITS}
    assert limited >= {(name, f"in_scope_{cost}") for name in SETS for cost in ("dangerous", "wrong")}
