"""No page of the application for people reads all of a table that grows with the shop."""

from __future__ import annotations

import pytest
from rich.console import Console
from sqlalchemy import event
from sqlalchemy.engine import Engine

from lab.people_pages import command
from returndesk.progress import Progress

#: What is few whatever a shop's size: what waits to be delivered, who is signed in, what a candidate was asked about,
#: what tables and indexes there are, and what a statement has found before.
FEW = {"sqlite_master", "help_desk_outbox", "people_sessions", "label_trials", "each", "anon_1", "anon_2"}


@pytest.fixture
def steps(tmp_path, monkeypatch):
    """The steps of SQLite's plan for each statement that a page sends, by the statement."""
    monkeypatch.delenv("RETURNDESK_CONVERSATIONS_URL", raising=False)
    sent, timed = {}, command._timed

    def note(connection, _cursor, statement, parameters, _context, _many):
        if statement.lstrip().startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            sent[statement] = (connection.engine, parameters)

    async def noted(services, rounds):
        event.listen(Engine, "before_cursor_execute", note)
        try:
            return await timed(services, rounds)
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    monkeypatch.setattr(command, "_timed", noted)
    command.measure(tmp_path, 60, 1, Progress(Console(quiet=True)))
    found = {}
    for statement, (engine, parameters) in sent.items():
        with engine.connect() as connection:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        found[statement] = [row[-1] for row in rows]
    return found


@pytest.mark.embedded("these are SQLite's plans; PostgreSQL's depend on how much is in the store")
def test_no_page_reads_a_whole_table_that_grows(steps):
    assert len(steps) > 50
    for statement, plan in steps.items():
        whole = [step for step in plan if step.startswith("SCAN") and step.split()[1] not in FEW]
        # The latest, so many and no more, in the order of a key or of an index.
        assert "LIMIT" in statement or whole == [], statement
        assert not whole or "anon_1" in statement or "USE TEMP B-TREE FOR ORDER BY" not in plan, statement


@pytest.mark.embedded("these are SQLite's plans; PostgreSQL's depend on how much is in the store")
def test_no_page_sorts_all_tickets_to_show_the_last(steps):
    sorted_ones = [each for each, plan in steps.items() if "LIMIT" in each and "USE TEMP B-TREE FOR ORDER BY" in plan]
    assert [each for each in sorted_ones if "FROM tickets" in each] == []
