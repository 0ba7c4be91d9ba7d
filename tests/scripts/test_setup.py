"""scripts/setup in a small checkout; a stand-in for uv notes what it is asked to install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent
NOTES = 'echo "$*" >> "$UV_CALLS"'


class Checkout:
    """A checkout with empty locks, set up with nothing but a Python 3.10 and the stand-in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls_file = folder.parent / "uv-calls"
        (folder / "requirements").mkdir(parents=True)
        shutil.copytree(CHECKOUT / "scripts", folder / "scripts")
        for lock in ("development", "runtime", "installer"):
            (folder / "requirements" / f"{lock}.txt").write_text(f"# {lock}\n", encoding="utf-8")
        (folder / "pyproject.toml").write_text("[project]\nname = 'small'\n", encoding="utf-8")
        self.put_uv(NOTES)

    def put_uv(self, script: str) -> None:
        uv = self.folder.parent / "bin" / "uv"
        uv.parent.mkdir(exist_ok=True)
        uv.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        uv.chmod(0o755)

    def setup(self, what: str, **variables: str) -> subprocess.CompletedProcess[str]:
        self.calls_file.unlink(missing_ok=True)
        environment = {
            "PATH": f"{self.folder.parent / 'bin'}:{os.defpath}",
            "HOME": str(self.folder.parent),
            "RETURNDESK_PYTHON": sys.executable,
            "PIP_CONFIG_FILE": os.devnull,
            "UV_CALLS": str(self.calls_file),
            **variables,
        }
        return subprocess.run(
            [self.folder / "scripts" / "setup", what], env=environment, capture_output=True, text=True, timeout=120
        )

    def calls(self) -> list[str]:
        """What the last set-up asked uv for, without where to install it."""
        if not self.calls_file.exists():
            return []
        where = f"pip install --python {self.folder}/.venv/bin/python "
        return [line.removeprefix(where) for line in self.calls_file.read_text(encoding="utf-8").splitlines()]


PACKAGES = "--no-deps --require-hashes -r requirements/{}.txt".format
PROJECT = "--quiet --no-deps --no-build-isolation --editable ."


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A checkout that was set up for the tests once."""
    checkout = Checkout(tmp_path_factory.mktemp("setup") / "checkout")
    done = checkout.setup("development")
    assert done.returncode == 0, done.stderr
    assert checkout.calls() == [PACKAGES("development"), PROJECT]
    return checkout


@pytest.fixture
def checkout(finished):
    """The same, with every file as it was before."""
    yield finished
    for lock in ("development", "runtime"):
        (finished.folder / "requirements" / f"{lock}.txt").write_text(f"# {lock}\n", encoding="utf-8")
    finished.put_uv(NOTES)
    assert finished.setup("development").returncode == 0


def test_a_second_run_installs_nothing_and_says_nothing(checkout):
    again = checkout.setup("development")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert checkout.calls() == []


def test_what_the_tests_need_is_enough_to_serve(checkout):
    assert checkout.setup("runtime").stdout == ""
    assert checkout.calls() == []


def test_a_changed_lock_is_installed(checkout):
    (checkout.folder / "requirements" / "development.txt").write_text("# newer\n", encoding="utf-8")
    assert checkout.setup("development").returncode == 0
    assert checkout.calls() == [PACKAGES("development")]


def test_a_changed_lock_is_installed_for_serving_alone(checkout):
    (checkout.folder / "requirements" / "development.txt").write_text("# newer\n", encoding="utf-8")
    assert checkout.setup("runtime").returncode == 0
    assert checkout.calls() == [PACKAGES("runtime")]
    assert checkout.setup("runtime").stdout == ""


def test_a_changed_project_file_is_installed_without_its_packages(checkout):
    with (checkout.folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("version = '2'\n")
    assert checkout.setup("development").returncode == 0
    assert checkout.calls() == [PROJECT]


def test_an_interrupted_set_up_is_done_over(checkout):
    (checkout.folder / "requirements" / "development.txt").write_text("# newer\n", encoding="utf-8")
    checkout.put_uv("kill -9 $PPID")
    assert checkout.setup("development").returncode != 0
    checkout.put_uv(NOTES)
    again = checkout.setup("development")
    assert again.returncode == 0
    assert ".venv is unfinished, broken or from elsewhere; making it anew" in again.stdout
    assert checkout.calls() == [PACKAGES("development"), PROJECT]


def test_a_broken_environment_is_made_anew(checkout):
    (checkout.folder / ".venv" / "bin" / "python").unlink()
    assert checkout.setup("development").returncode == 0
    assert checkout.calls() == [PACKAGES("development"), PROJECT]


def test_where_uv_fails_pip_installs(checkout):
    (checkout.folder / "requirements" / "development.txt").write_text("# newer\n", encoding="utf-8")
    checkout.put_uv("exit 2")
    done = checkout.setup("development")
    assert "uv could not install; trying with pip" in done.stdout
    assert done.returncode == 0


def test_where_pip_has_an_index_of_its_own_pip_installs(checkout):
    (checkout.folder / "requirements" / "development.txt").write_text("# newer\n", encoding="utf-8")
    assert checkout.setup("development", PIP_INDEX_URL="http://127.0.0.1:9/simple").returncode == 0
    assert checkout.calls() == []


def test_without_a_python_it_says_what_to_install_and_leaves_nothing(tmp_path):
    checkout = Checkout(tmp_path / "checkout")
    failed = checkout.setup("runtime", RETURNDESK_PYTHON="/nowhere/python3.10")
    assert failed.returncode != 0
    assert "/nowhere/python3.10 does not exist" in failed.stderr
    assert not (checkout.folder / ".venv").exists()


@pytest.mark.parametrize("what", ["", "everything"])
def test_it_takes_one_of_two_words(tmp_path, what):
    refused = Checkout(tmp_path / "checkout").setup(what)
    assert (refused.returncode, refused.stderr) == (2, "usage: scripts/setup runtime|development\n")
