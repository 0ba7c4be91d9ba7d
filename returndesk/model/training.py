"""Trains the model when it is no longer what its files would give, and says why."""

from __future__ import annotations

import re
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from returndesk.failure import Failure
from returndesk.model import fingerprint
from returndesk.process.environment import child_environment
from returndesk.process.processes import Processes
from returndesk.process.stop_signals import StopSignals
from returndesk.process.supervisor import how_it_ended
from returndesk.progress import Progress
from returndesk.project import MODEL_NAME, Project

_TICK_SECONDS = 0.2
_LINES_SHOWN = 20
# Rasa looks for a response's uses in rules alone; most of ours are uttered by custom actions.
_USED_BY_ACTIONS = re.compile(r"The utterance '\w+' is not used in any story or rule")
_COMPONENT_STARTS = re.compile(r"Starting to train component '(\w+)'")


@dataclass(frozen=True)
class Staleness:
    """Why a model has to be trained.

    Args:
        why: The reason, for a person; None where the model is current.
        from_scratch: Whether parts that Rasa trained before must not be used again.
    """

    why: Optional[str]
    from_scratch: bool = False


def model_file(model_dir: Path) -> Path:
    """Where the trained model of a folder lies."""
    return model_dir / f"{MODEL_NAME}.tar.gz"


def fingerprint_file(model_dir: Path) -> Path:
    """What the model of a folder was made from."""
    return model_dir / f"{MODEL_NAME}.fingerprint.json"


def staleness(project: Project, model_dir: Path) -> Staleness:
    """Compare the model with what it was made from."""
    if not model_file(model_dir).is_file():
        return Staleness("there is no model yet")
    former = fingerprint.read(fingerprint_file(model_dir))
    if former is None:
        return Staleness("it is not known what the model was trained from", from_scratch=True)
    changed = fingerprint.changed_groups(former, fingerprint.take(project))
    if not changed:
        return Staleness(None)
    return Staleness(
        f"changed since the last training: {', '.join(changed.values())}",
        from_scratch=not fingerprint.UNKNOWN_TO_RASAS_CACHE.isdisjoint(changed),
    )


def train(
    project: Project, model_dir: Path, progress: Progress, stop_signals: StopSignals, *, from_scratch: bool
) -> None:
    """Train the model and note what it was made from.

    Args:
        project: The checkout to train from.
        model_dir: Where the model goes.
        progress: Who is told how far it is.
        stop_signals: Requests to stop; the training ends with them.
        from_scratch: Uses no part that Rasa trained before.

    Raises:
        Failure: The training failed; the message holds its last lines.
        KeyboardInterrupt: Someone asked to stop.
    """
    log = project.logs / "train.log"
    current = fingerprint.take(project)
    # Until the training is through nobody knows what the model there was made from.
    fingerprint_file(model_dir).unlink(missing_ok=True)
    steps: list[str] = []

    def note(line: str) -> None:
        if started := _COMPONENT_STARTS.search(line):
            steps.append(started.group(1))

    with Processes(stop_signals) as processes, progress.step("Training") as step:
        child = processes.start(
            _command(project, model_dir, from_scratch=from_scratch),
            log=log,
            folder=project.root,
            environment=child_environment(project),
            on_line=note,
        )
        begin = time.monotonic()
        while child.exit_code() is None:
            if stop_signals.requested:
                raise KeyboardInterrupt
            time.sleep(_TICK_SECONDS)
            step.update(steps[-1] if steps else "")
        seconds = time.monotonic() - begin
        code = child.exit_code()
        last_lines = child.last_lines(_LINES_SHOWN)
    if stop_signals.requested:
        raise KeyboardInterrupt
    if code or not model_file(model_dir).is_file():
        what = how_it_ended(code) if code else "left no model"
        lines = "\n".join(f"  {line}" for line in last_lines)
        raise Failure(f"training {what}. It last said:\n{lines}\nAll of it: {log}")
    fingerprint.write(fingerprint_file(model_dir), current)
    warnings = _count_warnings(log)
    noted = f"; Rasa's warnings ({warnings}) are in {project.shown(log)}" if warnings else ""
    # Of all processes that have ended so far, of which the training is by far the largest. Linux counts in KiB.
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
    progress.done(f"Trained {project.shown(model_file(model_dir))} in {seconds:.0f} s with {most:.1f} GiB{noted}")


def train_if_stale(
    project: Project,
    model_dir: Path,
    progress: Progress,
    stop_signals: StopSignals,
    *,
    force: bool = False,
    look: Callable[[Project, Path], Staleness] = staleness,
) -> None:
    """Train where `look` finds a reason, or always with `force`; raise as `train` does."""
    found = look(project, model_dir)
    if found.why is None and not force:
        progress.done(f"Model {project.shown(model_file(model_dir))} is current")
        return
    progress.say(f"Training the model: {found.why or 'as asked'}")
    train(project, model_dir, progress, stop_signals, from_scratch=force or found.from_scratch)


def _command(project: Project, model_dir: Path, *, from_scratch: bool) -> list[str]:
    return [
        *(sys.executable, "-m", "bot", "train", "--verbose"),
        *("--domain", str(project.domain)),
        *("--data", *(str(path) for path in project.training_data())),
        *("--config", str(project.config)),
        *("--out", str(model_dir)),
        *("--fixed-model-name", MODEL_NAME),
        *(("--force",) if from_scratch else ()),
    ]


def _count_warnings(log: Path) -> int:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return sum("UserWarning:" in line and not _USED_BY_ACTIONS.search(line) for line in lines)
