"""What never signs anybody in: answers that nobody asked for, tokens that prove nothing, providers in trouble."""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
from dataclasses import replace
from functools import partial

import pytest
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey
from openid_provider import CLIENT_ID, CLIENT_SECRET, new_key
from people_said import NOW

from core.clock import FrozenClock
from returndesk.people.deeds import Deeds
from returndesk.people.provider import keys
from returndesk.people.provider.begun import LASTS
from returndesk.people.provider.sign_in import ProviderSignIn
from returndesk.people.server import people_server

OTHER = "https://login.other.example"
AT = int(NOW.timestamp())


def why(services):
    """What stands in the log of the last refusal."""
    (last,) = Deeds(services.engine).latest(1)
    return (last.name, last.deed, last.reason)


async def refused(services, somebody, response, reason):
    assert response.status == 403
    assert (await somebody.see("/")).status == 303
    assert why(services) == ("(nobody)", "was refused", reason)


NOT_BEGUN = "not begun in this browser, too late, or done already"


@pytest.mark.parametrize("state", [None, "", "x", "a" * 5000, "\udcff", "' OR 1=1 --"])
async def test_an_answer_without_the_state_that_was_sent_is_nobodys(visitor, at_provider, services, state):
    lea = await visitor()
    back = at_provider.typed(await at_provider.leave(lea), "lea")
    changed = {**back, "state": state} if state is not None else {"code": back["code"]}
    changed = {name: value.encode("utf-8", "surrogateescape").decode("latin-1") for name, value in changed.items()}
    await refused(services, lea, await at_provider.come_back(lea, changed), NOT_BEGUN)
    assert "/token" not in at_provider.provider.asked


async def test_an_answer_is_good_once(visitor, at_provider, services):
    lea, thief = await visitor(), await visitor()
    back = at_provider.typed(await at_provider.leave(lea), "lea")
    cookies = {each.key: each.value for each in lea.client.session.cookie_jar}
    assert (await at_provider.come_back(lea, back)).status == 303
    thief.client.session.cookie_jar.update_cookies(cookies, thief.client.make_url("/people/"))
    await refused(services, thief, await at_provider.come_back(thief, back), NOT_BEGUN)


async def test_an_answer_to_another_browser_is_nobodys_and_that_one_may_still_come_back(visitor, at_provider, services):
    lea, victim = await visitor(), await visitor()
    back = at_provider.typed(await at_provider.leave(lea), "lea")
    await at_provider.leave(victim)
    await refused(services, victim, await at_provider.come_back(victim, back), NOT_BEGUN)
    assert (await at_provider.come_back(lea, back)).status == 303


async def test_the_state_of_one_tab_with_the_code_of_another_signs_nobody_in(visitor, at_provider, services):
    lea = await visitor()
    first = at_provider.typed(await at_provider.leave(lea), "lea")
    second = at_provider.typed(await at_provider.leave(lea), "aud")
    mixed = {**first, "code": second["code"]}
    await refused(services, lea, await at_provider.come_back(lea, mixed), "the provider did not take the code")


async def test_a_code_that_was_used_is_not_taken_again(visitor, at_provider, services):
    lea, second = await visitor(), await visitor()
    back = at_provider.typed(await at_provider.leave(lea), "lea")
    await at_provider.come_back(lea, back)
    again = {**at_provider.typed(await at_provider.leave(second), "lea"), "code": back["code"]}
    await refused(services, second, await at_provider.come_back(second, again), "the provider did not take the code")


async def test_who_takes_longer_than_ten_minutes_begins_again(visitor, at_provider, services):
    lea = await visitor()
    back = at_provider.typed(await at_provider.leave(lea), "lea")
    cookies = {each.key: each.value for each in lea.client.session.cookie_jar}
    async with TestServer(people_server(replace(services, wall=FrozenClock(NOW + LASTS)))) as later:
        late = await visitor(served=later)
        late.client.session.cookie_jar.update_cookies(cookies, late.client.make_url("/people/"))
        await refused(services, late, await at_provider.come_back(late, back), NOT_BEGUN)


@pytest.mark.parametrize("issuer", [OTHER, "", None])
async def test_an_answer_of_another_provider_gets_no_code_exchanged(visitor, at_provider, services, issuer):
    lea = await visitor()
    back = at_provider.typed(await at_provider.leave(lea), "lea")
    changed = {name: value for name, value in {**back, "iss": issuer}.items() if value is not None}
    await refused(services, lea, await at_provider.come_back(lea, changed), "the answer is of another provider")
    assert "/token" not in at_provider.provider.asked


