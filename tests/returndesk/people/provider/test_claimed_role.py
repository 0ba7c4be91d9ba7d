"""Who somebody is at the desk, by the claims of their ID token, as providers write them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.settings import load_settings
from returndesk.people.provider.claimed_role import claimed_role, wished_name
from returndesk.people.provider.refusals import Refusal, SignInRefused
from returndesk.people.provider.settings import provider_settings
from returndesk.people.roles import Role

MAPPED = "desk-agents=agent, a=b c=lead, Mia@Shop.example=auditor, shop.example=agent"


@pytest.fixture
def provider():
    return provider_settings(
        load_settings(
            people_url="https://people.shop.example/",
            oidc_issuer="https://login.shop.example",
            oidc_client_id="return-desk",
            oidc_client_secret="s",
            oidc_roles=MAPPED,
        )
    )


@pytest.mark.parametrize(
    ("claim", "claims", "role"),
    [
        ("groups", {"groups": ["staff", "desk-agents"]}, Role.AGENT),
        ("groups", {"groups": "a=b c"}, Role.LEAD),
        ("realm_access.roles", {"realm_access": {"roles": ["desk-agents"]}}, Role.AGENT),
        ("https://shop.example/roles", {"https://shop.example/roles": ["desk-agents"]}, Role.AGENT),
        ("hd", {"hd": "shop.example"}, Role.AGENT),
        ("email", {"email": "mia@shop.example", "email_verified": True}, Role.AUDITOR),
    ],
)
def test_a_claim_is_read_as_each_provider_writes_it(provider, claim, claims, role):
    assert claimed_role({"sub": "u", **claims}, replace(provider, roles_claim=claim)) is role


@pytest.mark.parametrize(
    ("claim", "claims"),
    [
        ("groups", {}),
        ("groups", {"groups": None}),
        ("groups", {"groups": []}),
        ("groups", {"groups": {"desk-agents": True}}),
        ("groups", {"groups": [["desk-agents"], {"name": "desk-agents"}, 7]}),
        ("groups", {"groups": ["Desk-Agents", "desk-agents ", "desk"]}),
        ("groups", {"groups": "desk-agents,staff"}),
        ("realm_access.roles", {"realm_access": "desk-agents"}),
        ("email", {"email": "mia@shop.example", "email_verified": False}),
        ("email", {"email": "mia@shop.example", "email_verified": "true"}),
        ("email", {"email": "mia@shop.example"}),
        ("email", {"email": ["mia@shop.example"], "email_verified": True}),
    ],
    ids=str,
)
def test_what_is_not_the_mapped_value_is_no_role(provider, claim, claims):
    with pytest.raises(SignInRefused) as refused:
        claimed_role({"sub": "u", **claims}, replace(provider, roles_claim=claim))
    assert (refused.value.refusal, refused.value.about) == (Refusal.NO_ROLE, "u")


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"preferred_username": "mia@shop.example", "email": "x@shop.example"}, "mia"),
        ({"preferred_username": " ", "email": "mia@shop.example"}, "mia"),
        ({"name": "Mia Moore"}, "Mia Moore"),
        ({"preferred_username": 7}, ""),
    ],
)
def test_a_new_account_is_called_as_the_provider_calls_somebody(claims, name):
    assert wished_name(claims) == name
