"""What docs/connect.md tells a shop to type does what the page says."""

from __future__ import annotations

import re
import shlex
import sys
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path

import pytest
import yaml

from actions.store.engine import migrate
from actions.store.import_export.exchange import export_document
from core.clock import parse_instant
from core.database.engine import open_engine
from policy.model import EventType, ReturnEvent
from policy.status import Status, return_state
from returndesk.cli.command import main
from returndesk.spreadsheet.mapping import load_mapping

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "connect.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\.venv/bin/(returndesk import .*)$", PAGE, re.MULTILINE)


@pytest.fixture
def store_after(new_database, monkeypatch, capsys):
    """Runs the page's commands one after the other, and gives what the store holds and what each said."""
    url = new_database()
    engine = open_engine(url)
    migrate(engine)

    def run():
        said = []
        for command in COMMANDS:
            with monkeypatch.context() as patch:
                patch.chdir(ROOT)
                patch.setattr(sys, "argv", [*shlex.split(command), "--database-url", url])
                patch.setenv("NO_COLOR", "1")
                patch.setenv("COLUMNS", "200")
                with suppress(SystemExit):
                    main()
            written = capsys.readouterr()
            said.append((written.out + written.err, export_document(engine)))
        return said

    yield run
    engine.dispose()


def test_the_pages_commands_show_import_and_update_the_example(store_after):
    (dry, nothing), (imported, held), (again, same), (orders, _), (returns, both) = store_after()
    assert "nothing was written" in dry
    assert not any(nothing.values())
    assert "Imported 10 customers, 20 orders, 8 returns" in imported
    assert "0 new events" in again
    assert held == same
    assert (len(held["orders"]), len(held["returns"])) == (20, 8)
    assert "Imported 6 customers, 17 orders, 0 returns" in orders
    assert "new: 0 customers, 0 orders, 8 returns" in returns
    assert (len(both["orders"]), len(both["returns"])) == (37, 16)


def test_the_examples_returns_stand_where_its_sheet_says(store_after):
    held = store_after()[-1][1]
    now = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
    stands = {}
    for each in held["returns"]:
        events = [ReturnEvent(EventType(event["type"]), parse_instant(event["at"])) for event in each["events"]]
        stands[each["number"]] = return_state(events, now)
    assert stands["R20451"].status is Status.REFUND_ISSUED
    # Its refund's cell says 17 September 2026 without a time; noon in Madrid was ten o'clock UTC.
    assert stands["R20451"].since == datetime(2026, 9, 17, 10, tzinfo=timezone.utc)
    assert stands["R20458"].status is Status.REQUESTED


def test_the_mapping_that_the_page_shows_can_be_read(tmp_path):
    (shown,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "map.yml"
    path.write_text(shown, encoding="utf-8")
    assert load_mapping(path).tables[0].parts.keys() == {"customer", "order", "item"}
    assert yaml.safe_load(shown)["decimal_sign"] == ","
