"""A change becomes a commit on a branch of its own, and nothing else of the checkout changes."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import pytest

from returndesk.branch import Author, Checkout, NameTaken
from returndesk.failure import Failure

NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
MIA = Author("mia")


def git(folder, *words):
    done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A checkout with a commit, a change that is staged, one that is not, and a file that git does not know."""
    # The machine's own settings of git, and who uses it, must not matter.
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    root = tmp_path / "a checkout"
    (root / "policy").mkdir(parents=True)
    for name, text in {"policy/facts.yml": "value: 1\n", "other.yml": "a\n", "third.yml": "b\n", "run": "x\n"}.items():
        (root / name).write_text(text)
    (root / "run").chmod(0o755)
    git(root.parent, "init", "-q", "-b", "main", str(root))
    git(root, "add", ".")
    git(root, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "first")
    (root / "other.yml").write_text("changed\n")
    (root / "third.yml").write_text("staged\n")
    git(root, "add", "third.yml")
    (root / "unknown.yml").write_text("new\n")
    return root


def state(root):
    """What must stay: what is checked out, what is staged and what is not, and every file."""
    files = {each: each.read_bytes() for each in root.rglob("*") if each.is_file() and ".git" not in each.parts}
    index = git(root, "ls-files", "--stage")
    return git(root, "status", "--porcelain"), git(root, "symbolic-ref", "HEAD"), index, files


def keep(root, texts, branch="people/change-2026-10-13", author=MIA, words="Change it\n"):
    return Checkout(root).keep({root / name: text for name, text in texts.items()}, branch, words, NOW, author)


def test_a_branch_has_one_commit_of_the_person_and_the_checkout_stays_as_it_is(repository):
    before = state(repository)
    commit = keep(repository, {"policy/facts.yml": "value: 2\n", "policy/new.yml": "é: ü\n"})
    assert state(repository) == before
    assert git(repository, "rev-parse", "people/change-2026-10-13").strip() == commit
    assert git(repository, "log", "--format=%an %ae %aI %s", "main..people/change-2026-10-13") == (
        "mia mia@people.invalid 2026-10-13T10:00:00+00:00 Change it\n"
    )
    changed = git(repository, "diff", "--name-status", "main", commit)
    assert changed == "M\tpolicy/facts.yml\nA\tpolicy/new.yml\n"
    assert git(repository, "show", f"{commit}:policy/new.yml") == "é: ü\n"
    git(repository, "fsck", "--strict")


def test_it_applies_as_the_patch_does(repository):
    commit = keep(repository, {"policy/facts.yml": "value: 2\r\n"})
    assert git(repository, "diff", "main", commit).splitlines()[-2:] == ["-value: 1", "+value: 2"]
    git(repository, "merge", "-q", "--ff-only", "people/change-2026-10-13")
    assert (repository / "policy" / "facts.yml").read_bytes() == b"value: 2\r\n"
    assert (repository / "other.yml").read_text() == "changed\n"


def test_a_file_keeps_whether_it_can_be_run(repository):
    commit = keep(repository, {"run": "y\n"})
    assert git(repository, "ls-tree", commit, "run").startswith("100755")


@pytest.mark.parametrize("name", ["other.yml", "third.yml", "unknown.yml"], ids=["changed", "staged", "unknown"])
def test_what_is_not_committed_of_the_same_file_refuses_it_by_name(repository, name):
    before = state(repository)
    with pytest.raises(Failure, match=f"not committed in {name}; commit or undo"):
        keep(repository, {"policy/facts.yml": "value: 2\n", name: "mine\n"})
    assert git(repository, "branch", "--format=%(refname:short)") == "main\n"
    assert state(repository) == before


def test_a_branch_that_is_there_is_left_as_it_is(repository):
    first = keep(repository, {"policy/facts.yml": "value: 2\n"})
    with pytest.raises(Failure, match="people/change-2026-10-13 is there already"):
        keep(repository, {"policy/facts.yml": "value: 3\n"})
    assert git(repository, "rev-parse", "people/change-2026-10-13").strip() == first


