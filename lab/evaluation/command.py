"""`returndesk evaluate`: from a trained model to a table, pictures and a verdict."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

from lab.benchmark.document import replace_measured
from lab.evaluation import pictures, report
from lab.evaluation.assistant import Assistant
from lab.evaluation.dangers import read_dangers
from lab.evaluation.examination import examine
from lab.evaluation.sets import Message, read_conversations, read_sets, read_yaml
from lab.evaluation.thresholds import misses, read_thresholds
from returndesk.failure import Failure
from returndesk.learn.held_out import Overlap, overlaps
from returndesk.learn.utterances import read_training
from returndesk.progress import Progress
from returndesk.project import Project

REPORT = "report.json"


@dataclass(frozen=True)
class Examination:
    """What an evaluation reads and where it writes.

    Args:
        project: The checkout.
        model: The trained model.
        output: Where report and pictures go.
        docs: The folder of the page that gets the tables, and of its pictures; None where they are not renewed.
        plain: Whether messages are put as they were written only; nothing is held against the limits then.
    """

    project: Project
    model: Path
    output: Path
    docs: Path | None = None
    plain: bool = False

    @property
    def sets(self) -> Path:
        """The folder of the test sets that tell manners, which training never reads either."""
        return self.project.root / "tests" / "understanding"

    @property
    def dangers(self) -> Path:
        """Which answers are dangerous to which questions."""
        return self.project.root / "evaluation" / "dangers.yml"

    @property
    def thresholds(self) -> Path:
        """The committed limits."""
        return self.project.root / "evaluation" / "thresholds.yml"

    @property
    def robustness(self) -> Path:
        """The committed seeds of the spoilt copies."""
        return self.project.root / "evaluation" / "robustness.yml"


def messages(examination: Examination) -> tuple[list[Message], tuple[Overlap, ...]]:
    """The messages to put, and those that are left out because training holds nearly the same words.

    Raises:
        Failure: A file is missing or wrong.
    """
    unseen = (*read_sets(examination.sets), *read_conversations(examination.project.unseen))
    left_out = overlaps(unseen, read_training(examination.project.training_data()))
    seen = {overlap.test for overlap in left_out}
    return [message for message in unseen if message not in seen], left_out


def evaluate(examination: Examination, progress: Progress) -> report.Report:
    """Put every unseen message to the model, print and write what it found.

    Raises:
        Failure: A file is missing or wrong. Limits that are not kept are in the report.
    """
    put, left_out = messages(examination)
    sets = dict.fromkeys(message.source for message in put)
    limits = () if examination.plain else read_thresholds(examination.thresholds, sets)
    seeds = () if examination.plain else read_seeds(examination.robustness)
    dangers = read_dangers(examination.dangers)
    with progress.step("Reading messages") as step, tempfile.TemporaryDirectory() as folder:
        assistant = Assistant(examination.project, examination.model, Path(folder))
        outcomes = asyncio.run(examine(assistant, put, seeds, dangers, lambda done, of: step.update(f"{done} of {of}")))
    found = report.Report(outcomes, left_out, dangers)
    found = replace(found, misses=misses(limits, found.measured))
    report.write(found, examination.output / REPORT)
    if examination.docs is not None:
        part = report.measured_part(found, datetime.now(timezone.utc).date())
        replace_measured(examination.docs / "evaluation.md", part, report.BEGIN)
    drawn = pictures.draw(outcomes, examination.docs / "pictures" if examination.docs else examination.output)
    _show(found, progress, limited=bool(limits))
    for path in (examination.output / REPORT, *drawn):
        progress.say(f"  {examination.project.shown(path)}")
    return found


def read_seeds(path: Path) -> Sequence[int]:
    """The seeds of the spoilt copies.

    Raises:
        Failure: The file can't be read or holds no list of whole numbers.
    """
    document = read_yaml(path)
    seeds = document.get("seeds") if isinstance(document, dict) else None
    if not isinstance(seeds, list) or not seeds or not all(type(seed) is int for seed in seeds):
        raise Failure(f'{path}: "seeds" is not a list of whole numbers')
    return seeds


def _show(found: report.Report, progress: Progress, *, limited: bool) -> None:
    for line in found.dangerous():
        progress.warn(f"dangerous: {line}")
    for miss in found.misses:
        progress.console.print(f"[red]✗[/red] {miss}", highlight=False, soft_wrap=True)
    for by, slices in found.slices.items():
        progress.console.print(report.table(by, slices))
    for line in found.points():
        progress.say(line)
    if found.confusions:
        progress.console.print(report.confusion_table(found.confusions))
    if found.left_out:
        progress.warn(
            f"{len(found.left_out)} messages were left out: training holds nearly the same words ({REPORT} names them)"
        )
    if found.misses:
        progress.warn(f"{len(found.misses)} limits of evaluation/thresholds.yml are not kept; they are named above")
    elif limited:
        progress.done("Every limit of evaluation/thresholds.yml is kept")
