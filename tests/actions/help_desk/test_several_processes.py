"""Two processes on one database, SQLite and PostgreSQL: one ticket a conversation, and nothing delivered twice."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import datetime, timezone
from pathlib import Path

from actions.help_desk.outbox import Outbox
from actions.help_desk.ticket import Priority, TicketContent
from actions.help_desk.tickets import Tickets
from core.database.engine import open_engine

WORKER = Path(__file__).with_name("outbox_worker.py")
ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 10, 16, tzinfo=timezone.utc)


def in_two_processes(url: str, folder: Path, *conversations: str) -> Counter[str]:
    """What two workers did that started at the same moment."""
    files = [folder / "one", folder / "two"]
    workers = [
        subprocess.Popen(
            [sys.executable, str(WORKER), url, str(file), *conversations],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT)},
            text=True,
        )
        for file in files
    ]
    try:
        for worker in workers:
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            worker.stdin.write("go\n")
            worker.stdin.flush()
        for worker in workers:
            assert worker.wait(60) == 0
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
    return Counter(line for file in files for line in file.read_text("utf-8").splitlines())


def test_two_processes_deliver_everything_once(shared_url, tmp_path):
    engine = open_engine(shared_url)
    tickets = Tickets(engine, "webhook")
    for count in range(30):
        tickets.open(f"web:{count}", Priority.NORMAL, TicketContent(), "", NOW)
        tickets.pass_on(f"web:{count}", "m1", "hello", NOW)
    done = in_two_processes(shared_url, tmp_path)

    assert len(done) == 60
    assert set(done.values()) == {1}
    assert Outbox(engine).waiting() == {}
    engine.dispose()


def test_two_processes_open_one_ticket_for_a_conversation(shared_url, tmp_path):
    conversations = [f"web:{count}" for count in range(20)]
    done = in_two_processes(shared_url, tmp_path, *conversations)

    assert {what: count for what, count in done.items() if what.startswith("opened")} == {
        f"opened {conversation}": 1 for conversation in conversations
    }
    assert sum(count for what, count in done.items() if what.startswith("delivered")) == 20
    engine = open_engine(shared_url)
    assert len(Tickets(engine).listed()) == 20
    engine.dispose()


def test_a_redelivered_message_is_added_once_on_either_database(shared_url):
    engine = open_engine(shared_url)
    tickets, outbox = Tickets(engine, "webhook"), Outbox(engine)
    number = tickets.open("web:1", Priority.HIGH, TicketContent(), "", NOW).ticket.number
    for _ in range(2):
        tickets.pass_on("web:1", "m1", "hello", NOW)
        tickets.reply(number, "d1", "good day", NOW)
    tickets.go_back("web:1", "went back", NOW)
    assert tickets.open("web:1", Priority.HIGH, TicketContent(), "again", NOW).ticket.listening
    assert tickets.close(number, NOW)

    assert [message.words for message in tickets.messages(number)] == ["hello", "good day", "went back", "again"]
    assert outbox.waiting() == {1: ""}
    delivered = []
    while (delivery := outbox.take()) is not None:
        delivered.append((delivery.target.value, delivery.kind.value))
        outbox.delivered(delivery)
    assert sorted(delivered) == [
        ("customer", "closed"),
        ("customer", "message"),
        *([("help_desk", "message")] * 3),
        ("help_desk", "open"),
    ]
    engine.dispose()
