"""The proof that shops send with a webhook: base64 of HMAC-SHA256 over its body, made with a secret that both know."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import Optional


def is_signed(body: bytes, given: str, secret: Optional[str]) -> bool:
    """Whether a body bears the right proof, compared in constant time.

    Args:
        body: As it was sent.
        given: What its header says.
        secret: What it is made with; without one nothing is right.
    """
    if secret is None:
        return False
    try:
        proof = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(proof, hmac.new(secret.encode(), body, hashlib.sha256).digest())
