"""Commands about tickets and ratings find the store of an assistant that runs elsewhere."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from typer.testing import CliRunner

from actions.help_desk.ticket import Priority, TicketContent
from actions.help_desk.tickets import Tickets
from actions.store.engine import migrate
from actions.store.feedback import Feedback, Rating
from core.database.engine import open_engine
from returndesk.cli.command import app

NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)


@pytest.mark.embedded("it is about where the embedded store lies")
def test_tickets_and_ratings_are_those_of_the_state_folder_that_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("RETURNDESK_DATABASE_URL", raising=False)
    state = tmp_path / "elsewhere"
    state.mkdir()
    engine = open_engine(f"sqlite:///{state / 'returndesk.db'}")
    migrate(engine)
    opened = Tickets(engine).open("web:a", Priority.NORMAL, TicketContent(), "asks", NOW)
    Feedback(engine).keep(Rating("web:a", "m1.0", "down", "utter_greet", (), NOW))
    engine.dispose()
    shown = CliRunner().invoke(app, ["tickets", "show", opened.ticket.number, "--state", str(state)])
    assert (shown.exit_code, opened.ticket.number in shown.output) == (0, True), shown.output
    rated = CliRunner().invoke(app, ["feedback", "--json", "--state", str(state)])
    assert "utter_greet" in rated.output