async def test_who_says_no_at_the_provider_is_told_so(visitor, at_provider, services):
    lea = await visitor()
    response = await at_provider.sign_in(lea, "nobody")
    assert "Shop &amp; Co did not sign you in." in await response.text()
    await refused(services, lea, response, "the provider did not sign them in")


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"nonce": "x"}, "the ID token is of another sign-in"),
        ({"nonce": None}, "the ID token is of another sign-in"),
        ({"iss": OTHER}, "the ID token's issuer"),
        ({"iss": None}, "the ID token's issuer"),
        ({"aud": "another"}, "the ID token is for another application"),
        ({"aud": ["another"]}, "the ID token is for another application"),
        ({"aud": None}, "the ID token is for another application"),
        ({"aud": [CLIENT_ID, "another"]}, "the ID token is for another application"),
        ({"aud": [CLIENT_ID, "another"], "azp": "another"}, "the ID token is for another application"),
        ({"azp": "another"}, "the ID token is for another application"),
        ({"exp": AT - 61}, "the ID token has expired"),
        ({"exp": None}, "the ID token has expired"),
        ({"exp": "never"}, "the ID token has expired"),
        ({"iat": AT + 61}, "the ID token can't be read"),
        ({"nbf": AT + 61}, "the ID token can't be read"),
        ({"sub": None}, "the ID token can't be read"),
        ({"sub": ""}, "the ID token can't be read"),
        ({"sub": 7}, "the ID token can't be read"),
        ({"sub": "a" * 256}, "the ID token can't be read"),
        ({"at_hash": "of another"}, "the ID token can't be read"),
    ],
    ids=str,
)
async def test_a_token_that_says_something_wrong_signs_nobody_in(
    visitor, at_provider, provider, services, claims, reason
):
    provider.claims.update(claims)
    lea = await visitor()
    await refused(services, lea, await at_provider.sign_in(lea, "lea"), reason)


async def test_a_token_for_several_applications_that_was_made_for_this_one_is_taken(visitor, at_provider, provider):
    provider.claims.update({"aud": [CLIENT_ID, "another"], "azp": CLIENT_ID})
    assert (await at_provider.sign_in(await visitor(), "lea")).status == 303


def _part(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def _unsigned(claims):
    return ".".join(map(_part, ({"alg": "none", "typ": "JWT"}, claims))) + "."


def _with_public_key_as_secret(provider):
    def sign(claims):
        # By hand: no library of today does it.
        signed = ".".join(map(_part, ({"alg": "HS256", "kid": provider.key.kid}, claims)))
        mac = hmac.digest(provider.key.as_pem(private=False), signed.encode(), "sha256")
        return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"

    return sign


def _with_client_secret(provider):
    return lambda claims: jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(CLIENT_SECRET.encode() * 2))


def _with_own_key_in_header(provider):
    own = new_key(provider.key.kid)
    header = {"alg": "RS256", "kid": provider.key.kid, "jwk": own.as_dict(private=False)}
    return lambda claims: jwt.encode(header, claims, own)


def _torn(provider):
    return lambda claims: jwt.encode({"alg": "RS256", "kid": provider.key.kid}, claims, provider.key)[:-20]


def _of_another_kind(provider):
    own = ECKey.generate_key("P-256")
    return lambda claims: jwt.encode({"alg": "ES256", "kid": provider.key.kid}, claims, own)


@pytest.mark.parametrize(
    ("sign", "reason"),
    [
        (lambda provider: _unsigned, "the ID token's algorithm"),
        (_with_public_key_as_secret, "the ID token's algorithm"),
        (_with_client_secret, "the ID token's algorithm"),
        (_of_another_kind, "the ID token's algorithm"),
        (_with_own_key_in_header, "the ID token's signature"),
        (_torn, "the ID token's signature"),
        (lambda provider: lambda claims: "a.b.c", "the ID token can't be read"),
        (lambda provider: lambda claims: "x" * 40_000, "the ID token can't be read"),
        (lambda provider: lambda claims: "", "no ID token"),
        (lambda provider: lambda claims: ["x"], "no ID token"),
    ],
    ids=["none", "HS256 with the public key", "HS256", "ES256", "own key", "torn", "no token", "long", "empty", "list"],
)
async def test_a_token_that_the_provider_did_not_sign_signs_nobody_in(
    visitor, at_provider, provider, services, sign, reason
):
    provider.sign = sign(provider)
    lea = await visitor()
    await refused(services, lea, await at_provider.sign_in(lea, "lea"), reason)


async def test_a_new_key_is_looked_for_once_and_one_that_is_not_published_is_not_taken(
    visitor, at_provider, provider, services, monkeypatch
):
    monkeypatch.setattr(provider, "key", provider.key)
    lea = await visitor()
    await at_provider.sign_in(lea, "lea")
    provider.rotate("second")
    assert (await at_provider.sign_in(lea, "lea")).status == 303
    assert provider.asked.count("/jwks") == 2
    assert (await at_provider.sign_in(lea, "lea")).status == 303
    assert provider.asked.count("/jwks") == 2
    provider.key = new_key("third")
    somebody = await visitor()
    await refused(services, somebody, await at_provider.sign_in(somebody, "lea"), "the ID token's key is not known")
    assert provider.asked.count("/jwks") == 3


async def test_short_keys_are_none(visitor, at_provider, provider, services, monkeypatch):
    monkeypatch.setattr(keys, "SHORTEST_RSA_KEY", 4096)
    lea = await visitor()
    await refused(services, lea, await at_provider.sign_in(lea, "lea"), "the ID token's key is not known")


