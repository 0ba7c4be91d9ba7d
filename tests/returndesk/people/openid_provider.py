"""An OpenID provider on this machine, small and real: discovery, keys, sign-in form, token, sign-out, on the wire."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Optional
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID = "return-desk"
CLIENT_SECRET = "what the provider gave: ü+/%"
#: What the shop has called things there.
ROLES = "desk-agents=agent, desk-leads=lead, /shop/desk auditors=auditor"


def new_key(key_id: str) -> RSAKey:
    """A key that tokens are signed with."""
    return RSAKey.generate_key(2048, {"kid": key_id, "use": "sig", "alg": "RS256"})


@dataclass
class OpenIdProvider:
    """What the provider knows and does.

    Args:
        now: Tells the time, as the desk's clock does.
        address: Where it is.
        redirect_uris: Where it sends browsers back to.
        people: What it says of who signs in, by the name that they type.
        key: What it signs with; `published` are the keys that it shows.
        discovery: What it says of itself otherwise than usual; None leaves an entry out.
        claims: What its ID tokens say otherwise than usual; None leaves a claim out.
        sign: How it makes an ID token of claims; as it should, unless set.
        answers: What it answers instead, by path: a status and a body.
        slow: After how many seconds it goes on with each byte of an answer, by path; at once where that is taken out.
        asked: The paths that were asked for, one after the other.
        posts: Whether it wants the client's secret in the form; in a header otherwise.
    """

    now: Callable[[], datetime]
    address: str = ""
    redirect_uris: tuple[str, ...] = ()
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: new_key("first"))
    published: list[Any] = field(default_factory=list)
    discovery: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    sign: Optional[Callable[[dict[str, Any]], str]] = None
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    posts: bool = True
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.published = [self.key]

    def rotate(self, key_id: str) -> None:
        """Sign with another key from now on, and show it beside the one before."""
        self.key = new_key(key_id)
        self.published.insert(0, self.key)

    def document(self) -> dict[str, Any]:
        """The discovery document."""
        usual = {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/jwks",
            "end_session_endpoint": f"{self.address}/end-session",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "token_endpoint_auth_methods_supported": ["client_secret_post" if self.posts else "client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }
        return {name: value for name, value in {**usual, **self.discovery}.items() if value is not None}

    def keys(self) -> dict[str, Any]:
        """The JWKS, with a key for encryption and one of a kind that nobody knows, as real ones have."""
        others = [
            {**new_key("enc").as_dict(private=False), "use": "enc"},
            {"kty": "AKP", "kid": "new", "alg": "ML-DSA"},
        ]
        return {"keys": [*(key.as_dict(private=False) for key in self.published), *others]}

    def sign_in(self, query: Mapping[str, str], login: str) -> str:
        """Where a browser goes back to whose owner has typed a name; AssertionError where the desk asked wrongly."""
        self.check_request(query)
        back = {"state": query["state"], "iss": self.address}
        if login not in self.people:
            return f"{query['redirect_uri']}?{urlencode({**back, 'error': 'access_denied'})}"
        code = secrets.token_urlsafe(16)
        self._codes[code] = {**query, "login": login}
        return f"{query['redirect_uri']}?{urlencode({**back, 'code': code})}"

    def check_request(self, query: Mapping[str, str]) -> None:
        """AssertionError where a request to sign in is none."""
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT_ID
        assert query["redirect_uri"] in self.redirect_uris
        assert "openid" in query["scope"].split()
        assert query["code_challenge_method"] == "S256"
        assert len(query["state"]) >= 32 and len(query["nonce"]) >= 32 and len(query["code_challenge"]) == 43

    def exchange(self, form: Mapping[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """What the token endpoint answers."""
        if self.posts:
            shown = (form.get("client_id"), form.get("client_secret"))
        else:
            shown = tuple(base64.b64decode(authorization.partition(" ")[2]).decode("latin-1").split(":", 1))
        if shown != (CLIENT_ID, CLIENT_SECRET):
            return 401, {"error": "invalid_client"}
        begun = self._codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            begun is None
            or form.get("grant_type") != "authorization_code"
            or form.get("redirect_uri") != begun["redirect_uri"]
            or challenge.rstrip(b"=").decode() != begun["code_challenge"]
        ):
            return 400, {"error": "invalid_grant", "error_description": "the code"}
        return 200, {"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": self._id_token(begun)}

    def _id_token(self, begun: Mapping[str, str]) -> str:
        at = int(self.now().timestamp())
        usual = {"iss": self.address, "aud": CLIENT_ID, "iat": at, "exp": at + 300, "nonce": begun["nonce"]}
        said = {**usual, **self.people[begun["login"]], **self.claims}
        claims = {name: value for name, value in said.items() if value is not None}
        if self.sign is not None:
            return self.sign(claims)
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)


class _Handler(BaseHTTPRequestHandler):
    provider: ClassVar[OpenIdProvider]

    def do_GET(self) -> None:
        provider, parts = self.provider, urlsplit(self.path)
        provider.asked.append(parts.path)
        if self._answered_otherwise(parts.path):
            return
        query = dict(parse_qsl(parts.query))
        if parts.path.endswith("/.well-known/openid-configuration"):
            self._json(200, provider.document())
        elif parts.path == "/jwks":
            self._json(200, provider.keys())
        elif parts.path == "/authorize":
            provider.check_request(query)
            self._html(
                f'<form method="post" action="{escape(self.path)}">'
                '<label>Login <input name="login" autofocus></label><button>Go on</button></form>'
            )
        elif parts.path == "/end-session":
            back = query["post_logout_redirect_uri"]
            assert query["client_id"] == CLIENT_ID
            assert back.rpartition("/")[0] in {
                uri.rpartition("/")[0].rpartition("/")[0] for uri in provider.redirect_uris
            }
            self._html(f'<a href="{escape(back)}" autofocus>Back</a>')
        else:
            self._json(404, {})

    def do_POST(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        form = dict(parse_qsl(body, keep_blank_values=True))
        self.provider.asked.append(parts.path)
        if self._answered_otherwise(parts.path):
            return
        if parts.path == "/token":
            self._json(*self.provider.exchange(form, self.headers.get("Authorization", "")))
            return
        self.send_response(303)
        self.send_header("Location", self.provider.sign_in(dict(parse_qsl(parts.query)), form.get("login", "")))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answered_otherwise(self, path: str) -> bool:
        given = self.provider.answers.get(path)
        if given is not None:
            self._send(given[0], given[1], "application/json")
        return given is not None

    def _json(self, status: int, found: object) -> None:
        self._send(status, json.dumps(found).encode(), "application/json")

    def _html(self, text: str) -> None:
        page = f'<!doctype html><html lang="en"><title>Provider</title>{text}'
        self._send(200, page.encode(), "text/html; charset=utf-8")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        path, sent = urlsplit(self.path).path, 0
        try:
            while sent < len(body):
                pause = self.provider.slow.get(path, 0.0)
                piece = body[sent : sent + 1] if pause else body[sent:]
                self.wfile.write(piece)
                sent += len(piece)
                time.sleep(pause)
        except OSError:
            # Who asked has had enough.
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def open_provider(now: Callable[[], datetime], **given: Any) -> Iterator[OpenIdProvider]:
    """A provider that answers on a free port of this machine.

    Args:
        now: Tells the time, as the desk's clock does.
        given: What it knows and does.
    """
    provider = OpenIdProvider(now, **given)
    handler = type("Handler", (_Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
