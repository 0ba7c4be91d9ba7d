"""What a shop's token has to be, and every way of making one up."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from shop_tokens import (
    AUDIENCE,
    ISSUER,
    NOW,
    SECRET,
    claims,
    new_key,
    part,
    public_jwk,
    public_pem,
    seconds,
    shared,
    signed,
)
from structlog.testing import capture_logs

from actions.sign_in.customer_token import CustomerTokens, SharedSecret, TokenProblem, TokenRefused, clean_given_name
from actions.sign_in.published_keys import LARGEST_JWKS, PublishedKeys
from actions.sign_in.shop_sign_in import tokens_from
from core.clock import FrozenClock
from core.settings import SettingsError, load_settings


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    """The shop's key pair."""
    return new_key()


@pytest.fixture
def jwks(key: rsa.RSAPrivateKey, tmp_path: Path) -> Path:
    """The file in which the shop publishes its key."""
    return write(tmp_path / "jwks.json", public_jwk(key))


def write(file: Path, *keys: dict[str, Any]) -> Path:
    file.write_text(json.dumps({"keys": keys}))
    return file


def tokens(keys: Any = None, issuer: str = ISSUER, audience: str = AUDIENCE) -> CustomerTokens:
    return CustomerTokens(keys or SharedSecret(SECRET), issuer, audience, FrozenClock(NOW))


def refusal(token: str, reader: CustomerTokens | None = None) -> TokenProblem:
    """Why a token is refused; nothing that it says is repeated."""
    with capture_logs() as logs, pytest.raises(TokenRefused) as refused:
        (reader or tokens()).read(token)
    shown = f"{refused.value!r} {refused.value.__context__ and refused.value.__suppress_context__} {logs}"
    assert "demo-" not in shown
    assert ISSUER not in shown
    return refused.value.problem


# --- A token that holds --------------------------------------------------------------------------------------------


def test_a_token_tells_who_is_signed_in_and_until_when():
    read = tokens().read(shared())
    assert (read.customer_id, read.given_name) == ("demo-ana", "Ana")
    assert read.expires_at == NOW + timedelta(minutes=5, seconds=30)


def test_a_token_that_the_shops_key_has_signed_is_read(key: rsa.RSAPrivateKey, jwks: Path):
    assert tokens(PublishedKeys(str(jwks))).read(signed(key)).customer_id == "demo-ana"


def test_without_a_key_id_the_only_key_is_meant(key: rsa.RSAPrivateKey, jwks: Path):
    assert tokens(PublishedKeys(str(jwks))).read(signed(key, key_id=None)).customer_id == "demo-ana"


def test_an_audience_may_be_one_of_several():
    assert tokens().read(shared(aud=["newsletter", AUDIENCE])).customer_id == "demo-ana"


def test_a_shop_that_names_neither_issuer_nor_audience_is_understood():
    assert tokens(issuer="", audience="").read(shared(iss=None, aud=None)).customer_id == "demo-ana"


@pytest.mark.parametrize(
    "change",
    [
        {"exp": seconds(seconds=-29)} | {"iat": seconds(minutes=-5)},
        {"iat": seconds(seconds=30)},
        {"nbf": seconds(seconds=30)},
        {"exp": seconds(hours=1)},
    ],
)
def test_clocks_may_differ_by_half_a_minute(change: dict[str, int]):
    assert tokens().read(shared(**change)).customer_id == "demo-ana"


@pytest.mark.parametrize(
    "name", ["Ana", "Ana María", "O’Neill", "Jean-Luc", "J. R.", "Zoë", "अनिता", "Nguyễn", "李", "Mary Ann St. John"]
)
def test_names_of_people_are_kept(name: str):
    assert clean_given_name(f"  {name} ") == name


@pytest.mark.parametrize(
    "name",
    [
        None, 7, ["Ana"], "", " ", "-", "<b>Ana</b>", "[Ana](https://evil.example)", "https://evil.example",
        "evil.example",
        "*Ana*", "Ana\u202e", "Ana\x00", "{given_name}", "call 900123123", "a" * 41, "a" * 10_000,
    ],
)  # fmt: skip
def test_what_is_more_than_a_name_is_not_said(name: object):
    assert clean_given_name(name) is None
    assert tokens().read(shared(given_name="<b>")).given_name is None


