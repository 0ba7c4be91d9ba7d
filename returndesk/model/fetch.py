"""`returndesk fetch-model`: puts the published model where the bot loads it from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from returndesk.failure import Failure
from returndesk.model import fingerprint
from returndesk.model.fingerprint import sha256_of
from returndesk.model.manifest import Manifest
from returndesk.model.registry import ModelRegistry, open_shelf
from returndesk.model.training import fingerprint_file, model_file
from returndesk.progress import Progress
from returndesk.project import Project


def fetch(project: Project, model_dir: Path, url: str, progress: Progress, *, may_be_missing: bool = False) -> None:
    """Download the current model unless it is in place; what was there stays until the new one is whole and checked.

    Args:
        project: The checkout that will load it.
        model_dir: Where it goes.
        url: What RETURNDESK_MODEL_URL says.
        progress: Who is told.
        may_be_missing: Whether it is fine that nothing was published yet, as before the first training.

    Raises:
        Failure: Nothing was published, what was downloaded is not what was published, the folder can't be written, or
            the object store does not do what it is asked.
    """
    shelf = open_shelf(url, fingerprint.take(project))
    manifest = shelf.current()
    if manifest is None:
        if may_be_missing:
            progress.say(f"Nothing is published at {shelf} yet")
            return
        raise Failure(
            f"no model is published at {shelf} for this version; run `returndesk train` and `returndesk publish-model` "
            "with it"
        )
    file = model_file(model_dir)
    in_place = file.is_file() and sha256_of(file) == manifest.sha256
    if not in_place:
        _download(shelf, manifest, file, progress)
    if not in_place or fingerprint.read(fingerprint_file(model_dir)) != manifest.fingerprint:
        with _writing(model_dir), _unfinished(fingerprint_file(model_dir)) as new:
            fingerprint.write(new, manifest.fingerprint)
    where = project.shown(file)
    progress.done(
        f"Model {manifest.name} is in place at {where}" if in_place else f"Model {manifest.name} is at {where}"
    )


def _download(shelf: ModelRegistry, manifest: Manifest, file: Path, progress: Progress) -> None:
    with _writing(file.parent):
        file.parent.mkdir(parents=True, exist_ok=True)
        with _unfinished(file) as new:
            with progress.step("Downloading"):
                shelf.get(manifest, new)
            if new.stat().st_size != manifest.size or sha256_of(new) != manifest.sha256:
                raise Failure(
                    f"model {manifest.name} at {shelf} is not the one that was published: its checksum differs. "
                    "Nothing was changed here; publish it anew, or go back with `returndesk publish-model --again NAME`"
                )
            # Until both are in place nobody is to take the new model for what the old one was made from.
            fingerprint_file(file.parent).unlink(missing_ok=True)


@contextmanager
def _unfinished(file: Path) -> Iterator[Path]:
    """A file that takes another's place once the block is through, and is gone where it fails."""
    new = file.with_name(f"{file.name}.{os.getpid()}.unfinished")
    try:
        yield new
        with new.open("rb") as written:
            os.fsync(written.fileno())
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Failure(f"the model can't be written to {folder}: {error.strerror}") from error
