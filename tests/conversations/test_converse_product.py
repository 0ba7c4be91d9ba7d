"""`returndesk converse` with the running product: many cases at a time, a wrong answer, and an assistant of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conversation_product import CASES_FOLDER, NOW, ROOT, SCANS, STORE, Product, carrier, product
from databases import Databases
from own_environment import own_environment

pytestmark = pytest.mark.served

WRONG = """\
test_cases:
- test_case: how long a refund takes
  steps:
  - user: How many days does it normally take until I have my cash back?
    assertions:
    - bot_uttered:
        text_matches: 2 to 5 business days
"""
WORLD = f"""\
fixtures:
- october:
    returndesk_store: {STORE}
    returndesk_scans: {SCANS}
    returndesk_now: {NOW}
test_cases:
- test_case: what the store and the carrier know
  fixtures: [october]
  steps:
  - user: R1017, felix@example.com
  - user: the page does not show that I handed in my box
    assertions:
    - bot_uttered:
        text_contains: Hamburg, parcel centre
- test_case: what day it is
  fixtures: [october]
  steps:
  - user: I ordered 80 days ago, can I still return?
    assertions:
    - bot_uttered:
        text_contains: 10 days left
"""


def converse(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "returndesk", "converse", *map(str, arguments)],
        cwd=ROOT,
        env={**own_environment(), "COLUMNS": "160"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


def test_cases_pass_side_by_side_and_are_reported(databases: Databases, tmp_path: Path) -> None:
    """On a server all of them; in files `test_conversation_coverage` has them all, and here are the journeys."""
    cases = CASES_FOLDER if databases.served else CASES_FOLDER / "journeys"
    report = tmp_path / "junit.xml"
    with carrier(tmp_path) as parcels, product(tmp_path, parcels, databases) as fresh:
        done = converse(cases, "--server", fresh.webhook, "--jobs", 4, "--junit", report)
    assert done.returncode == 0, done.stdout
    root = ElementTree.parse(report).getroot()  # noqa: S314  # written a moment ago
    assert int(root.get("tests", "0")) >= 60
    assert root.get("failures") == root.get("errors") == root.get("skipped") == "0"


def test_a_wrong_answer_stands_beside_the_expected_one(running_product: Product, tmp_path: Path) -> None:
    file = tmp_path / "mine.yml"
    file.write_text(WRONG, encoding="utf-8")
    done = converse(file, "--server", running_product.webhook)
    assert done.returncode == 1
    (row,) = [line for line in done.stdout.splitlines() if "2 to 5 business days" in line]
    expected, actual = (cell.strip() for cell in row.split("│")[2:4])
    # Two messages came, and neither is nearer to it than the other.
    assert expected == "matches: 2 to 5 business days"
    assert "3 to 20 business days" in actual
    assert f"{file}:6" in done.stdout


def test_a_signed_session_takes_the_same_conversation(running_product: Product) -> None:
    done = converse(CASES_FOLDER / "journeys" / "fees.yml", "--server", running_product.webhook, "--session")
    assert done.returncode == 0, done.stdout


def test_cases_that_name_store_and_clock_get_an_assistant_of_their_own(
    running_product: Product, tmp_path: Path
) -> None:
    """Beside the one that runs, which neither its ports nor its state folder may meet."""
    file = tmp_path / "mine.yml"
    file.write_text(WORLD, encoding="utf-8")
    done = converse(file)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Starting an assistant for 2 cases" in done.stdout
    assert "2 passed" in done.stdout
    assert running_product.conversation().text("Good morning to you")
