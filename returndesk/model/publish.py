"""`returndesk publish-model`: uploads the trained model, then has bots take it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from returndesk.failure import Failure
from returndesk.model import fingerprint
from returndesk.model.fingerprint import sha256_of
from returndesk.model.manifest import Manifest, new_name
from returndesk.model.registry import ModelRegistry, open_shelf
from returndesk.model.training import model_file, staleness
from returndesk.progress import Progress
from returndesk.project import Project


def publish(project: Project, model_dir: Path, url: str, now: datetime, progress: Progress, *, keep: int) -> None:
    """Upload the model with what it was made from, make it the current one, and delete the oldest ones.

    Whatever goes wrong, the model that was current stays so until the new one is there as a whole.

    Args:
        project: The checkout that trained it.
        model_dir: Where it lies.
        url: What RETURNDESK_MODEL_URL says.
        now: An aware instant in UTC.
        progress: Who is told.
        keep: How many models stay, the current one among them.

    Raises:
        Failure: The model is stale, or the object store does not do what it is asked.
    """
    stale = staleness(project, model_dir).why
    if stale:
        raise Failure(f"nothing was published, because {stale}; run `returndesk train` first")
    file = model_file(model_dir)
    made_from = fingerprint.take(project)
    shelf = open_shelf(url, made_from)
    digest = sha256_of(file)
    current = shelf.current()
    if current is not None and current.sha256 == digest:
        progress.done(f"Model {current.name} is the current one of {shelf} already")
        return
    manifest = Manifest(
        name=new_name(digest, now), sha256=digest, size=file.stat().st_size, published_at=now, fingerprint=made_from
    )
    with progress.step("Uploading"):
        shelf.add(file, manifest)
    shelf.point_to(manifest)
    progress.done(f"Published model {manifest.name} ({manifest.size:,} bytes) at {shelf}")
    _drop_oldest(shelf, manifest.name, keep)


def publish_again(project: Project, url: str, name: str, progress: Progress) -> None:
    """Make a model that is kept the current one again.

    Raises:
        Failure: There is none of that name, or the object store does not do what it is asked.
    """
    shelf = open_shelf(url, fingerprint.take(project))
    manifest = shelf.named(name)
    if manifest is None:
        kept = ", ".join(shelf.names()) or "none"
        raise Failure(f"{shelf} keeps no model {name}; there are: {kept}")
    shelf.point_to(manifest)
    progress.done(f"Model {manifest.name} is the current one of {shelf} again")


def _drop_oldest(shelf: ModelRegistry, current: str, keep: int) -> None:
    others = [name for name in shelf.names() if name != current]
    shelf.drop(others[: max(len(others) - (keep - 1), 0)])