# --- Tokens that are made up ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", ""])
def test_a_token_without_a_signature_is_refused(algorithm: str, key: rsa.RSAPrivateKey, jwks: Path):
    token = f"{part({'alg': algorithm, 'typ': 'JWT'})}.{part(claims())}."
    assert refusal(token) is TokenProblem.ALGORITHM
    assert refusal(token, tokens(PublishedKeys(str(jwks)))) is TokenProblem.ALGORITHM


def test_a_signature_that_is_cut_off_is_refused(key: rsa.RSAPrivateKey, jwks: Path):
    assert refusal(shared().rpartition(".")[0] + ".") is TokenProblem.SIGNATURE
    assert refusal(signed(key).rpartition(".")[0] + ".", tokens(PublishedKeys(str(jwks)))) is TokenProblem.SIGNATURE


@pytest.mark.parametrize("form", ["pem", "jwk"])
def test_the_public_key_is_no_secret(key: rsa.RSAPrivateKey, jwks: Path, form: str):
    public = public_pem(key) if form == "pem" else json.dumps(public_jwk(key)).encode()
    body = f"{part({'alg': 'HS256', 'typ': 'JWT', 'kid': 'one'})}.{part(claims())}"
    token = f"{body}.{part(hmac.new(public, body.encode(), hashlib.sha256).digest())}"
    assert refusal(token, tokens(PublishedKeys(str(jwks)))) is TokenProblem.ALGORITHM


@pytest.mark.parametrize(
    "secret", ["-----BEGIN PUBLIC KEY-----\nMIIB", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB", '{"keys"']
)
def test_a_public_key_can_not_be_set_as_the_secret(secret: str):
    with pytest.raises(ValueError, match="is a key or a certificate"):
        SharedSecret(secret)


def test_a_desk_with_a_secret_takes_no_signature_of_a_key(key: rsa.RSAPrivateKey):
    assert refusal(signed(key)) is TokenProblem.ALGORITHM


@pytest.mark.parametrize("algorithm", ["HS512", "RS512", "PS256", "ES256", "EdDSA"])
def test_other_algorithms_are_refused(algorithm: str, jwks: Path):
    token = f"{part({'alg': algorithm, 'kid': 'one'})}.{part(claims())}.{part(b'x' * 64)}"
    assert refusal(token) is TokenProblem.ALGORITHM
    assert refusal(token, tokens(PublishedKeys(str(jwks)))) is TokenProblem.ALGORITHM


def test_a_key_that_a_token_brings_along_is_not_used(jwks: Path):
    own = new_key()
    entry = public_jwk(own)
    token = signed(own)
    header = {"alg": "RS256", "kid": "one", "jwk": entry, "jku": "http://127.0.0.1:9/", "x5u": "http://127.0.0.1:9/"}
    forged = f"{part(header)}.{token.split('.')[1]}.{token.split('.')[2]}"
    assert refusal(forged, tokens(PublishedKeys(str(jwks)))) is TokenProblem.SIGNATURE
    assert refusal(token, tokens(PublishedKeys(str(jwks)))) is TokenProblem.SIGNATURE


def test_another_secret_is_refused():
    assert refusal(shared("another-secret-of-more-than-thirty-two")) is TokenProblem.SIGNATURE


def test_a_token_whose_customer_was_changed_is_refused():
    header, _, signature = shared().split(".")
    assert refusal(f"{header}.{part(claims(sub='demo-ben'))}.{signature}") is TokenProblem.SIGNATURE


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"aud": "newsletter"}, TokenProblem.AUDIENCE),
        ({"aud": ["newsletter"]}, TokenProblem.AUDIENCE),
        ({"aud": None}, TokenProblem.CLAIM_MISSING),
        ({"iss": "https://evil.example"}, TokenProblem.ISSUER),
        ({"iss": None}, TokenProblem.CLAIM_MISSING),
        ({"sub": None}, TokenProblem.CLAIM_MISSING),
        ({"exp": None}, TokenProblem.CLAIM_MISSING),
        ({"iat": None}, TokenProblem.CLAIM_MISSING),
        ({"sub": ""}, TokenProblem.CLAIM_UNREADABLE),
        ({"sub": "x" * 65}, TokenProblem.CLAIM_UNREADABLE),
        ({"sub": "demo-ana\x00"}, TokenProblem.CLAIM_UNREADABLE),
        ({"sub": 7}, TokenProblem.CLAIM_UNREADABLE),
        ({"sub": ["demo-ana"]}, TokenProblem.CLAIM_UNREADABLE),
        ({"exp": seconds(seconds=-30), "iat": seconds(minutes=-5)}, TokenProblem.EXPIRED),
        ({"exp": seconds(days=-1), "iat": seconds(days=-1)}, TokenProblem.EXPIRED),
        ({"nbf": seconds(seconds=31)}, TokenProblem.NOT_YET_VALID),
        ({"iat": seconds(seconds=31)}, TokenProblem.NOT_YET_VALID),
        ({"exp": seconds(hours=1, seconds=1)}, TokenProblem.LIVES_TOO_LONG),
        ({"exp": 10**30}, TokenProblem.CLAIM_UNREADABLE),
        ({"exp": "tomorrow"}, TokenProblem.CLAIM_UNREADABLE),
        ({"exp": True}, TokenProblem.CLAIM_UNREADABLE),
        ({"exp": float("inf")}, TokenProblem.CLAIM_UNREADABLE),
        ({"iat": float("nan")}, TokenProblem.CLAIM_UNREADABLE),
        ({"nbf": {"a": 1}}, TokenProblem.CLAIM_UNREADABLE),
    ],
)
def test_a_claim_that_is_wrong_or_missing_is_refused(change: dict[str, Any], problem: TokenProblem):
    header = part({"alg": "HS256"})
    body = f"{header}.{part(claims(**change))}"
    token = f"{body}.{part(hmac.new(SECRET.encode(), body.encode(), hashlib.sha256).digest())}"
    assert refusal(token) is problem


