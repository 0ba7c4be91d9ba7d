"""Rasa is imported without the packages that this bot has no use for, and says so where one is used after all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.rasa_patches.unused_packages import DISPENSABLE, UNUSED, leave_out

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
        f" and any((name + '.').startswith(each + '.') for each in {sorted({**UNUSED, **DISPENSABLE})})))"
    )
    assert done.stdout.splitlines() == ["left out", "[]"], done.stderr


@pytest.mark.parametrize(
    ("use", "named"),
    [
        ("from pymongo.collection import Collection; Collection()", "pymongo.collection.Collection"),
        ("import matplotlib.pyplot as plt; plt.figure()", "matplotlib.pyplot.figure"),
        ("rasa.core.tracker_store.MongoTrackerStore(None)", "pymongo"),
        ("from slack_sdk.web.async_client import AsyncWebClient; AsyncWebClient()", "Rasa's own Slack channel"),
        ("import spacy; spacy.info()", "spaCy's command line"),
    ],
)
def test_whoever_uses_one_is_told_which_and_what_to_do(use, named):
    done = ran(use)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert "PackageLeftOut" in last and named in last and "RETURNDESK_TENSORFLOW=on" in last


def test_what_lies_beside_an_unused_part_of_a_package_is_there():
    done = ran(
        "from slack_sdk.signature import SignatureVerifier; print(SignatureVerifier('s').is_valid('', '1', 'v0'))"
    )
    assert done.stdout.splitlines()[-1] == "False", done.stderr


def test_what_libraries_do_without_is_as_if_not_installed():
    done = ran(f"import structlog.dev; print(structlog.dev.rich); import {sorted(DISPENSABLE)[0]}")
    assert done.stdout.splitlines()[-1] == "None"
    assert done.stderr.strip().splitlines()[-1].startswith("ModuleNotFoundError")


def test_the_switch_brings_them_back():
    assert not leave_out({"RETURNDESK_TENSORFLOW": "on"})


def test_every_package_says_what_it_is_for():
    assert all({**UNUSED, **DISPENSABLE}.values())
