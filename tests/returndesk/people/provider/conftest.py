"""The application beside an identity provider, and browsers that go to it and come back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from at_provider import PUBLIC, AtProvider
from databases import Databases
from openid_provider import CLIENT_ID, CLIENT_SECRET, ROLES, OpenIdProvider, open_provider
from people_said import NOW

from core.clock import FrozenClock
from core.settings import load_settings
from returndesk.people.addresses import CALLBACK
from returndesk.people.services import PeopleServices, people_services


@pytest.fixture(scope="session")
def one_provider() -> Iterator[OpenIdProvider]:
    """A key takes its time to make."""
    with open_provider(lambda: NOW, redirect_uris=(PUBLIC + CALLBACK,)) as provider:
        yield provider


@pytest.fixture
def provider(one_provider: OpenIdProvider) -> OpenIdProvider:
    """A provider that knows an agent, a lead, an auditor and somebody who is nothing at the desk."""
    one_provider.people = {
        "mia": {"sub": "u-mia", "preferred_username": "Mia@shop.example", "groups": ["staff", "desk-agents"]},
        "lea": {"sub": "u-lea", "preferred_username": "lea.l", "groups": ["desk-leads", "desk-agents"]},
        "aud": {"sub": "u-aud", "groups": "/shop/desk auditors", "email": "aud@shop.example", "email_verified": True},
        "tom": {"sub": "u-tom", "preferred_username": "tom", "groups": ["staff"]},
    }
    one_provider.published = [one_provider.key]
    for changed in (one_provider.discovery, one_provider.claims, one_provider.answers, one_provider.slow):
        changed.clear()
    one_provider.asked.clear()
    one_provider.sign, one_provider.posts = None, True
    return one_provider


@pytest.fixture
def more_settings() -> dict[str, str]:
    """Further settings, which a test names."""
    return {}


@pytest.fixture
def oidc(provider: OpenIdProvider, more_settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The settings that name the provider, in the environment."""
    named = {
        "RETURNDESK_PEOPLE_URL": PUBLIC,
        "RETURNDESK_OIDC_ISSUER": provider.address,
        "RETURNDESK_OIDC_CLIENT_ID": CLIENT_ID,
        "RETURNDESK_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "RETURNDESK_OIDC_NAME": "Shop & Co",
        "RETURNDESK_OIDC_ROLES": ROLES,
        **more_settings,
    }
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    return named


@pytest.fixture
def services(
    databases: Databases, people_template: str, tmp_path: Path, oidc: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[PeopleServices]:
    """A store of the test's own, at an instant that stands still."""
    url = databases.copy(people_template, tmp_path)
    monkeypatch.setenv("RETURNDESK_DATABASE_URL", url)
    found = replace(people_services(load_settings()), clock=FrozenClock(NOW), wall=FrozenClock(NOW))
    yield found
    found.engine.dispose()
    databases.drop(url)


@pytest.fixture
def at_provider(provider: OpenIdProvider) -> AtProvider:
    return AtProvider(provider)
