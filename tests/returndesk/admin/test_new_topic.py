"""`returndesk new-topic`: a question of one name, written in files of that name alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from returndesk.admin.new_topic import TO_BE_WRITTEN, Asked, new_topic, unwritten
from returndesk.failure import Failure
from returndesk.progress import Progress
from returndesk.project import Project, this_project

PLACES = ("data/nlu", "bot/domain", "tests/conversations", "actions/answers")
#: What the tests of a topic look at; the others need a trained model.
CHECKS = ("tests/test_topics.py", "tests/bot/test_domain.py", "tests/conversations/test_unseen.py")

EXAMPLES = (
    "do you sell gift wrap for a return",
    "must what I send back be gift wrapped again",
    "wrapping paper gone, matters?",
)
UNSEEN = (
    "my aunt tore the ribbon off, will they mind",
    "bow and paper are in the bin, still ok?",
    "Do I need to rewrap the present before it goes to you?",
    "present came wrapped and now it isn't",
    "is a torn bow a problem at the warehouse",
    "the lovely paper got ripped by my kids",
    "should everything look like a gift again",
    "unwrapped it already. too late?",
)


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    for place in PLACES:
        (tmp_path / place).mkdir(parents=True)
    return Project(tmp_path)


@pytest.fixture
def told() -> Console:
    return Console(record=True, width=160, file=StringIO())


def made(project: Project) -> list[str]:
    return sorted(str(path.relative_to(project.root)) for path in project.root.rglob("*") if path.is_file())


def test_three_files_of_its_name_and_a_list_of_what_to_write(empty: Project, told: Console):
    new_topic(empty, "gift_wrap", Progress(told), asked=Asked.ASK, personal=False, fact="receipt.required")
    assert made(empty) == [f"{place}/gift_wrap.yml" for place in ("bot/domain", "data/nlu", "tests/conversations")]
    shown = told.export_text()
    places = unwritten(empty, [Path(path) for path in made(empty)])
    assert len(places) > 8
    assert all(place in shown for place in places)
    assert "{receipt.required.source}" in (empty.root / "bot/domain/gift_wrap.yml").read_text("utf-8")


def test_a_personal_one_has_an_action_of_its_name_too(empty: Project, told: Console):
    new_topic(empty, "late_label", Progress(told), asked=Asked.REPORT, personal=True, fact=None)
    assert "actions/answers/late_label.py" in made(empty)
    action = (empty.root / "actions/answers/late_label.py").read_text("utf-8")
    assert "class ActionLateLabel(ReturnAction)" in action
    assert 'topics = ("report_late_label",)' in action


@pytest.mark.parametrize(
    "name", ["", "Gift", "gift-wrap", "gift__wrap", "_gift", "../gift", "gift wrap", "g" * 41, "gift\n"]
)
def test_a_name_that_cant_be_a_file_and_an_intent_is_refused(empty: Project, told: Console, name: str):
    with pytest.raises(Failure, match="can't be a topic"):
        new_topic(empty, name, Progress(told), asked=Asked.ASK, personal=False, fact=None)
    assert made(empty) == []


def test_an_unknown_fact_is_named_with_the_known_ones(empty: Project, told: Console):
    with pytest.raises(Failure, match=r'no fact "receipt".*receipt\.required'):
        new_topic(empty, "gift_wrap", Progress(told), asked=Asked.ASK, personal=False, fact="receipt")
    assert made(empty) == []


def test_a_topic_that_is_there_stays_as_it_is(empty: Project, told: Console):
    new_topic(empty, "gift_wrap", Progress(told), asked=Asked.ASK, personal=False, fact=None)
    before = {path: (empty.root / path).read_text("utf-8") for path in made(empty)}
    with pytest.raises(Failure, match=r"already: data/nlu/gift_wrap\.yml"):
        new_topic(empty, "gift_wrap", Progress(told), asked=Asked.REPORT, personal=True, fact=None)
    assert {path: (empty.root / path).read_text("utf-8") for path in made(empty)} == before


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The checkout once more, under version control of its own."""
    here, there = this_project().root, tmp_path_factory.mktemp("copy")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=here,
        capture_output=True,
        check=True,
    )
    names = [name for name in listed.stdout.decode().split("\0") if name and (here / name).is_file()]
    for name in names:
        (there / name).parent.mkdir(parents=True, exist_ok=True)
        (there / name).write_bytes((here / name).read_bytes())
    (there / "models").symlink_to(here / "models")
    git(there, "init", "--quiet")
    git(there, "add", "--all")
    git(there, "-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "-m", "as it was")
    yield Project(there)


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def checked(project: Project) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *CHECKS]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "RASA_TELEMETRY_ENABLED": "false"}
    return subprocess.run(command, cwd=project.root, env=environment, capture_output=True, text=True, check=False)


