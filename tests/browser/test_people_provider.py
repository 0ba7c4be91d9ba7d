"""Signing in at the shop's identity provider and out again, in a browser, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone

import pytest
from openid_provider import CLIENT_ID, CLIENT_SECRET, ROLES, OpenIdProvider, open_provider
from people_desk import go_to
from playwright.sync_api import expect
from served_desk import Process
from widget_chat import Complaints, violations

from actions.store.engine import migrate
from core.database.engine import open_engine
from returndesk.people.addresses import CALLBACK
from returndesk.process.environment import child_environment
from returndesk.process.ports import free_ports
from returndesk.project import this_project

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")


@pytest.fixture(scope="module")
def provider() -> Iterator[OpenIdProvider]:
    with open_provider(lambda: datetime.now(timezone.utc)) as provider:
        provider.people = {
            "lea": {"sub": "u-lea", "preferred_username": "lea", "groups": ["desk-leads"]},
            "tom": {"sub": "u-tom", "preferred_username": "tom", "groups": ["staff"]},
        }
        yield provider


@pytest.fixture(scope="module")
def address(provider, tmp_path_factory) -> Iterator[str]:
    """The application in a process of its own, over an empty store."""
    folder = tmp_path_factory.mktemp("people")
    (port,) = free_ports(1)
    address, store = f"http://127.0.0.1:{port}", f"sqlite:///{folder / 'store.db'}"
    engine = open_engine(store)
    migrate(engine)
    engine.dispose()
    provider.redirect_uris = (address + CALLBACK,)
    environment = child_environment(
        this_project(),
        RETURNDESK_DATABASE_URL=store,
        RETURNDESK_PEOPLE_URL=address,
        RETURNDESK_OIDC_ISSUER=provider.address,
        RETURNDESK_OIDC_CLIENT_ID=CLIENT_ID,
        RETURNDESK_OIDC_CLIENT_SECRET=CLIENT_SECRET,
        RETURNDESK_OIDC_NAME="Shop",
        RETURNDESK_OIDC_ROLES=ROLES,
    )
    command = ("returndesk.people", "--port", str(port))
    process = Process("people", command, f"{address}/readyz", environment, folder / "people.log")
    process.start()
    yield address
    process.kill()


@pytest.fixture(params=["light", "dark"])
def page(request, browser) -> Iterator[object]:
    """A page of a browser without a past, whose policy nothing may have broken in the end."""
    context = browser.new_context(color_scheme=request.param)
    complaints = Complaints(context)
    yield context.new_page()
    context.close()
    assert complaints.found == []


def sign_in(page, address, login):
    """Goes to the application, presses its button, and types a name at the provider."""
    page.goto(f"{address}/people/log")
    button = page.get_by_role("link", name="Sign in with Shop")
    expect(button).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_label("Login")).to_be_focused()
    page.keyboard.type(login)
    page.keyboard.press("Enter")


def test_by_keyboard_somebody_signs_in_at_the_provider_and_out_again(page, address, provider):
    sign_in(page, address, "lea")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who saw and changed what")
    expect(page.get_by_role("row").filter(has_text="added an account").last).to_contain_text("lead, by Shop")
    go_to(page, "Sign out")
    page.keyboard.press("Enter")
    back = page.get_by_role("link", name="Back")
    expect(back).to_be_focused()
    assert page.url.startswith(f"{provider.address}/end-session?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.goto(f"{address}/people/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_who_has_no_role_reads_what_to_ask_for(page, address):
    sign_in(page, address, "tom")
    expect(page.get_by_role("heading", level=1)).to_have_text("Return Desk does not know yet what you are here for")
    expect(page.get_by_role("row").filter(has_text="desk-agents")).to_contain_text("agent")
    assert violations(page) == []
    go_to(page, "sign in again")
