"""What is committed works elsewhere: no index address, no path of one machine, every requirement with its hashes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Put together here, so that this file does not name them itself.
REGISTRY = re.compile(
    r"\b(?:{})\b".format(
        "|".join(
            re.escape(".".join(parts))
            for parts in (
                ("pypi", "org"),
                ("pythonhosted", "org"),
                ("npmjs", "org"),
                ("npmjs", "com"),
                ("deb", "debian", "org"),
            )
        )
    )
)
MACHINE_PATH = re.compile(r"(?<![\w./~$}-])/(?:root|work|home/\w+|Users/\w+|tmp/\w)/")
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)
LOCKS = ("development", "runtime", "tensorflow", "installer")


def committed_texts() -> dict[str, str]:
    names = (
        subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        .stdout.decode()
        .split("\0")
    )
    texts = {}
    for name in filter(None, names):
        raw = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in raw:
            texts[name] = raw.decode("utf-8")
    return texts


def found_in(texts: dict[str, str], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def requirements(name: str) -> str:
    return (ROOT / "requirements" / name).read_text(encoding="utf-8")


def test_no_file_names_a_package_registry():
    assert found_in(committed_texts(), REGISTRY) == []


def test_no_file_holds_a_path_of_one_machine():
    assert found_in(committed_texts(), MACHINE_PATH) == []


def test_the_checks_above_would_see_a_registry_and_a_path():
    planted = {"a": "see https://" + "pypi" + ".org/simple", "b": "cd /" + "home/me/project"}
    assert found_in(planted, REGISTRY) == ["a:1: see https://" + "pypi" + ".org/simple"]
    assert found_in(planted, MACHINE_PATH) == ["b:1: cd /" + "home/me/project"]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_is_pinned_and_hashed(lock):
    entries = re.split(r"\n(?=\S)", requirements(f"{lock}.txt").strip())
    unhashed = [
        entry.splitlines()[0]
        for entry in entries
        if not entry.startswith("#") and not (PINNED.match(entry) and "--hash=sha256:" in entry)
    ]
    assert unhashed == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_all_that_its_ranges_name(lock):
    named = re.findall(r"^([A-Za-z0-9][\w.-]*)", requirements(f"{lock}.in"), re.MULTILINE)
    locked = {name for name, _ in PINNED.findall(requirements(f"{lock}.txt"))}
    assert {re.sub(r"[._]", "-", name.lower()) for name in named} - locked == set()


@pytest.mark.parametrize("lock", ["runtime", "tensorflow"])
def test_what_is_tested_runs_in_the_versions_that_are_served(lock):
    served = set(PINNED.findall(requirements(f"{lock}.txt")))
    assert served - set(PINNED.findall(requirements("development.txt"))) == set()


def test_what_is_served_does_not_install_tensorflow():
    assert [
        name for name, _ in PINNED.findall(requirements("runtime.txt")) if name.startswith(("tensor", "keras"))
    ] == []


@pytest.mark.parametrize(
    "script",
    [
        "scripts/find-python",
        "scripts/install-chromium",
        "scripts/install-firefox",
        "scripts/install-medusa",
        "scripts/install-python",
        "scripts/install-services",
        "scripts/make-secrets",
        "scripts/setup",
        ".ci/run",
    ],
)
def test_a_script_can_be_executed(script):
    assert (ROOT / script).stat().st_mode & 0o111
