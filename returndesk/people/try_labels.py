"""`returndesk learn try`: trains a candidate with the labelled messages and puts them to it and to the model in use."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from core.masking import Masker
from core.settings import Settings
from returndesk.admin import store
from returndesk.failure import Failure
from returndesk.learn.privacy import as_example
from returndesk.model.training import model_file, staleness, train_if_stale
from returndesk.people.label_trials import Change, LabelTrials, Trial, Tried, Understood, Worth
from returndesk.people.learning_inbox import LabelledTurn, LearningInbox
from returndesk.people.training_patch import Part, TrainingData, TrainingPatch
from returndesk.process.laboratory import run_lab
from returndesk.process.stop_signals import StopSignals
from returndesk.progress import Progress
from returndesk.project import Project

#: The command of the laboratory by which a model is asked.
PUT: Final = "put-messages"


@dataclass(frozen=True)
class Candidate:
    """A checkout that trains from data of its own, and where its model goes."""

    project: Project
    model_dir: Path


def try_labels(
    project: Project, settings: Settings, progress: Progress, stop_signals: StopSignals, now: datetime
) -> Trial:
    """Train a candidate, ask both models what they make of every labelled message, and keep what they say.

    The model in use and the training data stay as they are.

    Args:
        project: The checkout.
        settings: Where the stores and the model in use are.
        progress: Where the person looks.
        stop_signals: Requests to stop; the training ends with them.
        now: The current instant, aware.

    Raises:
        Failure: There is no store, label, model or laboratory, or the training failed.
        StoreUnavailable: A database did not answer.
        KeyboardInterrupt: Someone asked to stop.
    """
    if not (project.root / "lab").is_dir() or not project.data.is_dir():
        raise Failure("learn try trains and asks in a checkout, and there is none around this program")
    engine = store.open_existing(project, settings.database_url, made_by="returndesk up")
    conversations = store.made_conversations(settings)
    inbox = LearningInbox(conversations.engine, engine)
    labelled = [each for each in inbox.labelled() if each.has_topic]
    if not labelled:
        raise Failure("no message has a topic as its label yet; give some on the page Learning of `serve people`")
    in_use = model_file(settings.model_dir)
    if not in_use.is_file():
        raise Failure(f"there is no model at {project.shown(in_use)} to compare with; run `returndesk train` first")
    if stale := staleness(project, settings.model_dir).why:
        progress.warn(f"the model in use is asked as it is, although it is not what its files would give: {stale}")
    masker = Masker.for_shop(settings.number_shapes, settings.home_countries)
    patch = TrainingData(project, masker).patch(labelled)
    candidate = make_candidate(project, patch)
    train_if_stale(candidate.project, candidate.model_dir, progress, stop_signals)
    before = ask(project, in_use, labelled, progress)
    after = ask(project, model_file(candidate.model_dir), labelled, progress)
    found = [
        Tried(each.event, each.label, patch.parts[each.event], one, other)
        for each, one, other in zip(labelled, before, after, strict=True)
    ]
    trials = LabelTrials(conversations.engine)
    trials.keep(found, now)
    trial = trials.latest(labelled)
    if trial is None:
        raise Failure("the labelled messages were forgotten meanwhile")
    for part in Part:
        counts = trial.counts(part)
        told = ", ".join(f"{counts[change]} {change.value}" for change in Change)
        if count := sum(counts.values()):
            progress.say(f"{part.value} ({count}): {told}")
    progress.done("Asked both models; the page Before and after shows each message. Nothing was published")
    return trial


def make_candidate(project: Project, patch: TrainingPatch) -> Candidate:
    """A folder with the training data as the patch would make it, made anew each time, and its model beside it.

    Args:
        project: The checkout.
        patch: What the labels add.
    """
    folder = project.state / "learn" / "candidate"
    data = folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(project.data, data)
    for path, text in patch.training_texts.items():
        (data / path.relative_to(project.data)).write_bytes(text.encode("utf-8"))
    return Candidate(replace(project, data_folder=data), folder / "model")


def ask(project: Project, model: Path, turns: Sequence[LabelledTurn], progress: Progress) -> list[Understood]:
    """What a model makes of messages, each as the first of a conversation.

    Args:
        project: The checkout, whose laboratory asks in a process of its own.
        model: The model's archive.
        turns: The messages with what they mean.
        progress: Where the person looks.

    Raises:
        Failure: It can't be asked.
    """
    messages = [{"text": as_example(each.words), "intent": each.label} for each in turns]
    with TemporaryDirectory() as name, progress.step(f"Asking {project.shown(model)}"):
        file, answers = Path(name) / "messages.json", Path(name) / "answers.json"
        file.write_text(json.dumps(messages), encoding="utf-8")
        if run_lab(project, [PUT, str(model), str(file), str(answers)], project.root):
            raise Failure(f"the model {project.shown(model)} could not be asked; nothing was kept")
        found = json.loads(answers.read_text(encoding="utf-8"))
    return [_understood(each) for each in found]


def _understood(answer: Mapping[str, object]) -> Understood:
    return Understood(str(answer["best"]), float(str(answer["confidence"])), Worth(str(answer["verdict"])))
