"""Checks the ID token by which the identity provider says who has signed in (OpenID Connect Core, section 3.1.3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, ClaimError, ExpiredTokenError, JoseError, UnsupportedAlgorithmError
from joserfc.jwk import GuestProtocol, Key
from joserfc.jws import JWSRegistry

from actions.store.tables.people import LONGEST_SUBJECT
from returndesk.people.provider.discovery import Provider
from returndesk.people.provider.keys import ProviderKeys
from returndesk.people.provider.refusals import Refusal, SignInRefused
from returndesk.people.provider.settings import ProviderSettings

#: A token of more characters is not looked at: one with two hundred groups is shorter.
LONGEST_TOKEN: Final = 32 * 1024
#: By how much the provider's clock may differ.
_SKEW_SECONDS: Final = 60
_OF_CLAIMS: Final[Mapping[str, Refusal]] = {
    "iss": Refusal.ISSUER,
    "aud": Refusal.AUDIENCE,
    "azp": Refusal.AUDIENCE,
    "nonce": Refusal.NONCE,
    "exp": Refusal.EXPIRED,
}


class IdTokens:
    """Reads the ID tokens of a provider. Blocks: it may ask for the provider's keys.

    Args:
        settings: Who the provider is, and what the desk is there.
        keys: What signatures are checked with.
    """

    def __init__(self, settings: ProviderSettings, keys: ProviderKeys) -> None:
        self._settings = settings
        self._keys = keys

    def read(self, answer: Mapping[str, Any], nonce: str, provider: Provider, now: datetime) -> Mapping[str, Any]:
        """What an ID token says, once everything about it has been checked.

        Args:
            answer: What the provider gave for the code.
            nonce: What the sign-in was begun with.
            provider: What the provider says of itself.
            now: The current instant, aware.

        Raises:
            SignInRefused: With the first thing that is wrong.
            ProviderTrouble: The keys can't be had.
        """
        token = answer.get("id_token")
        if not isinstance(token, str) or not token:
            raise SignInRefused(Refusal.NO_ID)
        if len(token) > LONGEST_TOKEN:
            raise SignInRefused(Refusal.CLAIM)
        try:
            signed = self._signed(token, provider)
            if not isinstance(signed.claims, dict):
                raise SignInRefused(Refusal.CLAIM)
            claims = CodeIDToken(
                signed.claims, signed.header, self._expected(), self._parameters(nonce, answer.get("access_token"))
            )
            claims.validate(now=int(now.timestamp()), leeway=_SKEW_SECONDS)
        except (JoseError, ValueError, TypeError, AttributeError, RecursionError) as error:
            raise SignInRefused(_refusal_of(error)) from None
        if not claims["sub"] or len(claims["sub"]) > LONGEST_SUBJECT or not claims["sub"].isprintable():
            raise SignInRefused(Refusal.CLAIM)
        return signed.claims

    def _signed(self, token: str, provider: Provider) -> jwt.Token:
        registry = _Registry(algorithms=sorted(provider.algorithms), strict_check_header=False)

        def key_of(header_of: GuestProtocol) -> Key:
            header = header_of.headers()
            # Before any key is looked for: an algorithm that is not taken needs none.
            registry.get_alg(header["alg"])
            key_id = header.get("kid")
            return self._keys.key_for(provider.jwks_uri, key_id if isinstance(key_id, str) else None)

        return jwt.decode(token, key_of, registry=registry)

    def _expected(self) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": self._settings.issuer},
            "aud": {"essential": True, "value": self._settings.client_id},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "iat": {"essential": True},
            "nonce": {"essential": True},
        }

    def _parameters(self, nonce: str, access_token: object) -> dict[str, Any]:
        found = {"nonce": nonce, "client_id": self._settings.client_id}
        return {**found, "access_token": access_token} if isinstance(access_token, str) else found


class _Registry(JWSRegistry):
    """Has room for a header with the provider's certificates in it, which some send along and nobody reads here."""

    max_header_length = 8 * 1024


def _refusal_of(error: Exception) -> Refusal:
    if isinstance(error, UnsupportedAlgorithmError):
        return Refusal.ALGORITHM
    if isinstance(error, BadSignatureError):
        return Refusal.SIGNATURE
    if isinstance(error, ExpiredTokenError):
        return Refusal.EXPIRED
    if isinstance(error, ClaimError):
        return _OF_CLAIMS.get(error.claim, Refusal.CLAIM)
    return Refusal.CLAIM
