"""The store as `returndesk up` prepares it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from actions.demo.seed import Seeding
from actions.store.import_export.exchange import export_document, import_document
from core.conversations.turn_records import NewEvent
from core.settings import load_settings
from returndesk import store_address
from returndesk.admin import store
from returndesk.failure import Failure

NOW = "2026-10-13T10:00:00Z"
LATER = "2026-10-20T10:00:00Z"
EMPTY = {"customers": [], "orders": [], "returns": []}
MINE = {
    **EMPTY,
    "customers": [{"id": "C1", "email": "a@b.example", "country": "ES", "timezone": "Europe/Madrid", "locale": "en"}],
}


pytestmark = pytest.mark.embedded("about the store that comes with the program")


@pytest.fixture
def prepare(project):
    """Prepares the embedded store, or another, and gives what it then holds."""

    def run(now=NOW, url=None, **settings):
        loaded = load_settings(database_url=url or store_address.embedded_url(project), now=now, **settings)
        engine, seeding = store.prepare(project, loaded)
        return seeding.written, export_document(engine)

    return run


def test_an_empty_embedded_store_gets_the_demo_shop_and_its_carriers_scans(project, prepare):
    seeded, held = prepare()
    assert seeded
    tracking_numbers = {entry["tracking_number"] for entry in held["returns"]}
    assert set(json.loads(project.carrier_scans.read_text(encoding="utf-8"))) <= tracking_numbers
    assert len(tracking_numbers) > 1


def test_a_demo_shop_that_nobody_touched_moves_with_the_clock_and_so_do_the_scans(project, prepare):
    _, before = prepare()
    scans_before = project.carrier_scans.read_text(encoding="utf-8")
    seeded, after = prepare(now=LATER)
    assert seeded
    assert after != before
    assert project.carrier_scans.read_text(encoding="utf-8") != scans_before


def test_a_demo_shop_that_somebody_added_to_stays_with_the_scans_of_its_time(project, prepare):
    prepare()
    import_document(store.open_store(store_address.embedded_url(project)), MINE)
    scans_before = project.carrier_scans.read_text(encoding="utf-8")
    seeded, _ = prepare(now=LATER)
    assert not seeded
    assert project.carrier_scans.read_text(encoding="utf-8") == scans_before


def test_a_demo_shop_that_somebody_talked_in_stays_with_the_scans_of_its_time(project, prepare):
    prepare()
    scans_before = project.carrier_scans.read_text(encoding="utf-8")
    settings = load_settings(database_url=store_address.embedded_url(project))
    store.made_conversations(settings).append("web:ana", [NewEvent("user", 1.0, None, None, "{}")], 1.0)
    _, seeding = store.prepare(project, load_settings(database_url=store_address.embedded_url(project), now=LATER))
    assert seeding == Seeding(written=False, kept_from=date(2026, 10, 13))
    assert project.carrier_scans.read_text(encoding="utf-8") == scans_before


def test_a_store_with_data_of_its_own_gets_no_demo_shop(project, prepare):
    import_document(store.open_store(store_address.embedded_url(project)), MINE)
    seeded, held = prepare()
    assert (seeded, held) == (False, MINE)
    assert not project.carrier_scans.exists()


def test_no_demo_data_leaves_an_empty_store_empty(project, prepare):
    assert prepare(demo_data=False) == (False, EMPTY)


def test_a_store_that_is_named_gets_no_demo_shop(tmp_path, prepare):
    assert prepare(url=f"sqlite:///{tmp_path / 'named.db'}") == (False, EMPTY)


def test_a_path_is_made_absolute_and_a_server_left_as_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert store_address.absolute_url("sqlite:///mine.db") == f"sqlite:///{tmp_path / 'mine.db'}"
    assert store_address.absolute_url("postgresql://a:b@host/c") == "postgresql://a:b@host/c"


def test_what_is_no_address_is_refused_without_repeating_it():
    with pytest.raises(Failure, match="can't be read") as failure:
        store_address.absolute_url("hidden")
    assert "hidden" not in str(failure.value)


def test_an_address_is_shown_without_its_password(project):
    assert store_address.shown_url(project, "postgresql://a:hidden@host/c") == "postgresql://a:***@host/c"
    assert store_address.shown_url(project, store_address.embedded_url(project)) == ".returndesk/returndesk.db"


def test_a_file_that_can_not_be_replaced_keeps_what_it_held(tmp_path):
    path = tmp_path / "out.json"
    path.mkdir()
    with pytest.raises(Failure, match=r"out\.json can't be written"):
        store.replace_file(path, "text")
    assert path.is_dir()
