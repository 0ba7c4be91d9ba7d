"""The tokens of a shop, good and bad, and the keys that they are signed with."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta, timezone
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

NOW = datetime(2026, 10, 16, 8, 30, tzinfo=timezone.utc)
ISSUER = "https://shop.example"
AUDIENCE = "return-desk"
SECRET = "a-secret-of-more-than-thirty-two-bytes"


def claims(**changes: Any) -> dict[str, Any]:
    """What a good token says; a change to None leaves a claim out."""
    said = {
        "sub": "demo-ana",
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": int(NOW.timestamp()),
        "exp": int((NOW + timedelta(minutes=5)).timestamp()),
        "given_name": "Ana",
    }
    return {name: value for name, value in {**said, **changes}.items() if value is not None}


def seconds(**difference: float) -> int:
    """Seconds since 1970 of an instant that is this far from now."""
    return int((NOW + timedelta(**difference)).timestamp())


def shared(secret: str = SECRET, **changes: Any) -> str:
    """A token signed with a secret."""
    return jwt.encode(claims(**changes), secret, "HS256")


def new_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """A key pair of a shop."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def signed(key: rsa.RSAPrivateKey, key_id: str | None = "one", **changes: Any) -> str:
    """A token signed with a private key."""
    return jwt.encode(claims(**changes), key, "RS256", headers={"kid": key_id} if key_id else None)


def public_jwk(key: rsa.RSAPrivateKey, key_id: str | None = "one", **more: Any) -> dict[str, Any]:
    """The public half as a JWKS holds it."""
    entry = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return {**entry, "use": "sig", "alg": "RS256", **({"kid": key_id} if key_id else {}), **more}


def public_pem(key: rsa.RSAPrivateKey) -> bytes:
    """The public half as a file holds it."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form)


def part(value: Any) -> str:
    """A part of a token."""
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