AWAY = "Shop &amp; Co can&#39;t be asked now. Try again in a moment."
WELL_KNOWN = "/.well-known/openid-configuration"
LARGE = b'{"issuer": "' + b"x" * 300_000 + b'"}'


@pytest.mark.parametrize(
    "answer", [(500, b"{}"), (404, b"{}"), (302, b""), (200, b"<html>"), (200, b"[]"), (200, LARGE)]
)
async def test_a_provider_that_can_not_be_asked_keeps_nobody_from_a_password(visitor, provider, answer):
    provider.answers[WELL_KNOWN] = answer
    somebody = await visitor()
    response = await somebody.see("/sign-in/provider", params={"next": "/people/log"})
    page = await response.text()
    assert response.status == 503
    assert AWAY in page and 'value="/people/log"' in page
    assert (await somebody.sign_in("mia")).status == 303


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": OTHER},
        {"issuer": None},
        {"authorization_endpoint": "http://login.other.example/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": "http://login.other.example/token"},
        {"token_endpoint": None},
        {"jwks_uri": "file:///etc/passwd"},
        {"id_token_signing_alg_values_supported": ["HS256", "none"]},
    ],
    ids=str,
)
async def test_a_provider_that_says_of_itself_what_can_not_be_used_is_not_used(visitor, provider, said):
    provider.discovery.update(said)
    assert (await (await visitor()).see("/sign-in/provider")).status == 503


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        *[
            (path, answer)
            for path in ("/token", "/jwks")
            for answer in ((500, b"{}"), (200, b"["), (200, LARGE), (200, b""))
        ],
        ("/jwks", (200, b'{"keys": 1}')),
    ],
)
async def test_what_fails_on_the_way_back_signs_nobody_in(visitor, at_provider, provider, path, answer):
    provider.answers[path] = answer
    somebody = await visitor()
    response = await at_provider.sign_in(somebody, "lea")
    assert response.status == 503
    assert AWAY in await response.text()
    provider.answers.clear()
    assert (await at_provider.sign_in(somebody, "lea")).status == 303


async def test_a_provider_that_fails_keeps_nobody_waiting_afterwards(visitor, at_provider, provider):
    provider.answers["/token"] = (500, b"{}")
    somebody = await visitor()
    assert {(await at_provider.sign_in(somebody, "lea")).status for _ in range(25)} == {503}
    provider.answers.clear()
    assert (await at_provider.sign_in(somebody, "lea")).status == 303


async def test_a_wrong_secret_is_the_desks_trouble(visitor, at_provider, provider, monkeypatch):
    monkeypatch.setattr("openid_provider.CLIENT_SECRET", "another")
    assert (await at_provider.sign_in(await visitor(), "lea")).status == 503


#: More than may wait for the provider at once, and no more than one browser may have begun.
_MANY = 7


async def _ask_slowly(somebody, at_provider, path):
    """Have the provider be slow at a path, and give many requests of a browser that need it."""
    begun = [] if path == WELL_KNOWN else [await at_provider.leave(somebody) for _ in range(_MANY)]
    # All of its answer would take minutes.
    at_provider.provider.slow[path] = 0.05
    if not begun:
        return [partial(somebody.see, "/sign-in/provider")] * _MANY
    return [partial(at_provider.come_back, somebody, at_provider.typed(each, "lea")) for each in begun]


@pytest.mark.parametrize("path", [WELL_KNOWN, "/token", "/jwks"])
async def test_a_slow_provider_is_given_up(visitor, at_provider, services, path):
    hurried = ProviderSignIn(services.provider.settings, services.engine, seconds=0.3)
    async with TestServer(people_server(replace(services, provider=hurried))) as server:
        ask, *_ = await _ask_slowly(await visitor(served=server), at_provider, path)
        assert (await ask()).status == 503


@pytest.mark.parametrize("path", [WELL_KNOWN, "/token", "/jwks"])
async def test_while_many_wait_for_the_provider_others_are_answered(visitor, at_provider, services, path):
    patient = ProviderSignIn(services.provider.settings, services.engine, seconds=600)
    async with TestServer(people_server(replace(services, provider=patient))) as server:
        lea, mia = await visitor(served=server), await visitor(served=server)
        waiting = [asyncio.ensure_future(ask()) for ask in await _ask_slowly(lea, at_provider, path)]
        while path not in at_provider.provider.asked:
            await asyncio.sleep(0.01)
        assert (await mia.sign_in("mia")).status == 303
        assert not any(each.done() for each in waiting)
        at_provider.provider.slow.clear()
        assert {response.status for response in await asyncio.gather(*waiting)} == {303}


async def test_who_comes_back_with_nothing_again_and_again_waits(visitor, at_provider):
    somebody = await visitor()
    statuses = [(await at_provider.come_back(somebody, {"state": "x", "code": "y"})).status for _ in range(22)]
    assert statuses == [403] * 21 + [429]
    response = await at_provider.come_back(somebody, {"state": "x"})
    assert response.headers["Retry-After"] == "5"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
async def test_the_way_back_is_a_page_that_is_got(visitor, method):
    somebody = await visitor()
    response = await getattr(somebody.client, method)("/people/sign-in/callback", allow_redirects=False)
    assert response.status in (405, 415)
