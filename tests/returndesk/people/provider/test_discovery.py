"""What is known of a provider is kept for an hour, outlives its being away, and is asked for seldom after a failure."""

from __future__ import annotations

import pytest

from returndesk.people.provider.discovery import FRESH_SECONDS, RETRY_SECONDS, Discovery, provider_client
from returndesk.people.provider.keys import REFRESH_SECONDS, ProviderKeys
from returndesk.people.provider.refusals import ProviderAway, SignInRefused

WELL_KNOWN = "/.well-known/openid-configuration"


@pytest.fixture
def clock():
    return [0.0]


@pytest.fixture
def discovery(provider, clock):
    return Discovery(provider.address, provider_client(), lambda: clock[0])


def test_it_is_asked_once_an_hour_and_what_was_known_serves_while_it_is_away(provider, discovery, clock):
    first = discovery.provider()
    clock[0] = FRESH_SECONDS - 1
    assert discovery.provider() is first and provider.asked == [WELL_KNOWN]
    provider.answers[WELL_KNOWN] = (503, b"")
    clock[0] = FRESH_SECONDS
    assert discovery.provider() is first and len(provider.asked) == 2
    provider.answers.clear()
    provider.discovery["end_session_endpoint"] = None
    clock[0] += RETRY_SECONDS
    assert discovery.provider().end_session_endpoint is None


def test_after_a_failure_nobody_asks_again_for_some_seconds(provider, discovery, clock):
    provider.answers[WELL_KNOWN] = (503, b"")
    for _ in range(3):
        with pytest.raises(ProviderAway):
            discovery.provider()
    assert len(provider.asked) == 1
    provider.answers.clear()
    clock[0] = RETRY_SECONDS
    assert discovery.provider().token_endpoint == f"{provider.address}/token"


def test_a_key_that_was_withdrawn_stops_working_after_ten_minutes(provider, clock):
    keys = ProviderKeys(provider_client(), lambda: clock[0])
    address = f"{provider.address}/jwks"
    keys.key_for(address, provider.key.kid)
    provider.published.clear()
    clock[0] = REFRESH_SECONDS
    keys.key_for(address, provider.key.kid)
    clock[0] += 1
    with pytest.raises(SignInRefused):
        keys.key_for(address, provider.key.kid)


def test_without_an_id_the_only_key_is_taken_and_of_several_none(provider, clock):
    keys = ProviderKeys(provider_client(), lambda: clock[0])
    assert keys.key_for(f"{provider.address}/jwks", None).kid == provider.key.kid
    provider.published.append(provider.published[0].generate_key(2048, {"kid": "other"}))
    clock[0] += REFRESH_SECONDS + 1
    with pytest.raises(SignInRefused):
        keys.key_for(f"{provider.address}/jwks", None)
