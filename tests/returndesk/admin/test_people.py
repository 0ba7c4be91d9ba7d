"""`returndesk people`: who may answer customers, made and ended at the command line."""

from __future__ import annotations

import io

import pytest

from actions.store.engine import migrate
from core.database.engine import open_engine
from core.settings import load_settings
from returndesk.admin.people import PeopleAdmin
from returndesk.cli import people as commands
from returndesk.failure import Failure
from returndesk.people.accounts import Accounts
from returndesk.people.deeds import Deeds
from returndesk.people.roles import Role

PASSWORD = "a password that is long enough"


@pytest.fixture
def engine(new_database):
    engine = open_engine(new_database())
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def admin(project, engine, console):
    url = engine.url.render_as_string(hide_password=False)
    return PeopleAdmin(project, load_settings(database_url=url), console)


def test_who_was_added_is_listed_with_their_role_and_whoever_did_it_is_in_the_log(admin, console, engine):
    admin.add("mia", Role.AGENT, PASSWORD, totp=False)
    admin.add("lea", Role.LEAD, PASSWORD, totp=True)
    secret = Accounts(engine).credentials("lea").totp_secret
    shown = console.file.getvalue()
    assert f"otpauth://totp/Return%20Desk:lea?digits=6&secret={secret}" in shown
    assert PASSWORD not in shown
    admin.show_list()
    assert "lead" in console.file.getvalue()[len(shown) :]
    assert secret not in console.file.getvalue()[len(shown) :]
    done = [(each.name, each.deed, each.about) for each in Deeds(engine).latest(5)]
    assert done == [("(command line)", "added an account", name) for name in ("lea", "mia")]


def test_who_was_removed_is_gone(admin, engine, console):
    admin.add("mia", Role.AGENT, PASSWORD, totp=False)
    admin.remove("mia")
    assert Accounts(engine).listed() == []
    admin.show_list()
    assert "Nobody has an account" in console.file.getvalue()
    with pytest.raises(Failure, match="no account mia"):
        admin.remove("mia")


@pytest.mark.parametrize(
    ("name", "password", "why"),
    [("demo", PASSWORD, "the demo shop's account"), ("Mia", PASSWORD, "small letters"), ("mia", "short", "fewer than")],
)
def test_what_can_not_be_is_refused_with_the_reason(admin, name, password, why):
    with pytest.raises(Failure, match=why):
        admin.add(name, Role.AGENT, password, totp=False)


def test_a_password_that_is_piped_in_is_its_first_line(monkeypatch):
    monkeypatch.setattr(commands.sys, "stdin", io.StringIO(f"{PASSWORD}\nmore\n"))
    assert commands._password() == PASSWORD