@pytest.mark.parametrize(
    "token",
    [
        "", ".", "..", "...", "a.b.c", "\x00", "💬.💬.💬", "\ud800", "Bearer x.y.z",
        f"{part({'alg': 'HS256'})}.{part([1])}.", f"{part([1])}.{part({})}.", f"{part(b'{' * 2000)}..",
        f"{part(b'[' * 5000)}.{part({})}.", f"{part({'alg': ['HS256']})}.{part({})}.",
        f"{part({'alg': 'HS256', 'kid': 7})}..",
    ],
)  # fmt: skip
def test_what_is_no_token_is_refused(token: str):
    problems = (TokenProblem.MALFORMED, TokenProblem.ALGORITHM, TokenProblem.SIGNATURE)
    assert refusal(token) in problems


def test_an_oversized_token_is_not_even_read():
    assert refusal(shared(padding="x" * 9000)) is TokenProblem.TOO_LONG


# --- The shop's keys -----------------------------------------------------------------------------------------------


class Seconds:
    """A clock that a test moves forward."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def passing() -> Seconds:
    """How time passes for the keys."""
    return Seconds()


def test_a_key_id_that_nobody_knows_is_refused(key: rsa.RSAPrivateKey, jwks: Path):
    assert refusal(signed(key, "two"), tokens(PublishedKeys(str(jwks)))) is TokenProblem.UNKNOWN_KEY


def test_without_a_key_id_none_of_several_keys_is_guessed(key: rsa.RSAPrivateKey, tmp_path: Path):
    file = write(tmp_path / "jwks.json", public_jwk(key), public_jwk(new_key(), "two"))
    assert refusal(signed(key, key_id=None), tokens(PublishedKeys(str(file)))) is TokenProblem.UNKNOWN_KEY


def test_a_new_key_is_found_when_it_is_first_used_and_asked_for_once_a_minute(
    key: rsa.RSAPrivateKey, jwks: Path, passing: Seconds
):
    reader = tokens(PublishedKeys(str(jwks), passing))
    second, third = new_key(), new_key()
    assert reader.read(signed(key)).customer_id == "demo-ana"
    write(jwks, public_jwk(key), public_jwk(second, "two"))
    passing.now += 60
    assert reader.read(signed(second, "two")).customer_id == "demo-ana"
    write(jwks, public_jwk(third, "three"))
    passing.now += 59
    assert refusal(signed(third, "three"), reader) is TokenProblem.UNKNOWN_KEY
    passing.now += 1
    assert reader.read(signed(third, "three")).customer_id == "demo-ana"


def test_a_key_that_was_withdrawn_stops_working(key: rsa.RSAPrivateKey, jwks: Path, passing: Seconds):
    reader = tokens(PublishedKeys(str(jwks), passing))
    reader.read(signed(key))
    write(jwks, public_jwk(new_key(), "two"))
    passing.now += 601
    assert refusal(signed(key), reader) is TokenProblem.UNKNOWN_KEY


def test_keys_that_can_not_be_read_again_serve_for_an_hour(key: rsa.RSAPrivateKey, jwks: Path, passing: Seconds):
    reader = tokens(PublishedKeys(str(jwks), passing))
    reader.read(signed(key))
    jwks.write_text("{")
    passing.now += 3600
    assert reader.read(signed(key)).customer_id == "demo-ana"
    passing.now += 1
    assert refusal(signed(key), reader) is TokenProblem.KEYS_UNAVAILABLE


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "7", '{"keys": 7}', '{"keys": []}', '{"keys": [7, {}]}', "[" * 100_000, " " * (LARGEST_JWKS + 1)],
)
def test_what_is_no_set_of_keys_lets_nobody_in(key: rsa.RSAPrivateKey, tmp_path: Path, content: str):
    (tmp_path / "jwks.json").write_text(content)
    reader = tokens(PublishedKeys(str(tmp_path / "jwks.json")))
    assert refusal(signed(key), reader) is TokenProblem.KEYS_UNAVAILABLE


def test_a_file_that_is_not_there_lets_nobody_in(key: rsa.RSAPrivateKey, tmp_path: Path):
    reader = tokens(PublishedKeys(str(tmp_path / "jwks.json")))
    assert refusal(signed(key), reader) is TokenProblem.KEYS_UNAVAILABLE


@pytest.mark.parametrize(
    "change",
    [
        {"use": "enc"},
        {"alg": "RS512"},
        {"alg": "HS256"},
        {"kty": "oct", "k": part(b"x" * 32)},
        {"kty": "oct", "k": part(b"x" * 32), "alg": "RS256"},
        {"n": "AQAB"},
        {"n": None},
    ],
)
def test_keys_for_other_purposes_are_left_out(key: rsa.RSAPrivateKey, tmp_path: Path, change: dict[str, Any]):
    file = write(tmp_path / "jwks.json", public_jwk(key, **change))
    assert refusal(signed(key), tokens(PublishedKeys(str(file)))) is TokenProblem.KEYS_UNAVAILABLE


@pytest.mark.filterwarnings("ignore:The RSA key is 1024 bits long")
def test_a_key_that_is_too_short_is_left_out(tmp_path: Path):
    short = new_key(1024)
    file = write(tmp_path / "jwks.json", public_jwk(short))
    assert refusal(signed(short), tokens(PublishedKeys(str(file)))) is TokenProblem.KEYS_UNAVAILABLE


Site = Callable[[int, bytes], str]


@pytest.fixture
def site() -> Iterator[tuple[Site, list[str]]]:
    """A website on this machine that answers with what a test says, and what it was asked for."""
    asked: list[str] = []
    answer: list[tuple[int, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, body = answer[-1]
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def answering(status: int, body: bytes) -> str:
        answer.append((status, body))
        return f"http://127.0.0.1:{server.server_port}/jwks.json"

    yield answering, asked
    server.shutdown()
    server.server_close()
    thread.join(10)


def test_keys_are_fetched_from_the_shops_address_once(
    key: rsa.RSAPrivateKey, site: tuple[Site, list[str]], passing: Seconds
):
    answering, asked = site
    reader = tokens(PublishedKeys(answering(200, json.dumps({"keys": [public_jwk(key)]}).encode()), passing))
    for _ in range(5):
        passing.now += 100
        assert reader.read(signed(key)).customer_id == "demo-ana"
    assert asked == ["/jwks.json"]


def test_strangers_tokens_do_not_become_requests_to_the_shop(
    key: rsa.RSAPrivateKey, site: tuple[Site, list[str]], passing: Seconds
):
    answering, asked = site
    reader = tokens(PublishedKeys(answering(200, json.dumps({"keys": [public_jwk(key)]}).encode()), passing))
    for number in range(20):
        assert refusal(signed(key, f"unknown {number}"), reader) is TokenProblem.UNKNOWN_KEY
    assert len(asked) == 1


def test_a_shop_that_is_away_signs_nobody_out_for_an_hour_and_is_asked_once_a_minute(
    key: rsa.RSAPrivateKey, site: tuple[Site, list[str]], passing: Seconds
):
    answering, asked = site
    reader = tokens(PublishedKeys(answering(200, json.dumps({"keys": [public_jwk(key)]}).encode()), passing))
    reader.read(signed(key))
    answering(500, b"")
    passing.now += 3540
    for _ in range(5):
        assert reader.read(signed(key)).customer_id == "demo-ana"
        assert refusal(signed(key, "unknown"), reader) is TokenProblem.UNKNOWN_KEY
    assert len(asked) == 2
    passing.now += 61
    assert refusal(signed(key), reader) is TokenProblem.KEYS_UNAVAILABLE
    assert len(asked) == 3


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"7", b"[" * 100_000, b'{"keys": {"kid": "one"}}', b'{"keys": ["one"]}']
)
def test_what_is_no_set_of_keys_at_an_address_lets_nobody_in(
    key: rsa.RSAPrivateKey, site: tuple[Site, list[str]], content: bytes
):
    answering, _ = site
    assert refusal(signed(key), tokens(PublishedKeys(answering(200, content)))) is TokenProblem.KEYS_UNAVAILABLE


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_address_that_fails_or_sends_elsewhere_lets_nobody_in(
    key: rsa.RSAPrivateKey, site: tuple[Site, list[str]], status: int
):
    answering, asked = site
    reader = tokens(PublishedKeys(answering(status, json.dumps({"keys": [public_jwk(key)]}).encode())))
    assert refusal(signed(key), reader) is TokenProblem.KEYS_UNAVAILABLE
    assert asked == ["/jwks.json"]


def test_an_answer_that_is_too_large_is_not_read_to_its_end(key: rsa.RSAPrivateKey, site: tuple[Site, list[str]]):
    answering, _ = site
    padded = json.dumps({"padding": "x" * LARGEST_JWKS, "keys": [public_jwk(key)]}).encode()
    assert refusal(signed(key), tokens(PublishedKeys(answering(200, padded)))) is TokenProblem.KEYS_UNAVAILABLE


def test_an_address_where_nobody_listens_lets_nobody_in(key: rsa.RSAPrivateKey):
    reader = tokens(PublishedKeys("http://127.0.0.1:1/jwks.json"))
    assert refusal(signed(key), reader) is TokenProblem.KEYS_UNAVAILABLE


def test_keys_do_not_come_over_an_open_line():
    with pytest.raises(ValueError, match="use https://"):
        PublishedKeys("http://shop.example/jwks.json")


# --- How it is set up ----------------------------------------------------------------------------------------------


def test_a_shop_that_signs_nobody_in_needs_nothing():
    assert tokens_from(load_settings(), FrozenClock(NOW)) is None


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        (
            {"customer_secret": SECRET, "customer_jwks": "jwks.json"},
            "CUSTOMER_JWKS and RETURNDESK_CUSTOMER_SECRET are both",
        ),
        ({"customer_jwks": "http://shop.example/jwks.json"}, "CUSTOMER_JWKS: .* use https://"),
        ({"customer_secret": "-----BEGIN PUBLIC KEY-----MIIBIjANBg"}, "CUSTOMER_SECRET: is a key or a certificate"),
        ({"env": "production", "customer_secret": SECRET, "customer_audience": AUDIENCE}, "CUSTOMER_ISSUER: is needed"),
        ({"env": "production", "customer_secret": SECRET, "customer_issuer": ISSUER}, "CUSTOMER_AUDIENCE: is needed"),
    ],
)
def test_a_set_up_that_would_let_others_in_is_refused(settings: dict[str, str], reason: str):
    with pytest.raises(SettingsError, match=f"^RETURNDESK_{reason}"):
        tokens_from(load_settings(**settings), FrozenClock(NOW))


def test_the_settings_decide_what_a_token_has_to_be():
    settings = load_settings(
        env="production",
        customer_secret=SECRET,
        customer_issuer=ISSUER,
        customer_audience=AUDIENCE,
        customer_clock_skew=0,
        customer_token_minutes=5,
    )
    reader = tokens_from(settings, FrozenClock(NOW))
    assert reader is not None
    assert reader.read(shared()).expires_at == NOW + timedelta(minutes=5)
    assert refusal(shared(iat=seconds(seconds=1)), reader) is TokenProblem.NOT_YET_VALID
    assert refusal(shared(exp=seconds(minutes=6)), reader) is TokenProblem.LIVES_TOO_LONG
