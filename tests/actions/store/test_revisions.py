"""Which schemas this program can work with, and that a migration leaves the version before it working."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from actions.store import migrations
from actions.store.engine import revisions
from core.database.revisions import Revisions

OURS = Revisions(["0001", "0002", "0003"])
#: What takes nothing away from the processes of the version before. `execute` is for triggers, looked at in review.
ADDING = {
    "create_table",
    "create_index",
    "create_unique_constraint",
    "add_column",
    "execute",
    "get_bind",
    "get_context",
}
SCRIPTS = sorted((Path(migrations.__file__).parent / "versions").glob("v*.py"))


@pytest.mark.parametrize("found", ["0003", "0004", "0017"])
def test_its_own_newest_schema_and_newer_ones_will_do(found):
    assert OURS.trouble_with(found) is None


@pytest.mark.parametrize("found", ["0001", "0002", None])
def test_an_older_schema_has_to_be_migrated_first(found):
    assert "run `returndesk migrate`" in (OURS.trouble_with(found) or "")


@pytest.mark.parametrize("found", ["a1b2c3d4", "", "00031", "000x"])
def test_a_schema_of_something_else_is_none_of_ours(found):
    assert OURS.trouble_with(found) == "its schema is of another program"


def test_the_migrations_count_up():
    assert revisions().trouble_with("0001") is not None
    assert revisions().trouble_with("9999") is None


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_migration_has_the_number_that_its_file_is_called_by(script):
    assert f'revision = "{script.stem[1:5]}"' in script.read_text("utf-8").splitlines()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_migration_only_adds_so_that_the_version_before_goes_on_working(script):
    (upgrade,) = [
        node
        for node in ast.parse(script.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name == "upgrade"
    ]
    done = {
        node.func.attr
        for node in ast.walk(upgrade)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "op"
    }
    assert done <= ADDING
