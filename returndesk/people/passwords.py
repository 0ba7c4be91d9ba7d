"""Passwords as argon2 hashes, and codes of an authenticator (TOTP, RFC 6238)."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime
from typing import Final, Optional

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

SHORTEST_PASSWORD: Final = 12
#: What is read of a password; more would only cost time.
LONGEST_PASSWORD: Final = 256
#: In KiB and rounds, as OWASP's password storage cheat sheet has it.
_MEMORY: Final = 19 * 1024
_ROUNDS: Final = 2
_SALT_BYTES: Final = 16
_HASH_BYTES: Final = 32

_DIGITS: Final = 6
_STEP_SECONDS: Final = 30
_SECRET_BYTES: Final = 20
#: A code counts one step before and after its own: clocks differ, and typing takes time.
_SLACK: Final = (0, -1, 1)

#: Of no password, with the same costs: a name that nobody has takes as long to refuse as a wrong password.
NOBODYS: Final = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$" + "A" * 43


def hashed(password: str) -> str:
    """A password as it is kept, with a salt of its own and what computing it costs."""
    argon2 = Argon2id(
        salt=secrets.token_bytes(_SALT_BYTES), length=_HASH_BYTES, iterations=_ROUNDS, lanes=1, memory_cost=_MEMORY
    )
    return argon2.derive_phc_encoded(_bytes(password))


def is_password(password: str, kept: str) -> bool:
    """Whether a password is the one that is kept. Takes a tenth of a second and 19 MiB, by intention."""
    try:
        Argon2id.verify_phc_encoded(_bytes(password), kept)
    except InvalidKey:
        return False
    return True


def new_secret() -> str:
    """A secret for an authenticator, as people type it."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode("ascii")


def authenticator_address(name: str, secret: str) -> str:
    """What an authenticator reads the secret from."""
    return _totp(secret).get_provisioning_uri(name, "Return Desk")


def code_step(code: str, secret: str, now: datetime) -> Optional[int]:
    """The 30 seconds that a code is of; None where it is none of about now.

    Args:
        code: What somebody typed.
        secret: Their authenticator's.
        now: The current instant, aware.
    """
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdigit() and len(typed) == _DIGITS):
        return None
    for slack in _SLACK:
        step = int(now.timestamp()) // _STEP_SECONDS + slack
        try:
            _totp(secret).verify(typed.encode("ascii"), step * _STEP_SECONDS)
        except InvalidToken:
            continue
        return step
    return None


def _totp(secret: str) -> TOTP:
    # Authenticators know SHA-1 alone; RFC 6238 says why it will do.
    return TOTP(base64.b32decode(secret), _DIGITS, SHA1(), _STEP_SECONDS)  # noqa: S303


def _bytes(password: str) -> bytes:
    return password[:LONGEST_PASSWORD].encode("utf-8", "surrogatepass")