def fill_in(project: Project, name: str) -> None:
    """What a person writes, for a topic made with `--personal` and a fact."""
    nlu = project.root / "data/nlu" / f"{name}.yml"
    kept = [line for line in nlu.read_text("utf-8").splitlines() if TO_BE_WRITTEN not in line]
    at = kept.index("  examples: |") + 1
    nlu.write_text("\n".join([*kept[:at], *(f"    - {text}" for text in EXAMPLES), *kept[at:], ""]), "utf-8")
    domain = project.root / "bot/domain" / f"{name}.yml"
    text = domain.read_text("utf-8")
    text = text.replace(f'"{TO_BE_WRITTEN} the button\'s title"', "Gift wrapping")
    text = text.replace(
        f"{TO_BE_WRITTEN} the answer first, then what to do next.", "The rules don't speak of wrapping."
    )
    domain.write_text(
        text.replace(f"{TO_BE_WRITTEN} what is so for return", "Nothing is noted of it for return"), "utf-8"
    )
    talk = project.root / "tests/conversations" / f"{name}.yml"
    lines = [line for line in talk.read_text("utf-8").splitlines() if f"- {TO_BE_WRITTEN} message" not in line]
    at = lines.index("  examples: |") + 1
    text = "\n".join([*lines[:at], *(f"    - {message}" for message in UNSEEN), *lines[at:], ""])
    text = text.replace(
        f"{TO_BE_WRITTEN} a way to ask it that is not above", "Does it have to be wrapped up nicely again?"
    )
    talk.write_text(text.replace(f"{TO_BE_WRITTEN} words of the answer", "don't speak of wrapping"), "utf-8")
    action = project.root / "actions/answers" / f"{name}.py"
    if action.exists():
        text = action.read_text("utf-8").replace(
            f"{TO_BE_WRITTEN} what this answers for one customer.", "Gift wrapping."
        )
        action.write_text(
            text.replace(f"{TO_BE_WRITTEN} what it looks at and what it says.", "Says what is noted."), "utf-8"
        )


def test_filled_in_it_passes_and_touches_files_of_its_own_name_alone(copy: Project, told: Console):
    new_topic(copy, "gift_wrap", Progress(told), asked=Asked.ASK, personal=True, fact="request.steps")
    skeleton = checked(copy)
    failed = sorted(line.split(" - ")[0] for line in skeleton.stdout.splitlines() if line.startswith("FAILED"))
    assert failed == ["FAILED tests/test_topics.py::test_nothing_is_left_to_be_written"], skeleton.stdout[-4000:]
    assert "data/nlu/gift_wrap.yml:6: first of at least 60 ways" in skeleton.stdout
    fill_in(copy, "gift_wrap")
    done = checked(copy)
    assert done.returncode == 0, done.stdout[-4000:]
    changed = [line[3:] for line in git(copy.root, "status", "--porcelain").splitlines()]
    assert changed == [
        "actions/answers/gift_wrap.py",
        "bot/domain/gift_wrap.yml",
        "data/nlu/gift_wrap.yml",
        "tests/conversations/gift_wrap.yml",
    ]
