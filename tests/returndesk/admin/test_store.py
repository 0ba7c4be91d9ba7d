"""The store as `returndesk up` prepares it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from actions.demo.seed import Seeding
from actions.help_desk.agent_tickets import AgentTickets
from actions.help_desk.ticket import Priority, TicketContent
from actions.help_desk.tickets import Tickets
from actions.photos.photos import Photos
from actions.store.import_export.exchange import export_document, import_document
from core.clock import parse_instant
from core.conversations.turn_records import NewEvent
from core.identifiers import number_key
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
        where = {"database_url": url or store_address.embedded_url(project), "photos_dir": project.state / "photos"}
        loaded = load_settings(now=now, **{**where, **settings})
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
    where = {"database_url": store_address.embedded_url(project), "photos_dir": project.state / "photos"}
    settings = load_settings(**where)
    store.made_conversations(settings).append("web:ana", [NewEvent("user", 1.0, None, None, "{}")], 1.0)
    _, seeding = store.prepare(project, load_settings(now=LATER, **where))
    assert seeding == Seeding(written=False, kept_from=date(2026, 10, 13))
    assert project.carrier_scans.read_text(encoding="utf-8") == scans_before


@pytest.fixture
def photos(project):
    """What the embedded store has of photos, as those who answer see it."""
    where = {"database_url": store_address.embedded_url(project), "photos_dir": project.state / "photos"}
    return Photos.for_settings(load_settings(**where), store.open_store(where["database_url"]))


def waiting(project):
    return Tickets(store.open_store(store_address.embedded_url(project))).listed()


def embedded(project):
    return load_settings(database_url=store_address.embedded_url(project))


def files_in(project):
    return {path.name.partition(".")[0] for path in (project.state / "photos").rglob("*") if path.is_file()}


def test_somebody_of_the_demo_shop_waits_for_a_person_with_a_photo(project, prepare, photos):
    prepare()
    (ticket,) = waiting(project)
    assert (ticket.number, ticket.content.return_number) == ("T1000", "R6006")
    assert (ticket.content.email, ticket.listening) == ("felix@example.com", True)
    (photo,) = photos.stored.of_conversation(ticket.conversation)
    assert (photo.media_type, photo.return_key) == ("image/jpeg", number_key("R6006"))
    assert "cracked" in photo.caption
    assert Image.open(BytesIO(photos.part(photo.name, 0).content)).format == "JPEG"
    assert [photo.name] == [each.name for each in photos.stored.of_return(number_key("R6006"))]


def test_the_waiting_request_moves_with_the_demo_shop_and_leaves_no_file_behind(project, prepare, photos):
    prepare()
    (before,) = waiting(project)
    assert prepare(now=LATER)[0]
    (after,) = waiting(project)
    assert after.opened_at - before.opened_at == timedelta(days=7)
    assert {photo.name for photo in photos.stored.of_conversation(after.conversation)} == files_in(project)
    assert len(files_in(project)) == 1
    said = [json.loads(each) for each in store.made_conversations(embedded(project)).all_events(after.conversation)]
    assert [each["text"] for each in said if "text" in each] == [line.words for line in after.content.transcript]
    assert max(each["timestamp"] for each in said) < after.opened_at.timestamp()
    assert prepare(now=LATER)[0] is False
    assert waiting(project) == (after,)


@pytest.mark.parametrize("deed", ["claim", "close", "note"])
def test_who_has_done_something_about_the_waiting_request_has_used_the_demo_shop(project, prepare, deed):
    prepare()
    desk = AgentTickets(store.open_store(store_address.embedded_url(project)))
    now = parse_instant(NOW)
    if deed == "close":
        desk.close("T1000", now)
    else:
        desk.claim("T1000", "mia", now)
        if deed == "note":
            desk.note("T1000", "mia", "call the seller", now)
    before = waiting(project)
    assert prepare(now=LATER)[0] is False
    assert waiting(project) == before


def test_without_a_place_for_photos_the_request_waits_without_one(project, prepare, tmp_path, photos):
    (tmp_path / "a file").write_bytes(b"")
    assert prepare(photos_dir=tmp_path / "a file" / "photos")[0]
    (ticket,) = waiting(project)
    assert photos.stored.of_conversation(ticket.conversation) == []


def test_the_first_visitor_who_asks_for_a_person_gets_the_first_number(project, prepare):
    prepare()
    desk = Tickets(store.open_store(store_address.embedded_url(project)))
    assert desk.open("web:a", Priority.NORMAL, TicketContent(), "", parse_instant(NOW)).ticket.number == "T1001"


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
