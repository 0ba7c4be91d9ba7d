"""Puts the messages of a file to a model, and writes what becomes of each: for labels that somebody gave."""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path

from lab.evaluation.assistant import Assistant
from lab.evaluation.dangers import read_dangers
from lab.evaluation.examination import as_json, examine
from lab.evaluation.sets import Message
from returndesk.project import Project

#: The set that such messages are of. Its copies are not spoilt.
LABELLED = "labelled"


def put_messages(project: Project, model: Path, file: Path, answers: Path) -> None:
    """Put every message of a file to a model as the first of a conversation.

    Args:
        project: The checkout, for the answers that are dangerous.
        model: The trained model's archive.
        file: A JSON list of `text` and `intent`.
        answers: Where the outcomes go, in the same order, as a report has them.

    Raises:
        Failure: The file of dangers is not what it should be.
    """
    messages = [Message(each["text"], each["intent"], source=LABELLED) for each in json.loads(file.read_bytes())]
    dangers = read_dangers(project.root / "evaluation" / "dangers.yml")
    with tempfile.TemporaryDirectory() as folder:
        outcomes = asyncio.run(examine(Assistant(project, model, Path(folder)), messages, (), dangers))
    answers.write_text(json.dumps(as_json(outcomes)), encoding="utf-8")
