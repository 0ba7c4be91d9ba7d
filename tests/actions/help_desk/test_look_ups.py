"""No look-up of the hand-over reads a whole table, however many tickets there have been."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from actions.help_desk.ticket import Priority
from actions.help_desk.writing_signs import WritingSigns
from actions.store.tables.help_desk import OutboxRow, TicketMessageRow, TicketRow


@pytest.mark.embedded("these are SQLite's plans; PostgreSQL's depend on how much is in the store")
def test_every_look_up_of_the_hand_over_is_served_by_an_index(engine, tickets, outbox, content, now):
    plans = []

    def explain(connection, cursor, statement, parameters, context, executemany):
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            plan = connection.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend((statement, row[-1]) for row in plan)

    event.listen(engine, "before_cursor_execute", explain)
    ticket = tickets.open("web:1", Priority.NORMAL, content, "", now).ticket
    tickets.pass_on("web:1", "m1", "hello", now)
    tickets.reply(ticket.number, "d1", "good day", now)
    tickets.message_for("web:1", 2)
    tickets.messages(ticket.number)
    tickets.find(token=ticket.token)
    tickets.find(reference="4711")
    tickets.latest_of("web:1")
    outbox.failed(outbox.take(), "down")
    outbox.delivered(outbox.take())
    signs = WritingSigns(engine)
    signs.customer_writes("web:1", now)
    signs.person_writes(ticket.number, "mia", now)
    signs.take(now)
    tickets.go_back("web:1", "went back", now)
    tickets.close(ticket.number, now)

    assert len({statement for statement, _ in plans}) >= 14
    scans = [(statement, step) for statement, step in plans if step.startswith("SCAN")]
    assert [(statement, step) for statement, step in scans if "INDEX" not in step and "CONSTANT" not in step] == []
    used = {word for _, step in plans for word in step.split() if word.startswith("ix_")}
    # Of old tickets and of one customer's, `returndesk purge` and `forget` ask; of a message's row, its deletion; of a
    # day's tickets, the daily report.
    others = {
        "ix_tickets_customer_id",
        "ix_tickets_closed_at",
        "ix_tickets_opened_at",
        "ix_help_desk_outbox_message_seq",
    }
    indexes = {index.name for row in (TicketRow, TicketMessageRow, OutboxRow) for index in row.__table__.indexes}
    assert used >= indexes - others
