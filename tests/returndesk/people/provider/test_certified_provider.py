"""Signing in and out at a provider that others have made and certified, through its own pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from aiohttp import ClientSession, CookieJar
from at_provider import PUBLIC
from openid_provider import ROLES

from core.clock import SystemClock
from core.settings import load_settings
from lab.testbed.oidc_provider import CLIENT_ID, own_oidc_provider
from lab.testbed.programs import MissingServer
from returndesk.people.addresses import CALLBACK
from returndesk.people.services import people_services

_FORM = re.compile(r'action="([^"]{1,500})"')
_LINK = re.compile(r'href="(http://127[^"]{1,2000})"')
_FIELD = re.compile(r'<input type="hidden" name="([^"]{1,50})" value="([^"]{0,500})"')
#: Signs that a header has to carry as they are.
CLIENT_SECRET = "what the provider gave: +/%"
PEOPLE = {
    "lea": {"preferred_username": "lea.l", "groups": ["desk-leads", "staff"]},
    "tom": {"preferred_username": "tom", "groups": ["staff"]},
}


@pytest.fixture(scope="module")
def issuer(tmp_path_factory) -> Iterator[str]:
    folder, signed_out = tmp_path_factory.mktemp("provider"), f"{PUBLIC}/people/sign-in"
    try:
        with own_oidc_provider(folder, CLIENT_SECRET, PUBLIC + CALLBACK, signed_out, PEOPLE) as address:
            yield address
    except MissingServer as missing:
        pytest.skip(str(missing))


@pytest.fixture
def oidc(issuer, monkeypatch):
    """The settings that name this provider, in the environment."""
    named = {
        "RETURNDESK_PEOPLE_URL": PUBLIC,
        "RETURNDESK_OIDC_ISSUER": issuer,
        "RETURNDESK_OIDC_CLIENT_ID": CLIENT_ID,
        "RETURNDESK_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "RETURNDESK_OIDC_ROLES": ROLES,
    }
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    return named


@pytest.fixture
def services(databases, people_template, tmp_path, oidc, monkeypatch):
    """A store of the test's own, at the time at which the provider's tokens are good."""
    url = databases.copy(people_template, tmp_path)
    monkeypatch.setenv("RETURNDESK_DATABASE_URL", url)
    found = replace(people_services(load_settings()), wall=SystemClock())
    yield found
    found.engine.dispose()
    databases.drop(url)


async def through(browser: ClientSession, address: str, **typed: str) -> str:
    """Follow the provider's pages, sending each form as it stands with what is typed, until they lead back."""
    method, fields = "GET", {}
    for _ in range(12):
        async with browser.request(method, address, data=fields or None, allow_redirects=False) as response:
            method, fields, page = "GET", {}, await response.text()
            if "Location" in response.headers:
                address = urljoin(address, response.headers["Location"])
                if address.startswith(PUBLIC):
                    return address
                continue
            assert response.status == 200, page
        method, form = "POST", _FORM.search(page)
        assert form is not None, page
        address = urljoin(address, unescape(form.group(1)))
        fields = {**{name: unescape(value) for name, value in _FIELD.findall(page)}, **typed}
    raise AssertionError("the provider did not lead back")


async def signed_in(somebody, browser: ClientSession, login: str):
    """Press the button, sign in at the provider, come back."""
    left = await somebody.see("/sign-in/provider")
    assert left.status == 303, await left.text()
    back = await through(browser, left.headers["Location"], login=login, password="any")
    return await somebody.see("/sign-in/callback", params=dict(parse_qsl(urlsplit(back).query)))


@pytest.fixture
async def browser():
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield session


async def test_who_signs_in_at_a_certified_provider_has_the_role_of_their_group_and_signs_out_there_too(
    visitor, browser, issuer
):
    lea = await visitor()
    response = await signed_in(lea, browser, "lea")
    assert response.status == 303, await response.text()
    page = await lea.page("/")
    assert "lea.l, lead" in page
    out = _LINK.search(await (await lea.send("/", "/sign-out")).text())
    assert out is not None and out.group(1).startswith(issuer)
    assert (await lea.see("/")).status == 303
    back = await through(browser, unescape(out.group(1)), logout="yes")
    assert back.startswith(f"{PUBLIC}/people/sign-in")


async def test_who_is_in_no_group_of_the_desk_is_told_so(visitor, browser):
    tom = await visitor()
    response = await signed_in(tom, browser, "tom")
    assert response.status == 403 and "desk-agents" in await response.text()
    assert (await tom.see("/")).status == 303


async def test_a_code_is_good_once_and_of_another_browser_never(visitor, browser):
    lea, other = await visitor(), await visitor()
    left = await lea.see("/sign-in/provider")
    back = await through(browser, left.headers["Location"], login="lea", password="any")
    query = dict(parse_qsl(urlsplit(back).query))
    assert (await other.see("/sign-in/callback", params=query)).status == 403
    assert (await lea.see("/sign-in/callback", params=query)).status == 303
    assert (await lea.see("/sign-in/callback", params=query)).status == 403
