"""The patch of labelled messages applies to a checkout with nothing else in it, and that checkout's data tests pass."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from people_labels import TEN
from people_said import NOW

from core.masking import Masker
from core.settings import load_settings
from returndesk.people.training_patch import TrainingData
from returndesk.project import Project, this_project

#: What those tests import and read; artefacts and pages are no part of it.
_PARTS = ("actions", "bot", "core", "data", "policy", "returndesk", "tests/conversations")
_FILES = ("pyproject.toml", "tests/test_topics.py")
_NOT_READ = ("__pycache__", "artefacts", "static", "node_modules")
_TESTS = ("tests/test_topics.py", "tests/conversations/test_unseen.py")


@pytest.fixture
def clean(tmp_path: Path) -> Project:
    """The checkout, with all that stands in git and matters to its data."""
    root, own = tmp_path / "clean", this_project().root
    for part in _PARTS:
        shutil.copytree(own / part, root / part, ignore=shutil.ignore_patterns(*_NOT_READ))
    for file in _FILES:
        shutil.copyfile(own / file, root / file)
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    return Project(root)


def test_what_ten_labels_add_applies_to_a_clean_checkout_whose_data_tests_pass(said, clean):
    for group in said.learning.groups():
        if group.words in TEN:
            said.learning.label(group.events, TEN[group.words], "lea", NOW)
    settings = load_settings()
    masker = Masker.for_shop(settings.number_shapes, settings.home_countries)
    patch = TrainingData(clean, masker).patch(said.learning.labelled())
    assert sum(patch.added.values()) + sum(patch.cases.values()) == len(TEN)
    subprocess.run(["git", "apply", "-"], input=patch.text.encode(), cwd=clean.root, check=True)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--noconftest", "-p", "no:cacheprovider", "-p", "no:xdist", *_TESTS],
        cwd=clean.root,
        env={**os.environ, "PYTHONPATH": str(clean.root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
