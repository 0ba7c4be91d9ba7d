"""Rasa is imported without the packages that this bot has no use for, and says so where one is used after all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.rasa_patches.unused_packages import UNUSED, leave_out

ROOT = Path(__file__).parents[3]
BEGIN = """
from bot.rasa_patches.without_tensorflow import keep_out
from bot.rasa_patches.unused_packages import leave_out
keep_out()
print("left out" if leave_out() else "as it comes")
import sys
import rasa.__main__, rasa.core.run, rasa.cli.run, rasa.core.agent, rasa.core.tracker_store
import rasa.core.channels
"""


def ran(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", BEGIN + code],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
    )


def test_rasa_serves_without_any_code_of_theirs():
    done = ran(
        "print(sorted(name for name, module in sys.modules.items() if getattr(module, '__file__', None)"
        f" and name.partition('.')[0] in {sorted(UNUSED)}))"
    )
    assert done.stdout.splitlines() == ["left out", "[]"], done.stderr


@pytest.mark.parametrize(
    ("use", "named"),
    [
        ("from pymongo.collection import Collection; Collection()", "pymongo.collection.Collection"),
        ("import matplotlib.pyplot as plt; plt.figure()", "matplotlib.pyplot.figure"),
        ("rasa.core.tracker_store.MongoTrackerStore(None)", "pymongo"),
    ],
)
def test_whoever_uses_one_is_told_which_and_what_to_do(use, named):
    done = ran(use)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert "PackageLeftOut" in last and named in last and "RETURNDESK_TENSORFLOW=on" in last


def test_the_switch_brings_them_back():
    assert not leave_out({"RETURNDESK_TENSORFLOW": "on"})


def test_every_package_says_what_it_is_for():
    assert all(UNUSED.values())
