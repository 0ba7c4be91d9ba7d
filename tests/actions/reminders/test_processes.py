"""Two processes on one database, SQLite and PostgreSQL: everybody is reminded, and nobody twice."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

from reminder_endpoint import SECRET
from reminder_shop import ASKED_AT, REMIND_AT, document

from actions.store.import_export.exchange import import_document
from actions.store.reminder_wishes import ReminderWishes
from core.database.engine import open_engine

WORKER = Path(__file__).with_name("reminder_process.py")
ROOT = Path(__file__).parents[3]
RETURNS = 20
#: The status that they know, so that only the date is left to remind of.
KNOWN = "label_issued:20261009T120000.000000Z"


def remind_in_two_processes(database_url: str, bot_url: str, now: str) -> list[int]:
    """How many reminders each of two workers sent that started at the same moment."""
    command = [sys.executable, str(WORKER), database_url, bot_url, SECRET, now]
    workers = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, text=True
        )
        for _ in range(2)
    ]
    try:
        for worker in workers:
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            worker.stdin.write("go\n")
            worker.stdin.flush()
        said = [int(worker.stdout.readline()) for worker in workers]
        assert [worker.wait(60) for worker in workers] == [0, 0]
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
    return said


def test_two_processes_remind_of_everything_once(shared_url, endpoint):
    engine = open_engine(shared_url)
    import_document(engine, document(RETURNS))
    wishes = ReminderWishes(engine)
    numbers = [f"R{3000 + count}" for count in range(RETURNS)]
    wishes.turn_on("telegram:1", "ana", [(number, KNOWN) for number in numbers], ASKED_AT)

    said = remind_in_two_processes(shared_url, endpoint.url, REMIND_AT.isoformat())

    assert Counter(endpoint.keys) == {f"ship_by:{number}:2026-10-14": 1 for number in numbers}
    assert sum(said) == RETURNS
    again = remind_in_two_processes(shared_url, endpoint.url, REMIND_AT.isoformat())
    assert again == [0, 0]
    engine.dispose()