@pytest.mark.parametrize(
    ("there", "free"),
    [
        (["people"], "people-change-2026-10-13"),
        (["people", "people-change-2026-10-13"], "people-change-2026-10-13-2"),
        (["people/change-2026-10-13"], "people/change-2026-10-13-2"),
        (["people/change-2026-10-13", "people/change-2026-10-13-2"], "people/change-2026-10-13-3"),
        (["people/change-2026-10-13/mine"], "people/change-2026-10-13-2"),
    ],
)
def test_a_name_that_another_branch_takes_or_is_in_the_way_of_is_refused_with_a_free_one(repository, there, free):
    for name in there:
        git(repository, "branch", name)
    with pytest.raises(NameTaken, match=f"{there[0]}.*; the name {free} is free$") as refused:
        keep(repository, {"policy/facts.yml": "value: 3\n"})
    assert refused.value.free == free and "update-ref" not in str(refused.value)
    assert keep(repository, {"policy/facts.yml": "value: 3\n"}, free)


def test_the_branch_that_is_checked_out_may_be_in_the_way(repository):
    git(repository, "checkout", "-q", "-b", "people")
    with pytest.raises(NameTaken, match=r"git takes no branch people/change-2026-10-13 beside one named people"):
        keep(repository, {"policy/facts.yml": "value: 3\n"})


def test_of_many_at_once_one_makes_the_branch(repository):
    def one(number):
        try:
            return keep(repository, {"policy/facts.yml": f"value: {number}\n"})
        except Failure:
            return None

    with ThreadPoolExecutor(4) as threads:
        made = [commit for commit in threads.map(one, range(4)) if commit]
    assert git(repository, "rev-parse", "people/change-2026-10-13").split() == made


@pytest.mark.parametrize("branch", ["a..b", "-d", "a.lock", "a b", "@{-1}", "", "a//b", "a~1"])
def test_a_name_that_git_does_not_take_is_refused(repository, branch):
    with pytest.raises(Failure, match="git check-ref-format"):
        keep(repository, {"policy/facts.yml": "value: 2\n"}, branch)
    assert git(repository, "branch", "--format=%(refname:short)") == "main\n"


def test_a_folder_of_a_checkout_is_one_and_another_is_none(repository, tmp_path):
    assert Checkout(repository).is_there and Checkout(repository / "policy").is_there
    assert not Checkout(tmp_path).is_there
    commit = Checkout(repository / "policy").keep({repository / "policy/facts.yml": "z\n"}, "b", "c", NOW, MIA)
    assert git(repository, "show", f"{commit}:policy/facts.yml") == "z\n"
    with pytest.raises(Failure, match="git rev-parse: fatal: not a git repository"):
        keep(tmp_path, {"x": "y"})


def test_without_git_somebody_is_told_to_take_the_patch(repository, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Failure, match="git is not installed here; take the patch"):
        keep(repository, {"policy/facts.yml": "value: 2\n"})


def test_a_repository_without_a_commit_is_refused(tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "x").write_text("y")
    with pytest.raises(Failure, match="git rev-parse"):
        keep(tmp_path, {"x": "z"})


def test_what_the_surroundings_say_of_another_repository_does_not_count(repository, tmp_path, monkeypatch):
    git(tmp_path, "init", "-q", "other")
    for name in ("GIT_DIR", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "other" / ".git" / ("index" if "INDEX" in name else "")))
    commit = keep(repository, {"policy/facts.yml": "value: 2\n"})
    monkeypatch.undo()
    assert git(repository, "rev-parse", "people/change-2026-10-13").strip() == commit


def test_a_hook_of_the_repository_does_not_run(repository):
    hook = repository / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntouch ran\nexit 1\n")
    hook.chmod(0o755)
    keep(repository, {"policy/facts.yml": "value: 2\n"})
    assert not (repository / "ran").exists()


@pytest.mark.parametrize("name", ["Ana <ana@evil.example>", "a\nb", "--help", "名"])
def test_a_name_is_a_name_whatever_is_in_it(repository, name):
    commit = keep(repository, {"policy/facts.yml": "value: 2\n"}, author=Author(name))
    (author,) = git(repository, "log", "-1", "--format=%an", commit).splitlines()
    assert author and "<" not in author
