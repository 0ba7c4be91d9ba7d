"""`returndesk learn`: from what was not understood to lines with labels, and from there into the training data."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Final, Optional

from actions.store.feedback import Feedback
from core.masking import Masker
from core.settings import Settings
from returndesk.admin import store
from returndesk.branch import Checkout
from returndesk.failure import Failure
from returndesk.learn.gathering import LONGEST, Gathered, gather
from returndesk.learn.label_file import labelled, written
from returndesk.learn.taking_over import Taken, Training, changed_files, take_over
from returndesk.learn.utterances import read_training, read_unseen, training_files, words
from returndesk.progress import Progress
from returndesk.project import Project
from returndesk.report.day import day_of, zone_of

_EPOCH: Final = datetime.fromtimestamp(0, timezone.utc)
#: How many problems are told at a time.
_MOST_PROBLEMS: Final = 30


def export_messages(
    project: Project, settings: Settings, progress: Progress, *, since: Optional[str], to: Optional[Path], most: int
) -> Path:
    """Write what was not understood, asked back about or disliked in its answer as lines to label.

    Args:
        project: The checkout, whose training data says what is known already.
        settings: Where the return store and the conversations are.
        progress: Where the person looks.
        since: The first day by UTC, such as 2026-10-13; None for all that is kept.
        to: The file; None for one of today's in the state folder.
        most: How many messages at most.

    Returns:
        The file.

    Raises:
        Failure: There is no such day or store, or the file is there already or can't be written.
        StoreUnavailable: A database did not answer.
    """
    now = datetime.now(timezone.utc)
    start = _EPOCH if since is None else day_of(since, zone_of("UTC"), now).start
    file = to or project.state / "learn" / f"{now.date().isoformat()}.yml"
    if file.exists():
        raise Failure(f"{project.shown(file)} is there already and may hold labels; name another file with --to")
    engine = store.open_existing(project, settings.database_url, made_by="returndesk up")
    turns = store.open_turns(project, settings)
    with progress.step("Reading conversations") as step:
        training = read_training(project.training_data())
        masker = Masker.for_shop(settings.number_shapes, settings.home_countries)
        gathered = Gathered(masker, {words(each.text) for each in training})
        gather(turns, Feedback(engine).disliked(start), (start.timestamp(), now.timestamp()), gathered, step.update)
    found = gathered.most_frequent(most)
    store.replace_file(file, written(found, sorted({each.intent for each in training})))
    progress.done(f"{len(found):,} of {len(gathered.messages):,} messages to label: {project.shown(file)}")
    if gathered.known:
        progress.say(f"Left out: {gathered.known:,} that training holds already")
    if gathered.too_long:
        progress.say(f"Left out: {gathered.too_long:,} of more than {LONGEST:,} characters")
    return file


def import_labels(
    project: Project,
    settings: Settings,
    progress: Progress,
    file: Path,
    *,
    into: Optional[Path],
    dry_run: bool,
    branch: Optional[str] = None,
) -> None:
    """Put labelled lines into the files of their topics: all of them or none.

    Args:
        project: The checkout.
        settings: What an order number looks like.
        progress: Where the person looks.
        file: What `export_messages` wrote, with labels.
        into: A folder for the topics' files other than that in which the examples of their intents stand.
        dry_run: Only say what would be written.
        branch: The name of a new branch that is to have them, in place of the working tree; None for that.

    Raises:
        Failure: The file can't be read, a line of it can't be taken over, or git can't make the branch; nothing is
            written then.
    """
    paths = project.training_data()
    if into is not None and not into.is_relative_to(project.root / "data"):
        progress.warn("training reads only what lies in data/")
        paths += [into] if into.exists() else []
    tests = read_unseen(project.unseen) if project.unseen.exists() else ()
    if not tests:
        progress.warn("there are no test messages here; nothing was compared with them")
    masker = Masker.for_shop(settings.number_shapes, settings.home_countries)
    training = Training(training_files(paths), tests, masker)
    taken = take_over(labelled(file), training)
    if taken.problems:
        raise Failure(_told(project.shown(file), taken))
    texts = changed_files(training, taken, into)
    for intent, examples in sorted(taken.examples.items()):
        target = training.file_of[intent]
        progress.say(f"{project.shown(target if into is None else into / target.name)}: {len(examples):,} as {intent}")
    if taken.known:
        progress.say(f"Left out: {taken.known:,} that training holds already")
    count = sum(map(len, taken.examples.values()))
    if dry_run or not count:
        progress.done(f"{count:,} messages could be taken over; nothing was written")
        return
    if branch is not None:
        now = datetime.now(timezone.utc)
        commit = Checkout(project.root).keep(texts, branch, f"Add {count:,} labelled training lines\n", now)
        progress.done(f"Took over {count:,} messages on the branch {branch}, commit {commit[:12]}")
        return
    store.replace_files(texts)
    progress.done(f"Took over {count:,} messages. Next: returndesk train, then returndesk evaluate")


def _told(file: str, taken: Taken) -> str:
    count = len(taken.problems)
    lines = [f"{file}: {problem}" for problem in taken.problems[:_MOST_PROBLEMS]]
    lines += [f"and {count - _MOST_PROBLEMS:,} more"] if count > _MOST_PROBLEMS else []
    return "\n".join([f"nothing was written; what can't be taken over ({count:,}):", *lines])
