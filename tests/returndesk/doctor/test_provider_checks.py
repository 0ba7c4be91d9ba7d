"""Doctor looks at what the settings say of the shop's identity provider, and asks it for what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from openid_provider import CLIENT_ID, CLIENT_SECRET, ROLES, OpenIdProvider, open_provider
from people_said import NOW

from core.settings import load_settings
from returndesk.doctor.check import Verdict
from returndesk.doctor.provider_checks import provider_checks, provider_settings_checks
from returndesk.people.addresses import CALLBACK

PUBLIC = "https://people.shop.example"


@pytest.fixture
def provider() -> Iterator[OpenIdProvider]:
    with open_provider(lambda: NOW) as provider:
        yield provider


def settings(**changed):
    named = {
        "people_url": PUBLIC,
        "oidc_issuer": "https://login.shop.example/realms/shop",
        "oidc_client_id": CLIENT_ID,
        "oidc_client_secret": CLIENT_SECRET,
        "oidc_roles": ROLES,
    }
    return load_settings(**{**named, **changed})


def shown(checks):
    found = list(checks)
    assert CLIENT_SECRET not in str(found)
    return [(check.verdict, f"{check.name}: {check.found}; {check.remedy}") for check in found]


def test_without_a_provider_there_is_nothing_to_look_at():
    assert shown(provider_settings_checks(load_settings())) == []
    assert shown(provider_checks(load_settings())) == []


def test_what_is_as_it_should_be_is_said_with_who_is_what():
    checks = shown(provider_settings_checks(settings(env="production")))
    assert {verdict for verdict, _ in checks} == {Verdict.OK}
    assert "by its claim groups: desk-agents is agent, desk-leads is lead" in checks[-1][1]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"oidc_client_id": ""}, "RETURNDESK_OIDC_CLIENT_ID: is not set"),
        ({"oidc_client_secret": None}, "RETURNDESK_OIDC_CLIENT_SECRET: is not set"),
        ({"oidc_roles": ""}, "RETURNDESK_OIDC_ROLES: is not set"),
        ({"oidc_roles": "desk=boss"}, "RETURNDESK_OIDC_ROLES: 'desk=boss' is not GROUP=agent"),
        ({"oidc_roles": "=agent"}, "RETURNDESK_OIDC_ROLES: '=agent' is not"),
        ({"oidc_scopes": "profile"}, 'RETURNDESK_OIDC_SCOPES: lacks "openid"'),
        ({"oidc_issuer": "http://login.shop.example"}, "RETURNDESK_OIDC_ISSUER: is not an address"),
        ({"oidc_issuer": "https://login.shop.example?x=1"}, "RETURNDESK_OIDC_ISSUER: is not an address"),
        ({"oidc_issuer": "https://me:pw@login.shop.example"}, "RETURNDESK_OIDC_ISSUER: is not an address"),
        ({"people_url": ""}, "RETURNDESK_PEOPLE_URL: is not set"),
        ({"people_url": "http://people.shop.example"}, "RETURNDESK_PEOPLE_URL: is not an address"),
        ({"people_url": "https://shop.example/people"}, "RETURNDESK_PEOPLE_URL: is not an address"),
        ({"oidc_issuer": "", "people_local_accounts": False}, "RETURNDESK_PEOPLE_LOCAL_ACCOUNTS: is off"),
    ],
    ids=str,
)
def test_what_can_not_be_used_fails_with_the_setting_that_it_is_about(changed, says):
    ((verdict, words),) = shown(provider_settings_checks(settings(**changed)))
    assert verdict is Verdict.FAIL
    assert says in words
    assert shown(provider_checks(settings(**changed))) == []


@pytest.mark.parametrize("field", ["oidc_issuer", "people_url"])
def test_what_is_not_encrypted_is_for_development_on_this_machine_alone(field):
    changed = {field: "http://127.0.0.1:1"}
    verdicts = {
        env: [verdict for verdict, _ in shown(provider_settings_checks(settings(env=env, **changed)))]
        for env in ("development", "production")
    }
    assert set(verdicts["development"]) == {Verdict.OK}
    assert verdicts["production"].count(Verdict.FAIL) == 1


def test_a_provider_that_answers_is_said_to_with_the_address_that_it_has_to_know(provider):
    ((verdict, words),) = shown(provider_checks(settings(oidc_issuer=provider.address)))
    assert verdict is Verdict.OK
    assert f"{provider.address}/.well-known/openid-configuration answers" in words
    assert f"it has to know {PUBLIC}{CALLBACK}, and signing out leads there" in words


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"issuer": "https://other.example"}, "the issuer in its discovery document is not RETURNDESK_OIDC_ISSUER"),
        ({"token_endpoint": "http://other.example/token"}, "token_endpoint in its discovery document is no https"),
        ({"id_token_signing_alg_values_supported": ["HS256"]}, "signed with nothing that is taken here"),
    ],
    ids=str,
)
def test_a_provider_that_says_something_else_of_itself_is_named_with_what_to_do(provider, said, says):
    provider.discovery.update(said)
    ((verdict, words),) = shown(provider_checks(settings(oidc_issuer=provider.address)))
    assert verdict is Verdict.FAIL
    assert says in words and "RETURNDESK_OIDC_ISSUER" in words


def test_a_provider_that_is_away_is_a_warning():
    ((verdict, words),) = shown(provider_checks(settings(oidc_issuer="http://127.0.0.1:1")))
    assert verdict is Verdict.WARN
    assert "did not answer" in words
