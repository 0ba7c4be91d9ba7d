"""Checks the token by which a shop's website says which customer is signed in: a JSON Web Token, short-lived.

The shop signs it either with a private key whose public half it publishes (RS256, a JWKS), or with a secret that it
shares with the desk (HS256). A desk is set up for one of the two and takes only that algorithm with that kind of key,
whatever a token's header says: neither an unsigned token nor one "signed" with the public key gets through. Refusals
name a reason, never what a token holds.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Any, Optional, Protocol

import jwt

from core.clock import Clock

#: A token of more characters is not looked at: a signature and a handful of claims need far fewer.
LONGEST_TOKEN = 8192
LONGEST_CUSTOMER_ID = 64
LONGEST_GIVEN_NAME = 40

_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}(?:['’\-]?{_LETTER})*\.?"
_NAME = re.compile(rf"{_WORD}(?: {_WORD})*")


class TokenProblem(str, Enum):
    """Why a token was refused."""

    NOT_CONFIGURED = "not_configured"
    TOO_LONG = "too_long"
    MALFORMED = "malformed"
    ALGORITHM = "algorithm"
    UNKNOWN_KEY = "unknown_key"
    KEYS_UNAVAILABLE = "keys_unavailable"
    SIGNATURE = "signature"
    CLAIM_MISSING = "claim_missing"
    CLAIM_UNREADABLE = "claim_unreadable"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    LIVES_TOO_LONG = "lives_too_long"
    UNKNOWN_CUSTOMER = "unknown_customer"
    ANOTHERS_CONVERSATION = "anothers_conversation"


class TokenRefused(Exception):
    """A token proves nothing. Neither the message nor anything else here repeats what it holds."""

    def __init__(self, problem: TokenProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class CustomerClaims:
    """What a token that holds says: who is signed in, how the shop addresses them, and until when that is so."""

    customer_id: str
    given_name: Optional[str]
    expires_at: datetime


class SigningKeys(Protocol):
    """What signatures are checked with: keys of one kind, for one algorithm."""

    algorithm: str

    def key_for(self, key_id: Optional[str]) -> Any:
        """The key with this id.

        Raises:
            TokenRefused: There is none, or the keys can't be had.
        """
        ...


class SharedSecret:
    """A secret that shop and desk share, for HS256.

    Args:
        secret: At least 32 bytes, which the settings see to.

    Raises:
        ValueError: It is a key pair's key rather than a secret: whoever knows the public half could sign with it.
    """

    algorithm = "HS256"

    def __init__(self, secret: str) -> None:
        if secret.lstrip().startswith(("-----BEGIN", "ssh-", "{")):
            raise ValueError(
                "is a key or a certificate, which others may know; make a secret with: openssl rand -hex 32"
            )
        self._secret = secret.encode()

    def key_for(self, key_id: Optional[str]) -> bytes:
        """The secret, under whatever id."""
        return self._secret


class CustomerTokens:
    """Reads the tokens of one shop.

    Args:
        keys: What signatures are checked with.
        issuer: What `iss` has to be; empty where the shop names none.
        audience: What `aud` has to name; empty where the shop names none.
        clock: Tells what has expired.
        skew: By how much the shop's clock may differ.
        longest_life: How far apart `iat` and `exp` may be: a token that is good for weeks is not refused by accident.
    """

    def __init__(
        self,
        keys: SigningKeys,
        issuer: str,
        audience: str,
        clock: Clock,
        skew: timedelta = timedelta(seconds=30),
        longest_life: timedelta = timedelta(hours=1),
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._clock = clock
        self._skew = skew
        self._longest_life = longest_life

    def read(self, token: str) -> CustomerClaims:
        """What a token says, once everything about it has been checked.

        Args:
            token: As the website handed it out.

        Raises:
            TokenRefused: With the first thing that is wrong.
        """
        if len(token) > LONGEST_TOKEN:
            raise TokenRefused(TokenProblem.TOO_LONG)
        claims = self._signed_claims(token)
        expires_at = self._check_times(claims)
        customer_id = claims["sub"]
        if not customer_id or len(customer_id) > LONGEST_CUSTOMER_ID or not customer_id.isprintable():
            raise TokenRefused(TokenProblem.CLAIM_UNREADABLE)
        return CustomerClaims(customer_id, clean_given_name(claims.get("given_name")), expires_at)

    def _signed_claims(self, token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
        except (jwt.InvalidTokenError, ValueError, RecursionError):
            raise TokenRefused(TokenProblem.MALFORMED) from None
        if header.get("alg") != self._keys.algorithm:
            raise TokenRefused(TokenProblem.ALGORITHM)
        key_id = header.get("kid")
        key = self._keys.key_for(key_id if isinstance(key_id, str) else None)
        try:
            # Times are checked by the clock that the desk runs on, which PyJWT can't be given.
            return jwt.decode(
                token,
                key,
                algorithms=[self._keys.algorithm],
                issuer=self._issuer or None,
                audience=self._audience or None,
                options={
                    "require": ["sub", "exp", "iat"],
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                    "verify_aud": bool(self._audience),
                    "verify_iss": bool(self._issuer),
                },
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise TokenRefused(_problem_of(error)) from None

    def _check_times(self, claims: dict[str, Any]) -> datetime:
        """Until when the token holds, the difference between the clocks included."""
        now = self._clock.now()
        issued, expires = _instant(claims["iat"]), _instant(claims["exp"])
        if now >= expires + self._skew:
            raise TokenRefused(TokenProblem.EXPIRED)
        begins = _instant(claims["nbf"]) if "nbf" in claims else issued
        if max(begins, issued) > now + self._skew:
            raise TokenRefused(TokenProblem.NOT_YET_VALID)
        if expires - issued > self._longest_life:
            raise TokenRefused(TokenProblem.LIVES_TOO_LONG)
        return expires + self._skew


def clean_given_name(value: Any) -> Optional[str]:
    """A name fit to be put into a sentence; None for what is more than a name, such as markup or an address."""
    if not isinstance(value, str) or len(value) > 4 * LONGEST_GIVEN_NAME:
        return None
    name = " ".join(unicodedata.normalize("NFC", value).split())
    return name if len(name) <= LONGEST_GIVEN_NAME and _NAME.fullmatch(_without_marks(name)) else None


def _without_marks(name: str) -> str:
    """The name without the marks that some scripts write around a letter."""
    return "".join(sign for sign in name if not unicodedata.category(sign).startswith("M"))


def _instant(value: Any) -> datetime:
    """A claim's seconds since 1970 as an instant."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise TokenRefused(TokenProblem.CLAIM_UNREADABLE)
    try:
        return datetime.fromtimestamp(value, timezone.utc)
    except (OverflowError, ValueError, OSError):
        raise TokenRefused(TokenProblem.CLAIM_UNREADABLE) from None


def _problem_of(error: Exception) -> TokenProblem:
    """Which reason an error of PyJWT's stands for; the most particular kinds come first."""
    kinds: tuple[tuple[type[Exception], TokenProblem], ...] = (
        (jwt.InvalidAlgorithmError, TokenProblem.ALGORITHM),
        (jwt.InvalidSignatureError, TokenProblem.SIGNATURE),
        (jwt.InvalidKeyError, TokenProblem.UNKNOWN_KEY),
        (jwt.InvalidIssuerError, TokenProblem.ISSUER),
        (jwt.InvalidAudienceError, TokenProblem.AUDIENCE),
        (jwt.MissingRequiredClaimError, TokenProblem.CLAIM_MISSING),
        (jwt.DecodeError, TokenProblem.MALFORMED),
        (jwt.InvalidTokenError, TokenProblem.CLAIM_UNREADABLE),
    )
    return next((problem for kind, problem in kinds if isinstance(error, kind)), TokenProblem.MALFORMED)
