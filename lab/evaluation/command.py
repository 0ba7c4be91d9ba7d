"""`returndesk evaluate`: from a trained model to a table, pictures and a verdict."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from lab.evaluation import pictures, report
from lab.evaluation.assistant import Assistant
from lab.evaluation.examination import examine
from lab.evaluation.thresholds import misses, read_thresholds
from returndesk.failure import Failure
from returndesk.learn.held_out import overlaps
from returndesk.learn.utterances import read_training, read_unseen
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
        pictures: Where the pictures go instead.
        plain: Whether messages are put as they were written only; nothing is held against the limits then.
    """

    project: Project
    model: Path
    output: Path
    pictures: Path | None = None
    plain: bool = False

    @property
    def thresholds(self) -> Path:
        """The committed limits."""
        return self.project.root / "evaluation" / "thresholds.yml"

    @property
    def robustness(self) -> Path:
        """The committed seeds of the spoilt copies."""
        return self.project.root / "evaluation" / "robustness.yml"


def evaluate(examination: Examination, progress: Progress) -> report.Report:
    """Put every unseen message to the model, print and write what it found.

    Raises:
        Failure: A file is missing or wrong. Limits that are not kept are in the report.
    """
    limits = () if examination.plain else read_thresholds(examination.thresholds)
    seeds = () if examination.plain else read_seeds(examination.robustness)
    unseen = read_unseen(examination.project.unseen)
    left_out = overlaps(unseen, read_training(examination.project.training_data()))
    seen = {overlap.test for overlap in left_out}
    put = [utterance for utterance in unseen if utterance not in seen]
    with progress.step("Reading messages") as step, tempfile.TemporaryDirectory() as folder:
        assistant = Assistant(examination.project, examination.model, Path(folder))
        outcomes = asyncio.run(examine(assistant, put, seeds, lambda done, of: step.update(f"{done} of {of}")))
    found = report.Report(outcomes, left_out)
    found = replace(found, misses=misses(limits, found.measured))
    report.write(found, examination.output / REPORT)
    drawn = pictures.draw(outcomes, examination.pictures or examination.output)
    _show(found, progress, limited=bool(limits))
    for path in (examination.output / REPORT, *drawn):
        progress.say(f"  {examination.project.shown(path)}")
    return found


def read_seeds(path: Path) -> Sequence[int]:
    """The seeds of the spoilt copies.

    Raises:
        Failure: The file can't be read or holds no list of whole numbers.
    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Failure(f"{path} can't be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise Failure(f"{path} is not YAML: {error}") from error
    seeds = document.get("seeds") if isinstance(document, dict) else None
    if not isinstance(seeds, list) or not seeds or not all(type(seed) is int for seed in seeds):
        raise Failure(f'{path}: "seeds" is not a list of whole numbers')
    return seeds


def _show(found: report.Report, progress: Progress, *, limited: bool) -> None:
    progress.console.print(report.table(found))
    if found.confusions:
        progress.console.print(report.confusion_table(found.confusions))
    if found.left_out:
        progress.warn(
            f"{len(found.left_out)} messages were left out: training holds nearly the same words ({REPORT} names them)"
        )
    for miss in found.misses:
        progress.console.print(f"[red]✗[/red] {miss}", highlight=False, soft_wrap=True)
    if limited and not found.misses:
        progress.done("Every limit of evaluation/thresholds.yml is kept")
