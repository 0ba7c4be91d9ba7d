"""The keys of the shop whose desk is attacked, and the tokens, good and bad, that name its customers."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ISSUER = "https://shop.example"
AUDIENCE = "return-desk"
KEY_ID = "shop-1"


def claims(**changes: Any) -> dict[str, Any]:
    """What a good token says; a change to None leaves a claim out."""
    now = int(time.time())
    said = {"sub": "C-mallory", "given_name": "Mal", "iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 300}
    return {name: value for name, value in {**said, **changes}.items() if value is not None}


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Shop:
    """The shop's key pair and secret, and a key pair of an attacker's."""

    secret: str = field(repr=False)
    key: rsa.RSAPrivateKey = field(default_factory=_new_key, repr=False)
    attackers_key: rsa.RSAPrivateKey = field(default_factory=_new_key, repr=False)

    @property
    def jwks(self) -> str:
        """What the shop publishes."""
        return json.dumps({"keys": [public_jwk(self.key, KEY_ID)]})

    def token(self, **changes: Any) -> str:
        """A token that the shop has signed with its private key."""
        return jwt.encode(claims(**changes), self.key, "RS256", headers={"kid": KEY_ID})

    def shared_token(self, **changes: Any) -> str:
        """A token that a small shop has signed with the secret."""
        return jwt.encode(claims(**changes), self.secret, "HS256")


def public_jwk(key: rsa.RSAPrivateKey, key_id: str) -> dict[str, Any]:
    """The public half as a JWKS holds it."""
    entry = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return {**entry, "use": "sig", "alg": "RS256", "kid": key_id}


def public_pem(key: rsa.RSAPrivateKey) -> bytes:
    """The public half as a file holds it."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form)


def part(value: Any) -> str:
    """A part of a token."""
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def unsigned(header: dict[str, Any], said: dict[str, Any], signature: str = "") -> str:
    """A token with whatever header, claims and signature."""
    return f"{part(header)}.{part(said)}.{signature}"
