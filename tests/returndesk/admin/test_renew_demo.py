"""renew-demo as someone at a terminal uses it."""

from __future__ import annotations

import json
import sys

import pytest
from typer.testing import CliRunner

from actions.demo.damaged_item import damaged_item
from actions.demo.demo_data import demo_document, demo_scans
from actions.demo.waiting_request import CONVERSATION
from actions.help_desk.ticket import Priority, TicketContent
from actions.help_desk.tickets import Tickets
from actions.photos.photos import Photos
from actions.store.import_export.exchange import export_document, import_document
from core.clock import parse_instant
from core.conversations.turn_records import NewEvent
from core.settings import load_settings
from returndesk import store_address
from returndesk.admin import store
from returndesk.cli.command import app, main
from returndesk.project import Project, this_project

YESTERDAY, TODAY = "2026-10-13T10:00:00Z", "2026-10-14T10:00:00Z"

pytestmark = pytest.mark.embedded("about the store that comes with the program")


class Shop:
    """A state folder with the demo shop of yesterday, in which somebody talked and was given a ticket."""

    def __init__(self, project: Project) -> None:
        self.project = project
        where = {"database_url": store_address.embedded_url(project), "photos_dir": project.state / "photos"}
        settings = load_settings(now=YESTERDAY, **where)
        self.engine, _ = store.prepare(project, settings)
        self.conversations = store.made_conversations(settings)
        self.conversations.append("web:ana", [NewEvent("user", 1.0, None, None, "{}")], 1.0)
        self.ticket()

    def ticket(self) -> str:
        opened = Tickets(self.engine).open("web:ana", Priority.NORMAL, TicketContent(), "", parse_instant(YESTERDAY))
        return opened.ticket.number

    def is_of(self, instant: str) -> bool:
        now = parse_instant(instant)
        scans = json.loads(self.project.carrier_scans.read_text(encoding="utf-8"))
        return (export_document(self.engine), scans) == (demo_document(now), demo_scans(now))


@pytest.fixture
def shop(tmp_path, monkeypatch):
    monkeypatch.setenv("RETURNDESK_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", "200")
    return Shop(this_project())


@pytest.fixture
def renew(shop):
    """A function that runs the command, with an answer to what it may ask."""

    def run(*arguments, answer=""):
        return CliRunner().invoke(app, ["renew-demo", "--now", TODAY, *arguments], input=answer)

    return run


@pytest.fixture
def refused(shop, monkeypatch, capsys):
    """A function that runs the command and gives why it was refused."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["returndesk", "renew-demo", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 1
        return capsys.readouterr().err

    return run


def test_it_says_what_goes_and_does_nothing_on_a_dry_run(renew, shop):
    said = renew("--dry-run").output
    assert "The demo shop is of 13 October 2026" in said
    assert "conversations: 1\n" in said
    assert "tickets: 1\n" in said
    assert shop.is_of(YESTERDAY)
    assert sorted(shop.conversations.sender_ids()) == ["web:ana", CONVERSATION]


def test_it_asks_first(renew, shop):
    done = renew(answer="n\n")
    assert "tickets: 1\n" in done.output
    assert "Nothing was deleted" in done.output
    assert (shop.is_of(YESTERDAY), shop.ticket()) == (True, "T1001")


def test_after_a_yes_the_demo_shop_is_of_today_and_numbers_go_on(renew, shop):
    assert renew(answer="y\n").exit_code == 0
    assert shop.is_of(TODAY)
    assert shop.conversations.sender_ids() == [CONVERSATION]
    assert shop.ticket() == "T1002"


def test_again_there_is_nothing_to_ask_about(renew, shop):
    renew("--yes")
    done = renew()
    assert (done.exit_code, "nothing goes with it" in done.output) == (0, True)
    assert shop.is_of(TODAY)


def test_where_nobody_can_be_asked_nothing_is_deleted_and_the_option_is_named(refused, shop, monkeypatch):
    monkeypatch.setattr(sys, "stdin", open("/dev/null", encoding="utf-8"))  # noqa: SIM115, PTH123
    assert "--yes" in refused()
    assert (shop.is_of(YESTERDAY), shop.ticket()) == (True, "T1001")


def test_a_store_with_other_customers_is_refused(refused, shop):
    other = {"id": "C1", "email": "a@b.example", "country": "ES", "timezone": "Europe/Madrid", "locale": "en"}
    import_document(shop.engine, {"customers": [other]})
    assert "another shop" in refused("--yes")
    assert shop.ticket() == "T1001"


def test_a_store_that_is_named_is_refused(refused, shop, monkeypatch, tmp_path):
    monkeypatch.setenv("RETURNDESK_DATABASE_URL", f"sqlite:///{tmp_path / 'mine.db'}")
    assert "a store of your own" in refused("--yes")
    assert not (tmp_path / "mine.db").exists()
    assert shop.is_of(YESTERDAY)


def test_production_is_refused(refused, shop, monkeypatch):
    monkeypatch.setenv("RETURNDESK_ENV", "production")
    assert "RETURNDESK_ENV is production" in refused("--yes")
    assert shop.is_of(YESTERDAY)


def test_where_there_is_no_store_none_is_made(refused, tmp_path):
    assert "`returndesk up` makes one" in refused("--yes", "--state", str(tmp_path / "other"))
    assert not (tmp_path / "other").exists()


def test_photos_that_were_sent_go_with_their_files_and_the_waiting_request_comes_again(renew, shop):
    folder = shop.project.state / "photos"
    before = {path for path in folder.rglob("*") if path.is_file()}
    assert before
    photos = Photos.for_settings(load_settings(photos_dir=folder), shop.engine)
    content = damaged_item()
    photos.piece("web:ana", photos.begin("web:ana", len(content)).name, 0, content)
    assert "photos and videos: 1\n" in renew("--yes").output
    after = {path for path in folder.rglob("*") if path.is_file()}
    assert (len(after), before & after) == (1, set())
    assert [each.number for each in Tickets(shop.engine).listed()] == ["T1000"]
