"""`returndesk people`: who may answer customers, made and ended at the command line."""

from __future__ import annotations

import io
from datetime import datetime, timezone

import pytest

from actions.store.engine import migrate
from core.database.engine import open_engine
from core.settings import load_settings
from returndesk.admin.people import PeopleAdmin
from returndesk.cli import people as commands
from returndesk.failure import Failure
from returndesk.people.accounts import Accounts
from returndesk.people.deeds import Deeds
from returndesk.people.provider.accounts import ProviderAccounts
from returndesk.people.roles import Role
from returndesk.people.sessions import Sessions
from returndesk.people.sign_in import Shown, SignIn

NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
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


def test_who_is_locked_is_signed_out_and_kept_out_until_they_are_unlocked(admin, engine, console):
    admin.add("mia", Role.AGENT, PASSWORD, totp=False)
    sessions, mia = Sessions(engine), Accounts(engine).credentials("mia").person
    token, sign_in = sessions.begin(mia, NOW), SignIn(engine, demo=False)
    admin.lock("mia")
    admin.show_list()
    assert "│ yes" in console.file.getvalue()
    assert sessions.person_of(token, NOW, noted=False) is None
    assert sign_in.person(Shown("mia", PASSWORD, "", "192.0.2.1"), NOW) is None
    assert sessions.person_of(sessions.begin(mia, NOW), NOW, noted=False) is None
    admin.unlock("mia")
    assert sign_in.person(Shown("mia", PASSWORD, "", "192.0.2.1"), NOW) == mia
    assert [each.deed for each in Deeds(engine).latest(2)] == ["unlocked an account", "locked an account"]
    for change in (admin.lock, admin.unlock):
        with pytest.raises(Failure, match="no account ben"):
            change("ben")


def test_who_came_from_the_provider_is_listed_with_it_and_comes_back_after_being_removed(admin, engine, console):
    ProviderAccounts(engine, "https://login.shop.example").admit("u-lea", Role.LEAD, "lea", NOW)
    admin.show_list()
    admin.remove("lea")
    shown = console.file.getvalue()
    assert "https://login.shop.example" in shown
    assert "`lock` keeps them out" in shown


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
