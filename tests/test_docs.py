"""Every path that the documentation names is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOPS = (
    "actions",
    "bot",
    "core",
    "data",
    "deploy",
    "docs",
    "evaluation",
    "lab",
    "policy",
    "requirements",
    "returndesk",
    "scripts",
    "tests",
    "widget",
)
NAMED = re.compile(rf"(?<![\w./{{$-])(?:{'|'.join(TOPS)})/[\w./-]*\w/?")
#: What an operator makes, or an address rather than a file.
MADE = frozenset({"deploy/.env", "deploy/secrets", "deploy/secrets/", "widget/node_modules"})
PAGES = [
    name
    for name in subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    # What was, stays named as it was.
    if name != "CHANGELOG.md" and (ROOT / name).is_file()
]


def paths_in(text: str) -> set[str]:
    return set(NAMED.findall(text))


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_exists(page: str):
    named = paths_in((ROOT / page).read_text(encoding="utf-8")) - MADE
    assert sorted(path for path in named if not (ROOT / path).exists() and "NAME" not in path) == []


def test_links_between_pages_lead_somewhere():
    dead = []
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", (ROOT / page).read_text(encoding="utf-8")):
            if not (ROOT / page).parent.joinpath(target).exists():
                dead.append(f"{page}: {target}")
    assert dead == []


def test_a_path_that_is_not_there_would_be_found():
    assert paths_in("see `bot/gateway/turns.py` and [it](docs/nlu.md), not x/bot/channels") == {
        "bot/gateway/turns.py",
        "docs/nlu.md",
    }


def test_the_page_on_the_house_names_every_package_and_every_room():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {f"{path.parent.name}/" for top in ("actions", "bot") for path in (ROOT / top).glob("*/__init__.py")}
    assert {room for room in rooms if f"`{room}`" not in text} == set()
    assert [top for top in ("policy", "core", "actions", "bot", "returndesk", "lab") if f"`{top}/`" not in text] == []
